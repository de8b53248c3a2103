"""The money of a joint project: funders, budget lines by year, what was spent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talka.ui.forms import sent

from ..access import projects as access
from ..actions.projects import budget, spending
from ..actions.projects.budget import Line
from ..forms.project_money import FundingForm, LineForm, SpendingForm, read
from ..models import Funding, JointBudgetLine, JointProject, Spending
from ..queries.projects import page
from ..queries.projects.money import LineRow, money_of
from .frame import back, person_of
from .project_frame import project_context, project_form, publicity_words

MONEY = "cooperation:project_money"


def money(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole budget, and what does not add up."""
    row = access.project_for(person_of(request), slug)
    context = project_context(request, row, MONEY)
    shown = {"money": money_of(row, page.parties(row)), "publicity_words": publicity_words(row)}
    return render(request, "cooperation/project_money.html", shown | context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.project_to_change(person, slug)
    form = LineForm(request.POST or None, project=row)
    status = sent(request, form, lambda: budget.save_line(row, form.line_of(), form.amounts(), by=person))
    if not status:
        return back(request, "project_money", slug, said=_("The line is entered."))
    return project_form(request, row, form, _("New line of the budget"), status, back=MONEY)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a line in all its years at once, or take it out."""
    person = person_of(request)
    first = access.row_to_change(person, slug, JointBudgetLine, pk)
    row = first.project
    shown = line_of(row, pk)
    old = Line(shown.source, shown.partner, shown.funding, shown.title)
    form = LineForm(request.POST or None, project=row, line=shown)
    was = read(request.POST.get("was", ""))
    out = bool(request.POST.get("take_out"))

    def save() -> None:
        if out:
            budget.take_line_out(row, old, was=was, by=person)
        else:
            budget.save_line(row, form.line_of(), form.amounts(), by=person, old=old, was=was)

    status = sent(request, form, save)
    if not status:
        said = _("The line is out; what stood there is kept.") if out else _("Saved; what stood there before is kept.")
        return back(request, "project_money", slug, said=said)
    title = _("Change a line of the budget")
    return project_form(request, row, form, title, status, back=MONEY, take_out=_("Take the line out"))


def line_of(project: JointProject, pk: int) -> LineRow:
    """The whole line to which a row belongs."""
    for found in money_of(project, page.parties(project)).lines:
        if found.pk == pk:
            return found
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def funding(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """A new funder, or one that is changed or taken out."""
    person = person_of(request)
    kept = access.row_to_change(person, slug, Funding, pk) if pk else None
    row = kept.project if kept else access.project_to_change(person, slug)
    form = FundingForm(request.POST or None, funding=kept)

    def save() -> None:
        version = form.cleaned_data["version"] or 0
        if kept is not None and request.POST.get("take_out"):
            budget.take_funding_out(kept, version=version, by=person)
        else:
            budget.save_funding(row, form.data_of(), by=person, funding=kept, version=version)

    status = sent(request, form, save)
    if not status:
        return back(request, "project_money", slug, said=_("Saved; what stood there before is kept."))
    title = _("Change the funder") if kept else _("New funder")
    take_out = _("Take the funder out") if kept else ""
    return project_form(request, row, form, title, status, back=MONEY, take_out=take_out)


@require_http_methods(["GET", "HEAD", "POST"])
def spent(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """A payment, with the number of its document."""
    person = person_of(request)
    kept = access.row_to_change(person, slug, Spending, pk) if pk else None
    row = kept.project if kept else access.project_to_change(person, slug)
    form = SpendingForm(request.POST or None, project=row, spending=kept)

    def save() -> None:
        version = form.cleaned_data["version"] or 0
        if kept is not None and request.POST.get("take_out"):
            spending.take_spending_out(kept, version=version, by=person)
        else:
            spending.save_spending(row, form.data_of(), by=person, spending=kept, version=version)

    status = sent(request, form, save)
    if not status:
        return back(request, "project_money", slug, said=_("Saved; what stood there before is kept."))
    title = _("Change a payment") if kept else _("Enter a payment")
    take_out = _("Take the payment out") if kept else ""
    return project_form(request, row, form, title, status, back=MONEY, take_out=take_out)
