"""What should be done, and what could be done with cost, capacity, expert and dates."""

from decimal import Decimal

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, acted

from .need import Need


class Kind(models.TextChoices):
    TRAINING = "training", _("Training day")
    SEMINAR = "seminar", _("Seminar")
    GAME = "game", _("Future City Game")
    VISIT = "visit", _("Study visit")
    GUIDANCE = "guidance", _("Guidance material")
    MENTORING = "mentoring", _("Visits of a mentor")
    JOINT_PROJECT = "joint_project", _("Joint project")
    OTHER = "other", _("Other")


HELD = (Kind.TRAINING, Kind.SEMINAR, Kind.GAME, Kind.VISIT, Kind.OTHER)
"""What an event can be; the others are carried out by the rooms that are told of accepted measures."""


@pghistory.track()
class CatalogueMeasure(models.Model):
    """A measure as it can be held again, in any programme. What it achieved is counted from the measures made of it."""

    personal = acted(_("Catalogue of measures"))

    title = I18nCharField(max_length=300)
    description = I18nTextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.TRAINING)
    pattern = models.CharField(max_length=60, blank=True, help_text="key of the ready agenda its event begins with")
    planned_eur = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    hours = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    days = models.PositiveSmallIntegerField(default=1)
    created_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="not offered since; what came of it stays")
    illustrative = models.BooleanField(default=False, help_text="made up: for made-up programmes only")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(days__gte=1), name="catalogue_measure_takes_a_day")]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track()
class Measure(models.Model):
    """What should be done, as proposed; and, once it has a cost and dates, what could be done."""

    personal = Personal(
        title=_("Measures"),
        purpose=_("Who would hold a measure"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.WORK, Data.WORDS),
        readers=(Reader.TEAM, Reader.ORGANISERS),
        source=(Source.ORGANISER, Source.TEAM),
        retention=_("who would hold it, until the last retention date of the programme's projects"),
        clock=Clock.PROJECT,
        carried_out=("talka.needs.actions.retention.forget_past_programmes",),
    )

    Kind = Kind

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("measure", "Proposed")
        ACCEPTED = "accepted", pgettext_lazy("measure", "Accepted")
        DONE = "done", pgettext_lazy("measure", "Done")
        DECLINED = "declined", pgettext_lazy("measure", "Declined")

    programme = models.ForeignKey("programmes.Programme", on_delete=models.PROTECT, related_name="measures")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, null=True, blank=True, related_name="measures")
    words = models.CharField(max_length=300)
    theme = models.CharField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OTHER)
    pattern = models.CharField(max_length=60, blank=True, help_text="key of the ready agenda its event begins with")
    catalogue = models.ForeignKey(
        CatalogueMeasure, on_delete=models.SET_NULL, null=True, blank=True, related_name="measures"
    )
    planned_eur = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="empty: nobody has said what it costs"
    )
    spent_eur = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="where no event holds its costs"
    )
    budget_line = models.ForeignKey(
        "programmes.BudgetLine", on_delete=models.PROTECT, null=True, blank=True, related_name="measures"
    )
    document_number = models.CharField(max_length=80, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True, help_text="how many people it can take")
    hours = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    days = models.PositiveSmallIntegerField(default=1, help_text="how many days in a row it takes")
    expert = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="measures_held"
    )
    decided_day = models.DateField(null=True, blank=True, help_text="its date in the follow-up programme decided on")
    state = models.CharField(max_length=20, choices=State.choices, default=State.PROPOSED)
    reason = models.TextField(blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    needs = models.ManyToManyField(Need, blank=True, related_name="measures", through="Answering")
    held_as = models.ForeignKey(
        "events.Event", on_delete=models.SET_NULL, null=True, blank=True, related_name="answers_measures"
    )
    version = models.PositiveIntegerField(default=1, help_text="grows with each edit; a stale form is told so")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gte=1), name="measure_takes_a_day"),
            models.CheckConstraint(
                condition=models.Q(planned_eur__isnull=True) | models.Q(planned_eur__gte=0),
                name="measure_plans_no_negative_cost",
            ),
            models.CheckConstraint(
                condition=models.Q(spent_eur__isnull=True) | models.Q(spent_eur__gte=0),
                name="measure_spends_no_negative_cost",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def is_event(self) -> bool:
        """Whether it is held as an event; else it waits for whoever carries out what is of its kind."""
        return self.kind in HELD


class MeasureDate(models.Model):
    """A day on which it could begin."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="dates")
    day = models.DateField()

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["measure", "day"], name="measure_date_stands_once")]


class Answering(models.Model):
    """A measure answers a need, wholly or in part."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="answerings")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="answerings")
    effect = models.DecimalField(
        max_digits=4, decimal_places=3, default=Decimal(1), help_text="the share of the need that it answers, 0 to 1"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "need"], name="answering_stands_once"),
            models.CheckConstraint(condition=models.Q(effect__gt=0, effect__lte=1), name="answering_effect_is_a_share"),
        ]


class MeasureEvidence(models.Model):
    """A theme of proposal cards that this measure comes from."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="evidence")
    cluster = models.ForeignKey("workshops.Cluster", on_delete=models.PROTECT, related_name="measures")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "cluster"], name="measure_evidence_stands_once")]
