"""The question of a follow-up programme as plain data: what `methods.followup` is asked, and what it is not asked of.

Needs, measures and people stand in it as references ("need:12", "measure:7", "person:3", "area:5"), never by words.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from talka.events.access import events_known_to
from talka.events.models import Event, Speaker
from talka.methods.followup.problem import Cover, Option, Problem, Rules
from talka.methods.followup.problem import Need as Row
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.ui.few import levelled

from ..access import known_to
from ..models import Answering, FollowUp, Measure, Need
from .register import By, Entry, Register, coming_from, register_of

OPEN_NEEDS = (Need.State.HEARD, Need.State.CONFIRMED)
OPEN_MEASURES = (Measure.State.PROPOSED, Measure.State.ACCEPTED)
# So much of the smallest told weight is given to a need whose own may not be told.
OF_THE_SMALLEST = 0.5


@dataclass(frozen=True)
class Lost:
    """A possible day that a measure, by its words, cannot have. why: in words of whoever entered it, "" for outside the
    time given; expert: whether it is the expert who is wanted elsewhere."""

    words: str
    day: dt.date
    why: str
    expert: bool = False


@dataclass(frozen=True)
class Brief:
    """data: what is asked, as the run keeps it. lost: days that fell away before. unpriced: measures without a cost.
    undated: those without a day that is left. weightless: needs that weigh nothing."""

    data: dict[str, Any]
    lost: tuple[Lost, ...]
    unpriced: tuple[Measure, ...]
    undated: tuple[Measure, ...]
    weightless: int

    @property
    def left_over(self) -> bool:
        """Whether anything could not be asked, or weighs nothing."""
        return bool(self.unpriced or self.undated or self.lost or self.weightless)

    @property
    def lost_by_day(self) -> list[tuple[Lost, list[str]]]:
        """Days that fell away, each once for each reason, with the words of the measures that cannot have it."""
        found: dict[tuple[dt.date, str, bool], tuple[Lost, list[str]]] = {}
        for lost in sorted(self.lost, key=lambda each: each.day):
            found.setdefault((lost.day, lost.why, lost.expert), (lost, []))[1].append(lost.words)
        return list(found.values())


def reference(kind: str, pk: int | str) -> str:
    return f"{kind}:{pk}"


def id_of(reference: str) -> int:
    """12 of "need:12" and of "need:12/area:5"."""
    return int(reference.partition("/")[0].partition(":")[2])


def brief_of(follow_up: FollowUp, person: Person | None) -> Brief:
    """What the method is asked for this alternative, from what the person may know of. A fixed number of queries."""
    programme = follow_up.programme
    register = register_of(programme, person)
    open_needs = known_to(person, Need.objects.filter(programme=programme, state__in=OPEN_NEEDS), register.events)
    wanted = set(open_needs.values_list("pk", flat=True))
    entries = [entry for entry in register.entries if entry.need in wanted]
    weights = weights_of(follow_up, entries)
    voices, people = _regions(entries, register)
    rows = known_to(person, Measure.objects.filter(programme=programme, state__in=OPEN_MEASURES), register.events)
    measures = list(rows.filter(held_as=None).prefetch_related("dates").order_by("pk"))
    dates, lost = _possible(follow_up, measures, person)
    priced = [measure for measure in measures if measure.planned_eur is not None]
    options = [
        {
            "id": reference("measure", measure.pk),
            "cost_eur": float(measure.planned_eur or 0),
            "dates": [day.isoformat() for day in dates[measure.pk]],
            "expert": reference("person", measure.expert_id) if measure.expert_id else "",
            "kind": measure.kind,
        }
        for measure in priced
    ]
    asked = {measure.pk for measure in priced}
    covers = [
        {"option": reference("measure", m), "need": reference("need", n), "effect": float(effect)}
        for m, n, effect in Answering.objects.filter(measure__in=asked, need__in=wanted)
        .order_by("measure_id", "need_id")
        .values_list("measure_id", "need_id", "effect")
    ]
    data = {
        "needs": [{"id": reference("need", e.need), "weight": weights[e.need]} for e in sorted(entries, key=_by_id)],
        "voices": voices,
        "people": people,
        "options": options,
        "covers": covers,
        "rules": _rules(follow_up, asked),
    }
    return Brief(
        data,
        lost,
        tuple(measure for measure in measures if measure.planned_eur is None),
        tuple(measure for measure in priced if not dates[measure.pk]),
        sum(1 for weight in weights.values() if not weight),
    )


def _by_id(entry: Entry) -> int:
    return entry.need


def _rules(follow_up: FollowUp, asked: set[int]) -> dict[str, Any]:
    must = follow_up.must.order_by("pk").values_list("pk", flat=True)
    apart = follow_up.apart.filter(one__in=asked, other__in=asked).values_list("one", "other")
    return {
        "budget_eur": None if follow_up.budget_eur is None else float(follow_up.budget_eur),
        "max_per_month": follow_up.max_per_month,
        "least_share": None if follow_up.least_share is None else float(follow_up.least_share),
        "must": [reference("measure", pk) for pk in must if pk in asked],
        "not_both": [[reference("measure", one), reference("measure", other)] for one, other in apart],
    }


def problem_from(data: Mapping[str, Any]) -> Problem:
    """The problem that a run keeps. Where every region shall get a share, each need stands once for each region it
    comes from, with that region's part of its weight: the sum is the same."""
    rules = data["rules"]
    fair = rules["least_share"] is not None
    needs: list[Row] = []
    parts: dict[str, list[str]] = {}
    for need in data["needs"]:
        split = shares_of(data, need["id"]) if fair else {}
        rest = 1.0 - sum(split.values())
        pieces = [(f"{need['id']}/{area}", area, share) for area, share in sorted(split.items())]
        if not pieces or rest > 1e-9:
            pieces.append((need["id"], "", rest))
        parts[need["id"]] = [piece for piece, _area, _share in pieces]
        needs += [Row(piece, need["weight"] * share, {"region": area}) for piece, area, share in pieces]
    return Problem(
        needs=tuple(needs),
        options=tuple(
            Option(o["id"], o["cost_eur"], tuple(o["dates"]), o["expert"], o["kind"]) for o in data["options"]
        ),
        covers=tuple(Cover(c["option"], piece, c["effect"]) for c in data["covers"] for piece in parts[c["need"]]),
        rules=Rules(
            budget_eur=rules["budget_eur"],
            max_per_month=rules["max_per_month"],
            min_coverage={"region": rules["least_share"]} if fair else {},
            must=tuple(rules["must"]),
            not_both=tuple((one, other) for one, other in rules["not_both"]),
        ),
        attributes=("region",),
    )


