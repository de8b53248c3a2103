"""Certificates verify by their code alone; those of rooms above at the same address as those of events.

A room registers at start-up what shows the page of a certificate by its code, or None where the code is not one of its.
Wrong codes are counted together, wherever they are tried.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from talka.people.failed_codes import client_address, note_failure, too_many
from talka.ui.refusals import Refusal

WRONG_CODES = "certificate"
Show = Callable[[HttpRequest, str], HttpResponse | None]

_shows: list[Show] = []


def register(show: Show) -> None:
    if show not in _shows:
        _shows.append(show)


def shown(request: HttpRequest, code: str) -> HttpResponse | None:
    """The page of the certificate of a room above with this code, if there is one."""
    for show in _shows:
        if (answer := show(request, code)) is not None:
            return answer
    return None


def refuse_guessing(request: HttpRequest) -> None:
    """Raises Refusal where too many wrong codes were tried."""
    if too_many(WRONG_CODES, client_address(request)):
        raise Refusal(
            _("Too many wrong codes have been tried from here."),
            _("To stop guessing, no code is accepted for some minutes."),
            _("Try again in ten minutes."),
            status=429,
        )


def note_wrong(request: HttpRequest) -> None:
    note_failure(WRONG_CODES, client_address(request))
