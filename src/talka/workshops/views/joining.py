"""The way in: the room's code, the name card, one's own link, a choice of group; and out, or to another device."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from talka.people import failed_codes
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access
from ..actions import guests, joining, moving, tables
from ..forms import EnterForm, MoveForm, NameCardForm, NamelessForm
from ..models import Workshop
from . import frame


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type the room's code. The event's check-in code leads to its group work too."""
    form = EnterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        frame.guard(request, access.CODE)
        code = form.cleaned_data["code"]
        workshop = access.workshop_by_code(code)
        found = (workshop,) if workshop else access.workshops_by_event_code(code)
        if len(found) == 1:
            return redirect("workshops:phone", found[0].code)
        if found:
            return render(request, "workshops/which.html", {"title": _("Which group work?"), "workshops": found})
        failed_codes.note_failure(access.CODE, failed_codes.client_address(request))
        refusal = frame.no_such_room()
        form.add_error("code", refusal.text())
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "workshops/enter.html", {"title": _("Join the group work"), "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Take a seat: by the code of the name card, or by choosing a group. Opened again it leads to the door."""
    if request.method != "POST":
        return redirect("workshops:phone", code)
    workshop, seat = frame.at_the_door(request, code)
    if seat is not None:
        return redirect("workshops:phone", workshop.code)
    if "name_card" in request.POST:
        form = NameCardForm(request.POST)
        if not form.is_valid():
            return join_page(request, workshop, card_form=form, status=422)
        frame.guard(request, access.NAME_CARD)
        try:
            _seat, credential = joining.join_by_name_card(workshop, form.cleaned_data["name_card"])
        except joining.WrongCode as refusal:
            failed_codes.note_failure(access.NAME_CARD, failed_codes.client_address(request))
            form.add_error("name_card", refusal.text())
            return join_page(request, workshop, card_form=form, status=422)
        except Refusal as refusal:
            form.add_error("name_card", refusal.text())
            return join_page(request, workshop, card_form=form, status=refusal.status)
    else:
        nameless = NamelessForm(request.POST, workshop=workshop)
        if not nameless.is_valid():
            return join_page(request, workshop, nameless=nameless, status=422)
        group = workshop.groups.get(number=nameless.cleaned_data["group"])
        given = nameless.cleaned_data
        _seat, credential = joining.join_without_name(workshop, group, name=given["name"], people=given["people"] or 1)
    return frame.give_cookie(redirect("workshops:phone", workshop.code), workshop, credential)


@require_http_methods(["GET", "HEAD", "POST"])
def own_link(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """A registered person's own way in. Looking at it takes nothing: a letter's links are opened by machines too."""
    workshop, seat = frame.at_the_door(request, code)
    if request.method != "POST":
        context = frame.about(workshop, title=_("Your place in the group work"), seat=seat)
        response = render(request, "workshops/own_link.html", context)
        response["Cache-Control"] = "no-store"
        return response
    frame.guard(request, access.NAME_CARD)
    try:
        _seat, credential = joining.join_by_own_link(workshop, token)
    except joining.WrongCode:
        failed_codes.note_failure(access.NAME_CARD, failed_codes.client_address(request))
        raise
    return frame.give_cookie(redirect("workshops:phone", workshop.code), workshop, credential)


@require_POST
def choose_group(request: HttpRequest, code: str) -> HttpResponse:
    seat = frame.seated(request, code)
    group = seat.workshop.groups.filter(number=whole(request.POST.get("group"))).first()
    if group is None:
        raise Refusal(_("Choose a group."), status=422)
    joining.choose_group(seat, group)
    return redirect("workshops:phone", seat.workshop.code)


@require_POST
def share(request: HttpRequest, code: str) -> HttpResponse:
    """How many people this device stands for."""
    seat = tables.share(frame.seated(request, code), whole(request.POST.get("people")))
    words = ngettext("This device stands for %(n)s person.", "This device stands for %(n)s people.", seat.people)
    messages.success(request, words % {"n": seat.people})
    return redirect("workshops:phone", seat.workshop.code)


@require_POST
def leave(request: HttpRequest, code: str) -> HttpResponse:
    """The phone gives its place back; cards and dots stay."""
    seat = frame.seated(request, code)
    joining.leave(seat)
    messages.success(request, _("This phone has left the group work. Your cards and dots stay."))
    return frame.take_cookie(redirect("workshops:enter"), seat.workshop)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, code: str) -> HttpResponse:
    """On the old device: six digits and a square that take the place along. Looking gives no digits."""
    seat = frame.seated(request, code)
    context = frame.about(seat.workshop, title=_("Take my place to another device"), seat=seat)
    if request.method == "POST":
        digits = moving.offer(seat)
        there = frame.absolute(request, reverse("workshops:taken", args=[seat.workshop.code]))
        context |= {
            "digits": digits,
            "until": timezone.now() + moving.VALID,
            "address": f"{there}?digits={digits}",
            "room": frame.join_address(request, seat.workshop),
        }
    response = render(request, "workshops/move.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def taken(request: HttpRequest, code: str) -> HttpResponse:
    """On the new device: the digits, typed or brought by the square; a press takes the place."""
    workshop, seat = frame.at_the_door(request, code)
    form = MoveForm(request.POST or None, initial={"digits": request.GET.get("digits", "")[:6]})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            frame.guard(request, access.MOVE)
            try:
                _seat, credential = moving.take(workshop, form.cleaned_data["digits"])
            except joining.WrongCode as refusal:
                failed_codes.note_failure(access.MOVE, failed_codes.client_address(request))
                form.add_error("digits", refusal.text())
            else:
                return frame.give_cookie(redirect("workshops:phone", workshop.code), workshop, credential)
    context = frame.about(workshop, title=_("Bring my place here"), form=form, seat=seat)
    return render(request, "workshops/taken.html", context, status=status)


def join_page(
    request: HttpRequest,
    workshop: Workshop,
    card_form: NameCardForm | None = None,
    nameless: NamelessForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """How to take a seat, for a phone that has none; one that had is told that it lost it."""
    asked = whole(request.GET.get("group"))
    groups = list(workshop.groups.select_related("item"))
    context = frame.about(
        workshop,
        title=_("Join the group work"),
        card_form=card_form or NameCardForm(),
        nameless=nameless or NamelessForm(workshop=workshop),
        groups=sorted(groups, key=lambda group: (group.number != asked, group.number)),
        asked=asked,
        takes_public=guests.takes_public(workshop),
        lost=frame.cookie_name(workshop) in request.COOKIES,
    )
    return render(request, "workshops/join.html", context, status=status)
