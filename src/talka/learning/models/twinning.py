"""Twinning: two teams of a training programme, also of different cohorts, learn from each other."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Data, texts

from .cohort import Team


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="TwinningChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class Twinning(models.Model):
    """Two teams are twins with an aim, until it is said that they are no longer. What they noted stays."""

    personal = texts(_("Twin teams of training programmes"), Data.DEEDS)

    first = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", help_text="the one with the later row")
    aim = models.TextField()
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="teams_are_twins_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="twins_in_order"),
        ]

    def other(self, team: Team) -> Team:
        """The twin of one of the two."""
        return self.second if team.pk == self.first_id else self.first


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="TwinMeetingChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class TwinMeeting(models.Model):
    """A meeting of twin teams, noted by either; both read it, and who works for their cohorts."""

    personal = texts(_("Meetings of twin teams"), Data.DEEDS)

    twinning = models.ForeignKey(Twinning, on_delete=models.CASCADE, related_name="meetings")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", help_text="whose people noted it")
    day = models.DateField()
    notes = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-day", "-pk"]


class TwinLetter(models.Model):
    """That one twin team wrote to the other. The words stand in the letters alone."""

    personal = texts(_("Letters between twin teams"), Data.DEEDS)

    twinning = models.ForeignKey(Twinning, on_delete=models.CASCADE, related_name="letters")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+", help_text="whose people wrote")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    people = models.PositiveSmallIntegerField(help_text="to how many")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
