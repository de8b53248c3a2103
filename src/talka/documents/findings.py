"""Secinājumu ziņojums: what came out of an event, who stands behind it, and the way down to the words themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from talka.ui.numbers import number

from .drawings import Bars, Tiles
from .findings_comparison import Comparison, comparison_section
from .findings_people import Presence, Share, bars_of, few_note, people_section, presence_map, took_part_from
from .ideas import ResultRow, result_section
from .printable import day_range
from .publicity import Publicity
from .report import Block, Bullets, Heading, Linked, Notice, Paragraph, Quote, Report, Section, Table, report_pdf
from .word import report_docx

MOST_BARS = 12
"""More bars than these say less; the table below has them all."""


@dataclass(frozen=True)
class Finding:
    """A need or a proposal. votes, people, municipalities, cards: how many stand behind it, None where too few to tell.

    by_hand: of the votes some were counted by hand, and are marked so.
    quotes: cards in their own words, as far as their readers may see them; link: the page that walks down to the cards;
    leads_to: what it led to or came from, in words; recorded: it stands in a published record, without cards.
    """

    title: str
    text: str = ""
    votes: int | None = None
    people: int | None = None
    municipalities: int | None = None
    cards: int | None = None
    groups: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()
    link: str = ""
    by_hand: bool = False
    recorded: bool = False


@dataclass(frozen=True)
class Theme:
    """A cluster of cards in one working group."""

    title: str
    group: str = ""
    cards: int | None = None
    votes: int | None = None
    municipalities: int | None = None
    link: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class GroupReport:
    """What one working group told the plenary. people: how many took part."""

    group: str
    theme: str = ""
    facilitator: str = ""
    people: int | None = None
    text: str = ""
    points: tuple[str | Linked, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class GameReport:
    """What a game brought. result: the best first; without one `ideas` alone. ideas: team and what its idea is called;
    common: ideas that several teams had; link: the page with all sheets."""

    title: str
    result: tuple[ResultRow, ...] = ()
    method: tuple[str, ...] = ()
    ideas: tuple[tuple[str, str], ...] = ()
    common: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True)
class Assessed:
    """A competence as those who took part assessed it: mean scores, None where too few stand behind them. lacking: the
    weighted gap, by which the rows are ordered; low, high: its interval, None where none is told."""

    name: str
    people: int | None
    importance: float | None
    ability: float | None
    lacking: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class FindingsReport:
    """Everything the report says. Lists come already in order. `link`: the report's own page; `followed`: the events
    that were held upon it."""

    event: str
    first_day: date
    needs: tuple[Finding, ...] = ()
    proposals: tuple[Finding, ...] = ()
    themes: tuple[Theme, ...] = ()
    groups: tuple[GroupReport, ...] = ()
    games: tuple[GameReport, ...] = ()
    assessed: tuple[Assessed, ...] = ()
    by_region: tuple[Share, ...] = ()
    by_kind: tuple[Share, ...] = ()
    presence: Presence | None = None
    compared: Comparison | None = None
    last_day: date | None = None
    place: str = ""
    organiser: str = ""
    people: int | None = None
    organisations: int | None = None
    municipalities: int | None = None
    lead: str = ""
    follows: str = ""
    followed: tuple[Linked, ...] = ()
    method: str = ""
    link: str = ""
    publicity: Publicity | None = None
    language: str = "lv"
    illustrative: bool = False

    @property
    def reported(self) -> bool:
        """Whether any group's report was kept; else the groups stand there by their names alone."""
        return any(one.text or one.points for one in self.groups)

    @property
    def needs_chart(self) -> Bars | None:
        return _chart(_("Needs by votes"), self.needs)

    @property
    def map(self) -> Tiles | None:
        """Of municipalities that took part; None where not all have their place on it."""
        return presence_map(self.presence) if self.presence and self.presence.tiles else None

    @property
    def took_part_from(self) -> str:
        return took_part_from(self.presence) if self.presence else ""

    @property
    def proposals_chart(self) -> Bars | None:
        return _chart(_("Proposals by votes"), self.proposals)


