"""Planning documents: the list, one as a whole, on paper, and where it is entered and published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from .. import access
from ..actions import documents as actions
from ..forms import PlanForm
from ..models import Plan, PlanImport
from ..queries.lists import plans_of, retired_of, retired_plans
from ..queries.outline import outline_of
from .frame import back, context_of, person_of

SIZE = 50


def plans(request: HttpRequest) -> HttpResponse:
    """All documents the reader may know of, by area."""
    person = person_of(request)
    words = request.GET.get("q", "").strip()[:100]
    kind = request.GET.get("kind", "")
    kind = kind if kind in Plan.Kind.values else ""
    may_enter = access.may_enter(person)
    return render(
        request,
        "plans/plans.html",
        {
            "page": page_of(plans_of(person, words=words, kind=kind), request, size=SIZE),
            "words": words,
            "kind": kind,
            "kinds": Plan.Kind.choices,
            "may_enter": may_enter,
            "retired": retired_plans(person) if may_enter else [],
        },
    )


def plan(request: HttpRequest, key: str) -> HttpResponse:
    person = person_of(request)
    row = access.plan_for(person, key)
    context = context_of(request, row)
    retired = retired_of(row) if context["may_change"] else []
    tables = PlanImport.Kind.choices
    page = {
        "page": outline_of(row, person),
        "retired": retired,
        "tables": tables,
        "may_restore": bool(row.retired_at) and access.may_change(person, row),
    }
    return render(request, "plans/plan.html", page | context)


def print_view(request: HttpRequest, key: str) -> HttpResponse:
    """The same without buttons, opened up, for paper."""
    person = person_of(request)
    row = access.plan_for(person, key)
    context = context_of(request, row) | {"may_change": False, "printed": True}
    return render(request, "plans/print.html", {"page": outline_of(row, person)} | context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    access.enterers_only(person)
    form = PlanForm(request.POST or None, person=person, initial={"area": request.GET.get("area", "")})
    made: list[Plan] = []
    status = sent(request, form, lambda: made.append(actions.enter_plan(form.area_of(), form.data_of(), by=person)))
    if not status:
        return back(request, made[0], _("The document is entered as a draft. Enter its goals, projects, indicators."))
    return render(request, "plans/form.html", {"form": form, "title": _("New planning document")}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    person = person_of(request)
    row = access.plan_to_change(person, key)
    form = PlanForm(request.POST or None, person=person, plan=row)
    status = sent(request, form, lambda: _save(row, form, person))
    if not status:
        return back(request, row, _("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the document"), "may_retire": True} | context_of(request, row)
    return render(request, "plans/form.html", context, status=status)


def _save(row: Plan, form: PlanForm, person: Person | None) -> None:
    version = form.cleaned_data["version"] or 0
    actions.change_plan(row, form.data_of(), version=version, by=person)


@require_POST
def publish(request: HttpRequest, key: str) -> HttpResponse:
    row = access.plan_to_change(person_of(request), key)
    actions.publish(row, by=person_of(request))
    return back(request, row, _("Everybody can read the document now."))


@require_POST
def unpublish(request: HttpRequest, key: str) -> HttpResponse:
    row = access.plan_to_change(person_of(request), key)
    actions.unpublish(row, by=person_of(request))
    return back(request, row, _("The document is a draft again: only those who may change it read it."))


@require_POST
def retire(request: HttpRequest, key: str) -> HttpResponse:
    row = access.plan_to_change(person_of(request), key)
    actions.retire(row, by=person_of(request))
    messages.success(request, _("The document was taken away. It can be brought back from the list."))
    return redirect("plans:plans")


@require_POST
def restore(request: HttpRequest, key: str) -> HttpResponse:
    row = access.plan_to_restore(person_of(request), key)
    actions.restore(row, by=person_of(request))
    return back(request, row, _("The document is back, as a draft."))
