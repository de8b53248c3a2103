"""What travels with an event, in the order in which rows can be made; and what stays at home, with the reason.

A new model that hangs on an event must stand in one of the two tables; a test says so where it does not.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, Q

from .merging import Kind

Scope = dict[str, Any]
"""What filters may name: event, project, programme (row ids or 0); people, organisations, areas (sets of them)."""


@dataclass(frozen=True)
class Parts:
    """Rows that are rewritten as a whole with the row they hang on: they have no name of their own.

    model, of: where they stand and their key to the row; fields: what is kept of each, in order.
    """

    model: str
    of: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Travels:
    """One model. identity: the fields that name a row on every installation, other rows by theirs; prefix: for rows
    named by one key, so that their names can be told from others.

    otherwise: what names a row whose last part of the identity is empty (a group without an agenda item).
    stay: fields that stay at home. time: which field says when the row was last written. freed: fields that may pass
    from one row to another within one merging. quiet: fields whose conflicts are nobody's loss."""

    model: str
    identity: tuple[str, ...]
    scope: Callable[[Scope], Q]
    prefix: str = ""
    otherwise: str = ""
    shared: bool = False
    whole: bool = False
    stay: frozenset[str] = frozenset()
    time: tuple[str, ...] = ()
    freed: tuple[str, ...] = ()
    quiet: frozenset[str] = frozenset()
    parts: dict[str, Parts] = field(default_factory=dict)

    @cached_property
    def table(self) -> type[Model]:
        return apps.get_model(self.model)

    @cached_property
    def fields(self) -> "list[Field[Any, Any]]":
        """The columns that travel: all but the serial number and what stays."""
        kept: list[Field[Any, Any]] = []
        for column in self.table._meta.concrete_fields:
            if column.name not in self.stay and not (
                column.primary_key and column.get_internal_type() == "BigAutoField"
            ):
                kept.append(column)
        return kept

    @cached_property
    def links(self) -> dict[str, str]:
        """Foreign key -> label of the model that it points at."""
        return {
            column.name: column.remote_field.model._meta.label
            for column in self.fields
            if isinstance(column, ForeignKey)
        }

    @property
    def kind(self) -> Kind:
        return Kind(self.model, self.shared, self.whole, self.quiet | NEVER_TOLD)


NEVER_TOLD = frozenset(
    {
        "version", "agenda_version", "edited_at", "edited_by", "updated_at", "changed_at", "at", "sort_key", "folded",
        "uid", "order", "digest", "move_digest", "move_until", "created_at", "written_at", "token",
    }
)  # fmt: skip
"""Counters, clocks and secrets: one of two stands, and nobody's words are lost."""


def _event(path: str) -> Callable[[Scope], Q]:
    return lambda scope: Q(**{path: scope["event"]})


def _work(path: str) -> Callable[[Scope], Q]:
    """Rows of true group work; rehearsals do not travel."""
    stem = f"{path}__" if path else ""
    return lambda scope: Q(**{f"{stem}event": scope["event"], f"{stem}rehearsal": False})


def _project(path: str) -> Callable[[Scope], Q]:
    return lambda scope: Q(**{path: scope["project"]})


TARGET = ("cluster", "card", "team", "item", "criterion")

