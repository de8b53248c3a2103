"""The appraisal of a case: what each pays today, what it would pay together, and the key that is taken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.decisions.models import DecisionRun
from talka.decisions.queries import run_row
from talka.people.actions.versions import stale
from talka.people.models import Person
from talka.ui.forms import sent, tried

from .. import access
from ..actions.appraisal import choosing, compute
from ..appraisal.inputs import Asked
from ..appraisal.result import KEYS
from ..forms.appraisal import AskedForm, DecideForm
from ..models import CooperationCase
from ..queries.appraisal.page import AppraisalPage, appraisal_page, viewable
from .frame import back, context_of, person_of

TAB = "cooperation:appraisal"


def appraisal(request: HttpRequest, slug: str) -> HttpResponse:
    """From one partner's side: ?view= its row, ?key= under which key."""
    person = person_of(request)
    row = access.case_for(person, slug)
    asked = request.GET.get("view", "")
    view = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else 0
    page = appraisal_page(row, person, view=view, key=request.GET.get("key", ""))
    context = {
        "page": page,
        "form": AskedForm(),
        "run": run_row(page.computed.run) if page.computed else None,
        "waiting": page.run is not None and page.run.state == DecisionRun.State.WAITING,
        "failed": page.run is not None and page.run.state == DecisionRun.State.FAILED,
        "open": page.computed is not None and page.computed.run.state == DecisionRun.State.PROPOSED,
        "views": viewable(page.computed, page.given) if page.computed else [],
    }
    return render(request, "cooperation/appraisal.html", context | context_of(request, row, TAB))


@require_POST
def compute_case(request: HttpRequest, slug: str) -> HttpResponse:
    """Compute all variants of what is entered now."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    form = AskedForm(request.POST)
    status = tried(form, lambda: compute.compute(row, Asked(**form.cleaned_data), by=person))
    if not status:
        return back(request, "appraisal", slug, anchor="choices")
    context = {"form": form, "title": _("Compute the appraisal"), "submit": _("Compute"), "back": TAB}
    return render(request, "cooperation/form.html", context | context_of(request, row), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a key, or amounts of the partners' own."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    page = appraisal_page(row, person)
    if page.computed is None or page.computed.run.state != DecisionRun.State.PROPOSED:
        return redirect(reverse(TAB, args=[slug]))
    form = _decide_form(request, page)
    status = sent(request, form, lambda: _decide(row, page, form, person))
    if not status:
        return back(request, "appraisal", slug, said=_("Decided. The agreement and the brief read it from here."))
    context = {"form": form, "title": _("Decide how the cost is shared"), "submit": _("Decide"), "back": TAB}
    return render(request, "cooperation/form.html", context | context_of(request, row), status=status)


def _decide_form(request: HttpRequest, page: AppraisalPage) -> DecideForm:
    assert page.computed is not None
    keys = [(one.key, one.name) for one in page.computed.keys if one.cells]
    names = dict(zip(_members(page), page.computed.members, strict=True))
    return DecideForm(
        request.POST or None,
        keys=keys,
        members=list(names.items()),
        initial={
            "run": page.computed.run.pk,
            "key": page.computed.key if page.computed.key in dict(keys) else "",
        },
    )


def _members(page: AppraisalPage) -> list[str]:
    """References of those that share, in the order of the cells."""
    assert page.computed is not None
    return [one.id for one in page.computed.inputs.parties]


def _decide(row: CooperationCase, page: AppraisalPage, form: DecideForm, person: Person | None) -> None:
    assert page.computed is not None
    run = page.computed.run
    if form.cleaned_data["run"] not in (None, run.pk):
        raise stale()
    key, reason = form.cleaned_data["key"], form.cleaned_data["reason"]
    if key in KEYS:
        choosing.accept_key(row, run, key, by=person, reason=reason)
    else:
        choosing.accept_amounts(row, run, form.amounts_of(), by=person, reason=reason)
