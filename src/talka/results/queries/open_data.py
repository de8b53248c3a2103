"""The open data of a programme, as anybody may have them: only what its public pages tell, few people no figures."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import CharField, Count, Func, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast, Concat, Left
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from talka.documents.sheets import storable
from talka.events.access import events_known_to
from talka.events.models import Attendance, Event
from talka.needs.access import events_told, known_to, plan_told
from talka.needs.models import Answering, Measure, MeasureEvidence, Need, NeedEvidence
from talka.needs.queries.voices import Voices, joined, voices_behind
from talka.programmes.models import Programme
from talka.ui.few import FEW, shown
from talka.workshops.formats.spec import Kind
from talka.workshops.models import Card, Seat

from ..dictionary import PLANNED, Row
from ..dictionary import Value as Cell

Thing = Need | Measure


@dataclass(frozen=True)
class Part:
    """Some rows of a table in their order, and how many the whole table has."""

    rows: tuple[Row, ...]
    total: int


def rows_of(programme: Programme, table: str, *, base: str, first: int = 0, most: int | None = None) -> Part:
    """Rows of one table of the dictionary, beginning with number `first`, at most so many; links begin with `base`.

    A fixed number of queries whatever their number. The programme is public: its door is `access.open_programme`.
    """
    part = TABLES[table](programme, base, first, most)
    marked = ({**row, "illustrative": programme.illustrative} for row in part.rows)
    return replace(part, rows=tuple({name: _plain(value) for name, value in row.items()} for row in marked))


def _plain(value: Cell) -> Cell:
    """Texts as every kind of file can hold them, so that all files say the same; an empty one is nothing."""
    return storable(value).strip() or None if isinstance(value, str) else value


def counts_of(programme: Programme) -> Mapping[str, int]:
    """How many rows each table has, by its name. One query each."""
    return {
        "events": _events(programme).count(),
        "needs": _things(programme, Need).count(),
        "measures": _things(programme, Measure).count(),
        "answers": _answerings(programme).count(),
        "cards": _cards(programme).count(),
    }


def _until(first: int, most: int | None) -> slice:
    return slice(first, None if most is None else first + most)


def _events(programme: Programme) -> QuerySet[Event]:
    """Those anybody may know of."""
    return events_known_to(None).filter(project__programme=programme, project__archived_at=None)


def _told(programme: Programme) -> QuerySet[Event]:
    """Those whose findings are published."""
    return events_told(None).filter(project__programme=programme, project__archived_at=None)


def _things(programme: Programme, model: Any) -> QuerySet[Any]:
    """The needs or measures that anybody may know of, by their number."""
    of_project = Q(event=None) | Q(event__project__archived_at=None)
    return known_to(None, model.objects.filter(of_project, programme=programme)).order_by("pk")


def _answerings(programme: Programme) -> QuerySet[Answering]:
    rows = Answering.objects.filter(need__in=_things(programme, Need), measure__in=_things(programme, Measure))
    return rows.order_by("measure_id", "need_id")


def _cards(programme: Programme) -> QuerySet[Card]:
    """Their writers were told that everybody would read them; nobody can change them any more; the findings are out.

    Without what was said to a group's report, which no figure counts either.
    """
    rows = Card.objects.filter(
        workshop__event__in=_told(programme),
        workshop__audience="public",
        workshop__closed_at__isnull=False,
        workshop__rehearsal=False,
        withdrawn_at=None,
    )
    return rows.exclude(stage__kind=Kind.REPORT).order_by()


def _event_rows(programme: Programme, base: str, first: int, most: int | None) -> Part:
    known = _events(programme)
    rows = known.select_related("project", "activity", "area", "follows").defer("area__boundary", "area__outline")
    events = list(rows.order_by("first_day", "slug")[_until(first, most)])
    told = set(_told(programme).values_list("pk", flat=True))
    slugs = set(known.values_list("slug", flat=True))
    came = {
        event: (people, homes)
        for event, people, homes in Attendance.objects.filter(registration__event__in=told)
        .values("registration__event")
        .annotate(people=Count("registration", distinct=True), homes=Count("registration__organisation", distinct=True))
        .values_list("registration__event", "people", "homes")
    }

    def row(event: Event) -> Row:
        people, homes = came.get(event.pk, (0, 0))
        return {
            "id": event.slug,
            **_both("title", event.title),
            "kind": event.kind,
            "state": event.state,
            "first_day": event.first_day,
            "last_day": event.last_day,
            "project": event.project.slug,
            "project_number": event.project.number,
            "activity": event.activity.number if event.activity else None,
            "area": event.area.key if event.area else None,
            "follows": event.follows.slug if event.follows and event.follows.slug in slugs else None,
            "findings": event.pk in told,
            "participants": shown(people, people) if people else None,
            "organisations": shown(homes, people) if people else None,
            "page": base + reverse("events:event", args=[event.slug]),
        }

    return Part(tuple(map(row, events)), len(slugs))


def _both(name: str, words: Any) -> dict[str, Cell]:
    """A text of several languages as a column for each; one without a language stands in both."""
    data = getattr(words, "data", words)
    said = data if isinstance(data, dict) else dict.fromkeys(("lv", "en"), data)
    return {f"{name}_{code}": said.get(code) or None for code in ("lv", "en")}


@dataclass(frozen=True)
class Heard:
    """Who stands behind some needs and measures, and at which of the events with published findings."""

    voices: Mapping[Thing, Voices]
    events: Mapping[Thing, tuple[str, ...]]


def _heard(programme: Programme, things: Sequence[Thing]) -> Heard:
    """Counted as the needs register counts for anybody. A fixed number of queries for those of one kind, and as many
    for both kinds at once."""
    events = {one.pk: one for one in _told(programme).order_by("first_day", "pk").only("pk", "slug", "first_day")}
    themes: defaultdict[Thing, set[int]] = defaultdict(set)
    spoken: defaultdict[Thing, set[int]] = defaultdict(set)
    groups: dict[int, int] = {}
    for kind, evidence in ((Need, NeedEvidence), (Measure, MeasureEvidence)):
        of_kind = {thing.pk: thing for thing in things if isinstance(thing, kind)}
        owner = kind.__name__.lower()
        rows: Any = evidence._default_manager.filter(
            **{f"{owner}__in": of_kind}, cluster__group__workshop__event__in=events
        )
        for pk, theme, group, event in rows.values_list(
            f"{owner}_id", "cluster_id", "cluster__group_id", "cluster__group__workshop__event_id"
        ):
            themes[of_kind[pk]].add(theme)
            spoken[of_kind[pk]].add(event)
            groups[theme] = group
    voices = _voices(events, set[int]().union(*spoken.values()), groups)
    for thing in things:
        if thing.event_id in events:
            spoken[thing].add(thing.event_id)
    return Heard(
        {thing: joined(voices[theme] for theme in themes[thing] if theme in voices) for thing in things},
        {thing: tuple(one.slug for pk, one in events.items() if pk in spoken[thing]) for thing in things},
    )


def _voices(events: Mapping[int, Event], spoken: Collection[int], themes: Mapping[int, int]) -> Mapping[int, Voices]:
    """Of themes (with the group of each) of the events that spoke, of those already held; with areas as on the day of
    the last of all events."""
    today = timezone.localdate()
    held = {pk: event for pk, event in events.items() if event.first_day <= today}
    on = max((event.first_day for event in held.values()), default=today)
    return voices_behind(themes, [event for pk, event in held.items() if pk in spoken], on)


def _figures(voices: Voices) -> dict[str, Cell]:
    """No figures, and no zeros, where no card stands behind it: it is on record only."""
    figures: Mapping[str, Cell] = voices.figures if voices.cards or voices.votes else dict.fromkeys(voices.figures)
    return {"few_people": not voices.told, **figures}


def _need_rows(programme: Programme, base: str, first: int, most: int | None) -> Part:
    known = _things(programme, Need)
    needs: list[Need] = list(known[_until(first, most)])
    heard = _heard(programme, needs)
    rows: list[Row] = [
        {
            "id": need.pk,
            "words": need.words,
            "theme": need.theme,
            "state": need.state,
            "reason": need.reason,
            "recorded": need.recorded,
            "source": need.source,
            "events": list(heard.events[need]),
            **_figures(heard.voices[need]),
            "page": base + reverse("needs:need", args=[need.pk]),
        }
        for need in needs
    ]
    return Part(tuple(rows), known.count())


def _measure_rows(programme: Programme, base: str, first: int, most: int | None) -> Part:
    known = _things(programme, Measure)
    measures: list[Measure] = list(known.select_related("held_as")[_until(first, most)])
    heard = _heard(programme, measures)
    slugs = set(_events(programme).values_list("slug", flat=True))
    decided = _planned(measure.pk for measure in measures)
    rows: list[Row] = [
        {
            "id": measure.pk,
            "words": measure.words,
            "theme": measure.theme,
            "kind": measure.kind,
            "state": measure.state,
            "reason": measure.reason,
            **(_plan(measure) if measure.pk in decided else dict.fromkeys(PLAN)),
            "events": list(heard.events[measure]),
            "held_as": measure.held_as.slug if measure.held_as and measure.held_as.slug in slugs else None,
            **_figures(heard.voices[measure]),
            "page": base + reverse("needs:measure", args=[measure.pk]),
        }
        for measure in measures
    ]
    return Part(tuple(rows), known.count())


PLAN = tuple(field.name for field in PLANNED)


def _planned(measures: Iterable[int]) -> set[int]:
    """Those in a follow-up programme that is published: of others cost and day are the team's."""
    return set(Measure.objects.filter(plan_told(), pk__in=[*measures]).values_list("pk", flat=True))


