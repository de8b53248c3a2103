"""The one door for published tables: what is in the file says what it is, not only how it is called."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from . import arriving, grid, limits
from .columns import plan_of
from .eurostat import looks_like_tsv, read_tsv
from .json_stat import read_json_stat
from .plain import read_plain
from .px_file import read_px
from .px_sheet import layout_of, read_px_sheet
from .px_statements import looks_like_px
from .sdmx_csv import looks_like_sdmx_csv, read_sdmx_csv
from .sdmx_xml import looks_like_xml, read_sdmx_xml
from .table import StatisticalTable

PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def read_statistics(file: BinaryIO | bytes, name: str, *, content_type: str = "") -> StatisticalTable:
    """The table in the file. Raises `Refusal` for what cannot be read as a whole, words in the active language.

    content_type: as a server sent it, if one did; its charset is believed where the file itself does not tell.
    Cells that cannot be read are in `faults`, none is left out without one.
    """
    content = arriving.content_of(file, name)
    if content.startswith(PACKED):
        return _of_grid(grid.of_workbook(content, name), name)
    kind = arriving.other_kind(content)
    if kind or not arriving.is_text(content):
        raise limits.refused(
            _("The file “%(name)s” is not a table that can be read.") % {"name": name},
            _("By its content it is %(kind)s.") % {"kind": kind} if kind else "",
            _("Choose XLSX, CSV, PC-Axis, JSON-stat, SDMX or TSV where the table is exported."),
        )
    if looks_like_px(content):
        return read_px(content, name)
    text = arriving.decoded(content, _charset(content_type)).lstrip("\ufeff")
    start = text[:20_000].lstrip()
    if start.startswith(("{", "[")):
        return read_json_stat(text, name)
    if looks_like_xml(start):
        return read_sdmx_xml(content, name)
    if looks_like_tsv(start):
        return read_tsv(text, name)
    return _of_grid(grid.of_text(text, name), name)


def _charset(content_type: str) -> str:
    _kind, _sign, rest = content_type.lower().partition("charset=")
    return rest.split(";")[0].strip(" \"'")


def _of_grid(cells: grid.Grid, name: str) -> StatisticalTable:
    if looks_like_sdmx_csv(cells):
        return read_sdmx_csv(cells, name)
    layout = layout_of(cells)
    if layout is not None:
        return read_px_sheet(cells, layout, name)
    plan = plan_of(cells)
    if plan is None:
        raise limits.without_figures(name)
    return read_plain(cells, plan, name)
