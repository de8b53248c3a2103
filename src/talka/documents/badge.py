"""The picture of a badge: what was completed, on a round sign with the house's belt; the badge itself lies within."""

import io
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from .pdf import render_pages

BAKED = "openbadgecredential"
"""The keyword under which a PNG holds an Open Badge 3.0 (its specification, section on baked badges)."""


@dataclass(frozen=True)
class BadgePicture:
    """title: of what was completed; organiser: who says so."""

    title: str
    organiser: str
    language: str = "lv"
    illustrative: bool = False


def baked_png(picture: BadgePicture, badge: str) -> bytes:
    """The picture as PNG, 600 pixels wide, with the signed badge in it."""
    with translation.override(picture.language):
        data = {
            "title": picture.title,
            "organiser": picture.organiser,
            "illustrative": picture.illustrative,
            "words": {"deed": _("Training programme completed")},
        }
    (page,) = render_pages("badge", data, language=picture.language, ppi=150)
    held = PngInfo()
    held.add_itxt(BAKED, badge, zip=False)
    out = io.BytesIO()
    with Image.open(io.BytesIO(page), formats=("PNG",)) as image:
        image.save(out, "PNG", pnginfo=held, optimize=True)
    return out.getvalue()
