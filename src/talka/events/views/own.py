"""The pages under a registration's own link: see, change, cancel, hand over, calendar, certificate."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.documents.qr import qr_svg, spaced_code
from talka.events import access, addresses, clock
from talka.events.actions import registration as actions
from talka.events.calendars import event_calendar
from talka.events.forms.registration import ChangeForm, SubstituteForm, filled
from talka.events.models import Registration
from talka.events.queries import openness, privacy, questions
from talka.ui.refusals import Refusal

from .day_pages import about
from .files import as_file

SESSION_KEY = "own_registrations"


def registration_of(request: HttpRequest, token: str) -> Registration:
    """The registration behind a link, remembered in this browser, so that the own name card opens the own page."""
    registration = access.registration_by_link(token)
    known = request.session.get(SESSION_KEY, {})
    if known.get(str(registration.event_id)) != token:
        request.session[SESSION_KEY] = {**dict(list(known.items())[-20:]), str(registration.event_id): token}
    return registration


@never_cache
@require_GET
def own(request: HttpRequest, token: str) -> HttpResponse:
    registration = registration_of(request, token)
    event = registration.event
    day = clock.local_day(event)
    link = addresses.name_card(registration, request)
    choices = list(registration.choices.select_related("item"))
    days = set(registration.attendances.values_list("day", flat=True))
    return render(
        request,
        "events/day/own.html",
        about(
            event,
            registration=registration,
            state=registration.state,
            open=openness.held(event).open,
            colleagues_open=openness.registration(event).open,
            choices=choices,
            consented=filled(registration)["consent_photos"],
            qr=qr_svg(link, title=_("Your code for the registration desk")),
            code=spaced_code(registration.code),
            came=bool(days),
            came_today=day in days,
            is_day=event.first_day <= day <= event.last_day,
            certificate=getattr(registration, "certificate", None),
        ),
    )


@never_cache
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    registration = registration_of(request, token)
    event = registration.event
    if not (door := openness.held(event)).open:
        raise door.refusal()
    if registration.state == Registration.State.CANCELLED:
        return redirect("events:own", token)
    notice = privacy.notice_for(event)
    form = ChangeForm(event, request.POST or None, notice=notice, initial=dict(filled(registration)))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(registration, form.applicant(), by=None)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect("events:own", token)
    return render(
        request,
        "events/day/change.html",
        about(
            event,
            registration=registration,
            form=form,
            notice=notice,
            organisations=questions.known_organisations(event),
        ),
        status=422 if form.errors else 200,
    )


@never_cache
@require_POST
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    registration = registration_of(request, token)
    actions.cancel(registration, by=None)
    messages.success(request, _("Your registration is cancelled. Thank you for letting us know."))
    return redirect("events:own", token)


@never_cache
@require_http_methods(["GET", "POST"])
def substitute(request: HttpRequest, token: str) -> HttpResponse:
    """ "Instead of me comes …" """
    registration = registration_of(request, token)
    event = registration.event
    if not (door := openness.held(event)).open:
        raise door.refusal()
    if registration.state == Registration.State.CANCELLED:
        return redirect("events:own", token)
    organisation = registration.organisation
    form = SubstituteForm(
        event, request.POST or None, initial={"organisation": organisation.name if organisation else ""}
    )
    form.fields["email"].help_text = _("Here we send a link of their own.")
    for field in form.fields.values():
        field.widget.attrs["autocomplete"] = "off"
    if request.method == "POST" and form.is_valid():
        try:
            actions.substitute(registration, form.applicant(), by=None)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(
                request,
                _("The seat is handed over. We have written to %(email)s.") % {"email": form.cleaned_data["email"]},
            )
            return redirect("events:own", token)
    return render(
        request,
        "events/day/substitute.html",
        about(
            event,
            registration=registration,
            form=form,
            organisations=questions.known_organisations(event),
            back=reverse("events:own", args=[token]),
        ),
        status=422 if form.errors else 200,
    )


@never_cache
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    registration = registration_of(request, token)
    content = event_calendar(registration.event, get_language() or "lv")
    return as_file(content, f"{registration.event.slug}.ics", "text/calendar; charset=utf-8")
