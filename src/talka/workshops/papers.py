"""What group work hands to the makers of documents: the ideas of a game as a paper."""

from typing import BinaryIO, cast

from django.utils.translation import override

from talka.documents.ideas import ContestRow, IdeasPaper, ResultRow, SharedIdea, TeamPaper
from talka.documents.pictures import image_variant
from talka.documents.publicity import Picture
from talka.documents.report import Photo, Quote
from talka.documents.storage import open_file
from talka.programmes.publicity import publicity_for_documents

from .models import Picture as Stored
from .queries.outputs import Outputs, TeamRow
from .queries.sheets import EvidenceRow
from .words_of_votes import how_computed

MOST_PHOTOS = 3
PHOTO_WIDTH = 960


def ideas_paper(found: Outputs, *, language: str, link: str) -> IdeasPaper:
    """Everything that the page of ideas shows, in `language`; of each team its first few photos. One query."""
    event = found.workshop.event
    shown = [row.picture for team in found.teams for row in _photos(team)]
    files = {row.pk: row.file.name or "" for row in Stored.objects.filter(pk__in=shown)}
    with override(language):
        result = found.result
        return IdeasPaper(
            event=str(event.title),
            title=str(found.workshop.title),
            first_day=event.first_day,
            last_day=event.last_day if event.last_day != event.first_day else None,
            place=str(event.venue),
            organiser=str(event.project.controller),
            teams=tuple(_team(team, files) for team in found.teams),
            common=tuple(
                SharedIdea(idea.name, tuple(Quote(card.text, card.group) for card in idea.cards))
                for idea in found.common
            ),
            result=result_rows(found),
            method=tuple(how_computed(result)) if result is not None else (),
            contests=tuple(ContestRow(row.group, row.points) for row in found.contests.teams),
            link=link,
            publicity=publicity_for_documents(event.project),
            language=language,
            illustrative=event.project.programme.illustrative,
        )


def result_rows(found: Outputs) -> tuple[ResultRow, ...]:
    """The vote's result as papers tell it; nothing where it is not told."""
    if found.result is None or not found.result.told:
        return ()
    return tuple(
        ResultRow(row.rank, row.tied, row.words, row.note, row.figure, row.people) for row in found.result.rows
    )


def _team(team: TeamRow, files: dict[int, str]) -> TeamPaper:
    sheet = team.sheet
    return TeamPaper(
        number=team.number,
        name=team.name,
        title=sheet.title if sheet is not None else "",
        fields=tuple((each.words, each.said) for each in sheet.filled) if sheet is not None else (),
        grew_from=sheet.idea if sheet is not None else "",
        evidence=tuple((row.lane_words, Quote(row.text, row.source)) for row in team.evidence),
        photos=tuple(
            photo
            for row in _photos(team)
            if row.picture is not None and (photo := _photo(files.get(row.picture, ""), row.picture_words)) is not None
        ),
        ideas=tuple(idea.text for idea in team.ideas),
    )


def _photos(team: TeamRow) -> list[EvidenceRow]:
    return [row for row in team.evidence if row.picture is not None][:MOST_PHOTOS]


def _photo(name: str, words: str) -> Photo | None:
    """The photo as the paper draws it; None where its file is gone."""
    if not name:
        return None
    try:
        with open_file(name) as file:
            content, _media_type = image_variant(cast(BinaryIO, file), PHOTO_WIDTH)
    except FileNotFoundError:
        return None
    return Photo(Picture(content, words), words)
