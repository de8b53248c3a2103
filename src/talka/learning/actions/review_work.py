"""What a peer review is made with: position statement, plan of the visit, notes of the team."""

import datetime as dt
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, goes_on, with_file
from talka.people.access import not_allowed
from talka.people.actions.versions import stale
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import review_letters as letters
from ..access import reviews as access
from ..models import PeerReview, PositionStatement, ReviewMeeting, TeamNote
from ..review_themes import CORE, OWN
from .reviews import open_one

MOST_MEETINGS = 100


@dataclass(frozen=True)
class MeetingData:
    """One meeting of the visit. whom: a role; peers: how many of the team are at it; met: how many people came, None:
    not said yet."""

    day: dt.date
    starts: dt.time
    ends: dt.time
    whom: str
    topic: str
    place: str = ""
    peers: int = 1
    met: int | None = None


def write_statement(
    review: PeerReview, text: str, *, by: Person | None, sent: Sent | None = None, after: int | None = None
) -> PositionStatement:
    """A new version; those before are kept, and the team is written to. The same twice is once. after: the version it
    was written upon, 0 for none; None: whichever there is. Raises Refusal."""
    access.check(access.may_change(by, review))
    sent = sent or Sent()
    before = newest_statement(review)
    if before is not None and sent.empty and before.text == text.strip():
        return before
    if not text.strip() and sent.empty:
        raise Refusal(
            _("The statement is empty."),
            _("Nothing was saved."),
            _("Write it here, or send it as a file."),
            status=422,
        )
    row = PositionStatement(review=review, text=text.strip())
    goes_on(row, before, sent)

    def save() -> None:
        with deed(by):
            held = open_one(review)
            last = newest_statement(held)
            row.number = next_number(last.number if last else 0, after)
            row.save()
            letters.statement_there(held, row.number, besides=by)

    with_file(row, sent, save)
    return row


def next_number(last: int, after: int | None) -> int:
    """Of a new version. Raises Refusal where somebody else wrote one meanwhile."""
    if after is not None and after != last:
        raise stale()
    return last + 1


def newest_statement(review: PeerReview) -> PositionStatement | None:
    return PositionStatement.objects.filter(review=review).order_by("-number").first()


def add_meeting(review: PeerReview, data: MeetingData, *, by: Person | None) -> ReviewMeeting:
    """The same twice is once. Raises Refusal."""
    access.check(access.may_plan(by, review))
    with deed(by):
        held = open_one(review)
        _check_meeting(held, data)
        row = ReviewMeeting(review=held)
        _fill(row, data)
        said = {each.name: getattr(row, each.name) for each in fields(data)}
        there = ReviewMeeting.objects.filter(review=held, **said).first()
        if there is not None:
            return there
        if ReviewMeeting.objects.filter(review=held).count() >= MOST_MEETINGS:
            raise Refusal(
                _("A visit has at most %(n)s meetings.") % {"n": MOST_MEETINGS}, _("Nothing was saved."), status=422
            )
        row.save()
    return row


def change_meeting(meeting: ReviewMeeting, data: MeetingData, *, by: Person | None) -> ReviewMeeting:
    """Also how many came. What stood there is kept. `meeting` is as it was shown. Raises Refusal."""
    access.check(access.may_plan(by, meeting.review))
    with deed(by):
        held = open_one(meeting.review)
        _check_meeting(held, data)
        row = ReviewMeeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk).first()
        if row is None:
            raise stale()
        _fill(row, data)
        row.save()
    return row


def remove_meeting(meeting: ReviewMeeting, *, by: Person | None) -> None:
    """It does not take place. Twice is once."""
    access.check(access.may_plan(by, meeting.review))
    with deed(by):
        open_one(meeting.review)
        ReviewMeeting.objects.filter(pk=meeting.pk).delete()


def note(review: PeerReview, text: str, *, theme: str = "", by: Person | None) -> TeamNote:
    """For the team alone; the same twice is once. theme: a key of review_themes.py, empty: of none of them. Raises
    Refusal."""
    own = access.peer_of(by, review)
    if own is None or not access.on_team(by, review):
        raise not_allowed()
    _check_note(text, theme)
    with deed(by):
        held = open_one(review)
        there = TeamNote.objects.filter(review=held, peer=own, text=text.strip(), theme=theme).first()
        return there or TeamNote.objects.create(review=held, peer=own, text=text.strip(), theme=theme)


def remove_note(row: TeamNote, *, by: Person | None) -> None:
    """Only who wrote it. Twice is once."""
    access.check(by is not None and by.pk == row.peer.person_id)
    with deed(by):
        TeamNote.objects.filter(pk=row.pk).delete()


def _fill(row: ReviewMeeting, data: MeetingData) -> None:
    for each in fields(data):
        value = getattr(data, each.name)
        setattr(row, each.name, value.strip() if isinstance(value, str) else value)


def _check_meeting(review: PeerReview, data: MeetingData) -> None:
    first, last = review.visit_from, review.visit_until
    outside = first is not None and last is not None and not first <= data.day <= last
    for wrong, said in (
        (not data.whom.strip(), _("Whom the team meets is missing.")),
        (not data.topic.strip(), _("What it is about is missing.")),
        (data.ends <= data.starts, _("A meeting ends after it begins.")),
        (data.peers < 1, _("Somebody of the team is at each meeting.")),
        (data.met is not None and data.met < 0, _("People met are none or more.")),
        (outside, _("This day is not one of the visit's days.")),
    ):
        if wrong:
            raise Refusal(said, _("Nothing was saved."), status=422)


def _check_note(text: str, theme: str) -> None:
    if not text.strip():
        raise Refusal(_("The note is empty."), _("Nothing was saved."), status=422)
    if theme not in ("", OWN, *CORE):
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
