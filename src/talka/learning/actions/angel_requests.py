"""Requests for knowledge angels: asking, changing, withdrawing, closing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.links.actions import connect
from talka.needs.causes import check_known
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from .. import angel_letters as letters
from ..access import angels as access
from ..models import AngelRequest, MentorVisit, Proposal
from ..models.angel_requests import LIVE, MENTORED, WAITING, Urgency
from ..models.mentoring import AGREED
from ..topics import LANGUAGES, house_competences, topics_of, typed
from ..trail import LED_TO
from ..trail_of_angels import ANGEL_REQUEST

State = AngelRequest.State


@dataclass(frozen=True)
class RequestData:
    """What is asked. competences: keys of the house's; languages: any of them will do; urgency: 1 to 5; by_when: the
    last day on which help is of use."""

    title: str
    wanted: str
    competences: Sequence[str] = ()
    words: Sequence[str] = ()
    languages: Sequence[str] = ()
    area: Area | None = None
    urgency: int = 3
    by_when: dt.date | None = None


def ask(
    data: RequestData,
    programme: Programme,
    organisation: Organisation,
    *,
    by: Person | None,
    causes: tuple[tuple[str, int], ...] = (),
) -> AngelRequest:
    """Ask for an angel. causes: the need or measure it comes from, as ("need", row id). by None: the house, loading
    files. Raises Refusal."""
    if by is not None:
        access.check(access.may_ask_in(by, programme, organisation))
    words = _check(data, new=True)
    if organisation.illustrative != programme.illustrative:
        raise Refusal(
            _("Made-up organisations ask in made-up programmes only."),
            _("Nothing was saved."),
            _("Choose another programme."),
            status=422,
        )
    with deed(by):
        row = AngelRequest(programme=programme, organisation=organisation, asked_by=by)
        _fill(row, data, words)
        row.save()
        for kind, pk in causes:
            check_known(by, kind, pk)
            connect(kind, pk, LED_TO, ANGEL_REQUEST, row.pk)
    return row


def change(request: AngelRequest, data: RequestData, *, version: int, by: Person | None) -> AngelRequest:
    """`version` is the one that was shown. Raises Refusal once somebody has agreed to help: they agreed to what stood
    there."""
    access.check(access.may_change(by, request))
    words = _check(data, new=data.by_when != request.by_when)
    with deed(by):
        row = locked(request)
        check_shown(row, version)
        if row.state not in WAITING:
            raise Refusal(
                _("An angel has agreed to what stands there."),
                _("Nothing was changed."),
                _("What you want to reach together stands in the aims; change those."),
            )
        _fill(row, data, words)
        row.version += 1
        row.save()
    return row


def withdraw(request: AngelRequest, reason: str, *, by: Person | None) -> AngelRequest:
    """It is not needed any more; an angel who was asked or had agreed is told, visits and advice are kept. Twice is
    once. Raises Refusal."""
    access.check(access.may_change(by, request))
    if not reason.strip():
        raise Refusal(
            _("The reason is missing."),
            _("Nothing was changed."),
            _("Say why: an angel who has agreed reads it."),
            status=422,
        )
    with deed(by):
        row = locked(request)
        if row.state == State.WITHDRAWN:
            return row
        if row.state == State.CLOSED:
            raise Refusal(_("This request is closed already."), _("Nothing was changed."))
        row.state, row.reason = State.WITHDRAWN, reason.strip()[:500]
        row.version += 1
        row.save(update_fields=["state", "reason", "version"])
        standing = [*LIVE, Proposal.State.AGREED]
        for proposal in Proposal.objects.filter(request=row, state__in=standing).select_related("angel__person"):
            proposal.state, proposal.answered_at = Proposal.State.ENDED, timezone.now()
            proposal.reason = _("The request was withdrawn.")
            proposal.save(update_fields=["state", "answered_at", "reason"])
            letters.withdrawn(row, proposal.angel)
        call_off_visits(row)
    return row


def close(request: AngelRequest, words: str, *, by: Person | None) -> AngelRequest:
    """The work is done; the angel's place is free again. words: how it ended, if anything is to be said. Twice is
    once. Raises Refusal where nobody has helped yet."""
    access.check(access.may_change(by, request))
    with deed(by):
        row = locked(request)
        if row.state == State.CLOSED:
            return row
        if row.state not in MENTORED:
            raise Refusal(
                _("Nobody has agreed to help yet."),
                _("Nothing was changed."),
                _("Withdraw the request where it is not needed any more."),
            )
        row.state, row.reason = State.CLOSED, words.strip()[:500]
        row.version += 1
        row.save(update_fields=["state", "reason", "version"])
        call_off_visits(row)
    return row


def call_off_visits(request: AngelRequest) -> None:
    """No visit is agreed any more once the request is over or its angel goes; both sides learn of that itself. The
    request is held by the caller."""
    MentorVisit.objects.filter(AGREED, request=request).update(retired_at=timezone.now())


def locked(request: AngelRequest) -> AngelRequest:
    """Its row, held until the transaction ends."""
    rows = AngelRequest.objects.select_for_update(of=("self",)).select_related("programme", "organisation", "asked_by")
    return rows.get(pk=request.pk)


def _fill(row: AngelRequest, data: RequestData, words: Sequence[str]) -> None:
    row.title, row.wanted = data.title.strip(), data.wanted.strip()
    row.words, row.topics = list(words), topics_of(data.competences, words)
    row.languages = list(dict.fromkeys(data.languages))
    row.area, row.urgency, row.by_when = data.area, data.urgency, data.by_when


def _check(data: RequestData, *, new: bool) -> list[str]:
    words = typed(data.words)
    known = {each.key for each in house_competences()} if data.competences else set()
    if set(data.competences) - known or set(data.languages) - set(LANGUAGES) or data.urgency not in Urgency.values:
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    for missing, said in (
        (not data.title.strip(), _("The title is missing.")),
        (not data.wanted.strip(), _("What is wanted is missing.")),
        (not data.competences and not words, _("No topic is named.")),
        (not data.languages, _("No language is named.")),
    ):
        if missing:
            raise Refusal(said, _("Nothing was saved."), status=422)
    if new and data.by_when is not None and data.by_when < timezone.localdate():
        raise Refusal(_("This day has passed."), _("Nothing was saved."), status=422)
    return words
