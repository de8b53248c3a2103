"""What was found, as slides for the plenary: each group's report, then needs and proposals with their figures."""

from django.utils import translation
from django.utils.translation import gettext as _

from .findings import (
    FindingsReport,
    GameReport,
    GroupReport,
    assessed_note,
    figures_note,
    told_scores,
    told_votes,
)
from .findings_people import few_note
from .printable import day_range
from .report import Linked
from .slides import Deck, Rows, Slide, Words, deck_pptx


def findings_pptx(paper: FindingsReport) -> bytes:
    """The slides as a PPTX file."""
    with translation.override(paper.language):
        when = day_range(paper.first_day, paper.last_day, paper.language)
        slides: list[Slide] = [_group_slide(one) for one in paper.groups if one.text or one.points]
        slides += [slide for game in paper.games for slide in _game_slides(game)]
        for title, column, findings in (
            (_("Needs"), _("Need"), paper.needs),
            (_("Proposals"), _("Proposal"), paper.proposals),
        ):
            if findings:
                rows = tuple((one.title, told_votes(one), one.people, one.municipalities) for one in findings)
                headings = (column, _("Votes"), _("People"), _("Municipalities"))
                slides.append(Rows(title, headings, rows, note=figures_note(findings, rows)))
        if paper.assessed:
            told = tuple((one.name, *told_scores(one)) for one in paper.assessed)
            headings4 = (_("Competence"), _("Importance"), _("Ability"), _("Weighted gap"))
            slides.append(Rows(_("What is lacking most"), headings4, told, note=assessed_note(paper.assessed)))
        if paper.by_region:
            counted = any(one.organisations is not None for one in paper.by_region)
            shares = tuple((one.name, one.people, one.organisations)[: 3 if counted else 2] for one in paper.by_region)
            hidden = any(None in row[1:] for row in shares)
            headings3 = (_("Region"), _("Participants"), _("Organisations"))[: 3 if counted else 2]
            slides.append(Rows(_("Who took part"), headings3, shares, note=few_note(hidden)))
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
