"""What goes into an appraisal: a partner's figures, the cost model, joint costs, ways and places, accounts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from talka.decisions.models import DecisionRun
from talka.decisions.queries import run_row
from talka.people.models import Person
from talka.ui.forms import sent, tried

from .. import access
from ..access import appraisal as appraisal_access
from ..actions.appraisal import estimate as estimates
from ..actions.appraisal import figures as figure_actions
from ..actions.appraisal import model as model_actions
from ..actions.appraisal import ways as way_actions
from ..forms.appraisal import (
    EstimateForm,
    FiguresForm,
    JointCostForm,
    ModelForm,
    SiteForm,
    TableForm,
    UseForm,
    WayForm,
)
from ..models import CooperationCase, Partner, PartnerFigures, ServiceCost, ServiceSite
from ..queries.appraisal.gather import gathered, people_of
from ..queries.appraisal.inputs_page import estimate_row, inputs_page
from .frame import back, context_of, person_of

TAB = "cooperation:appraisal"
INPUTS = "cooperation:appraisal_inputs"


@require_http_methods(["GET", "HEAD", "POST"])
def own_figures(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What a partner says of itself."""
    person = person_of(request)
    row = appraisal_access.partner_to_enter(person, slug, pk)
    figures = PartnerFigures.objects.filter(partner=row).first()
    cost = ServiceCost.objects.filter(case=row.case).first()
    people = people_of([row], {}).get(row.pk)
    form = FiguresForm(
        request.POST or None, partner=row, figures=figures, people=people, unit=cost.unit if cost else ""
    )
    status = sent(request, form, lambda: _enter(row, form, person))
    if not status:
        return back(request, "appraisal", slug, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Figures of the partner"), "partner": row, "back": TAB}
    return render(request, "cooperation/form.html", context | context_of(request, row.case), status=status)


def _enter(row: Partner, form: FiguresForm, person: Person | None) -> None:
    figure_actions.enter_figures(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def model(request: HttpRequest, slug: str) -> HttpResponse:
    """How the cost follows the volume and the way."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    cost = ServiceCost.objects.filter(case=row).first() or ServiceCost(case=row)
    form = ModelForm(request.POST or None, cost=cost)
    status = sent(request, form, lambda: _set_model(row, form, person))
    if not status:
        return back(request, "appraisal", slug, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("Cost model"), "back": TAB}
    return render(request, "cooperation/form.html", context | context_of(request, row), status=status)


def _set_model(row: CooperationCase, form: ModelForm, person: Person | None) -> None:
    model_actions.set_model(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


def inputs(request: HttpRequest, slug: str) -> HttpResponse:
    """Joint costs, ways and given places of a case, for its partners."""
    person = person_of(request)
    row = access.case_inside(person, slug)
    return _inputs(request, row, status=200)


def _inputs(
    request: HttpRequest,
    row: CooperationCase,
    *,
    status: int,
    joint: JointCostForm | None = None,
    way: WayForm | None = None,
    table: TableForm | None = None,
    faults: object = None,
) -> HttpResponse:
    given = gathered(row)
    sharing = given.sharing
    context = {
        "page": inputs_page(given),
        "joint_form": joint or JointCostForm(partners=sharing),
        "way_form": way or WayForm(partners=given.partners),
        "table_form": table or TableForm(),
        "faults": faults,
    }
    return render(request, "cooperation/appraisal_inputs.html", context | context_of(request, row, TAB), status=status)


@require_POST
def joint_cost(request: HttpRequest, slug: str) -> HttpResponse:
    """What some partners would pay together."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    form = JointCostForm(request.POST, partners=gathered(row).sharing)
    status = tried(form, lambda: _set_joint(row, form, person))
    if status:
        return _inputs(request, row, status=status, joint=form)
    return back(request, "appraisal_inputs", slug, said=_("Saved; what stood there before is kept."), anchor="joint")


def _set_joint(row: CooperationCase, form: JointCostForm, person: Person | None) -> None:
    said = form.cleaned_data
    model_actions.set_joint_cost(
        row, list(said["partners"]), said["cost_eur"], by=person, year=said["year"], source=said["source"]
    )


@require_POST
def remove_joint_cost(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.case_to_change(person_of(request), slug)
    model_actions.remove_joint_cost(row, pk, by=person_of(request))
    return back(request, "appraisal_inputs", slug, said=_("Taken away."), anchor="joint")


@require_POST
def way(request: HttpRequest, slug: str) -> HttpResponse:
    """The way between two partners."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    form = WayForm(request.POST, partners=gathered(row).partners)
    status = tried(form, lambda: way_actions.set_way(row, **form.cleaned_data, by=person))
    if status:
        return _inputs(request, row, status=status, way=form)
    return back(request, "appraisal_inputs", slug, said=_("Saved; what stood there before is kept."), anchor="ways")


@require_POST
def way_table(request: HttpRequest, slug: str) -> HttpResponse:
    """Ways from a table; where a row is wrong nothing is changed and each fault is told."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _inputs(request, row, status=422, table=form)
    file = form.cleaned_data["file"]
    read, number = way_actions.import_ways(row, file, file.name, by=person)
    if not read.right:
        return _inputs(request, row, status=422, table=form, faults=read)
    said = ngettext("%(n)s way was entered.", "%(n)s ways were entered.", number) % {"n": number}
    return back(request, "appraisal_inputs", slug, said=said, anchor="ways")


@require_POST
def remove_way(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.case_to_change(person_of(request), slug)
    way_actions.remove_way(row, pk, by=person_of(request))
    return back(request, "appraisal_inputs", slug, said=_("Taken away."), anchor="ways")


@require_http_methods(["GET", "HEAD", "POST"])
def site(request: HttpRequest, slug: str, pk: int = 0) -> HttpResponse:
    """A given place: a new one, or one that is changed."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    found = ServiceSite.objects.filter(case=row, pk=pk).first() if pk else None
    if pk and found is None:
        raise Http404
    form = SiteForm(request.POST or None, partners=gathered(row).sharing, site=found)
    status = sent(request, form, lambda: _set_site(row, form, found, person))
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, "appraisal_inputs", slug, said=said, anchor="sites")
    context = {"form": form, "title": _("Place where the service is done"), "back": INPUTS}
    return render(request, "cooperation/form.html", context | context_of(request, row), status=status)


def _set_site(row: CooperationCase, form: SiteForm, found: ServiceSite | None, person: Person | None) -> None:
    said = form.cleaned_data
    way_actions.add_site(row, said["name"], said["place"], form.ways_of(), by=person, site=found)


@require_POST
def remove_site(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.case_to_change(person_of(request), slug)
    way_actions.remove_site(row, pk, by=person_of(request))
    return back(request, "appraisal_inputs", slug, said=_("Taken away."), anchor="sites")


@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: HttpRequest, slug: str) -> HttpResponse:
    """Accounts in, an estimated cost model out."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    form = EstimateForm(request.POST or None, request.FILES or None)
    made: list[DecisionRun] = []
    status = sent(request, form, lambda: made.append(_estimate(row, form, person)))
    if not status:
        return back(request, "estimated", slug, made[0].pk)
    context = {"form": form, "title": _("Estimate the cost model from accounts"), "submit": _("Estimate"), "back": TAB}
    return render(request, "cooperation/form.html", context | context_of(request, row), status=status)


def _estimate(row: CooperationCase, form: EstimateForm, person: Person | None) -> DecisionRun:
    said = form.cleaned_data
    columns = estimates.Columns(said["cost"].strip(), said["size"].strip(), said["group"].strip(), said["name"].strip())
    return estimates.estimate(row, said["file"], columns, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def estimated(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the accounts say, how sure that is, and whether it is taken as the model."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    run = estimate_row(row, pk)
    if run is None:
        raise Http404
    form = UseForm(request.POST if request.method == "POST" else None)
    status = sent(request, form, lambda: _use(row, run.run, form, person))
    if not status:
        return back(request, "appraisal", slug, said=_("The estimate is the cost model of the case now."))
    context = {"fit": run, "run": run_row(run.run), "form": form, "title": _("What the accounts say")}
    return render(request, "cooperation/estimated.html", context | context_of(request, row, TAB), status=status)


def _use(row: CooperationCase, run: DecisionRun, form: UseForm, person: Person | None) -> None:
    estimates.use_estimate(row, run, by=person, as_a_guess=form.cleaned_data["as_a_guess"])
