"""Questions of a deliberation with their answers, as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.utils import timezone

from ..access.deliberations import Visit
from ..models import DeliberationQuestion, QuestionBacker


@dataclass(frozen=True)
class Asked:
    """more: how many others would ask the same; mine: the reader asked it; backed: the reader would ask the same;
    overdue: directed, not answered, and its day has passed."""

    row: DeliberationQuestion
    more: int
    mine: bool
    backed: bool
    overdue: bool


def asked(at: Visit) -> QuerySet[DeliberationQuestion]:
    """What most would ask first. To be paged and then told by `told`."""
    rows = DeliberationQuestion.objects.filter(deliberation=at.row).annotate(more=Count("backers"))
    member = at.member
    own = QuestionBacker.objects.filter(question=OuterRef("pk"), member=member.pk if member else None)
    rows = rows.annotate(backed=Exists(own)).select_related("official")
    return rows.order_by(F("more").desc(), "asked_at", "pk")


def told(rows: Sequence[DeliberationQuestion], at: Visit) -> list[Asked]:
    """No query beyond those of `Visit`."""
    member, today = at.member, timezone.localdate()
    return [
        Asked(
            row,
            int(getattr(row, "more", 0)),
            member is not None and row.member_id == member.pk,
            bool(getattr(row, "backed", False)),
            row.due is not None and row.answered_at is None and row.due < today,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Counted:
    asked: int
    answered: int
    overdue: int


def counted(at: Visit) -> Counted:
    """For the first page. One query."""
    today = timezone.localdate()
    rows = DeliberationQuestion.objects.filter(deliberation=at.row, hidden_at=None).values_list("due", "answered_at")
    found = list(rows)
    answered = sum(1 for _due, at_ in found if at_ is not None)
    overdue = sum(1 for due, at_ in found if at_ is None and due is not None and due < today)
    return Counted(len(found), answered, overdue)
