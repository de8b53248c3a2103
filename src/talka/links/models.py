"""Arrows between things of sibling rooms: kind and id at both ends, and what the arrow means."""

from django.db import models


class Link(models.Model):
    """One stored arrow. Rooms that may not import each other meet here; the trail walks it in both directions."""

    from_kind = models.CharField(max_length=40)
    from_id = models.CharField(max_length=40)
    relation = models.CharField(max_length=40)
    to_kind = models.CharField(max_length=40)
    to_id = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["from_kind", "from_id", "relation", "to_kind", "to_id"], name="link_stands_once"
            )
        ]
        indexes = [models.Index(fields=["to_kind", "to_id"], name="link_backwards")]
