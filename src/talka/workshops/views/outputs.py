"""What teams brought: for everybody once it is published, as a page and as PDF; and the ideas they had in common."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from talka.documents.ideas import ideas_pdf
from talka.documents.media_types import PDF
from talka.documents.storage import serve_bytes
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access
from ..actions import common_ideas
from ..models import Workshop
from ..papers import ideas_paper
from ..queries.common_ideas import common_ideas_of, common_suggestion, idea_cards, open_suggestion
from ..queries.console import address
from ..queries.outputs import outputs
from ..queries.people import groups_of
from ..queries.stages import stages_of
from ..words_of_votes import how_computed
from . import frame


@require_GET
def ideas(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row, leads = access.workshop_with_ideas(request.person, slug, workshop)  # type: ignore[attr-defined]
    found = outputs(row, leads=leads)
    context = frame.about(
        row,
        title=_("Ideas of the teams"),
        outputs=found,
        how=how_computed(found.result) if found.result is not None else [],
        leads=leads,
        open=access.is_published(None, row),
        trail=frame.trail(row) if leads else [(str(row.event.title), reverse("events:event", args=[slug]))],
    )
    return render(request, "workshops/outputs/ideas.html", context)


@require_GET
def ideas_as_pdf(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row, leads = access.workshop_with_ideas(request.person, slug, workshop)  # type: ignore[attr-defined]
    language = get_language() or "lv"
    page = frame.absolute(request, address("ideas", row))
    paper = ideas_paper(outputs(row, leads=leads), language=language, link=page)
    return serve_bytes(ideas_pdf(paper), f"{slug}-{workshop}-{language}.pdf", PDF)


@require_http_methods(["GET", "HEAD", "POST"])
def find_common(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """Ideas of different teams put together, by who runs the group work."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    if request.method == "POST":
        _sort(request, row)
        return redirect(address("common_ideas", row))
    cards = idea_cards(groups_of(row), stages_of(row))
    found = common_ideas_of(row, cards)
    context = frame.about(
        row,
        title=_("Common ideas"),
        ideas=cards,
        common=found,
        suggestion=common_suggestion(row, cards, found),
        loose=[card for card in cards if card.common is None],
        trail=frame.trail(row, (_("Ideas of the teams"), address("ideas", row))),
    )
    return render(request, "workshops/outputs/common_ideas.html", context)


@require_GET
def all_sheets(request: HttpRequest, code: str) -> HttpResponse:
    """All teams' sheets on a phone, from the first presentation on: for who votes on them."""
    seat = frame.seated(request, code)
    row = seat.workshop
    stages = stages_of(row)
    now = seat.group.now if seat.group is not None else row.stage
    if not access.reads_sheets(stages, now, row):
        raise Http404
    context = frame.about(row, title=_("Ideas of the teams"), teams=outputs(row).teams, seat=seat)
    response = render(request, "workshops/sheets/all.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _sort(request: HttpRequest, row: Workshop) -> None:
    into, name = request.POST.get("into", ""), request.POST.get("name", "")
    by = request.person  # type: ignore[attr-defined]
    if into in ("suggest", "take", "leave"):
        _suggested(request, row, into)
    elif into == "rename":
        common_ideas.rename(row, whole(request.POST.get("idea")), name, whole(request.POST.get("version")), by=by)
        messages.success(request, _("Renamed."))
    elif into == "remove":
        common_ideas.remove(row, whole(request.POST.get("idea")), by=by)
        messages.success(request, _("The ideas of the teams stand by themselves again."))
    elif into == "new":
        made = common_ideas.make(row, name, _seen(request.POST.getlist("card")), by=by)
        messages.success(request, _("New common idea: “%(name)s”.") % {"name": made.name})
    else:
        target = None if into == "loose" else whole(into)
        moved = common_ideas.move(row, _seen(request.POST.getlist("card")), target, by=by)
        messages.success(request, ngettext("%(n)s idea moved.", "%(n)s ideas moved.", moved) % {"n": moved})


def _suggested(request: HttpRequest, row: Workshop, deed: str) -> None:
    """Ask for a suggestion, take one idea of it, or leave the rest."""
    by = request.person  # type: ignore[attr-defined]
    if deed == "suggest":
        common_ideas.suggest(row, by=by)
        messages.success(request, _("Here is what seems to say the same. Nothing has been moved yet."))
        return
    run = open_suggestion(row)
    if run is None:
        raise Refusal(_("This suggestion has already been decided."), advice=_("Look at the page again."))
    if deed == "leave":
        common_ideas.end_suggestion(row, run, by=by)
        messages.success(request, _("The suggestion has been set aside."))
        return
    cards = set(_seen(request.POST.getlist("card")))
    made = common_ideas.take_suggested(
        row, run, request.POST.get("topic", ""), request.POST.get("name", ""), cards, by=by
    )
    messages.success(request, _("Common idea: “%(name)s”.") % {"name": made.name})


def _seen(places: list[str]) -> dict[uuid.UUID, int | None]:
    """ "id:common" of each chosen card: where the page showed it."""
    seen: dict[uuid.UUID, int | None] = {}
    for place in places[:500]:
        name, _colon, idea = place.partition(":")
        try:
            seen[uuid.UUID(name)] = int(idea) if idea else None
        except ValueError:
            raise Refusal(_("One of the cards could not be read."), status=422) from None
    return seen
