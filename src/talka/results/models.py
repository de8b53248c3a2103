"""What a project promised in numbers, what was entered where nothing can be counted, and the reports handed in."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.documents.storage import private_storage
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts


@pghistory.track(model_name="IndicatorVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Indicator(models.Model):
    """One output or outcome of a project, with the target its application names."""

    personal = texts(_("Indicators"))

    class Kind(models.TextChoices):
        OUTPUT = "output", pgettext_lazy("indicator", "Output")
        OUTCOME = "outcome", pgettext_lazy("indicator", "Outcome")

    project = models.ForeignKey("programmes.Project", on_delete=models.CASCADE, related_name="indicators")
    number = models.CharField(max_length=20, help_text="as in the application: 1.2")
    title = I18nCharField(max_length=300)
    unit = I18nCharField(max_length=80, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.OUTPUT)
    counted = models.CharField(
        max_length=30, blank=True, help_text="how it is counted from the data (`counting.WAYS`); empty: entered by hand"
    )
    activity = models.ForeignKey(
        "programmes.Activity",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="indicators",
        help_text="only what happened in it is counted",
    )
    event_kind = models.CharField(max_length=20, blank=True, help_text="only events of this kind are counted")
    question = models.CharField(max_length=60, blank=True, help_text="key of the registration question that is counted")
    answer = models.CharField(max_length=200, blank=True, help_text="the answer that is counted, in any language")
    baseline = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    remark = I18nTextField(blank=True, help_text="what exactly is counted, how it is verified")
    source = models.URLField(blank=True, max_length=500, help_text="where the target stands")
    public = models.BooleanField(default=False, help_text="shown to everybody who may see the project")
    order = models.PositiveSmallIntegerField(help_text="from 1; retired ones keep theirs")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="indicator_number_stands_once"),
            models.CheckConstraint(
                condition=models.Q(counted="answered") ^ models.Q(question=""), name="indicator_names_its_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


@pghistory.track(model_name="IndicatorValueVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class IndicatorValue(models.Model):
    """What an indicator had reached in all by a day, as entered by hand, with what proves it."""

    personal = Personal(
        title=_("Figures entered for indicators"),
        purpose=_("Showing to the funder who entered a figure"),
        basis=(Basis.LEGAL_OBLIGATION,),
        data=(Data.DEEDS, Data.IMAGE),
        readers=(Reader.ORGANISERS, Reader.TEAM, Reader.FUNDER),
        source=(Source.TEAM,),
        retention=_("who entered it, until the project's retention date"),
        clock=Clock.PROJECT,
        carried_out=("talka.results.actions.retention.forget_past_projects",),
    )

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="values")
    day = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    evidence = models.TextField(help_text="what proves it, in words")
    link = models.URLField(blank=True, max_length=500)
    file = models.FileField(storage=private_storage, max_length=200, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each correction; a stale form is told so")

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "day"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="indicator_value_once_a_day",
            ),
            models.CheckConstraint(condition=~models.Q(evidence=""), name="indicator_value_has_evidence"),
        ]


class Tally(models.Model):
    """How many of those who came to one event gave the answer that an indicator counts. A number without names, kept
    because the answers themselves go thirty days after the event."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="tallies")
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="+")
    people = models.PositiveIntegerField()
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "event"], name="tally_stands_once")]


@pghistory.track(
    model_name="ReportVersion",
    fields=["title", "starts", "ends", "state", "summary", "deviations", "risks", "handed_in_at", "handed_in_by"],
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Report(models.Model):
    """A report to the funder on a period. Handed in it is frozen: what the data say later does not move it."""

    personal = Personal(
        title=_("Reports to the funder"),
        purpose=_("Showing to the funder who handed a report in"),
        basis=(Basis.LEGAL_OBLIGATION,),
        data=(Data.DEEDS, Data.WORDS),
        readers=(Reader.ORGANISERS, Reader.TEAM, Reader.FUNDER),
        source=(Source.TEAM,),
        retention=_("who handed it in, until the project's retention date"),
        clock=Clock.PROJECT,
        carried_out=("talka.results.actions.retention.forget_past_projects",),
    )

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("report", "Draft")
        HANDED_IN = "handed_in", pgettext_lazy("report", "Handed in")

    project = models.ForeignKey("programmes.Project", on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField(help_text="of the report within the project")
    edition = models.PositiveSmallIntegerField(default=1, help_text="the same report, handed in anew")
    title = I18nCharField(max_length=200)
    starts = models.DateField(help_text="the first day of the period")
    ends = models.DateField(help_text="the last day of the period")
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    summary = I18nTextField(blank=True)
    deviations = I18nTextField(blank=True, help_text="what went otherwise than planned, and why")
    risks = I18nTextField(blank=True)
    written = models.JSONField(
        default=dict, blank=True, help_text="sections of the funder's own: {key of the section: words by language}"
    )
    frozen = models.JSONField(null=True, blank=True, help_text="figures and their evidence as they were handed in")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number", "edition"], name="report_edition_stands_once"),
            models.UniqueConstraint(
                fields=["project", "number"], condition=models.Q(state="draft"), name="one_draft_of_a_report"
            ),
            models.CheckConstraint(condition=models.Q(ends__gte=models.F("starts")), name="report_period_in_order"),
            models.CheckConstraint(
                condition=models.Q(state="draft", frozen__isnull=True, handed_in_at__isnull=True)
                | models.Q(state="handed_in", frozen__isnull=False, handed_in_at__isnull=False),
                name="report_frozen_when_handed_in",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)
