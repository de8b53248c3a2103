"""The registration desk, and people who check in by themselves."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talka.documents.qr import plain_code
from talka.events import access, addresses, clock
from talka.events.actions import check_in as actions
from talka.events.forms.check_in import SelfCheckInForm
from talka.events.forms.registration import SubstituteAtTheDoorForm, WalkInForm
from talka.events.models import Attendance, Event, Registration
from talka.events.queries import check_in as queries
from talka.events.queries import questions
from talka.people.failed_codes import client_address, note_failure, too_many
from talka.ui.addresses import ours
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from .day_pages import about, inside
from .own import SESSION_KEY

ROOM, CARD = "room", "name-card"


def desk_url(event: Event, **query: str) -> str:
    asked = urlencode({key: value for key, value in query.items() if value})
    return reverse("events:check_in", args=[event.slug]) + (f"?{asked}" if asked else "")


@never_cache
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>/check-in/`: search, one big button per person, counters."""
    event = access.event_to_run(request.person, slug)  # type: ignore[attr-defined]
    words = request.GET.get("q", "").strip()[:100]
    show = request.GET.get("show", "missing")
    state = queries.desk(event, request.GET.get("day", ""))
    day = state.day.isoformat()
    rows = page_of(queries.at_the_desk(event, state.day, words, show), request, size=40)
    tabs = [("missing", _("Not here yet"), state.missing), ("here", _("Here"), state.here)]
    return render(
        request,
        "events/day/check_in.html",
        inside(
            request,
            event,
            "check_in",
            desk=state,
            rows=rows,
            words=words,
            here_url=request.get_full_path(),
            self_url=addresses.whole(reverse("events:self_check_in"), request),
            tabs_of_desk=[
                {
                    "label": label,
                    "count": number,
                    "href": desk_url(event, show=name, day="" if state.today else day),
                    "current": not words and show == name,
                }
                for name, label, number in tabs
            ],
            days=[
                {"label": one, "href": desk_url(event, day=one.isoformat()), "current": one == state.day}
                for one in state.days
            ],
        ),
    )


def _day(request: HttpRequest, event: Event) -> dt.date | None:
    """The day the form was made for; None is today at the place."""
    try:
        return dt.date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return None


