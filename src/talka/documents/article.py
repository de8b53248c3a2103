"""The draft of the article after an event, in the order such articles are written."""

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from .printable import day_range
from .publicity import Publicity
from .report import Bullets, Linked, Paragraph, Photo, Report, Section, report_pdf
from .word import report_docx


@dataclass(frozen=True)
class ArticleGroup:
    """A working group: its theme and what it proposed."""

    name: str
    theme: str = ""
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Article:
    """The parts of the article; texts in whole sentences by whoever calls, in the article's language.

    opening: who met, when, why; first_part: what was told; presentations: titles with the address of the file;
    groups; proposed: a sentence on what the groups proposed; follows: what follows from it; photos with captions.
    """

    title: str
    first_day: date
    last_day: date | None = None
    place: str = ""
    organiser: str = ""
    opening: str = ""
    first_part: str = ""
    presentations: tuple[Linked, ...] = ()
    groups_intro: str = ""
    groups: tuple[ArticleGroup, ...] = ()
    proposed: str = ""
    follows: str = ""
    photos: tuple[Photo, ...] = ()
    link: str = ""
    publicity: Publicity | None = None
    language: str = "lv"
    illustrative: bool = False


def article_report(paper: Article) -> Report:
    """The article in blocks."""
    with translation.override(paper.language):
        sections = []
        if paper.first_part or paper.presentations:
            presentations = (
                (Paragraph(_("Presentations:")), Bullets(paper.presentations)) if paper.presentations else ()
            )
            told = (Paragraph(paper.first_part),) if paper.first_part else ()
            sections.append(Section(_("First part of the day"), (*told, *presentations)))
        if paper.groups:
            sections.append(
                Section(
                    _("Working groups"),
                    (Paragraph(paper.groups_intro),) if paper.groups_intro else (),
                    tuple(
                        Section(
                            group.name,
                            (
                                *((Paragraph(_("Theme: %(theme)s") % {"theme": group.theme}),) if group.theme else ()),
                                *((Bullets(group.proposals),) if group.proposals else ()),
                            ),
                        )
                        for group in paper.groups
                    ),
                )
            )
        if paper.proposed:
            sections.append(Section(_("What was proposed"), (Paragraph(paper.proposed),)))
        if paper.follows:
            sections.append(Section(_("What follows"), (Paragraph(paper.follows),)))
        if paper.photos:
            sections.append(Section(_("Photos"), paper.photos))
        return Report(
            title=paper.title,
            kind=_("Draft article"),
            facts=(
                (_("Date"), day_range(paper.first_day, paper.last_day, paper.language)),
                (_("Place"), paper.place),
                (_("Organiser"), paper.organiser),
                (_("Web page"), paper.link),
            ),
            lead=paper.opening,
            sections=tuple(sections),
            publicity=paper.publicity,
            author=paper.organiser,
            language=paper.language,
            illustrative=paper.illustrative,
        )


def article_docx(paper: Article) -> bytes:
    """The draft as DOCX, to be finished by a person."""
    return report_docx(article_report(paper))


def article_pdf(paper: Article) -> bytes:
    """The draft as PDF."""
    return report_pdf(article_report(paper))
