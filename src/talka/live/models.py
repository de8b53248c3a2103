"""Moments: what happened in a workshop, in one order that all agree on. Kinds and ids only, never words or names."""

from django.db import models


class Stream(models.Model):
    """A row whose lock gives moments their numbers, so that their order is commit order."""

    name = models.CharField(max_length=80, unique=True)
    last_number = models.BigIntegerField(default=0)


class Moment(models.Model):
    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="moments", db_index=False)
    number = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    ids = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="moment_number_stands_once")]
