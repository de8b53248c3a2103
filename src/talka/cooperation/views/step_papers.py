"""Documents and decisions of a step."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.kept_files import Sent
from talka.documents.storage import serve_file
from talka.people.models import Person
from talka.ui.forms import sent

from .. import access
from ..actions import papers as actions
from ..forms.steps import PaperForm
from ..models import CooperationCase, StepPaper
from .frame import back, context_of, person_of
from .steps import step_named


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, step: str, kind: str) -> HttpResponse:
    """Keep a document, or note a decision."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    named = step_named(step)
    if kind not in StepPaper.Kind.values:
        raise Http404
    form = PaperForm(request.POST or None, request.FILES or None, kind=kind)
    status = sent(request, form, lambda: _add(row, step, form, person))
    if not status:
        return back(request, "step", slug, step, said=_("Kept."), anchor="papers")
    decision = kind == StepPaper.Kind.DECISION
    context = {
        "form": form,
        "title": _("Note a decision") if decision else _("Keep a document"),
        "step": named,
        "usual": named.decisions if decision else named.documents,
    }
    return render(request, "cooperation/path/form.html", context | context_of(request, row), status=status)


def _add(case: CooperationCase, step: str, form: PaperForm, person: Person | None) -> None:
    actions.add_paper(case, step, form.data_of(), sent=_sent(form), by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a document or decision, or take it away."""
    person = person_of(request)
    paper = access.paper_to_change(person, slug, pk)
    if paper.retired_at is not None:
        raise Http404
    form = PaperForm(request.POST or None, request.FILES or None, kind=paper.kind, paper=paper)
    status = sent(request, form, lambda: _change(paper, form, person))
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, "step", slug, paper.step, said=said, anchor="papers")
    context = {"form": form, "title": paper.title, "step": step_named(paper.step), "paper": paper}
    return render(request, "cooperation/path/form.html", context | context_of(request, paper.case), status=status)


def _change(paper: StepPaper, form: PaperForm, person: Person | None) -> None:
    version = form.cleaned_data["version"] or 0
    actions.change_paper(paper, form.data_of(), version=version, sent=_sent(form), by=person)


def _sent(form: PaperForm) -> Sent:
    file = form.cleaned_data["file"]
    return Sent(file, file.name if file else "", form.cleaned_data["link"])


@require_safe
def file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """As it came, as an attachment."""
    paper = access.paper_for(person_of(request), slug, pk)
    if not paper.is_kept:
        raise Http404
    return serve_file(paper.file.name, paper.file_name, paper.media_type)


@require_POST
def retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    paper = access.paper_to_change(person_of(request), slug, pk)
    actions.retire_paper(paper, by=person_of(request))
    said = _("Taken away. It can be brought back from the page of the step.")
    return back(request, "step", slug, paper.step, said=said, anchor="papers")


@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    paper = access.paper_to_change(person_of(request), slug, pk)
    actions.restore_paper(paper, by=person_of(request))
    return back(request, "step", slug, paper.step, said=_("It is back."), anchor="papers")
