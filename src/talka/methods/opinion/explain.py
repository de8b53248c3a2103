"""Why there are these groups or none, what each stands for, what all share and what divides them; codes with English.

No sentence tells a number of fewer than 5 people or votes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talka.methods import reasons
from talka.methods.opinion.chance import LEVEL
from talka.methods.opinion.problem import AGREE, FEWEST
from talka.methods.opinion.shares import interval_of
from talka.methods.opinion.solve import Group, Opinion
from talka.methods.opinion.standing import DIVIDES, SHARED, Share, Standing

ENGLISH: dict[str, str] = {
    # the whole
    "whole": "{people} people voted on {statements} statements.",
    "few_people": "Fewer than {fewest} people voted; nothing is told of so few.",
    "rejected": "Statements that a moderator took out, and that do not count: {count}.",
    "left_out": "{count} people gave fewer than {needed} votes: they are in no group, but count among all.",
    "left_out_few": "A few people gave fewer than {needed} votes: they are in no group, but count among all.",
    "unsure": "As only {people} people voted, a share of one half may as well be any from {low} % to {high} %.",
    "groups": "The crowd stands in {groups} groups: {sizes}.",
    "not_chance": "These groups are farther apart than chance makes them (silhouette {silhouette}; {by_chance} where "
    "the same votes are dealt out at random, and as far apart as these in at most 1 of {of} such deals).",
    "unsettled": "The time ran out before it was known whether chance makes such groups as well; take them with care.",
    "one_nothing": "The crowd is one group: no groups stand farther apart than chance makes them (in {percent} of 100 "
    "cases where the same votes are dealt out at random they stand as far apart).",
    "one_small": "The crowd is one group: no group is shown apart with fewer than {fewest} people, and it takes "
    "{needed} people with votes enough for two.",
    "one_no_split": "The crowd is one group: no way to split it leaves {fewest} people in each group.",
    "one_asked": "The crowd is taken as one group, as was asked.",
    "one_unanimous": "The crowd is one group: nobody votes otherwise than the others.",
    "nearly": "{other} groups would be nearly as good an answer as {groups}.",
    "between": "{count} people stand between groups: a vote or two could put them into another.",
    "between_few": "A few people stand between groups: a vote or two could put them into another.",
    "shared_count": "Statements that every group is mostly of one mind about: {count} of {statements}.",
    "shared_none": "There is no statement of which it can be shown that every group is mostly of one mind.",
    "shared_none_one": "There is no statement of which it can be shown that most agree or most disagree.",
    "shared_count_one": "Statements that most people are of one mind about: {count} of {statements}.",
    "divides_count": "Statements that divide: {count} of {statements}.",
    "divides_none": "No statement clearly divides.",
    # one group
    "size": "{size} people.",
    "stands_agree": 'Agrees: "{statement}" ({share} % here, {elsewhere} % elsewhere).',
    "stands_disagree": 'Disagrees: "{statement}" ({share} % here, {elsewhere} % elsewhere).',
    "stands_for_nothing": "There is no statement of which it can be shown that this group sees it otherwise.",
    # one statement
    "everyone": "Of {n} who voted {agree} % agree and {disagree} % disagree; with others like them, {low} % to "
    "{high} % would agree.",
    "everyone_few": "Fewer than {fewest} people voted on it.",
    "in_group": "Group {group}: {agree} % agree, {disagree} % disagree ({n} votes).",
    "in_group_few": "Group {group}: fewer than {fewest} votes; that many it would take to tell what it thinks.",
    "shared_agree": "Most of every group agree, and not by chance.",
    "shared_disagree": "Most of every group disagree, and not by chance.",
    "mostly_agree": "Most agree, and not by chance.",
    "mostly_disagree": "Most disagree, and not by chance.",
    "divides": "It divides: the shares of two groups are {spread} percentage points apart, and not by chance.",
    "divides_one": "It divides: a third or more are on either side.",
    "neither": "Neither that it is shared nor that it divides can be shown.",
    "passes": "{passed} % took no side; perhaps it can be put more clearly.",
}
NEARLY = 0.02
"""Another number of groups whose silhouette is above chance by nearly as much."""
MANY = 30
"""From fewer people, how unsure a share is deserves to be said."""
MANY_PASSED = 1 / 3


class Reason(reasons.Reason):
    """Shares are whole percent; `statement` is its text, or its id where it has none; `sizes` joined by ", "."""

    english = ENGLISH


def overview(result: Opinion) -> tuple[Reason, ...]:
    """The whole: who voted, which groups and why so many, who stands between, how much is shared and divides."""
    return tuple(_overview(result))


def explain_group(result: Opinion, name: str) -> tuple[Reason, ...]:
    """What a group stands for. KeyError if there is no such group."""
    at = next((at for at, group in enumerate(result.groups) if group.name == name), None)
    if at is None:
        raise KeyError(name)
    return tuple(_of_group(result, at, result.groups[at]))


def explain_statement(result: Opinion, statement: str) -> tuple[Reason, ...]:
    """How everybody and each group votes on a statement, and what follows. KeyError if nobody voted on it."""
    one = next((each for each in result.statements if each.statement == statement), None)
    if one is None:
        raise KeyError(statement)
    return tuple(_of_statement(result, one))


def shared(result: Opinion) -> list[Standing]:
    """What all groups share, first what is shared most (group-informed consensus)."""
    found = [one for one in result.statements if one.kind == SHARED]
    return sorted(found, key=lambda one: -max(one.consensus, one.consensus_against))


def dividing(result: Opinion) -> list[Standing]:
    """What divides, first what does so most: by the greatest difference, in one group by the most even split."""
    found = [one for one in result.statements if one.kind == DIVIDES]
    return sorted(found, key=lambda one: -(one.spread if one.spread is not None else _even(one.everyone)))


def shown(one: Standing) -> str:
    """A statement as it is named in a sentence."""
    return " ".join(one.text.split()) or one.statement


def percent(part: int, whole: int) -> int:
    """Whole percent, all and nothing only where it is all or nothing."""
    if part in (0, whole):
        return 100 * bool(part)
    return min(99, max(1, round(100 * part / whole)))


def _even(share: Share) -> float:
    return min(share.agree, share.disagree) / max(1, share.n)


def _overview(result: Opinion) -> Iterator[Reason]:
    people = len(result.people)
    if people < FEWEST:
        yield Reason("few_people", {"fewest": FEWEST})
        return
    yield Reason("whole", {"people": people, "statements": len(result.statements)})
    if result.rejected:
        yield Reason("rejected", {"count": result.rejected})
    if left := sum(1 for one in result.people if not one.group):
        yield _counted("left_out", left, needed=result.needed)
    if people < MANY:
        low, high = (round(100 * end) for end in interval_of(people / 2, people))
        yield Reason("unsure", {"people": people, "low": low, "high": high})
    yield from _of_groups(result)
    one = "_one" if len(result.groups) == 1 else ""
    about = {"statements": len(result.statements)}
    if count := len(shared(result)):
        yield Reason(f"shared_count{one}", {**about, "count": count})
    else:
        yield Reason(f"shared_none{one}", {})
    count = len(dividing(result))
    yield Reason("divides_count", {**about, "count": count}) if count else Reason("divides_none", {})


def _of_groups(result: Opinion) -> Iterator[Reason]:
    if len(result.groups) == 1:
        yield _why_one(result)
        return
    sizes = ", ".join(f"{group.name} {group.size}" for group in result.groups)
    yield Reason("groups", {"groups": len(result.groups), "sizes": sizes})
    ours = next(one for one in result.tried if (one.groups, one.scaled) == (len(result.groups), result.scaled))
    if result.chance is None:
        yield Reason("unsettled", {})
    else:
        about = {"silhouette": round(ours.silhouette, 2), "by_chance": round(ours.by_chance or 0.0, 2)}
        yield Reason("not_chance", {**about, "of": int(1 / result.chance + 1e-9)})
    near = [one for one in result.tried if one.groups != ours.groups and one.above > ours.above - NEARLY]
    if near:
        best = max(near, key=lambda one: one.above)
        yield Reason("nearly", {"other": best.groups, "groups": ours.groups})
    if between := sum(1 for one in result.people if one.between):
        yield _counted("between", between)


def _why_one(result: Opinion) -> Reason:
    grouped = [one for one in result.people if one.group]
    if result.most_groups == 1:
        return Reason("one_asked", {})
    if len(grouped) < 2 * FEWEST:
        return Reason("one_small", {"fewest": FEWEST, "needed": 2 * FEWEST})
    if result.chance is not None and result.chance > LEVEL:
        return Reason("one_nothing", {"percent": max(1, min(99, round(100 * result.chance)))})
    if len({(one.x, one.y) for one in grouped}) == 1:
        return Reason("one_unanimous", {})
    return Reason("one_no_split", {"fewest": FEWEST})


def _of_group(result: Opinion, at: int, group: Group) -> Iterator[Reason]:
    if group.size < FEWEST:
        yield Reason("few_people", {"fewest": FEWEST})
        return
    yield Reason("size", {"size": group.size})
    by_name = {one.statement: one for one in result.statements}
    for held in group.stands_for:
        one = by_name[held.statement]
        others = [share for number, share in enumerate(one.groups) if number != at]
        yield Reason(
            "stands_agree" if held.side == AGREE else "stands_disagree",
            {
                "statement": shown(one),
                "share": _side([one.groups[at]], held.side),
                "elsewhere": _side(others, held.side),
            },
        )
    if not group.stands_for and len(result.groups) > 1:
        yield Reason("stands_for_nothing", {})


def _side(shares: Sequence[Share], side: int) -> int:
    part = sum(share.agree if side == AGREE else share.disagree for share in shares)
    return percent(part, max(1, sum(share.n for share in shares)))


def _of_statement(result: Opinion, one: Standing) -> Iterator[Reason]:
    whole = one.everyone
    if whole.low is None or whole.high is None:
        yield Reason("everyone_few", {"fewest": FEWEST})
        return
    low, high = round(100 * whole.low), round(100 * whole.high)
    yield Reason("everyone", {"n": whole.n, **_sides(whole), "low": low, "high": high})
    if len(result.groups) > 1:
        for group, share in zip(result.groups, one.groups, strict=True):
            if share.n < FEWEST:
                yield Reason("in_group_few", {"group": group.name, "fewest": FEWEST})
            else:
                yield Reason("in_group", {"group": group.name, "n": share.n, **_sides(share)})
    yield _verdict(result, one)
    passed = whole.n - whole.agree - whole.disagree
    if passed >= MANY_PASSED * whole.n:
        yield Reason("passes", {"passed": percent(passed, whole.n)})


def _verdict(result: Opinion, one: Standing) -> Reason:
    if one.kind == SHARED:
        whose = "shared" if len(result.groups) > 1 else "mostly"
        return Reason(f"{whose}_{'agree' if one.side == AGREE else 'disagree'}", {})
    if one.kind == DIVIDES and one.spread is not None:
        return Reason("divides", {"spread": round(100 * one.spread)})
    return Reason("divides_one" if one.kind == DIVIDES else "neither", {})


def _sides(share: Share) -> dict[str, int]:
    return {"agree": percent(share.agree, share.n), "disagree": percent(share.disagree, share.n)}


def _counted(code: str, count: int, **about: int) -> Reason:
    """A number of people, or that there are a few where it is below 5."""
    return Reason(f"{code}_few", about) if count < FEWEST else Reason(code, {"count": count, **about})