def findings_report(paper: FindingsReport) -> Report:
    """The report in blocks, its words in the report's language."""
    with translation.override(paper.language):
        facts = (
            (_("Date"), day_range(paper.first_day, paper.last_day, paper.language)),
            (_("Place"), paper.place),
            (_("Organiser"), paper.organiser),
            (_("Participants"), str(paper.people) if paper.people is not None else ""),
            (_("Organisations"), str(paper.organisations) if paper.organisations is not None else ""),
            (_("Municipalities"), str(paper.municipalities) if paper.municipalities is not None else ""),
            (_("Web page"), paper.link),
        )
        sections = [
            _findings(
                _("Needs"), _("What those who plan and live there lack"), _("Need"), paper.needs, paper.needs_chart
            ),
            _findings(_("Proposals"), _("What should be done"), _("Proposal"), paper.proposals, paper.proposals_chart),
            _themes(paper.themes),
            _groups(paper),
            *(_game(game) for game in paper.games),
            _assessed(paper.assessed),
            people_section(paper.by_region, paper.by_kind, paper.presence),
            comparison_section(paper.compared, paper.language),
        ]
        if paper.follows or paper.followed:
            said = (Paragraph(paper.follows),) if paper.follows else ()
            held = (Bullets(paper.followed),) if paper.followed else ()
            sections.append(Section(_("What follows"), (*said, *held)))
        if paper.method:
            sections.append(Section(_("How the figures were made"), (Notice(paper.method),)))
        return Report(
            title=paper.event,
            kind=_("Findings report"),
            facts=facts,
            lead=paper.lead,
            sections=tuple(section for section in sections if section),
            publicity=paper.publicity,
            author=paper.organiser,
            language=paper.language,
            illustrative=paper.illustrative,
        )


def findings_pdf(paper: FindingsReport) -> bytes:
    """The findings report as PDF."""
    return report_pdf(findings_report(paper))


def findings_docx(paper: FindingsReport) -> bytes:
    """The findings report as DOCX, with the same words."""
    return report_docx(findings_report(paper))


def _linked(text: str, link: str) -> str | Linked:
    return Linked(text, link) if link else text


def _chart(caption: str, findings: tuple[Finding, ...]) -> Bars | None:
    return bars_of(caption, tuple((one.title, one.votes, _starred(one), one.link) for one in findings), MOST_BARS)


def _findings(
    title: str, caption: str, column: str, findings: tuple[Finding, ...], chart: Bars | None
) -> Section | None:
    if not findings:
        return None
    rows = tuple(
        (at, _linked(one.title, one.link), told_votes(one), one.cards, one.people, one.municipalities)
        for at, one in enumerate(findings, start=1)
    )
    table = Table(
        caption,
        (
            Heading(_("No."), 0.35, figures=True),
            Heading(column, 3),
            Heading(_("Votes"), 0.75, figures=True),
            Heading(_("Cards"), 0.85, figures=True),
            Heading(_("People"), 0.95, figures=True),
            Heading(_("Municipalities"), 1.15, figures=True),
        ),
        rows,
        note=figures_note(findings, rows),
    )
    parts = []
    for at, one in enumerate(findings, start=1):
        blocks: list[Paragraph | Quote | Bullets] = []
        if one.text:
            blocks.append(Paragraph(one.text))
        if one.groups:
            blocks.append(Paragraph(_("Working groups: %(groups)s") % {"groups": "; ".join(one.groups)}))
        blocks += [Quote(quote) for quote in one.quotes]
        if one.leads_to:
            blocks += [Paragraph(_("Linked with:")), Bullets(one.leads_to)]
        if blocks:
            parts.append(Section(f"{at}. {one.title}", tuple(blocks)))
    return Section(title, (chart, table) if chart else (table,), tuple(parts))


def _themes(themes: tuple[Theme, ...]) -> Section | None:
    if not themes:
        return None
    rows = tuple(
        (_linked(one.title, one.link), one.group, one.cards, told_votes(one), one.municipalities) for one in themes
    )
    headings = (
        Heading(_("Theme"), 2.4),
        Heading(_("Working group"), 1.9),
        Heading(_("Cards"), 0.8, figures=True),
        Heading(_("Votes"), 0.7, figures=True),
        Heading(_("Municipalities"), 1.15, figures=True),
    )
    table = Table(_("Cards that say the same thing"), headings, rows, note=figures_note(themes, rows))
    return Section(_("Themes"), (table,))


