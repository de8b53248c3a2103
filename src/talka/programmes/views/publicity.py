"""A project's publicity beside what its funder wants: what is there, what is missing, what was done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.programmes import access, actions
from talka.programmes.actions.publicity import DutyData
from talka.programmes.forms import DutyForm, ReasonForm
from talka.programmes.funders import words
from talka.programmes.models import Logo
from talka.programmes.publicity_check import publicity_check
from talka.ui.refusals import Refusal

from .projects import context_of


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """`/projects/<slug>/publicity/`: the team reads it; organisers say why their text differs."""
    project = access.project_inside(request.person, slug)
    form = ReasonForm(request.POST or None, initial={"reason": project.publicity_reason})
    if request.method == "POST":
        access.check_organise(request.person, project)
        if form.is_valid():
            actions.keep_own_text(project, form.cleaned_data["reason"], by=request.person)
            messages.success(request, _("Saved."))
            return redirect("programmes:publicity", slug)
    check = publicity_check(project)
    return render(request, "programmes/publicity.html", {"check": check, "form": form} | context_of(request, project))


@require_POST
def take_text(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    actions.take_funders_text(project, by=request.person)
    messages.success(request, _("The funder's text stands on every page and document of the project from now on."))
    return redirect("programmes:publicity", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def duty(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    check = publicity_check(project)
    found = next((one for one in check.duties if one.duty.key == key), None) if check else None
    if found is None:
        raise Http404
    form = DutyForm(request.POST or None, duty=found.row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_duty(project, key, DutyData(**form.cleaned_data), by=request.person)
        except Refusal as refusal:
            form.add_error("note", refusal.text())
        else:
            messages.success(request, _("Saved."))
            return redirect("programmes:publicity", slug)
    context = {"form": form, "one": found, "words": words(found.duty.words)} | context_of(request, project)
    return render(request, "programmes/publicity_duty.html", context, status=422 if form.errors else 200)


@require_POST
def reopen(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    actions.reopen_duty(project, key, by=request.person)
    messages.success(request, _("The duty is open again."))
    return redirect("programmes:publicity", slug)


@require_POST
def name_logo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    row = get_object_or_404(Logo, project=project, pk=pk)
    row.project = project
    actions.name_logo(row, request.POST.get("wanted", ""), by=request.person)
    messages.success(request, _("Saved."))
    return redirect("programmes:logos", slug)
