"""Whose money it is: the lines and logos that every document of a project carries."""

import base64
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from .printable import Drawing

LOGO_WIDTH = 900
MAX_PIXELS = 40_000_000


@dataclass(frozen=True)
class Picture:
    """A picture as the bytes of a PNG, JPEG or WebP file, and what it shows in words."""

    content: bytes
    alt: str


@dataclass(frozen=True)
class Publicity:
    """What the funder wants to be said. Empty texts are left out of the paper.

    project: full title; number: e.g. 4.3-24/NFI/INP-002; funder: e.g. Norway Grants 2009–2014;
    text: the publicity text, whole; links: addresses such as www.norwaygrants.org; logos: in order.
    """

    project: str = ""
    number: str = ""
    funder: str = ""
    text: str = ""
    links: tuple[str, ...] = ()
    logos: tuple[Picture, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.project or self.number or self.funder or self.text or self.logos)


def small_png(picture: Picture, width: int = LOGO_WIDTH) -> tuple[bytes, int, int]:
    """The picture drawn anew as PNG, at most `width` pixels wide: (bytes, width, height). ValueError if it is none."""
    try:
        with Image.open(io.BytesIO(picture.content), formats=("PNG", "JPEG", "WEBP")) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ValueError("the picture has too many pixels")
            image = ImageOps.exif_transpose(opened)
            image.thumbnail((width, width))
            image = image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as fault:
        raise ValueError("the bytes are no picture that can be opened") from fault
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue(), image.width, image.height


def as_svg(picture: Picture, width: int = LOGO_WIDTH) -> Drawing:
    """The picture wrapped in an SVG, because the PDF renderer takes text only."""
    png, wide, high = small_png(picture, width)
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{wide}" '
        f'height="{high}" viewBox="0 0 {wide} {high}"><image width="{wide}" height="{high}" '
        f'xlink:href="data:image/png;base64,{base64.b64encode(png).decode()}"/></svg>'
    )


def publicity_data(publicity: Publicity | None) -> dict[str, object]:
    """For the templates: texts as they are, logos as SVG."""
    if not publicity:
        return {"project": "", "number": "", "funder": "", "text": "", "links": [], "logos": []}
    return {
        "project": publicity.project,
        "number": publicity.number,
        "funder": publicity.funder,
        "text": publicity.text,
        "links": list(publicity.links),
        "logos": [{"svg": as_svg(logo), "alt": logo.alt} for logo in publicity.logos],
    }
