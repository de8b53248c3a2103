"""What came of a vote: each option with its reason, sums, turnout; and the ballots, for anybody to count again."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from talka.decisions.models import DecisionRun
from talka.people.models import Person
from talka.ui.few import FEW

from ..actions.counting import METHOD, SUBJECT
from ..actions.voting import key_of, plain
from ..choosing_words import reasons
from ..models import Ballot, Choosing, ChoosingOption, Initiative
from .choosings import stood_in

STATES = (DecisionRun.State.PROPOSED, DecisionRun.State.ACCEPTED, DecisionRun.State.WAITING, DecisionRun.State.FAILED)


@dataclass(frozen=True)
class Outcome:
    """One option. votes: ballots that name it, or its points; None and no reason where fewer than five people voted."""

    option: ChoosingOption
    funded: bool
    votes: int | None
    why: str


@dataclass(frozen=True)
class ResultShown:
    """few: fewer than five ballots, so no figure of votes is told. outcomes: funded ones first, in the order in which
    they were taken; then the others by votes; withdrawn ones apart. EUR."""

    run: DecisionRun
    few: bool
    ballots: int
    funded: Sequence[Outcome]
    rest: Sequence[Outcome]
    withdrawn: Sequence[ChoosingOption]
    budget: Decimal
    spent: Decimal
    left: Decimal
    ties: int
    overview: str


def run_of(row: Choosing) -> DecisionRun | None:
    """The count that holds, or the last one under way. One query."""
    rows = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT, subject_id=str(row.pk), state__in=STATES)
    return rows.order_by("-created_at", "-pk").first()


def result_of(row: Choosing, run: DecisionRun | None, options: Sequence[ChoosingOption]) -> ResultShown | None:
    """What is shown of a count; None where there is none yet. No query."""
    if run is None or run.state not in (DecisionRun.State.PROPOSED, DecisionRun.State.ACCEPTED):
        return None
    told: dict[str, Any] = run.result or {}
    few = told["ballots"] < FEW
    by_code = {one.code: one for one in options if one.number is not None}
    titles = {code: one.title for code, one in by_code.items()}
    found = {
        code: Outcome(
            by_code[code],
            each["funded"],
            None if few else each["votes"],
            "" if few else reasons(each["reasons"], titles, row.form),
        )
        for code, each in told["options"].items()
        if code in by_code
    }
    rest = [one for one in found.values() if not one.funded]
    rest.sort(key=lambda one: (-(one.votes or 0), one.option.code))
    return ResultShown(
        run=run,
        few=few,
        ballots=told["ballots"],
        funded=[found[code] for code in told["funded"]],
        rest=rest,
        withdrawn=[one for one in options if one.withdrawn_at is not None],
        budget=Decimal(told["budget"]),
        spent=Decimal(told["spent"]),
        left=Decimal(told["left"]),
        ties=told["ties"],
        overview="" if few else reasons(told["overview"], titles, row.form),
    )


def ballots_of(row: Choosing) -> QuerySet[Ballot]:
    """In the order of their keys, which says nothing about when they came. To be paged."""
    return Ballot.objects.filter(choosing=row).order_by("key")


def ballot_by(row: Choosing, code: str) -> Ballot | None:
    """The ballot of whoever holds the code. One query."""
    return Ballot.objects.filter(choosing=row, key=key_of(code), paper=None).first() if plain(code) else None


@dataclass(frozen=True)
class BallotShown:
    """name: as the published files name it; named: (option, points or place, whether it was withdrawn)."""

    name: str
    paper: bool
    named: Sequence[tuple[ChoosingOption, int | None]]


def shown_ballot(row: Choosing, ballot: Ballot, options: Sequence[ChoosingOption]) -> BallotShown:
    """No query."""
    known = {one.number: one for one in options}
    beside: Sequence[int | None] = ballot.points or [None] * len(ballot.named)
    if row.form == Choosing.Form.RANKING:
        beside = range(1, len(ballot.named) + 1)
    named = [(known[number], each) for number, each in zip(ballot.named, beside, strict=True) if number in known]
    return BallotShown(name_of(ballot), ballot.paper is not None, named)


def name_of(ballot: Ballot) -> str:
    """In published lists: the digest of the voter's code, or the number on the paper."""
    return f"paper-{ballot.paper}" if ballot.paper is not None else ballot.key


@dataclass(frozen=True)
class Stood:
    """ended: funded, not_funded, withdrawn; before that coming, open, closed, off."""

    option: ChoosingOption
    ended: str


def how_it_stood(initiative: Initiative, person: Person | None) -> list[Stood]:
    """Where an initiative stood to be chosen. Two queries, and those of access."""
    options = stood_in(initiative, person)
    ended = [str(one.choosing_id) for one in options if one.choosing.phase == "ended"]
    runs = {}
    if ended:
        rows = DecisionRun.objects.filter(
            method=METHOD, subject_kind=SUBJECT, subject_id__in=ended, state=DecisionRun.State.ACCEPTED
        )
        runs = {run.subject_id: run for run in rows.defer("input")}
    return [Stood(one, _ended(one, runs.get(str(one.choosing_id)))) for one in options]


def _ended(option: ChoosingOption, run: DecisionRun | None) -> str:
    phase = option.choosing.phase
    if option.withdrawn_at is not None and phase != "off":
        return "withdrawn"
    if run is None or not run.result:
        return str(phase)
    return "funded" if option.code in run.result["funded"] else "not_funded"
