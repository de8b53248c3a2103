"""Why the groups are as they are, what nearly was, and what would change it.

Everything is a Reason: a code with parameters, for pages in any language, and its English sentence. Nothing here asks a
solver except `what_would_change`, which solves the problem again without one rule at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from talka.methods import reasons
from talka.methods.contract import Deadline, Infeasible, OutOfTime, Rule
from talka.methods.grouping.evaluate import Change, Standing, Terms, evaluate
from talka.methods.grouping.problem import Problem, rank_of
from talka.methods.grouping.rules import all_rules

ENGLISH: dict[str, str] = {
    # one person
    "rank": '{person} is in "{group}", choice number {rank} of {named}.',
    "first": '{person} is in "{group}", the first choice.',
    "outside": '{person} is in "{group}", which is none of the {named} choices.',
    "no_choices": '{person} named no choices and is in "{group}".',
    "fixed_here": 'A rule fixes {person} in "{group}".',
    "move_costs": 'Moving {person} to "{group}" would make the whole worse by {delta} ({terms}).',
    "move_saves": 'Moving {person} to "{group}" would make the whole better by {delta} ({terms}).',
    "move_free": 'Moving {person} to "{group}" would cost nothing: both are equally good.',
    "move_breaks": 'Moving {person} to "{group}" would break a rule: {rule}.',
    "swap_costs": 'Exchanging {person} with {other} of "{group}" would make the whole worse by {delta} ({terms}).',
    "swap_saves": 'Exchanging {person} with {other} of "{group}" would make the whole better by {delta} ({terms}).',
    "swap_free": 'Exchanging {person} with {other} of "{group}" would cost nothing: both are equally good.',
    "swap_none": 'Nobody in "{group}" can be exchanged with {person} without breaking a rule.',
    # the whole
    "ranks": "{count} of {choosers} who chose are in choice number {rank}.",
    "ranks_outside": "{count} of {choosers} who chose are in none of their choices.",
    "ranks_none": "{count} named no choices.",
    "worst": "Nobody is placed below choice number {rank}.",
    "demand": '"{group}" was the first choice of {wanted}, more than the {limit} it takes.',
    "unwanted": '"{group}" needs {limit} people, but only {wanted} named it at all.',
    "even": "Every {attribute} is spread as evenly over the groups as whole people allow.",
    "uneven": '{attribute} "{value}": "{group}" has {count}, an even spread would be {low} to {high}.',
    "meet_again": "{pairs} pairs meet again who shared a group in the former round.",
    "nobody_meets_again": "Nobody meets anyone again from the former round's group.",
    "broken": "A rule is broken: {rule}.",
    "missing": "{count} people are in no group.",
    "without_rule": "Without this rule the whole would be better by {delta}: {rule}.",
    "one_more_place": 'One more place in "{group}" would make the whole better by {delta}.',
    "one_fewer_needed": 'If "{group}" needed one person fewer, the whole would be better by {delta}.',
}


class Reason(reasons.Reason):
    english = ENGLISH


@dataclass(frozen=True)
class Option:
    """Another group for one person: what a plain move would do, and the best exchange with one of that group."""

    group: str
    rank: int | None
    move: Change
    swap_with: str | None
    swap: Change | None

    @property
    def possible(self) -> bool:
        """Whether a plain move keeps every rule that is kept now."""
        return not self.move.breaks


@dataclass(frozen=True)
class PersonExplanation:
    """Why one person is where they are, and what each other group would mean."""

    person: str
    group: str
    rank: int | None
    options: tuple[Option, ...]
    reasons: tuple[Reason, ...]

    def sentences(self) -> list[str]:
        return [reason.sentence() for reason in self.reasons]


@dataclass(frozen=True)
class GroupFacts:
    """One group: its size and limits, how many of its people got it with which rank, and how many named it at all."""

    group: str
    size: int
    min: int
    max: int
    rank_counts: Mapping[str, int]
    wanted_first: int
    wanted: int


@dataclass(frozen=True)
class Spread:
    """One value of a balanced attribute in one group: how many there are and what an even spread allows."""

    attribute: str
    value: str
    group: str
    count: int
    low: int
    high: int

    @property
    def outside(self) -> int:
        return max(0, self.count - self.high) + max(0, self.low - self.count)


@dataclass(frozen=True)
class Overview:
    """The whole in figures, and in reasons: the first says how the choices came out."""

    terms: Terms
    rank_counts: Mapping[str, int]
    worst_rank: int | None
    groups: tuple[GroupFacts, ...]
    spread: tuple[Spread, ...]
    pairs_again: int
    reasons: tuple[Reason, ...]

    def sentences(self) -> list[str]:
        return [reason.sentence() for reason in self.reasons]


def overview(problem: Problem, assignment: Mapping[str, str]) -> Overview:
    """How an assignment (also one changed by hand) serves the whole. Plain counting, milliseconds."""
    judged = evaluate(problem, assignment)
    standing = Standing(problem, assignment)
    by_group: dict[str, Counter[str]] = {group.id: Counter() for group in problem.groups}
    for person_id, group_id in standing.assignment.items():
        rank = judged.ranks[person_id]
        by_group[group_id]["" if rank is None else str(rank)] += 1
    firsts = Counter(next(filter(None, person.choices), "") for person in problem.people)
    named = Counter(choice for person in problem.people for choice in person.choices if choice)
    groups = tuple(
        GroupFacts(
            group=group.id,
            size=standing.sizes[group.id],
            min=group.min,
            max=group.max,
            rank_counts=dict(sorted(by_group[group.id].items())),
            wanted_first=firsts[group.id],
            wanted=named[group.id],
        )
        for group in problem.groups
    )
    spread = tuple(
        Spread(name, value, group, standing.values[name, value, group], low, high)
        for (name, value, group), (low, high) in standing.ranges.items()
    )
    pairs = standing.pairs_again
    reasons = [
        *_rank_reasons(judged.rank_counts, judged.worst_rank),
        *(Reason("broken", {"rule": rule.words}, rule) for rule in judged.broken),
        *([Reason("missing", {"count": len(judged.missing)})] if judged.missing else []),
        *_demand_reasons(groups),
        *_spread_reasons(problem, spread),
    ]
    if problem.rules.rounds:
        reasons.append(Reason("meet_again", {"pairs": pairs}) if pairs else Reason("nobody_meets_again", {}))
    return Overview(
        terms=judged.terms,
        rank_counts=judged.rank_counts,
        worst_rank=judged.worst_rank,
        groups=groups,
        spread=spread,
        pairs_again=pairs,
        reasons=tuple(reasons),
    )


def explain_person(problem: Problem, assignment: Mapping[str, str], person_id: str) -> PersonExplanation:
    """Why a placed person is in their group, and what every other group would cost, by move and by best exchange.

    Raises KeyError for a person who is unknown or not placed.
    """
    standing = Standing(problem, assignment)
    person = standing.people[person_id]
    here = standing.assignment[person_id]
    rank = rank_of(person, here)
    reasons = [_rank_reason(person_id, here, rank, sum(1 for choice in person.choices if choice))]
    if person_id in problem.rules.fixed:
        fixed = problem.rules.fixed[person_id]
        reasons.append(Reason("fixed_here", {"person": person_id, "group": fixed}))
    others: dict[str, list[str]] = {}
    for other in sorted(standing.assignment):
        others.setdefault(standing.assignment[other], []).append(other)
    options = []
    chosen = [choice for choice in person.choices if choice and choice != here]
    rest = sorted(group.id for group in problem.groups if group.id not in (here, *chosen))
    for group in (*chosen, *rest):
        move = standing.cost_of_move(person_id, group)
        partner, swap = _best_swap(standing, person_id, others.get(group, []))
        option = Option(group, rank_of(person, group), move, partner, swap)
        options.append(option)
        if group in person.choices and (not rank or person.choices.index(group) + 1 < rank):
            reasons.extend(_option_reasons(person_id, option))
    return PersonExplanation(person_id, here, rank, tuple(options), tuple(reasons))


def what_would_change(
    problem: Problem, assignment: Mapping[str, str], *, time_limit: float = 10.0, seed: int = 0, most: int = 12
) -> tuple[Reason, ...]:
    """Which single rules hold the whole back, the dearest first: each is left out (a size: eased by one) then solved.

    `assignment` should be the solver's own answer. Stops at the time limit with what it knows by then.
    """
    from talka.methods.grouping.solve import solve

    deadline = Deadline(time_limit)
    now = evaluate(problem, assignment).terms.objective
    sizes = Counter(assignment.values())
    found = []
    for rule in all_rules(problem):
        if deadline.left < 0.05:
            break
        if rule.code in ("max", "min") and sizes[str(rule.parameters["group"])] != rule.parameters["limit"]:
            continue
        try:
            easier = solve(_without(problem, rule), seed=seed, time_limit=deadline.left, start=assignment)
        except (Infeasible, OutOfTime):
            continue
        saved = now - int(easier.objective or 0)
        if saved > 0:
            code = {"max": "one_more_place", "min": "one_fewer_needed"}.get(rule.code, "without_rule")
            parameters: dict[str, str | int | float] = {
                "delta": saved,
                "rule": rule.words,
                "group": rule.parameters.get("group", ""),
            }
            found.append(Reason(code, parameters, rule))
    return tuple(sorted(found, key=lambda reason: -int(reason.parameters["delta"]))[:most])


def _without(problem: Problem, rule: Rule) -> Problem:
    rules = problem.rules
    if rule.code in ("max", "min"):
        # Balance is measured by max; easing it by one shifts what is even by less than one person.
        step = 1 if rule.code == "max" else -1
        groups = tuple(
            replace(group, **{rule.code: getattr(group, rule.code) + step})
            if group.id == rule.parameters["group"]
            else group
            for group in problem.groups
        )
        return replace(problem, groups=groups)
    if rule.code == "at_most":
        limits = {name: limit for name, limit in rules.at_most.items() if name != rule.parameters["attribute"]}
        return replace(problem, rules=replace(rules, at_most=limits))
    if rule.code == "fixed":
        fixed = {person: group for person, group in rules.fixed.items() if person != rule.parameters["person"]}
        return replace(problem, rules=replace(rules, fixed=fixed))
    index = int(rule.path[2])
    if rule.code == "together":
        return replace(problem, rules=replace(rules, together=rules.together[:index] + rules.together[index + 1 :]))
    return replace(problem, rules=replace(rules, apart=rules.apart[:index] + rules.apart[index + 1 :]))


def _best_swap(standing: Standing, person: str, others: list[str]) -> tuple[str | None, Change | None]:
    best: tuple[str | None, Change | None] = (None, None)
    for other in others:
        change = standing.cost_of_swap(person, other)
        if not change.breaks and (best[1] is None or change.delta.objective < best[1].delta.objective):
            best = (other, change)
    return best


def _rank_reason(person: str, group: str, rank: int | None, named: int) -> Reason:
    if rank is None:
        return Reason("no_choices", {"person": person, "group": group})
    if rank == 0:
        return Reason("outside", {"person": person, "group": group, "named": named})
    if rank == 1:
        return Reason("first", {"person": person, "group": group})
    return Reason("rank", {"person": person, "group": group, "rank": rank, "named": named})


def _terms_said(terms: Terms) -> str:
    parts = (f"{name} {value:+d}" for name, value in terms.to_json().items() if value)
    return ", ".join(parts) or "nothing changes"


def _option_reasons(person: str, option: Option) -> Iterator[Reason]:
    for rule in option.move.breaks:
        yield Reason("move_breaks", {"person": person, "group": option.group, "rule": rule.words}, rule)
    if option.possible:
        yield _priced("move", option.move.delta, {"person": person, "group": option.group})
    if option.swap is None or option.swap_with is None:
        if not option.possible:
            yield Reason("swap_none", {"person": person, "group": option.group})
    else:
        about: dict[str, str | int] = {"person": person, "group": option.group, "other": option.swap_with}
        yield _priced("swap", option.swap.delta, about)


def _priced(kind: str, delta: Terms, about: Mapping[str, str | int]) -> Reason:
    total = delta.objective
    word = "costs" if total > 0 else "saves" if total < 0 else "free"
    parameters = {**about, "delta": abs(total), "terms": _terms_said(delta), **delta.to_json()}
    return Reason(f"{kind}_{word}", parameters)


def _rank_reasons(rank_counts: Mapping[str, int], worst: int | None) -> Iterator[Reason]:
    choosers = sum(count for rank, count in rank_counts.items() if rank)
    for rank, count in rank_counts.items():
        if rank == "":
            if count:
                yield Reason("ranks_none", {"count": count})
        elif count and choosers:
            about: dict[str, str | int] = {"count": count, "choosers": choosers, "rank": int(rank)}
            yield Reason("ranks" if rank != "0" else "ranks_outside", about)
    if worst:
        yield Reason("worst", {"rank": worst})


def _demand_reasons(groups: tuple[GroupFacts, ...]) -> Iterator[Reason]:
    for facts in groups:
        if facts.wanted_first > facts.max:
            about: dict[str, str | int] = {"group": facts.group, "wanted": facts.wanted_first, "limit": facts.max}
            yield Reason("demand", about)
        if facts.wanted < facts.min:
            yield Reason("unwanted", {"group": facts.group, "wanted": facts.wanted, "limit": facts.min})


def _spread_reasons(problem: Problem, spread: tuple[Spread, ...]) -> Iterator[Reason]:
    for name in problem.rules.balance:
        uneven = [cell for cell in spread if cell.attribute == name and cell.outside]
        if not uneven:
            yield Reason("even", {"attribute": name})
        for cell in sorted(uneven, key=lambda cell: (-cell.outside, cell.value, cell.group)):
            about: dict[str, str | int] = {
                "attribute": name,
                "value": cell.value,
                "group": cell.group,
                "count": cell.count,
                "low": cell.low,
                "high": cell.high,
            }
            yield Reason("uneven", about)
