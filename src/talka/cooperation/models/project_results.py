"""What a joint project is to bring: outputs and outcomes with baseline, target and figures by year."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField

from talka.ui.declared import Data, texts

from .projects import JointProject


@pghistory.track(model_name="ProjectResultVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class ProjectResult(models.Model):
    """One figure by which the project is measured: own words with figures by year, or an indicator of the catalogue
    in one area, whose published figures then count."""

    personal = texts(_("Results of joint projects"))

    class Kind(models.TextChoices):
        OUTPUT = "output", pgettext_lazy("result of a joint project", "Output")
        OUTCOME = "outcome", pgettext_lazy("result of a joint project", "Outcome")

    class Direction(models.TextChoices):
        UP = "up", pgettext_lazy("direction of an indicator", "To grow")
        DOWN = "down", pgettext_lazy("direction of an indicator", "To fall")
        KEEP = "keep", pgettext_lazy("direction of an indicator", "To stay as it is")

    project = models.ForeignKey(JointProject, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OUTPUT)
    title = I18nCharField(max_length=300)
    unit = I18nCharField(max_length=80, blank=True)
    direction = models.CharField(max_length=10, choices=Direction.choices, default=Direction.UP)
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    baseline_year = models.PositiveSmallIntegerField(null=True, blank=True)
    baseline = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(null=True, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(indicator__isnull=True, area__isnull=True)
                | models.Q(indicator__isnull=False, area__isnull=False),
                name="project_result_of_an_indicator_and_an_area",
            ),
            models.CheckConstraint(
                condition=models.Q(baseline__isnull=True) | models.Q(baseline_year__isnull=False),
                name="project_result_baseline_has_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(target__isnull=True) | models.Q(target_year__isnull=False),
                name="project_result_target_has_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(baseline_year__isnull=True)
                | models.Q(target_year__isnull=True)
                | models.Q(target_year__gt=models.F("baseline_year")),
                name="project_result_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track(model_name="ProjectResultValueVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class ProjectResultValue(models.Model):
    """The figure of a year, entered with its source."""

    personal = texts(_("Figures of results of joint projects"), Data.DEEDS)

    result = models.ForeignKey(ProjectResult, on_delete=models.CASCADE, related_name="values")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=16, decimal_places=4)
    source = models.CharField(max_length=300, help_text="where the figure stands")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each correction; a stale form is told so")

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "year"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="project_result_value_once_a_year",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="project_result_value_has_a_source"),
        ]
