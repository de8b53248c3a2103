"""Why each project is funded or not, and what would have changed that; in words for whoever voted.

Everything is a Reason: a code with parameters, for pages in any language, and its English sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from talka.methods import reasons
from talka.methods.equal_shares.changes import cheap_enough, voters_wanted
from talka.methods.equal_shares.ledger import Ledger
from talka.methods.equal_shares.problem import Problem
from talka.methods.equal_shares.solve import EqualShares, Funded, Unfunded

ENGLISH: dict[str, str] = {
    # the whole
    "whole": "{funded} of {projects} projects are funded, for {spent} of {budget}; {left} is left.",
    "share": "The budget in equal parts: each of {voters} voters has {share}.",
    "grown": "The budget in equal parts: each of {voters} voters has {first}. So that more of it is used, each share "
    "was raised by 1 as often as the budget allowed, {steps} times, to {share}.",
    "exhausted": "Nothing more that anybody voted for fits into the budget.",
    "overspent": "Shares larger by 1 would choose more than the budget pays for.",
    "added": "Added with what the voters' shares could not pay for, by votes and cost: {count}.",
    "content": "{count} of {voters} voters voted for something that is funded.",
    "ties": "Rounds in which projects were equally good, so that the order of their ids decided: {count}.",
    "no_voters": "Nobody voted.",
    # a funded project
    "bought": "Round {round}: {votes} voters pay {price} each.",
    "bought_points": "Round {round}: {votes} voters pay {price} for each point they gave.",
    "bought_rest": "Round {round}: {full} of its {votes} voters pay {price} each, {rest} pay less, all they have left.",
    "bought_points_rest": "Round {round}: {full} of its {votes} voters pay {price} for each point they gave, {rest} "
    "pay less, all they have left.",
    "filled": "Added from what was left of the budget, as number {round}; voters who named it: {votes}.",
    "tie_won": "As good as {others}; it comes first by its id.",
    # a project that is not funded
    "no_votes": "Nobody voted for it.",
    "over_budget": "It costs {cost}, more than the whole budget of {budget}.",
    "too_few": "Its voters ({votes}) have {had} together; it costs {short} more.",
    "spent": "Its voters ({votes}) had {had} together, but when others were paid {left} was left: {missing} too "
    "little.",
    "tie": "It was as good as {winner} in round {round}, which comes first by its id. Of what its voters ({votes}) "
    "had, {left} was left then: {missing} too little.",
    "stopped": "Shares larger by 1 would pay for it, but then all that is chosen would cost more than the budget. With "
    "shares as they are, its voters ({votes}) have {left} left: {missing} too little.",
    "went": "Their money went to {projects}.",
    "room": "When its turn came, {room} of the budget was left; it costs {cost}.",
    # what would have changed it
    "cheaper": "With these shares it would have been funded at a cost of {cost} or less.",
    "one_voter": "It would have been funded if one voter more who has money left had named it.",
    "more_voters": "It would have been funded if {count} voters more, of those with the most money left, had named it.",
    "no_money": "Even all that all voters have left, {all_left}, would not have paid for it.",
}
MOST_NAMED = 3


def money(amount: float) -> str:
    """An amount as people read it: cents only where there are any."""
    text = f"{amount:,.2f}"
    return text.removesuffix(".00")


class Reason(reasons.Reason):
    """Money in the currency of the problem. Lists of projects are joined by ", "; a project is told by its name in
    quotes, or by its id where it has none."""

    english = ENGLISH
    formats: ClassVar[Mapping[str, Callable[[Any], str]]] = dict.fromkeys(
        (
            *("spent", "budget", "left", "share", "first", "price", "cost", "had", "short", "missing", "room"),
            "all_left",
        ),
        money,
    )


class Explanation:
    """A result with its purchases followed once, so that many questions about it are answered from them."""

    def __init__(self, problem: Problem, result: EqualShares) -> None:
        self.problem, self.result = problem, result
        self.ledger = Ledger(problem, result)
        self.labels = {one.id: f'"{one.name}"' if one.name else one.id for one in problem.projects}
        self.ties = {tie.round: tie for tie in result.ties}
        self.lost = {name: tie for tie in reversed(result.ties) if not tie.completion for name in tie.others}

    def overview(self) -> tuple[Reason, ...]:
        """The whole in a few reasons."""
        return tuple(self._overview())

    def of(self, project: str) -> tuple[Reason, ...]:
        """Why a project is funded, or why not and what would have changed it. KeyError for one that is unknown."""
        for funded in self.result.funded:
            if funded.project == project:
                return self.of_funded(funded)
        for unfunded in self.result.unfunded:
            if unfunded.project == project:
                return (*self.why_not(unfunded), *self.what_would(unfunded))
        raise KeyError(project)

    def of_funded(self, one: Funded) -> tuple[Reason, ...]:
        """When it was chosen, and who pays for it."""
        about: dict[str, str | int | float] = {"round": one.round, "votes": one.votes, "full": one.full}
        about["rest"] = one.rest
        if one.price is None:
            code = "filled"
        else:
            about["price"] = one.price
            points = "_points" if self.problem.utility == "points" else ""
            code = f"bought{points}{'_rest' if one.rest else ''}"
        tie = self.ties.get(one.round)
        return (Reason(code, about), *([Reason("tie_won", {"others": self._list(tie.others)})] if tie else []))

    def why_not(self, one: Unfunded) -> tuple[Reason, ...]:
        """What was missing, and for what the money of its voters went."""
        return tuple(self._why_not(one))

    def what_would(self, one: Unfunded) -> tuple[Reason, ...]:
        """A lower cost or more voters that would have got it funded."""
        return tuple(self._what_would(one))

    def _overview(self) -> Iterator[Reason]:
        result = self.result
        projects = len(result.funded) + len(result.unfunded)
        about: dict[str, str | int | float] = {"funded": len(result.funded), "projects": projects}
        yield Reason("whole", {**about, "spent": result.spent, "budget": result.budget, "left": result.left})
        if not result.voters:
            yield Reason("no_voters", {})
            return
        shares = {"voters": result.voters, "share": result.share, "first": result.first_share, "steps": result.steps}
        yield Reason("grown" if result.steps else "share", shares)
        if result.stopped:
            yield Reason(result.stopped, {})
        if added := sum(one.price is None for one in result.funded):
            yield Reason("added", {"count": added})
        yield Reason("content", {"count": self.ledger.content(), "voters": result.voters})
        if result.ties:
            yield Reason("ties", {"count": len(result.ties)})

    def _why_not(self, one: Unfunded) -> Iterator[Reason]:
        about: dict[str, str | int | float] = {"cost": one.cost, "votes": one.votes, "had": one.had}
        about |= {"left": one.left, "missing": one.missing, "budget": self.result.budget, "short": one.cost - one.had}
        if one.code == "tie":
            tie = self.lost[one.project]
            about |= {"winner": self.labels[tie.project], "round": tie.round}
        yield Reason(one.code, about)
        if one.code in ("spent", "tie", "stopped") and (went := self.ledger.went_to(one.project)):
            most = (f"{self.labels[name]} ({money(sum_)})" for name, sum_ in went[:MOST_NAMED])
            yield Reason("went", {"projects": ", ".join(most)})
        if self.problem.completion == "greedy" and one.code != "over_budget":
            yield Reason("room", {"room": self._room(one), "cost": one.cost})

    def _what_would(self, one: Unfunded) -> Iterator[Reason]:
        if one.code == "over_budget":
            return
        cost = cheap_enough(self.ledger, one.project) if one.votes else None
        if cost is not None:
            yield Reason("cheaper", {"cost": cost})
        count = voters_wanted(self.ledger, one.project)
        if count is None:
            all_left = float((self.ledger.instance.count * self.ledger.left).sum())
            yield Reason("no_money", {"all_left": all_left})
        else:
            yield Reason("one_voter" if count == 1 else "more_voters", {"count": count})

    def _list(self, projects: tuple[str, ...]) -> str:
        return ", ".join(self.labels[name] for name in projects)

    def _room(self, one: Unfunded) -> float:
        """What was left of the budget when the completion came to a project."""
        instance, number = self.ledger.instance, self.ledger.number
        own = number[one.project]
        mine = (-instance.utility(own) / instance.costs[own], own)
        before = (
            funded.cost
            for funded in self.result.funded
            if funded.price is None
            and (
                -instance.utility(number[funded.project]) / instance.costs[number[funded.project]],
                number[funded.project],
            )
            < mine
        )
        return self.result.budget - self.result.paid - sum(before)


def words(told: tuple[Reason, ...]) -> str:
    """Reasons as one cell of a table."""
    return " ".join(reason.sentence() for reason in told)
