"""A person's own page: their data, consents, everything that is kept of them, and their erasure."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.people import access, actions, personal_data, queries
from talka.people.export_words import words_for
from talka.people.models import Consent, Person
from talka.people.views.persons import edit_page
from talka.ui import numbers


@login_required
def me(request: HttpRequest) -> HttpResponse:
    person = _own(request)
    return render(
        request,
        "people/me.html",
        {"shown": person, "consents": queries.consents_of(person), "illustrative": person.illustrative},
    )


@login_required
def edit(request: HttpRequest) -> HttpResponse:
    return edit_page(request, _own(request), "people:me")


@login_required
def data(request: HttpRequest) -> HttpResponse:
    return _data_page(request, _own(request), own=True)


def data_of(request: HttpRequest, key: str) -> HttpResponse:
    """For the administrator who answers a request on paper."""
    if not access.is_administrator(request.person):
        raise Http404
    shown = access.person_for(request.person, key)
    if "json" in request.GET:
        return _json(shown)
    return _data_page(request, shown, own=False)


@login_required
def download(request: HttpRequest) -> HttpResponse:
    return _json(_own(request))


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    person = _own(request)
    try:
        consent = get_object_or_404(Consent, person=person, pk=int(request.POST.get("consent", "")))
    except ValueError as fault:
        raise Http404 from fault
    actions.withdraw_consent(consent, by=person)
    messages.success(request, _("The consent no longer holds from now on."))
    return redirect("people:me")


@login_required
def erase(request: HttpRequest) -> HttpResponse:
    return _erase(request, _own(request), own=True)


def erase_person(request: HttpRequest, key: str) -> HttpResponse:
    if not access.is_administrator(request.person):
        raise Http404
    return _erase(request, access.person_for(request.person, key), own=False)


def _erase(request: HttpRequest, shown: Person, *, own: bool) -> HttpResponse:
    """First what would be erased and what a rule locks, then the deed."""
    if shown.merged_into_id or (shown.erased_at and not own):
        raise Http404
    if request.method == "POST":
        erased = actions.erase_person(shown, by=request.person)
        if own:
            logout(request)
        return render(request, "people/erased.html", {"erased": erased, "own": own})
    with transaction.atomic():
        outlook = actions.erase_person(shown, by=request.person)
        transaction.set_rollback(True)
    return render(
        request, "people/erase.html", {"shown": shown, "outlook": outlook, "own": own, "today": timezone.localdate()}
    )


def _data_page(request: HttpRequest, shown: Person, *, own: bool) -> HttpResponse:
    told = personal_data.export(shown)
    rooms = [(words_for(name), _sections(part)) for name, part in told.items()]
    return render(request, "people/data.html", {"shown": shown, "rooms": rooms, "own": own})


def _sections(part: Any) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """The export as headings with rows of (name, value), for reading."""
    sections = []
    for heading, value in part.items():
        rows = value if isinstance(value, list) else [value]
        sections.append((words_for(str(heading)), [_pairs(row) for row in rows]))
    return sections


def _pairs(row: Any) -> list[tuple[str, str]]:
    if not isinstance(row, dict):
        return [("", _text(row))]
    return [(words_for(str(name)), _text(value)) for name, value in row.items() if value not in (None, "")]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{words_for(str(name))}: {_text(each)}" for name, each in value.items())
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{numbers.date(local)} {numbers.time(local)}"
    return numbers.date(value) if isinstance(value, dt.date) else str(value)


def _json(shown: Person) -> HttpResponse:
    response = JsonResponse(
        {"made": timezone.now(), "person": personal_data.export(shown)},
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="talka.json"'
    response["Cache-Control"] = "no-store"
    return response


def _own(request: HttpRequest) -> Person:
    """An account without a person has no page of its own."""
    person = request.person
    if person is None:
        raise Http404
    return person
