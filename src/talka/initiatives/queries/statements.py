"""Statements as those who take part and those who run it see them: the next card, one's own votes, what waits."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from ..access.deliberations import Visit
from ..models import Deliberation, Statement, StatementVote


@dataclass(frozen=True)
class Card:
    """The statement to vote on, None when there is no other; done: how many of `whole` the person has voted on; said:
    what they said to this one before, None where nothing."""

    statement: Statement | None
    done: int
    whole: int
    said: int | None = None

    @property
    def place(self) -> int:
        """Which one it is: the seventh of 23."""
        return self.done if self.said is not None else min(self.done + 1, self.whole)


def votable(row: Deliberation) -> QuerySet[Statement]:
    """What takes votes, in its order."""
    return Statement.objects.filter(deliberation=row, state=Statement.State.STANDING, hidden_at=None)


def card_for(at: Visit, wanted: int | None = None) -> Card:
    """The next card, or the wanted one (its row id) where the person votes anew. Three queries at most."""
    member = at.member
    mine = {} if member is None else dict(
        StatementVote.objects.filter(member=member).values_list("statement", "side")
    )  # fmt: skip
    rows = list(votable(at.row))
    done = sum(1 for each in rows if each.pk in mine)
    if wanted is not None:
        asked = next((each for each in rows if each.pk == wanted), None)
        if asked is not None:
            return Card(asked, done, len(rows), mine.get(asked.pk))
    left = [each for each in rows if each.pk not in mine]
    who = at.person.pk if at.person is not None else 0
    return Card(min(left, key=lambda each: _turn(each, who), default=None), done, len(rows))


def _turn(statement: Statement, who: int) -> float:
    """When its turn comes: drawn anew for each person, the same at each look, sooner for what has few votes. A draw
    from an exponential distribution with rate 1 / (1 + votes), so that the chance to be first is as the rates."""
    digest = hashlib.sha256(f"{who}/{statement.pk}".encode()).digest()
    drawn = (int.from_bytes(digest[:8]) + 1) / (2**64 + 1)
    return -math.log(drawn) * (1 + statement.given)


def own_votes(at: Visit) -> QuerySet[Statement]:
    """What the person voted on, with `said`, the latest first. To be paged."""
    member = at.member
    if member is None:
        return Statement.objects.none()
    mine = StatementVote.objects.filter(statement=OuterRef("pk"), member=member)
    rows = Statement.objects.filter(deliberation=at.row, votes__member=member)
    rows = rows.annotate(said=Subquery(mine.values("side")[:1]), last=Subquery(mine.values("at")[:1]))
    return rows.order_by("-last", "-pk")


def own_statements(at: Visit) -> list[Statement]:
    """What the person wrote, with what became of it."""
    member = at.member
    if member is None:
        return []
    return list(Statement.objects.filter(deliberation=at.row, member=member).order_by("-number"))


def to_look_after(row: Deliberation) -> QuerySet[Statement]:
    """All of them for those who run it: what waits first. To be paged."""
    waits = Q(state=Statement.State.WAITING)
    rows = Statement.objects.filter(deliberation=row).annotate(waits=waits)
    return rows.order_by("-waits", "-number")


@dataclass(frozen=True)
class Busy:
    """What those who run it should know. waiting: statements without a word; people: who voted; late: how many of them
    came into the register of persons after it was opened."""

    waiting: int
    people: int
    late: int


def busy(row: Deliberation) -> Busy:
    """Two queries."""
    voted = row.members.filter(Exists(StatementVote.objects.filter(member=OuterRef("pk"))))
    late = Q(person__created_at__gt=row.opened_at) if row.opened_at else Q(pk=None)
    counted = voted.aggregate(people=Count("pk"), late=Count("pk", filter=late))
    waiting = row.statements.filter(state=Statement.State.WAITING).count()
    return Busy(waiting, counted["people"], counted["late"])


def hidden_of(row: Deliberation) -> Sequence[Statement]:
    """What was taken out, for the page that says so. One query."""
    rows = Statement.objects.filter(deliberation=row, state=Statement.State.STANDING, hidden_at__isnull=False)
    return list(rows.order_by("number"))
