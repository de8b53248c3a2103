"""A cohort's assessment: its rounds, and what those who answered say together."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.needs.access import may_keep_register
from talka.needs.models import Need
from talka.ui.forms import sent
from talka.ui.pages import page_of

from .. import access as room
from ..access import assessments as access
from ..actions import assessments as actions
from ..forms.assessments import NeedWordsForm, RoundForm
from ..queries.assessments import bars_of, own_rounds, results_of, states_of
from .frame import back, of_cohort, person_of

SIZE = 15
"""Competences on one page of results."""


def assessment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    row = room.cohort_inside(person, slug, number)
    context = of_cohort(request, row, "learning:assessment")
    states = states_of(row, person)
    results = results_of(row, person)
    page = page_of(results.rows, request, size=SIZE)
    context |= {
        "states": states,
        "results": results,
        "page": page,
        "bars": bars_of(results.told, page),
        "own_rounds": own_rounds(person, row) if context["learner"] else [],
        "records": may_keep_register(person, row.training.programme),
        "reads_levels": access.may_read_levels(person, row.training),
        "plans": context["runs_cohort"] and len(states) < len(actions.ORDER),
    }
    return render(request, "learning/assessment/cohort.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    person = person_of(request)
    row = room.cohort_to_run(person, slug, number)
    form = RoundForm(request.POST or None, cohort=row)
    status = sent(request, form, lambda: actions.plan_round(row, form.data_of(), by=person))
    if not status:
        said = _("The round is planned. It opens by itself on its day, or when you open it.")
        return back(request, "assessment", slug, number, said=said)
    context = {"form": form, "title": _("Plan a round"), "submit": _("Plan")} | of_cohort(request, row)
    return render(request, "learning/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    person = person_of(request)
    row = access.round_to_run(person, slug, number, pk)
    form = RoundForm(request.POST or None, cohort=row.cohort, round_=row)
    status = sent(request, form, lambda: actions.change_round(row, form.data_of(), by=person))
    if not status:
        return back(request, "assessment", slug, number, said=_("Saved."))
    context = {"form": form, "title": _("Change the round: %(when)s") % {"when": row}} | of_cohort(request, row.cohort)
    return render(request, "learning/form.html", context, status=status)


@require_POST
def open_now(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row = access.round_to_run(person_of(request), slug, number, pk)
    actions.open_round(row, by=person_of(request))
    said = _("The round is open. Everybody in the cohort with an e-mail address gets a link of their own.")
    return back(request, "assessment", slug, number, said=said)


@require_POST
def close_now(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row = access.round_to_run(person_of(request), slug, number, pk)
    actions.close_round(row, by=person_of(request))
    return back(request, "assessment", slug, number, said=_("The round is closed; what came of it stands below."))


@require_POST
def remove(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    row = access.round_to_run(person_of(request), slug, number, pk)
    actions.remove_round(row, by=person_of(request))
    return back(request, "assessment", slug, number, said=_("The round is not planned any more."))


@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest, slug: str, number: int, pk: int, key: str) -> HttpResponse:
    """A competence with a gap becomes a need of the programme's register."""
    person = person_of(request)
    item = access.item_to_record(person, slug, number, pk, key)
    form = NeedWordsForm(request.POST or None, initial={"words": str(item)})
    made: list[Need] = []
    status = sent(
        request, form, lambda: made.append(actions.record_as_need(item, form.cleaned_data["words"], by=person))
    )
    if not status:
        return redirect(reverse("needs:need", args=[made[0].pk]))
    context = {"form": form, "title": _("Make a need of it"), "submit": _("Record the need")}
    return render(request, "learning/form.html", context | of_cohort(request, item.round.cohort), status=status)
