"""What plans, cases, projects and agreements share: each begins as a draft, is shown to everybody, is taken away, comes
back as a draft. Who may is for the calling room to check; all of it happens in the room's own transaction."""

import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TypeVar

from django.db.models import Model
from django.utils import timezone

Row = TypeVar("Row", bound=Model)


class Draft(Protocol):
    """published_at: everybody reads it from then on. retired_at: taken away then."""

    published_at: dt.datetime | None
    retired_at: dt.datetime | None

    def save(self, *, update_fields: Iterable[str]) -> None: ...


def held(row: Row) -> Row:
    """The row as it stands now, locked until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def show(row: Draft, *, public: bool) -> None:
    """Everybody reads a row that is held, or only those inside. Twice is once."""
    if public != (row.published_at is not None):
        row.published_at = timezone.now() if public else None
        row.save(update_fields=["published_at"])


def take_away(row: Draft) -> None:
    """Nobody sees a row that is held but those who may bring it back; nothing of it is lost. Twice is once."""
    if row.retired_at is None:
        row.retired_at, row.published_at = timezone.now(), None
        row.save(update_fields=["retired_at", "published_at"])


def bring_back(row: Draft) -> None:
    """As a draft. Twice is once."""
    if row.retired_at is not None:
        row.retired_at = None
        row.save(update_fields=["retired_at"])
