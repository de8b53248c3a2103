"""To register, change, cancel, and send somebody instead. Seats are given only while the event's row is locked."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.qr import new_code
from talka.events import access, letters, signals
from talka.events.models import Event, Invitation, Registration
from talka.events.queries import openness
from talka.events.queries.seats import Seats
from talka.people.models import Person, new_token
from talka.ui.folding import fold
from talka.ui.refusals import Refusal

from . import waiting_list
from .applicants import Applicant, correct_person, organisation_of, person_of, rank_groups, write_down
from .record import note

State, Source = Registration.State, Registration.Source
STAFF_SOURCES = {Source.ORGANISER, Source.WALK_IN, Source.IMPORT}


@dataclass(frozen=True)
class Outcome:
    """What came of a registration. `fresh` is False where this address had registered before; `waiting` is what a
    newcomer would be told, so that a stranger cannot learn from the answer whether an address is known."""

    registration: Registration
    fresh: bool
    waiting: bool


def locked(event: Event) -> Event:
    """The event's row, locked until the end of the transaction: whoever gives or frees a seat waits here."""
    return Event.objects.select_for_update(of=("self",)).select_related("project__programme").get(pk=event.pk)


def may_run_or_refuse(by: Person | None, event: Event) -> None:
    if not access.may_run(by, event):
        raise Refusal(_("Only those who run the event may do this."), advice=_("Ask the organiser."), status=403)


def register(
    event: Event,
    applicant: Applicant,
    *,
    by: Person | None,
    source: str = Source.SELF,
    invitation: Invitation | None = None,
    registrar: Person | None = None,
    notice_digest: str = "",
    beyond_seats: bool = False,
) -> Outcome:
    """Register one person: a seat if one is left, else the waiting list, and a letter in either case.

    by: who is signed in; registrar: the colleague who fills in the form; beyond_seats: staff seat somebody although
    the event is full. Raises Refusal where registration is closed (the public) or the person is already there (staff).
    """
    staff = source in STAFF_SOURCES
    if staff:
        may_run_or_refuse(by, event)
    with transaction.atomic():
        event = locked(event)
        invited = invitation is not None and invitation.person.email.lower() == applicant.email.lower()
        if not staff and not (door := openness.registration(event, invited=invited)).open:
            raise door.refusal()
        organisation = organisation_of(applicant, event)
        seats = Seats.of(event)
        area = organisation.area_id if organisation else None
        left = seats.left_for(organisation.pk if organisation else None, area)
        waiting = not left and not (staff and beyond_seats)
        known = registered_before(event, applicant, shared_address=registrar is not None or staff)
        if known is not None and known.state != State.CANCELLED:
            if staff:
                raise Refusal(
                    _("This person has already registered."),
                    advice=_("Look for the name in the list; there you can change the registration."),
                )
            letters.registered_already(known)
            return Outcome(known, fresh=False, waiting=waiting)
        person = known.person if known else person_of(applicant, event, organisation, by=by if staff else None)
        if invitation is not None and invited:
            person = invitation.person
        registration = known or _blank(event, person)
        if registration.pk and registration.state != State.CANCELLED:
            letters.registered_already(registration)
            return Outcome(registration, fresh=False, waiting=waiting)
        registration.person = person
        registration.organisation = organisation
        registration.position = applicant.position.strip()[:200]
        registration.language = applicant.language
        registration.source = source
        registration.registered_by = registrar or (by if staff else None)
        registration.notice_digest = notice_digest
        registration.state = State.WAITING if waiting else State.REGISTERED
        registration.waiting_since = timezone.now() if waiting else None
        registration.cancelled_at = None
        registration.instead_of = None  # whoever came instead of somebody once now comes for themselves
        registration.save()
        write_down(registration, applicant)
        letters.registered(registration, registrar=registrar)
        note(registration, "registration.waiting" if waiting else "registration.made", by or registrar)
    return Outcome(registration, fresh=True, waiting=waiting)


