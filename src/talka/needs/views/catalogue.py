"""The catalogue of measures, for all who organise anything."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from .. import access, actions
from ..forms.measures import CatalogueForm
from ..models import CatalogueMeasure
from ..queries import measures as queries


def catalogue(request: HttpRequest) -> HttpResponse:
    if not access.may_keep_catalogue(request.person):
        raise Http404
    form = CatalogueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.keep(form.values(), by=request.person)
        messages.success(request, _("It stands in the catalogue."))
        return redirect("needs:catalogue")
    retired = "retired" in request.GET
    page = {
        "kept": queries.catalogue(retired=retired),
        "retired": retired,
        "programmes": access.programmes_kept(request.person),
        "form": form,
    }
    return render(request, "needs/catalogue.html", page, status=422 if form.is_bound else 200)


def catalogue_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = access.catalogue_entry_for(request.person, pk)
    form = CatalogueForm(request.POST or None, initial=CatalogueForm.initial_of(entry))
    if request.method == "POST" and form.is_valid():
        actions.change_kept(entry, form.values(), seen=form.cleaned_data["version"] or 0, by=request.person)
        messages.success(request, _("The measure is saved."))
        return redirect("needs:catalogue")
    page = {
        "entry": entry,
        "form": form,
        "made": queries.made_of(entry, request.person),
        "changes": access.may_change_entry(request.person, entry),
    }
    return render(request, "needs/catalogue_entry.html", page, status=422 if form.is_bound else 200)


@require_POST
def retire_entry(request: HttpRequest, pk: int) -> HttpResponse:
    entry = access.catalogue_entry_for(request.person, pk)
    actions.retire_kept(entry, retired="again" not in request.POST, by=request.person)
    return redirect("needs:catalogue")


@require_POST
def keep_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a measure of a programme into the catalogue."""
    measure = access.measure_to_shape(request.person, pk)
    entry: CatalogueMeasure = actions.keep_measure(measure, by=request.person)
    messages.success(request, _("It stands in the catalogue."))
    return redirect("needs:catalogue_entry", entry.pk)
