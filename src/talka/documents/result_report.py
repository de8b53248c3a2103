"""The report to a funder: what a project promised in numbers, what was reached by when, and what each number rests on.

Every number leads to the page of its evidence, on paper and in the workbook.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from talka.ui.numbers import date as day_words
from talka.ui.numbers import number, percent, short_date

from .funders_report import FundersPaper, PaperPart, asked_sheet, asked_table, nothing, own_section, own_sheet
from .printable import day_range
from .publicity import Publicity
from .report import Block, Cell, Heading, Linked, Notice, Paragraph, Report, Section, Table, report_pdf
from .sheets import Column, Sheet, write_xlsx
from .word import report_docx


@dataclass(frozen=True)
class Proof:
    """One thing that a figure is made of. what: in words; figure: what it adds, None where that is not told."""

    what: str
    day: date | None = None
    figure: Decimal | None = None
    link: str = ""


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator. before, reached: by the eve and by the last day of the period; share: of the way to the target, 1
    being all of it; how: how it is counted, in a sentence; link: the page of its evidence."""

    number: str
    title: str
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    before: Decimal | None = None
    reached: Decimal | None = None
    share: Decimal | None = None
    how: str = ""
    remark: str = ""
    proofs: tuple[Proof, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class EventLine:
    """An event of the period and how many came."""

    title: str
    first_day: date
    last_day: date
    people: int
    organisations: int
    link: str = ""
    place: str = ""


@dataclass(frozen=True)
class ResultReport:
    """Everything the report says, in its language. handed_in: None for a draft, which says so; edition: from 1.
    by_template: the sections a funder wants, in their order; None for those the house has by itself."""

    project: str
    number: str
    title: str
    starts: date
    ends: date
    outputs: tuple[IndicatorLine, ...] = ()
    outcomes: tuple[IndicatorLine, ...] = ()
    events: tuple[EventLine, ...] = ()
    funder: str = ""
    instrument: str = ""
    summary: str = ""
    deviations: str = ""
    risks: str = ""
    edition: int = 1
    handed_in: date | None = None
    made_on: date | None = None
    link: str = ""
    publicity: Publicity | None = None
    author: str = ""
    language: str = "lv"
    illustrative: bool = False
    by_template: FundersPaper | None = None


def result_report(paper: ResultReport) -> Report:
    """The report in blocks, its words in the report's language."""
    with translation.override(paper.language):
        shape = paper.by_template
        if shape is not None:
            return Report(
                title=paper.title,
                kind=shape.title,
                facts=tuple(_facts(paper)),
                sections=tuple(_part(paper, shape, part) for part in shape.parts),
                publicity=paper.publicity,
                author=paper.author,
                language=paper.language,
                illustrative=paper.illustrative,
            )
        sections = [
            _worded(_("Deviations from the plan"), paper.deviations),
            _worded(_("Risks"), paper.risks),
            _lines(_("Outputs"), paper.outputs),
            _lines(_("Outcomes"), paper.outcomes),
            _events(paper),
            _proofs(paper),
        ]
        return Report(
            title=paper.title,
            kind=_("Report on results"),
            facts=tuple(_facts(paper)),
            lead=paper.summary,
            sections=tuple(section for section in sections if section),
            publicity=paper.publicity,
            author=paper.author,
            language=paper.language,
            illustrative=paper.illustrative,
        )


def result_docx(paper: ResultReport) -> bytes:
    """The report as DOCX."""
    return report_docx(result_report(paper))


def result_pdf(paper: ResultReport) -> bytes:
    """The report as PDF."""
    return report_pdf(result_report(paper))


def result_xlsx(paper: ResultReport) -> bytes:
    """The report as a workbook: what it says, its indicators, what each figure is made of, the events of the period;
    by a funder's template, a sheet for each of its tables in its order."""
    with translation.override(paper.language):
        if paper.by_template is not None:
            return write_xlsx(*_sheets_by_template(paper, paper.by_template))
        lines = [*((_("Output"), line) for line in paper.outputs), *((_("Outcome"), line) for line in paper.outcomes)]
        said = [
            (_("Summary"), paper.summary),
            (_("Deviations from the plan"), paper.deviations),
            (_("Risks"), paper.risks),
        ]
        return write_xlsx(
            _indicator_sheet(_("Indicators"), lines),
            Sheet(_("Evidence"), _proof_columns(), _proof_rows(line for _kind, line in lines)),
            Sheet(_("Events"), _event_columns(), [vars(event) for event in paper.events]),
            _told_sheet(paper, said),
        )


def _sheets_by_template(paper: ResultReport, shape: FundersPaper) -> list[Sheet]:
    said = {"summary": paper.summary, "deviations": paper.deviations, "risks": paper.risks}
    lines = (*paper.outputs, *paper.outcomes)
    sheets = [
        _told_sheet(
            paper,
            [(part.title, said.get(part.kind, part.text)) for part in shape.parts if part.kind in {*said, "written"}],
        )
    ]
    for part in shape.parts:
        match part.kind:
            case "outputs":
                sheets.append(_indicator_sheet(part.title, [(_("Output"), line) for line in paper.outputs]))
            case "outcomes":
                sheets.append(_indicator_sheet(part.title, [(_("Outcome"), line) for line in paper.outcomes]))
            case "events":
                sheets.append(Sheet(part.title, _event_columns(), [vars(event) for event in paper.events]))
                if asked := asked_sheet(shape):
                    sheets.append(asked)
            case "proofs":
                sheets.append(Sheet(part.title, _proof_columns(), _proof_rows(lines)))
            case _:
                if own := own_sheet(shape, part):
                    sheets.append(own)
    return sheets


def _told_sheet(paper: ResultReport, said: list[tuple[str, str]]) -> Sheet:
    told = [*_facts(paper), *said, (_("Publicity text"), paper.publicity.text if paper.publicity else "")]
    if paper.illustrative:
        told.insert(0, (_("Attention"), _("made-up data")))
    return Sheet(
        pgettext("to the funder", "Report"),
        (Column("what", _("What")), Column("said", _("In words"), width=60)),
        [{"what": label, "said": words} for label, words in told if words],
    )


def _indicator_sheet(title: str, lines: list[tuple[str, IndicatorLine]]) -> Sheet:
    return Sheet(
        title,
        _indicator_columns(),
        [
            {
                "number": line.number,
                "kind": kind,
                "title": line.title,
                "unit": line.unit,
                "baseline": line.baseline,
                "target": line.target,
                "before": line.before,
                "reached": line.reached,
                "share": None if line.share is None else round(line.share * 100, 1),
                "how": line.how,
                "link": line.link,
            }
            for kind, line in lines
        ],
    )


def _part(paper: ResultReport, shape: FundersPaper, part: PaperPart) -> Section:
    """A section of the funder's template, by its own title."""
    said = {"summary": paper.summary, "deviations": paper.deviations, "risks": paper.risks}
    made = {
        "outputs": lambda: _lines(part.title, paper.outputs),
        "outcomes": lambda: _lines(part.title, paper.outcomes),
        "events": lambda: _events(paper),
        "proofs": lambda: _proofs(paper),
    }
    if part.kind in said:
        return Section(part.title, (Paragraph(said[part.kind].strip() or nothing()),))
    if part.kind not in made:
        return own_section(shape, part)
    section = made[part.kind]() or Section(part.title, (Paragraph(nothing()),))
    blocks = section.blocks
    if part.kind == "events" and shape.asked:
        blocks = (*blocks, asked_table(shape.asked))
    return Section(part.title, blocks, section.parts)


def _facts(paper: ResultReport) -> list[tuple[str, str]]:
    state = _("Draft: figures may still change")
    if paper.handed_in is not None:
        state = _("Handed in on %(day)s") % {"day": day_words(paper.handed_in, case="on")}
        if paper.edition > 1:
            state += ", " + _("edition %(n)s") % {"n": paper.edition}
    return [
        (_("Project"), f"{paper.project} ({paper.number})" if paper.number else paper.project),
        (_("Funder"), paper.funder),
        (_("Financial instrument"), paper.instrument if paper.instrument != paper.funder else ""),
        (_("Period"), day_range(paper.starts, paper.ends, paper.language)),
        (_("State"), state),
        (_("Web page"), paper.link),
    ]


def _worded(title: str, text: str) -> Section | None:
    return Section(title, (Paragraph(text),)) if text.strip() else None


def _figure(value: Decimal | None, link: str) -> Cell:
    if value is None:
        return None
    return Linked(number(value), link) if link else number(value)


def _lines(title: str, lines: tuple[IndicatorLine, ...]) -> Section | None:
    if not lines:
        return None
    headings = (
        Heading(_("No."), 0.5),
        Heading(_("Indicator"), 2.6),
        Heading(_("Unit"), 0.9),
        Heading(_("Baseline"), 0.8, figures=True),
        Heading(_("Target"), 0.8, figures=True),
        Heading(_("Before the period"), 0.9, figures=True),
        Heading(_("By its end"), 0.9, figures=True),
        Heading(_("Of the target"), 0.85, figures=True),
    )
    rows = tuple(
        (
            line.number,
            line.title,
            line.unit,
            None if line.baseline is None else number(line.baseline),
            None if line.target is None else number(line.target),
            None if line.before is None else number(line.before),
            _figure(line.reached, line.link),
            None if line.share is None else percent(line.share),
        )
        for line in lines
    )
    note = _("Figures are what was reached from the beginning of the project. Each leads to its evidence.")
    return Section(title, (Table(_("What was promised and what was reached"), headings, rows, note=note),))


def _events(paper: ResultReport) -> Section | None:
    if not paper.events:
        return None
    # Where the house's own report never told it, the place stays out.
    placed = paper.by_template is not None
    headings = (
        Heading(_("Date"), 1.4),
        Heading(_("Event"), 3.2),
        *((Heading(_("Place"), 1.6),) if placed else ()),
        Heading(_("Participants"), 1, figures=True),
        Heading(_("Organisations"), 1, figures=True),
    )
    rows = tuple(
        (
            day_range(event.first_day, event.last_day, paper.language),
            Linked(event.title, event.link) if event.link else event.title,
            *((event.place,) if placed else ()),
            event.people,
            event.organisations,
        )
        for event in paper.events
    )
    return Section(
        _("Events of the period"), (Table(_("Held in the period, with those who attended"), headings, rows),)
    )


def _proofs(paper: ResultReport) -> Section | None:
    """What each figure is made of, indicator by indicator."""
    parts = []
    for line in (*paper.outputs, *paper.outcomes):
        blocks: list[Block] = (
            [Notice(" ".join(filter(None, (line.how, line.remark))))] if line.how or line.remark else []
        )
        if line.proofs:
            headings = (Heading(_("Date"), 1), Heading(_("What"), 3.6), Heading(_("Figure"), 0.8, figures=True))
            rows = tuple(
                (
                    short_date(proof.day) if proof.day else "",
                    Linked(proof.what, proof.link) if proof.link else proof.what,
                    None if proof.figure is None else number(proof.figure),
                )
                for proof in line.proofs
            )
            blocks.append(Table("", headings, rows))
        else:
            blocks.append(Paragraph(_("There is nothing to count yet.")))
        parts.append(Section(f"{line.number}. {line.title}", tuple(blocks)))
    return Section(_("What each figure is made of"), (), tuple(parts)) if parts else None


def _indicator_columns() -> tuple[Column, ...]:
    return (
        Column("number", _("Number")),
        Column("kind", _("Kind")),
        Column("title", _("Indicator")),
        Column("unit", _("Unit")),
        Column("baseline", _("Baseline"), kind="decimal"),
        Column("target", _("Target"), kind="decimal"),
        Column("before", _("Before the period"), kind="decimal"),
        Column("reached", _("By its end"), kind="decimal", link="link"),
        Column("share", _("Of the target, %"), kind="decimal"),
        Column("how", _("How it is counted"), width=50),
        Column("link", _("Evidence"), link="link", width=40),
    )


def _proof_columns() -> tuple[Column, ...]:
    return (
        Column("number", _("Number")),
        Column("title", _("Indicator")),
        Column("day", _("Date"), kind="date"),
        Column("what", _("What")),
        Column("figure", _("Figure"), kind="decimal", link="link"),
        Column("link", _("Address"), link="link", width=40),
    )


def _proof_rows(lines: Iterable[IndicatorLine]) -> list[Mapping[str, object]]:
    return [{"number": line.number, "title": line.title, **vars(proof)} for line in lines for proof in line.proofs]


def _event_columns() -> tuple[Column, ...]:
    return (
        Column("first_day", _("First day"), kind="date"),
        Column("last_day", _("Last day"), kind="date"),
        Column("title", _("Event")),
        Column("place", _("Place")),
        Column("people", _("Participants"), kind="integer"),
        Column("organisations", _("Organisations"), kind="integer"),
        Column("link", _("Address"), link="link", width=40),
    )
