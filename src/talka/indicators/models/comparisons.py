"""Areas side by side, kept under a name; and who is like whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.people.models import new_key
from talka.ui.declared import acted

from .catalogue import Indicator


class Comparison(models.Model):
    """Areas × indicators that somebody keeps. `kept`: the figures as they stood when last refreshed."""

    personal = acted(_("Comparisons of areas"))

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    title = models.CharField(max_length=200)
    areas = models.ManyToManyField("territories.Area", related_name="+")
    indicators = models.ManyToManyField(Indicator, related_name="+")
    options = models.JSONField(default=dict, help_text="years, order, what is shown")
    shared = models.BooleanField(default=False, help_text="whoever has the address may read it")
    kept = models.JSONField(default=dict)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]


class Peer(models.Model):
    """`peer` is like `area`, as the last run of the method found. reasons: codes with parameters."""

    area = models.ForeignKey("territories.Area", on_delete=models.CASCADE, related_name="+")
    peer = models.ForeignKey("territories.Area", on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()
    distance = models.FloatField()
    reasons = models.JSONField(default=list)
    run = models.ForeignKey("decisions.DecisionRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["area_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["area", "peer"], name="peer_stands_once"),
            models.CheckConstraint(condition=~models.Q(area=models.F("peer")), name="nobody_is_their_own_peer"),
        ]


class Chart(models.Model):
    """A chart that the worker drew, by the digest of what it shows; the page shows it beside its table."""

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of specification, figures and language")
    name = models.CharField(max_length=160, db_index=True, help_text="what it is a chart of: area, chart, language")
    svg = models.TextField()
    width = models.PositiveSmallIntegerField(default=0, help_text="in pixels")
    height = models.PositiveSmallIntegerField(default=0, help_text="in pixels")
    alt = models.TextField(blank=True, help_text="what is seen, in words")
    table = models.JSONField(
        default=list, help_text="rows of texts, headings first, where no table of the page says it"
    )
    drawn_at = models.DateTimeField(auto_now_add=True)
