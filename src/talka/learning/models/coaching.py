"""Coaching on site: a coach comes to a team."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Data, texts

from .cohort import Team


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="CoachingChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class Coaching(models.Model):
    """A coach's visit to a team. The team, coaches and coordinators read it."""

    personal = texts(_("Visits of coaches to teams"), Data.DEEDS, Data.PART)

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="coaching")
    coach = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    day = models.DateField()
    hours = models.DecimalField(max_digits=4, decimal_places=1, help_text="spent with the team")
    worked_on = models.TextField(help_text="what was worked on")
    next = models.TextField(blank=True, help_text="what the team does next")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(hours__gt=0, hours__lte=24), name="coaching_lasts_hours_of_a_day")
        ]
