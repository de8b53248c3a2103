"""Clocks ready to be shown. The server's words stand on the page; its script only lets the seconds run."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Group, Workshop


@dataclass(frozen=True)
class ClockRow:
    """One clock. seconds: left, below 0 since it ran out; stands: stopped at them."""

    seconds: int
    stands: bool

    @property
    def over(self) -> bool:
        return self.seconds <= 0

    @property
    def state(self) -> str:
        return "stands" if self.stands else "over" if self.over else "runs"

    @property
    def digits(self) -> str:
        """ "4:05", with a minus since it ran out."""
        minutes, seconds = divmod(abs(self.seconds), 60)
        return f"{'−' if self.seconds < 0 else ''}{minutes}:{seconds:02}"

    @property
    def words(self) -> str:
        """What it says to who cannot see it run."""
        minutes = abs(self.seconds) // 60
        if self.stands:
            return _("The clock stands.")
        if not self.over:
            return ngettext("%(n)s minute left", "%(n)s minutes left", minutes) % {"n": minutes}
        return ngettext("over for %(n)s minute", "over for %(n)s minutes", minutes) % {"n": minutes}


def clock_row(ends_at: dt.datetime | None, left: int | None, now: dt.datetime | None = None) -> ClockRow | None:
    """A clock from what is kept; None where there is none."""
    if left is not None:
        return ClockRow(left, stands=True)
    if ends_at is None:
        return None
    return ClockRow(round((ends_at - (now or timezone.now())).total_seconds()), stands=False)


def clock_of(place: Workshop | Group, now: dt.datetime | None = None) -> ClockRow | None:
    """The clock of all, or the one that a group sees: its own where it goes its own way."""
    if isinstance(place, Group) and place.stage_id is None:
        place = place.workshop
    return clock_row(place.clock_ends_at, place.clock_left, now)


def word_clock(workshop: Workshop, now: dt.datetime | None = None) -> ClockRow | None:
    """The clock of who has the word."""
    if workshop.speaking_id is None:
        return None
    return clock_row(workshop.word_ends_at, workshop.word_left, now)
