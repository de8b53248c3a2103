"""What a game brought, as a paper: each team's idea with its evidence, ideas they had in common, the result."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from .printable import day_range
from .publicity import Publicity
from .report import Block, Bullets, Heading, Notice, Paragraph, Photo, Quote, Report, Section, Table, report_pdf


@dataclass(frozen=True)
class TeamPaper:
    """One team. fields: heading and words of its idea sheet; evidence: a column's words and what was seen or heard."""

    number: int
    name: str
    title: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    grew_from: str = ""
    evidence: tuple[tuple[str, Quote], ...] = ()
    photos: tuple[Photo, ...] = ()
    ideas: tuple[str, ...] = ()


@dataclass(frozen=True)
class SharedIdea:
    """An idea that several teams had, with the cards that say it and whose they are."""

    name: str
    cards: tuple[Quote, ...]


@dataclass(frozen=True)
class ResultRow:
    """A team in the result. rank: None without one; figure: in words, "" where it is not told; people: who voted for
    it, None where too few to tell."""

    rank: int | None
    tied: bool
    team: str
    idea: str
    figure: str
    people: int | None


@dataclass(frozen=True)
class ContestRow:
    team: str
    points: int


@dataclass(frozen=True)
class IdeasPaper:
    """Everything the paper says. title: of the group work, "" where the event has one only; result: the best first."""

    event: str
    first_day: date
    teams: tuple[TeamPaper, ...]
    common: tuple[SharedIdea, ...] = ()
    result: tuple[ResultRow, ...] = ()
    method: tuple[str, ...] = ()
    contests: tuple[ContestRow, ...] = ()
    title: str = ""
    last_day: date | None = None
    place: str = ""
    organiser: str = ""
    link: str = ""
    publicity: Publicity | None = None
    language: str = "lv"
    illustrative: bool = False


def ideas_report(paper: IdeasPaper) -> Report:
    """The paper in blocks."""
    with translation.override(paper.language):
        sections = [
            result_section(paper.result, paper.method),
            _common(paper.common),
            *(_team(team) for team in paper.teams),
            _contests(paper.contests),
        ]
        return Report(
            title=paper.title or paper.event,
            kind=_("Ideas of the teams"),
            facts=(
                (_("Event"), paper.event if paper.title else ""),
                (_("Date"), day_range(paper.first_day, paper.last_day, paper.language)),
                (_("Place"), paper.place),
                (_("Organiser"), paper.organiser),
                (_("Web page"), paper.link),
            ),
            sections=tuple(section for section in sections if section is not None),
            publicity=paper.publicity,
            author=paper.organiser,
            language=paper.language,
            illustrative=paper.illustrative,
        )


def ideas_pdf(paper: IdeasPaper) -> bytes:
    """The paper as PDF."""
    return report_pdf(ideas_report(paper))


def result_section(rows: tuple[ResultRow, ...], method: tuple[str, ...]) -> Section | None:
    """The result of the vote, with how it was computed."""
    if not rows:
        return None
    table = Table(
        _("What the vote says"),
        (
            Heading(_("Place"), 0.6, figures=True),
            Heading(_("Team"), 1.6),
            Heading(_("Idea"), 2.4),
            Heading(_("Score"), 0.7, figures=True),
            Heading(_("Voters"), 0.8, figures=True),
        ),
        tuple(
            (
                f"{row.rank}{' =' if row.tied else ''}" if row.rank is not None else None,
                row.team,
                row.idea,
                row.figure or None,
                row.people,
            )
            for row in rows
        ),
        note=_("Equal places are marked “=”.") if any(row.tied for row in rows) else "",
    )
    blocks: tuple[Block, ...] = (table,)
    if method:
        blocks = (*blocks, Notice(" ".join(method)))
    return Section(_("The result"), blocks)


def _common(common: tuple[SharedIdea, ...]) -> Section | None:
    if not common:
        return None
    return Section(
        _("Common ideas"),
        (Paragraph(_("What several teams had, each in its own words.")),),
        tuple(Section(idea.name, idea.cards) for idea in common),
    )


def _team(team: TeamPaper) -> Section:
    parts = [Section(heading, (Paragraph(said),)) for heading, said in team.fields]
    if team.evidence or team.photos:
        blocks: list[Block] = []
        column = ""
        for words, quote in team.evidence:
            if words != column:
                blocks.append(Paragraph(f"{words}:"))
                column = words
            blocks.append(quote)
        parts.append(Section(_("Evidence"), (*blocks, *team.photos)))
    if team.ideas:
        parts.append(Section(_("All ideas of the team"), (Bullets(team.ideas),)))
    first: list[Block] = []
    if team.title:
        first.append(Paragraph(f"{team.number}. {team.name}"))
    if team.grew_from:
        first += [Paragraph(_("Grown from the card:")), Quote(team.grew_from)]
    if not team.fields:
        first.append(Paragraph(_("The team has not filled in its idea sheet.")))
    return Section(team.title or f"{team.number}. {team.name}", tuple(first), tuple(parts))


def _contests(rows: tuple[ContestRow, ...]) -> Section | None:
    if not rows:
        return None
    table = Table(
        _("Points of small contests"),
        (Heading(_("Team"), 3), Heading(_("Points"), 1, figures=True)),
        tuple((row.team, row.points) for row in rows),
        note=_("They count in no vote."),
    )
    return Section(_("Small contests"), (table,))