def _groups(paper: FindingsReport) -> Section | None:
    if not paper.groups:
        return None
    parts = []
    for one in paper.groups:
        blocks: list[Paragraph | Bullets] = []
        if one.theme:
            blocks.append(Paragraph(_("Theme: %(theme)s") % {"theme": one.theme}))
        if one.facilitator:
            blocks.append(Paragraph(_("Facilitator: %(name)s") % {"name": one.facilitator}))
        if one.people is not None:
            blocks.append(Paragraph(_("Participants: %(number)s") % {"number": one.people}))
        if one.text:
            blocks.append(Paragraph(one.text))
        if one.points:
            blocks.append(Bullets(one.points))
        if one.link:
            blocks.append(Paragraph("", one.link))
        parts.append(Section(one.group, tuple(blocks)))
    title = _("What the working groups reported") if paper.reported else _("Working groups")
    return Section(title, (), tuple(parts))


def _game(game: GameReport) -> Section:
    told = result_section(game.result, game.method)
    blocks: list[Block] = list(told.blocks) if told is not None else []
    if not game.result and game.ideas:
        blocks.append(Bullets(tuple(f"{team}: {idea}" if idea else team for team, idea in game.ideas)))
    if game.common:
        blocks += [Paragraph(_("Common ideas of several teams:")), Bullets(game.common)]
    if game.link:
        blocks.append(Paragraph(_("All idea sheets with their evidence:"), game.link))
    return Section(game.title or _("Ideas of the teams"), tuple(blocks))


def _assessed(rows: tuple[Assessed, ...]) -> Section | None:
    if not rows:
        return None
    told = tuple((one.name, one.people, *told_scores(one)) for one in rows)
    headings = (
        Heading(_("Competence"), 2.3),
        Heading(_("People"), 0.75, figures=True),
        Heading(_("Importance"), 0.95, figures=True),
        Heading(_("Ability"), 0.75, figures=True),
        Heading(_("Weighted gap"), 1.4, figures=True),
    )
    caption = _("Mean scores; the weighted gap is (importance − ability) × importance.")
    table = Table(caption, headings, told, note=assessed_note(rows))
    return Section(_("What is lacking most"), (table,))


def told_scores(one: Assessed) -> tuple[str | None, str | None, str | None]:
    def said(figure: float | None) -> str | None:
        return None if figure is None else number(figure, 1)

    gap = said(one.lacking)
    if gap is not None and one.low is not None and one.high is not None:
        interval = {"gap": gap, "low": number(one.low, 1), "high": number(one.high, 1)}
        gap = _("%(gap)s (from %(low)s to %(high)s)") % interval
    return said(one.importance), said(one.ability), gap


def assessed_note(rows: tuple[Assessed, ...]) -> str:
    interval = _("From … to …: where the gap would most likely lie, had other people like these been asked (95 %).")
    told = interval if any(one.low is not None for one in rows) else ""
    return " ".join(filter(None, (told, few_note(any(one.lacking is None for one in rows)))))


def _starred(one: Finding) -> str:
    """The votes as a chart says them; "" where the figure alone says it."""
    return f"{number(one.votes)}*" if one.votes is not None and one.by_hand else ""


def told_votes(one: Finding | Theme) -> int | str | None:
    """The votes, with a star where some were counted by hand."""
    return f"{one.votes}*" if one.votes is not None and one.by_hand else one.votes


def figures_note(things: Sequence[Finding | Theme], rows: Sequence[Sequence[object]]) -> str:
    """What stands below a table: what its dashes and stars mean."""
    by_hand = any(one.by_hand and one.votes is not None for one in things)
    starred = _("* Some of these votes were counted by hand.") if by_hand else ""
    return " ".join(filter(None, (few_note(any(None in row for row in rows)), starred)))
