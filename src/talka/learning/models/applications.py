"""Applications to a cohort: what is asked by criteria, and what a municipality or community answers."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .cohort import Cohort
from .training import Training

READERS = (Reader.PERSON, Reader.ORGANISERS, Reader.TEAM)
RETENTION = _("until the person is erased; without an account, a year after being entered and nobody needing them")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="CriterionVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Criterion(models.Model):
    """By what applications are compared. For a cohort those count that stood when its applications closed."""

    personal = texts(_("Criteria of training programmes"))

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="criteria")
    order = models.PositiveSmallIntegerField(help_text="from 1; retired ones keep theirs")
    title = I18nCharField(max_length=200)
    asked = I18nTextField(blank=True, help_text="what the applicant is asked to tell")
    most_points = models.PositiveSmallIntegerField(default=5)
    weight = models.DecimalField(max_digits=5, decimal_places=2, default=1, help_text="points count so many times")
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="not asked since; what was answered stays")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(most_points__gte=1), name="criterion_has_points"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="criterion_weight_positive"),
        ]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ApplicationVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Application(models.Model):
    """What one municipality or community tells of itself. A draft is its applicant's own; the selection reads it once
    it is sent. A community that no register knows stands by its name until it is selected."""

    personal = Personal(
        title=_("Applications to training programmes"),
        purpose=_("Selecting who takes part in a training programme"),
        basis=(Basis.PUBLIC_TASK, Basis.CONSENT),
        data=(Data.NAME, Data.CONTACT, Data.WORK, Data.WORDS),
        readers=READERS,
        source=(Source.PERSON,),
        retention=RETENTION,
        clock=Clock.PERSON,
    )

    class Outcome(models.TextChoices):
        SELECTED = "selected", pgettext_lazy("application", "Selected")
        RESERVE = "reserve", pgettext_lazy("application", "On the reserve list")
        DECLINED = "declined", pgettext_lazy("application", "Declined")

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="applications")
    number = models.PositiveIntegerField(null=True, blank=True, help_text="within the cohort; given when it is sent")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="applications")
    language = models.CharField(max_length=10, default="lv", help_text="of the letters")
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="for which the applicant may speak; empty: a community by its name",
    )
    name = models.CharField(max_length=200, help_text="of the organisation or community")
    folded = models.CharField(max_length=300, help_text="the name as people look for it")
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place = models.CharField(max_length=200, blank=True)
    motivation = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True, help_text="that the selection reads it, in these names")
    begun_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(
        max_length=20, choices=Outcome.choices, blank=True, help_text="as decided last, told or not told yet"
    )
    reserve_place = models.PositiveSmallIntegerField(null=True, blank=True, help_text="on the reserve list, from 1")
    team = models.ForeignKey(
        "learning.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["cohort", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="application_number_stands_once"),
            models.UniqueConstraint(
                fields=["cohort", "organisation"],
                condition=models.Q(sent_at__isnull=False, withdrawn_at__isnull=True),
                name="organisation_applies_once",
            ),
            models.UniqueConstraint(
                fields=["cohort", "folded"],
                condition=models.Q(sent_at__isnull=False, withdrawn_at__isnull=True),
                name="community_applies_once",
            ),
            models.UniqueConstraint(
                fields=["cohort", "reserve_place"],
                deferrable=models.Deferrable.DEFERRED,
                name="reserve_place_stands_once",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(number__isnull=False),
                name="sent_application_has_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(sent_at__isnull=False), name="only_sent_ones_are_decided"
            ),
            models.CheckConstraint(
                condition=models.Q(reserve_place__isnull=True) | models.Q(outcome="reserve"),
                name="reserve_place_is_of_the_reserve_list",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> bool:
        """It was sent and not taken back: the selection reads it."""
        return self.sent_at is not None and self.withdrawn_at is None


class ApplicationMember(models.Model):
    """Somebody whom an applicant names for the team. No person of the register until the team is made."""

    personal = Personal(
        title=_("People named in applications"),
        purpose=_("Selecting who takes part in a training programme"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.CONTACT),
        readers=READERS,
        source=(Source.COLLEAGUE, Source.PERSON),
        retention=_("until the application is withdrawn, or the applicant or the named person is erased"),
        clock=Clock.PERSON,
    )

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="members")
    order = models.PositiveSmallIntegerField()
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ApplicationAnswerVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class ApplicationAnswer(models.Model):
    """What an applicant tells to one criterion."""

    personal = Personal(
        title=_("Answers in applications"),
        purpose=_("Selecting who takes part in a training programme"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS,),
        readers=READERS,
        source=(Source.PERSON,),
        retention=RETENTION,
        clock=Clock.PERSON,
    )

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "criterion"], name="criterion_answered_once"),
        ]
