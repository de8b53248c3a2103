"""What one council has to know before it decides on a cooperation: one A4 page, on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from .pdf import render_pdf
from .printable import long_date
from .publicity import publicity_data


@dataclass(frozen=True)
class Change:
    """One line of what is today and what will be, both as people read them; "" where nobody said."""

    label: str
    today: str
    after: str


@dataclass(frozen=True)
class Answered:
    """One partner, how it answered, and by which decision, in words."""

    partner: str
    answer: str


@dataclass(frozen=True)
class CouncilBrief:
    """lead: what it means for this council, in one sentence with one number. notes: from where the figures are."""

    council: str
    case: str
    day: date
    service: str = ""
    lead: str = ""
    changes: tuple[Change, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    way_out: str = ""
    risks: tuple[str, ...] = ()
    answered: tuple[Answered, ...] = ()
    notes: tuple[str, ...] = ()
    language: str = "lv"
    illustrative: bool = False


def brief_data(paper: CouncilBrief) -> Mapping[str, object]:
    """What the template `council_brief` gets."""
    with translation.override(paper.language):
        return {
            "title": f"{paper.council}: {paper.case}",
            "author": paper.council,
            "kind": _("Decision brief for the council"),
            "council": paper.council,
            "case": paper.case,
            "service": paper.service,
            "day": long_date(paper.day, paper.language),
            "lead": paper.lead,
            "changes": [{"label": one.label, "today": one.today, "after": one.after} for one in paper.changes],
            "facts": [{"label": label, "value": value} for label, value in paper.facts if value],
            "way_out": paper.way_out,
            "risks": list(paper.risks),
            "answered": [{"partner": one.partner, "answer": one.answer} for one in paper.answered],
            "notes": list(paper.notes),
            "publicity": publicity_data(None),
            "illustrative": paper.illustrative,
            "words": {
                "what": _("What changes"),
                "today": _("Today"),
                "after": _("Together"),
                "out": _("How to leave"),
                "risks": _("Risks"),
                "answered": _("Who has agreed already"),
                "dash": "–",
            },
        }


def brief_pdf(paper: CouncilBrief) -> bytes:
    """The brief as a PDF of one page: longer texts are set smaller."""
    return render_pdf("council_brief", brief_data(paper), language=paper.language)
