"""What somebody who plans should be able to do."""

import pghistory
from django.db import models
from i18nfield.fields import I18nCharField, I18nTextField


@pghistory.track()
class Competence(models.Model):
    """What somebody who plans should be able to do. A programme's framework are its own rows, or, as long as it has
    none, those that come with the house."""

    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="competences",
        help_text="empty: comes with the house",
    )
    key = models.SlugField(max_length=40, help_text="answers are kept under it; it never changes")
    title = I18nCharField(max_length=200)
    description = I18nTextField(blank=True)
    order = models.PositiveSmallIntegerField(help_text="from 1; retired ones keep theirs")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change of words")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="not asked about since; what was said stays")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "key"], nulls_distinct=False, name="competence_key_once_per_programme"
            )
        ]

    def __str__(self) -> str:
        return str(self.title)
