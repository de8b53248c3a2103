"""Proposals: by hand, answered by the angel, then by those who ask; taken back; an angel who goes."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.decisions.models import DecisionRun
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import angel_letters as letters
from ..access import angels as access
from ..models import Angel, AngelRequest, Proposal
from ..models.angel_requests import LIVE, MENTORED
from ..queries.angel_matching import faults_of, match_of
from .angel_requests import call_off_visits, locked

State = AngelRequest.State


def pick(request: AngelRequest, angel: Angel, reason: str, *, by: Person | None) -> Proposal:
    """An organiser proposes somebody by hand and says why. Raises Refusal for an angel who cannot be proposed: without
    consent or a shared language, full, of the same organisation, paused, or declined before."""
    access.check(access.organises_request(by, request))
    if not reason.strip():
        raise Refusal(
            _("The reason is missing."), _("Nobody was proposed."), _("Say why this angel."), status=422
        )  # fmt: skip
    with deed(by):
        row = locked(request)
        found = Angel.objects.select_for_update(of=("self",)).select_related("person__organisation").get(pk=angel.pk)
        faults = faults_of(row, found)
        if faults:
            raise Refusal(faults[0].what, _("Nobody was proposed."), faults[0].advice, status=422)
        return propose(row, found, by=by, by_hand=reason.strip()[:500], match=match_of(row, found))


def propose(
    request: AngelRequest,
    angel: Angel,
    *,
    by: Person | None,
    match: Mapping[str, Any],
    by_hand: str = "",
    run: DecisionRun | None = None,
) -> Proposal:
    """Ask the angel. Both rows are held by the caller, who has checked that they fit."""
    if request.state != State.OPEN:
        raise Refusal(
            _("Somebody is proposed for this request already, or it is over."),
            _("Nobody was proposed."),
            _("Take the proposal back first, if somebody else is to be asked."),
        )
    try:
        with transaction.atomic():
            row = Proposal.objects.create(
                request=request, angel=angel, by=by, by_hand=by_hand, run=run, match=dict(match)
            )
    except IntegrityError as fault:
        raise Refusal(
            _("Somebody is proposed for this request already."), _("Nobody was proposed."), _("Open the page again.")
        ) from fault
    request.state = State.PROPOSED
    request.save(update_fields=["state"])
    letters.proposed(row)
    return row


def take_back(proposal: Proposal, reason: str, *, by: Person | None) -> None:
    """An organiser takes a proposal back that nobody has agreed to; the request is open again. These two may be
    proposed again later. Twice is once."""
    access.check(access.organises_request(by, proposal.request))
    _reason(reason)
    with deed(by):
        row, request = _held(proposal)
        if row.state in LIVE:
            knew = row.state == Proposal.State.ACCEPTED
            _end(row, Proposal.State.ENDED, reason)
            _reopen(request)
            letters.not_this_time(row)
            if knew:
                letters.taken_back(row)


def say_yes(proposal: Proposal, *, by: Person | None) -> None:
    """The angel is willing; those who ask learn who it is. Twice is once. Raises Refusal."""
    _check_own(proposal, by)
    with deed(by):
        row, _request = _held(proposal)
        if row.state in (Proposal.State.ACCEPTED, Proposal.State.AGREED):
            return
        if row.state != Proposal.State.PROPOSED:
            raise _over()
        row.state, row.answered_at = Proposal.State.ACCEPTED, timezone.now()
        row.save(update_fields=["state", "answered_at"])
        letters.willing(row)


def say_no(proposal: Proposal, reason: str, *, by: Person | None) -> None:
    """The angel declines: the request is open again, these two are never proposed again, and organisers learn the
    reason. Twice is once."""
    _check_own(proposal, by)
    _decline(proposal, Proposal.State.DECLINED, reason, by=by)


def not_wanted(proposal: Proposal, reason: str, *, by: Person | None) -> None:
    """Those who ask would rather have somebody else; the reason is told to organisers alone."""
    access.check(access.may_change(by, proposal.request))
    if proposal.state == Proposal.State.PROPOSED:
        raise Refusal(_("The angel has not answered yet."), _("Nothing was changed."))
    _decline(proposal, Proposal.State.NOT_WANTED, reason, by=by)


def agree(proposal: Proposal, *, by: Person | None) -> AngelRequest:
    """Those who ask agree with an angel who is willing: it begins. Twice is once. Raises Refusal."""
    access.check(access.may_change(by, proposal.request))
    with deed(by):
        row, request = _held(proposal)
        if row.state == Proposal.State.AGREED:
            return request
        if row.state == Proposal.State.PROPOSED:
            raise Refusal(
                _("The angel has not answered yet."), _("Nothing was changed."), _("Wait for the angel's answer.")
            )
        if row.state != Proposal.State.ACCEPTED:
            raise _over()
        row.state = Proposal.State.AGREED
        row.save(update_fields=["state"])
        request.angel, request.agreed_at, request.state = row.angel, timezone.now(), State.AGREED
        request.version += 1
        request.save(update_fields=["angel", "agreed_at", "state", "version"])
        letters.agreed(row)
    return request


def step_back(request: AngelRequest, reason: str, *, by: Person | None) -> AngelRequest:
    """The angel who was agreed with ends it: visits and advice stay, the request is open again, these two are never
    proposed again. Twice is once. Raises Refusal."""
    access.check(access.helps(by, request))
    _reason(reason)
    with deed(by):
        row = locked(request)
        if row.angel_id is None or row.state not in MENTORED:
            raise _over()
        angel_goes(row, reason, Proposal.State.DECLINED)
    return row


def angel_goes(request: AngelRequest, reason: str, state: str) -> None:
    """The request stands without its angel and is open again; both the asking side and organisers are told. The row is
    held by the caller."""
    for proposal in Proposal.objects.filter(request=request, state=Proposal.State.AGREED):
        _end(proposal, state, reason)
    mark = f"{request.angel_id}-{request.version}"
    request.angel, request.state = None, State.OPEN
    request.version += 1
    request.save(update_fields=["angel", "state", "version"])
    call_off_visits(request)
    letters.angel_left(request, mark)


def _decline(proposal: Proposal, state: str, reason: str, *, by: Person | None) -> None:
    _reason(reason)
    with deed(by):
        row, request = _held(proposal)
        if row.state == state:
            return
        if row.state not in LIVE:
            raise _over()
        _end(row, state, reason)
        _reopen(request)
        letters.declined(row)
        if state == Proposal.State.NOT_WANTED:
            letters.not_this_time(row)


def _end(row: Proposal, state: str, reason: str) -> None:
    row.state, row.reason, row.answered_at = state, reason.strip()[:500], timezone.now()
    row.save(update_fields=["state", "reason", "answered_at"])


def _reopen(request: AngelRequest) -> None:
    if request.state == State.PROPOSED:
        request.state = State.OPEN
        request.save(update_fields=["state"])


def _held(proposal: Proposal) -> tuple[Proposal, AngelRequest]:
    """The request first, then its proposal: two answers at once wait for each other."""
    request = locked(proposal.request)
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("angel__person")
    row = rows.get(pk=proposal.pk)
    row.request = request
    return row, request


def _check_own(proposal: Proposal, by: Person | None) -> None:
    access.check(by is not None and by.pk == proposal.angel.person_id)


def _reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(
            _("The reason is missing."), _("Nothing was changed."), _("A sentence is enough."), status=422
        )  # fmt: skip


def _over() -> Refusal:
    return Refusal(
        _("This proposal is over: it was answered, taken back, or the request was withdrawn."),
        _("Nothing was changed."),
        _("Open the page again to see where it stands."),
    )
