"""People of a group put its cards into themes from their phones: mark cards, choose where they belong, press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from ..actions import clustering
from ..forms import ThemeForm
from ..models import Card, Cluster, Group, Seat
from . import frame
from .board import seen_places


@require_POST
def sort(request: HttpRequest, code: str) -> HttpResponse:
    """`deed` move: the marked cards go into a theme ("12"), a new one ("new", asked for its name), or out of all
    ("loose"). `deed` merge: theme `one` goes into theme `with`."""
    seat = frame.seated(request, code)
    if seat.group is None:
        raise Refusal(_("Choose your group first."), status=409)
    if request.POST.get("deed") == "merge":
        one, other = (_theme(seat.group, request.POST.get(name, "")) for name in ("one", "with"))
        merged = clustering.merge(one, other, by=seat)
        messages.success(request, _("Merged into “%(name)s”.") % {"name": merged.name})
        return redirect("workshops:phone", seat.workshop.code)
    places = request.POST.getlist("card")
    seen = seen_places(places)
    if not seen:
        raise Refusal(_("Choose at least one card."), advice=_("Go back and mark the cards first."), status=422)
    into = request.POST.get("into", "")
    if into == "new":
        return _new_theme(request, seat, seat.group, places, seen)
    cluster = None if into == "loose" else _theme(seat.group, into)
    moved = clustering.move(seat.group, seen, cluster, by=seat)
    if cluster is None:
        words = ngettext("%(n)s card taken out of the themes.", "%(n)s cards taken out of the themes.", moved)
    else:
        words = ngettext("%(n)s card moved to “%(name)s”.", "%(n)s cards moved to “%(name)s”.", moved)
    messages.success(request, words % {"n": moved, "name": cluster.name if cluster else ""})
    return redirect("workshops:phone", seat.workshop.code)


def _new_theme(
    request: HttpRequest, seat: Seat, group: Group, places: list[str], seen: clustering.Seen
) -> HttpResponse:
    """Asks for the name first, with the first card's words in it; a theme stands where its first card stands."""
    cards = list(Card.objects.filter(pk__in=seen, group=group, withdrawn_at=None).order_by("written_at", "id"))
    if not cards:
        raise Refusal(_("One of the cards belongs to another group."), status=404)
    named = "name" in request.POST
    form = ThemeForm(request.POST if named else None, initial={"name": cards[0].text[:80]})
    if named and form.is_valid():
        made = clustering.make(group, form.cleaned_data["name"], cards[0].lane, seen, by=seat)
        messages.success(request, _("New theme: “%(name)s”.") % {"name": made.name})
        return redirect("workshops:phone", seat.workshop.code)
    context = frame.about(
        seat.workshop, title=_("A new theme"), form=form, cards=cards, places=places[:500], group=group, seat=seat
    )
    return render(request, "workshops/new_theme.html", context, status=422 if named else 200)


def _theme(group: Group, pk: str) -> Cluster:
    cluster = Cluster.objects.select_related("group").filter(pk=whole(pk), group=group).first()
    if cluster is None:
        raise Refusal(_("Choose a theme."), status=422)
    return cluster
