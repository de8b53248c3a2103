"""What those who came thought of it. Without a name."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import texts

from .event import Event


def by_chance() -> str:
    return secrets.token_hex(32)


class FeedbackAnswer(models.Model):
    """One sheet of feedback. Nothing in it leads to a person: that a person has sent theirs is marked at the
    registration, without a time; `sent_by` is drawn by chance (or is a number on a paper sheet) and names the sheet
    only; the day is kept and not the minute, so that sheets cannot be laid beside other records."""

    personal = texts(_("Feedback without a name"))

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="feedback")
    sent_by = models.CharField(max_length=64, default=by_chance)
    ratings = models.JSONField(default=dict, help_text="question key -> 1 to 5")
    best = models.TextField(blank=True)
    better = models.TextField(blank=True)
    next_topic = models.TextField(blank=True)
    on = models.DateField(auto_now_add=True)

    class Meta:
        ordering = ["sent_by"]
        constraints = [models.UniqueConstraint(fields=["event", "sent_by"], name="feedback_once")]
