"""A person's own page: their data, consents, everything that is kept of them, and their erasure."""

from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.documents.media_types import PDF
from talka.documents.report import report_pdf
from talka.people import access, actions, personal_data, queries
from talka.people.models import Consent, Person
from talka.people.own import SESSION_KEY, own_person
from talka.people.readable import document_of, rooms_of
from talka.people.views.own_page import own_page
from talka.people.views.persons import edit_page


@own_page
def me(request: HttpRequest) -> HttpResponse:
    person = own_person(request)
    return render(
        request,
        "people/me.html",
        {"shown": person, "consents": queries.consents_of(person), "illustrative": person.illustrative},
    )


@own_page
def edit(request: HttpRequest) -> HttpResponse:
    person = own_person(request)
    return edit_page(request, person, "people:me", by=person)


@own_page
def data(request: HttpRequest) -> HttpResponse:
    return _data_page(request, own_person(request), own=True)


def data_of(request: HttpRequest, key: str) -> HttpResponse:
    """For the administrator who answers a request on paper."""
    if not access.is_administrator(request.person):
        raise Http404
    shown = access.person_for(request.person, key)
    if "json" in request.GET:
        return _json(shown)
    if "pdf" in request.GET:
        return _pdf(shown)
    return _data_page(request, shown, own=False)


@own_page
def download(request: HttpRequest) -> HttpResponse:
    return _json(own_person(request), own=True)


@own_page
def download_to_read(request: HttpRequest) -> HttpResponse:
    return _pdf(own_person(request), own=True)


@own_page
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """Close the own page in this browser: for who came by a link and a code. A shared computer keeps nothing."""
    request.session.pop(SESSION_KEY, None)
    messages.success(request, _("Your page is closed in this browser."))
    return redirect("home")


@own_page
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    person = own_person(request)
    try:
        consent = get_object_or_404(Consent, person=person, pk=int(request.POST.get("consent", "")))
    except ValueError as fault:
        raise Http404 from fault
    actions.withdraw_consent(consent, by=person)
    messages.success(request, _("The consent no longer holds from now on."))
    return redirect("people:me")


@own_page
def erase(request: HttpRequest) -> HttpResponse:
    person = own_person(request)
    return _erase(request, person, by=person, own=True)


def erase_person(request: HttpRequest, key: str) -> HttpResponse:
    if not access.is_administrator(request.person):
        raise Http404
    return _erase(request, access.person_for(request.person, key), by=request.person, own=False)


def _erase(request: HttpRequest, shown: Person, *, by: Person | None, own: bool) -> HttpResponse:
    """First what would be erased and what a rule locks, then the deed."""
    if shown.merged_into_id or (shown.erased_at and not own):
        raise Http404
    if request.method == "POST":
        erased = actions.erase_person(shown, by=by)
        if own:
            logout(request)
        return render(request, "people/erased.html", {"erased": erased, "own": own})
    with transaction.atomic():
        outlook = actions.erase_person(shown, by=by)
        transaction.set_rollback(True)
    return render(
        request, "people/erase.html", {"shown": shown, "outlook": outlook, "own": own, "today": timezone.localdate()}
    )


def _data_page(request: HttpRequest, shown: Person, *, own: bool) -> HttpResponse:
    rooms = rooms_of(personal_data.export(shown, own=own))
    return render(request, "people/data.html", {"shown": shown, "rooms": rooms, "own": own})


def _json(shown: Person, *, own: bool = False) -> HttpResponse:
    response = JsonResponse(
        {"made": timezone.now(), "person": personal_data.export(shown, own=own)},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="talka.json"'
    response["Cache-Control"] = "no-store"
    return response


def _pdf(shown: Person, *, own: bool = False) -> HttpResponse:
    response = HttpResponse(report_pdf(document_of(shown, personal_data.export(shown, own=own))), content_type=PDF)
    response["Content-Disposition"] = 'attachment; filename="talka.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
