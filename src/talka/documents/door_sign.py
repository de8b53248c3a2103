"""Zīmes: a sheet for a door or a table by which people check in or join without an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from .pdf import render_pdf
from .publicity import Publicity, publicity_data
from .qr import qr_print, spaced_code


@dataclass(frozen=True)
class DoorSign:
    """name: what happens here, in big letters (a working group, "Reģistrācija"); room: where; about: the theme; code:
    the room's code as stored, "" where there is none to type; link: what the QR code opens; address: what one types,
    e.g. talka.lv/ienakt.
    """

    event: str
    name: str
    code: str
    link: str
    address: str = ""
    room: str = ""
    about: str = ""
    publicity: Publicity | None = None
    language: str = "lv"
    illustrative: bool = False


def door_signs_data(signs: Sequence[DoorSign]) -> Mapping[str, object]:
    """What the template `door_sign` gets. All in the language of the first."""
    with translation.override(signs[0].language):
        return {
            "title": f"{_('Signs with codes')}: {signs[0].event}",
            "author": "",
            "signs": [
                {
                    "event": sign.event,
                    "name": sign.name,
                    "room": sign.room,
                    "about": sign.about,
                    "code": spaced_code(sign.code) if sign.code else "",
                    "address": (sign.address or sign.link).removeprefix("https://").removeprefix("http://"),
                    "how": _("Point your phone's camera here, or enter the code")
                    if sign.code
                    else _("Point your phone's camera here"),
                    "qr": qr_print(sign.link),
                    "qr_alt": _("QR code, code %(code)s") % {"code": sign.code} if sign.code else _("QR code"),
                    "publicity": publicity_data(sign.publicity) | {"logos": []},
                    "illustrative": sign.illustrative,
                }
                for sign in signs
            ],
        }


def door_signs_pdf(signs: Sequence[DoorSign]) -> bytes:
    """One sheet per sign. Raises ValueError for none."""
    if not signs:
        raise ValueError("no sign to print")
    return render_pdf("door_sign", door_signs_data(signs), language=signs[0].language)
