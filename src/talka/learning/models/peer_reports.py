"""What a team of peers reports: findings by theme, and recommendations with the answers to them."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.kept_files import KeptFile
from talka.ui.declared import texts

from .peer_reviews import PeerReview
from .recommendations import Answered


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PeerReportVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class PeerReport(KeptFile):
    """The report, one row for each version: the team's own work, then a draft for checking facts, then the final."""

    personal = texts(_("Reports of peer reviews"))

    class Stage(models.TextChoices):
        WORK = "work", pgettext_lazy("report of peers", "The team's own")
        DRAFT = "draft", pgettext_lazy("report of peers", "Draft, for checking facts")
        FINAL = "final", pgettext_lazy("report of peers", "Final")

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField(help_text="of the version, from 1")
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.WORK)
    text = models.TextField(blank=True, help_text="what the findings come to, in short")
    check_until = models.DateField(null=True, blank=True, help_text="by when the municipality checks facts")
    remarks = models.TextField(blank=True, help_text="what the municipality found wrong in the facts")
    remarked_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["review", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="peer_report_version_once"),
            models.CheckConstraint(
                condition=~models.Q(stage="draft") | models.Q(check_until__isnull=False),
                name="peer_report_draft_has_a_deadline",
            ),
        ]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PeerFindingVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class PeerFinding(models.Model):
    """What the team found of one theme."""

    personal = texts(_("Findings of peer reviews"))

    report = models.ForeignKey(PeerReport, on_delete=models.CASCADE, related_name="findings")
    order = models.PositiveSmallIntegerField(help_text="from 1")
    theme = models.CharField(max_length=20, help_text="a key of review_themes.py")
    strengths = models.TextField(blank=True, help_text="one on each line")
    consider = models.TextField(blank=True, help_text="what to consider, one on each line")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "theme"], name="peer_finding_theme_once"),
        ]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PeerRecommendationVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class PeerRecommendation(Answered):
    """One thing that the team recommends; the answers to all of them are the action plan."""

    personal = texts(_("Recommendations of peers and answers to them"))

    report = models.ForeignKey(PeerReport, on_delete=models.CASCADE, related_name="recommendations")
    theme = models.CharField(max_length=20, blank=True, help_text="a key of review_themes.py")

    class Meta(Answered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["report", "order"], name="peer_recommendation_order_once"),
            *Answered.Meta.constraints,
        ]
