"""Groups of municipalities that a computer proposes for a service: private to who asked until shared."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.people.models import new_key
from talka.ui.declared import Data, texts


@pghistory.track(model_name="GroupPlanVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class GroupPlan(models.Model):
    """One question (region, service, cost model, limits) with its computed groups and what was changed by hand."""

    personal = texts(_("Computed maps of groups"), Data.DEEDS)

    class Shared(models.TextChoices):
        PRIVATE = "private", pgettext_lazy("who sees groups", "only I")
        SIGNED_IN = "signed_in", pgettext_lazy("who sees groups", "signed-in people who have the link")
        PUBLIC = "public", pgettext_lazy("who sees groups", "everybody")

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    title = models.CharField(max_length=200)
    service = models.SlugField(max_length=40, help_text="key of a service of law/services.toml")
    region = models.ForeignKey(
        "territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="empty: all"
    )
    illustrative = models.BooleanField(default=False, help_text="of made-up municipalities")
    rules = models.JSONField(default=dict, help_text="cost model and limits, as methods/coalitions names them")
    volume_per_head = models.FloatField(default=1, help_text="units of the service for one inhabitant and year")
    detour = models.FloatField(default=1.3, help_text="road km for one straight km")
    shared = models.CharField(max_length=20, choices=Shared.choices, default=Shared.PRIVATE)
    run = models.ForeignKey("decisions.DecisionRun", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    groups = models.JSONField(default=list, help_text="as they stand now, lists of codes; the run keeps the computed")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="groups_newest_first")]
        constraints = [
            models.CheckConstraint(condition=Q(volume_per_head__gt=0), name="groups_volume_above_nothing"),
            models.CheckConstraint(condition=Q(detour__gte=1, detour__lte=5), name="groups_detour"),
        ]

    def __str__(self) -> str:
        return self.title
