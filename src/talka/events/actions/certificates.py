"""Certificates: frozen when issued, verified by their code alone, long after the event and its data are gone."""

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from talka.documents.qr import new_code
from talka.events import access, clock, letters
from talka.events.models import Certificate, Event, Registration
from talka.people.models import Person
from talka.programmes.publicity import attested
from talka.ui.refusals import Refusal

from .record import note, note_event

CODE_LENGTH = 12


def hours_for(event: Event, days_attended: int) -> Decimal | None:
    """The event's teaching hours in proportion to the days attended, to the half hour, rounded down."""
    if event.certificate_hours is None:
        return None
    share = event.certificate_hours * 2 * days_attended / len(clock.days_of(event))
    return Decimal(int(share)) / 2


def may_issue_or_refuse(by: Person | None, event: Event) -> None:
    if not access.may_organise(by, event):
        raise Refusal(_("Only the event's organisers issue certificates."), advice=_("Ask the organiser."), status=403)


def issue(registration: Registration, *, by: Person | None) -> Certificate:
    """The person's certificate, made now or already there. Raises Refusal for somebody who did not come."""
    may_issue_or_refuse(by, registration.event)
    if not registration.attendances.exists():
        raise Refusal(
            _("This person did not attend the event."),
            _("Certificates are given to those who were checked in on at least one day."),
            _("If they came, record their attendance first."),
        )
    issue_many(registration.event, [registration.pk], by=by)
    return Certificate.objects.get(registration=registration)


def issue_many(event: Event, registrations: Iterable[int] | None = None, *, by: Person | None) -> int:
    """Issue to all who attended (or to those named) and have none yet; how many are new. A letter to each."""
    may_issue_or_refuse(by, event)
    with transaction.atomic():
        rows = (
            Registration.objects.select_for_update(of=("self",))
            .filter(event=event, attendances__isnull=False, certificate__isnull=True)
            .select_related("person", "event__project__programme", "event__area")
            .prefetch_related("attendances")
            .order_by("person__sort_key", "pk")
        )
        if registrations is not None:
            rows = rows.filter(pk__in=list(registrations))
        attended = list({row.pk: row for row in rows}.values())
        now = timezone.now()
        facts_by_days: dict[tuple[str, ...], dict[str, object]] = {}
        new = []
        for row in attended:
            days = tuple(sorted(a.day.isoformat() for a in row.attendances.all()))
            if days not in facts_by_days:
                facts_by_days[days] = facts(event, days)
            new.append(
                Certificate(
                    code=new_code(CODE_LENGTH),
                    event=event,
                    registration=row,
                    holder=row.person.name,
                    facts=facts_by_days[days],
                    issued_at=now,
                )
            )
        Certificate.objects.bulk_create(new)
        for certificate in new:
            if certificate.registration and certificate.registration.person.email:
                letters.certificate_issued(certificate)
        if new:
            note_event(event, "certificates.issued", by, number=len(new))
    return len(new)


def facts(event: Event, days: tuple[str, ...]) -> dict[str, object]:
    """What the certificate attests, in every language of the house, as it is today."""
    project = event.project
    hours = hours_for(event, len(days))
    words: dict[str, object] = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            place = ", ".join(part for part in (str(event.venue), event.address) if part)
            words[code] = {
                "event": str(event.title),
                "place": place or (str(event.area) if event.area else ""),
                **attested(project),
            }
    return {
        "days": list(days),
        "hours": str(hours) if hours is not None else "",
        "language": event.language,
        "illustrative": project.programme.illustrative,
        "words": words,
    }


def revoke(certificate: Certificate, reason: str, *, by: Person | None) -> Certificate:
    """Say that a certificate does not hold any more, and why; its page says so to everybody from then on."""
    if certificate.event is None or not access.may_organise(by, certificate.event):
        raise Refusal(_("Only the event's organisers can revoke a certificate."), status=403)
    if not reason.strip():
        raise Refusal(_("A certificate is revoked with a reason."), advice=_("Write the reason in one sentence."))
    with transaction.atomic():
        row = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
        if row.revoked_at is None:
            row.revoked_at, row.revoked_reason = timezone.now(), reason.strip()[:300]
            row.save(update_fields=["revoked_at", "revoked_reason"])
            if row.registration_id and row.registration is not None:
                note(row.registration, "certificate.revoked", by)
    return row
