"""Deliberations: begun, changed, opened, closed by hand or by their time; and who comes to take part."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.access import ask_anew
from talka.people.actions.versions import check_shown, fill
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.programmes.access import organises_in
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from ..access import deliberations as access
from ..access.offices import acts_for
from ..models import Deliberation, DeliberationMember, Initiative
from .made_up import check_alike

State = Deliberation.State
LONGEST = 20_000
"""Characters of the introduction, and of the rules."""


@dataclass(frozen=True)
class DeliberationData:
    """question: what is talked about; times are moments; most_per_person, most_per_hour: statements of one person."""

    question: str
    introduction: str = ""
    rules: str = ""
    entry: str = Deliberation.Entry.ACCOUNT
    checking: str = Deliberation.Checking.AFTER
    showing: str = Deliberation.Showing.CLOSED
    most_per_person: int = 10
    most_per_hour: int = 3
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


AT_WORK = {"question", "entry"}
"""What cannot change once it is open: people voted on that question, and came in by that door."""


def begin(
    data: DeliberationData,
    *,
    organisation: Organisation | None = None,
    programme: Programme | None = None,
    initiative: Initiative | None = None,
    by: Person | None,
) -> Deliberation:
    """A draft of an organisation or of a programme, of one of the two. by None: the house, loading files. Raises
    Refusal."""
    if (organisation is None) == (programme is None):
        raise _wrong(_("Choose for whom you ask."))
    if organisation is not None:
        access.check(by is None or acts_for(by, organisation))
    if programme is not None:
        access.check(by is None or organises_in(by, programme.pk))
    _check(data)
    check_alike(organisation, programme, initiative)
    row = Deliberation(organisation=organisation, programme=programme, initiative=initiative, by=by)
    holder = programme or organisation
    row.illustrative = bool(holder and holder.illustrative)
    with deed(by):
        fill(row, data)
        row.save()
    return row


def change(row: Deliberation, data: DeliberationData, *, version: int, by: Person | None) -> Deliberation:
    """version: the one that was shown. Once it is open its question and its door stay as they are; once closed nothing
    changes but the introduction and the rules. Raises Refusal."""
    access.check(access.runs(by, row))
    _check(data)
    with deed(by):
        now = check_shown(_locked(row), version)
        fixed = set() if now.state == State.DRAFT else set(AT_WORK)
        if access.is_over(now):
            fixed = {each.name for each in fields(data)} - {"introduction", "rules"}
        if any(getattr(now, name) != _plain(getattr(data, name)) for name in fixed):
            raise Refusal(
                _("This cannot be changed any more."),
                _("Nothing was saved: people voted on it as it was."),
                _("Begin another deliberation."),
                status=422,
            )
        if now.closes_at != data.closes_at and now.state == State.OPEN and _past(data.closes_at):
            raise _wrong(_("This moment has passed."), field="closes_at")
        fill(now, data)
        now.version += 1
        now.save()
    return now


def open_(row: Deliberation, *, by: Person | None) -> Deliberation:
    """From now on, or from its first moment, people vote. by None: the house, loading files. Twice is once. Raises
    Refusal where there is nothing to vote on, or its last moment has passed."""
    access.check(by is None or access.runs(by, row))
    with deed(by):
        now = _locked(row)
        if now.state == State.OPEN:
            return now
        if now.state == State.CLOSED:
            raise Refusal(
                _("It is closed."), _("It was not opened again: its votes are counted."), _("Begin another one.")
            )
        if not now.statements.exists():
            raise Refusal(
                _("There is no statement to vote on yet."),
                _("It was not opened."),
                _("Write at least one statement first; five to fifteen from several sides are a good beginning."),
            )
        if _past(now.closes_at):
            raise Refusal(
                _("The time at which it closes has passed."), _("It was not opened."), _("Change the time first.")
            )
        now.state, now.opened_at = State.OPEN, timezone.now()
        now.version += 1
        now.save(update_fields=["state", "opened_at", "version"])
    return now


def close(row: Deliberation, *, by: Person | None) -> Deliberation:
    """No vote and no statement comes in any more. by None: the house, at its time. Twice is once. Raises Refusal of a
    draft."""
    access.check(by is None or access.runs(by, row))
    with deed(by):
        now = _locked(row)
        if now.state == State.DRAFT:
            raise Refusal(_("It is not open."), _("Nothing was changed."))
        if now.state == State.OPEN:
            now.state, now.closed_at = State.CLOSED, timezone.now()
            if now.closes_at is not None and now.closes_at >= (now.opened_at or now.closes_at):
                now.closed_at = min(now.closed_at, now.closes_at)
            now.version += 1
            now.save(update_fields=["state", "closed_at", "version"])
    return now


def retire(row: Deliberation, *, by: Person | None) -> None:
    """A draft goes; what people took part in stays. Twice is once. Raises Refusal."""
    access.check(access.runs(by, row))
    with deed(by):
        now = _locked(row)
        if now.state != State.DRAFT:
            raise Refusal(
                _("People take part in it."), _("It was not deleted, so that their words are not lost."), _("Close it.")
            )
        now.retired_at = timezone.now()
        now.save(update_fields=["retired_at"])


def coming(row: Deliberation, person: Person) -> DeliberationMember:
    """The person's place in it, held; made when they first do something. Inside a transaction; who may was checked."""
    for _attempt in range(5):
        places = DeliberationMember.objects.select_for_update(no_key=True, of=("self",)).filter(
            deliberation=row, person=person
        )
        member = places.first()
        if member is None:
            try:
                with transaction.atomic():
                    member = DeliberationMember.objects.create(deliberation=row, person=person)
            except IntegrityError:  # somebody has that number, or another page of theirs was quicker
                continue
            ask_anew(person)
        if member.joined_at is None:
            member.joined_at = timezone.now()
            member.save(update_fields=["joined_at"])
        return member
    raise Refusal(_("Too much at once."), _("Nothing was saved."), _("Try again in a moment."), status=429)


