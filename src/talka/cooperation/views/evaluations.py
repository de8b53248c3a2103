"""Evaluations of a case."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talka.people.models import Person
from talka.ui.forms import sent

from .. import access
from ..actions import evaluations as actions
from ..forms.steps import EvaluationDayForm, EvaluationForm
from ..models import CooperationCase, Evaluation
from ..path.register import steps
from .frame import back, context_of, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Set the day of the next evaluation."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    planned = Evaluation.objects.filter(case=row, held_on=None).first()
    form = EvaluationDayForm(request.POST or None, initial={"due_on": planned.due_on} if planned else {})
    status = sent(request, form, lambda: _plan(row, form, person))
    if not status:
        said = _("Saved. The focal points are reminded a month before.")
        return back(request, "step", slug, "evaluation", said=said, anchor="evaluations")
    context = {"form": form, "title": _("Next evaluation"), "step": steps()["evaluation"]}
    return render(request, "cooperation/path/form.html", context | context_of(request, row), status=status)


def _plan(case: CooperationCase, form: EvaluationDayForm, person: Person | None) -> None:
    actions.plan_evaluation(case, form.cleaned_data["due_on"], by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Answer the questions of an evaluation."""
    person = person_of(request)
    row = access.evaluation_to_change(person, slug, pk)
    step = steps()["evaluation"]
    form = EvaluationForm(request.POST or None, evaluation=row, questions=step.review_questions)
    status = sent(request, form, lambda: _save(row, form, person))
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, "step", slug, "evaluation", said=said, anchor="evaluations")
    context = {"form": form, "title": _("Evaluation"), "step": step}
    return render(request, "cooperation/path/partner_form.html", context | context_of(request, row.case), status=status)


def _save(row: Evaluation, form: EvaluationForm, person: Person | None) -> None:
    said = form.cleaned_data
    actions.save_evaluation(
        row,
        form.answers(),
        conclusions=said["conclusions"],
        audience=said["audience"],
        held_on=said["held_on"],
        version=said["version"] or 0,
        by=person,
    )
