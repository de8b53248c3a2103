"""What pages of group work have in common: the event's frame, the seat's cookie, addresses that stand on a wall."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.qr import spaced_code
from talka.people import failed_codes
from talka.programmes.publicity import publicity_of
from talka.ui.refusals import Refusal

from .. import access
from ..actions.joining import require_open
from ..models import Group, Seat, Workshop


def about(workshop: Workshop, **more: Any) -> dict[str, Any]:
    """The context of a page about a workshop."""
    project = workshop.event.project
    return {
        "workshop": workshop,
        "event": workshop.event,
        "publicity": publicity_of(project),
        "illustrative": project.programme.illustrative,
        "spaced": spaced_code(workshop.code),
        **more,
    }


def trail(workshop: Workshop, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The breadcrumb from the event to the console and below."""
    event = workshop.event
    console = reverse("workshops:console", args=[event.slug, workshop.slug])
    return [(str(event.title), reverse("events:event", args=[event.slug])), (str(workshop), console), *more]


def absolute(request: HttpRequest, path: str) -> str:
    """An address for a QR code or a sign."""
    return f"{settings.BASE_URL}{path}" if settings.BASE_URL else request.build_absolute_uri(path)


def join_address(request: HttpRequest, workshop: Workshop, group: Group | None = None) -> str:
    path = reverse("workshops:phone", args=[workshop.code])
    return absolute(request, f"{path}?group={group.number}" if group else path)


def enter_address(request: HttpRequest) -> str:
    return absolute(request, reverse("workshops:enter"))


def cookie_name(workshop: Workshop) -> str:
    return cookie_of(workshop.code)


def cookie_of(code: str) -> str:
    """Under which name a phone keeps its seat's credential, by the room's code."""
    return f"talka_seat_{code}"


def give_cookie(response: HttpResponse, workshop: Workshop, credential: str) -> HttpResponse:
    """The phone keeps its seat until the codes end; only pages of this workshop get to see it."""
    days = (workshop.event.last_day - timezone.localdate()).days + access.DAYS_AROUND + 1
    response.set_cookie(
        cookie_name(workshop),
        credential,
        max_age=max(days, 1) * 24 * 3600,
        path=reverse("workshops:phone", args=[workshop.code]),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def take_cookie(response: HttpResponse, workshop: Workshop) -> HttpResponse:
    response.delete_cookie(cookie_name(workshop), path=reverse("workshops:phone", args=[workshop.code]))
    return response


def at_the_door(request: HttpRequest, code: str) -> tuple[Workshop, Seat | None]:
    """The workshop of a room's code and the seat of the phone that asks. Wrong codes are counted; who guesses is told
    to wait, but never a phone that already has its seat."""
    seat = access.seat_of_code(code, request.COOKIES.get(cookie_of(access.typed_code(code))))
    if seat is not None:
        require_open(seat.workshop)
        return seat.workshop, seat
    workshop = access.workshop_of_code(code)
    guard(request, access.CODE)
    if workshop is None or not access.is_open_now(workshop):
        failed_codes.note_failure(access.CODE, failed_codes.client_address(request))
        raise no_such_room()
    return workshop, None


def seated(request: HttpRequest, code: str) -> Seat:
    """For deeds of a phone: its seat. Without one it is asked to join again."""
    _workshop, seat = at_the_door(request, code)
    if seat is None:
        raise no_seat()
    return seat


def sending_seat(request: HttpRequest, code: str) -> Seat:
    """For what is sent and asked hundreds of times a second: the seat by itself. Nobody can try codes here: without a
    seat the answer is the same for each of them."""
    seat = access.seat_that_sends(code, request.COOKIES.get(cookie_of(access.typed_code(code))))
    if seat is None:
        raise no_seat()
    return seat


def no_seat() -> Refusal:
    return Refusal(
        _("This phone has no place in the group work any more."),
        _("What you sent has not been saved."),
        _("Copy your words, join again with the room code and send them."),
        status=401,
    )


def guard(request: HttpRequest, what: str) -> None:
    """Raise Refusal(429) where too many wrong codes were tried from this address, or everywhere."""
    if failed_codes.too_many(what, failed_codes.client_address(request)):
        raise Refusal(
            _("Too many wrong codes were tried from here."),
            _("For a while no code is accepted, so that nobody can guess one."),
            _("Wait ten minutes, or ask the facilitator for help."),
            status=429,
        )


def no_such_room() -> Refusal:
    return Refusal(
        _("There is no room with this code today."),
        _("Codes are valid on the days of the event."),
        _("Look at the screen or the sign on the door again, and type the code anew."),
        status=404,
    )
