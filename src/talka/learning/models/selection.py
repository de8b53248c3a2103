"""The selection: who gives points, the meeting that decides, and each decision with its reason."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .applications import Application, Criterion
from .cohort import Cohort


class Scorer(models.Model):
    """A member of a cohort's selection. Who has left keeps their points on record; they do not count."""

    personal = Personal(
        title=_("Members of selections"),
        purpose=_("Comparing applications to a training programme fairly"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.PART),
        readers=(Reader.PERSON, Reader.ORGANISERS),
        source=(Source.ORGANISER,),
        retention=_("until the person is erased"),
        clock=Clock.PERSON,
    )

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="scorers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="selections")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="scorer_stands_once")]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ScoreVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Score(models.Model):
    """The points of one member of the selection for one criterion of an application. Applicants never see it."""

    personal = Personal(
        title=_("Points given to applications"),
        purpose=_("Comparing applications to a training programme fairly"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS, Data.DEEDS),
        readers=(Reader.PERSON, Reader.ORGANISERS),
        source=(Source.TEAM,),
        retention=_("points as long as the application; the note until who wrote it is erased"),
        clock=Clock.PERSON,
    )

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="scores")
    scorer = models.ForeignKey(Scorer, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    points = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["criterion__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "scorer", "criterion"], name="scorer_gives_points_once"),
        ]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="SelectionMeetingVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class SelectionMeeting(models.Model):
    """When the selection met, who was there, what was said."""

    personal = texts(_("Meetings of selections"), Data.PART)

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="selection_meetings")
    held_on = models.DateField()
    present = models.TextField(help_text="who was there, a line each")
    minutes = models.TextField(blank=True)
    event = models.ForeignKey("events.Event", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["held_on", "pk"]


class SelectionDecision(models.Model):
    """What was decided about an application. Never changed: another decision with its reason comes after it."""

    personal = texts(_("Decisions about applications"), Data.DEEDS)

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Application.Outcome.choices)
    reason = models.TextField(blank=True, help_text="the applicant reads it")
    meeting = models.ForeignKey(
        SelectionMeeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True, blank=True, help_text="carried out, and the applicant was written to")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(outcome="declined") | ~models.Q(reason=""), name="declined_with_a_reason"
            ),
        ]
