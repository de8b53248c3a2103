"""Joint projects: the pipeline, one as a whole, and where it is begun, changed, moved along, published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from talka.documents.media_types import PDF
from talka.documents.project_fiche import project_fiche_pdf
from talka.documents.storage import serve_bytes
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from .. import access
from ..access import projects as access_projects
from ..actions.projects import causes as cause_actions
from ..actions.projects import naming
from ..actions.projects import projects as actions
from ..actions.projects.causes import Cause
from ..forms.cases import service_choices
from ..forms.projects import CauseForm, MoveForm, ProjectForm
from ..law.register import services
from ..models import Impact, JointProject
from ..queries.projects import lists, page
from ..queries.projects.choices import areas_to_ask, begun_from, causes_to_choose
from ..queries.projects.fiche import fiche_of
from ..queries.projects.money import money_of
from ..queries.projects.results import results_of
from .frame import back, context_of, person_of
from .project_frame import project_context, project_form, publicity_words

SIZE = 30
SORT_WORDS = {
    "changed": gettext_lazy("What changed last"),
    "state": gettext_lazy("How far it is"),
    "starts": gettext_lazy("First day"),
    "ends": gettext_lazy("Last day"),
    "eur": gettext_lazy("The most money first"),
}


def projects(request: HttpRequest) -> HttpResponse:
    """The pipeline as a board, or ?view=table as a table that is sorted and turned page by page."""
    person = person_of(request)
    asked = asked_of(request)
    begins = access.may_begin(person)
    view = "table" if request.GET.get("view") == "table" else "board"
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORT_WORDS else "changed"
    others = other_view(request)
    context = {
        "asked": asked,
        "view": view,
        "sort": sort,
        "services": service_choices(),
        "states": JointProject.State.choices,
        "levels": Impact.choices,
        "areas": areas_to_ask(),
        "funders": lists.funders_of(person),
        "years": [(year, year) for year in lists.years_of(person)],
        "begins": begins,
        "others": others,
        "views": [
            {"href": f"?{others['board']}", "label": _("Board"), "current": view == "board"},
            {"href": f"?{others['table']}", "label": _("Table"), "current": view == "table"},
        ],
        "sorts": SORT_WORDS.items(),
        "open": bool(asked),
        "waiting": lists.waiting_measures(person) if begins else [],
        "retired": lists.retired_of(person) if begins else [],
    }
    if view == "board":
        columns = lists.board_of(person, asked)
        shown = [card.project for column in columns for card in column.cards]
        context |= {
            "columns": columns,
            "total": sum(column.total for column in columns),
            "movable": access_projects.changed_by(person, shown),
        }
    else:
        rows = page_of(lists.projects_of(person, asked, sort=sort), request, size=SIZE)
        context |= {"page": rows, "cards": lists.cards_of(rows.rows), "services_by_key": services()}
    return render(request, "cooperation/projects.html", context)


def asked_of(request: HttpRequest) -> lists.Asked:
    """What the address asks for; what is not known is left out."""
    given = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "state", "service", "area", "funder")}
    year, level = request.GET.get("year", ""), request.GET.get("level", "")
    return lists.Asked(
        words=given["q"],
        state=given["state"] if given["state"] in JointProject.State.values else "",
        service=given["service"] if given["service"] in services() else "",
        area=given["area"],
        funder=given["funder"],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        level=level if level in Impact.values else "",
    )


def other_view(request: HttpRequest) -> dict[str, str]:
    """The query of the board and of the table, with what was asked for; for links between them and for tables out."""
    query = request.GET.copy()
    for name in ("view", "page", "sort"):
        query.pop(name, None)
    plain = query.urlencode()
    return {"board": plain, "table": f"{plain}&view=table" if plain else "view=table"}


def project(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access_projects.project_for(person, slug)
    context = project_context(request, row, "cooperation:project")
    partners = page.parties(row)
    causes = page.causes_of(row, person)
    shown = {
        "partners": page.partner_rows(row, partners, None, causes),
        "causes": causes,
        "money": money_of(row, partners),
        "course": page.course_of(row, partners, inside=bool(context["inside"])),
        "results": results_of(row.pk),
        "responsible": page.responsible_of(row, person),
        "is_responsible": person is not None and row.responsible_id == person.pk,
        "named": access_projects.name_is_open(row) if context["inside"] else False,
        "steps": steps_of(row),
        "near": lists.near(row.state),
        "publicity_words": publicity_words(row),
    }
    return render(request, "cooperation/project.html", shown | context)


def fiche(request: HttpRequest, slug: str) -> HttpResponse:
    """The project on one page, as PDF."""
    person = person_of(request)
    row = access_projects.project_for(person, slug)
    link = request.build_absolute_uri(reverse("cooperation:project", args=[slug]))
    return serve_bytes(project_fiche_pdf(fiche_of(row, person, link)), f"{slug}.pdf", PDF)


def steps_of(row: JointProject) -> list[dict[str, object]]:
    """The pipeline with where the project is; one that was given up stands nowhere on it."""
    states = [(value, label) for value, label in JointProject.State.choices if value != JointProject.State.GIVEN_UP]
    place = next((n for n, (value, _label) in enumerate(states) if value == row.state), -1)
    kinds = ["done" if n < place else "current" if n == place else "ahead" for n in range(len(states))]
    return [{"label": label, "state": kind} for kind, (_value, label) in zip(kinds, states, strict=True)]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a project; ?from=need:12 says what it comes from, several times where it comes from several things."""
    person = person_of(request)
    access.beginners_only(person)
    causes = causes_asked(request, person)
    form = ProjectForm(request.POST or None, person=person, initial=begun_from(causes, person))
    made: list[JointProject] = []
    status = sent(request, form, lambda: made.append(_begin(form, causes, person)))
    if not status:
        return back(request, "project", made[0].slug, said=_("The project is begun as a draft. Add its partners."))
    context = {"form": form, "title": _("New joint project"), "submit": _("Begin the project")}
    return render(request, "cooperation/project_form.html", context, status=status)