def shares_of(data: Mapping[str, Any], need: str) -> dict[str, float]:
    """The share of the people behind a need that comes from each region."""
    voices = data["voices"].get(need)
    return {area: number / voices["people"] for area, number in voices["regions"].items()} if voices else {}


def weights_of(follow_up: FollowUp, entries: Sequence[Entry]) -> dict[int, float]:
    """How much each need weighs. A need behind which fewer than five people stand gets half of the smallest told
    weight, so that its own cannot be read from what is chosen; one that only a record states weighs nothing where
    voices count."""
    match follow_up.weighting:
        case FollowUp.Weighting.EQUAL:
            return {entry.need: 1.0 for entry in entries}
        case FollowUp.Weighting.HAND:
            return {entry.need: float(follow_up.weights.get(str(entry.need), 0)) for entry in entries}
    told = {entry.need: entry.voices.figures[follow_up.weighting] for entry in entries if entry.voices.cards}
    least = min((figure for figure in told.values() if figure), default=1)
    return {
        entry.need: 0.0
        if entry.need not in told
        else OF_THE_SMALLEST * least
        if (figure := told[entry.need]) is None
        else float(figure)
        for entry in entries
    }


def _regions(entries: Sequence[Entry], register: Register) -> tuple[dict[str, Any], dict[str, int]]:
    """How many people stand behind each need and how many of them come from which region; how many of each spoke at
    all.

    Whoever changes rules and choices often enough can work out what was computed with. So where a region's part tells
    of fewer than five people, the small parts of that need are taken as equal.
    """
    voices: dict[str, Any] = {}
    origin = coming_from(register, (entry.voices for entry in entries), By.REGION)
    area_of = {pk: reference("area", area) for pk, (area, _name) in origin.items()}
    for entry in entries:
        persons = entry.voices.backing.persons
        if counts := Counter(area_of[pk] for pk in persons & area_of.keys()):
            regions = sorted(counts)
            # Those of whom no region is known are a part as well: the sum less the others would tell of them.
            parts = levelled([*(counts[area] for area in regions), len(persons) - counts.total()])
            told = dict(zip(regions, parts[:-1], strict=True))
            voices[reference("need", entry.need)] = {"people": len(persons), "regions": told}
    # Those whose origin was asked are exactly those behind these needs.
    return voices, dict(sorted(Counter(area_of.values()).items()))


