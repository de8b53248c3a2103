"""Inviting people by a personal link: adding, sending, sending again, taking back, declining."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.events import clock, jobs, letters_of_planning
from talka.events.models import Event, Invitation, Registration
from talka.letters.actions import File
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .events import refuse_unless_organiser
from .record import note_event

# Past so many letters the worker writes them.
AT_ONCE = 100


@transaction.atomic
def invite_people(event: Event, people: Iterable[Person], *, by: Person | None) -> list[Invitation]:
    """Put people on the list; who stands on it already is left alone. Returns those that are new. Sends nothing."""
    refuse_unless_organiser(by, event.project)
    wanted = {(person.merged_into_id or person.pk): None for person in people if not person.erased_at}
    there = set(event.invitations.filter(person__in=wanted).values_list("person_id", flat=True))
    new = [Invitation(event=event, person_id=pk, invited_by=by) for pk in wanted if pk not in there]
    rows = Invitation.objects.bulk_create(new, ignore_conflicts=True)
    if rows:
        note_event(event, "invitations.added", by, number=len(rows))
    return rows


def unsent(event: Event) -> QuerySet[Invitation]:
    """Invitations of an event whose letter can go out and has not; see `waiting_letters`."""
    return waiting_letters().filter(event=event)


def waiting_letters() -> QuerySet[Invitation]:
    """Invitations whose letter can go out and has not: with an address, not declined, not withdrawn, not registered."""
    here = Registration.objects.filter(event=OuterRef("event"), person=OuterRef("person"))
    return (
        Invitation.objects.filter(sent_at=None, declined_at=None, withdrawn_at=None, person__erased_at=None)
        .exclude(person__email="")
        .exclude(Exists(here.exclude(state=Registration.State.CANCELLED)))
    )


def send_invitations(event: Event, *, by: Person | None) -> int:
    """Send all that wait; many of them in the background. How many letters that is."""
    _may_send(event, by)
    number = unsent(event).count()
    if number > AT_ONCE:
        jobs.send_invitations.defer(event=event.pk, by=by.pk if by else None)
    else:
        send_waiting(event, by=by)
    return number


def send_waiting(event: Event, *, by: Person | None) -> int:
    """Send all that wait, one transaction each, so that a fault in the middle repeats nothing. How many were sent."""
    _may_send(event, by)
    files: dict[str, File] = {}
    sent = 0
    for pk in list(unsent(event).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = (
                Invitation.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("person", "event__project__programme")
                .filter(pk=pk, sent_at=None, withdrawn_at=None)
                .first()
            )
            if row is not None:
                _send(row, files)
                sent += 1
    return sent


@transaction.atomic
def send_again(invitation: Invitation, *, by: Person | None) -> Invitation:
    """The same link once more, for whoever lost the letter; an invitation taken back stands again."""
    _may_send(invitation.event, by)
    row = _locked(invitation)
    if not row.person.email:
        raise Refusal(
            _("There is no e-mail address to send the invitation to."),
            advice=_("Copy the personal link and hand it over another way."),
        )
    row.withdrawn_at = None
    _send(row, {})
    return row


def _send(row: Invitation, files: dict[str, File]) -> None:
    row.sent_at = timezone.now()
    row.times_sent += 1
    row.save(update_fields=["sent_at", "times_sent", "withdrawn_at"])
    letters_of_planning.send_invitation(row, files)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Person | None) -> Invitation:
    """The link opens nothing any more. A registration made by it stays."""
    refuse_unless_organiser(by, invitation.event.project)
    row = _locked(invitation)
    if row.withdrawn_at is None:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        note_event(row.event, "invitation.withdrawn", by, invitation=row.pk)
    return row


@transaction.atomic
def decline(invitation: Invitation) -> Invitation:
    """Whoever holds the link says that they cannot come. They may change their mind by registering."""
    row = _locked(invitation)
    if row.withdrawn_at:
        raise gone()
    if row.declined_at is None:
        row.declined_at = timezone.now()
        row.save(update_fields=["declined_at"])
        note_event(row.event, "invitation.declined", None, invitation=row.pk)
    return row


def gone() -> Refusal:
    return Refusal(
        _("This invitation has been taken back."),
        advice=_("If you think that is a mistake, write to the organiser."),
        status=410,
    )


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("person", "event__project__programme")
        .get(pk=invitation.pk)
    )


def _may_send(event: Event, by: Person | None) -> None:
    refuse_unless_organiser(by, event.project)
    if event.state != Event.State.PUBLISHED:
        raise Refusal(
            _("Invitations can be sent once the event is published."),
            _("Its page must be there for those who follow the link."),
            _("Publish the event first."),
        )
    if clock.is_over(event):
        raise Refusal(_("This event is over."), advice=_("Invitations can no longer be sent."))
