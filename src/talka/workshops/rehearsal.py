"""Simulated phones that walk through the steps of a rehearsal as people would: joining, writing, voting, answering.

They send what real phones send (`deeds.perform`), so that consoles, walls and phones that look on see a day like the
real one. Everything they say is marked as made up.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from django.utils import translation
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.ui.refusals import Refusal

from .actions import clustering, deeds, rehearsing, reporting, screen, stages
from .actions.answering import answer
from .formats.spec import Asks, Kind, On, Way
from .models import Card, Cluster, Group, Report, Seat, Stage, Workshop

JOINING = 0.1
"""The part of the time in which people take their seats."""
CARDS_EACH = 2
WANTED = 6
"""Cards of a theme, about."""


@dataclass
class Played:
    """What was done, by kind, and what was refused, with its words."""

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Beat:
    """One thing that somebody does, so many seconds after the beginning."""

    at: float
    kind: str
    do: Callable[[], object]


def play(
    twin: Workshop,
    minutes: float,
    *,
    by: Person | None,
    seed: int = 0,
    clock: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> Played:
    """Walk through all stages in so many minutes, each in its share of the advised time, and close.

    It ends early, without harm, when the twin is taken away meanwhile. Raises Refusal for true group work.
    """
    if not twin.rehearsal:
        raise Refusal(_("Simulated people take part in rehearsals only."), status=422)
    played, begun = Played(), clock()
    chance = Random(seed)  # noqa: S311  the same rehearsal again, no secret
    with translation.override(twin.event.language):
        for beat in _beats(twin, minutes * 60, by, chance):
            if (wait := beat.at - (clock() - begun)) > 0:
                pause(wait)
            if not Workshop.with_rehearsals.filter(pk=twin.pk).exists():
                break
            try:
                beat.do()
            except Refusal as refusal:
                played.refused[str(refusal)] += 1
            except (Seat.DoesNotExist, Stage.DoesNotExist, Group.DoesNotExist):
                continue
            else:
                played.done[beat.kind] += 1
    return played


def _beats(twin: Workshop, seconds: float, by: Person | None, chance: Random) -> Iterator[Beat]:
    seats = list(Seat.objects.filter(workshop=twin).select_related("group").order_by("pk"))
    every = list(twin.stages.order_by("order"))
    for number, seat in enumerate(seats):
        yield Beat(
            seconds * JOINING * number / len(seats), "joined", lambda seat=seat: rehearsing.take_seat(twin, seat)
        )
    begins = seconds * JOINING
    advised = sum(stage.spec.minutes or 5 for stage in every)
    for stage in every:
        lasts = (seconds - seconds * JOINING) * (stage.spec.minutes or 5) / advised
        yield Beat(begins, "moved on", lambda stage=stage: stages.go_to(twin, stage.key, by=by))
        within = [
            Beat(begins + lasts * (0.1 + 0.8 * chance.random()), kind, do)
            for kind, do in _deeds(twin, stage, seats, by, chance)
        ]
        yield from sorted(within, key=lambda beat: beat.at)
        begins += lasts
    yield Beat(seconds, "closed", lambda: stages.close(twin, by=by))


def _deeds(
    twin: Workshop, stage: Stage, seats: list[Seat], by: Person | None, chance: Random
) -> list[tuple[str, Callable[[], object]]]:
    """What is done in a stage, in no order yet."""
    spec, found = stage.spec, list[tuple[str, Callable[[], object]]]()
    if spec.writes:
        each = 1 if stage.kind == Kind.REPORT else min(CARDS_EACH, spec.limit or CARDS_EACH)
        for number, seat in enumerate(seats * each):
            lane = chance.choice(spec.lanes).key
            about = None
            if stage.kind == Kind.REPORT:
                about = chance.choice(list(twin.groups.values_list("number", flat=True)))
            found.append(("card", lambda s=seat, n=number, to=lane, of=about: _write(s, stage, to, n + 1, of)))
    if stage.kind == Kind.CLUSTER:
        for group in twin.groups.all():
            cards = group.cards.count() or len(seats) * CARDS_EACH // max(1, twin.groups.count())
            for number in range(1, max(1, cards // WANTED) + 1):
                found.append(("theme", lambda g=group, n=number: _sort(g, stage, n, by, chance)))
    if spec.vote is not None:
        found += [("vote", lambda s=seat: _vote(s, stage, chance)) for seat in seats]
    if stage.kind == Kind.REFLECT:
        found += [("answer", lambda s=seat: _answer(s, stage, chance)) for seat in seats]
    if stage.kind == Kind.REPORT:
        for group in twin.groups.all():
            found.append(("report", lambda g=group: _report(g, by)))
    return found


def _write(seat: Seat, stage: Stage, lane: str, number: int, about: int | None) -> None:
    words = _("Rehearsal: made-up card %(n)s") % {"n": number}
    sent = {"id": _name(), "deed": "card", "stage": stage.key, "lane": lane, "text": words}
    deeds.perform(seat, sent | ({"about": about} if about is not None else {}))


def _sort(group: Group, stage: Stage, number: int, by: Person | None, chance: Random) -> None:
    """Some loose cards of one column become a theme."""
    loose = Card.objects.filter(group=group, cluster=None, withdrawn_at=None, stage__key__in=stage.spec.of)
    cards = list(loose.order_by("written_at", "pk")[: WANTED * 4])
    if not cards:
        return
    lane = chance.choice(cards).lane
    chosen = [card for card in cards if card.lane == lane][:WANTED]
    name = _("Rehearsal: made-up theme %(n)s") % {"n": number}
    clustering.make(group, name, lane, {card.pk: None for card in chosen}, by=by)


def _vote(seat: Seat, stage: Stage, chance: Random) -> None:
    vote = stage.spec.vote
    assert vote is not None
    things = _things(seat, stage)
    if not things:
        return
    if vote.way == Way.SCORES:
        for thing in things:
            for criterion in [each.key for each in vote.criteria] or [""]:
                _give(seat, stage, thing, chance.randint(1, vote.top), criterion)
        return
    many = vote.dots if vote.way == Way.DOTS else vote.most or len(things)
    if vote.way == Way.APPROVAL:
        for thing in chance.sample(things, min(many, len(things))):
            _give(seat, stage, thing, 1, "")
        return
    given = Counter(chance.choice(things) for _dot in range(many))
    for thing, dots in given.items():
        _give(seat, stage, thing, dots, "")


def _things(seat: Seat, stage: Stage) -> list[str]:
    vote = stage.spec.vote
    assert vote is not None
    own = {} if vote.across else {"group": seat.group_id}
    if vote.on == On.THEMES:
        rows = Cluster.objects.filter(group__workshop=seat.workshop_id, removed_at=None, **own)
        return [f"theme:{pk}" for pk in rows.order_by("pk").values_list("pk", flat=True)]
    if vote.on == On.CARDS:
        cards = Card.objects.filter(
            workshop=seat.workshop_id, withdrawn_at=None, stage__key__in=stage.spec.of, **own
        ).order_by("written_at", "pk")
        return [f"card:{pk}" for pk in cards.values_list("pk", flat=True)]
    if vote.on == On.GROUPS:
        groups = Group.objects.filter(workshop=seat.workshop_id)
        if not vote.own_group:
            groups = groups.exclude(pk=seat.group_id)
        return [f"group:{number}" for number in groups.order_by("number").values_list("number", flat=True)]
    return [f"item:{item.key}" for item in vote.items]


def _give(seat: Seat, stage: Stage, thing: str, value: int, criterion: str) -> None:
    sent = {"id": _name(), "deed": "vote", "stage": stage.key, "thing": thing, "value": value, "criterion": criterion}
    deeds.perform(seat, sent)


def _answer(seat: Seat, stage: Stage, chance: Random) -> None:
    given = {}
    for question in stage.spec.questions:
        if question.asks == Asks.RATING:
            given[question.key] = str(chance.randint(1, question.top))
        elif question.asks == Asks.TEXT:
            given[question.key] = _("Rehearsal: made-up answer")
    answer(seat, stage.key, given)


def _report(group: Group, by: Person | None) -> None:
    version = Report.objects.filter(group=group).values_list("version", flat=True).first() or 0
    words = _("Rehearsal: made-up report of group %(n)s.") % {"n": group.number}
    reporting.write_report(group, words, version, by=by)
    workshop = Workshop.with_rehearsals.get(pk=group.workshop_id)
    screen.put_on_screen(workshop, "report", group, by=by)


def _name() -> str:
    """A name of the seventh kind, as phones give it: the time first, then chance."""
    stamp = int(time.time() * 1000)
    chance = uuid.uuid4().int
    value = (stamp << 80) | (0x7 << 76) | ((chance >> 66 & 0xFFF) << 64) | (0b10 << 62) | (chance & ((1 << 62) - 1))
    return str(uuid.UUID(int=value))
