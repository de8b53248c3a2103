"""Ways to go on: which measures on which days for the money there is, one beside the other until one is decided on."""

import datetime as dt

import pghistory
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.decisions.models import DecisionRun
from talka.ui.declared import texts

from .measure import Measure

PATIENCE = dt.timedelta(minutes=15)


class BlockedDay(models.Model):
    """A day on which nothing of this programme can be held, and why: an event elsewhere that the same people go to."""

    personal = texts(_("Days that are taken"))

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="blocked_days")
    day = models.DateField()
    why = models.CharField(max_length=200)
    source = models.URLField(blank=True, max_length=500)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "day"], name="day_blocked_once"),
            models.CheckConstraint(condition=~models.Q(why=""), name="blocked_day_says_why"),
        ]


@pghistory.track()
class FollowUp(models.Model):
    """A follow-up programme: rules that somebody states, and the measures and days that follow from them.

    Several stand beside each other as alternatives; the one decided on is published. `run` is the computation that the
    present choice began with.
    """

    personal = texts(_("Follow-up programmes"))

    class Weighting(models.TextChoices):
        VOTES = "votes", _("Votes given to it")
        PEOPLE = "people", _("People behind it")
        MUNICIPALITIES = "municipalities", _("Municipalities it comes from")
        EQUAL = "equal", _("Every need the same")
        HAND = "hand", _("Weights entered by hand")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("follow-up programme", "Alternative")
        DECIDED = "decided", pgettext_lazy("follow-up programme", "Decided")
        SET_ASIDE = "set_aside", pgettext_lazy("follow-up programme", "Set aside")

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="follow_ups")
    title = models.CharField(max_length=200)
    weighting = models.CharField(max_length=20, choices=Weighting.choices, default=Weighting.VOTES)
    weights = models.JSONField(default=dict, blank=True, help_text="by hand: need id to weight")
    budget_eur = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    first_day = models.DateField(null=True, blank=True, help_text="nothing before it")
    last_day = models.DateField(null=True, blank=True, help_text="nothing after it")
    max_per_month = models.PositiveSmallIntegerField(null=True, blank=True)
    least_share = models.DecimalField(
        max_digits=3, decimal_places=2, null=True, blank=True, help_text="of the weight of every region, 0 to 1"
    )
    must = models.ManyToManyField(Measure, blank=True, related_name="+", help_text="in it in any case")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    run = models.ForeignKey("decisions.DecisionRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    told = models.JSONField(default=dict, blank=True, help_text="what the method says of the choice as it stands")
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "title"], name="follow_up_called_once"),
            models.CheckConstraint(
                condition=models.Q(least_share__isnull=True) | models.Q(least_share__gte=0, least_share__lte=1),
                name="least_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=models.Q(budget_eur__isnull=True) | models.Q(budget_eur__gte=0), name="budget_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def waiting(self) -> bool:
        """Whether it is being computed. What has taken this long was broken off: it may be computed anew."""
        run = self.run
        if run is None or run.state != DecisionRun.State.WAITING:
            return False
        return bool(timezone.now() - run.created_at < PATIENCE)


class MeasuresApart(models.Model):
    """Two measures of which at most one is chosen."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="apart")
    one = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "one", "other"], name="apart_said_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="apart_in_order"),
        ]


class PlannedMeasure(models.Model):
    """A measure in the choice as it stands, computed or changed by hand, and its day."""

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="planned")
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="planned")
    day = models.DateField()

    class Meta:
        ordering = ["day", "measure_id"]
        constraints = [models.UniqueConstraint(fields=["follow_up", "measure"], name="measure_planned_once")]
