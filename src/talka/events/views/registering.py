"""Registering: the public form, a colleague's form, and asking for one's own link again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from talka.events import access
from talka.events.actions import registration as actions
from talka.events.actions.applicants import Applicant
from talka.events.actions.colleagues import registrar_of
from talka.events.forms.registration import ColleagueForm, RegistrationForm, ResendForm
from talka.events.models import Event, Invitation, Registration
from talka.events.queries import openness, privacy, questions
from talka.people.failed_codes import REGISTERING, client_address, note_failure, too_many
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .day_pages import about

ASKED_TOO_OFTEN = "registration-letters"
REGISTERED = "registrations"


def _invitation(request: HttpRequest, event: Event) -> Invitation | None:
    token = request.GET.get("i") or request.POST.get("i") or ""
    if not token:
        return None
    return (
        Invitation.objects.select_related("person__organisation")
        .filter(event=event, token=token, withdrawn_at=None, person__erased_at=None)
        .first()
    )


def _known_person(request: HttpRequest, invitation: Invitation | None) -> Person | None:
    if invitation is not None:
        return invitation.person
    return request.person  # type: ignore[attr-defined]


def event_to_register(request: HttpRequest, slug: str) -> tuple[Event, Invitation | None]:
    """The event as a visitor may know of it; a personal invitation opens an event whose project is not public."""
    token = request.GET.get("i") or request.POST.get("i") or ""
    if token:
        event = (
            Event.objects.select_related("project__programme", "area")
            .filter(slug=slug, invitations__token=token, invitations__withdrawn_at=None)
            .exclude(state=Event.State.DRAFT)
            .first()
        )
        if event is not None:
            return event, _invitation(request, event)
    return access.event_for(request.person, slug), None  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>/register/`: anybody registers themselves; an invitation's or a signed-in person's data stand there."""
    event, invitation = event_to_register(request, slug)
    door = openness.registration(event, invited=invitation is not None)
    if not door.open:
        raise door.refusal()
    person = _known_person(request, invitation)
    standing = Registration.objects.filter(event=event, person=person).exclude(state=Registration.State.CANCELLED)
    if person is not None and (own := standing.first()):
        return redirect("events:own", own.token)
    notice = privacy.notice_for(event)
    initial = _initial(person)
    form = RegistrationForm(event, request.POST or None, notice=notice, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            outcome = _register(request, event, form.applicant(), invitation, notice.digest)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            theirs = person is not None and outcome.registration.person_id == person.pk
            if theirs:
                return redirect("events:own", outcome.registration.token)
            request.session["registered"] = {
                "event": event.pk,
                "waiting": outcome.waiting,
                "email": form.cleaned_data["email"],
            }
            return redirect("events:register_done", event.slug)
    return render(
        request,
        "events/day/register.html",
        about(
            event,
            form=form,
            notice=notice,
            organisations=questions.known_organisations(event),
            invitation=invitation,
            wrong_invitation=bool(request.GET.get("i")) and invitation is None,
        ),
        status=422 if form.errors else 200,
    )


def _initial(person: Person | None) -> dict[str, str]:
    if person is None:
        return {}
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "organisation": person.organisation.name if person.organisation else "",
        "position": person.position,
    }


def _register(
    request: HttpRequest, event: Event, applicant: Applicant, invitation: Invitation | None, digest: str
) -> actions.Outcome:
    """Register, and count the letters that go out: the form must not become a way to flood mailboxes."""
    address = client_address(request)
    _not_too_often(address)
    outcome = actions.register(
        event,
        applicant,
        by=request.person,  # type: ignore[attr-defined]
        invitation=invitation,
        notice_digest=digest,
    )
    note_failure(REGISTERED if outcome.fresh else ASKED_TOO_OFTEN, address)
    return outcome


def _not_too_often(address: str) -> None:
    """Each registration sends a letter to an address that may be a stranger's, so new ones are counted too."""
    if too_many(ASKED_TOO_OFTEN, address) or too_many(REGISTERED, address, REGISTERING):
        raise too_often()


def too_often() -> Refusal:
    return Refusal(
        _("This has been tried too often from here."),
        _("To protect other people's mailboxes, nothing more is sent for some minutes."),
        _("Wait ten minutes, or write to the organiser."),
        status=429,
    )


@never_cache
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """The answer to a registration; the same for known and new addresses."""
    event = access.event_for(request.person, slug)  # type: ignore[attr-defined]
    told = request.session.get("registered") or {}
    if told.get("event") != event.pk:
        return redirect("events:register", slug)
    email = told.pop("email", "")
    # The address is shown once and not kept: what stands in a session cannot be found when a person is erased.
    request.session["registered"] = told
    return render(request, "events/day/register_done.html", about(event, told=told, email=email))


@never_cache
@require_http_methods(["GET", "POST"])
def register_colleague(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>/register/colleague/`: one person registers another; `?r=` is the registrar's own link."""
    event, _invited = event_to_register(request, slug)
    door = openness.registration(event)
    if not door.open:
        raise door.refusal()
    token = request.GET.get("r") or request.POST.get("r") or ""
    holder = Registration.objects.select_related("person").filter(event=event, token=token).first() if token else None
    registrar = holder.person if holder else request.person  # type: ignore[attr-defined]
    notice = privacy.notice_for(event)
    organisation = holder.organisation if holder else (registrar.organisation if registrar else None)
    form = ColleagueForm(
        event,
        request.POST or None,
        registrar_known=registrar is not None,
        initial={"organisation": organisation.name if organisation else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            _not_too_often(client_address(request))
            outcome = actions.register(
                event,
                form.applicant(),
                by=request.person,  # type: ignore[attr-defined]
                source=Registration.Source.COLLEAGUE,
                registrar=registrar or registrar_of(form.cleaned_data, event),
                notice_digest=notice.digest,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            note_failure(REGISTERED if outcome.fresh else ASKED_TOO_OFTEN, client_address(request))
            name = f"{form.cleaned_data['given_name']} {form.cleaned_data['family_name']}"
            text = (
                _("%(name)s is on the waiting list; the link has been sent to %(email)s.")
                if outcome.waiting
                else _("%(name)s is registered; the link has been sent to %(email)s.")
            )
            messages.success(request, text % {"name": name, "email": form.cleaned_data["email"]})
            query = f"?r={token}" if holder else ""
            return redirect(reverse("events:register_colleague", args=[slug]) + query)
    return render(
        request,
        "events/day/register_colleague.html",
        about(
            event,
            form=form,
            notice=notice,
            registrar=registrar,
            token=token if holder else "",
            organisations=questions.known_organisations(event),
        ),
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def resend_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Mail the own link again. The answer is the same whether the address is known or not."""
    event = access.event_for(request.person, slug)  # type: ignore[attr-defined]
    form = ResendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = client_address(request)
        if too_many(ASKED_TOO_OFTEN, address):
            raise too_often()
        note_failure(ASKED_TOO_OFTEN, address)
        actions.resend_links(event, form.cleaned_data["email"])
        messages.success(
            request,
            _("If somebody has registered with %(email)s, the link has been sent there.")
            % {"email": form.cleaned_data["email"]},
        )
        return redirect("events:resend_link", slug)
    return render(request, "events/day/resend_link.html", about(event, form=form))
