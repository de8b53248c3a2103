"""A recommendation, what the municipality answers to it, and how far it has come: the same of angels and of peers."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Answered(models.Model):
    """The columns of a recommendation. Answers and progress are written by `actions.recommendations` only."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("recommendation", "Accepted")
        PARTLY = "partly", pgettext_lazy("recommendation", "Accepted in part")
        NO = "no", pgettext_lazy("recommendation", "Not accepted")

    class Progress(models.TextChoices):
        DONE = "done", pgettext_lazy("recommendation", "Done")
        UNDER_WAY = "under_way", pgettext_lazy("recommendation", "Under way")
        NOT_BEGUN = "not_begun", pgettext_lazy("recommendation", "Not begun")
        GIVEN_UP = "given_up", pgettext_lazy("recommendation", "Given up")

    order = models.PositiveSmallIntegerField(help_text="from 1")
    words = models.CharField(max_length=500)
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True)
    why = models.CharField(max_length=1000, blank=True)
    what = models.CharField(max_length=1000, blank=True, help_text="what will be done")
    who = models.CharField(max_length=200, blank=True, help_text="by whom: a unit or a position")
    until = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    progress = models.CharField(max_length=20, choices=Progress.choices, blank=True)
    progress_words = models.CharField(max_length=1000, blank=True)

    class Meta:
        abstract = True
        ordering = ["order"]
        constraints: list[models.BaseConstraint] = [
            models.CheckConstraint(
                condition=~models.Q(answer__in=["partly", "no"]) | ~models.Q(why=""),
                name="%(class)s_declined_with_a_reason",
            ),
        ]