def causes_asked(request: HttpRequest, person: Person | None) -> list[Cause]:
    """Those of the address that the person knows of."""
    given = [one.partition(":") for one in request.GET.getlist("from")[:10]]
    causes = [(kind, pk) for kind, _colon, pk in given if pk.isascii() and pk.isdigit() and len(pk) < 18]
    return [cause for cause in causes if cause_actions.known(cause, person)]


def _begin(form: ProjectForm, causes: list[Cause], person: Person | None) -> JointProject:
    return actions.begin_project(form.data_of(), form.organisation_of(), by=person, causes=causes)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access_projects.project_to_change(person, slug)
    form = ProjectForm(request.POST or None, person=person, project=row)
    status = sent(request, form, lambda: _save(row, form, person))
    if not status:
        return back(request, "project", row.slug, said=_("Saved; what stood there before is kept."))
    return project_form(request, row, form, _("Change the project"), status, may_retire=True)


def _save(row: JointProject, form: ProjectForm, person: Person | None) -> None:
    actions.change_project(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, slug: str) -> HttpResponse:
    """How far it is, since when; giving it up."""
    person = person_of(request)
    row = access_projects.project_to_change(person, slug)
    asked = request.GET.get("to", "")
    chosen = asked if asked in JointProject.State.values else row.state
    form = MoveForm(request.POST or None, initial={"state": chosen, "reason": row.state_reason})
    status = sent(request, form, lambda: actions.move(row, by=person, **form.cleaned_data))
    if not status:
        return back(request, "project", row.slug, said=_("Saved; what stood there before is kept."))
    return project_form(request, row, form, _("How far it is"), status)


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """A button of the board or of the project's page: to the state that was chosen. Back to where it was pressed."""
    row = access_projects.project_to_change(person_of(request), slug)
    try:
        moved = actions.move(row, request.POST.get("state", ""), by=person_of(request))
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        messages.error(request, refusal.text())
        return redirect("cooperation:project_state", row.slug)
    said = _("“%(project)s” is now: %(state)s.") % {"project": row, "state": moved.get_state_display()}
    if request.POST.get("back") == "board":
        messages.success(request, said)
        return redirect("cooperation:projects")
    return back(request, "project", row.slug, said=said)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access_projects.project_to_change(person_of(request), slug)
    actions.publish(row, by=person_of(request))
    return back(request, "project", row.slug, said=_("Everybody can read the project now."))


@require_POST
def unpublish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access_projects.project_to_change(person_of(request), slug)
    actions.unpublish(row, by=person_of(request))
    return back(request, "project", row.slug, said=_("The project is a draft again: only its partners read it."))


@require_POST
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    row = access_projects.project_to_change(person_of(request), slug)
    actions.retire(row, by=person_of(request))
    messages.success(request, _("The project was taken away. It can be brought back from the list."))
    return redirect("cooperation:projects")


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    row = access_projects.project_to_restore(person_of(request), slug)
    actions.restore(row, by=person_of(request))
    return back(request, "project", row.slug, said=_("The project is back, as a draft."))


@require_POST
def name(request: HttpRequest, slug: str) -> HttpResponse:
    """Who answers for it says whether everybody may read the name."""
    person = person_of(request)
    row = access_projects.project_to_change(person, slug)
    if request.POST.get("agree") == "yes":
        naming.agree_to_be_named(row, wording=wording(), by=person)
    else:
        naming.stop_being_named(row, by=person)
    return back(request, "project", row.slug, said=_("Saved."))


def wording() -> str:
    """What the person agrees to, as it stands above the button."""
    return _("Everybody may read on the project's page and fiche that I answer for it.")


@require_http_methods(["GET", "HEAD", "POST"])
def causes(request: HttpRequest, slug: str) -> HttpResponse:
    """What it comes from: one more, or one less."""
    person = person_of(request)
    row = access_projects.project_to_change(person, slug)
    if request.POST.get("unsay"):
        kind, _colon, pk = request.POST["unsay"].partition(":")
        cause_actions.unsay_cause(row, (kind, pk), by=person)
        return back(request, "project_causes", row.slug, said=_("Saved."))
    form = CauseForm(request.POST or None, groups=causes_to_choose(row, person))
    status = sent(request, form, lambda: cause_actions.say_cause(row, form.chosen(), by=person))
    if not status:
        return back(request, "project_causes", row.slug, said=_("Saved."))
    context = {"form": form, "causes": page.causes_of(row, person)} | project_context(request, row)
    return render(request, "cooperation/project_causes.html", context, status=status)


def of_case(request: HttpRequest, slug: str) -> HttpResponse:
    """The joint projects of a cooperation case, and the way to begin one."""
    person = person_of(request)
    row = access.case_for(person, slug)
    context = context_of(request, row, "cooperation:case_projects")
    rows = lists.projects_of_case(row, person)
    shown = {"cards": lists.cards_of(rows), "begins": access.may_begin(person) and context["may_change"]}
    return render(request, "cooperation/case_projects.html", shown | context)
