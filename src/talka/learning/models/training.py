"""A training programme: what is learnt in it, who teaches, and when its certificate is given."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, acted
from talka.ui.searched import Searched


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="TrainingVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Training(Searched):
    """People go through it together, in cohorts. A draft is its coordinators' own; a published one is everybody's."""

    personal = acted(_("Training programmes"))
    SEARCHED = ("title", "about", "for_whom")

    slug = models.SlugField(max_length=60, unique=True, help_text="stable name in addresses and files")
    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="trainings")
    title = I18nCharField(max_length=300)
    about = I18nTextField(blank=True, help_text="what is different afterwards, and for whom")
    for_whom = I18nCharField(max_length=300, blank=True, help_text="who can take part")
    team_size = models.PositiveSmallIntegerField(default=2, help_text="people whom a municipality or community sends")
    least_hours = models.DecimalField(
        max_digits=6, decimal_places=1, null=True, blank=True, help_text="for the certificate; empty: no rule"
    )
    least_modules = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="attended, for the certificate; empty: no rule"
    )
    homework_needed = models.BooleanField(
        default=False, help_text="the certificate needs every homework that is needed to be accepted"
    )
    recorded = models.BooleanField(default=False, help_text="from a published record")
    source = models.URLField(blank=True, max_length=500)
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(team_size__gte=1), name="training_team_has_somebody"),
            models.CheckConstraint(
                condition=models.Q(least_hours__isnull=True) | models.Q(least_hours__gt=0),
                name="training_least_hours_positive",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def illustrative(self) -> bool:
        """Made up, as its programme is."""
        return bool(self.programme.illustrative)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ModuleVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Module(models.Model):
    """A part of a training programme with what somebody can do after it."""

    personal = acted(_("Modules of training programmes"))

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="modules")
    order = models.PositiveSmallIntegerField(help_text="from 1; retired ones keep theirs")
    title = I18nCharField(max_length=200)
    outcomes = I18nTextField(blank=True, help_text="what somebody can do afterwards, a line each")
    hours = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True, help_text="of teaching")
    competences = models.ManyToManyField("needs.Competence", blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="not taught since; what was done stays")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours__isnull=True) | models.Q(hours__gt=0), name="module_hours_positive"
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def outcome_lines(self) -> list[str]:
        """What somebody can do afterwards, in the reader's language."""
        return [line.strip() for line in str(self.outcomes).splitlines() if line.strip()]


class Staff(models.Model):
    """Who coordinates, teaches or comes to the teams; for one cohort, or for the whole training."""

    personal = Personal(
        title=_("Trainers, coaches and coordinators"),
        purpose=_("Whom participants of a training programme turn to"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.WORK),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM, Reader.PUBLIC),
        source=(Source.ORGANISER,),
        retention=_("until the person is erased"),
        clock=Clock.PERSON,
    )

    class Role(models.TextChoices):
        COORDINATOR = "coordinator", pgettext_lazy("training", "Coordinator")
        TRAINER = "trainer", pgettext_lazy("training", "Trainer")
        COACH = "coach", pgettext_lazy("training", "Coach on site")

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="staff")
    cohort = models.ForeignKey(
        "learning.Cohort", on_delete=models.CASCADE, null=True, blank=True, related_name="staff", help_text="empty: all"
    )
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="trainings_staffed")
    role = models.CharField(max_length=20, choices=Role.choices)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["training", "cohort", "person", "role"],
                nulls_distinct=False,
                name="staff_has_a_role_once",
            )
        ]
