"""The alternatives of a follow-up programme beside each other, and each with its choice and its reasons."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch

from talka.decisions.queries import RunRow, run_row
from talka.events.access import events_known_to
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.territories.queries import name_of

from .. import followup_words
from ..access import is_on_team, known_to, told_in
from ..models import Answering, BlockedDay, FollowUp, Measure, Need, PlannedMeasure
from .brief import Brief, brief_of, id_of


@dataclass(frozen=True)
class Alternative:
    """One alternative in short. share: of all weight that its choice answers, None where nothing is computed; cost:
    EUR; least: the smallest answered share of a region, None where none may be told; open_needs: answered by nothing in
    it."""

    follow_up: FollowUp
    measures: int
    cost: Decimal | None
    share: float | None
    least: float | None
    open_needs: int


def alternatives_of(programme: Programme, person: Person | None) -> list[Alternative]:
    """All for the team, the published one for everybody else: the decided one first. Two queries."""
    rows = FollowUp.objects.filter(programme=programme).select_related("run").annotate(number=Count("planned"))
    if not is_on_team(person, programme):
        rows = rows.filter(published_at__isnull=False)
    found = [_summary(row, row.number) for row in rows]
    order = {FollowUp.State.DECIDED: 0, FollowUp.State.DRAFT: 1, FollowUp.State.SET_ASIDE: 2}
    return sorted(found, key=lambda each: order[FollowUp.State(each.follow_up.state)])


@dataclass(frozen=True)
class Beside:
    """A measure, and by the title of each alternative its day there, None where it is not chosen."""

    measure: Measure
    days: tuple[tuple[str, dt.date | None], ...]

    @property
    def differs(self) -> bool:
        """Whether it is chosen in some of them only, or on other days."""
        return len({day for _title, day in self.days}) > 1


def beside(alternatives: Sequence[Alternative], person: Person | None) -> list[Beside]:
    """Which measure stands in which of these alternatives on which day, those first that stand in only some. One query
    for each kind of row, whatever their number."""
    ids = [each.follow_up.pk for each in alternatives]
    planned = PlannedMeasure.objects.filter(follow_up__in=ids).values_list("measure_id", "follow_up_id", "day")
    days: dict[int, dict[int, dt.date]] = {}
    for measure, follow_up, day in planned:
        days.setdefault(measure, {})[follow_up] = day
    rows = [
        Beside(
            measure,
            tuple((each.follow_up.title, days[measure.pk].get(each.follow_up.pk)) for each in alternatives),
        )
        for measure in known_to(person, Measure.objects.filter(pk__in=days)).order_by("words")
    ]
    return sorted(rows, key=lambda row: not row.differs)


def _summary(row: FollowUp, number: int) -> Alternative:
    """number: of the measures in its choice."""
    told: dict[str, Any] = row.told
    if not told:
        return Alternative(row, number, None, None, None, 0)
    regions = [share for share in told["regions"].values() if share is not None]
    return Alternative(
        row,
        number,
        Decimal(str(round(told["cost"], 2))),
        told["answered"] / told["weight"] if told["weight"] else 0.0,
        min(regions, default=None),
        sum(1 for share in told["coverage"].values() if not share),
    )


@dataclass(frozen=True)
class Chosen:
    """A measure of the choice or one left out. days: on which it could be, for whoever changes it by hand."""

    measure: Measure
    day: dt.date | None
    why: tuple[str, ...]
    days: tuple[dt.date, ...]
    answers: tuple[Answering, ...]


@dataclass(frozen=True)
class Covered:
    """A need and the share of it that the choice answers."""

    need: Need
    share: float


@dataclass(frozen=True)
class Region:
    """The answered share of what a region voiced; None where it tells of fewer than five people."""

    name: str
    share: float | None


@dataclass(frozen=True)
class Step:
    """Another budget and the share of all weight that it would answer. given: whether it is the alternative's own."""

    budget: Decimal
    share: float
    proven: bool
    given: bool


@dataclass(frozen=True)
class Page:
    """One alternative as its page shows it. overlaps: measures of several days that want one expert at a time, which
    the method, that knows of the first days only, does not see."""

    summary: Alternative
    chosen: tuple[Chosen, ...]
    left_out: tuple[Chosen, ...]
    needs: tuple[Covered, ...]
    regions: tuple[Region, ...]
    steps: tuple[Step, ...]
    would_change: tuple[str, ...]
    contradiction: tuple[str, ...]
    broken: tuple[str, ...]
    overlaps: tuple[tuple[Chosen, Chosen], ...]
    run: RunRow | None


