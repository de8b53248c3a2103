"""What people gave: ballots, counts of stickers by hand, answers."""

from collections.abc import Callable
from typing import Any

from talka.workshops.models import Answer, Ballot, Card, HandCount

from ..record_files import Row, read_csv
from . import columns
from .load import at, truth, unknown
from .load_group_work import Work, uuid_of
from .load_seats import whole


def load_votes(work: Work) -> None:
    path = work.folder / "ballots.csv"
    for line, row in read_csv(path, columns.BALLOTS):
        where = at(path, line)
        late = truth(row, "late")
        Ballot.objects.update_or_create(
            seat=work.seat(row["workshop"], row["seat"], where),
            stage=work.stage(row["workshop"], row["stage"], where),
            criterion=row["criterion"],
            **_target(work, row, where),
            defaults={"value": whole(row["value"], where), "late": late, "counted": not truth(row, "apart")},
        )
    path = work.folder / "handcounts.csv"
    for line, row in read_csv(path, columns.HAND_COUNTS):
        where = at(path, line)
        HandCount.objects.update_or_create(
            group=work.group(row["workshop"], row["group"], where),
            stage=work.stage(row["workshop"], row["stage"], where),
            criterion=row["criterion"],
            **_target(work, row, where),
            defaults={"value": whole(row["value"], where), "voters": whole(row["voters"] or "0", where)},
        )
    path = work.folder / "answers.csv"
    for line, row in read_csv(path, columns.ANSWERS):
        where = at(path, line)
        Answer.objects.update_or_create(
            seat=work.seat(row["workshop"], row["seat"], where),
            stage=work.stage(row["workshop"], row["stage"], where),
            question=row["question"],
            defaults={"number": whole(row["number"], where) if row["number"] else None, "text": row["text"]},
        )


def _target(work: Work, row: Row, where: str) -> dict[str, Any]:
    """The columns that say what the vote goes to."""
    kinds: dict[str, tuple[str, Callable[[], Any]]] = {
        "theme": ("cluster", lambda: work.theme(row["thing"], where)),
        "card": ("card", lambda: _card(work, row, where)),
        "group": ("team", lambda: work.group(row["workshop"], row["thing"], where)),
        "item": ("item", lambda: _item(work, row, where)),
    }
    if row["on"] not in kinds:
        raise unknown(where, row["on"])
    column, found = kinds[row["on"]]
    return {"cluster": None, "card": None, "team": None, "item": ""} | {column: found()}


def _card(work: Work, row: Row, where: str) -> Card:
    card = Card.objects.filter(pk=uuid_of(row["thing"], where), workshop=work.workshop(row["workshop"], where)).first()
    if card is None:
        raise unknown(where, row["thing"])
    return card


def _item(work: Work, row: Row, where: str) -> str:
    vote = work.stage(row["workshop"], row["stage"], where).spec.vote
    if vote is None or row["thing"] not in {item.key for item in vote.items}:
        raise unknown(where, row["thing"])
    return row["thing"]
