"""Rows with a version: a form that was opened before somebody else saved writes nothing over their words."""

from dataclasses import fields
from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal

Row = TypeVar("Row", bound=Model)
GONE = ("retired_at", "withdrawn_at")


def stale() -> Refusal:
    """Somebody else saved meanwhile."""
    return Refusal(
        _("Somebody else changed this while you were writing."),
        _("Your text was not saved, so that theirs is not lost."),
        _("Copy what you wrote, open the page again and put both together."),
    )


def check_shown(row: Row | None, version: int | None) -> Row:
    """A row that is held, if it is still as it was shown. version: the one that was shown. Raises Refusal where another
    stands there, or where it was taken away meanwhile."""
    if row is None or row.version != version or any(getattr(row, name, None) is not None for name in GONE):  # type: ignore[attr-defined]
        raise stale()
    return row


def amend(row: Model, data: object, version: int) -> None:
    """Put what was said into a row that is held, and save it. Raises Refusal as above."""
    check_shown(row, version)
    fill(row, data)
    row.version += 1  # type: ignore[attr-defined]
    row.save()


def fill(row: Model, data: object) -> None:
    """Put what was said into the row, field by field of its name."""
    for each in fields(data):  # type: ignore[arg-type]
        value = getattr(data, each.name)
        setattr(row, each.name, value.strip() if isinstance(value, str) else value)
