"""Vārda kartes: A4 sheets of eight, the name readable across a table, a code to check in and to join."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from .pdf import render_pdf
from .qr import qr_print, spaced_code


@dataclass(frozen=True)
class NameCard:
    """One person. link: what the QR code opens; code: the short code beside it, as stored."""

    name: str
    organisation: str = ""
    group: str = ""
    link: str = ""
    code: str = ""


@dataclass(frozen=True)
class NameCards:
    """The cards of an event. foot: one short line on every card, e.g. the project number and funder."""

    event: str
    people: tuple[NameCard, ...]
    foot: str = ""
    organiser: str = ""
    language: str = "lv"
    illustrative: bool = False


def name_cards_data(paper: NameCards) -> Mapping[str, object]:
    """What the template `name_cards` gets."""
    with translation.override(paper.language):
        return {
            "title": f"{_('Name cards')}: {paper.event}",
            "author": paper.organiser,
            "event": paper.event,
            "foot": paper.foot,
            "illustrative": paper.illustrative,
            "people": [
                {
                    "name": one.name,
                    "organisation": one.organisation,
                    "group": one.group,
                    "code": spaced_code(one.code),
                    "qr": qr_print(one.link) if one.link else "",
                    "qr_alt": _("QR code, code %(code)s") % {"code": one.code or one.link},
                }
                for one in paper.people
            ],
        }


def name_cards_pdf(paper: NameCards) -> bytes:
    """All cards as one PDF to print and cut."""
    return render_pdf("name_cards", name_cards_data(paper), language=paper.language)
