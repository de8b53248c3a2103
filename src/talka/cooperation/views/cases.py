"""Cooperation cases: the list, one as a whole, and where it is begun, changed, published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.needs.causes import asked_for
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of
from talka.ui.refusals import Words

from .. import access
from ..actions import cases as actions
from ..forms.cases import CaseForm, StateForm, service_choices
from ..law.register import services
from ..models import CooperationCase
from ..queries.case import causes_of, partners_of
from ..queries.lists import cases_of, retired_of
from ..queries.path import path_of
from .frame import back, context_of, person_of

SIZE = 30


def cases(request: HttpRequest) -> HttpResponse:
    """All cases the reader may know of, the newest first."""
    person = person_of(request)
    words = request.GET.get("q", "").strip()[:100]
    service = request.GET.get("service", "")
    state = request.GET.get("state", "")
    service = service if service in services() else ""
    state = state if state in CooperationCase.State.values else ""
    begins = access.may_begin(person)
    page = page_of(cases_of(person, words=words, service=service, state=state), request, size=SIZE)
    for row in page.rows:
        row.service_name = services()[row.service].name if row.service in services() else row.service
    context = {
        "page": page,
        "words": words,
        "service": service,
        "services": service_choices(),
        "state": state,
        "states": CooperationCase.State.choices,
        "begins": begins,
        "sections": sections(begins=begins),
        "retired": retired_of(person) if begins else [],
    }
    return render(request, "cooperation/cases.html", context)


def sections(*, begins: bool) -> list[dict[str, object]]:
    """The parts of the room, as tabs. begins: the reader may look for partners."""
    named: list[tuple[str, Words]] = [
        ("cooperation:cases", _("Cooperation cases")),
        ("cooperation:projects", _("Joint projects")),
        ("cooperation:agreements", _("Agreements")),
        *([("cooperation:partner_search", _("Look for partners"))] if begins else []),
        ("cooperation:group_plans", _("Maps of groups")),
        ("cooperation:forms", _("Forms of cooperation")),
        ("cooperation:services", _("Services that can be shared")),
    ]
    return [{"href": reverse(name), "label": label, "current": name == "cooperation:cases"} for name, label in named]


def case(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.case_for(person, slug)
    context = context_of(request, row, "cooperation:case")
    page = {
        "partners": partners_of(row, person),
        "causes": causes_of(row, person),
        "path": path_of(row, person),
        "may_restore": bool(row.retired_at),
    }
    return render(request, "cooperation/case.html", page | context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a case; ?need= or ?measure= says what it comes from."""
    person = person_of(request)
    access.beginners_only(person)
    causes = asked_for(request.GET)
    form = CaseForm(request.POST or None, person=person, initial={"service": request.GET.get("service", "")})
    made: list[CooperationCase] = []
    status = sent(request, form, lambda: made.append(_begin(form, causes, person)))
    if not status:
        return back(request, "case", made[0].slug, said=_("The case is begun as a draft. Ask partners to join."))
    context = {"form": form, "title": _("New cooperation case"), "submit": _("Begin the case")}
    return render(request, "cooperation/form.html", context, status=status)


def _begin(form: CaseForm, causes: tuple[tuple[str, int], ...], person: Person | None) -> CooperationCase:
    return actions.begin_case(form.data_of(), form.organisation_of(), by=person, causes=causes)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.case_to_change(person, slug)
    form = CaseForm(request.POST or None, person=person, case=row)
    status = sent(request, form, lambda: _save(row, form, person))
    if not status:
        return back(request, "case", row.slug, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Change the case"), "may_retire": True} | context_of(request, row)
    return render(request, "cooperation/form.html", context, status=status)


def _save(row: CooperationCase, form: CaseForm, person: Person | None) -> None:
    actions.change_case(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """How far it is."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    form = StateForm(request.POST or None, initial={"state": row.state, "reason": row.state_reason})
    status = sent(request, form, lambda: actions.set_state(row, by=person, **form.cleaned_data))
    if not status:
        return back(request, "case", row.slug, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("How far it is")} | context_of(request, row)
    return render(request, "cooperation/form.html", context, status=status)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.case_to_change(person_of(request), slug)
    actions.publish(row, by=person_of(request))
    return back(request, "case", row.slug, said=_("Everybody can read the case now; figures stay with the partners."))


@require_POST
def unpublish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.case_to_change(person_of(request), slug)
    actions.unpublish(row, by=person_of(request))
    return back(request, "case", row.slug, said=_("The case is a draft again: only its partners read it."))


@require_POST
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.case_to_change(person_of(request), slug)
    actions.retire(row, by=person_of(request))
    messages.success(request, _("The case was taken away. It can be brought back from the list."))
    return redirect("cooperation:cases")


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.case_to_restore(person_of(request), slug)
    actions.restore(row, by=person_of(request))
    return back(request, "case", row.slug, said=_("The case is back, as a draft."))
