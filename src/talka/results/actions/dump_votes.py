"""What people gave in the group work of one event: ballots, counts by hand, answers."""

from pathlib import Path

from talka.workshops.models import Answer, Ballot, HandCount, Workshop

from ..record_files import write_csv
from . import columns
from .dump_group_work import Names


def write_votes(folder: Path, workshops: list[Workshop], names: Names) -> None:
    ballots = (
        Ballot.objects.filter(stage__workshop__in=workshops)
        .select_related("seat", "card")
        .order_by(
            "seat__workshop__slug", "stage__order", "seat_id", "cluster_id", "card_id", "team_id", "item", "criterion"
        )
    )
    write_csv(
        folder / "ballots.csv",
        columns.BALLOTS,
        (
            (
                names.workshops[b.seat.workshop_id], names.stages[b.stage_id], names.seats[b.seat_id], *thing,
                b.criterion, b.value, b.late, not b.counted,
            )
            for b in ballots
            if (thing := _thing(b, names))
        ),
    )  # fmt: skip
    counts = (
        HandCount.objects.filter(stage__workshop__in=workshops)
        .select_related("group", "card")
        .order_by(
            "group__workshop__slug",
            "stage__order",
            "group__number",
            "cluster_id",
            "card_id",
            "team_id",
            "item",
            "criterion",
        )
    )
    write_csv(
        folder / "handcounts.csv",
        columns.HAND_COUNTS,
        (
            (
                names.workshops[c.group.workshop_id], names.stages[c.stage_id], names.groups[c.group_id], *thing,
                c.criterion, c.value, c.voters,
            )
            for c in counts
            if (thing := _thing(c, names))
        ),
    )  # fmt: skip
    answers = (
        Answer.objects.filter(stage__workshop__in=workshops)
        .select_related("seat")
        .order_by("seat__workshop__slug", "stage__order", "seat_id", "question")
    )
    write_csv(
        folder / "answers.csv",
        columns.ANSWERS,
        (
            (
                names.workshops[a.seat.workshop_id],
                names.stages[a.stage_id],
                names.seats[a.seat_id],
                a.question,
                a.number,
                a.text,
            )
            for a in answers
        ),
    )


def _thing(vote: Ballot | HandCount, names: Names) -> tuple[str, str] | None:
    """What the vote went to; None for what does not stand any more."""
    if vote.cluster_id is not None:
        return ("theme", names.themes[vote.cluster_id]) if vote.cluster_id in names.themes else None
    if vote.card is not None:
        return ("card", str(vote.card.pk)) if vote.card.withdrawn_at is None else None
    if vote.team_id is not None:
        return "group", names.groups[vote.team_id]
    return "item", vote.item
