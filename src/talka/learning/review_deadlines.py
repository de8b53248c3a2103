"""By when the parts of a peer review are due. They count from the last day of the visit.

Source: the corporate peer challenges of the Local Government Association, England: report and action plan are published
within three months (the plan within five at the latest), the progress review is held about ten months after the visit,
and its report is published within twelve.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from talka.ui.refusals import Words

from .models import PeerReview
from .months import months_later

REPORT, PLAN, PROGRESS, PROGRESS_REPORT = "report", "plan", "progress", "progress_report"
MONTHS = {REPORT: 3, PLAN: 3, PROGRESS: 10, PROGRESS_REPORT: 12}
PLAN_LATEST = 5
LABELS: dict[str, Words] = {
    REPORT: gettext_lazy("The report is published"),
    PLAN: gettext_lazy("The action plan is published"),
    PROGRESS: gettext_lazy("The progress review is held"),
    PROGRESS_REPORT: gettext_lazy("What came of it is published"),
}


@dataclass(frozen=True)
class Deadline:
    """One of the four. latest: the very last day, where another stands beside the one that is aimed at; done: the day
    on which it was done, None: not yet; days: until it is due, below nothing once it is late; over: the review is
    closed, nothing is waited for."""

    key: str
    label: Words
    due: dt.date
    latest: dt.date | None
    done: dt.date | None
    days: int
    over: bool = False

    @property
    def is_late(self) -> bool:
        """Not done on its day."""
        return self.done is None and self.days < 0 and not self.over

    @property
    def was_late(self) -> bool:
        return self.done is not None and self.done > self.due

    @property
    def says(self) -> Words:
        """How it stands, said plainly."""
        if self.done is not None:
            return _("Done, late") if self.was_late else _("Done")
        if self.over:
            return pgettext("deadline", "Not done")
        if self.days < 0:
            return ngettext("%(n)s day late", "%(n)s days late", -self.days) % {"n": -self.days}
        if self.days == 0:
            return _("Due today")
        return ngettext("%(n)s day left", "%(n)s days left", self.days) % {"n": self.days}

    @property
    def tone(self) -> str:
        if self.done is not None:
            return "success"
        return "error" if self.is_late else "" if self.over else "info"


def deadlines_of(review: PeerReview, today: dt.date) -> Sequence[Deadline]:
    """In the order in which they come; none before the days of the visit are set, or where the review is withdrawn."""
    last = review.visit_until
    if last is None or review.state == PeerReview.State.WITHDRAWN:
        return []
    done = {
        REPORT: _day(review.report_public_at),
        PLAN: _day(review.plan_public_at),
        PROGRESS: review.progress_held_on,
        PROGRESS_REPORT: _day(review.progress_public_at),
    }
    return [
        Deadline(
            key,
            LABELS[key],
            due := months_later(last, months),
            months_later(last, PLAN_LATEST) if key == PLAN else None,
            done[key],
            (due - today).days,
            review.state == PeerReview.State.CLOSED,
        )
        for key, months in MONTHS.items()
    ]


def _day(at: dt.datetime | None) -> dt.date | None:
    return timezone.localdate(at) if at is not None else None
