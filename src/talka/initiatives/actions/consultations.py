"""A consultation is begun, changed, shown to everybody and taken away."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.addresses import website_fault
from talka.events.models import Event
from talka.links.actions import connect, disconnect
from talka.links.models import Link
from talka.links.registry import kind_of
from talka.people.actions.drafts import take_away
from talka.people.actions.versions import check_shown, fill
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from ..access import consultations as access
from ..models import Consultation, ConsultationPart, Initiative
from ..trail_of_consultations import CONSULTATION, CONSULTED, PLANNED
from .consultation_links import let_links_last
from .made_up import check_alike, check_stays_made_up

LONGEST = 20_000
"""Characters of an introduction."""


@dataclass(frozen=True)
class ConsultationData:
    """subject: which plan or decision, in words; link: where it stands; opens_on, closes_on: whole days, both of them
    with it; event: the hearing."""

    title: str
    area: Area
    opens_on: dt.date
    closes_on: dt.date
    about: str = ""
    subject: str = ""
    link: str = ""
    event: Event | None = None


def begin(
    data: ConsultationData,
    *,
    organisation: Organisation | None = None,
    programme: Programme | None = None,
    initiative: Initiative | None = None,
    planned: tuple[str, str] | None = None,
    by: Person | None,
) -> Consultation:
    """A draft. planned: kind and id of the task or project of a planning document it is about. by None: the house,
    loading files. Raises Refusal."""
    access.check(by is None or access.may_begin_for(by, organisation, programme))
    _check(data)
    check_alike(organisation, programme, initiative, data.area)
    with deed(by):
        row = Consultation(organisation=organisation, programme=programme, initiative=initiative, by=by)
        fill(row, data)
        row.illustrative = bool(data.area.illustrative)
        row.save()
        _connect(row, planned, by)
    return row


def change(
    row: Consultation,
    data: ConsultationData,
    *,
    planned: tuple[str, str] | None = None,
    version: int,
    by: Person | None,
) -> Consultation:
    """Once it is shown to everybody its last day can be put off and not brought forward: somebody may count on it.
    planned: as `begin` has it, None: none. version: the one that was shown. Raises Refusal."""
    access.check_holds(by, row)
    _check(data)
    with deed(by):
        now = locked(row)
        check_shown(now, version)
        if now.published_at is not None:
            _check_days(now, data)
            check_stays_made_up(now.illustrative, data.area)
        check_alike(now.organisation, now.programme, now.initiative, data.area)
        fill(now, data)
        now.illustrative = bool(data.area.illustrative)
        now.version += 1
        now.save()
        let_links_last(now)
        _connect(now, planned, by)
    return now


def publish(row: Consultation, *, by: Person | None) -> None:
    """Everybody reads it; comments are taken from its first day to its last. Twice is once. Raises Refusal."""
    access.check_holds(by, row)
    with deed(by):
        now = locked(row)
        if now.published_at is not None:
            return
        if not ConsultationPart.objects.filter(consultation=now, removed_at=None).exists():
            raise Refusal(
                _("There is no text yet."), _("Nobody could comment on it."), _("Paste the text, or write a part.")
            )
        if now.closes_on < timezone.localdate():
            raise Refusal(
                _("Its last day is over."), _("Nobody could comment any more."), _("Change the days, then publish it.")
            )
        now.published_at = timezone.now()
        now.version += 1
        now.save(update_fields=["published_at", "version"])


def retire(row: Consultation, *, by: Person | None) -> None:
    """Nobody sees it any more; nothing is lost. One in which somebody has commented stays. Raises Refusal."""
    access.check_holds(by, row)
    with deed(by):
        now = locked(row)
        if now.comments.filter(withdrawn_at=None).exists():
            raise Refusal(
                _("People have commented already."),
                _("It was not taken away: they wait for an answer."),
                _("Answer them; in the conclusion you can say why it came to nothing."),
            )
        take_away(now)


def locked(row: Consultation) -> Consultation:
    """The row as it stands now, held until the end of the transaction. Raises Refusal where it was taken away."""
    now = Consultation.objects.select_for_update(of=("self",)).filter(pk=row.pk, retired_at=None).first()
    if now is None:
        raise Refusal(_("This consultation was taken away."), _("Nothing was changed."), status=410)
    return now


def _connect(row: Consultation, planned: tuple[str, str] | None, by: Person | None) -> None:
    """One thing of a planning document, known to whoever connects it."""
    standing = Link.objects.filter(to_kind=CONSULTATION, to_id=str(row.pk), relation=CONSULTED, from_kind__in=PLANNED)
    for link in standing:
        if planned != (link.from_kind, link.from_id):
            disconnect(link.from_kind, link.from_id, CONSULTED, CONSULTATION, row.pk)
    if planned is None:
        return
    name, pk = planned
    kind = kind_of(name) if name in PLANNED else None
    if kind is None or pk not in kind.show([pk], by):
        raise Refusal(_("This planning document is not there."), _("Nothing was saved."), status=422, field="planned")
    connect(name, pk, CONSULTED, CONSULTATION, row.pk)


def _check(data: ConsultationData) -> None:
    if not data.title.strip():
        raise Refusal(_("The title is missing."), _("Nothing was saved."), status=422, field="title")
    if len(data.about) > LONGEST:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST},
            _("Nothing was saved."),
            status=422,
            field="about",
        )
    if data.closes_on < data.opens_on:
        raise Refusal(_("The last day is before the first."), _("Nothing was saved."), status=422, field="closes_on")
    if data.link and (fault := website_fault(data.link)):
        raise Refusal(fault, _("Nothing was saved."), status=422, field="link")


def _check_days(now: Consultation, data: ConsultationData) -> None:
    if now.reported_at is not None and (data.opens_on, data.closes_on) != (now.opens_on, now.closes_on):
        raise Refusal(_("The answers are published."), _("The days stay as they are."), status=422, field="closes_on")
    if data.closes_on < now.closes_on:
        raise Refusal(
            _("The last day can be put off, not brought forward."),
            _("Nothing was saved: somebody may count on the day that was announced."),
            status=422,
            field="closes_on",
        )
    if now.opens_on <= timezone.localdate() and data.opens_on != now.opens_on:
        raise Refusal(_("It is open already."), _("The first day stays."), status=422, field="opens_on")