def page_of(follow_up: FollowUp, person: Person | None) -> Page:
    """What was computed, as it is kept. A fixed number of queries."""
    programme, told, run = follow_up.programme, follow_up.told, follow_up.run
    planned = {row.measure_id: row.day for row in follow_up.planned.all()}
    events = told_in(programme, person)
    needs = {need.pk: need for need in known_to(person, Need.objects.filter(programme=programme), events)}
    # Only what is chosen is shown with what it answers.
    answered = Answering.objects.filter(measure__in=planned, need__in=[*needs]).select_related("need")
    answered = answered.order_by("need_id")
    known = known_to(person, Measure.objects.filter(programme=programme), events).select_related("expert")
    held = Prefetch("held_as", events_known_to(person))
    measures = {m.pk: m for m in known.prefetch_related(Prefetch("answerings", answered), held).order_by("pk")}
    data: Mapping[str, Any] = run.input if run is not None else {}
    result: Mapping[str, Any] = (run.result if run is not None else None) or {}
    names = _names(measures.values(), needs.values(), data, inside=is_on_team(person, programme))
    weight = float(told.get("weight", 0))
    asked = {id_of(option["id"]): option["dates"] for option in data.get("options", [])}

    def chosen(pk: int) -> Chosen:
        said = told.get("options", {}).get(f"measure:{pk}", [])
        why = (followup_words.reason_words(reason, names, weight) for reason in said)
        days = tuple(dt.date.fromisoformat(day) for day in asked.get(pk, []))
        return Chosen(
            measures[pk], planned.get(pk), tuple(filter(None, why)), days, tuple(measures[pk].answerings.all())
        )

    inside = [chosen(pk) for pk in sorted(planned, key=lambda pk: (planned[pk], pk)) if pk in measures]
    outside = sorted((pk for pk in asked if pk in measures and pk not in planned), key=lambda pk: -_gain(told, pk))
    coverage = told.get("coverage", {})
    row = None
    if run is not None:
        row = run_row(
            run,
            lambda what: followup_words.change_words(what, names),
            lambda rule: followup_words.rule_words(rule, names),
        )
    return Page(
        summary=_summary(follow_up, len(planned)),
        chosen=tuple(inside),
        left_out=tuple(chosen(pk) for pk in outside),
        needs=tuple(
            sorted(
                (Covered(needs[pk], share) for name, share in coverage.items() if (pk := id_of(name)) in needs),
                key=lambda covered: (-covered.share, covered.need.pk),
            )
        ),
        regions=tuple(Region(names.get(area, ""), share) for area, share in told.get("regions", {}).items()),
        steps=_steps(follow_up, result, weight),
        would_change=tuple(
            filter(None, (followup_words.reason_words(each, names, weight) for each in told.get("would_change", [])))
        ),
        contradiction=tuple(followup_words.rule_words(rule, names) for rule in result.get("contradiction", [])),
        broken=tuple(followup_words.rule_words(rule, names) for rule in told.get("broken", [])),
        overlaps=_overlaps(inside),
        run=row,
    )


@dataclass(frozen=True)
class Asked:
    """What would be asked today. stale: it is something else than what the choice was computed from."""

    brief: Brief
    stale: bool


def asked_now(follow_up: FollowUp, person: Person | None) -> Asked:
    """For those who work the alternative out: what cannot be asked, and whether anything has changed since. It reads
    the whole needs register, so the page fetches it after itself. A fixed number of queries."""
    brief = brief_of(follow_up, person)
    return Asked(brief, follow_up.run is not None and dict(follow_up.run.input) != brief.data)


def _gain(told: Mapping[str, Any], pk: int) -> float:
    """The weight that a measure left out would answer more: what the method says of it first."""
    reasons = told.get("options", {}).get(f"measure:{pk}", [])
    given = reasons[0]["parameters"] if reasons else {}
    return float(given.get("gained", given.get("delta", 0)))


def _overlaps(rows: Sequence[Chosen]) -> tuple[tuple[Chosen, Chosen], ...]:
    """Pairs whose days meet and whose expert is the same."""

    def days(row: Chosen) -> set[dt.date]:
        return {row.day + dt.timedelta(days=number) for number in range(row.measure.days)} if row.day else set()

    return tuple(
        (one, other)
        for place, one in enumerate(rows)
        for other in rows[place + 1 :]
        if one.measure.expert_id and one.measure.expert_id == other.measure.expert_id and days(one) & days(other)
    )


def _names(
    measures: Iterable[Measure], needs: Iterable[Need], data: Mapping[str, Any], *, inside: bool
) -> dict[str, str]:
    """What references are called. Experts by name for the team only: nobody has asked them yet."""
    names = {f"measure:{m.pk}": m.words for m in measures} | {f"need:{n.pk}": n.words for n in needs}
    areas = {id_of(area) for area in data.get("people", {})}
    names |= {f"area:{area.pk}": name_of(area) for area in Area.objects.filter(pk__in=areas)}
    experts = {m.expert_id: m.expert for m in measures if m.expert_id and m.expert is not None}
    if inside:
        names |= {f"person:{pk}": person.name for pk, person in experts.items()}
    return names


def _steps(follow_up: FollowUp, result: Mapping[str, Any], weight: float) -> tuple[Step, ...]:
    given = float(follow_up.budget_eur) if follow_up.budget_eur is not None else None
    return tuple(
        Step(
            Decimal(str(round(point["budget_eur"], 2))),
            point["coverage"] / weight if weight else 0.0,
            point["proven_optimal"],
            point["budget_eur"] == given,
        )
        for point in result.get("frontier", [])
    )


def blocked_of(programme: Programme) -> list[BlockedDay]:
    return list(programme.blocked_days.all())
