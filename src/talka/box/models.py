"""What this installation remembers of events that were carried between it and others. Digests only, no words."""

import uuid

from django.db import models


class Installation(models.Model):
    """This installation itself, named once; others know it by this name. At most one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]


class Carried(models.Model):
    """An event that was packed here, or came here in a file."""

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="carried")
    home = models.UUIDField(help_text="the installation that packed it first")
    seen = models.JSONField(default=dict, help_text="per installation the last tick of it that is known here")
    packed_at = models.DateTimeField(null=True, blank=True)
    merged_at = models.DateTimeField(null=True, blank=True)


class Remembered(models.Model):
    """A row as it was when the event was last packed or merged: what changed since is seen by comparing with it."""

    carried = models.ForeignKey(Carried, on_delete=models.CASCADE, related_name="remembered")
    model = models.CharField(max_length=60)
    identity = models.TextField(help_text="the same on every installation; no serial number")
    digests = models.JSONField(default=dict, help_text="field -> keyed digest of its value; empty: the row is gone")
    stamps = models.JSONField(default=list, help_text="[[origin, tick, time, [field, …]], …]: who last wrote what")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["carried", "model", "identity"], name="remembered_once")]
