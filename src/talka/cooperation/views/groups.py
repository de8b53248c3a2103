"""Computed maps of groups: the list, one as a map and a table, changing it by hand, sharing it, files."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.decisions.models import DecisionRun
from talka.decisions.queries import run_row
from talka.documents.media_types import XLSX, ZIP
from talka.documents.sheets import write_xlsx
from talka.documents.storage import serve_bytes
from talka.people.models import Person
from talka.ui.forms import sent, tried
from talka.ui.pages import page_of

from .. import access
from ..access import appraisal as appraisal_access
from ..actions import groups as actions
from ..appraisal_words import RULES, rule_words
from ..forms.groups import MoveForm, PlanForm, ShareForm
from ..law.register import services
from ..models import GroupPlan
from ..queries.groups import GroupsPage, groups_page, groups_sheets, groups_zip, moved_by, plans_of, true_map_levels
from .frame import back, person_of

SIZE = 30


def plans(request: HttpRequest) -> HttpResponse:
    """One's own maps, and those that everybody may see."""
    person = person_of(request)
    page = page_of(plans_of(person), request, size=SIZE)
    for row in page.rows:
        row.service_name = services()[row.service].name if row.service in services() else row.service
        row.own = person is not None and row.by_id == person.pk
    context = {"page": page, "begins": access.may_begin(person)}
    return render(request, "cooperation/groups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    access.beginners_only(person)
    form = PlanForm(request.POST or None)
    made: list[GroupPlan] = []
    status = sent(request, form, lambda: made.append(actions.begin_plan(form.data_of(), by=person)))
    if not status:
        return back(request, "group_plan", made[0].key)
    context = {"form": form, "title": _("Compute groups"), "submit": _("Compute")}
    return render(request, "cooperation/groups_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Another cost model or other limits: computed anew."""
    person = person_of(request)
    row = appraisal_access.own_plan(person, key)
    form = PlanForm(request.POST or None, plan=row)
    status = sent(request, form, lambda: _change(row, form, person))
    if not status:
        return back(request, "group_plan", key)
    context = {"form": form, "title": _("Compute groups"), "submit": _("Compute"), "plan": row}
    return render(request, "cooperation/groups_form.html", context, status=status)


def _change(row: GroupPlan, form: PlanForm, person: Person | None) -> None:
    actions.change_plan(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


def plan(request: HttpRequest, key: str) -> HttpResponse:
    """The map and the table; its maker asks with ?code= and ?to= what a change would cost."""
    person = person_of(request)
    row = appraisal_access.plan_for(person, key)
    return _plan(request, row, person, status=200, form=None)


def _plan(
    request: HttpRequest, row: GroupPlan, person: Person | None, *, status: int, form: MoveForm | None
) -> HttpResponse:
    page = groups_page(row)
    own = person is not None and row.by_id == person.pk
    open_ = row.run is not None and row.run.state == DecisionRun.State.PROPOSED
    asked = None
    if page is not None and own and open_:
        form = form or MoveForm(request.GET if "code" in request.GET else None, places=page.places)
        if form.is_bound and form.is_valid():
            asked = moved_by(row, form.cleaned_data["code"], form.target())
    names = dict(page.places) if page else {}
    service = services().get(row.service)
    context = {
        "plan": row,
        "page": page,
        "own": own,
        "service": service,
        "illustrative": row.illustrative,
        "waiting": row.run is not None and row.run.state == DecisionRun.State.WAITING,
        "failed": row.run is not None and row.run.state == DecisionRun.State.FAILED,
        "contradiction": _contradiction(row),
        "run": run_row(row.run, lambda what: _moved_words(what, names), rule_words) if row.run else None,
        "form": form,
        "asked": asked,
        "breaks": [RULES.get(rule.code, rule.words) for rule in asked.breaks] if asked else [],
        "share_form": ShareForm(initial={"shared": row.shared}) if own else None,
        "link": request.build_absolute_uri(request.path) if own else "",
        "shapes": true_map_levels(page) if page else [],
    }
    return render(request, "cooperation/group_plan.html", context, status=status)


def _contradiction(row: GroupPlan) -> list[object]:
    result = (row.run.result or {}) if row.run else {}
    return [rule_words(rule) for rule in result.get("contradiction", [])]


def _moved_words(what: object, names: dict[str, str]) -> str:
    said = what if isinstance(what, dict) else {}
    who, to = names.get(said.get("moved", ""), "–"), said.get("to", "")
    if not to:
        return _("%(who)s: on its own") % {"who": who}
    return _("%(who)s: into the group of %(to)s") % {"who": who, "to": names.get(to, "–")}


@require_POST
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Change the groups by hand."""
    person = person_of(request)
    row = appraisal_access.own_plan(person, key)
    page: GroupsPage | None = groups_page(row)
    if page is None:
        raise Http404
    form = MoveForm(request.POST, places=page.places)
    status = tried(form, lambda: _move(row, form, person))
    if not status:
        return back(
            request, "group_plan", key, said=_("Changed by hand; what it costs is kept with it."), anchor="groups"
        )
    return _plan(request, row, person, status=status, form=form)


def _move(row: GroupPlan, form: MoveForm, person: Person | None) -> None:
    said = form.cleaned_data
    actions.move(row, said["code"], form.target(), by=person, reason=said["reason"])


@require_POST
def share(request: HttpRequest, key: str) -> HttpResponse:
    person = person_of(request)
    row = appraisal_access.own_plan(person, key)
    actions.share(row, request.POST.get("shared", ""), by=person)
    return back(request, "group_plan", key, said=_("Saved; what stood there before is kept."))


@require_POST
def retire(request: HttpRequest, key: str) -> HttpResponse:
    row = appraisal_access.own_plan(person_of(request), key)
    actions.retire(row, by=person_of(request))
    messages.success(request, _("The map was taken away."))
    return redirect("cooperation:group_plans")


@require_safe
def export(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """what: groups.xlsx, or coalitions.zip with the files of `talka methods coalitions`."""
    row = appraisal_access.plan_for(person_of(request), key)
    if what == "groups.xlsx" and row.groups:
        titles = {
            "groups": _("Groups"),
            "number": _("Group"),
            "members": _("Members"),
            "host": _("Host"),
            "people": _("Inhabitants"),
            "cost": _("Cost together, EUR a year"),
            "alone": _("Cost alone, EUR a year"),
            "saving": _("Saving, EUR a year"),
            "place": _("Municipality"),
            "places": _("Municipalities"),
        }
        return serve_bytes(write_xlsx(*groups_sheets(row, titles)), f"{row.key}-groups.xlsx", XLSX)
    if what == "coalitions.zip" and row.run is not None:
        return serve_bytes(groups_zip(row), f"{row.key}-coalitions.zip", ZIP)
    raise Http404
