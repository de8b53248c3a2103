"""Who is invited to a deliberation by a personal link; and the events at which it is talked about."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.events.access import may_organise
from talka.events.models import Event
from talka.people.actions.persons import PersonData, find_or_create_person
from talka.people.history import deed
from talka.people.models import Person
from talka.people.personal_links import end_links, make_token
from talka.ui.refusals import Refusal

from .. import letters_of_deliberation as letters
from ..access import deliberations as access
from ..models import Deliberation, DeliberationHearing, DeliberationMember

LINK_LASTS = dt.timedelta(days=90)
READS_ON = dt.timedelta(days=60)
"""So long a link still opens the results after the close."""
MOST = 5_000


def invite(row: Deliberation, who: PersonData, *, by: Person | None) -> DeliberationMember:
    """Somebody may take part by the link of a letter; asking again ends the link they had and writes a new letter. One
    person has one place, however many links they were sent. Raises Refusal."""
    access.check(access.runs(by, row))
    if not who.email.strip():
        raise Refusal(
            _("The e-mail is missing."),
            _("Nobody was invited."),
            _("The link is sent by letter, so it needs an address."),
            status=422,
            field="email",
        )
    with deed(by):
        now = Deliberation.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
        if now.state != Deliberation.State.OPEN or access.is_over(now):
            raise Refusal(
                _("It is not open."),
                _("Nobody was invited: the link would open nothing."),
                _("Open the deliberation first, then invite."),
            )
        person = find_or_create_person(who, by=by, illustrative=now.illustrative).person
        member = DeliberationMember.objects.filter(deliberation=now, person=person).first()
        if member is None and now.members.count() >= MOST:
            raise Refusal(_("There are %(n)s people already.") % {"n": MOST}, _("Nobody was invited."))
        member = member or DeliberationMember(deliberation=now, person=person)
        member.invited_at = timezone.now()
        _with_free_number(member)
        member.deliberation = row
        end_links(person, access.purpose(row.pk))
        lasts = LINK_LASTS if now.closes_at is None else now.closes_at + READS_ON - timezone.now()
        token = make_token(person, access.purpose(row.pk), lasts=lasts, by=by)
        letters.invited(member, person, token, until=timezone.now() + lasts)
    return member


def _with_free_number(member: DeliberationMember) -> None:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as fault:
        raise Refusal(
            _("Too much at once."), _("Nobody was invited."), _("Try again in a moment."), status=429
        ) from fault


def withdraw(member: DeliberationMember, *, by: Person | None) -> None:
    """The link opens nothing any more. Votes and words that were given stay. Twice is once."""
    access.check(access.runs(by, member.deliberation))
    with deed(by):
        now = (
            DeliberationMember.objects.select_for_update(no_key=True, of=("self",))
            .select_related("person")
            .get(pk=member.pk)
        )
        if now.person is not None:
            end_links(now.person, access.purpose(now.deliberation_id))
        if now.joined_at is None:
            now.delete()
        elif now.invited_at is not None:
            now.invited_at = None
            now.save(update_fields=["invited_at"])


def add_hearing(row: Deliberation, event: Event, *, by: Person | None) -> DeliberationHearing:
    """An event of which the person is an organiser. Twice is once."""
    access.check(access.runs(by, row) and may_organise(by, event))
    with deed(by):
        hearing, _made = DeliberationHearing.objects.get_or_create(deliberation=row, event=event, defaults={"by": by})
    return hearing


def remove_hearing(hearing: DeliberationHearing, *, by: Person | None) -> None:
    """It is no hearing of it any more; the event stays. Twice is once."""
    access.check(access.runs(by, hearing.deliberation))
    with deed(by):
        DeliberationHearing.objects.filter(pk=hearing.pk).delete()
