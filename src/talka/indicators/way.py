"""The way from a baseline to a target, and whether the figures keep to it. Plain numbers; the rules stand here alone.

The path is a straight line from the baseline to the target. Of a figure between the two years it is said:

- *reached*: it is at the target or beyond it;
- *on the way*: it lags behind the line by no more than a tenth of the whole way (`TOLERANCE`);
- *behind*: it lags by more; or the target year has come and the target is not reached.

What should stay as it is, is on the way within a fiftieth (`BAND`) of the line on either side, behind outside, and
reached if it is still so in the target year. Where a document names only a direction, a figure that has moved there
since the baseline is on the way. Figures of the baseline year and before say nothing yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Words

TOLERANCE = 0.10
"""Of the whole way from baseline to target: how far a figure may lag and still be called on the way."""
BAND = 0.02
"""Of what the line asks for: how far a figure that should stay may stray."""
UP, DOWN, KEEP = "up", "down", "keep"


class State(StrEnum):
    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    BEHIND = "behind"
    NO_FIGURE = "no_figure"
    OPEN = "open"
    """There is a figure and a target that is not reached, but no baseline from which a line could lead there."""
    UNMEASURED = "unmeasured"
    """There is a figure and nothing to hold it against."""


WORDS: dict[State, Words] = {
    State.REACHED: _("reached"),
    State.ON_THE_WAY: _("on the way"),
    State.BEHIND: _("behind"),
    State.NO_FIGURE: _("no figure yet"),
    State.OPEN: _("not reached yet"),
    State.UNMEASURED: _("nothing to measure against"),
}
TONES = {State.REACHED: "success", State.ON_THE_WAY: "success", State.BEHIND: "warning"}
"""Of the badge that says how it goes; the others are neutral."""


@dataclass(frozen=True)
class Way:
    """What a document promises. direction: up, down or keep. Years are calendar years, figures in the same unit."""

    direction: str
    baseline_year: int | None = None
    baseline: float | None = None
    target_year: int | None = None
    target: float | None = None

    @property
    def goal(self) -> float | None:
        """The figure to be reached; what should stay is to stay at its baseline where no target is given."""
        return self.baseline if self.target is None and self.direction == KEEP else self.target

    @property
    def has_line(self) -> bool:
        return None not in (self.baseline_year, self.baseline, self.target_year, self.goal)

    def at(self, year: int) -> float | None:
        """What the line asks for in a year: the baseline before it begins, the target once it has ended."""
        if self.baseline_year is None or self.baseline is None or self.target_year is None or self.goal is None:
            return None
        share = (year - self.baseline_year) / (self.target_year - self.baseline_year)
        return self.baseline + (self.goal - self.baseline) * min(max(share, 0.0), 1.0)


@dataclass(frozen=True)
class Standing:
    """Where an indicator stands. year, value: the newest figure that counts; asked: what the line asks for in that
    year; gone: how much of the whole way is behind it, 1 at the target, None where there is no way to go."""

    state: State
    year: int | None = None
    value: float | None = None
    asked: float | None = None
    gone: float | None = None


def standing(way: Way, figures: Mapping[int, float]) -> Standing:
    """figures: by year; those of years to come are left out by whoever asks."""
    counted = [year for year in figures if way.baseline_year is None or year > way.baseline_year]
    if not counted:
        return Standing(State.NO_FIGURE)
    year = max(counted)
    value = figures[year]
    return Standing(_state(way, year, value), year, value, way.at(year), _gone(way, value))


def _state(way: Way, year: int, value: float) -> State:
    ended = way.target_year is not None and year >= way.target_year
    if way.goal is None:
        return _by_direction(way, value)
    if way.direction == KEEP:
        asked = way.at(year) if way.has_line else way.goal
        near = asked is not None and abs(value - asked) <= BAND * abs(asked)
        return (State.REACHED if ended else State.ON_THE_WAY) if near else State.BEHIND
    sign = 1 if way.direction == UP else -1
    if sign * (value - way.goal) >= 0:
        return State.REACHED
    if ended:
        return State.BEHIND
    asked = way.at(year)
    if asked is None or way.baseline is None:
        return State.OPEN
    lag = sign * (asked - value)
    # The last term keeps a figure on the very edge from falling to rounding in the last binary place.
    return State.ON_THE_WAY if lag <= TOLERANCE * abs(way.goal - way.baseline) + 1e-9 * abs(asked) else State.BEHIND


def _by_direction(way: Way, value: float) -> State:
    if way.baseline is None:
        return State.UNMEASURED
    moved = value - way.baseline
    return State.ON_THE_WAY if (moved > 0 if way.direction == UP else moved < 0) else State.BEHIND


def _gone(way: Way, value: float) -> float | None:
    if way.baseline is None or way.goal is None or way.goal == way.baseline:
        return None
    return (value - way.baseline) / (way.goal - way.baseline)
