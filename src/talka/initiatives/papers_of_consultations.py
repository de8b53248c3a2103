"""The report of a consultation as a document: each comment, what was answered and why."""

from itertools import groupby

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.documents.report import Block, Heading, Paragraph, Report, Section, Table
from talka.documents.word import report_docx
from talka.ui.numbers import date

from .models import Consultation
from .moderated import HIDDEN
from .queries.consultation_comments import MOST_IN_FILE, Said, answers_given, comments_of, progress, told


def consultation_report(row: Consultation) -> Report:
    """In the language that is spoken now; comments as they were written, with names as everybody reads them."""
    said = told(row, list(comments_of(row)[:MOST_IN_FILE]), None)
    count = progress(row)
    facts = [
        (_("Held by"), row.holder),
        (_("Consulted on"), row.subject),
        (_("Comments are taken"), f"{date(row.opens_on)} – {date(row.closes_on)}"),
        (_("Comments"), str(count.total)),
        *((label, str(number)) for label, number in answers_given(row)),
    ]
    first: list[Block] = [Paragraph(row.conclusion)] if row.conclusion else []
    sections = [Section(_("What came of it"), tuple(first))] if first else []
    if not said:
        sections.append(Section(_("Comments"), (Paragraph(_("Nobody commented.")),)))
    for _part, group in groupby(said, key=lambda each: each.row.part_id):
        rows = list(group)
        part = rows[0].row.part
        sections.append(Section(part.heading if part else _("The whole text"), (_table(rows),)))
    return Report(
        title=row.title,
        kind=_("What was taken up or not, and why"),
        facts=tuple((label, value) for label, value in facts if value),
        sections=tuple(sections),
        author=row.holder,
        language=(get_language() or "lv")[:2],
        illustrative=row.illustrative,
        mark="" if row.reported_at else _("Draft"),
    )


def _table(rows: list[Said]) -> Table:
    headings = (Heading(_("Comment"), 3), Heading(_("Whose"), 1), Heading(_("Answer"), 1), Heading(_("Why"), 2.4))
    return Table(
        "",
        headings,
        tuple(
            (
                each.words or f"{HIDDEN}: {each.row.hidden_why}",
                each.who,
                str(each.row.get_answer_display()) if each.row.answer else _("No answer"),
                each.row.reason,
            )
            for each in rows
        ),
    )


def consultation_docx(row: Consultation) -> bytes:
    return report_docx(consultation_report(row))
