"""PDF by Typst: a template of ours and plain data in, an accessible PDF (PDF/UA-1) out, the same bytes everywhere."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .printable import FONT_FOLDER, printable_data

TEMPLATES = Path(__file__).parent / "typst"


class DocumentFault(RuntimeError):
    """A document could not be made: a fault in a template or in the data given to it, told with file and line."""


@cache
def fonts() -> typst.Fonts:
    """Only the fonts of the wheel: what the machine has installed must not change a document."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)])


def render_pdf(template: str, data: Mapping[str, object], *, language: str) -> bytes:
    """A PDF of `typst/<template>.typ`.

    `data` needs "title" and whatever the template asks for: texts, numbers, lists, mappings; pictures and QR codes as
    `Drawing`. Raises DocumentFault where the template fails or warns.
    """
    return _compile(template, data, language, "pdf")[0]


def render_pages(template: str, data: Mapping[str, object], *, language: str, ppi: float = 80) -> list[bytes]:
    """The same document as one PNG per page, to be looked at or shown as a preview."""
    return _compile(template, data, language, "png", ppi)


def common_words(language: str) -> dict[str, str]:
    """Words of the frame every paper has: page numbers, the mark on made-up data."""
    with translation.override(language):
        return {
            "page": pgettext("page number", "Page"),
            "of": pgettext("page number", "of"),
            "illustrative": _("made-up data"),
        }


def _compile(
    template: str, data: Mapping[str, object], language: str, form: Literal["pdf", "png"], ppi: float | None = None
) -> list[bytes]:
    path = TEMPLATES / f"{template}.typ"
    if not path.is_file() or path.parent != TEMPLATES:
        raise DocumentFault(f"there is no document template {template!r}")
    given = {"language": language, "frame": common_words(language), **data}
    if not str(given.get("title", "")).strip():
        raise DocumentFault(f"{template}: a document needs a title")
    text = json.dumps(printable_data(given), ensure_ascii=False)
    # A compiler keeps its state between calls, so every call gets its own: threads share only the fonts.
    compiler = typst.Compiler(str(path), root=str(TEMPLATES), font_paths=fonts(), sys_inputs={"data": text})
    try:
        out, warnings = compiler.compile_with_warnings(
            format=form,
            ppi=ppi,
            pdf_standards="ua-1" if form == "pdf" else None,
        )
    except typst.TypstError as fault:
        raise DocumentFault(f"{template}: {fault.diagnostic or fault.message}") from fault
    if warnings:
        raise DocumentFault(f"{template}: {'; '.join(each.diagnostic or each.message for each in warnings)}")
    if out is None:
        raise DocumentFault(f"{template}: nothing was made")
    return out if isinstance(out, list) else [out]