def registered_before(event: Event, applicant: Applicant, *, shared_address: bool = False) -> Registration | None:
    """The registration of this address; where colleagues may share one or it was cancelled, of this name too."""
    rows = Registration.objects.filter(event=event).select_related("person", "organisation").order_by("pk")
    if applicant.email:
        rows = rows.filter(person__email__iexact=applicant.email)
    elif shared_address:
        rows = rows.filter(person__email="", person__folded__startswith=fold(applicant.name))
    else:
        return None
    found = list(rows)
    # One who cancelled gives the address free to others who share it: whoever comes now must not become them.
    found = [
        row
        for row in found
        if (row.state != State.CANCELLED and not shared_address) or fold(row.person.name) == fold(applicant.name)
    ]
    return min(found, key=lambda row: row.state == State.CANCELLED, default=None)


def _blank(event: Event, person: Person) -> Registration:
    """A registration of this person, new, or the one that stands there cancelled under another address."""
    known = Registration.objects.filter(event=event, person=person).first()
    if known is not None:
        return known
    return Registration(event=event, person=person, token=new_token(), code=free_code(event))


def free_code(event: Event) -> str:
    """A short code that no other registration of the event has."""
    while True:
        code = new_code(6)
        if not Registration.objects.filter(event=event, code=code).exists():
            return code


def change(registration: Registration, applicant: Applicant, *, by: Person | None) -> Registration:
    """Store a changed form: position, groups, answers, consents; staff also the name and the address.

    An organisation under another quota needs a free seat there. `by` is None for the holder of the own link.
    """
    if by is not None:
        may_run_or_refuse(by, registration.event)
    with transaction.atomic():
        event = locked(registration.event)
        registration = (
            Registration.objects.select_for_update(of=("self",)).select_related("person").get(pk=registration.pk)
        )
        registration.event = event
        if registration.state == State.CANCELLED:
            raise Refusal(_("This registration has been cancelled."), advice=_("Register anew if you want to come."))
        if by is None and not (door := openness.held(event)).open:
            raise door.refusal()
        organisation = organisation_of(applicant, event)
        if by is None and registration.state == State.REGISTERED and organisation != registration.organisation:
            _refuse_without_seat(event, registration, organisation)
        registration.organisation = organisation
        registration.position = applicant.position.strip()[:200]
        if by is not None:
            correct_person(registration.person, applicant, by)
        write_down(registration, applicant)
        waiting_list.move_up(event)
        note(registration, "registration.changed", by)
    return registration


def _refuse_without_seat(event: Event, registration: Registration, organisation: object) -> None:
    """Refuse where the seat would move to an organisation or region whose quota is full."""
    seats = Seats.of(event)
    old = registration.organisation
    seats.take(old.pk if old else None, old.area_id if old else None, -1)
    new_id = getattr(organisation, "pk", None)
    # A full event is no obstacle: the seat is the person's own.
    if not replace(seats, capacity=None).left_for(new_id, getattr(organisation, "area_id", None)):
        raise Refusal(
            _("No seat is left for this organisation or region."),
            _("The number of participants from each organisation or region is limited."),
            _("Your registration stays as it was."),
        )


def cancel(registration: Registration, *, by: Person | None) -> Registration:
    """Give the seat back; whoever waits longest and fits gets it at once. Cancelling twice is cancelling once."""
    if by is not None:
        may_run_or_refuse(by, registration.event)
    with transaction.atomic():
        event = locked(registration.event)
        registration = (
            Registration.objects.select_for_update(of=("self",)).select_related("person").get(pk=registration.pk)
        )
        registration.event = event
        if registration.state == State.CANCELLED:
            return registration
        if by is None and not (door := openness.held(event)).open:
            raise door.refusal()
        if registration.attendances.exists():
            raise Refusal(
                _("This person has already been checked in."),
                _("A registration with attendance cannot be cancelled."),
                _("Undo the check-in first."),
            )
        registration.state = State.CANCELLED
        registration.cancelled_at = timezone.now()
        registration.waiting_since = None
        registration.save(update_fields=["state", "cancelled_at", "waiting_since"])
        letters.cancelled(registration)
        waiting_list.move_up(event)
        pk = registration.pk
        transaction.on_commit(lambda: signals.registration_cancelled.send(Registration, registration=pk), robust=True)
        note(registration, "registration.cancelled", by)
    return registration