def _plan(measure: Measure) -> dict[str, Cell]:
    return {
        "description": measure.description,
        "day": measure.decided_day,
        "days": measure.days,
        "hours": measure.hours,
        "places": measure.capacity,
        "planned_eur": measure.planned_eur,
    }


def _answer_rows(programme: Programme, base: str, first: int, most: int | None) -> Part:
    known = _answerings(programme)
    pairs = list(known.values_list("measure", "need", "effect")[_until(first, most)])
    decided = _planned(measure for measure, _need, _effect in pairs)
    rows: list[Row] = [
        {"measure": measure, "need": need, "effect": effect if measure in decided else None}
        for measure, need, effect in pairs
    ]
    return Part(tuple(rows), known.count())


def _card_rows(programme: Programme, base: str, first: int, most: int | None) -> Part:
    """In the order of their names here, which is none: browsers number cards by the clock."""
    known = _cards(programme)
    named = known.annotate(name=_name_of_card()).select_related("group__item", "workshop__event").order_by("name")
    cards = list(named[_until(first, most)])
    seats = dict(
        Seat.objects.filter(group__in={card.group_id for card in cards})
        .order_by()
        .values_list("group")
        .annotate(people=Sum("people"))
    )
    needs, measures = _led_to(programme, {card.cluster_id for card in cards if card.cluster_id})
    rows: list[Row] = [
        {
            "id": card.name,
            "event": card.workshop.event.slug,
            "group": _name_of(card) if seats.get(card.group_id, 0) >= FEW else None,
            "kind": card.kind,
            "language": card.language,
            "text": card.text,
            "needs": needs.get(card.cluster_id or 0, []),
            "measures": measures.get(card.cluster_id or 0, []),
        }
        for card in cards
    ]
    return Part(tuple(rows), known.count())


