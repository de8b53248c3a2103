"""What a findings report says beside the findings: which municipalities took part, and how earlier events compare."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.urls import reverse

from talka.documents.drawings import Tile
from talka.documents.findings_comparison import Again, Comparison, Held
from talka.documents.findings_people import Presence
from talka.documents.report import Linked
from talka.events.access import may_read_people
from talka.events.models import Event
from talka.events.queries.attendance import AttendanceSummary, came_to
from talka.events.queries.feedback import satisfaction_of
from talka.needs.access import events_told
from talka.needs.models import Measure, Need
from talka.needs.queries import Found
from talka.people.models import Person
from talka.territories.queries import municipalities, name_of, short_name
from talka.ui.folding import fold

MOST_EARLIER = 4


def presence_at(event: Event, who: AttendanceSummary) -> Presence | None:
    """From which municipalities somebody came, as they stood on the event's first day. Yes or no only: of most of them
    one planner comes, and a figure would be a name. None where fewer than five people came in all. One query."""
    if not who.towns:
        return None
    came = {area.pk for area in who.towns}
    every = list(municipalities(event.first_day, illustrative=event.project.programme.illustrative))
    placed = bool(every) and came <= {area.pk for area in every if area.row is not None and area.column is not None}
    placed = placed and all(area.row is not None for area in every)
    tiles = (
        Tile(area.row or 0, area.column or 0, short_name(area), name_of(area), area.pk in came)
        for area in (every if placed else ())
    )
    return Presence(tuple(name_of(area) for area in who.towns), tuple(tiles))


def comparison_of(event: Event, found: Found, person: Person | None, base: str) -> Comparison | None:
    """The event beside the one it was held upon and the last ones of its project before it, of those whose findings the
    reader may read. None where there are none. A fixed number of queries."""
    earlier = _earlier(event, person)
    if not earlier:
        return None
    events = [*earlier, event]
    came = came_to(events, event.first_day)
    needs, proposals = (_voiced(events, model) for model in (Need, Measure))
    marks = satisfaction_of([one for one in events if may_read_people(person, one)])
    return Comparison(
        tuple(
            Held(
                title=str(one.title),
                first_day=one.first_day,
                last_day=one.last_day if one.last_day != one.first_day else None,
                link=base + reverse("results:findings", args=[one.slug]),
                people=came[one.pk].people,
                organisations=came[one.pk].organisations,
                municipalities=came[one.pk].municipalities,
                needs=len(needs[one.pk]),
                proposals=len(proposals[one.pk]),
                satisfaction=marks.get(one.pk),
                here=one.pk == event.pk,
            )
            for one in events
        ),
        _again(found, earlier, needs, base),
    )


def _earlier(event: Event, person: Person | None) -> list[Event]:
    """In the order they were held; the one it follows is among them however long ago it was."""
    followed = Case(When(pk=event.follows_id or 0, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = (
        events_told(person)
        .filter(Q(pk=event.follows_id or 0) | Q(project=event.project_id), first_day__lt=event.first_day)
        .filter(state=Event.State.PUBLISHED)
        .select_related("project__programme")
        .order_by(followed, "-first_day", "-pk")
    )
    return sorted(rows[:MOST_EARLIER], key=lambda one: (one.first_day, one.pk))


def _voiced(events: Collection[Event], model: Any) -> Mapping[int, dict[int, str]]:
    """By event, the needs or measures voiced there with their words, also those that were first voiced elsewhere. One
    query."""
    wanted = {event.pk for event in events}
    themes = "evidence__cluster__group__workshop__event"
    rows = model.objects.filter(Q(event__in=wanted) | Q(**{f"{themes}__in": wanted}), merged_into=None)
    found: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for pk, words, *voiced in rows.order_by("pk").values_list("pk", "words", "event_id", themes):
        for event in wanted.intersection(voiced):
            found[event][pk] = words
    return found


def _again(
    found: Found, earlier: Collection[Event], needs: Mapping[int, dict[int, str]], base: str
) -> tuple[Again, ...]:
    """Needs that were voiced before: merged into one by the organisers, or in the same words. Latest events first."""
    rows = []
    said = {event.pk: {fold(words) for words in needs[event.pk].values()} for event in earlier}
    for one in found.needs:
        words = fold(one.thing.words)
        held = [event for event in reversed([*earlier]) if one.thing.pk in needs[event.pk] or words in said[event.pk]]
        if held:
            need = Linked(one.thing.words, base + reverse("needs:need", args=[one.thing.pk]))
            links = (Linked(str(event.title), base + reverse("results:findings", args=[event.slug])) for event in held)
            rows.append(Again(need, tuple(links)))
    return tuple(rows)
