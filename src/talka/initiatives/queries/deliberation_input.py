"""What a computation of opinions is given: votes under numbers, never a name; the same as plain data and as files."""

import csv
import io
from collections.abc import Collection, Mapping
from typing import Any

from talka.documents.sheets import guarded, storable
from talka.methods.opinion.problem import Ballot, Problem
from talka.methods.opinion.problem import Statement as Asked

from ..models import Deliberation, Statement, StatementVote

SIGNS = {1: "+", 0: "0", -1: "-"}
UNSEEN = "."
VOTES = {sign: side for side, sign in SIGNS.items()}


def input_of(row: Deliberation) -> dict[str, Any]:
    """statements: number, text and whether it was taken out, in their order; people: their numbers, in their order, and
    `votes`, for each a sign for each statement: + - 0, or . where none was given. Two queries."""
    rows = list(Statement.objects.filter(deliberation=row, state=Statement.State.STANDING).order_by("number"))
    place = {each.pk: at for at, each in enumerate(rows)}
    given: dict[int, list[str]] = {}
    votes = StatementVote.objects.filter(statement__deliberation=row)
    for number, statement, side in votes.values_list("member__number", "statement", "side").iterator():
        if statement in place:
            given.setdefault(number, [UNSEEN] * len(rows))[place[statement]] = SIGNS[side]
    people = sorted(given)
    return {
        "statements": [
            {
                "id": str(each.number),
                "text": "" if each.hidden_at else each.text,
                "rejected": each.hidden_at is not None,
            }
            for each in rows
        ],
        "people": [str(number) for number in people],
        "votes": ["".join(given[number]) for number in people],
    }


def problem_of(given: Mapping[str, Any]) -> Problem:
    """The question as the method asks it."""
    asked = tuple(Asked(each["id"], each["text"], each["rejected"]) for each in given["statements"])
    ballots = tuple(
        Ballot(
            person,
            {one.id: VOTES[sign] for one, sign in zip(asked, signs, strict=True) if sign != UNSEEN},
        )
        for person, signs in zip(given["people"], given["votes"], strict=True)
    )
    return Problem(ballots, asked)


def voters(given: Mapping[str, Any]) -> int:
    """How many gave a vote that counts."""
    counted = [not each["rejected"] for each in given["statements"]]
    return sum(
        any(counts and sign != UNSEEN for counts, sign in zip(counted, signs, strict=True)) for signs in given["votes"]
    )


def votes_file(given: Mapping[str, Any]) -> bytes:
    """A row for each person by number, a column for each statement by number; 1 agrees, 0 passes, -1 disagrees, empty
    where no vote was given. UTF-8 with commas, as `talka methods opinion` reads it."""
    head = ["participant", *(each["id"] for each in given["statements"])]
    rows = (
        [person, *("" if sign == UNSEEN else VOTES[sign] for sign in signs)]
        for person, signs in zip(given["people"], given["votes"], strict=True)
    )
    return _csv([head, *rows])


def statements_file(given: Mapping[str, Any], hidden: Collection[str]) -> bytes:
    """The texts, and -1 under `moderated` for those that were taken out, of which the words are not told. hidden:
    numbers of those that are taken out now, whatever was computed before."""
    rows = []
    for each in given["statements"]:
        out = each["rejected"] or each["id"] in hidden
        rows.append([each["id"], "" if out else guarded(storable(each["text"])), "-1" if out else "1"])
    return _csv([["comment-id", "comment-body", "moderated"], *rows])


def _csv(rows: list[list[Any]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()
