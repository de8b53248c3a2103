"""Documents and decisions of a step: kept, changed, taken away and brought back."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, with_file
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import access
from ..models import CooperationCase, StepPaper
from ..models.path import Audience
from .cases import locked
from .steps import step_of

MOST = 200
"""Papers of one case."""


@dataclass(frozen=True)
class PaperData:
    """kind: "document" or "decision"; title: what it is, or what was decided; audience: who reads it."""

    title: str
    kind: str = StepPaper.Kind.DOCUMENT
    day: dt.date | None = None
    decided_by: str = ""
    number: str = ""
    audience: str = Audience.PARTNERS


def add_paper(
    case: CooperationCase, step: str, data: PaperData, *, by: Person | None, sent: Sent | None = None
) -> StepPaper:
    """A document needs a file or an address; a decision needs who took it and when. by None: the house, loading files.
    Raises Refusal."""
    if by is not None:
        access.check_change(by, case)
    step_of(step)
    row = StepPaper(case=case, step=step, by=by)
    sent = sent or Sent()
    _check(data, has_content=not sent.empty)
    _fill(row, data)

    def save() -> None:
        with deed(by):
            locked(case)
            if StepPaper.objects.filter(case=case, retired_at=None).count() >= MOST:
                raise Refusal(
                    _("A case keeps at most %(n)s documents and decisions.") % {"n": MOST},
                    _("Nothing was saved."),
                    _("Take away what is not needed any more."),
                )
            row.save()

    with_file(row, sent, save)
    return row


def change_paper(
    paper: StepPaper, data: PaperData, *, version: int, by: Person | None, sent: Sent | None = None
) -> StepPaper:
    """Without a new file or address the ones there stay. version: the one that was shown. Raises Refusal."""
    access.check_change(by, paper.case)
    row = StepPaper.objects.get(pk=paper.pk)
    sent = sent or Sent()
    _check(data, has_content=not sent.empty or row.is_kept or bool(row.link))

    def save() -> None:
        with deed(by):
            locked(paper.case)
            now = StepPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
            check_shown(now, version)
            _fill(row, data)
            row.version, row.by = now.version + 1, by
            row.save()

    with_file(row, sent, save)
    return row


def retire_paper(paper: StepPaper, *, by: Person | None) -> None:
    """Nobody sees it; it can be brought back. Twice is once. Raises Refusal."""
    _set_retired(paper, by, retired=True)


def restore_paper(paper: StepPaper, *, by: Person | None) -> None:
    """Twice is once. Raises Refusal."""
    _set_retired(paper, by, retired=False)


def _set_retired(paper: StepPaper, by: Person | None, *, retired: bool) -> None:
    access.check_change(by, paper.case)
    with deed(by):
        locked(paper.case)
        row = StepPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if retired != (row.retired_at is not None):
            row.retired_at = timezone.now() if retired else None
            row.version += 1
            row.save(update_fields=["retired_at", "version"])


def _check(data: PaperData, *, has_content: bool) -> None:
    if data.kind not in StepPaper.Kind.values or data.audience not in Audience.values:
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    if not data.title.strip():
        raise Refusal(_("The title is missing."), _("Nothing was saved."), status=422)
    if data.kind == StepPaper.Kind.DOCUMENT and not has_content:
        raise Refusal(
            _("Choose a file, or give an address where it can be read."),
            _("Nothing was saved."),
            _("What has neither is a note or a decision."),
            status=422,
        )
    if data.kind == StepPaper.Kind.DECISION and (not data.decided_by.strip() or data.day is None):
        raise Refusal(
            _("Say who decided, and on which day."),
            _("Nothing was saved."),
            _("A decision is looked up by both."),
            status=422,
        )


def _fill(row: StepPaper, data: PaperData) -> None:
    row.kind, row.title, row.day = data.kind, data.title.strip()[:300], data.day
    row.decided_by, row.number = data.decided_by.strip()[:200], data.number.strip()[:60]
    row.audience = data.audience
