"""One organisation: its page and its data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from talka.people import access, actions, queries
from talka.people.actions.organisations import find_organisation
from talka.people.forms import OrganisationForm
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal


def organisation(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.organisation_for(request.person, key)
    if shown.merged_into:
        return redirect("people:organisation", shown.merged_into.key)
    return render(
        request,
        "people/organisation.html",
        {
            "shown": shown,
            "page": page_of(queries.people_of(shown), request),
            "merges": queries.merges_of(shown),
            "administrator": access.is_administrator(request.person),
            "illustrative": shown.illustrative,
        },
    )


def new(request: HttpRequest) -> HttpResponse:
    access.keepers_only(request.person)
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.data_of()
        known = find_organisation(data.name)
        if known:
            messages.info(request, _("This organisation is known already; nothing was changed. This is its page."))
            return redirect("people:organisation", known.key)
        try:
            entered = actions.create_organisation(data, by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("The organisation has been entered."))
            return redirect("people:organisation", entered.key)
    return render(request, "people/organisation_form.html", {"form": form, "title": _("New organisation")})


def edit(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.organisation_for(request.person, key)
    form = OrganisationForm(request.POST or None, organisation=shown)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(shown, form.data_of(), by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Saved."))
            return redirect("people:organisation", key)
    return render(
        request,
        "people/organisation_form.html",
        {"form": form, "title": _("Change data"), "shown": shown, "illustrative": shown.illustrative},
    )
