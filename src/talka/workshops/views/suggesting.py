"""Suggested themes on screen: asked for, looked at topic by topic, taken, changed or ignored."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from talka.decisions.models import DecisionRun
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access
from ..actions import suggesting
from ..queries.console import address
from ..queries.stages import stages_of
from ..queries.suggestions import METHOD, SUBJECT, suggestion
from . import frame


@require_POST
def suggest(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """A suggestion for the column in `lane`; nothing is moved."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    suggesting.suggest(group, request.POST.get("lane", ""), by=request.person)  # type: ignore[attr-defined]
    return redirect(address("suggestion", group.workshop, number))


@require_GET
def suggested(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    context = frame.about(
        group.workshop,
        title=_("Suggested themes"),
        group=group,
        page=suggestion(group, stages_of(group.workshop)),
        trail=frame.trail(group.workshop, (str(group), address("board", group.workshop, number))),
    )
    return render(request, "workshops/suggestion.html", context)


@require_POST
def decide_suggestion(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """ "take": the `topic` with its `name` and chosen `card`s; "all"; or "rest": ignore what was not taken."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    run = get_object_or_404(
        DecisionRun,
        pk=whole(request.POST.get("run")),
        method=METHOD,
        subject_kind=SUBJECT,
        subject_id=str(group.pk),
    )
    deed, by = request.POST.get("deed", ""), request.person  # type: ignore[attr-defined]
    if deed == "take":
        topic, name = request.POST.get("topic", ""), request.POST.get("name", "")
        theme = suggesting.take_topic(group, run, topic, name, _cards(request), by=by)
        messages.success(request, _("Taken: “%(name)s”.") % {"name": theme.name})
    elif deed == "all":
        taken = suggesting.take_all(group, run, by=by)
        messages.success(request, ngettext("%(n)s theme taken.", "%(n)s themes taken.", taken) % {"n": taken})
    elif deed == "rest":
        suggesting.ignore_rest(group, run, by=by)
        messages.success(request, _("What was not taken has been left. The cards stand as they stood."))
    else:
        raise Refusal(_("Nothing was chosen."), status=422)
    run.refresh_from_db()
    where = "suggestion" if run.state == DecisionRun.State.PROPOSED else "board"
    return redirect(address(where, group.workshop, number))


def _cards(request: HttpRequest) -> set[uuid.UUID]:
    try:
        return {uuid.UUID(card) for card in request.POST.getlist("card")[:1000]}
    except ValueError:
        raise Refusal(_("One of the cards could not be read."), status=422) from None
