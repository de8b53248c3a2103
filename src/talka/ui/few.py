"""Few people, no figures: what may be shown of a count."""

from collections.abc import Sequence
from typing import Final

FEW: Final = 5


def shown(count: int, people: int) -> int | None:
    """The figure, or None where fewer than five people stand behind it. Nobody at all is no secret: zero is shown.

    count: the figure (votes, cards, hours). people: how many different people it comes from.
    """
    return None if 0 < people < FEW else count


def shown_parts(parts: Sequence[int]) -> list[int | None]:
    """Numbers of people that add up to a known sum, none of which may tell of fewer than five people.

    Where those hidden are together fewer than five, or one alone, the smallest shown one is hidden with them: else the
    sum less the shown ones would tell.
    """
    told = [shown(part, part) for part in parts]
    while any(part is None for part in told):
        hidden = [part for part, figure in zip(parts, told, strict=True) if figure is None]
        left = [place for place, figure in enumerate(told) if figure]
        if (sum(hidden) >= FEW and len(hidden) > 1) or not left:
            break
        told[min(left, key=lambda place: parts[place])] = None
    return told


def levelled(parts: Sequence[int]) -> list[float]:
    """The same numbers for computing with: those that `shown_parts` hides are each the mean of the hidden ones, so that
    no outcome tells more of them than their sum, and all together stay what they are."""
    told = shown_parts(parts)
    hidden = [part for part, figure in zip(parts, told, strict=True) if figure is None]
    mean = sum(hidden) / len(hidden) if hidden else 0.0
    return [mean if figure is None else float(figure) for figure in told]