TRAVELS = [
    Travels("territories.Area", ("key",), lambda s: Q(pk__in=s["areas"]), prefix="area", shared=True),
    Travels(
        "territories.Belonging",
        ("child", "parent", "valid_from"),
        lambda s: Q(child__in=s["areas"], parent__in=s["areas"]),
        shared=True,
    ),
    Travels("people.Organisation", ("key",), lambda s: Q(pk__in=s["organisations"]), prefix="org", shared=True),
    Travels(
        "people.Person",
        ("key",),
        lambda s: Q(pk__in=s["people"]),
        prefix="person",
        shared=True,
        stay=frozenset({"account"}),
    ),
    Travels("programmes.Programme", ("slug",), lambda s: Q(pk=s["programme"]), prefix="programme", shared=True),
    Travels("programmes.Project", ("slug",), lambda s: Q(pk=s["project"]), prefix="project", shared=True),
    Travels("programmes.Logo", ("project", "file"), _project("project")),
    Travels("programmes.ProjectPartner", ("project", "organisation"), _project("project")),
    Travels("programmes.Activity", ("project", "number"), _project("project"), shared=True),
    Travels(
        "programmes.TeamMember",
        ("person", "programme", "project", "role"),
        lambda s: Q(project=s["project"]) | Q(project=None, programme=s["programme"]),
    ),
    Travels("workshops.Format", ("project", "key"), _project("project"), whole=True, time=("changed_at",)),
    Travels("events.Event", ("slug",), lambda s: Q(pk=s["event"]), prefix="event", shared=True, time=("edited_at",)),
    Travels("events.Photo", ("token",), _event("event")),
    Travels(
        "events.AgendaItem",
        ("event", "key"),
        _event("event"),
        time=("edited_at",),
        parts={"facilitators": Parts("events.AgendaItem_facilitators", "agendaitem", ("person",))},
    ),
    Travels("events.Speaker", ("item", "person"), _event("item__event")),
    Travels("events.AgendaRelease", ("event", "number"), _event("event"), whole=True),
    Travels("events.Presentation", ("token",), _event("item__event"), whole=True),
    Travels("events.Question", ("event", "key"), _event("event")),
    Travels(
        "events.Registration",
        ("event", "person"),
        _event("event"),
        freed=("instead_of",),
        quiet=frozenset({"notice_digest", "reminded_at", "feedback_asked_at", "registered_at"}),
        parts={"choices": Parts("events.Choice", "registration", ("item", "block", "rank"))},
    ),
    Travels("events.Answer", ("registration", "question"), _event("registration__event")),
    Travels("events.Attendance", ("registration", "day"), _event("registration__event"), quiet=frozenset({"how"})),
    Travels("events.Certificate", ("code",), _event("event"), freed=("registration",), whole=True),
    Travels("events.FeedbackAnswer", ("event", "sent_by"), _event("event")),
    Travels(
        "people.Consent",
        ("person", "kind", "given_at", "subject_id"),
        lambda s: Q(subject_kind="event", subject_id=str(s["event"]), person__in=s["people"]),
    ),
    Travels("workshops.Workshop", ("event", "slug"), _work("")),
    Travels("workshops.Stage", ("workshop", "key"), _work("workshop")),
    Travels("workshops.Group", ("workshop", "item"), _work("workshop"), otherwise="uid"),
    Travels(
        "workshops.Seat",
        ("uid",),
        _work("workshop"),
        freed=("registration",),
        quiet=frozenset({"kept", "joined_at"}),
    ),
    Travels("workshops.Receipt", ("id",), _work("seat__workshop"), whole=True),
    Travels("workshops.Sitting", ("seat", "round"), _work("seat__workshop")),
    Travels("workshops.Cluster", ("uid",), _work("group__workshop")),
    Travels("workshops.CommonIdea", ("uid",), _work("workshop")),
    Travels("workshops.Card", ("id",), _work("workshop"), time=("edited_at", "written_at")),
    Travels("workshops.Picture", ("uid",), _work("group__workshop"), freed=("card",), whole=True),
    Travels("workshops.Report", ("group",), _work("group__workshop"), time=("updated_at",)),
    Travels("workshops.Sheet", ("group", "stage"), _work("group__workshop"), time=("updated_at",)),
    Travels("workshops.Award", ("uid",), _work("group__workshop")),
    Travels("workshops.Message", ("uid",), _work("workshop")),
    Travels("workshops.Call", ("uid",), _work("group__workshop")),
    Travels("workshops.Ballot", ("seat", "stage", *TARGET), _work("stage__workshop"), time=("at",)),
    Travels("workshops.HandCount", ("group", "stage", *TARGET), _work("stage__workshop"), time=("at",)),
    Travels("workshops.Answer", ("seat", "stage", "question"), _work("stage__workshop"), time=("at",)),
]

BY_MODEL = {row.model: row for row in TRAVELS}

STAYS = {
    "box.Carried": "what each installation remembers of the others is its own",
    "box.Remembered": "what each installation remembers of the others is its own",
    "events.Invitation": "its link opens a registration, which then travels itself",
    "events.Cost": "money is planned and accounted for at home",
    "events.Quota": "limits for registering, which ends before the day",
    "events.SheetImport": "a table that waits for a decision where it was brought",
    "needs.Findings": "written after the day, at home",
    "needs.Need": "raised after the day, at home",
    "needs.NeedEvidence": "raised after the day, at home",
    "needs.Measure": "proposed after the day, at home",
    "needs.MeasureEvidence": "proposed after the day, at home",
    "needs.Answering": "proposed after the day, at home",
    "needs.MeasureDate": "proposed after the day, at home",
    "needs.NeedResponse": "said after the day, by a personal link that leads home",
    "needs.MeasuresApart": "drawn up after the day, at home",
    "needs.FollowUp_must": "drawn up after the day, at home",
    "needs.PlannedMeasure": "drawn up after the day, at home",
    "results.Tally": "counted after the day, at home",
    "evidence.EvidenceFile": "brought together after the day, at home",
    "evidence.Publication": "told of after the day, at home",
    "evidence.Statement": "said to the funder, at home",
    "learning.Session": "which event belongs to which cohort is kept at home, where the cohort is",
    "learning.Material": "kept with the cohort, at home",
    "learning.SelectionMeeting": "written down with the selection, at home",
    "learning.SelectionDecision": "written down with the selection, at home",
    "learning.NetworkMeeting": "which event belongs to which learning network is kept at home, where the network is",
    "initiatives.Consultation": "kept at home, where people comment on it; its hearing travels as an event",
    "initiatives.ConsultationPart": "kept with the consultation, at home",
    "initiatives.ConsultationComment": "kept with the consultation, at home",
    "initiatives.CommentSupport": "kept with the consultation, at home",
    "initiatives.DeliberationHearing": "kept with the deliberation, at home",
    "learning.PlanActivity": "kept with the community plan, at home",
    "evidence.Package": "made of what is at home, for those who check the project there",
}
"""Models that hang on an event and do not travel."""