@require_POST
def check_in(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One tap. Pressing it twice checks in once."""
    event = access.event_to_run(request.person, slug)  # type: ignore[attr-defined]
    registration = access.registration_in(event, code)
    how = Attendance.How.QR if request.POST.get("how") == "qr" else Attendance.How.NAME
    day = _day(request, event)
    if day is not None and day != clock.local_day(event):
        how = Attendance.How.LIST
    _attendance, new = actions.check_in(registration, by=request.person, how=how, day=day)  # type: ignore[attr-defined]
    text = _("%(name)s is checked in.") if new else _("%(name)s was checked in already.")
    messages.success(request, text % {"name": registration.person.name})
    return redirect(ours(request, request.POST.get("next", ""), desk_url(event)))


@require_POST
def undo(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    event = access.event_to_run(request.person, slug)  # type: ignore[attr-defined]
    registration = access.registration_in(event, code)
    day = _day(request, event) or clock.local_day(event)
    if actions.undo(registration, by=request.person, day=day):  # type: ignore[attr-defined]
        messages.success(request, _("The check-in of %(name)s is undone.") % {"name": registration.person.name})
    return redirect(ours(request, request.POST.get("next", ""), desk_url(event)))


@require_POST
def by_code(request: HttpRequest, slug: str) -> HttpResponse:
    """The short code of a name card, typed at the desk."""
    event = access.event_to_run(request.person, slug)  # type: ignore[attr-defined]
    code = plain_code(request.POST.get("code", ""))
    registration = Registration.objects.select_related("person").filter(event=event, code=code).first()
    if registration is None:
        messages.error(request, _("Nobody in this event has the code “%(code)s”.") % {"code": code[:12]})
        return redirect(desk_url(event))
    registration.event = event
    _attendance, new = actions.check_in(
        registration,
        by=request.person,  # type: ignore[attr-defined]
        how=Attendance.How.QR,
        day=_day(request, event),
    )
    text = _("%(name)s is checked in.") if new else _("%(name)s was checked in already.")
    messages.success(request, text % {"name": registration.person.name})
    return redirect(ours(request, request.POST.get("next", ""), desk_url(event)))


@never_cache
@require_http_methods(["GET", "POST"])
def walk_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Somebody came unannounced: a name, an organisation, done."""
    event = access.event_to_run(request.person, slug)  # type: ignore[attr-defined]
    given, _space, family = request.GET.get("q", "").strip()[:100].partition(" ")
    form = WalkInForm(event, request.POST or None, initial={"given_name": given, "family_name": family})
    if request.method == "POST" and form.is_valid():
        try:
            registration, new = actions.walk_in(
                event,
                form.applicant(),
                by=request.person,  # type: ignore[attr-defined]
                day=_day(request, event),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            text = _("%(name)s is checked in.") if new else _("%(name)s was checked in already.")
            messages.success(request, text % {"name": registration.person.name})
            return redirect(desk_url(event, day=request.POST.get("day", "")))
    return render(
        request,
        "events/day/walk_in.html",
        inside(
            request,
            event,
            "check_in",
            form=form,
            day=request.POST.get("day", request.GET.get("day", "")),
            organisations=questions.known_organisations(event),
        ),
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def substitute(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """At the door: somebody else came in a registered person's place."""
    event = access.event_to_run(request.person, slug)  # type: ignore[attr-defined]
    registration = access.registration_in(event, code)
    form = SubstituteAtTheDoorForm(event, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            new = actions.substitute_at_the_door(
                registration,
                form.applicant(),
                by=request.person,  # type: ignore[attr-defined]
                day=_day(request, event),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(
                request,
                _("%(new)s is checked in instead of %(old)s.")
                % {"new": new.person.name, "old": registration.person.name},
            )
            return redirect(desk_url(event, day=request.POST.get("day", "")))
    return render(
        request,
        "events/day/substitute_at_the_door.html",
        inside(
            request,
            event,
            "check_in",
            form=form,
            registration=registration,
            day=request.POST.get("day", request.GET.get("day", "")),
            organisations=questions.known_organisations(event),
        ),
        status=422 if form.errors else 200,
    )


@never_cache
def name_card(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """`/q/<slug>/<code>/`, opened by a phone's own camera: staff check in, the holder comes to their own page."""
    event = access.event_by_name_card(slug)
    person = request.person  # type: ignore[attr-defined]
    if access.may_run(person, event):
        registration = access.registration_in(event, plain_code(code))
        state = queries.desk(event)
        came = registration.attendances.filter(day=state.day).exists()
        return render(
            request,
            "events/day/name_card.html",
            inside(request, event, "check_in", registration=registration, desk=state, came=came),
        )
    own = request.session.get(SESSION_KEY, {}).get(str(event.pk))
    if own and Registration.objects.filter(event=event, token=own, code=plain_code(code)).exists():
        return redirect("events:own", own)
    # Nothing is said about whether the code is anybody's: the room's code comes first.
    return redirect(reverse("events:self_check_in") + "?" + urlencode({"who": plain_code(code)[:12]}))


@never_cache
@require_http_methods(["GET", "POST"])
def self_check_in(request: HttpRequest) -> HttpResponse:
    """`/in/`: the room's code, then one's own address or card code. Never a list of other people's names."""
    address = client_address(request)
    form = SelfCheckInForm(
        request.POST or None,
        initial={"code": request.GET.get("code", "")[:12], "who": request.GET.get("who", "")[:254]},
    )
    event: Event | None = None
    if request.method == "POST":
        if too_many(ROOM, address) or too_many(CARD, address):
            raise Refusal(
                _("Too many wrong codes have been tried from here."),
                _("To stop guessing, no code is accepted for some minutes."),
                _("Go to the registration desk, or try again in ten minutes."),
                status=429,
            )
        if form.is_valid():
            event = actions.event_by_room_code(form.cleaned_data["code"])
            if event is None:
                note_failure(ROOM, address)
                form.add_error(
                    "code", _("This code opens no event now. Look at the screen or the door and type it again.")
                )
            elif (registration := actions.own_registration(event, form.cleaned_data["who"])) is None:
                note_failure(CARD, address)
                form.add_error(
                    "who",
                    _(
                        "With this we find no registration. Type the e-mail address with which you registered or the "
                        "code on your name card, or go to the registration desk."
                    ),
                )
            else:
                try:
                    actions.check_in_oneself(event, registration)
                except Refusal as refusal:
                    form.add_error(None, refusal.text())
                else:
                    request.session["checked_in"] = {"event": event.pk, "name": registration.person.given_name}
                    return redirect("events:self_check_in_done")
    return render(request, "events/day/self_check_in.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
def self_check_in_done(request: HttpRequest) -> HttpResponse:
    told = request.session.get("checked_in")
    event = Event.objects.select_related("project__programme").filter(pk=told["event"]).first() if told else None
    if event is None:
        return redirect("events:self_check_in")
    name = told.pop("name", "")
    request.session["checked_in"] = told
    return render(request, "events/day/self_check_in_done.html", about(event, name=name))