def substitute(registration: Registration, applicant: Applicant, *, by: Person | None) -> Registration:
    """ "Instead of me comes …": the other person takes the seat, the ranking of groups and the invitation.

    Whoever has a registration of their own keeps it and gets the seat, if they were waiting for one. At the door
    (`by` given) quotas do not matter any more.
    """
    if by is not None:
        may_run_or_refuse(by, registration.event)
    with transaction.atomic():
        event = locked(registration.event)
        old = (
            Registration.objects.select_for_update(of=("self",))
            .select_related("person", "organisation")
            .get(pk=registration.pk)
        )
        old.event = event
        if by is None and not (door := openness.held(event)).open:
            raise door.refusal()
        if old.state == State.CANCELLED or old.attendances.exists():
            raise Refusal(
                _("This seat cannot be handed over."),
                _("The registration has been cancelled, or the person has already come."),
            )
        new = registered_before(event, applicant, shared_address=True)
        if new is not None and new.pk == old.pk:
            raise Refusal(_("This is the same person."), advice=_("Enter the name of the one who comes instead."))
        had_own = new is not None and new.state != State.CANCELLED
        had_seat = had_own and new is not None and new.state == State.REGISTERED
        if had_own and new is not None:
            organisation = new.organisation
        else:
            organisation = organisation_of(applicant, event) or old.organisation
        if by is None and old.state == State.REGISTERED and not had_seat and organisation != old.organisation:
            _refuse_without_seat(event, old, organisation)
        state, since = old.state, old.waiting_since
        old.state, old.cancelled_at, old.waiting_since = State.CANCELLED, timezone.now(), None
        old.save(update_fields=["state", "cancelled_at", "waiting_since"])
        new = new or _blank(event, person_of(applicant, event, organisation, by=by))
        if not had_seat:
            if had_own and new.waiting_since and since:
                # Two who wait make one: whoever stands further ahead does not go back for it.
                since = min(new.waiting_since, since)
            new.state, new.waiting_since, new.cancelled_at = state, since, None
        if not had_own:
            new.organisation = organisation
            new.position = applicant.position.strip()[:200]
            new.language = applicant.language
            new.source = Source.SUBSTITUTE
            new.registered_by = old.person
        if not had_own or new.instead_of_id is None:
            # One person stands instead of each: of two seats handed over one after the other, the later one says so.
            Registration.objects.filter(instead_of=old).exclude(pk=new.pk).update(instead_of=None)
            new.instead_of = old
        new.save()
        if not had_own:
            choices: dict[str, tuple[int, ...]] = {}
            for choice in old.choices.order_by("block", "rank"):
                choices[choice.block] = (*choices.get(choice.block, ()), choice.item_id)
            rank_groups(new, choices)
        _hand_over_invitation(old, new)
        letters.cancelled(old, instead=True)
        if had_own:
            letters.registered_already(new)
        else:
            letters.registered(new, registrar=old.person)
        waiting_list.move_up(event)
        ids = {"old": old.pk, "new": new.pk}
        transaction.on_commit(lambda: signals.registration_substituted.send(Registration, **ids), robust=True)
        note(old, "registration.handed_over", by, to=new.pk)
        note(new, "registration.instead", by, of=old.pk)
    return new


def _hand_over_invitation(old: Registration, new: Registration) -> None:
    invitation = Invitation.objects.filter(event=old.event, person=old.person).first()
    if invitation is not None:
        Invitation.objects.get_or_create(
            event=old.event,
            person=new.person,
            defaults={"token": new_token(), "invited_by": old.person, "sent_at": timezone.now()},
        )


def resend_links(event: Event, email: str) -> None:
    """Mail the own links of everybody registered under this address; says nothing about whether there is anybody."""
    with transaction.atomic():
        for registration in (
            Registration.objects.filter(event=event, person__email__iexact=email)
            .exclude(state=State.CANCELLED)
            .select_related("person", "event__project__programme")
        ):
            letters.own_link(registration)
