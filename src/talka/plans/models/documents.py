"""A planning document of an area and its chain: objective, priority, direction, task."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Data, texts

FIRST_YEAR, LAST_YEAR = 1990, 2100


@pghistory.track(model_name="PlanVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Plan(models.Model):
    """A strategy, a development programme or a thematic plan, as the council adopted it."""

    personal = texts(_("Planning documents"), Data.DEEDS)

    class Kind(models.TextChoices):
        STRATEGY = "strategy", pgettext_lazy("kind of planning document", "Sustainable development strategy")
        PROGRAMME = "programme", pgettext_lazy("kind of planning document", "Development programme")
        THEMATIC = "thematic", pgettext_lazy("kind of planning document", "Thematic plan")

    key = models.SlugField(max_length=80, unique=True, help_text="stable name in addresses and files")
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PROGRAMME)
    title = I18nCharField(max_length=300)
    starts = models.PositiveSmallIntegerField(help_text="the first year it holds for")
    ends = models.PositiveSmallIntegerField(help_text="the last year it holds for")
    decision = models.CharField(max_length=120, blank=True, help_text="how the council's decision is cited")
    decided_on = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True, help_text="where the document itself can be read")
    about = I18nTextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["area__sort_key", "-ends", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts"), starts__gte=FIRST_YEAR, ends__lte=LAST_YEAR),
                name="plan_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track(model_name="GoalVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Goal(models.Model):
    """One link of the chain. Any of them may be left out: a task can hang on an objective or on nothing."""

    personal = texts(_("Goals and tasks of planning documents"))

    class Kind(models.TextChoices):
        """From the wide to the narrow; `RANKS` keeps the order."""

        OBJECTIVE = "objective", pgettext_lazy("link of a plan's chain", "Objective")
        PRIORITY = "priority", pgettext_lazy("link of a plan's chain", "Priority")
        DIRECTION = "direction", pgettext_lazy("link of a plan's chain", "Direction of action")
        TASK = "task", pgettext_lazy("link of a plan's chain", "Task")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.CharField(max_length=20, help_text="as in the document: U1.2")
    title = I18nCharField(max_length=500)
    order = models.PositiveIntegerField(help_text="from 1 within the plan; retired ones keep theirs")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], condition=models.Q(retired_at__isnull=True), name="goal_number_stands_once"
            ),
            models.CheckConstraint(condition=~models.Q(number=""), name="goal_has_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def rank(self) -> int:
        return RANKS[self.kind]


RANKS = {kind: place for place, kind in enumerate(Goal.Kind.values)}
"""How narrow a kind of goal is: what hangs on another is narrower than that."""
