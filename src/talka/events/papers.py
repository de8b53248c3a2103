"""From registrations to paper: name cards, attendance lists, certificates. Plain data in, PDF out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from talka.documents import certificate as certificate_paper
from talka.documents.attendance import AttendanceDay, AttendanceList, Attendee, Layout, attendance_pdf
from talka.documents.name_cards import NameCard, NameCards, name_cards_pdf
from talka.documents.publicity import Picture
from talka.programmes.funders import FunderTemplate, Per, Phrase, template_of, words
from talka.programmes.publicity import publicity_attested, publicity_for_documents
from talka.ui import numbers
from talka.ui.refusals import Refusal

from . import addresses, clock, funder_asked, letters
from .models import Certificate, Event, Registration
from .queries.attendance import attended_on, towns_of

State = Registration.State
EMPTY_ROWS = 8


def name_cards(event: Event, request: HttpRequest, *, only_walk_ins: bool = False) -> bytes:
    """A card per registered person with a code for the desk. Raises Refusal where there is nobody."""
    rows = (
        Registration.objects.filter(event=event, state=State.REGISTERED)
        .select_related("person", "organisation")
        .order_by("person__sort_key", "pk")
    )
    if only_walk_ins:
        rows = rows.filter(source=Registration.Source.WALK_IN)
    people = []
    for row in rows:
        row.event = event
        people.append(
            NameCard(
                name=row.person.name,
                organisation=row.organisation.name if row.organisation else "",
                link=addresses.name_card(row, request),
                code=row.code,
            )
        )
    if not people:
        raise nobody()
    with translation.override(event.language):
        project = event.project
        foot = " · ".join(part for part in (project.number, str(project.funder)) if part)
        return name_cards_pdf(
            NameCards(
                event=str(event.title),
                people=tuple(people),
                foot=foot,
                organiser=str(project.controller),
                language=event.language,
                illustrative=project.programme.illustrative,
            )
        )


def nobody() -> Refusal:
    return Refusal(
        _("There is nobody to print yet."),
        _("Nobody is registered for this event."),
        _("Come back when people have registered, or add them on the page of registrations."),
    )


def attendance_list(event: Event, *, day: dt.date | None, came: bool) -> bytes:
    """The attendance list of each day (or of one) by the funder's template, without contact data.

    came False: to be signed, all registered people and empty rows; True: those who came, with the hour they did.
    """
    there = attended_on(event)
    days = [day] if day else clock.days_of(event)
    rows = list(
        Registration.objects.filter(event=event)
        .select_related("person", "organisation")
        .prefetch_related("attendances")
        .order_by("person__sort_key", "pk")
    )
    template = template_of(event.project)
    language = _list_language(event, template)
    towns = towns_of(event)
    for row in rows:
        row.event = event
    with translation.override(language):
        project = event.project
        lists = []
        for one in days:
            present = there.get(one, set())
            wanted = [r for r in rows if (r.pk in present if came else r.state == State.REGISTERED)]
            attendees = tuple(
                Attendee(
                    name=r.person.name,
                    institution=r.organisation.name if r.organisation else "",
                    position=r.position,
                    note=_hour(event, r, one) if came else "",
                    more=_more(r, towns, template),
                )
                for r in wanted
            )
            lists.append(AttendanceDay(date=one, attendees=attendees, hours=_hours(event)))
        return attendance_pdf(
            AttendanceList(
                event=str(event.title),
                place=letters.place(event),
                days=tuple(lists),
                publicity=publicity_for_documents(project),
                organiser=str(project.controller),
                language=language,
                empty_rows=0 if came else template.attendance.empty_rows if template else EMPTY_ROWS,
                illustrative=project.programme.illustrative,
                layout=_layout(template, language) if template else Layout(),
            )
        )


def _list_language(event: Event, template: FunderTemplate | None) -> str:
    """The language of the list: the event's, or the first of those its funder wants."""
    wanted = template.attendance.languages if template else ()
    return wanted[0] if wanted else event.language


def _more(one: Registration, towns: Mapping[int | None, str], template: FunderTemplate | None) -> dict[str, str]:
    """What stands in the columns that only some funders want."""
    if template is None:
        return {}
    home = one.organisation
    return {
        "organisation_kind": str(home.get_kind_display()) if home and home.kind else "",
        "municipality": towns.get(home.area_id, "") if home else "",
        **{asked.key: funder_asked.told(one, asked) for asked in template.attendance.asked},
    }


def _layout(template: FunderTemplate, language: str) -> Layout:
    """The funder's rules as the paper takes them, in the languages of the list."""
    rules = template.attendance
    languages = rules.languages or (language,)

    def said(phrase: Phrase) -> str:
        told = []
        for code in languages:
            with translation.override(code):
                told.append(words(phrase))
        return " / ".join(dict.fromkeys(told))

    return Layout(
        columns=rules.columns,
        labels={one.key: said(one.label) for one in rules.asked},
        halves=rules.per == Per.HALF_DAY,
        facts=rules.facts,
        logos=rules.logos,
        logo_mm=max([13, *(logo.least_mm for logo in template.publicity.logos)]),
        languages=languages,
        consent=said(rules.consent) if rules.consent else "",
        signers=tuple(said(one) for one in rules.signers),
    )


def _hours(event: Event) -> str:
    if event.starts_at is None or event.ends_at is None or event.first_day != event.last_day:
        return ""
    start, end = clock.local(event, event.starts_at), clock.local(event, event.ends_at)
    return f"{numbers.time(start.time())}–{numbers.time(end.time())}"


def _hour(event: Event, registration: Registration, day: dt.date) -> str:
    """When a person checked in, where that was on the day itself and not entered later from paper."""
    for attendance in registration.attendances.all():
        if attendance.day == day and attendance.how != "list":
            at = clock.local(event, attendance.at)
            if at.date() == day:
                return str(_("checked in at %(hour)s")) % {"hour": numbers.time(at.time())}
    return ""


def certificates(rows: Sequence[Certificate], request: HttpRequest) -> bytes:
    """Certificates as PDF, in the language of their event, with the facts frozen in them. Raises Refusal for none."""
    if not rows:
        raise Refusal(
            _("No certificate has been issued yet."), advice=_("Issue them to those who attended, on the same page.")
        )
    events = {row.event_id: row.event for row in rows if row.event}
    logos = {pk: publicity_for_documents(event.project).logos for pk, event in events.items()}
    return certificate_paper.certificates_pdf([_certificate(row, logos.get(row.event_id, ()), request) for row in rows])


def _certificate(row: Certificate, logos: tuple[Picture, ...], request: HttpRequest) -> certificate_paper.Certificate:
    facts: dict[str, Any] = row.facts
    language = facts.get("language", "lv")
    words = facts["words"].get(language) or next(iter(facts["words"].values()))
    days = [dt.date.fromisoformat(day) for day in facts["days"]]
    return certificate_paper.Certificate(
        person=row.holder,
        event=words["event"],
        first_day=days[0],
        last_day=days[-1],
        organiser=words["organiser"],
        code=row.code,
        verify_url=addresses.whole(reverse("events:certificate", args=[row.code]), request),
        place=words["place"],
        hours=Decimal(facts["hours"]) if facts.get("hours") else None,
        issued=timezone.localdate(row.issued_at),
        publicity=publicity_attested(words, logos),
        language=language,
        illustrative=bool(facts.get("illustrative")),
    )
