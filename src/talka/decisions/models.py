"""Runs of methods: what went in, what came out, who accepted or overrode it and why. A person always decides."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import acted


class DecisionRun(models.Model):
    """One run. Inputs name people by ids of their rows only, so that erasing a person leaves no name here."""

    personal = acted(_("Computations and decisions"))

    class State(models.TextChoices):
        WAITING = "waiting", _("Being computed")
        PROPOSED = "proposed", _("Waiting for a decision")
        ACCEPTED = "accepted", _("Accepted as computed")
        OVERRIDDEN = "overridden", _("Changed by hand and accepted")
        REJECTED = "rejected", _("Was set aside")
        FAILED = "failed", _("No result")

    method = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict)
    input = models.JSONField(default=dict)
    input_digest = models.CharField(max_length=64)
    result = models.JSONField(null=True, blank=True)
    fault = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    created_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="decision_subject")]


class HandChange(models.Model):
    """What a person changed in a proposed result, and what it cost in the method's own objective."""

    personal = acted(_("Changes by hand to what was computed"))

    run = models.ForeignKey(DecisionRun, on_delete=models.CASCADE, related_name="hand_changes")
    what = models.JSONField()
    cost = models.FloatField(null=True, blank=True)
    breaks = models.JSONField(default=list, help_text="names of rules the change breaks")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
