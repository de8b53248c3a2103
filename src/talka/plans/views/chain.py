"""Goals and projects of a document, and what they share with indicators: place, being there, what they came from."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people.models import Person
from talka.ui.asked import whole
from talka.ui.forms import tried

from .. import access
from ..actions import rows
from ..actions.causes import say_cause, unsay_cause
from ..actions.goals import save_goal
from ..actions.projects import save_project
from ..forms import CauseForm, GoalForm, ProjectForm
from ..models import Goal, Plan, PlanIndicator, PlanProject
from ..queries.causes import causes_of, causes_to_choose
from .frame import back, context_of, person_of

Form = GoalForm | ProjectForm


@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request: HttpRequest, key: str) -> HttpResponse:
    plan = access.plan_to_change(person_of(request), key)
    initial = {"parent": whole(request.GET.get("on")) or None, "kind": request.GET.get("kind", "")}
    return _edit(request, plan, None, GoalForm(request.POST or None, plan=plan, initial=initial), _("New goal or task"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_goal(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    goal = access.goal_to_change(person_of(request), key, pk)
    return _edit(request, goal.plan, goal, GoalForm(request.POST or None, plan=goal.plan, goal=goal), str(goal))


@require_http_methods(["GET", "HEAD", "POST"])
def new_project(request: HttpRequest, key: str) -> HttpResponse:
    plan = access.plan_to_change(person_of(request), key)
    form = ProjectForm(request.POST or None, plan=plan, initial={"goal": whole(request.GET.get("on")) or None})
    return _edit(request, plan, None, form, _("New project"))


@require_http_methods(["GET", "HEAD", "POST"])
def edit_project(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    project = access.project_to_change(person_of(request), key, pk)
    form = ProjectForm(request.POST or None, plan=project.plan, project=project)
    return _edit(request, project.plan, project, form, str(project))


def _edit(request: HttpRequest, plan: Plan, row: Goal | PlanProject | None, form: Form, title: str) -> HttpResponse:
    person = person_of(request)
    status, kept = 200, row
    if request.method == "POST":
        done: list[Goal | PlanProject] = []
        status = tried(form, lambda: done.append(_save(plan, row, form, person)))
        if not status:
            kept = done[0]
            return back(request, plan, _("Saved."), f"{_kind_of(kept)[:-1]}-{kept.pk}")
    context = {"form": form, "title": title, "row": row, "kind": _kind_of(row)} | context_of(request, plan)
    if row is not None:
        measures, needs = causes_to_choose(person)
        context |= {
            "causes": causes_of(row, person),
            "cause_form": CauseForm(measures=measures, needs=needs) if measures or needs else None,
        }
    return render(request, "plans/form.html", context, status=status)


def _save(plan: Plan, row: Goal | PlanProject | None, form: Form, person: Person | None) -> Goal | PlanProject:
    version = form.cleaned_data["version"] or 0
    if isinstance(form, GoalForm):
        return save_goal(plan, form.data_of(), goal=row, version=version, by=person)  # type: ignore[arg-type]
    return save_project(plan, form.data_of(), project=row, version=version, by=person)  # type: ignore[arg-type]


def _kind_of(row: Goal | PlanProject | PlanIndicator | None) -> str:
    return "goals" if isinstance(row, Goal) else "projects" if isinstance(row, PlanProject) else "indicators"


def _row(request: HttpRequest, key: str, kind: str, pk: int) -> Goal | PlanProject | PlanIndicator:
    doors = {
        "goals": access.goal_to_change,
        "projects": access.project_to_change,
        "indicators": access.indicator_to_change,
    }
    if kind not in doors:
        raise Http404
    found: Goal | PlanProject | PlanIndicator = doors[kind](person_of(request), key, pk)  # type: ignore[operator]
    return found


@require_POST
def move(request: HttpRequest, key: str, kind: str, pk: int) -> HttpResponse:
    row = _row(request, key, kind, pk)
    rows.move(row, -1 if request.POST.get("direction") == "up" else 1, by=person_of(request))
    return back(request, row.plan, anchor=f"{kind[:-1]}-{row.pk}")


@require_POST
def take_away(request: HttpRequest, key: str, kind: str, pk: int) -> HttpResponse:
    row = _row(request, key, kind, pk)
    rows.take_away(row, by=person_of(request))
    return back(request, row.plan, _("Taken away; it can be brought back at the foot of the page."))


@require_POST
def bring_back(request: HttpRequest, key: str, kind: str, pk: int) -> HttpResponse:
    row = _row(request, key, kind, pk)
    rows.bring_back(row, by=person_of(request))
    return back(request, row.plan, _("It is back."), f"{kind[:-1]}-{row.pk}")


@require_POST
def cause(request: HttpRequest, key: str, kind: str, pk: int) -> HttpResponse:
    """Say from which need or measure it came, or that it did not."""
    row = _row(request, key, kind, pk)
    if isinstance(row, PlanIndicator):
        raise Http404
    person = person_of(request)
    from_kind, _colon, number = request.POST.get("cause", "").partition(":")
    if request.POST.get("decision") == "take":
        unsay_cause(row, from_kind, whole(number), by=person)
    else:
        say_cause(row, from_kind, whole(number), by=person)
    return back(request, row.plan, _("Saved."), f"{kind[:-1]}-{row.pk}")
