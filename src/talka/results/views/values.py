"""Values that are entered by hand, and the files that prove them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.documents.storage import serve_file
from talka.ui.forms import sent

from .. import access
from ..actions import values as actions
from ..forms import ValueForm
from ..models import Indicator, IndicatorValue
from .frame import context_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    indicator = access.indicator_to_keep(request.person, slug, pk)
    if indicator.counted:
        raise Http404
    form = ValueForm(request.POST or None, request.FILES or None)
    status = sent(request, form, lambda: actions.enter_value(indicator, form.data_of(), by=request.person))
    if not status:
        messages.success(request, _("The value has been entered."))
        return _back(indicator)
    context = {"form": form, "indicator": indicator} | context_of(request, indicator.project)
    return render(request, "results/value.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    row = access.value_to_keep(request.person, slug, pk, number)
    form = ValueForm(request.POST or None, request.FILES or None, value=row)
    status = sent(request, form, lambda: _correct(request, row, form))
    if not status:
        messages.success(request, _("Saved; what stood there before is kept."))
        return _back(row.indicator)
    context = {"form": form, "indicator": row.indicator, "value": row} | context_of(request, row.indicator.project)
    return render(request, "results/value.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    row = access.value_to_keep(request.person, slug, pk, number)
    actions.withdraw_value(row, by=request.person)
    messages.success(request, _("The value does not count any more."))
    return _back(row.indicator)


def file(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponseBase:
    row = access.value_with_file(request.person, slug, pk, number)
    try:
        return serve_file(row.file.name, row.file_name, row.media_type)
    except FileNotFoundError as fault:
        raise Http404 from fault


def _correct(request: HttpRequest, row: IndicatorValue, form: ValueForm) -> None:
    version = form.cleaned_data["version"] or 0
    actions.correct_value(row, form.data_of(), version=version, by=request.person)


def _back(indicator: Indicator) -> HttpResponse:
    return redirect("results:indicator", indicator.project.programme.slug, indicator.project.slug, indicator.pk)
