"""The register of requests, and leaving somebody's data alone. For administrators; one's own page restricts oneself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.people.access import person_for
from talka.people.own import own_person
from talka.people.views.own_page import own_page
from talka.protection import access
from talka.protection.actions import requests as deeds
from talka.protection.forms import AnswerForm, RequestForm, RestrictionForm
from talka.protection.queries import register
from talka.ui.refusals import Refusal


def requests(request: HttpRequest) -> HttpResponse:
    """What waits, the soonest due on top; and a form for one that came by mail or on paper."""
    access.administrators_only(request.person)
    form = RequestForm(request.POST or None, initial={"person": request.GET.get("person", "")})
    if request.method == "POST" and form.is_valid():
        try:
            deeds.note_request(**form.cleaned_data, by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Written down."))
            return redirect("protection:requests")
    context = {"form": form, "lines": register.register(timezone.localdate())}
    return render(request, "protection/requests.html", context, status=422 if form.errors else 200)


def one(request: HttpRequest, number: int) -> HttpResponse:
    """One request: extend it, or write down how it was answered."""
    row = access.request_for(request.person, number)
    form = AnswerForm(request.POST if "outcome" in request.POST else None)
    if request.method == "POST" and "extend" in request.POST:
        deeds.extend(row, by=request.person)
        messages.success(request, _("Extended by two months."))
        return redirect("protection:request", row.pk)
    if request.method == "POST" and form.is_valid():
        deeds.answer(row, form.cleaned_data["outcome"], by=request.person)
        messages.success(request, _("Written down."))
        return redirect("protection:requests")
    context = {"row": row, "form": form, "late": row.is_late(timezone.localdate())}
    return render(request, "protection/request.html", context)


def restrict(request: HttpRequest, key: str) -> HttpResponse:
    """An administrator leaves somebody's data alone, or lifts that."""
    access.administrators_only(request.person)
    person = person_for(request.person, key)
    if person.erased_at or person.merged_into_id:
        raise Http404
    form = RestrictionForm(request.POST if "why" in request.POST else None)
    if request.method == "POST" and "lift" in request.POST:
        deeds.lift(person, by=request.person)
        messages.success(request, _("The data may be worked with again."))
        return redirect("people:person", person.key)
    if request.method == "POST" and form.is_valid():
        deeds.restrict(person, form.cleaned_data["why"], by=request.person)
        messages.success(request, _("The data are left alone from now on."))
        return redirect("people:person", person.key)
    return render(request, "protection/restrict.html", {"form": form, "shown": person})


@own_page
@require_POST
def restrict_me(request: HttpRequest) -> HttpResponse:
    """A person asks that their data be left alone: it is done, and stands in the register to be weighed."""
    person = own_person(request)
    form = RestrictionForm(request.POST)
    if not form.is_valid():
        raise Refusal(_("Say why the data are to be left alone."), status=422)
    deeds.ask_to_restrict(person, form.cleaned_data["why"], by=person)
    messages.success(request, _("Your data are left alone from now on. You will get an answer within a month."))
    return redirect("people:me")
