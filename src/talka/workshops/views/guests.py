"""The way in for those who belong to no team: a practitioner's or co-games master's link, the public's QR code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.people import failed_codes
from talka.ui.asked import whole

from .. import access
from ..actions import guests, joining
from . import frame


@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """A link of one's own. Looking at it takes nothing; a phone that holds another place changes it by pressing."""
    workshop, seat = frame.at_the_door(request, code)
    if request.method != "POST":
        context = frame.about(workshop, title=_("Your place in the group work"), seat=seat)
        response = render(request, "workshops/own_link.html", context)
        response["Cache-Control"] = "no-store"
        return response
    frame.guard(request, access.NAME_CARD)
    try:
        guests.join_by_link(workshop, token)
    except joining.WrongCode:
        failed_codes.note_failure(access.NAME_CARD, failed_codes.client_address(request))
        raise
    return frame.give_cookie(redirect("workshops:phone", workshop.code), workshop, token)


@require_http_methods(["GET", "HEAD", "POST"])
def public(request: HttpRequest, code: str) -> HttpResponse:
    """For who looks on at the presentation and votes. A phone that has a place keeps it."""
    workshop, seat = frame.at_the_door(request, code)
    if seat is not None:
        return redirect("workshops:phone", workshop.code)
    if request.method == "POST":
        _seat, credential = guests.join_as_public(workshop)
        return frame.give_cookie(redirect("workshops:phone", workshop.code), workshop, credential)
    context = frame.about(workshop, title=_("Vote as an onlooker"), takes_public=guests.takes_public(workshop))
    return render(request, "workshops/teams/public.html", context)


@require_POST
def come(request: HttpRequest, code: str) -> HttpResponse:
    """A practitioner goes to the team that called."""
    seat = frame.seated(request, code)
    call = guests.come(seat, whole(request.POST.get("call")))
    messages.success(request, _("“%(team)s” knows that you are coming.") % {"team": call.group})
    return redirect("workshops:phone", seat.workshop.code)
