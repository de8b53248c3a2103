"""Activities, budget and partners of a project."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from i18nfield.strings import LazyI18nString

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import Sheet, write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.documents.tables import read_table
from talka.people.actions import find_or_create_organisation
from talka.programmes import access, actions, queries
from talka.programmes.actions.parts import Line
from talka.programmes.columns import BUDGET, budget_row
from talka.programmes.forms import ActivityForm, BudgetFileForm, BudgetLineForm, PartnerForm
from talka.programmes.models import Activity, BudgetLine, ProjectPartner
from talka.ui.refusals import Refusal

from .projects import context_of


def activities(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    form = ActivityForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _try(form, _save_activity(request, project, form)):
        return redirect("programmes:activities", slug)
    return render(
        request,
        "programmes/activities.html",
        {"form": form, "activities": queries.activities_of(project)} | context_of(request, project),
    )


def activity(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    row = get_object_or_404(Activity, project=project, pk=pk)
    form = ActivityForm(
        request.POST or None, initial={"number": row.number, "title": row.title, "description": row.description}
    )
    if request.method == "POST" and form.is_valid() and _try(form, _save_activity(request, project, form, row)):
        messages.success(request, _("Saved."))
        return redirect("programmes:activities", slug)
    return render(request, "programmes/activity.html", {"form": form, "activity": row} | context_of(request, project))


@require_POST
def remove_activity(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    actions.drop_activity(get_object_or_404(Activity, project=project, pk=pk), by=request.person)
    messages.success(request, _("The activity has been removed."))
    return redirect("programmes:activities", slug)


def budget(request: HttpRequest, slug: str) -> HttpResponse:
    """The team reads it, organisers change it."""
    project = access.project_inside(request.person, slug)
    may_organise = access.may_organise(request.person, project)
    form = BudgetLineForm(request.POST or None)
    if request.method == "POST":
        access.check_organise(request.person, project)
        if form.is_valid() and _try(form, _save_line(request, project, form)):
            return redirect("programmes:budget", slug)
    return render(
        request,
        "programmes/budget.html",
        {"form": form if may_organise else None, "file_form": BudgetFileForm(), "budget": queries.budget_of(project)}
        | context_of(request, project),
    )


def budget_line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    row = get_object_or_404(BudgetLine, project=project, pk=pk)
    form = BudgetLineForm(
        request.POST or None, initial={"code": row.code, "title": row.title, "planned_eur": row.planned_eur}
    )
    if request.method == "POST" and form.is_valid() and _try(form, _save_line(request, project, form, row)):
        messages.success(request, _("Saved."))
        return redirect("programmes:budget", slug)
    return render(request, "programmes/budget_line.html", {"form": form, "line": row} | context_of(request, project))


@require_POST
def remove_budget_line(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    actions.drop_budget_line(get_object_or_404(BudgetLine, project=project, pk=pk), by=request.person)
    messages.success(request, _("The budget line has been removed."))
    return redirect("programmes:budget", slug)


def export_budget(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    project = access.project_inside(request.person, slug)
    sheet = Sheet(_("Budget"), BUDGET, [budget_row(line) for line in queries.budget_of(project).lines])
    name = f"{project.slug}-budget.{ending}"
    if ending == "xlsx":
        return serve_bytes(write_xlsx(sheet), name, XLSX)
    if ending == "csv":
        return serve_bytes(write_csv(sheet), name, CSV)
    raise Http404


def import_budget(request: HttpRequest, slug: str) -> HttpResponse:
    """All rows or none: a budget is one thing. Faults are shown per row."""
    project = access.project_to_organise(request.person, slug)
    form = BudgetFileForm(request.POST or None, request.FILES or None)
    faults = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        read = read_table(file, file.name, BUDGET)
        faults = read.faults
        if not faults:
            lines = [_line(row.values) for row in read.rows]
            try:
                new, changed = actions.save_budget_table(project, lines, by=request.person)
            except Refusal as refusal:
                form.add_error("file", refusal.text())
            else:
                messages.success(
                    request,
                    ngettext("%(count)s new line", "%(count)s new lines", new) % {"count": new}
                    + ", "
                    + ngettext("%(count)s changed.", "%(count)s changed.", changed) % {"count": changed},
                )
                return redirect("programmes:budget", slug)
    return render(
        request,
        "programmes/import_budget.html",
        {"form": form, "faults": faults, "columns": BUDGET} | context_of(request, project),
    )


def partners(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = find_or_create_organisation(
                form.cleaned_data["organisation"], by=request.person, illustrative=project.programme.illustrative
            )
            actions.save_partner(project, organisation, form.cleaned_data["role"], by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("The partner has been entered."))
            return redirect("programmes:partners", slug)
    return render(
        request,
        "programmes/partners.html",
        {"form": form, "partners": queries.partners_of(project)} | context_of(request, project),
    )


@require_POST
def remove_partner(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    project = access.project_to_organise(request.person, slug)
    actions.drop_partner(get_object_or_404(ProjectPartner, project=project, pk=pk), by=request.person)
    messages.success(request, _("The partner has been removed from the project."))
    return redirect("programmes:partners", slug)


def _save_activity(request: HttpRequest, project: access.Project, form: ActivityForm, row: Activity | None = None):
    values = form.cleaned_data
    return lambda: actions.save_activity(
        project,
        number=values["number"],
        title=values["title"],
        description=values["description"] or "",
        activity=row,
        by=request.person,
    )


def _save_line(request: HttpRequest, project: access.Project, form: BudgetLineForm, row: BudgetLine | None = None):
    values = form.cleaned_data
    line = Line(values["code"], values["title"], values["planned_eur"])
    return lambda: actions.save_budget_line(project, line, kept=row, by=request.person)


def _try(form, deed) -> bool:
    """Do it; a refusal becomes an error of the form."""
    try:
        deed()
    except Refusal as refusal:
        form.add_error(None, refusal.text())
        return False
    return True


def _line(values: dict[str, object]) -> Line:
    texts = {code: str(said) for code in ("lv", "en") if (said := values.get(f"title_{code}"))}
    return Line(str(values["code"]), LazyI18nString(texts or {"lv": ""}), values["planned_eur"])  # type: ignore[arg-type]