def open_one(row: Deliberation) -> Deliberation:
    """As it stands now, if it takes votes and words. Raises Refusal."""
    now = Deliberation.objects.select_related("programme", "organisation").get(pk=row.pk)
    if access.is_open(now) and now.retired_at is None:
        return now
    if access.is_over(now):
        raise Refusal(
            _("The deliberation is closed."),
            _("Nothing was saved any more; what came in before counts."),
            _("Look at its results."),
            status=410,
        )
    raise Refusal(_("The deliberation has not begun."), _("Nothing was saved."), _("Come back once it is open."))


def _locked(row: Deliberation) -> Deliberation:
    rows = Deliberation.objects.select_for_update(no_key=True, of=("self",)).select_related("programme", "organisation")
    return rows.get(pk=row.pk)


def _past(moment: dt.datetime | None) -> bool:
    return moment is not None and moment <= timezone.now()


def _plain(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


def _wrong(said: str, field: str = "") -> Refusal:
    return Refusal(said, _("Nothing was saved."), status=422, field=field)


def _check(data: DeliberationData) -> None:
    if not data.question.strip():
        raise _wrong(_("The question is missing."), "question")
    if len(data.question) > 300 or max(len(data.introduction), len(data.rules)) > LONGEST:
        raise _wrong(_("The text is too long."))
    for value, known, name in (
        (data.entry, Deliberation.Entry, "entry"),
        (data.checking, Deliberation.Checking, "checking"),
        (data.showing, Deliberation.Showing, "showing"),
    ):
        if value not in known.values:
            raise _wrong(_("This choice is not known."), name)
    if data.opens_at and data.closes_at and data.opens_at >= data.closes_at:
        raise _wrong(_("It closes before it opens."), "closes_at")
    if not 0 <= data.most_per_person <= 100:
        raise _wrong(_("A number from 0 to 100 is wanted."), "most_per_person")
    if not 1 <= data.most_per_hour <= 100:
        raise _wrong(_("A number from 1 to 100 is wanted."), "most_per_hour")
