"""What was recalculated and how surely, why some of it was not, and what would change that; codes with sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from talka.methods import reasons
from talka.methods.recalculation.solve import Break, Recalculation

ENGLISH: dict[str, str] = {
    # the whole
    "counted": "{values} values of {areas} new areas: {exact} exact, {approximate} approximate, {breaks} breaks.",
    "nothing": "Nothing could be recalculated.",
    "dropped": '{share} % of "{old}" in "{new}" was taken for noise of drawn boundaries.',
    "dropped_many": "{count} small shares were taken for noise of drawn boundaries.",
    "rescaled": 'The shares of "{old}" did not add up to 1 and were scaled.',
    "rescaled_many": "The shares of {count} old areas did not add up to 1 and were scaled.",
    "breaks_of": "{count} breaks: {what}.",
    # one new area
    "same": 'It is the former "{old}", whole: its values are carried over.',
    "of_whole": "It was made of {count} whole areas: {parts}. Sums and weighted means are exact.",
    "part_of": '{share} % of "{old}" went to it: what is said of this part takes it to be like the whole.',
    "no_part": "No part of any old area is left to it.",
    # breaks
    "kind_unknown": 'Nobody has said whether "{indicator}" is a sum or a mean. Say so, and it can be recalculated.',
    "split": "An old area was divided, and dividing its values was not wanted: {parts}.",
    "part_missing": "No value was published for: {parts}. With it the new area could be recalculated.",
    "weight_missing": "There is no weight for: {parts}. With it the mean could be recalculated.",
    "weight_zero": "The weights of all parts are 0, so that a mean means nothing.",
    "no_successor": "Nobody has said what became of this area. Add it to the successors.",
    "after_end": "The value is later than the last year of the old areas.",
}
SHORT: dict[str, str] = {
    "kind_unknown": "of indicators of which nobody has said whether they are sums or means",
    "no_part": "as no part of an old area is left",
    "split": "because an old area was divided",
    "part_missing": "because the value of an old area is missing",
    "weight_missing": "because the weight of an old area is missing",
    "weight_zero": "because all weights are 0",
    "no_successor": "of areas whose successor is not known",
    "after_end": "later than the last year of the old areas",
}
"""Each reason of a break in a few words, to follow their number."""
MANY = 4
"""So many small remarks are told one by one; more are counted."""


class Reason(reasons.Reason):
    english = ENGLISH
    formats = {"what": lambda code: SHORT[code]}


def overview(result: Recalculation) -> tuple[Reason, ...]:
    """The whole in a few reasons."""
    return tuple(_overview(result))


def explain_area(result: Recalculation, area: str) -> tuple[Reason, ...]:
    """Of what a new area was made, and what that means for its values. KeyError if it is no new area."""
    parts = [one for one in result.successors if one.new == area]
    if not parts:
        if area not in {one.new for one in result.dropped}:
            raise KeyError(area)
        return (Reason("no_part", {}),)
    whole = [one.old for one in parts if one.share == 1]
    found = []
    if len(whole) == 1 and len(parts) == 1:
        found.append(Reason("same", {"old": whole[0]}))
    elif whole:
        found.append(Reason("of_whole", {"count": len(whole), "parts": ", ".join(whole)}))
    found += [Reason("part_of", {"old": one.old, "share": _percent(one.share)}) for one in parts if one.share < 1]
    return tuple(found)


def explain_break(one: Break) -> Reason:
    """Why there is no value, and what would mend it."""
    return Reason(one.reason, {"indicator": one.indicator, "parts": ", ".join(one.parts)})


def _overview(result: Recalculation) -> Iterator[Reason]:
    if not len(result.values):
        yield Reason("nothing", {})
    else:
        approximate = sum(result.approximate)
        yield Reason(
            "counted",
            {
                "values": len(result.values),
                "areas": len(set(result.values.area)),
                "exact": len(result.values) - approximate,
                "approximate": approximate,
                "breaks": len(result.breaks),
            },
        )
    if len(result.dropped) > MANY:
        yield Reason("dropped_many", {"count": len(result.dropped)})
    else:
        for one in result.dropped:
            yield Reason("dropped", {"old": one.old, "new": one.new, "share": _percent(one.share)})
    if len(result.rescaled) > MANY:
        yield Reason("rescaled_many", {"count": len(result.rescaled)})
    else:
        for old in result.rescaled:
            yield Reason("rescaled", {"old": old})
    for code, count in Counter(one.reason for one in result.breaks).most_common():
        yield Reason("breaks_of", {"count": count, "what": code})


def _percent(share: float) -> float:
    return round(100 * share, 1)
