"""What the selection sees: points with their sums, missing ones and ties, its meetings, what was decided."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet
from django.db.models import Sum as Added
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.documents.sheets import Column, Sheet
from talka.events.access import events_known_to
from talka.people.models import Person

from .. import access
from ..access.applications import own_side, scorer_of, side_of
from ..models import (
    Application,
    ApplicationMember,
    Cohort,
    Criterion,
    Score,
    Scorer,
    SelectionDecision,
    SelectionMeeting,
    Staff,
)
from .applications import criteria_of, places_left, sent_in


@dataclass(frozen=True)
class Sum:
    """An application among the others. mean: of the whole sums, over those who have given all their points; None where
    nobody has. given, of: members of the selection who have, and who should. place: 1 is the highest; equal means share
    one (`tied`). hidden: the reader has a stake in it and sees no points."""

    application: Application
    mean: float | None
    lowest: float | None
    highest: float | None
    given: int
    of: int
    excluded: Sequence[str]
    place: int | None
    tied: bool
    hidden: bool
    decision: SelectionDecision | None

    @property
    def missing(self) -> int:
        return self.of - self.given


@dataclass(frozen=True)
class SelectionPage:
    """sums: the highest mean first, those without one after them. meetings: each with whether the reader may know of
    its event. shows: the reader may see sums at all."""

    sums: Sequence[Sum]
    reserve: Sequence[Application]
    scorers: Sequence[Scorer]
    meetings: Sequence[tuple[SelectionMeeting, bool]]
    places_left: int | None
    undecided: int
    untold: int
    most: float
    shows: bool
    own_missing: int


def selection_page(cohort: Cohort, person: Person | None) -> SelectionPage:
    """A fixed number of queries, however many applications."""
    field = field_of(cohort)
    sums = sums_of(field, person)
    own_missing = _missing_of(person, field)
    reserve = [row for row in field.rows if row.reserve_place is not None]
    return SelectionPage(
        sums,
        sorted(reserve, key=lambda row: row.reserve_place or 0),
        field.scorers,
        _meetings(cohort, person),
        places_left(cohort),
        sum(not row.outcome for row in field.rows),
        sum(one.decision is not None and one.decision.told_at is None for one in sums),
        float(sum((Fraction(one.weight) * one.most_points for one in field.criteria), Fraction(0))),
        access.may_run_cohort(person, cohort) or own_missing == 0,
        own_missing,
    )


def _meetings(cohort: Cohort, person: Person | None) -> list[tuple[SelectionMeeting, bool]]:
    rows = list(SelectionMeeting.objects.filter(cohort=cohort).select_related("event"))
    known = events_known_to(person).filter(pk__in=[row.event_id for row in rows if row.event_id])
    ids = set(known.values_list("pk", flat=True))
    return [(row, row.event_id in ids) for row in rows]


@dataclass(frozen=True)
class Field:
    """All that stand in a cohort, to be compared. totals: by application and scorer, the weighted sums of those who
    have given points to every criterion; decisions: the last of each."""

    rows: Sequence[Application]
    criteria: Sequence[Criterion]
    scorers: Sequence[Scorer]
    mails: Mapping[int, Collection[str]]
    totals: Mapping[int, Mapping[int, Fraction]]
    decisions: Mapping[int, SelectionDecision]


SHOWN = (
    *("cohort", "number", "name", "folded", "organisation", "person", "outcome", "reserve_place"),
    *("sent_at", "withdrawn_at", "team__left_on", "team__left_reason"),
)


def field_of(cohort: Cohort) -> Field:
    """Six queries; points are added up where they lie."""
    rows = list(
        Application.objects.filter(cohort=cohort, withdrawn_at=None)
        .exclude(sent_at=None)
        .select_related("team")
        .only(*SHOWN)
    )
    criteria = criteria_of(cohort)
    mails: dict[int, set[str]] = {}
    for pk, mail in ApplicationMember.objects.filter(application__cohort=cohort).values_list("application", "email"):
        mails.setdefault(pk, set()).add(mail.lower())
    given = Score.objects.filter(application__cohort=cohort, criterion__in=[one.pk for one in criteria])
    sums = (
        given.order_by()
        .values_list("application", "scorer")
        .annotate(n=Count("pk"), total=Added(F("points") * F("criterion__weight"), output_field=DecimalField()))
    )
    totals: dict[int, dict[int, Fraction]] = {}
    for pk, scorer, n, total in sums:
        if n == len(criteria):
            totals.setdefault(pk, {})[scorer] = Fraction(total)
    last = SelectionDecision.objects.filter(application__cohort=cohort).order_by("application_id", "-pk")
    decisions = {one.application_id: one for one in last.distinct("application_id")}
    return Field(rows, criteria, scorers_of(cohort), mails, totals, decisions)


def scorers_of(cohort: Cohort) -> list[Scorer]:
    """The members of the selection who still coordinate or teach there. One query."""
    rows = Scorer.objects.filter(cohort=cohort, left_at=None, person__in=_staff(cohort))
    return list(rows.select_related("person__organisation__merged_into"))


def may_be_named(cohort: Cohort) -> list[Person]:
    """Coordinators and trainers who are not members of the selection. One query."""
    there = Scorer.objects.filter(cohort=cohort, left_at=None).values("person")
    return list(Person.objects.filter(pk__in=_staff(cohort), erased_at=None).exclude(pk__in=there))


def _staff(cohort: Cohort) -> QuerySet[Staff, Any]:
    staff = Staff.objects.filter(Q(cohort=None) | Q(cohort=cohort), training=cohort.training_id)
    return staff.filter(role__in=[access.COORDINATOR, access.TRAINER]).values("person")


def sums_of(field: Field, reader: Person | None) -> list[Sum]:
    """Exact sums: two that are equal on paper are equal here. A query or two for the reader's own organisation."""
    own = side_of(reader) if reader is not None else None
    sides = [(one, side_of(one.person)) for one in field.scorers]
    means: dict[int, Fraction] = {}
    wholes: dict[int, list[Fraction]] = {}
    apart: dict[int, list[Scorer]] = {}
    hidden: set[int] = set()
    for row in field.rows:
        mails, totals = field.mails.get(row.pk, ()), field.totals.get(row.pk, {})
        apart[row.pk] = [one for one, side in sides if side.has_stake_in(row, mails)]
        without = {one.pk for one in apart[row.pk]}
        wholes[row.pk] = [totals[one.pk] for one in field.scorers if one.pk in totals and one.pk not in without]
        if own is not None and own.has_stake_in(row, mails):
            hidden.add(row.pk)
        elif wholes[row.pk]:
            means[row.pk] = sum(wholes[row.pk], Fraction(0)) / len(wholes[row.pk])
    # What is hidden from the reader takes no place: a gap would tell where it stands.
    order = sorted(means.values(), reverse=True)
    first = {mean: order.index(mean) + 1 for mean in set(order)}
    times = Counter(order)
    sums = []
    for row in field.rows:
        mean = means.get(row.pk)
        whole = wholes[row.pk]
        sums.append(
            Sum(
                row,
                float(mean) if mean is not None else None,
                float(min(whole)) if mean is not None else None,
                float(max(whole)) if mean is not None else None,
                len(whole),
                len(field.scorers) - len(apart[row.pk]),
                [one.person.name for one in apart[row.pk]],
                first[mean] if mean is not None else None,
                mean is not None and times[mean] > 1,
                row.pk in hidden,
                field.decisions.get(row.pk),
            )
        )
    return sorted(sums, key=lambda one: (one.place is None, one.place or 0, one.application.number or 0))


