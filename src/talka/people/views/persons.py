"""One person: their page, their data, their account."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.people import access, actions, queries, signin
from talka.people.actions.accounts import open_account
from talka.people.forms import PersonForm
from talka.people.models import Organisation, Person
from talka.ui.addresses import whole
from talka.ui.refusals import Refusal


def person(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.person_for(request.person, key)
    if shown.merged_into:
        return redirect("people:person", shown.merged_into.key)
    by = request.person
    return render(
        request,
        "people/person.html",
        {
            "page": queries.person_page(shown),
            "shown": shown,
            "own": by is not None and by.pk == shown.pk,
            "may_change": access.may_change_person(by, shown),
            "may_keep": access.may_keep_people(by),
            "may_merge": access.may_merge_persons(by, shown, shown) and not shown.erased_at,
            "may_erase": access.may_erase_person(by, shown) and not shown.erased_at,
            "administrator": access.is_administrator(by),
            "illustrative": shown.illustrative,
        },
    )


def new(request: HttpRequest) -> HttpResponse:
    access.keepers_only(request.person)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.data_of(organisation_named(form.cleaned_data["organisation"], request.person))
            found = actions.find_or_create_person(data, by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            if found.created:
                messages.success(request, _("The person has been entered."))
            else:
                messages.info(request, _("This person is known already; nothing was changed. This is their page."))
            return redirect("people:person", found.person.key)
    return render(request, "people/person_form.html", {"form": form, "title": _("New person")})


def edit(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.person_for(request.person, key)
    if not access.may_change_person(request.person, shown):
        raise Http404
    return edit_page(request, shown, "people:person", key, by=request.person)


def edit_page(request: HttpRequest, shown: Person, back: str, *address: str, by: Person | None) -> HttpResponse:
    """by: who changes it; of an own page without an account the person, not who is signed in."""
    form = PersonForm(request.POST or None, person=shown)
    if request.method == "POST" and form.is_valid():
        try:
            data = form.data_of(organisation_named(form.cleaned_data["organisation"], by, shown.organisation))
            actions.change_person(shown, data, by=by)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Saved."))
            return redirect(back, *address)
    return render(
        request,
        "people/person_form.html",
        {
            "form": form,
            "title": _("Change data"),
            "shown": shown,
            "own": by == shown,
            "illustrative": shown.illustrative,
        },
    )


@require_POST
def invite(request: HttpRequest, key: str) -> HttpResponse:
    access.keepers_only(request.person)
    shown = access.person_for(request.person, key)
    actions.invite_to_account(shown, by=request.person, base_url=whole())
    messages.success(request, _("The invitation has been put into the outbox."))
    return redirect("people:person", key)


@require_POST
def signin_link(request: HttpRequest, key: str) -> HttpResponse:
    """For administrators, when letters do not arrive: a link to hand over, shown once."""
    if not access.is_administrator(request.person):
        raise Http404
    shown = access.person_for(request.person, key)
    path = signin.make_link(shown, by=request.person)
    response = render(
        request,
        "people/signin_link.html",
        {"shown": shown, "url": whole(path, request), "minutes": signin.MINUTES},
    )
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def account(request: HttpRequest, key: str) -> HttpResponse:
    """What an administrator does with an account: close, open, make or unmake an administrator."""
    if not access.is_administrator(request.person):
        raise Http404
    shown = access.person_for(request.person, key)
    match request.POST.get("do"):
        case "close":
            actions.close_account(shown, by=request.person)
        case "open":
            open_account(shown, by=request.person)
        case "administrator":
            actions.set_administrator(shown, True, by=request.person)
        case "ordinary":
            actions.set_administrator(shown, False, by=request.person)
        case _:
            raise Http404
    messages.success(request, _("Saved."))
    return redirect("people:person", key)


def organisation_named(name: str, by: Person | None, present: Organisation | None = None) -> Organisation | None:
    """The organisation somebody typed; an unchanged name stays the organisation it was."""
    name = name.strip()
    if not name:
        return None
    if present is not None and present.name == name:
        return present
    return actions.find_or_create_organisation(name, by=by)
