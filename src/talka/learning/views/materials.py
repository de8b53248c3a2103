"""Materials of a cohort's modules and sessions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.storage import serve_file
from talka.people.models import Person
from talka.ui.forms import sent

from ..access import between as access
from ..access import cohort_for, cohort_to_teach
from ..actions import materials as actions
from ..forms.between import MaterialForm, shelf_named
from ..models import Cohort, Material
from ..queries.between import shelves_of
from .frame import back, of_cohort, person_of


@require_safe
def materials(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """All for those inside; for everybody else what is for everybody."""
    person = person_of(request)
    row = cohort_for(person, slug, number)
    context = of_cohort(request, row, "learning:materials") | {"shelves": shelves_of(row, person)}
    return render(request, "learning/materials/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, number: int, shelf: str) -> HttpResponse:
    """For a module or a session, as the address says."""
    person = person_of(request)
    row = cohort_to_teach(person, slug, number)
    of = access.shelf_to_fill(person, row, shelf_named(row, shelf))
    form = MaterialForm(request.POST or None, request.FILES or None)
    status = sent(request, form, lambda: actions.add_material(row, of, form.data_of(), by=person, sent=form.sent()))
    if not status:
        return back(request, "materials", slug, number, said=_("Kept."))
    context = {"form": form, "title": _("New material"), "submit": _("Keep it")} | of_cohort(request, row)
    return render(request, "learning/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    person = person_of(request)
    row, cohort = _to_change(request, slug, number, pk)
    if row.retired_at is not None:
        raise Http404
    form = MaterialForm(request.POST or None, request.FILES or None, material=row)
    status = sent(request, form, lambda: _change(row, form, cohort, person))
    if not status:
        return back(request, "materials", slug, number, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the material"), "material": row} | of_cohort(request, cohort)
    return render(request, "learning/materials/form.html", context, status=status)


def _change(row: Material, form: MaterialForm, cohort: Cohort, person: Person | None) -> None:
    version = form.cleaned_data["version"] or 0
    actions.change_material(row, form.data_of(), version=version, cohort=cohort, by=person, sent=form.sent())


def _to_change(request: HttpRequest, slug: str, number: int, pk: int) -> tuple[Material, Cohort]:
    person = person_of(request)
    return access.material_to_change(person, slug, number, pk), cohort_to_teach(person, slug, number)


@require_POST
def retire(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row, cohort = _to_change(request, slug, number, pk)
    actions.retire_material(row, cohort=cohort, by=person_of(request))
    return back(request, "materials", slug, number, said=_("Taken away; it can be brought back below."))


@require_POST
def restore(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row, cohort = _to_change(request, slug, number, pk)
    actions.restore_material(row, cohort=cohort, by=person_of(request))
    return back(request, "materials", slug, number, said=_("It is back."))


@require_POST
def move(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row, cohort = _to_change(request, slug, number, pk)
    actions.move_material(row, request.POST.get("to") == "up", cohort=cohort, by=person_of(request))
    return back(request, "materials", slug, number)


@require_safe
def file(request: HttpRequest, slug: str, pk: int) -> HttpResponseBase:
    """As it came, as an attachment."""
    row = access.material_for(person_of(request), slug, pk)
    if not row.is_kept:
        raise Http404
    return serve_file(row.file.name, row.file_name, row.media_type)