def _missing_of(person: Person | None, field: Field) -> int:
    """How many applications still wait for all the points of this reader."""
    own = next((one for one in field.scorers if person is not None and one.person_id == person.pk), None)
    if own is None:
        return 0
    side = side_of(own.person)
    waiting = [row for row in field.rows if own.pk not in field.totals.get(row.pk, {})]
    return sum(not side.has_stake_in(row, field.mails.get(row.pk, ())) for row in waiting)


@dataclass(frozen=True)
class Line:
    """One criterion of an application: what was told, and the points and note of the reader."""

    criterion: Criterion
    words: str
    own: Score | None
    others: Sequence[Score]


@dataclass(frozen=True)
class SentPage:
    """An application as the selection reads it. conflict: the reader has a stake in it. scores: they give points."""

    lines: Sequence[Line]
    members: Sequence[ApplicationMember]
    decisions: Sequence[SelectionDecision]
    conflict: bool
    scores: bool
    namesakes: Sequence[Application]


def sent_page(application: Application, person: Person | None) -> SentPage:
    """Points of others are shown to those who run the cohort, never to somebody with a stake in it. Seven queries."""
    cohort = application.cohort
    members = list(application.members.all())
    conflict = own_side(person, application, [one.email for one in members])
    scorer = scorer_of(person, cohort)
    runs = access.may_run_cohort(person, cohort)
    words = dict(application.answers.values_list("criterion_id", "words"))
    scores: list[Score] = []
    if not conflict:
        rows = Score.objects.filter(application=application).select_related("scorer__person")
        scores = [one for one in rows if runs or (scorer is not None and one.scorer_id == scorer.pk)]
    own = {one.criterion_id: one for one in scores if scorer is not None and one.scorer_id == scorer.pk}
    lines = [
        Line(
            each,
            words.get(each.pk, ""),
            own.get(each.pk),
            [one for one in scores if one.criterion_id == each.pk and one is not own.get(each.pk)],
        )
        for each in criteria_of(cohort)
    ]
    namesakes = sent_in(cohort).filter(folded=application.folded).exclude(pk=application.pk)
    return SentPage(
        lines,
        members,
        [] if conflict else list(application.decisions.select_related("by", "meeting").order_by("-pk")),
        conflict,
        scorer is not None and not conflict,
        list(namesakes),
    )


