"""Why the competences stand in this order, how sure it is, and what would change it; codes with English sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from talka.methods import reasons
from talka.methods.discrepancy.solve import Discrepancy, Standing

ENGLISH: dict[str, str] = {
    # the whole
    "asked": "{persons} people assessed {competences} competences.",
    "none": "Nobody gave both scores of any competence.",
    "left_out": "{count} answers without importance or without ability were left out.",
    "most": '"{competence}" is lacking most: its weighted gap is {mwds}; had other people like these been asked, '
    "it would most likely lie between {low} and {high} ({level} %).",
    "most_of_one": '"{competence}" is lacking most, with a weighted gap of {mwds}; one answer does not say '
    "how sure it is.",
    "nothing_lacks": "No competence is mastered less than it is needed.",
    "tied": 'The gap of "{competence}" is the same as of "{other}".',
    "unsure": 'Whether "{competence}" is lacking more than "{other}" is not sure: in {percent} of 100 draws it is not.',
    "differ": 'The ranked model, which counts people instead of averaging scores, puts "{competence}" in place '
    "{rds_rank} instead of {rank}.",
    # one competence
    "means": "On average it is {importance} important and mastered {ability}; the difference times the importance "
    "is {mwds}.",
    "counted": "{below} of {n} people master it less than they need it, {equal} as much, {above} more.",
    "no_gap": "It is mastered at least as well as it is needed.",
    "gap_unsure": "A gap cannot be shown: it may as well be none (from {low} to {high}).",
    "gap_sure": "The gap is more than chance (from {low} to {high}).",
    "few": "Only {n} people answered; a few more answers could change much.",
    "would_fall": 'If these people mastered it better by {by} of a point, "{other}" would be lacking more.',
    "no_answers": "Nobody gave both scores.",
}
FEW_TO_BE_SURE = 15
"""Below so many answers an interval from draws is known to be too narrow."""
Parameter = str | int | float


class Reason(reasons.Reason):
    english = ENGLISH


def overview(result: Discrepancy) -> tuple[Reason, ...]:
    """The whole in a few reasons: what is lacking most, which places are not sure, where the two models differ."""
    return tuple(_overview(result))


def explain_competence(result: Discrepancy, competence: str) -> tuple[Reason, ...]:
    """Why one competence stands where it does, and what would move it. KeyError if there is no such competence."""
    place = next((at for at, one in enumerate(result.competences) if one.competence == competence), None)
    if place is None:
        raise KeyError(competence)
    following = result.competences[place + 1] if place + 1 < len(result.competences) else None
    return tuple(_of_one(result.competences[place], following))


def _overview(result: Discrepancy) -> Iterator[Reason]:
    yield Reason("asked", {"persons": result.persons, "competences": len(result.competences)})
    if result.left_out:
        yield Reason("left_out", {"count": result.left_out})
    told = [one for one in result.competences if one.n]
    if not told:
        yield Reason("none", {})
        return
    yield _most(told[0], result.level)
    for one, other in pairwise(told):
        about: dict[str, Parameter] = {"competence": one.competence, "other": other.competence}
        if one.rank == other.rank:
            yield Reason("tied", about)
        elif one.ahead is not None and one.ahead < result.level:
            yield Reason("unsure", {**about, "percent": max(1, round(100 * (1 - one.ahead)))})
    for one in told:
        if one.rank and one.rds_rank and abs(one.rank - one.rds_rank) > max(1, len(told) // 4):
            yield Reason("differ", {"competence": one.competence, "rank": one.rank, "rds_rank": one.rds_rank})


def _most(first: Standing, level: float) -> Reason:
    about: dict[str, Parameter] = {"competence": first.competence, "mwds": _short(first.mwds)}
    if (first.mwds or 0) <= 0:
        return Reason("nothing_lacks", {})
    if first.low is None:
        return Reason("most_of_one", about)
    interval: dict[str, Parameter] = {"low": _short(first.low), "high": _short(first.high), "level": f"{100 * level:g}"}
    return Reason("most", {**about, **interval})


def _of_one(one: Standing, following: Standing | None) -> Iterator[Reason]:
    if one.mwds is None or one.importance is None or one.ability is None:
        yield Reason("no_answers", {})
        return
    means = {"importance": _short(one.importance), "ability": _short(one.ability), "mwds": _short(one.mwds)}
    yield Reason("means", means)
    yield Reason("counted", {"n": one.n, "below": one.below, "equal": one.equal, "above": one.above})
    if one.mwds <= 0:
        yield Reason("no_gap", {})
    elif one.low is not None:
        about = {"low": _short(one.low), "high": _short(one.high)}
        yield Reason("gap_sure" if one.low > 0 else "gap_unsure", about)
    if one.n < FEW_TO_BE_SURE:
        yield Reason("few", {"n": one.n})
    if following is not None and following.mwds is not None and one.importance > 0:
        by = (one.mwds - following.mwds) / one.importance
        if by > 0:
            yield Reason("would_fall", {"by": _short(by), "other": following.competence})


def _short(value: float | None) -> float:
    return round(value or 0.0, 2)
