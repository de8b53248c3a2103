"""When somebody else was faster: the second of two editors is told, and keeps what they typed."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from talka.people.models import Person
from talka.ui.refusals import Refusal


class Overtaken(Refusal):
    """The row has changed since the form was opened. `row` is as it stands now; who and when where known."""

    def __init__(self, row: Any, editor: Person | None, at: dt.datetime | None) -> None:
        super().__init__(
            _("Meanwhile somebody else has changed this."),
            _("Nothing of yours is lost, and nothing of theirs is overwritten yet."),
            _("Compare both versions below, then save yours again or take theirs."),
        )
        self.row = row
        self.editor = editor
        self.at = at


def agenda_moved_on() -> Refusal:
    """For deeds that cannot be compared side by side: moving, shifting, removing."""
    return Refusal(
        _("Meanwhile somebody else has changed this agenda."),
        _("Your step was not done, so that it does not land in the wrong place."),
        _("Look at the agenda as it is now, and repeat the step if it is still right."),
    )
