"""Indicators of a document and the figures entered for them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.models import Person
from talka.ui.asked import whole
from talka.ui.forms import sent

from .. import access
from ..actions import values as actions
from ..actions.indicators import save_indicator
from ..forms import IndicatorForm, ValueForm
from ..models import Plan, PlanIndicator, PlanValue
from ..queries.ways import ways_of
from .frame import back, context_of, person_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, key: str) -> HttpResponse:
    plan = access.plan_to_change(person_of(request), key)
    initial = {"goal": whole(request.GET.get("goal")) or None, "project": whole(request.GET.get("project")) or None}
    return _edit(request, plan, None, IndicatorForm(request.POST or None, plan=plan, initial=initial))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    row = access.indicator_to_change(person_of(request), key, pk)
    return _edit(request, row.plan, row, IndicatorForm(request.POST or None, plan=row.plan, indicator=row))


def _edit(request: HttpRequest, plan: Plan, row: PlanIndicator | None, form: IndicatorForm) -> HttpResponse:
    person = person_of(request)
    done: list[PlanIndicator] = []
    status = sent(request, form, lambda: done.append(_save(plan, row, form, person)))
    if not status:
        return back(request, plan, _("Saved."), f"indicator-{done[0].pk}")
    context = {
        "form": form,
        "title": str(row) if row else _("New indicator"),
        "row": row,
        "kind": "indicators",
        "way": ways_of([row], plan.area)[0] if row else None,
    }
    return render(request, "plans/form.html", context | context_of(request, plan), status=status)


def _save(plan: Plan, row: PlanIndicator | None, form: IndicatorForm, person: Person | None) -> PlanIndicator:
    version = form.cleaned_data["version"] or 0
    return save_indicator(plan, form.data_of(), indicator=row, version=version, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def new_value(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    indicator = access.indicator_to_change(person_of(request), key, pk)
    if indicator.indicator_id is not None:
        raise Http404
    form = ValueForm(request.POST or None, source=indicator.source)
    status = sent(request, form, lambda: actions.enter_value(indicator, form.data_of(), by=person_of(request)))
    if not status:
        return back(request, indicator.plan, _("The figure has been entered."), f"indicator-{indicator.pk}")
    return _value_page(request, indicator, form, None, status)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: str, pk: int, number: int) -> HttpResponse:
    value = access.value_to_change(person_of(request), key, pk, number)
    form = ValueForm(request.POST or None, value=value)
    status = sent(request, form, lambda: _correct(value, form, person_of(request)))
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, value.indicator.plan, said, f"indicator-{value.indicator.pk}")
    return _value_page(request, value.indicator, form, value, status)


def _correct(value: PlanValue, form: ValueForm, person: Person | None) -> None:
    actions.correct_value(value, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


def _value_page(
    request: HttpRequest, indicator: PlanIndicator, form: ValueForm, value: PlanValue | None, status: int
) -> HttpResponse:
    context = {"form": form, "title": str(indicator), "indicator": indicator, "value": value}
    return render(request, "plans/form.html", context | context_of(request, indicator.plan), status=status)


@require_POST
def withdraw(request: HttpRequest, key: str, pk: int, number: int) -> HttpResponse:
    value = access.value_to_change(person_of(request), key, pk, number)
    actions.withdraw_value(value, by=person_of(request))
    return back(request, value.indicator.plan, _("The figure does not count any more."), f"indicator-{pk}")