def blocked_days(programme: Programme, person: Person | None) -> dict[dt.date, str]:
    """Days on which nothing else can be held, and why: entered ones, and those of the programme's own events, by their
    titles as far as the person may know of them."""
    days: dict[dt.date, str] = {}
    events = Event.objects.filter(project__programme=programme).exclude(state=Event.State.CANCELLED)
    for event in _marked(events, person).order_by("first_day", "pk"):
        for day in _span(event.first_day, (event.last_day - event.first_day).days + 1):
            days.setdefault(day, _title(event))
    return days | dict(programme.blocked_days.values_list("day", "why"))


def _marked(events: QuerySet[Event], person: Person | None) -> QuerySet[Any]:
    return events.annotate(known=Exists(events_known_to(person).filter(pk=OuterRef("pk"))))


def _title(event: Any) -> str:
    """Of an event marked before."""
    return str(event.title) if event.known else _("an event that is not public")


def _span(first: dt.date, days: int) -> Iterable[dt.date]:
    return (first + dt.timedelta(days=number) for number in range(days))


def _possible(
    follow_up: FollowUp, measures: Sequence[Measure], person: Person | None
) -> tuple[dict[int, list[dt.date]], tuple[Lost, ...]]:
    """The days each measure can begin on, and those that fell away: outside the time given, taken by something else on
    any of its days, or with its expert speaking elsewhere."""
    blocked = blocked_days(follow_up.programme, person)
    speaking = _speaking({m.expert_id for m in measures if m.expert_id}, person)
    left: dict[int, list[dt.date]] = {}
    lost: list[Lost] = []
    for measure in measures:
        left[measure.pk] = []
        for date in measure.dates.all():
            days = list(_span(date.day, measure.days))
            if (follow_up.first_day and days[0] < follow_up.first_day) or (
                follow_up.last_day and days[-1] > follow_up.last_day
            ):
                lost.append(Lost(measure.words, date.day, ""))
            elif taken := next((blocked[day] for day in days if day in blocked), ""):
                lost.append(Lost(measure.words, date.day, taken))
            elif away := next((why for day in days if (why := speaking.get((measure.expert_id, day)))), ""):
                lost.append(Lost(measure.words, date.day, away, expert=True))
            else:
                left[measure.pk].append(date.day)
    return left, tuple(lost)


def _speaking(experts: set[int | None], person: Person | None) -> dict[tuple[int | None, dt.date], str]:
    """Where experts speak on which days, in any programme. Two queries."""
    rows = Speaker.objects.filter(person__in=experts, item__cancelled=False).exclude(
        item__event__state=Event.State.CANCELLED
    )
    pairs = list(rows.order_by("pk").values_list("person", "item__event"))
    events = _marked(Event.objects.filter(pk__in={event for _expert, event in pairs}), person).in_bulk()
    days: dict[tuple[int | None, dt.date], str] = {}
    for expert, pk in pairs:
        event = events[pk]
        for day in _span(event.first_day, (event.last_day - event.first_day).days + 1):
            days.setdefault((expert, day), _title(event))
    return days
