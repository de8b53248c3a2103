"""The criteria of a training programme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.ui.forms import sent

from .. import access
from ..access.applications import criterion_to_change
from ..actions import criteria as actions
from ..forms.applications import CriterionForm
from ..queries.applications import criteria_listed
from .frame import back, of_training, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def criteria(request: HttpRequest, slug: str) -> HttpResponse:
    """What applications are compared by, and the form that enters another criterion."""
    person = person_of(request)
    training = access.training_to_run(person, slug)
    form = CriterionForm(request.POST or None)
    status = sent(request, form, lambda: actions.add_criterion(training, form.data_of(), by=person))
    if not status:
        return back(request, "criteria", slug, said=_("The criterion is entered."))
    asked, retired = criteria_listed(training)
    context = {"form": form, "criteria": asked, "retired": retired} | of_training(request, training)
    return render(request, "learning/applications/criteria.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    row = criterion_to_change(person, slug, pk)
    form = CriterionForm(request.POST or None, criterion=row)
    status = sent(request, form, lambda: actions.change_criterion(row, form.data_of(), by=person))
    if not status:
        return back(request, "criteria", slug, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the criterion")} | of_training(request, row.training)
    return render(request, "learning/form.html", context, status=status)


@require_POST
def move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = criterion_to_change(person_of(request), slug, pk)
    actions.move_criterion(row, request.POST.get("to") == "up", by=person_of(request))
    return back(request, "criteria", slug)


@require_POST
def retire(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = criterion_to_change(person_of(request), slug, pk)
    actions.retire_criterion(row, by=person_of(request))
    return back(request, "criteria", slug, said=_("The criterion is not asked any more; it can be brought back."))


@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = criterion_to_change(person_of(request), slug, pk)
    actions.restore_criterion(row, by=person_of(request))
    return back(request, "criteria", slug, said=_("The criterion is asked again."))
