"""A cohort: those who go through a training programme at the same time, in teams, and its sessions."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .training import Module, Training


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="CohortVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Cohort(models.Model):
    """Teams of municipalities or communities that go through a training programme together."""

    personal = texts(_("Cohorts of training programmes"))

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("cohort", "Planned")
        RUNNING = "running", pgettext_lazy("cohort", "Under way")
        ENDED = "ended", pgettext_lazy("cohort", "Ended")

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="cohorts")
    number = models.PositiveSmallIntegerField(help_text="within the training programme, from 1; stands in addresses")
    title = I18nCharField(max_length=200)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PLANNED)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="how many teams; empty: no limit")
    apply_from = models.DateTimeField(null=True, blank=True, help_text="empty: nobody applies, teams are entered")
    apply_until = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["training", "number"]
        constraints = [
            models.UniqueConstraint(fields=["training", "number"], name="cohort_number_stands_once"),
            models.CheckConstraint(
                condition=models.Q(starts__isnull=True)
                | models.Q(ends__isnull=True)
                | models.Q(ends__gte=models.F("starts")),
                name="cohort_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(apply_until__isnull=True)
                | (models.Q(apply_from__isnull=False) & models.Q(apply_until__gt=models.F("apply_from"))),
                name="cohort_applications_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Session(models.Model):
    """An event as a part of a cohort's way. A final event may be of several cohorts: that is where they meet."""

    class Kind(models.TextChoices):
        SESSION = "session", pgettext_lazy("training", "Session")
        LECTURE = "lecture", pgettext_lazy("training", "Public lecture")
        VISIT = "visit", pgettext_lazy("training", "Visit")
        FINAL = "final", pgettext_lazy("training", "Final event")

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SESSION)

    class Meta:
        ordering = ["event__first_day", "pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "event"], name="session_stands_once_in_a_cohort")]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="TeamVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Team(models.Model):
    """A municipality or community in a cohort. Leaving is a state: what it did stays."""

    personal = texts(_("Teams of training programmes"), Data.WORK)

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="teams")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = I18nCharField(max_length=200, blank=True, help_text="empty: as the organisation is called")
    aims = I18nTextField(blank=True, help_text="what it came for")
    left_on = models.DateField(null=True, blank=True)
    left_reason = models.CharField(max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "organisation"], name="team_stands_once_in_a_cohort"),
            models.CheckConstraint(
                condition=models.Q(left_on__isnull=True) | ~models.Q(left_reason=""), name="team_leaves_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.title) or str(self.organisation)


class Learner(models.Model):
    """A person in a team."""

    personal = Personal(
        title=_("Participants of training programmes"),
        purpose=_("Who goes through a training programme, and what they have done of it"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.PART),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM),
        source=(Source.ORGANISER, Source.PERSON),
        retention=_("until the person is erased"),
        clock=Clock.PERSON,
    )

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="learners")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="learning")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["team", "person"], name="learner_stands_once_in_a_team")]
