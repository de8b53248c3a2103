"""What an area is good at, as the last run of the method found."""

from django.db import models


class Specialisation(models.Model):
    """Of one area by one indicator that is broken down by industry.

    quotients: [code of the category, share of the area from 0 to 1, location quotient or null], the strongest first.
    reasons: codes with parameters, as the method gave them.
    """

    indicator = models.ForeignKey("indicators.Indicator", on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey("territories.Area", on_delete=models.CASCADE, related_name="+")
    first = models.PositiveSmallIntegerField()
    last = models.PositiveSmallIntegerField()
    quotients = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    run = models.ForeignKey("decisions.DecisionRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "area"], name="specialisation_is_told_once")]
