"""By what a planning document says it will be measured, and the figures entered where the catalogue has none."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField

from talka.ui.declared import Data, texts

from .documents import Goal, Plan
from .projects import PlanProject


@pghistory.track(model_name="PlanIndicatorVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class PlanIndicator(models.Model):
    """From a baseline to a target. With `indicator` its figures are the catalogue's, else those entered by year."""

    personal = texts(_("Indicators of planning documents"))

    class Direction(models.TextChoices):
        UP = "up", pgettext_lazy("direction of an indicator", "To grow")
        DOWN = "down", pgettext_lazy("direction of an indicator", "To fall")
        KEEP = "keep", pgettext_lazy("direction of an indicator", "To stay as it is")

    class Frequency(models.TextChoices):
        YEARLY = "yearly", pgettext_lazy("frequency of a figure", "Every year")
        SEVERAL = "several", pgettext_lazy("frequency of a figure", "Every few years")
        ONCE = "once", pgettext_lazy("frequency of a figure", "Once, at the end")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators")
    project = models.ForeignKey(PlanProject, on_delete=models.PROTECT, null=True, blank=True, related_name="indicators")
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    number = models.CharField(max_length=20)
    title = I18nCharField(max_length=300)
    unit = I18nCharField(max_length=80, blank=True)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.UP)
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target = models.DecimalField(
        max_digits=16, decimal_places=4, null=True, blank=True, help_text="empty: the plan only names the direction"
    )
    source = models.CharField(max_length=300, blank=True)
    frequency = models.CharField(max_length=10, choices=Frequency.choices, default=Frequency.YEARLY)
    order = models.PositiveIntegerField(help_text="from 1 within the plan; retired ones keep theirs")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                condition=models.Q(retired_at__isnull=True),
                name="plan_indicator_number_stands_once",
            ),
            models.CheckConstraint(condition=~models.Q(number=""), name="plan_indicator_has_a_number"),
            models.CheckConstraint(
                condition=models.Q(goal__isnull=True) | models.Q(project__isnull=True),
                name="plan_indicator_hangs_on_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(baseline_year__isnull=True)
                | models.Q(target_year__isnull=True)
                | models.Q(target_year__gt=models.F("baseline_year")),
                name="plan_indicator_years_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(baseline__isnull=True) | models.Q(baseline_year__isnull=False),
                name="plan_indicator_baseline_has_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | models.Q(target_year__isnull=False),
                name="plan_indicator_target_has_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@pghistory.track(model_name="PlanValueVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class PlanValue(models.Model):
    """The figure of a year, as somebody entered it with its source."""

    personal = texts(_("Figures entered for indicators of planning documents"), Data.DEEDS)

    indicator = models.ForeignKey(PlanIndicator, on_delete=models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=4)
    source = models.CharField(max_length=300, help_text="where the figure stands")
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each correction; a stale form is told so")

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="plan_value_once_a_year",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="plan_value_has_a_source"),
        ]
