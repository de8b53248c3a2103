"""A table that somebody sent: its right rows wait until somebody has seen what would happen; then all are entered, or
none. What a row means, and who may enter one, is for the calling room."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from talka.people.access import not_allowed
from talka.people.models import Person, SentTable
from talka.ui.refusals import Refusal

from .drafts import held

Table = TypeVar("Table", bound=SentTable)
BACKGROUND_FROM = 500
"""Rows of a table past which the worker enters it."""
KEPT = dt.timedelta(days=1)


def waiting(table: Table, *, by: Person) -> Table:
    """The row of a table, held until the transaction ends. Raises Refusal where somebody else sent it, where it was
    entered already, or where none of its rows is right."""
    if by.pk != table.by_id:
        raise not_allowed()
    row = held(table)
    if row.state != SentTable.CHECKED:
        raise Refusal(_("This table has been entered already."))
    if not row.rows:
        raise Refusal(_("There is no row that could be entered."), advice=_("Correct the file and send it again."))
    return row


def enter_accepted(model: type[Table], key: str, enter: Callable[[Table], Mapping[str, Any]]) -> None:
    """Enter the rows of an accepted table, all or none, in the language in which it was sent; what came of it, or why
    nothing did, stands in its `result`. Doing it again changes nothing. enter: writes the rows and says what came."""
    rows = model._default_manager
    with override(rows.get(key=key).language):
        try:
            with transaction.atomic():
                row = rows.select_for_update(of=("self",)).select_related("by__account").get(key=key)
                if row.state == SentTable.RUNNING:
                    finish(row, SentTable.DONE, enter(row))
        except Refusal as refusal:
            finish(rows.get(key=key), SentTable.FAILED, {"fault": refusal.text()})


def finish(row: SentTable, state: str, result: Mapping[str, Any]) -> None:
    """What came of a table; its rows are not kept any longer."""
    row.state, row.result, row.rows = state, dict(result), []
    row.save(update_fields=["state", "result", "rows"])


def forget_sent(model: type[Table], *, now: dt.datetime | None) -> int:
    """Delete tables that were sent a day ago; how many."""
    gone: int = model._default_manager.filter(created_at__lt=(now or timezone.now()) - KEPT).delete()[0]
    return gone
