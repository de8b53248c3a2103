"""QR codes as SVG, and short codes that can be read aloud and typed without mistaking one sign for another."""

import io
import secrets

import segno
from django.utils.safestring import SafeString, mark_safe

from .printable import Drawing

# No 0 O, 1 I L, U (V): thirty signs.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_code(length: int = 6) -> str:
    """A code by chance, `length` signs out of thirty."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def plain_code(typed: str) -> str:
    """What a person typed as the code is stored: capitals, without the spaces and dashes put in for the eye."""
    return "".join(sign for sign in typed.upper() if sign not in " -–—\u00a0\t\n.")


def spaced_code(code: str) -> str:
    """A code for the eye: two halves, no line break between."""
    half = (len(code) + 1) // 2
    return f"{code[:half]}\u00a0{code[half:]}" if len(code) > 4 else code


def qr_svg(content: str, *, title: str, css_class: str = "qr") -> SafeString:
    """An SVG to stand in a page: no inline style, black on white also in the dark, sized by its class."""
    drawing = _svg(content, svgclass=css_class, border=4, title=title)
    # segno escapes the title; the content becomes squares and never stands in the markup
    return mark_safe(drawing.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308


def qr_print(content: str) -> Drawing:
    """An SVG for documents, without a quiet zone: the template gives the space around."""
    return Drawing(_svg(content, svgclass=None, border=0))


def _svg(content: str, **options: object) -> str:
    if not content:
        raise ValueError("a QR code needs content")
    out = io.BytesIO()
    segno.make_qr(content, error="m").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, lineclass=None, dark="#000", light="#fff", **options
    )
    return out.getvalue().decode().strip()
