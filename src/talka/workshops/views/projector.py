"""Pages for the wall. Whoever has the key in the address may show them: the hall's computer need not sign in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from talka.live.following import following

from .. import access
from ..live.rendering import WALL
from ..models import Workshop
from ..queries.stages import stages_of
from ..queries.wall import Wall, on_screen, pages_of, wall
from ..words import page_words
from . import frame


@require_GET
def to_projector(request: HttpRequest, code: str) -> HttpResponse:
    """Those who lead need not know the key."""
    workshop = access.workshop_of_code(code)
    if workshop is None or not access.may_lead_any(request.person, workshop):  # type: ignore[attr-defined]
        raise Http404
    return redirect("workshops:projector", workshop.code, workshop.projector_key)


@require_GET
def projector(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """What the facilitator has put on the screen; wall.js follows it, blanks it, or lets it stand."""
    workshop = access.workshop_to_project(code, key)
    what, number = on_screen(workshop)
    return _show(request, workshop, what, number, follows=True)


@require_GET
def page(request: HttpRequest, code: str, key: str, what: str, number: int = 0) -> HttpResponse:
    """One page, with links to the group before and after; it follows what happens on it."""
    return _show(request, access.workshop_to_project(code, key), what, number, follows=False)


@require_GET
def live(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """What the wall follows: hints that something changed, never words, which it asks for itself."""
    workshop = access.workshop_to_project(code, key)
    return following(request, workshop.stream, {WALL})


def _show(request: HttpRequest, workshop: Workshop, what: str, number: int, *, follows: bool) -> HttpResponse:
    shown = wall(workshop, what, number)
    if shown is None:
        raise Http404
    words = page_words()
    titles = {"join": _("Join with your phone"), "winners": _("The result")}
    title = str(shown.group) if shown.group else titles.get(what) or str(shown.voting or shown.stage or words[what])
    context = frame.about(
        workshop,
        title=title,
        wall=shown,
        follows=follows,
        state=workshop.wall if follows else "",
        join_url=frame.join_address(request, workshop),
        enter_url=frame.enter_address(request),
        live_url=reverse("workshops:projector_live", args=[workshop.code, workshop.projector_key]),
        **({} if follows else _ways(workshop, shown)),
    )
    return render(request, f"workshops/projector/{what}.html", context)


def _ways(workshop: Workshop, shown: Wall) -> dict[str, object]:
    """Links from a page that somebody turns by hand: the groups before and after, and the other pages."""
    base = [workshop.code, workshop.projector_key]
    words = page_words()
    of_all, of_a_group = pages_of(workshop, stages_of(workshop))
    groups = shown.groups
    place = groups.index(shown.group) if shown.group else -1
    number = shown.group.number if shown.group else groups[0].number if groups else 0

    def to(what: str, number: int) -> str:
        if number and what not in of_all:
            return reverse("workshops:projector_page", args=[*base, what, number])
        return reverse("workshops:projector_join", args=[*base, what])

    pages = [(words[what], to(what, 0)) for what in of_all if what != shown.what]
    pages += [(words[what], to(what, number)) for what in of_a_group if what != shown.what and number]
    return {
        "previous": to(shown.what, groups[place - 1].number) if shown.group and place > 0 else "",
        "next": to(shown.what, groups[place + 1].number) if shown.group and place + 1 < len(groups) else "",
        "pages": pages,
    }
