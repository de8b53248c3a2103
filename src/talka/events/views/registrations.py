"""The organiser's list of registrations and one registration: add, change, cancel, seat by hand, hand over."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.documents.media_types import CSV, XLSX
from talka.documents.qr import spaced_code
from talka.documents.sheets import write_csv, write_xlsx
from talka.events import access, addresses, clock
from talka.events.actions import registration as actions
from talka.events.actions import waiting_list
from talka.events.forms.registration import StaffForm, SubstituteForm, filled
from talka.events.models import AgendaItem, Attendance, Registration
from talka.events.queries import questions, registrations, tables
from talka.people.models import Organisation
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from .day_pages import inside
from .files import as_file

State = Registration.State


@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>/registrations/`: everybody, searched and narrowed, fifty to a page."""
    event = access.event_with_people(request.person, slug)  # type: ignore[attr-defined]
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("state", "region", "kind", "group", "came")}
    filters = registrations.Filters(words=request.GET.get("q", "").strip()[:100], **asked)
    counts = registrations.counts(event)
    rows = page_of(registrations.registrations(event, filters), request)
    tabs = [
        ("", _("All"), counts.registered + counts.waiting + counts.cancelled),
        (State.REGISTERED, _("Has a seat"), counts.registered),
        (State.WAITING, _("Waiting list"), counts.waiting),
        (State.CANCELLED, _("Registration cancelled"), counts.cancelled),
    ]
    kept = {key: value for key, value in (("q", filters.words), *asked.items()) if value and key != "state"}
    return render(
        request,
        "events/day/registrations.html",
        inside(
            request,
            event,
            "registrations",
            rows=rows,
            filters=filters,
            narrowed=any([filters.words, filters.region, filters.kind, filters.group, filters.came]),
            counts=counts,
            tabs_of_states=[
                {
                    "label": label,
                    "count": number,
                    "href": "?" + urlencode({**kept, **({"state": state} if state else {})}),
                    "current": filters.state == state,
                }
                for state, label, number in tabs
            ],
            regions=registrations.region_choices(event),
            kinds=Organisation.Kind.choices,
            groups=AgendaItem.objects.filter(event=event, kind=AgendaItem.Kind.GROUP),
            may_organise=access.may_organise(request.person, event),  # type: ignore[attr-defined]
        ),
    )


@require_GET
def export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """The whole list as a table that can be read in again."""
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    sheet = tables.registration_sheet(event)
    if ending == "csv":
        return as_file(write_csv(sheet), f"{event.slug}-registrations.csv", CSV)
    return as_file(write_xlsx(sheet), f"{event.slug}-registrations.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    form = StaffForm(event, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = actions.register(
                event,
                form.applicant(),
                by=request.person,  # type: ignore[attr-defined]
                source=Registration.Source.ORGANISER,
                beyond_seats=form.cleaned_data["beyond_seats"],
            )
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            name = outcome.registration.person.name
            text = _("%(name)s is on the waiting list.") if outcome.waiting else _("%(name)s is registered.")
            messages.success(request, text % {"name": name})
            return redirect("events:registration", slug, outcome.registration.code)
    return render(
        request,
        "events/day/registration_form.html",
        inside(
            request,
            event,
            "registrations",
            form=form,
            title=_("Add somebody"),
            back=reverse("events:registrations", args=[slug]),
            organisations=questions.known_organisations(event),
        ),
        status=422 if form.errors else 200,
    )


@require_GET
def one(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One registration with its answers and its history."""
    event = access.event_with_people(request.person, slug)  # type: ignore[attr-defined]
    registration = access.registration_in(event, code)
    may_organise = access.may_organise(request.person, event)  # type: ignore[attr-defined]
    answers = {answer.question_id: answer for answer in registration.answers.select_related("question")}
    return render(
        request,
        "events/day/registration.html",
        inside(
            request,
            event,
            "registrations",
            registration=registration,
            title=registration.person.name,
            code=spaced_code(registration.code),
            choices=list(registration.choices.select_related("item")),
            answers=questions.answers_in_words(registration, answers.values()),
            attendances=list(Attendance.objects.filter(registration=registration).order_by("day")),
            certificate=getattr(registration, "certificate", None),
            history=registrations.history(registration),
            versions=registrations.former_values(registration),
            may_organise=may_organise,
            own_link=addresses.own(registration, request) if may_organise else "",
            over=clock.is_over(event),
        ),
    )


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    registration = access.registration_in(event, code)
    form = StaffForm(event, request.POST or None, initial=dict(filled(registration)))
    del form.fields["beyond_seats"]
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(registration, form.applicant(), by=request.person)  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("events:registration", slug, code)
    return render(
        request,
        "events/day/registration_form.html",
        inside(
            request,
            event,
            "registrations",
            form=form,
            title=registration.person.name,
            back=reverse("events:registration", args=[slug, code]),
            organisations=questions.known_organisations(event),
        ),
        status=422 if form.errors else 200,
    )


@require_POST
def cancel(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    registration = access.registration_in(event, code)
    actions.cancel(registration, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The registration of %(name)s is cancelled.") % {"name": registration.person.name})
    return redirect("events:registration", slug, code)


@require_POST
def seat(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """From the waiting list to a seat, by hand."""
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    registration = access.registration_in(event, code)
    waiting_list.seat_by_hand(registration, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("%(name)s has a seat now.") % {"name": registration.person.name})
    return redirect("events:registration", slug, code)


@require_http_methods(["GET", "POST"])
def substitute(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    registration = access.registration_in(event, code)
    organisation = registration.organisation
    form = SubstituteForm(
        event, request.POST or None, initial={"organisation": organisation.name if organisation else ""}
    )
    form.fields["email"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.substitute(registration, form.applicant(), by=request.person)  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(
                request,
                _("%(new)s comes instead of %(old)s.") % {"new": new.person.name, "old": registration.person.name},
            )
            return redirect("events:registration", slug, new.code)
    return render(
        request,
        "events/day/registration_substitute.html",
        inside(
            request,
            event,
            "registrations",
            registration=registration,
            form=form,
            organisations=questions.known_organisations(event),
            back=reverse("events:registration", args=[slug, code]),
        ),
        status=422 if form.errors else 200,
    )
