"""The team of a peer review: asked by letter, willing or not, leaving, taken off."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.access import ask_anew
from talka.people.actions.accounts import create_account
from talka.people.actions.persons import PersonData, find_or_create_person
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.people.personal_links import end_links, make_token
from talka.ui.refusals import Refusal

from .. import review_letters as letters
from ..access import reviews as access
from ..models import Peer, PeerReview
from .reviews import open_one

State = Peer.State
LINK_LASTS = dt.timedelta(days=30)
MOST = 20
"""People on a team, at most: more would be no team."""


def purpose(peer: int) -> str:
    """What the link of an invitation opens: this one (its row id) and no other."""
    return f"peer-invited-{peer}"


def invite(review: PeerReview, who: PersonData, role: str, *, by: Person | None) -> Peer:
    """Ask somebody of another organisation into the team, by letter; asking again writes a new letter. Raises Refusal
    for people of the reviewed one, for somebody on the team already, and for a second lead."""
    access.check(access.organises(by, review))
    if role not in Peer.Role.values:
        raise Refusal(_("This choice is not known."), _("Nobody was asked."), status=422)
    if not who.email.strip():
        raise Refusal(
            _("The e-mail is missing."),
            _("Nobody was asked."),
            _("They answer by the link in the letter, so it needs an address."),
            status=422,
        )
    with deed(by):
        row = open_one(review)
        person = find_or_create_person(who, by=by, illustrative=row.illustrative).person
        _check_other(row, person, role)
        peer = Peer.objects.select_for_update(of=("self",)).filter(review=row, person=person).first()
        if peer is not None and peer.state == State.JOINED:
            raise Refusal(
                _("%(who)s is on the team already.") % {"who": person.name}, _("No letter was written."), status=422
            )
        standing = Peer.objects.filter(review=row, state__in=[State.INVITED, State.JOINED])
        if standing.exclude(person=person).count() >= MOST:
            raise Refusal(_("A team has at most %(n)s people.") % {"n": MOST}, _("Nobody was asked."), status=422)
        peer = peer or Peer(review=row, person=person)
        peer.role, peer.state, peer.reason, peer.answered_at = role, State.INVITED, "", None
        _save_with_one_lead(peer)
        peer.review, peer.person = row, person
        end_links(person, purpose(peer.pk))
        until = timezone.now() + LINK_LASTS
        letters.invited(peer, make_token(person, purpose(peer.pk), lasts=LINK_LASTS, by=by), until=until)
    return peer


def change_part(peer: Peer, role: str, *, by: Person | None) -> Peer:
    """An organiser gives somebody of the team another part, as where the lead cannot go on; they are told. Twice is
    once. Raises Refusal."""
    access.check(access.organises(by, peer.review))
    if role not in Peer.Role.values:
        raise Refusal(_("This choice is not known."), _("Nothing was changed."), status=422)
    with deed(by):
        review = open_one(peer.review)
        row = _held(peer, review)
        if row.state not in (State.INVITED, State.JOINED):
            raise Refusal(
                _("%(who)s is not on the team any more.") % {"who": row.person.name}, _("Nothing was changed.")
            )
        if row.role == role:
            return row
        _check_other(review, row.person, role)
        row.role = role
        _save_with_one_lead(row)
        letters.part_changed(row)
    return row


def _save_with_one_lead(peer: Peer) -> None:
    try:
        with transaction.atomic():
            peer.save()
    except IntegrityError as fault:
        raise Refusal(
            _("The team has a lead already, asked or willing."),
            _("Nothing was changed."),
            _("Give that one another part first, or take them off the team."),
            status=422,
        ) from fault


def say_yes(peer: Peer, *, by: Person | None) -> Peer:
    """They come. by None: by the link of the letter, which the page has checked; they get an account. Twice is once.
    Raises Refusal."""
    access.check(by is None or by.pk == peer.person_id)
    with deed(by or peer.person):
        review = open_one(peer.review)
        row = _held(peer, review)
        if row.state == State.JOINED:
            return row
        if row.state != State.INVITED:
            raise _over()
        _check_other(review, row.person, row.role)
        row.state, row.answered_at = State.JOINED, timezone.now()
        row.save(update_fields=["state", "answered_at"])
        if row.person.account_id is None:
            # The work is done signed in; the link of the invitation proved the address.
            create_account(row.person, by=None)
        end_links(row.person, purpose(row.pk))
        letters.answered(row)
    ask_anew(by)
    return row


def say_no(peer: Peer, reason: str, *, by: Person | None) -> Peer:
    """They do not come, or cannot go on. What they noted for the team stays with it. by None: by the link of the
    letter. Twice is once. Raises Refusal."""
    access.check(by is None or by.pk == peer.person_id)
    _reason(reason)
    with deed(by or peer.person):
        row = _held(peer, peer.review)
        if row.state == State.DECLINED:
            return row
        if row.state == State.ENDED:
            raise _over()
        row.state, row.reason, row.answered_at = State.DECLINED, reason.strip()[:500], timezone.now()
        row.save(update_fields=["state", "reason", "answered_at"])
        end_links(row.person, purpose(row.pk))
        letters.answered(row)
    ask_anew(by)
    return row


def take_off(peer: Peer, reason: str, *, by: Person | None) -> Peer:
    """An organiser takes somebody off the team, or an invitation back; they are told, with the reason. Twice is once.
    Raises Refusal."""
    access.check(access.organises(by, peer.review))
    _reason(reason)
    with deed(by):
        row = _held(peer, peer.review)
        if row.state not in (State.INVITED, State.JOINED):
            return row
        row.state, row.reason, row.answered_at = State.ENDED, reason.strip()[:500], timezone.now()
        row.save(update_fields=["state", "reason", "answered_at"])
        end_links(row.person, purpose(row.pk))
        letters.taken_off(row)
    return row


def _held(peer: Peer, review: PeerReview) -> Peer:
    rows = Peer.objects.select_for_update(of=("self",)).select_related("person__organisation")
    row = rows.get(pk=peer.pk)
    row.review = review
    return row


def _check_other(review: PeerReview, person: Person, role: str) -> None:
    """Nobody reviews their own."""
    own = _works_for(person)
    if own is not None and own.pk == review.organisation_id:
        raise Refusal(
            _("%(who)s works for the reviewed municipality.") % {"who": person.name},
            _("Nobody was put on the team."),
            _("Peers come from elsewhere: nobody reviews their own."),
            status=422,
        )
    if own is None and role != Peer.Role.EXPERT:
        raise Refusal(
            _("It is not known for whom %(who)s works.") % {"who": person.name},
            _("Nobody was put on the team."),
            _("Enter their organisation with the person, or ask them as an expert."),
            status=422,
        )


def _works_for(person: Person) -> Organisation | None:
    own = person.organisation
    return (own.merged_into or own) if own is not None else None


def _reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(
            _("The reason is missing."), _("Nothing was changed."), _("A sentence is enough."), status=422
        )  # fmt: skip


def _over() -> Refusal:
    return Refusal(
        _("This invitation is over: it was answered or taken back."),
        _("Nothing was changed."),
        _("Ask the organisers, if you would come after all."),
    )
