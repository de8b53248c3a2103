"""The clock of what goes on, for all, one group, or who has the word. It only advises: nothing ends by itself when it
runs out."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead, require_run
from ..models import Group, Workshop
from .stages import locked_workshop

MOST_MINUTES = 600


@dataclass(frozen=True)
class Hands:
    """Where a clock stands. ends_at: when it runs out, or ran out; left: seconds of one that stands. Neither: none."""

    ends_at: dt.datetime | None = None
    left: int | None = None


def started(seconds: int, now: dt.datetime) -> Hands:
    """A clock that runs for so many seconds from now; none for 0."""
    return Hands(ends_at=now + dt.timedelta(seconds=seconds)) if seconds else Hands()


@transaction.atomic
def set_clock(
    workshop: Workshop, seconds: int, *, by: Person | None, group: Group | None = None, word: bool = False
) -> None:
    """Start anew with so many seconds; 0 takes the clock away. `word`: the clock of who has the word."""
    if not 0 <= seconds <= MOST_MINUTES * 60:
        raise Refusal(_("A clock runs for at most %(n)s minutes.") % {"n": MOST_MINUTES}, status=422)
    _turn(workshop, group, word, by, lambda hands, now: started(seconds, now))


@transaction.atomic
def add_time(
    workshop: Workshop, seconds: int, *, by: Person | None, group: Group | None = None, word: bool = False
) -> None:
    """Give so many seconds more (or fewer, below 0), from now where the time had run out."""

    def more(hands: Hands, now: dt.datetime) -> Hands:
        if hands.left is not None:
            return Hands(hands.ends_at, max(0, hands.left + seconds))
        ends = hands.ends_at if hands.ends_at is not None else now
        if seconds > 0:
            ends = max(ends, now)
        return Hands(ends + dt.timedelta(seconds=seconds))

    _turn(workshop, group, word, by, more)


@transaction.atomic
def stop_clock(workshop: Workshop, *, by: Person | None, group: Group | None = None, word: bool = False) -> None:
    """Let it stand; `run_clock` goes on from there."""

    def stopped(hands: Hands, now: dt.datetime) -> Hands:
        if hands.ends_at is None or hands.left is not None:
            return hands
        return Hands(hands.ends_at, max(0, round((hands.ends_at - now).total_seconds())))

    _turn(workshop, group, word, by, stopped)


@transaction.atomic
def run_clock(workshop: Workshop, *, by: Person | None, group: Group | None = None, word: bool = False) -> None:
    """Go on with the seconds that were left."""
    _turn(
        workshop,
        group,
        word,
        by,
        lambda hands, now: hands if hands.left is None else Hands(now + dt.timedelta(seconds=hands.left)),
    )


def _turn(
    workshop: Workshop,
    group: Group | None,
    word: bool,
    by: Person | None,
    turn: Callable[[Hands, dt.datetime], Hands],
) -> None:
    if group is None:
        require_run(by, workshop)
    else:
        require_lead(by, [group])
    locked = locked_workshop(workshop)
    if word:
        _turn_word(locked, turn)
        return
    place = locked if group is None else _apart(locked, group)
    before = Hands(place.clock_ends_at, place.clock_left)
    after = turn(before, timezone.now())
    if after == before:
        return
    place.clock_ends_at, place.clock_left = after.ends_at, after.left
    place.save()
    append(locked.stream, "clock-changed", workshop=locked.pk, **({"group": group.pk} if group else {}))


def _turn_word(locked: Workshop, turn: Callable[[Hands, dt.datetime], Hands]) -> None:
    if locked.speaking_id is None:
        raise Refusal(_("Nobody has the word."), advice=_("Give it to a group first."))
    before = Hands(locked.word_ends_at, locked.word_left)
    after = turn(before, timezone.now())
    if after != before:
        locked.word_ends_at, locked.word_left = after.ends_at, after.left
        locked.save(update_fields=["word_ends_at", "word_left"])
        append(locked.stream, "clock-changed", workshop=locked.pk)


def _apart(locked: Workshop, group: Group) -> Group:
    """The group, whose clock is its own. Without a stage of its own it first gets the one that goes on."""
    place = Group.objects.select_for_update(of=("self",), no_key=True).filter(pk=group.pk, workshop=locked).first()
    if place is None:
        raise Refusal(_("This group belongs to other group work."), status=404)
    if place.stage_id is None:
        if locked.stage is None:
            raise Refusal(_("The group work has not begun."), advice=_("Start the first step."))
        place.stage, place.stage_since = locked.stage, locked.stage_since
        place.clock_ends_at, place.clock_left = locked.clock_ends_at, locked.clock_left
    return place
