"""Kartīšu lapas: eight empty cards on a page, to be cut apart and written on by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from .pdf import render_pdf
from .publicity import Publicity, publicity_data


@dataclass(frozen=True)
class CardSheet:
    """One page. group: number and name; column: what the cards are about; prompt: the question; number: of the group,
    printed on each card so that a lost one finds back."""

    event: str
    group: str
    column: str
    prompt: str = ""
    number: int = 0
    publicity: Publicity | None = None
    language: str = "lv"
    illustrative: bool = False


def card_sheets_data(sheets: Sequence[CardSheet]) -> Mapping[str, object]:
    """What the template `card_sheet` gets. All in the language of the first."""
    with translation.override(sheets[0].language):
        return {
            "title": f"{_('Cards to write on')}: {sheets[0].event}",
            "author": "",
            "sheets": [
                {
                    "event": sheet.event,
                    "group": sheet.group,
                    "column": sheet.column,
                    "prompt": sheet.prompt,
                    "mark": str(sheet.number),
                    "publicity": publicity_data(sheet.publicity) | {"logos": []},
                    "illustrative": sheet.illustrative,
                }
                for sheet in sheets
            ],
        }


def card_sheets_pdf(sheets: Sequence[CardSheet]) -> bytes:
    """One page per sheet. Raises ValueError for none."""
    if not sheets:
        raise ValueError("no sheet to print")
    return render_pdf("card_sheet", card_sheets_data(sheets), language=sheets[0].language)
