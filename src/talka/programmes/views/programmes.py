"""Entering and changing programmes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.programmes import access, actions
from talka.programmes.forms import ProgrammeForm
from talka.ui.refusals import Refusal


def new(request: HttpRequest) -> HttpResponse:
    if not access.is_administrator(request.person):
        raise Http404
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            programme = actions.save_programme(form.data_of(), by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("The programme has been entered. Now give it its organisers."))
            return redirect("programmes:programme_team", programme.slug)
    return render(request, "programmes/form.html", {"form": form, "title": _("New programme")})


def edit(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_organise(request.person, slug)
    form = ProgrammeForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_programme(form.data_of(), programme, by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:programme", programme.slug)
    return render(
        request,
        "programmes/edit_programme.html",
        {"form": form, "programme": programme, "illustrative": programme.illustrative},
    )


@require_POST
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    actions.archive_programme(access.programme_to_organise(request.person, slug), by=request.person)
    messages.success(request, _("The programme is archived: only its team and administrators see it."))
    return redirect("programmes:edit_programme", slug)


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    actions.restore_programme(access.programme_to_organise(request.person, slug), by=request.person)
    messages.success(request, _("The programme is back. It is not public until you say so."))
    return redirect("programmes:edit_programme", slug)
