"""Entering a resource, changing it, its pictures and its papers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.people.models import Person
from talka.resources import access, actions
from talka.resources.forms import PaperForm, PhotoForm, PhotoWordsForm, ResourceForm
from talka.resources.kinds import Kind
from talka.resources.models import Resource
from talka.territories.models import Area
from talka.territories.queries import HEAVY
from talka.ui.refusals import Refusal


def _area_asked(request: HttpRequest) -> Area | None:
    """The area the way in began at, else the one of the person's own organisation."""
    key = request.GET.get("area", "")[:80]
    area = Area.objects.filter(key=key).defer(*HEAVY).first() if key else None
    home = access.home_of(request.person)
    return area or (home.area if home else None)


def new(request: HttpRequest) -> HttpResponse:
    """First the kind, then the form of that kind."""
    access.enterers_only(request.person)
    kind = request.GET.get("kind", "")
    area = _area_asked(request)
    if kind not in Kind.values:
        return render(request, "resources/choose_kind.html", {"kinds": Kind.choices, "area": area})
    form = ResourceForm(request.POST or None, kind=kind, by=request.person, area=area)
    if request.method == "POST" and form.is_valid():
        try:
            entered = actions.enter(form.data_of(), by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Entered, and shown to everybody. A photograph says more: add one."))
            return redirect("resources:resource", entered.key)
    context = {"form": form, "kind": Kind(kind).label, "area": area, "kinds": Kind.choices}
    return render(request, "resources/resource_form.html", context, status=422 if form.errors else 200)


def edit(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.resource_to_correct(request.person, key)
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else shown.kind
    form = ResourceForm(request.POST or None, kind=kind, by=request.person, resource=shown)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(shown, form.data_of(), by=request.person, seen=form.cleaned_data["seen"])
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Saved, and confirmed as of today."))
            return redirect("resources:resource", key)
    context = {
        "form": form,
        "kind": Kind(kind).label,
        "kinds": Kind.choices,
        "shown": shown,
        "illustrative": shown.illustrative,
    }
    return render(request, "resources/resource_form.html", context, status=422 if form.errors else 200)


def material(request: HttpRequest, key: str) -> HttpResponse:
    """Pictures and papers of one resource, with forms to add more; `what` says which of the two forms was sent."""
    shown = access.resource_to_correct(request.person, key)
    what = request.POST.get("what", "")
    files = request.FILES if request.method == "POST" else None
    photo_form = PhotoForm(
        request.POST if what == "photo" else None, files if what == "photo" else None, prefix="photo"
    )
    paper_form = PaperForm(
        request.POST if what == "paper" else None, files if what == "paper" else None, prefix="paper"
    )
    if what == "photo" and photo_form.is_valid() and _photo_taken(shown, photo_form, request.person):
        messages.success(request, _("The photograph is shown now."))
        return redirect("resources:material", key)
    if what == "paper" and paper_form.is_valid() and _paper_taken(shown, paper_form, request.person):
        messages.success(request, _("Added."))
        return redirect("resources:material", key)
    context = {
        "shown": shown,
        "photos": list(shown.photos.all()),
        "papers": list(shown.papers.all()),
        "photo_form": photo_form,
        "paper_form": paper_form,
        "illustrative": shown.illustrative,
    }
    wrong = bool(photo_form.errors or paper_form.errors)
    return render(request, "resources/material.html", context, status=422 if wrong else 200)


def _photo_taken(shown: Resource, form: PhotoForm, by: Person | None) -> bool:
    said: dict[str, Any] = form.cleaned_data
    try:
        actions.add_photo(
            shown,
            file=said["file"].file,
            name=said["file"].name,
            alt=said["alt"],
            people=said["people"],
            credit=said["credit"],
            by=by,
        )
    except Refusal as refusal:
        form.add_error("file", refusal.text())
        return False
    return True


def _paper_taken(shown: Resource, form: PaperForm, by: Person | None) -> bool:
    said: dict[str, Any] = form.cleaned_data
    sent = said["file"]
    try:
        actions.add_paper(
            shown,
            title=said["title"],
            link=said["link"],
            file=sent.file if sent else None,
            name=sent.name if sent else "",
            by=by,
        )
    except Refusal as refusal:
        form.add_error("file", refusal.text())
        return False
    return True


def photo_words(request: HttpRequest, key: str, token: str) -> HttpResponse:
    shown = access.resource_to_correct(request.person, key)
    row = access.photo_for(request.person, key, token)
    row.resource = shown
    known = {"alt": row.alt, "people": row.people, "credit": row.credit}
    form = PhotoWordsForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        actions.edit_photo(row, **form.cleaned_data, by=request.person)
        messages.success(request, _("Saved."))
        return redirect("resources:material", key)
    context = {"form": form, "shown": shown, "photo": row, "illustrative": shown.illustrative}
    return render(request, "resources/photo_words.html", context, status=422 if form.errors else 200)


@require_POST
def material_deed(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Remove a picture or a paper."""
    access.resource_to_correct(request.person, key)
    match request.POST.get("remove"):
        case "photo":
            actions.remove_photo(access.photo_for(request.person, key, token), by=request.person)
        case "paper":
            actions.remove_paper(access.paper_for(request.person, key, token), by=request.person)
        case _:
            raise Http404
    messages.success(request, _("Removed."))
    return redirect("resources:material", key)
