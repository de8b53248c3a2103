"""The facilitator's board of one group: choose cards, put them into themes; cards from the table; the report."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access
from ..actions import cards, clustering, reporting
from ..forms import ReportForm, TableForm
from ..models import Card, Cluster, Group, Report
from ..queries.bar import bar_of
from ..queries.board import board
from ..queries.console import address
from ..queries.stages import lanes_now, lanes_of, stages_of
from ..queries.suggestions import open_suggestion
from . import frame


@require_GET
def group_board(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    stages = stages_of(group.workshop)
    shown = board(group, stages)
    context = frame.about(
        group.workshop,
        title=str(group),
        group=group,
        board=shown,
        bar=bar_of(group, stages),
        suggestion=open_suggestion(group),
        trail=frame.trail(group.workshop),
    )
    return render(request, "workshops/board.html", context)


@require_POST
def sort_cards(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """Put the chosen cards into a theme ("12"), one by `name` or a new one ("named"), out of all ("loose")."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    seen = seen_places(request.POST.getlist("card"))
    into = request.POST.get("into", "")
    by = request.person  # type: ignore[attr-defined]
    if into == "named":
        if not seen and not request.POST.get("name", "").strip():
            raise Refusal(_("Choose cards or give the theme a name."), status=422)
        named = request.POST.get("name", ""), request.POST.get("lane", "")
        theme, new = clustering.put_named(group, *named, seen, by=by)
        if new:
            messages.success(request, _("New theme: “%(name)s”.") % {"name": theme.name})
        else:
            words = ngettext("%(n)s card moved to “%(name)s”.", "%(n)s cards moved to “%(name)s”.", len(seen))
            messages.success(request, words % {"n": len(seen), "name": theme.name})
    else:
        cluster = None if into == "loose" else _cluster(group, into)
        moved = clustering.move(group, seen, cluster, by=by)
        if cluster is None:
            words = ngettext("%(n)s card taken out of the themes.", "%(n)s cards taken out of the themes.", moved)
        else:
            words = ngettext("%(n)s card moved to “%(name)s”.", "%(n)s cards moved to “%(name)s”.", moved)
        messages.success(request, words % {"n": moved, "name": cluster.name if cluster else ""})
    return redirect(address("board", group.workshop, number))


@require_POST
def change_theme(request: HttpRequest, slug: str, workshop: str, number: int, theme: int) -> HttpResponse:
    """Rename a theme, or remove it."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    cluster = get_object_or_404(Cluster.objects.select_related("group"), pk=theme, group=group)
    deed = request.POST.get("deed", "")
    by = request.person  # type: ignore[attr-defined]
    if deed == "rename":
        clustering.rename(cluster, request.POST.get("name", ""), whole(request.POST.get("version")), by=by)
        messages.success(request, _("Renamed."))
    elif deed == "remove":
        clustering.remove(cluster, by=by)
        messages.success(request, _("The theme has been removed; its cards stand loose again."))
    else:
        raise Refusal(_("Nothing was chosen."), status=422)
    return redirect(address("board", group.workshop, number))


@require_POST
def merge_themes(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """Theme `one` goes into theme `into`."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    one, into = (_cluster(group, request.POST.get(name, "")) for name in ("one", "into"))
    merged = clustering.merge(one, into, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("Merged into “%(name)s”.") % {"name": merged.name})
    return redirect(address("board", group.workshop, number))


@require_http_methods(["GET", "HEAD", "POST"])
def enter_cards(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """Cards typed in for a table or from paper, one per line."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    stages = stages_of(group.workshop)
    lanes = lanes_of(stages) if request.method == "POST" else lanes_now(group, group.now, stages)[1]
    form = TableForm(request.POST or None, lanes=lanes, initial={"batch": uuid.uuid4()})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            language = (get_language() or "lv").split("-")[0]
            lines = given["texts"].splitlines()
            try:
                made = cards.enter_for_table(
                    group,
                    given["batch"],
                    given["stage"],
                    given["lane"],
                    lines,
                    by=request.person,
                    language=language,  # type: ignore[attr-defined]
                )
            except Refusal as refusal:
                form.add_error("texts", refusal.text())
                status = refusal.status
            else:
                words = ngettext("%(n)s card entered.", "%(n)s cards entered.", len(made)) % {"n": len(made)}
                messages.success(request, words)
                return redirect(address("board", group.workshop, number))
    context = frame.about(
        group.workshop,
        title=_("Enter cards from paper"),
        group=group,
        form=form,
        trail=frame.trail(group.workshop, (str(group), address("board", group.workshop, number))),
    )
    return render(request, "workshops/enter_cards.html", context, status=status)


@require_POST
def take_out(request: HttpRequest, slug: str, workshop: str, number: int, card_id: uuid.UUID) -> HttpResponse:
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    card = get_object_or_404(Card.objects.select_related("group__workshop"), pk=card_id, group=group)
    cards.take_out(card, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The card has been taken out."))
    return redirect(address("board", group.workshop, number))


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """What the group tells the plenary. Where somebody else wrote meanwhile, both texts are shown."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    stored = Report.objects.filter(group=group).first()
    standing = {"text": stored.text if stored else "", "version": stored.version if stored else 0}
    theirs, status = "", 200
    form = ReportForm(request.POST or None, initial=standing)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            reporting.write_report(group, given["text"], given["version"], by=request.person)  # type: ignore[attr-defined]
        except Refusal as refusal:
            status = refusal.status
            if status == 409:
                stored = Report.objects.get(group=group)
                theirs = stored.text
                data = request.POST.copy()
                data["version"] = str(stored.version)
                form = ReportForm(data, initial=standing)
                form.is_valid()
            form.add_error("text", refusal.text())
        else:
            messages.success(request, _("The report has been saved."))
            return redirect("workshops:report", slug, workshop, number)
    context = frame.about(
        group.workshop,
        title=_("Report of the group"),
        group=group,
        form=form,
        theirs=theirs,
        board=board(group),
        trail=frame.trail(group.workshop, (str(group), address("board", group.workshop, number))),
    )
    return render(request, "workshops/report.html", context, status=status)


def seen_places(places: list[str]) -> dict[uuid.UUID, int | None]:
    """ "id:theme" of each chosen card: where the page showed it."""
    seen: dict[uuid.UUID, int | None] = {}
    for place in places[:500]:
        name, _colon, theme = place.partition(":")
        try:
            seen[uuid.UUID(name)] = int(theme) if theme else None
        except ValueError:
            raise Refusal(_("One of the cards could not be read."), status=422) from None
    return seen


def _cluster(group: Group, pk: str) -> Cluster:
    cluster = Cluster.objects.select_related("group").filter(pk=whole(pk), group=group).first()
    if cluster is None:
        raise Refusal(_("Choose a theme."), status=422)
    return cluster
