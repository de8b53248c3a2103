"""Secinājumu ziņojums: what came out of an event, who stands behind it, and the way down to the words themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from talka.ui.numbers import number

from .ideas import ResultRow, result_section
from .printable import day_range
from .publicity import Publicity
from .report import Block, Bullets, Heading, Linked, Notice, Paragraph, Quote, Report, Section, Table, report_pdf
from .slides import Deck, Rows, Slide, Words, deck_pptx
from .word import report_docx


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
class Share:
    """A row of who took part: a region or a kind of organisation."""

    name: str
    people: int | None
    organisations: int | None = None


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
            _findings(_("Needs"), _("What those who plan and live there lack"), _("Need"), paper.needs),
            _findings(_("Proposals"), _("What should be done"), _("Proposal"), paper.proposals),
            _themes(paper.themes),
            _groups(paper),
            *(_game(game) for game in paper.games),
            _assessed(paper.assessed),
            _participants(paper),
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


def findings_pptx(paper: FindingsReport) -> bytes:
    """What was found, as slides for the plenary: each group's report, then needs and proposals with their figures."""
    with translation.override(paper.language):
        when = day_range(paper.first_day, paper.last_day, paper.language)
        slides: list[Slide] = [_group_slide(one) for one in paper.groups if one.text or one.points]
        slides += [slide for game in paper.games for slide in _game_slides(game)]
        for title, column, findings in (
            (_("Needs"), _("Need"), paper.needs),
            (_("Proposals"), _("Proposal"), paper.proposals),
        ):
            if findings:
                rows = tuple((one.title, _votes(one), one.people, one.municipalities) for one in findings)
                headings = (column, _("Votes"), _("People"), _("Municipalities"))
                slides.append(Rows(title, headings, rows, note=_note(findings, rows)))
        if paper.assessed:
            told = tuple((one.name, *_scores(one)) for one in paper.assessed)
            headings4 = (_("Competence"), _("Importance"), _("Ability"), _("Weighted gap"))
            slides.append(Rows(_("What is lacking most"), headings4, told, note=_assessed_note(paper.assessed)))
        if paper.by_region:
            shares = tuple((one.name, one.people, one.organisations) for one in paper.by_region)
            hidden = any(None in row[1:] for row in shares)
            headings3 = (_("Region"), _("Participants"), _("Organisations"))
            slides.append(Rows(_("Who took part"), headings3, shares, note=_few(hidden)))
        if paper.follows:
            slides.append(Words(_("What follows"), tuple(paper.follows.splitlines())))
        return deck_pptx(
            Deck(
                title=paper.event,
                subtitle=", ".join(each for each in (when, paper.place) if each),
                slides=tuple(slides),
                link=paper.link,
                publicity=paper.publicity,
                language=paper.language,
                illustrative=paper.illustrative,
            )
        )


def _game_slides(game: GameReport) -> list[Slide]:
    """The result of a game, the best first; its ideas where no result is told."""
    title = game.title or _("Ideas of the teams")
    if game.result:
        rows = tuple((f"{row.team}: {row.idea}" if row.idea else row.team, row.figure or None) for row in game.result)
        note = _("How it was computed stands on the page of the ideas.")
        return [Rows(title, (_("Team and idea"), _("Score")), rows, note=note)]
    return [Words(title, tuple(f"{team}: {idea}" if idea else team for team, idea in game.ideas))] if game.ideas else []


def _group_slide(one: GroupReport) -> Words:
    lines = [line for line in one.text.splitlines() if line.strip()]
    lines += [f"• {point.text if isinstance(point, Linked) else point}" for point in one.points]
    return Words(one.theme or one.group, tuple(lines), eyebrow=one.group if one.theme else "")


def _linked(text: str, link: str) -> str | Linked:
    return Linked(text, link) if link else text


def _findings(title: str, caption: str, column: str, findings: tuple[Finding, ...]) -> Section | None:
    if not findings:
        return None
    rows = tuple(
        (at, _linked(one.title, one.link), _votes(one), one.cards, one.people, one.municipalities)
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
        note=_note(findings, rows),
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
    return Section(title, (table,), tuple(parts))


def _themes(themes: tuple[Theme, ...]) -> Section | None:
    if not themes:
        return None
    rows = tuple(
        (_linked(one.title, one.link), one.group, one.cards, _votes(one), one.municipalities) for one in themes
    )
    headings = (
        Heading(_("Theme"), 2.4),
        Heading(_("Working group"), 1.9),
        Heading(_("Cards"), 0.8, figures=True),
        Heading(_("Votes"), 0.7, figures=True),
        Heading(_("Municipalities"), 1.15, figures=True),
    )
    table = Table(_("Cards that say the same thing"), headings, rows, note=_note(themes, rows))
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
    told = tuple((one.name, one.people, *_scores(one)) for one in rows)
    headings = (
        Heading(_("Competence"), 2.3),
        Heading(_("People"), 0.75, figures=True),
        Heading(_("Importance"), 0.95, figures=True),
        Heading(_("Ability"), 0.75, figures=True),
        Heading(_("Weighted gap"), 1.4, figures=True),
    )
    caption = _("Mean scores; the weighted gap is (importance − ability) × importance.")
    table = Table(caption, headings, told, note=_assessed_note(rows))
    return Section(_("What is lacking most"), (table,))


def _scores(one: Assessed) -> tuple[str | None, str | None, str | None]:
    def said(figure: float | None) -> str | None:
        return None if figure is None else number(figure, 1)

    gap = said(one.lacking)
    if gap is not None and one.low is not None and one.high is not None:
        interval = {"gap": gap, "low": number(one.low, 1), "high": number(one.high, 1)}
        gap = _("%(gap)s (from %(low)s to %(high)s)") % interval
    return said(one.importance), said(one.ability), gap


def _assessed_note(rows: tuple[Assessed, ...]) -> str:
    interval = _("From … to …: where the gap would most likely lie, had other people like these been asked (95 %).")
    told = interval if any(one.low is not None for one in rows) else ""
    return " ".join(filter(None, (told, _few(any(one.lacking is None for one in rows)))))


def _participants(paper: FindingsReport) -> Section | None:
    tables = []
    for caption, column, shares in (
        (_("By region"), _("Region"), paper.by_region),
        (_("By kind of organisation"), _("Kind of organisation"), paper.by_kind),
    ):
        if shares:
            headings = (
                Heading(column, 3),
                Heading(_("Participants"), 1, figures=True),
                Heading(_("Organisations"), 1, figures=True),
            )
            rows = tuple((one.name, one.people, one.organisations) for one in shares)
            hidden = any(one.people is None for one in shares)
            tables.append(Table(caption, headings, rows, note=_few(hidden)))
    return Section(_("Who took part"), tuple(tables)) if tables else None


def _votes(one: Finding | Theme) -> int | str | None:
    """The votes, with a star where some were counted by hand."""
    return f"{one.votes}*" if one.votes is not None and one.by_hand else one.votes


def _note(things: Sequence[Finding | Theme], rows: Sequence[Sequence[object]]) -> str:
    """What stands below a table: what its dashes and stars mean."""
    by_hand = any(one.by_hand and one.votes is not None for one in things)
    starred = _("* Some of these votes were counted by hand.") if by_hand else ""
    return " ".join(filter(None, (_few(any(None in row for row in rows)), starred)))


def _few(hidden: bool) -> str:
    return _("A dash: no figure is shown from fewer than five people, or it is not known.") if hidden else ""
