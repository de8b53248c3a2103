"""Requests of people about their own data: written down when they come, answered within a month."""

import calendar
import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.letters import actions as letters
from talka.letters.models import Suppression
from talka.people.access import is_administrator, not_allowed
from talka.people.history import deed
from talka.people.models import Person
from talka.people.personal_data import versions_of
from talka.protection.models import Request, Restriction
from talka.ui.refusals import Refusal

KEPT = dt.timedelta(days=730)


def due(came_on: dt.date, *, extended: bool = False) -> dt.date:
    """The last day for an answer: a month after it came, two more where extended (Article 12(3))."""
    months = came_on.month - 1 + (3 if extended else 1)
    year, month = came_on.year + months // 12, months % 12 + 1
    return dt.date(year, month, min(came_on.day, calendar.monthrange(year, month)[1]))


def note_request(
    kind: str, *, channel: str, came_on: dt.date, by: Person | None, person: Person | None = None
) -> Request:
    """Write down that a request came. by None: the person themselves, by a page that knows who they are."""
    if by is not None and not is_administrator(by) and not (person and by.pk == person.pk):
        raise not_allowed()
    if came_on > timezone.localdate():
        raise Refusal(
            _("The day lies in the future."), advice=_("Enter the day on which the request came."), status=422
        )
    with deed(by):
        same = Request.objects.filter(kind=kind, person=person, outcome=Request.Outcome.OPEN)
        standing = same.first() if person and channel == Request.Channel.PAGE else None
        return standing or Request.objects.create(
            kind=kind, channel=channel, person=person, came_on=came_on, due_on=due(came_on)
        )


def extend(request: Request, *, by: Person | None) -> Request:
    """Two months more, for requests that are complex or many; the person must be told within the first month."""
    if not is_administrator(by):
        raise not_allowed()
    with deed(by):
        row = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if row.outcome != Request.Outcome.OPEN:
            raise Refusal(_("The request has been answered."))
        if timezone.localdate() > due(row.came_on):
            raise Refusal(
                _("The first month is over."),
                meaning=_("The time can be extended only while it runs (Article 12(3))."),
                advice=_("Answer now, and say why it took longer."),
            )
        row.extended, row.due_on = True, due(row.came_on, extended=True)
        row.save(update_fields=["extended", "due_on"])
    return row


def answer(request: Request, outcome: str, *, by: Person | None) -> Request:
    """Write down that it was answered today, and how."""
    if not is_administrator(by):
        raise not_allowed()
    if outcome not in Request.Outcome.values or outcome == Request.Outcome.OPEN:
        raise Refusal(_("Say how the request was answered."), status=422)
    with deed(by):
        row = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if row.outcome != Request.Outcome.OPEN:
            raise Refusal(_("The request has been answered."))
        row.outcome, row.answered_on, row.answered_by = outcome, timezone.localdate(), by
        row.save(update_fields=["outcome", "answered_on", "answered_by"])
    return row


def restrict(person: Person, why: str, *, by: Person | None) -> Restriction:
    """Leave a person's data alone: nobody but themselves and administrators changes it, no letters are written to them
    but those by which they sign in. by None: the person themselves, by their own link."""
    if by is not None and by.pk != person.pk and not is_administrator(by):
        raise not_allowed()
    if why not in Restriction.Why.values:
        raise Refusal(_("Say why the data are to be left alone."), status=422)
    with deed(by):
        row, _made = Restriction.objects.update_or_create(person=person, defaults={"why": why, "by": by})
        if _may_be_blocked(person):
            letters.suppress(person.email, Suppression.Reason.WISH)
            row.blocked = True
            row.save(update_fields=["blocked"])
    return row


def ask_to_restrict(person: Person, why: str, *, by: Person | None) -> Restriction:
    """The person's own wish: done at once, and written into the register, for somebody has to weigh it."""
    objects = why == Restriction.Why.OBJECTION
    with deed(by):
        row = restrict(person, why, by=by)
        kind = Request.Kind.OBJECTION if objects else Request.Kind.RESTRICTION
        note_request(kind, channel=Request.Channel.PAGE, came_on=timezone.localdate(), by=by, person=person)
    return row


def lift(person: Person, *, by: Person | None) -> None:
    """The dispute is over: data may be worked with again. The person is told before it (Article 18(3))."""
    if not is_administrator(by):
        raise not_allowed()
    with deed(by):
        row = Restriction.objects.filter(person=person, blocked=True).first()
        Restriction.objects.filter(person=person).delete()
        if row is not None:
            # The address that was blocked then: another one may stand in the register by now.
            emails = versions_of(Person)[0]._base_manager.filter(pgh_obj_id=person.pk).values_list("email", flat=True)
            known = {email.lower() for email in (person.email, *emails) if email}
            since = Suppression.objects.filter(address__in=known, created__gte=row.since)
            since.filter(reason=Suppression.Reason.WISH).delete()


def _may_be_blocked(person: Person) -> bool:
    """Not where the address is blocked already, and not a mailbox by which others are known too."""
    if not person.email or Suppression.objects.filter(address=person.email.lower()).exists():
        return False
    return not Person.objects.filter(email__iexact=person.email).exclude(pk=person.pk).exists()


def forget_old(*, today: dt.date | None = None) -> int:
    """Delete requests that were answered two years ago; how many."""
    limit = (today or timezone.localdate()) - KEPT
    gone: int = Request.objects.filter(answered_on__lt=limit).delete()[0]
    return gone
