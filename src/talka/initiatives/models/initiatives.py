"""A local initiative: what somebody wants to do where they live, and how far it has come."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Data, texts
from talka.ui.searched import Searched

from ..moderated import Moderated


@pghistory.track(model_name="InitiativeVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Initiative(Moderated, Searched):
    """A draft is its authors' own; a published one is everybody's to read and to support. Of a hidden one everybody
    reads why it is hidden."""

    personal = texts(_("Initiatives"), Data.WORDS, Data.DEEDS)
    SEARCHED = ("title", "what", "where", "why")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("initiative", "Draft")
        OPEN = "open", pgettext_lazy("initiative", "Looking for support")
        ASKED = "asked", pgettext_lazy("initiative", "Before the council")
        ACCEPTED = "accepted", pgettext_lazy("initiative", "Accepted")
        DECLINED = "declined", pgettext_lazy("initiative", "Declined")
        UNDER_WAY = "under_way", pgettext_lazy("initiative", "Under way")
        DONE = "done", pgettext_lazy("initiative", "Done")
        WITHDRAWN = "withdrawn", pgettext_lazy("initiative", "Withdrawn")

    title = models.CharField(max_length=200)
    what = models.TextField(help_text="what is to be done")
    where = models.CharField(max_length=300, blank=True, help_text="the place, in words")
    why = models.TextField(blank=True)
    carrier = models.CharField(max_length=300, blank=True, help_text="who carries it out, in words")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="which carries it, where it stands in the register",
    )  # fmt: skip
    needs = models.TextField(blank=True, help_text="what it needs beside money")
    cost = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="EUR")
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, related_name="initiatives")
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="whose organisers help with it",
    )  # fmt: skip
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    illustrative = models.BooleanField(default=False, help_text="made up, as its place is")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft") ^ models.Q(published_at__isnull=False),
                name="initiative_is_published_from_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(cost__isnull=True) | models.Q(cost__gte=0), name="initiative_cost_not_below_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@pghistory.track(model_name="InitiativeStepVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class InitiativeStep(models.Model):
    """A state into which an initiative came: when, by whom, why. Only added to."""

    personal = texts(_("States of initiatives"), Data.DEEDS)

    class Role(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("of an initiative", "An author")
        ORGANISER = "organiser", pgettext_lazy("of an initiative", "An organiser")
        COUNCIL = "council", pgettext_lazy("of an initiative", "The council")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=20, choices=Initiative.State.choices)
    on = models.DateField(help_text="the day it came into the state")
    role = models.CharField(max_length=20, choices=Role.choices)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
