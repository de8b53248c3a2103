"""A deliberation on which many have voted, written as rows."""

import random

from django.utils import timezone

from talka.initiatives.factories.deliberation import StatementFactory
from talka.initiatives.models import Deliberation, DeliberationMember, Statement, StatementVote


def voted(row: Deliberation, matrix: list[list[int | None]]) -> list[Statement]:
    """matrix: a row of each person, a column of each statement: 1, 0, -1, None where no vote was given. The members
    have no person."""
    now = timezone.now()
    statements = [StatementFactory(deliberation=row, number=n + 1) for n in range(len(matrix[0]))]
    members = DeliberationMember.objects.bulk_create(
        DeliberationMember(deliberation=row, joined_at=now) for _person in matrix
    )
    StatementVote.objects.bulk_create(
        StatementVote(statement=statement, member=member, side=side, at=now)
        for member, sides in zip(members, matrix, strict=True)
        for statement, side in zip(statements, sides, strict=True)
        if side is not None
    )
    return statements


def two_camps(people: int, statements: int, seed: int = 7) -> list[list[int | None]]:
    """The first fifth of the statements all agree on; on the others two camps stand on different sides. One vote in ten
    is otherwise, one in five is not given."""
    draw = random.Random(seed)

    def side(person: int, statement: int) -> int | None:
        if draw.random() < 0.2:
            return None
        meant = 1 if statement < statements // 5 or person % 5 < 3 else -1
        meant = -meant if statement >= statements // 5 and statement % 2 else meant
        return -meant if draw.random() < 0.1 else meant

    return [[side(person, statement) for statement in range(statements)] for person in range(people)]
