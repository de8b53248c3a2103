"""Forming the groups: the proposal with its reasons, one person with what each change costs, those who wait."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.decisions.models import DecisionRun
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access, words
from ..actions import forming as deeds
from ..actions import latecomers, rounds
from ..forms import ProposeForm
from ..models import Group, Workshop
from ..queries import forming as queries
from ..queries.console import address
from ..queries.latecomers import gathering
from ..queries.people import present_ids
from ..queries.problems import METHOD, SUBJECT
from . import frame

MOST_TOLD = 5


@require_GET
def forming(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    return _page(request, row)


@require_POST
def propose(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        run = deeds.propose(row, by=request.person, **form.cleaned_data)  # type: ignore[attr-defined]
    except Refusal as refusal:
        form.add_error(None, refusal.text())
        return _page(request, row, form, status=refusal.status)
    if run.state == DecisionRun.State.PROPOSED:
        messages.success(request, _("Here is a proposal. Nobody has been moved yet: look at it, change it, accept it."))
    return redirect(address("forming", row))


@require_POST
def form_anew(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """After no-shows: a proposal from those who are here, in which everybody keeps the group they have."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    page = gathering(row, present_ids(row.event))
    if page.seated and not page.waiting and not page.missing:
        messages.info(request, _("Nothing is to be changed: who is here has a place, and who has a place is here."))
        return redirect(f"{address('console', row)}#people")
    keep = "present" if page.seated else "none"
    deeds.propose(row, by=request.person, source="present", keep=keep)  # type: ignore[attr-defined]
    return redirect(f"{address('forming', row)}#proposal")


@require_POST
def next_round(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """A proposal in which people meet others than before. "keep": "by_hand" leaves hosts where they are."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    rounds.propose_round(row, by=request.person, keep=request.POST.get("keep", "by_hand"))  # type: ignore[attr-defined]
    return redirect(f"{address('forming', row)}#proposal")


@require_POST
def place_waiting(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """Everybody who is here without a group, where they fit best."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    placed = latecomers.place_waiting(row, by=request.person)  # type: ignore[attr-defined]
    for words_of_one in placed[:MOST_TOLD]:
        messages.success(request, words_of_one)
    if len(placed) > MOST_TOLD:
        more = len(placed) - MOST_TOLD
        messages.success(request, ngettext("%(n)s more placed.", "%(n)s more placed.", more) % {"n": more})
    return redirect(f"{address('console', row)}#people")


@require_POST
def decide(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """Accept or reject the proposal that the page showed."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    run = _run(row, request.POST.get("run", ""))
    reason = request.POST.get("reason", "")
    if request.POST.get("deed") == "accept":
        seated = deeds.accept(row, run, by=request.person, reason=reason)  # type: ignore[attr-defined]
        said = ngettext("Accepted: %(n)s person has a place.", "Accepted: %(n)s people have places.", seated)
        messages.success(request, said % {"n": seated})
        if run.parameters.get("round"):
            messages.success(request, _("Round %(n)s has begun.") % {"n": run.parameters["round"]})
        return redirect("workshops:console", slug, workshop)
    deeds.reject(row, run, by=request.person, reason=reason)  # type: ignore[attr-defined]
    messages.success(request, _("The proposal has been set aside. Nobody was moved."))
    return redirect(address("forming", row))


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, slug: str, workshop: str, code: str) -> HttpResponse:
    """Why a person is where they are, what each change would cost, and doing it."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    page = queries.person_page(row, code)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _move(request, row, page)
    context = frame.about(
        row,
        title=page.person.name,
        page=page,
        trail=frame.trail(row, (_("Forming groups"), address("forming", row))),
    )
    return render(request, "workshops/person.html", context)


def _move(request: HttpRequest, row: Workshop, page: queries.PersonPage) -> HttpResponse:
    target, _dash, swap = request.POST.get("to", "").partition("-")
    reason = request.POST.get("reason", "")
    by = request.person  # type: ignore[attr-defined]
    group: Group | None = None
    if target != "best":
        group = row.groups.filter(number=whole(target)).first()
        if group is None:
            raise Refusal(_("Choose a group."), status=422)
    who = page.person.registration_id
    if page.run_id is not None and group is not None:
        run = _run(row, str(page.run_id))
        other = whole(swap) or None
        change = deeds.change_proposal(row, run, who, group, by=by, exchange_with=other, reason=reason)
    else:
        group, change = deeds.place(row, who, group, by=by, reason=reason)
    messages.success(
        request,
        _("%(person)s: “%(group)s” (%(cost)s).")
        % {"person": page.person.name, "group": group, "cost": words.cost_words(change.delta.objective)},
    )
    return redirect(address("forming", row))


def _page(request: HttpRequest, row: Workshop, form: ProposeForm | None = None, status: int = 200) -> HttpResponse:
    page = queries.forming(row)
    teams = [part.group for part in page.groups if part.group.item_id is None]
    before = {
        "source": "present" if page.anybody_present else "registered",
        "keep": "present" if page.seated else "none",
        "at_most": 2,
        "balance": ["region", "kind", "area"] if teams else ["region", "kind"],
    }
    context = frame.about(
        row,
        title=_("Forming groups"),
        page=page,
        form=form or ProposeForm(initial=before),
        teams=teams,
        trail=frame.trail(row),
    )
    return render(request, "workshops/forming.html", context, status=status)


def _run(workshop: Workshop, pk: str) -> DecisionRun:
    run = DecisionRun.objects.filter(
        pk=whole(pk),
        method=METHOD,
        subject_kind=SUBJECT,
        subject_id=str(workshop.pk),
    ).first()
    if run is None:
        raise Http404
    return run