def table_of(cohort: Cohort, person: Person | None) -> Sheet:
    """All that stand, a row each, with what they answered and, where the reader has no stake, the mean of points."""
    field = field_of(cohort)
    sums = {one.application.pk: one for one in sums_of(field, person)}
    criteria = field.criteria
    columns = (
        Column("number", _("No."), kind="integer"),
        Column("name", _("Organisation or community")),
        Column("confirmed", _("Applied by somebody who may speak for it"), kind="boolean"),
        Column("area", pgettext("local government", "Municipality")),
        Column("place", _("Place")),
        Column("who", _("Who applied")),
        Column("email", _("E-mail")),
        Column("members", _("Team")),
        *(Column(f"answer_{one.pk}", str(one.title), longest=5000) for one in criteria),
        Column("motivation", _("Why they want to take part"), longest=5000),
        Column("sent_at", _("Sent"), kind="datetime"),
        Column("mean", _("Mean of points"), kind="decimal"),
        Column("given", _("Have given points"), kind="integer"),
        Column("of", _("Should give points"), kind="integer"),
        Column("outcome", _("Decision"), choices=dict(Application.Outcome.choices)),
        Column("reason", _("Reason")),
    )
    rows = sent_in(cohort).prefetch_related("members", "answers")
    return Sheet(_("Applications"), columns, [_cells(row, sums[row.pk]) for row in rows if row.pk in sums])


def _cells(row: Application, one: Sum) -> dict[str, Any]:
    cells: dict[str, Any] = {
        "number": row.number,
        "name": row.name,
        "confirmed": row.organisation_id is not None,
        "area": row.area.name if row.area else "",
        "place": row.place,
        "who": row.person.name,
        "email": row.person.email,
        "members": "; ".join(f"{who}, {who.email}" for who in row.members.all()),
        "motivation": row.motivation,
        "sent_at": row.sent_at,
        "mean": round(one.mean, 2) if one.mean is not None else None,
        "given": None if one.hidden else one.given,
        "of": None if one.hidden else one.of,
        "outcome": row.outcome,
        "reason": one.decision.reason if one.decision and not one.hidden else "",
    }
    return cells | {f"answer_{each.criterion_id}": each.words for each in row.answers.all()}
