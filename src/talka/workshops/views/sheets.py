"""A team's work on phones and at the desk: the idea it chose, its sheet, its evidence with photos."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.documents.storage import serve_picture
from talka.people.models import Person
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access
from ..actions import evidence as evidence_deeds
from ..actions import pictures, sheets
from ..formats.spec import Kind
from ..forms.sheets import EvidenceForm, PictureForm, SheetForm
from ..models import Card, Group, Picture, Seat, Stage
from ..queries.console import address
from ..queries.sheets import IdeaRow, SheetRow, evidence_by_group, ideas_of, sheet_row, voting_on_ideas
from ..queries.stages import lanes_of, stages_of
from ..queries.tally import tallies
from . import frame


@require_http_methods(["GET", "HEAD", "POST"])
def own_sheet(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The team's sheet, from a phone of the team."""
    seat = frame.seated(request, code)
    group = _group_of(seat)
    stage = _stage(group, step)
    if request.method == "POST":
        return _write(request, group, stage, reverse("workshops:phone", args=[seat.workshop.code]), seat=seat)
    return _page(request, group, stage, seat=seat)


@require_POST
def own_idea(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """The team chooses the idea that its sheet grows from."""
    seat = frame.seated(request, code)
    group = _group_of(seat)
    sheets.open_sheet(group, step, _idea(group, request.POST.get("card", "")), seat=seat)
    messages.success(request, _("Your team's idea is chosen. Now describe it on the sheet."))
    return redirect("workshops:own_sheet", seat.workshop.code, step)


@require_http_methods(["GET", "HEAD", "POST"])
def led_sheet(request: HttpRequest, slug: str, workshop: str, number: int, step: str) -> HttpResponse:
    """The same for who leads the team."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    stage = _stage(group, step)
    if request.method == "POST" and "card" in request.POST:
        sheets.open_sheet(group, step, _idea(group, request.POST["card"]), by=request.person)  # type: ignore[attr-defined]
        messages.success(request, _("The idea is chosen."))
        return redirect(address("sheet", group.workshop, number, step))
    if request.method == "POST":
        back = address("board", group.workshop, number)
        return _write(request, group, stage, back, by=request.person)  # type: ignore[attr-defined]
    return _page(request, group, stage)


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """What the team saw and heard when it tested its idea: notes, what people said, photos."""
    seat = frame.seated(request, code)
    group = _group_of(seat)
    stages = stages_of(seat.workshop)
    stage = _test(stages, group)
    lanes = [lane for lane in lanes_of(stages) if lane.stage == stage.key]
    if request.method != "POST":
        return _evidence_page(request, seat, group, stages, stage, EvidenceForm.fresh(lanes))
    form = EvidenceForm(request.POST, request.FILES, lanes=lanes)
    status = 422
    if form.is_valid():
        given = form.cleaned_data
        photo = given["picture"]
        try:
            evidence_deeds.bring(
                seat,
                given["card"],
                given["stage"],
                given["lane"],
                given["text"],
                source=given["source"],
                picture=(photo.file, photo.name, given["picture_words"]) if photo else None,
                language=(get_language() or "lv").split("-")[0],
            )
        except Refusal as refusal:
            form.add_error("picture" if photo and refusal.status in (400, 413) else "text", refusal.text())
            status = refusal.status
        else:
            messages.success(request, _("Your team has it now."))
            return redirect("workshops:evidence", seat.workshop.code)
    return _evidence_page(request, seat, group, stages, stage, form, status)


@require_POST
def own_picture(request: HttpRequest, code: str, card_id: uuid.UUID) -> HttpResponse:
    """Put a photo to a card of one's own, or take it away."""
    seat = frame.seated(request, code)
    group = _group_of(seat)
    card = access.card_of(seat, card_id)
    standing = Picture.objects.filter(card=card).select_related("group__workshop", "card").first()
    if "away" in request.POST:
        if standing is not None:
            pictures.take_away(standing, seat=seat)
            messages.success(request, _("The photo is removed, and its file with it."))
        return redirect("workshops:evidence", seat.workshop.code)
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refusal(_("Choose a photo, and say in a few words what it shows."), status=422)
    photo = form.cleaned_data["picture"]
    if not photo:
        raise Refusal(_("Choose a photo."), status=422)
    pictures.add_picture(group, photo.file, photo.name, form.cleaned_data["picture_words"], card=card, seat=seat)
    messages.success(request, _("The photo is saved."))
    return redirect("workshops:evidence", seat.workshop.code)


@require_GET
def picture(request: HttpRequest, code: str, picture: int) -> HttpResponse:
    """A photo on a phone, for who may read its card."""
    seat = frame.seated(request, code)
    return _served(access.picture_to_see(picture, seat=seat), request)


@require_GET
def led_picture(request: HttpRequest, slug: str, workshop: str, picture: int) -> HttpResponse:
    """A photo for who leads, and for everybody once the group work is published."""
    found = access.picture_to_see(picture, person=request.person)  # type: ignore[attr-defined]
    if (found.group.workshop.event.slug, found.group.workshop.slug) != (slug, workshop):
        raise Http404
    return _served(found, request)


def _served(found: Picture, request: HttpRequest) -> HttpResponse:
    try:
        return serve_picture(found.file.name or "", whole(request.GET.get("w")) or 640)
    except FileNotFoundError:
        raise Http404 from None


def _write(
    request: HttpRequest,
    group: Group,
    stage: Stage,
    done: str,
    *,
    seat: Seat | None = None,
    by: Person | None = None,
) -> HttpResponse:
    row = sheet_row(group, stage)
    form = SheetForm(request.POST, sheet=row)
    if not form.is_valid():
        return _page(request, group, stage, form, seat=seat, status=422)
    try:
        sheets.write_sheet(group, stage.key, form.said, form.cleaned_data["version"], seat=seat, by=by)
    except sheets.SheetClash as clash:
        # The words typed stand in the form; what others wrote stands beside, and saving again is a choice now.
        data = request.POST.copy()
        data["version"] = str(clash.sheet.version)
        again = SheetForm(data, sheet=row)
        again.is_valid()
        return _page(request, group, stage, again, seat=seat, status=409, clash=clash)
    except Refusal as refusal:
        form.add_error(None, refusal.text())
        return _page(request, group, stage, form, seat=seat, status=refusal.status)
    messages.success(request, _("The sheet is saved."))
    return redirect(done)


def _page(
    request: HttpRequest,
    group: Group,
    stage: Stage,
    form: SheetForm | None = None,
    *,
    seat: Seat | None = None,
    status: int = 200,
    clash: sheets.SheetClash | None = None,
) -> HttpResponse:
    row = sheet_row(group, stage)
    stages = stages_of(group.workshop)
    context = frame.about(
        group.workshop,
        title=_("Idea sheet"),
        group=group,
        seat=seat,
        sheet=row,
        step=stage,
        form=form or SheetForm(sheet=row),
        ideas=ideas_in_order(group, stage, stages, row),
        evidence=evidence_by_group([group], stages).get(group.pk, ()),
        clash=clash,
        trail=[] if seat else frame.trail(group.workshop, (str(group), address("board", group.workshop, group.number))),
    )
    response = render(request, "workshops/sheets/sheet.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def ideas_in_order(group: Group, stage: Stage, stages: list[Stage], row: SheetRow) -> list[tuple[IdeaRow, str]]:
    """The team's ideas with the dots they got: the most first where they are told, else as they were written."""
    ideas = ideas_of(group, stage, stages, row.card)
    vote = voting_on_ideas(stages)
    if vote is None or not ideas:
        return [(idea, "") for idea in ideas]
    dots = {each.id: each for each in tallies(vote, [group])[group.pk].rows}
    ranked = [(idea, dots.get(f"card:{idea.id}")) for idea in ideas]
    ranked.sort(key=lambda pair: -(pair[1].value if pair[1] is not None else 0))
    return [(idea, each.figure if each is not None and each.value else "") for idea, each in ranked]


def _evidence_page(
    request: HttpRequest,
    seat: Seat,
    group: Group,
    stages: list[Stage],
    stage: Stage,
    form: EvidenceForm,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = frame.about(
        seat.workshop,
        title=_("Evidence"),
        seat=seat,
        group=group,
        step=stage,
        form=form,
        evidence=evidence_by_group([group], stages, seat.pk).get(group.pk, ()),
    )
    response = render(request, "workshops/sheets/evidence.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _group_of(seat: Seat) -> Group:
    if seat.group is None:
        raise Refusal(_("Choose your group first."), status=409)
    seat.group.workshop = seat.workshop
    return seat.group


def _stage(group: Group, key: str) -> Stage:
    stage = Stage.objects.filter(workshop=group.workshop_id, key=key).first()
    if stage is None or not stage.spec.fields:
        raise Http404
    return stage


def _test(stages: list[Stage], group: Group) -> Stage:
    """The test that goes on or was the last; the first to come before it has begun."""
    tests = [stage for stage in stages if stage.kind == Kind.TEST]
    if not tests:
        raise Http404
    now = group.now
    reached = [stage for stage in tests if now is not None and stage.order <= now.order]
    return reached[-1] if reached else tests[0]


def _idea(group: Group, pk: str) -> Card | None:
    try:
        name = uuid.UUID(pk)
    except ValueError:
        raise Refusal(_("Choose an idea of your own team."), status=422) from None
    card = Card.objects.filter(pk=name, group=group).first()
    if card is None:
        raise Refusal(_("Choose an idea of your own team."), status=404)
    return card
