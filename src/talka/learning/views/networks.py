"""Learning networks: the list, one with its whole cycle, and where it is begun, changed, published."""

from itertools import pairwise
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.indicators.comparing.choice import comparison_address
from talka.indicators.comparing.shown_ranks import rank_cells
from talka.indicators.comparing.table import table_of
from talka.needs.causes import Cause, asked_for
from talka.people.models import Person
from talka.ui.forms import sent
from talka.ui.pages import page_of

from .. import access as learning
from ..access import networks as access
from ..access.stories import may_tell
from ..actions import networks as actions
from ..forms.networks import EvaluationForm, FilterForm, IndicatorsForm, NetworkForm
from ..models import Network
from ..queries.networks import networks_of, page_of_network, retired_of
from .frame import back, person_of, sections

SIZE = 30
RANKS = "ranks"


def of_network(request: HttpRequest, network: Network) -> dict[str, Any]:
    """The network, and what the reader may do there."""
    person = person_of(request)
    there = network.retired_at is None
    return {
        "network": network,
        "runs": there and access.may_run(person, network),
        "inside": there and access.may_read_inside(person, network),
        "own_members": access.members_of(person, network),
        "illustrative": network.illustrative,
    }


def to_step(request: HttpRequest, slug: str, step: str, said: str) -> HttpResponse:
    """To a step of the network, with a word about what was done."""
    messages.success(request, said)
    return redirect(reverse("learning:network", args=[slug]) + f"?step={step}#{step}")


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """All networks the reader may know of, the newest first."""
    person = person_of(request)
    form = FilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    begins = learning.may_begin(person)
    rows = networks_of(person, theme=asked.get("theme", ""), words=asked.get("q", "").strip())
    context = {
        "form": form,
        "page": page_of(rows, request, size=SIZE),
        "filtered": any(asked.values()),
        "begins": begins,
        "retired": retired_of(learning.programmes_to_begin_in(person)) if begins else [],
        "sections": sections("learning:networks"),
    }
    return render(request, "learning/networks/networks.html", context)


@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole cycle on one page: the step in front stands open, ?step= opens another; ?show=ranks asks for places."""
    person = person_of(request)
    row = access.network_for(person, slug)
    page = page_of_network(row, person)
    asked = request.GET.get("step", "")
    open_step = asked if asked in Network.Step.values else row.step
    steps = _steps(row, open_step)
    ranks = request.GET.get("show") == RANKS
    areas, measures = [area.key for area in page.compared.areas], [one.measure.key for one in page.compared.columns]
    context = {
        "page": page,
        "steps": steps,
        "next_step": next((after for one, after in pairwise(steps) if one["open"]), None),
        "ranks": ranks,
        "shown": page.compared,
        "table": table_of(page.compared, rank_cells) if ranks else table_of(page.compared),
        "compare_link": comparison_address(areas, measures) if areas and measures else "",
        "reads_targets": access.may_read_targets(person, row),
        "tells": row.retired_at is None and access.may_read_inside(person, row) and may_tell(person),
        "restores": row.retired_at is not None,
    }
    return render(request, "learning/networks/network.html", context | of_network(request, row))


def _steps(row: Network, open_step: str) -> list[dict[str, Any]]:
    """The way of the network for c-steps: each can be opened, whatever comes before it."""
    steps = list(Network.Step)
    at = steps.index(Network.Step(row.step))
    return [
        {
            "key": step.value,
            "label": step.label,
            "state": "done" if place < at else "current" if place == at else "ahead",
            "href": f"?step={step.value}#{step.value}",
            "open": "1" if step.value == open_step else "",
        }
        for place, step in enumerate(steps)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin one; ?need= or ?measure= says what it answers."""
    person = person_of(request)
    learning.beginners_only(person)
    form = NetworkForm(request.POST or None, person=person)
    made: list[Network] = []
    status = sent(request, form, lambda: made.append(_begin(form, asked_for(request.GET), person)))
    if not status:
        said = _("The network is begun as a draft. Let the municipalities join, and choose what they compare.")
        return back(request, "network", made[0].slug, said=said)
    context = {"form": form, "title": _("New learning network"), "cancel": "learning:networks"}
    return render(request, "learning/networks/form.html", context, status=status)


def _begin(form: NetworkForm, causes: tuple[Cause, ...], person: Person | None) -> Network:
    return actions.begin_network(form.data_of(), form.cleaned_data["programme"], by=person, causes=causes)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    row = access.network_to_run(person, slug)
    form = NetworkForm(request.POST or None, person=person, network=row)
    status = sent(request, form, lambda: _save(row, form, person))
    if not status:
        return back(request, "network", slug, said=_("Saved; what stood there before is kept."))
    may_retire = learning.may_begin_in(person, row.programme)
    context = {"form": form, "title": _("Change the network"), "may_retire": may_retire, "edits": True}
    return render(request, "learning/networks/form.html", context | of_network(request, row), status=status)


def _save(row: Network, form: NetworkForm, person: Person | None) -> None:
    actions.change_network(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=person)


@require_http_methods(["GET", "HEAD", "POST"])
def indicators(request: HttpRequest, slug: str) -> HttpResponse:
    """By what the members compare themselves."""
    person = person_of(request)
    row = access.network_to_run(person, slug)
    form = IndicatorsForm(request.POST or None, network=row)
    status = sent(request, form, lambda: actions.choose_indicators(row, form.cleaned_data["indicators"], by=person))
    if not status:
        return to_step(request, slug, Network.Step.COMPARE, _("Chosen."))
    context = {"form": form, "title": _("What is compared")}
    return render(request, "learning/networks/form.html", context | of_network(request, row), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """What the year brought, in words."""
    person = person_of(request)
    row = access.network_to_run(person, slug)
    form = EvaluationForm(request.POST or None, network=row)
    status = sent(request, form, lambda: _evaluate(row, form, person))
    if not status:
        return to_step(request, slug, Network.Step.EVALUATE, _("Saved; what stood there before is kept."))
    context = {"form": form, "title": _("What the year brought")}
    return render(request, "learning/networks/form.html", context | of_network(request, row), status=status)


def _evaluate(row: Network, form: EvaluationForm, person: Person | None) -> None:
    said = form.cleaned_data
    actions.write_evaluation(row, said["evaluation"] or "", version=said["version"] or 0, by=person)


@require_POST
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """Another step stands in front."""
    row = access.network_to_run(person_of(request), slug)
    to = request.POST.get("to", "")
    actions.go_to(row, to, by=person_of(request))
    return to_step(request, slug, to, _("This is where the network is now."))


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.network_to_run(person_of(request), slug)
    actions.publish(row, by=person_of(request))
    said = _("Everybody can read it now; people, notes and homework stay inside.")
    return back(request, "network", slug, said=said)


@require_POST
def unpublish(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.network_to_run(person_of(request), slug)
    actions.unpublish(row, by=person_of(request))
    return back(request, "network", slug, said=_("It is a draft again: only those who take part read it."))


@require_POST
def retire(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.network_to_organise(person_of(request), slug)
    actions.retire(row, by=person_of(request))
    messages.success(request, _("The network was taken away. It can be brought back from the list."))
    return redirect("learning:networks")


@require_POST
def restore(request: HttpRequest, slug: str) -> HttpResponse:
    row = access.network_to_organise(person_of(request), slug)
    actions.restore(row, by=person_of(request))
    return back(request, "network", slug, said=_("The network is back, as a draft."))
