"""The sections that a funder's template adds to the report on results: what they are made of and how they are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from talka.ui.numbers import euro, short_date

from .report import Cell, Heading, Linked, Paragraph, Section, Table
from .sheets import Column, Sheet


@dataclass(frozen=True)
class PaperPart:
    """A section in its place. kind: what fills it; text: what was written in one of the funder's own."""

    kind: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class ActivityLine:
    number: str
    title: str
    events: int
    people: int
    organisations: int


@dataclass(frozen=True)
class CostLine:
    """EUR. planned is None where no budget line was named."""

    code: str
    title: str
    planned: Decimal | None
    before: Decimal
    spent: Decimal

    @property
    def left(self) -> Decimal | None:
        return None if self.planned is None else self.planned - self.before - self.spent


@dataclass(frozen=True)
class DutyLine:
    """state: in words, empty where nothing was said."""

    words: str
    state: str
    day: date | None = None
    note: str = ""
    link: str = ""


@dataclass(frozen=True)
class AskedLine:
    """answer: empty for those who gave none; people: None where it is not told."""

    question: str
    answer: str
    people: int | None


@dataclass(frozen=True)
class FundersPaper:
    """title: what the funder calls the report; parts: its sections in their order."""

    title: str
    parts: tuple[PaperPart, ...]
    activities: tuple[ActivityLine, ...] = ()
    costs: tuple[CostLine, ...] = ()
    duties: tuple[DutyLine, ...] = ()
    asked: tuple[AskedLine, ...] = ()


def activities_table(lines: tuple[ActivityLine, ...]) -> Table:
    headings = (
        Heading(_("No."), 0.5),
        Heading(_("Activity"), 3),
        Heading(_("Events"), 0.8, figures=True),
        Heading(_("Participants"), 1, figures=True),
        Heading(_("Organisations"), 1, figures=True),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.number, one.title, one.events, one.people, one.organisations) for one in lines
    )
    note = _("Events held in the period; people and organisations are counted once in each activity.")
    return Table(_("What each activity did in the period"), headings, rows, note=note)


def costs_table(lines: tuple[CostLine, ...]) -> Table:
    headings = (
        Heading(_("Code"), 0.7),
        Heading(_("Budget line"), 2.4),
        Heading(_("Planned"), 1, figures=True),
        Heading(_("Spent before"), 1, figures=True),
        Heading(_("Spent in the period"), 1, figures=True),
        Heading(_("Left"), 1, figures=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.code,
            one.title or _("No budget line"),
            None if one.planned is None else euro(one.planned),
            euro(one.before),
            euro(one.spent),
            None if one.left is None else euro(one.left),
        )
        for one in lines
    ]
    planned = sum((one.planned for one in lines if one.planned is not None), Decimal(0))
    before, spent = sum((one.before for one in lines), Decimal(0)), sum((one.spent for one in lines), Decimal(0))
    rows.append(("", _("Together"), euro(planned), euro(before), euro(spent), euro(planned - before - spent)))
    note = _("Costs of events, by the day of their document. Talka is no bookkeeping: compare with it.")
    return Table(_("Costs per budget line"), headings, tuple(rows), note=note)


def duties_table(lines: tuple[DutyLine, ...]) -> Table:
    headings = (Heading(_("Duty"), 3), Heading(_("State"), 1), Heading(_("Date"), 1), Heading(_("What was done"), 2.4))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.words,
            one.state or _("open"),
            short_date(one.day) if one.day else "",
            Linked(one.note or one.link, one.link) if one.link else one.note,
        )
        for one in lines
    )
    return Table(_("What was done for the public"), headings, rows)


def asked_table(lines: tuple[AskedLine, ...]) -> Table:
    headings = (
        Heading(_("What the funder asks"), 1.6),
        Heading(_("Answer"), 2),
        Heading(_("Participants"), 1, figures=True),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (one.question, one.answer or _("No answer"), one.people) for one in lines
    )
    note = _("Each person once. Nothing is told from which one could learn of fewer than five people.")
    return Table(_("Participants of the period"), headings, rows, note=note)


def own_section(paper: FundersPaper, part: PaperPart) -> Section:
    """A section that only templates have; what has nothing to say says so, as the funder's form has it all the same."""
    tables = {
        "activities": (paper.activities, activities_table),
        "costs": (paper.costs, costs_table),
        "publicity": (paper.duties, duties_table),
    }
    if part.kind in tables:
        lines, table = tables[part.kind]
        if lines:
            return Section(part.title, (table(lines),))  # type: ignore[operator]
    return Section(part.title, (Paragraph(part.text.strip() or nothing()),))


def nothing() -> str:
    return _("Nothing to report.")


def own_sheet(paper: FundersPaper, part: PaperPart) -> Sheet | None:
    """The same as a sheet of the workbook; None where there is nothing to be put into columns."""
    rows: list[Mapping[str, object]]
    if part.kind == "activities":
        columns: tuple[Column, ...] = (
            Column("number", _("Number")),
            Column("title", _("Activity"), width=50),
            Column("events", _("Events"), kind="integer"),
            Column("people", _("Participants"), kind="integer"),
            Column("organisations", _("Organisations"), kind="integer"),
        )
        rows = [vars(one) for one in paper.activities]
    elif part.kind == "costs":
        columns = (
            Column("code", _("Code")),
            Column("title", _("Budget line"), width=40),
            Column("planned", _("Planned, EUR"), kind="decimal"),
            Column("before", _("Spent before, EUR"), kind="decimal"),
            Column("spent", _("Spent in the period, EUR"), kind="decimal"),
            Column("left", _("Left, EUR"), kind="decimal"),
        )
        rows = [{**vars(one), "title": one.title or _("No budget line"), "left": one.left} for one in paper.costs]
    elif part.kind == "publicity":
        columns = (
            Column("words", _("Duty"), width=60),
            Column("state", _("State")),
            Column("day", _("Date"), kind="date"),
            Column("note", _("What was done"), width=40),
            Column("link", _("Address"), link="link", width=40),
        )
        rows = [{**vars(one), "state": one.state or _("open")} for one in paper.duties]
    else:
        return None
    return Sheet(part.title, columns, rows) if rows else None


def asked_sheet(paper: FundersPaper) -> Sheet | None:
    columns = (
        Column("question", _("What the funder asks"), width=30),
        Column("answer", _("Answer"), width=40),
        Column("people", _("Participants"), kind="integer"),
    )
    rows = [{**vars(one), "answer": one.answer or _("No answer")} for one in paper.asked]
    return Sheet(_("Participants of the period"), columns, rows) if rows else None
