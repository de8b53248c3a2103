"""What those who plan lack, and what could be done: from cards to needs and measures, every arrow a stored row."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.events.models import Event


@pghistory.track()
class Findings(models.Model):
    """What came out of one event, as its organisers put it before and after the figures; public once published."""

    event = models.OneToOneField("events.Event", on_delete=models.CASCADE, related_name="findings")
    lead = I18nTextField(blank=True, help_text="the finding in one or two sentences")
    follows = I18nTextField(blank=True, help_text="what follows from it")
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    @classmethod
    def of(cls, event: Event) -> "Findings | None":
        """What was said of this event, if anything was; asked once for each event that was read."""
        found: Findings | None = getattr(event, "findings", None)
        return found

    @property
    def public(self) -> bool:
        return self.published_at is not None


@pghistory.track()
class Need(models.Model):
    class State(models.TextChoices):
        HEARD = "heard", pgettext_lazy("need", "Heard")
        CONFIRMED = "confirmed", pgettext_lazy("need", "Confirmed")
        ANSWERED = "answered", pgettext_lazy("need", "Answered")
        DECLINED = "declined", pgettext_lazy("need", "Declined")

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="needs")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, null=True, blank=True, related_name="needs")
    words = models.CharField(max_length=300)
    theme = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.HEARD)
    reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    recorded = models.BooleanField(default=False, help_text="from a published record, without cards behind it")
    source = models.URLField(blank=True, max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words


class NeedEvidence(models.Model):
    """A theme of cards that says this need."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="evidence")
    cluster = models.ForeignKey("workshops.Cluster", on_delete=models.PROTECT, related_name="needs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["need", "cluster"], name="need_evidence_stands_once")]


@pghistory.track()
class Measure(models.Model):
    """What should be done, as proposed; later what could be done, with cost, capacity and date."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training day")
        SEMINAR = "seminar", _("Seminar")
        GAME = "game", _("Future City Game")
        VISIT = "visit", _("Study visit")
        GUIDANCE = "guidance", _("Guidance material")
        MENTORING = "mentoring", _("Visits of a mentor")
        JOINT_PROJECT = "joint_project", _("Joint project")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("measure", "Proposed")
        ACCEPTED = "accepted", pgettext_lazy("measure", "Accepted")
        DONE = "done", pgettext_lazy("measure", "Done")
        DECLINED = "declined", pgettext_lazy("measure", "Declined")

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="measures")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    words = models.CharField(max_length=300)
    theme = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    needs = models.ManyToManyField(Need, blank=True, related_name="measures", through="Answering")
    held_as = models.ForeignKey(
        "events.Event", on_delete=models.SET_NULL, null=True, blank=True, related_name="answers_measures"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words


class Answering(models.Model):
    """A measure answers a need."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="answerings")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="answerings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "need"], name="answering_stands_once")]


class MeasureEvidence(models.Model):
    """A theme of proposal cards that this measure comes from."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="evidence")
    cluster = models.ForeignKey("workshops.Cluster", on_delete=models.PROTECT, related_name="measures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "cluster"], name="measure_evidence_stands_once")]


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
