"""Those who lead: all groups at a glance, steps, settings, the people of a group, signs for the doors."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.documents.door_sign import DoorSign, door_signs_pdf
from talka.documents.media_types import PDF
from talka.programmes.access import may_organise
from talka.programmes.publicity import publicity_for_documents, publicity_of
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access
from ..actions import joining, latecomers, screen, setup
from ..models import Seat, Workshop
from ..queries.console import address, blocks_of, seat_rows
from ..queries.formats import format_to_use, own_rows, shipped_rows
from ..queries.glance import glance as overview
from ..queries.outputs import brings_ideas
from ..queries.people import groups_of
from ..queries.wall import OF_A_GROUP, screens
from ..words import tile_words
from . import frame

USUAL = "working-group"
"""The format that is offered first."""


@require_http_methods(["GET", "HEAD", "POST"])
def workshops(request: HttpRequest, slug: str) -> HttpResponse:
    """The group work of an event: made from blocks of the agenda, by the format in `format`."""
    event = access.event_to_set_up(request.person, slug)  # type: ignore[attr-defined]
    if request.method == "POST":
        spec = format_to_use(event.project, request.POST.get("format", USUAL))
        if spec is None:
            raise Refusal(_("There is no such method of group work."), advice=_("Choose one of the list."), status=422)
        block = request.POST.get("block", "")
        made = setup.make_workshop(event, block, spec=spec, by=request.person)  # type: ignore[attr-defined]
        return redirect("workshops:console", slug, made.slug)
    context = {
        "title": _("Group work"),
        "event": event,
        "blocks": blocks_of(event),
        "formats": [*own_rows(event.project), *shipped_rows()],
        "usual": USUAL,
        "organises": may_organise(request.person, event.project),  # type: ignore[attr-defined]
        "publicity": publicity_of(event.project),
        "illustrative": event.project.programme.illustrative,
        "trail": [(str(event.title), reverse("events:event", args=[event.slug]))],
    }
    return render(request, "workshops/workshops.html", context)


@require_GET
def console(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    changing = _glance(request, row)
    shown = changing["glance"]
    context = frame.about(
        row,
        title=str(row),
        trail=[(str(row.event.title), reverse("events:event", args=[slug]))],
        **changing,
        screens=screens(row, shown.stages, shown.runs_all),
        join_url=frame.join_address(request, row),
        projector_url=reverse("workshops:projector", args=[row.code, row.projector_key]),
        message_name=uuid.uuid4(),
        message_to=request.GET.get("to", ""),
        brings_ideas=brings_ideas(shown.stages),
        from_agenda=any(each.group.item_id for each in shown.rows),
    )
    return render(request, "workshops/console.html", context)


@require_GET
def glance(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """The part of the console that changes by itself; its script fetches it again when something happened."""
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    return render(
        request, "workshops/console/live.html", {"workshop": row, "event": row.event, **_glance(request, row)}
    )


def _glance(request: HttpRequest, row: Workshop) -> dict[str, Any]:
    runs_all = access.may_run(request.person, row)  # type: ignore[attr-defined]
    groups = groups_of(row) if runs_all else access.groups_led(request.person, row)  # type: ignore[attr-defined]
    for group in groups:
        group.workshop = row
    return {"glance": overview(row, groups, runs_all=runs_all), "say": tile_words()}


@require_POST
def put_on_screen(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    if "wall" in request.POST:
        screen.set_wall(row, request.POST["wall"], by=request.person)  # type: ignore[attr-defined]
        return redirect(f"{reverse('workshops:console', args=[slug, workshop])}#screen")
    what = request.POST.get("show", "")
    number = whole(request.POST.get("group")) if what in OF_A_GROUP else 0
    group = get_object_or_404(row.groups, number=number) if number else None
    screen.put_on_screen(row, what, group, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The projector shows it now."))
    return redirect("workshops:console", slug, workshop)


@require_POST
def follow_agenda(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    setup.follow_agenda(row, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("Groups, names and numbers of places are as in the agenda."))
    return redirect("workshops:console", slug, workshop)


@require_GET
def people(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """Who sits in a group."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    context = frame.about(
        group.workshop,
        title=_("People of the group"),
        group=group,
        rows=seat_rows(group),
        runs_all=access.may_run(request.person, group.workshop),  # type: ignore[attr-defined]
        trail=frame.trail(group.workshop),
    )
    return render(request, "workshops/people.html", context)


@require_POST
def let_stay(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """ "stay": the seat that hosts the group and stays when others are mixed; "move": one that may be moved."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    stays = "stay" in request.POST
    seat = get_object_or_404(group.seats, pk=whole(request.POST.get("stay" if stays else "move")))
    latecomers.let_stay(group.workshop, seat.pk, stays=stays, by=request.person)  # type: ignore[attr-defined]
    return redirect(address("people", group.workshop, number))


@require_POST
def free_seat(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    seat = get_object_or_404(
        Seat.objects.select_related("group__workshop__event__project", "workshop"),
        pk=whole(request.POST.get("seat")),
        group=group,
    )
    joining.free_seat(seat, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The place is free: it can be taken again by the code on the name card."))
    return redirect(address("people", group.workshop, number))


@require_GET
def signs(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """Signs for the doors: a group's name, room, code and QR code, one sheet each."""
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    groups = access.groups_led(request.person, row)  # type: ignore[attr-defined]
    with translation.override(row.event.language):
        sheets = [
            DoorSign(
                event=str(row.event.title),
                name=group.label,
                about=str(group),
                room=group.item.room if group.item else "",
                code=row.code,
                link=frame.join_address(request, row, group),
                address=frame.enter_address(request),
                publicity=publicity_for_documents(row.event.project),
                language=row.event.language,
                illustrative=row.event.project.programme.illustrative,
            )
            for group in groups
        ]
        pdf = door_signs_pdf(sheets)
    response = HttpResponse(pdf, content_type=PDF)
    response["Content-Disposition"] = f'attachment; filename="{row.event.slug}-{row.slug}-signs.pdf"'
    return response
