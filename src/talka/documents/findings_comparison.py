"""An event beside those held before it, in its findings report: who came, what was found, which needs came again."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from talka.ui.numbers import number

from .findings_people import few_note
from .printable import day_range
from .report import Block, Bullets, Cell, Heading, Linked, Paragraph, Section, Table


@dataclass(frozen=True)
class Held:
    """One event of the comparison. Figures are None where too few people stand behind them. satisfaction: mean of all
    marks from 1 to 5, None where it is not for this reader; here: it is the event whose report this is."""

    title: str
    first_day: date
    last_day: date | None
    link: str
    people: int | None
    organisations: int | None
    municipalities: int | None
    needs: int
    proposals: int
    satisfaction: float | None = None
    here: bool = False


@dataclass(frozen=True)
class Again:
    """A need that was voiced before. events: where, the latest first."""

    need: Linked
    events: tuple[Linked, ...]


@dataclass(frozen=True)
class Comparison:
    """events: in the order they were held, this one last."""

    events: tuple[Held, ...]
    again: tuple[Again, ...]

    @property
    def rated(self) -> bool:
        """Whether any mark is told."""
        return any(one.satisfaction is not None for one in self.events)

    @property
    def all_new(self) -> bool:
        """Whether there are needs, and none of them was voiced before."""
        return not self.again and any(one.here and one.needs for one in self.events)


def comparison_section(compared: Comparison | None, language: str) -> Section | None:
    """The table of events, and the needs that came again with where they were voiced."""
    if compared is None:
        return None
    headings = [
        Heading(_("Event"), 1.95),
        Heading(_("Date"), 1.35),
        Heading(_("Participants"), 1.25, figures=True),
        Heading(_("Municipalities"), 1.35, figures=True),
        Heading(_("Needs"), 1.25, figures=True),
        Heading(_("Proposals"), 1.4, figures=True),
    ]
    if compared.rated:
        headings.append(Heading(_("Satisfaction"), 1.55, figures=True))
    rows: list[tuple[Cell, ...]] = []
    for one in compared.events:
        row: list[Cell] = [
            one.title if one.here else Linked(one.title, one.link),
            day_range(one.first_day, one.last_day, language),
            one.people,
            one.municipalities,
            one.needs,
            one.proposals,
        ]
        if compared.rated:
            row.append(None if one.satisfaction is None else number(one.satisfaction, 1))
        rows.append(tuple(row))
    hidden = any(None in row for row in rows)
    note = " ".join(filter(None, (few_note(hidden), scale_note(compared))))
    blocks: list[Block] = [Table(_("This event and those before it"), tuple(headings), tuple(rows), note=note)]
    if compared.again:
        blocks.append(Paragraph(_("Needs that came again:")))
        blocks.append(Bullets(tuple(again_line(one) for one in compared.again)))
    elif compared.all_new:
        blocks.append(Paragraph(_("None of the needs was voiced at these earlier events.")))
    return Section(_("Compared with earlier events"), tuple(blocks))


def again_line(one: Again) -> str:
    return _("%(need)s – also at: %(events)s") % {
        "need": one.need.text,
        "events": ", ".join(event.text for event in one.events),
    }


def scale_note(compared: Comparison) -> str:
    return _("Satisfaction: the mean of all marks from 1 to 5.") if compared.rated else ""
