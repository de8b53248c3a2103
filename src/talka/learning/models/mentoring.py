"""What a knowledge angel does for those who asked: visits, written advice, and what became of it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.documents.kept_files import KeptFile
from talka.ui.declared import Data, texts

from .angel_requests import AngelRequest
from .angels import Angel
from .recommendations import Answered


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="MentorVisitVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class MentorVisit(models.Model):
    """A visit or a talk at a distance: first agreed, without hours and what was done; then held. Once held it stays
    when the request is withdrawn or the angel goes."""

    personal = texts(_("Visits of knowledge angels"), Data.PART)

    request = models.ForeignKey(AngelRequest, on_delete=models.PROTECT, related_name="visits")
    angel = models.ForeignKey(Angel, on_delete=models.SET_NULL, null=True, blank=True, related_name="visits")
    day = models.DateField()
    begins = models.TimeField(null=True, blank=True, help_text="as it was agreed; empty: not said")
    place = models.CharField(max_length=200)
    aims = models.TextField(blank=True, help_text="what this visit is for, as it was agreed")
    done = models.TextField(blank=True, help_text="what was done; empty until it was held")
    notes = models.TextField(blank=True, help_text="the angel's; for both sides and the organisers")
    hours = models.DecimalField(
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="with the way there and back; empty: agreed, not held yet",
    )
    km = models.PositiveIntegerField(default=0, help_text="travelled, there and back")
    travel_eur = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="empty: nobody has said what it costs"
    )
    budget_line = models.ForeignKey(
        "programmes.BudgetLine", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document_number = models.CharField(max_length=80, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="entered by mistake, or called off")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(hours__gt=0), name="mentor_visit_takes_time"),
            models.CheckConstraint(
                condition=models.Q(hours__isnull=True, done="") | (models.Q(hours__isnull=False) & ~models.Q(done="")),
                name="mentor_visit_agreed_or_held",
            ),
            models.CheckConstraint(
                condition=models.Q(travel_eur__isnull=True) | models.Q(travel_eur__gte=0),
                name="mentor_visit_costs_no_negative_sum",
            ),
        ]

    @property
    def is_agreed(self) -> bool:
        """Still to come, or to be entered."""
        return self.hours is None


HELD = models.Q(retired_at=None, hours__isnull=False)
AGREED = models.Q(retired_at=None, hours__isnull=True)
"""Of visits."""


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="AdviceVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Advice(KeptFile):
    """Written advice to those who asked, one row for each version. Everybody reads it only where both sides agree."""

    personal = texts(_("Written advice of knowledge angels"))

    request = models.ForeignKey(AngelRequest, on_delete=models.PROTECT, related_name="advice")
    angel = models.ForeignKey(Angel, on_delete=models.SET_NULL, null=True, blank=True, related_name="advice")
    number = models.PositiveSmallIntegerField(help_text="of the version, from 1")
    text = models.TextField(blank=True)
    given_on = models.DateField()
    angel_agrees_at = models.DateTimeField(null=True, blank=True, help_text="that everybody reads it")
    asker_agrees_at = models.DateTimeField(null=True, blank=True, help_text="that everybody reads it")

    class Meta:
        ordering = ["request", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="advice_version_stands_once"),
        ]

    @property
    def is_public(self) -> bool:
        return self.angel_agrees_at is not None and self.asker_agrees_at is not None


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="RecommendationVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Recommendation(Answered):
    """One thing that an angel advises, with the answer to it."""

    personal = texts(_("Recommendations and answers to them"))

    advice = models.ForeignKey(Advice, on_delete=models.CASCADE, related_name="recommendations")

    class Meta(Answered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["advice", "order"], name="recommendation_order_once"),
            *Answered.Meta.constraints,
        ]
