"""What the council of one partner is told beside the computed figures, and what it is to decide."""

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Data, texts

LONG = 800
"""Characters of the longer texts: all of them together fit on one page."""


@pghistory.track(model_name="CouncilBriefVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class CouncilBrief(models.Model):
    """The brief for one partner's council. What costs and saves stands in the appraisal; who sees a partner's own
    figures is said by `Partner.openness`, these as well."""

    personal = texts(_("Briefs for councils"), Data.DEEDS)

    partner = models.OneToOneField("cooperation.Partner", on_delete=models.CASCADE, related_name="brief")
    households = models.PositiveIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="of the municipality"
    )
    households_year = models.PositiveSmallIntegerField(null=True, blank=True)
    households_source = models.CharField(max_length=200, blank=True)
    level_after = models.CharField(max_length=LONG, blank=True, help_text="how good the service is afterwards")
    jobs_after = models.DecimalField(
        max_digits=8, decimal_places=1, null=True, blank=True, help_text="whole posts at this partner afterwards"
    )
    seats = models.PositiveSmallIntegerField(null=True, blank=True, help_text="in the body that steers it")
    seats_all = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of all partners together")
    votes = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_all = models.PositiveSmallIntegerField(null=True, blank=True)
    way_out = models.CharField(max_length=LONG, blank=True, help_text="how the partner can leave, and what it costs")
    risks = models.CharField(max_length=LONG, blank=True, help_text="one a line")
    form = models.SlugField(max_length=40, blank=True, help_text="key of a legal form of law/forms.toml")
    budget_note = models.CharField(max_length=300, blank=True, help_text="from which line of the budget it is paid")
    people = models.CharField(max_length=LONG, blank=True, help_text="what changes for inhabitants")
    consulted = models.CharField(max_length=LONG, blank=True, help_text="with whom it was talked over, and when")
    responsible = models.CharField(max_length=200, blank=True, help_text="the post that carries it out")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(households__isnull=True) | models.Q(households__gte=1),
                name="brief_households_counted",
            ),
            models.CheckConstraint(
                condition=models.Q(households__isnull=True)
                | (models.Q(households_year__isnull=False) & ~models.Q(households_source="")),
                name="brief_households_with_year_and_source",
            ),
            models.CheckConstraint(
                condition=models.Q(jobs_after__isnull=True) | models.Q(jobs_after__gte=0),
                name="brief_jobs_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(seats__isnull=True)
                | models.Q(seats_all__isnull=True)
                | models.Q(seats__lte=models.F("seats_all")),
                name="brief_seats_of_all",
            ),
            models.CheckConstraint(
                condition=models.Q(votes__isnull=True)
                | models.Q(votes_all__isnull=True)
                | models.Q(votes__lte=models.F("votes_all")),
                name="brief_votes_of_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}"