def _name_of(card: Card) -> str:
    """The group's name in the language of its event, whoever asks."""
    item = card.group.item
    if item is None:
        return card.group.name
    return str(item.title.localize(card.workshop.event.language) if hasattr(item.title, "localize") else item.title)


def _name_of_card() -> Left:
    """A card's own id tells the moment it was made (UUIDv7) and opens its trail: here it has another, for good, that
    nobody computes who does not know this installation's secret."""
    secret = salted_hmac("talka.results.open_data", "card", algorithm="sha256").hexdigest()
    keyed = Concat(Value(secret), Cast("pk", CharField()))
    return Left(Func(keyed, template="encode(sha256((%(expressions)s)::bytea), 'hex')", output_field=CharField()), 20)


def _led_to(programme: Programme, themes: Collection[int]) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
    """By theme, the needs and the measures made of it, of those whose figures are told."""
    pairs: dict[Any, list[tuple[int, int]]] = {
        Need: list(NeedEvidence.objects.filter(cluster__in=themes).values_list("cluster_id", "need_id")),
        Measure: list(MeasureEvidence.objects.filter(cluster__in=themes).values_list("cluster_id", "measure_id")),
    }
    things = [
        thing
        for model, rows in pairs.items()
        for thing in _things(programme, model).filter(pk__in={pk for _theme, pk in rows})
    ]
    told = {thing for thing, voices in _heard(programme, things).voices.items() if voices.told}

    def led(model: Any) -> Mapping[int, list[int]]:
        known = {thing.pk for thing in told if isinstance(thing, model)}
        found: defaultdict[int, list[int]] = defaultdict(list)
        for theme, thing in sorted(pairs[model]):
            if thing in known:
                found[theme].append(thing)
        return found

    return led(Need), led(Measure)


TABLES: Mapping[str, Callable[[Programme, str, int, int | None], Part]] = {
    "events": _event_rows,
    "needs": _need_rows,
    "measures": _measure_rows,
    "answers": _answer_rows,
    "cards": _card_rows,
}
