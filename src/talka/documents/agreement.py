"""Līgums: an agreement with its parties, clauses, what each pays and places to sign, as DOCX and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal, format_percent
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .report import Block, Heading, Notice, Paragraph, Report, Section, Table, report_pdf
from .word import report_docx


@dataclass(frozen=True)
class PaperParty:
    """Who is bound. amount: EUR it pays, None where nothing was agreed."""

    name: str
    signatory: str = ""
    position: str = ""
    amount: Decimal | None = None
    seats: int | None = None
    votes: int | None = None


@dataclass(frozen=True)
class AgreementPaper:
    """Everything on the paper. kind: "Sadarbības līgums"; clauses: heading and paragraphs, in order, without the annex;
    draft: it is marked so on every page; budget: EUR, with the words for what time; key: the cost key in words;
    version: of the text."""

    title: str
    kind: str
    parties: tuple[PaperParty, ...]
    clauses: tuple[tuple[str, tuple[str, ...]], ...]
    opening: tuple[str, tuple[str, ...]]
    annex: str
    number: str = ""
    version: int = 0
    key: str = ""
    budget: Decimal | None = None
    per: str = ""
    draft: bool = True
    language: str = "lv"
    illustrative: bool = False


def agreement_report(paper: AgreementPaper) -> Report:
    """The paper in the blocks of a report. Clauses and their paragraphs are numbered: 3. and 3.2."""
    with translation.override(paper.language):
        opening, lines = paper.opening
        sections = [Section(opening, tuple(Paragraph(line) for line in lines))]
        for number, (heading, paragraphs) in enumerate(paper.clauses, start=1):
            blocks = tuple(
                Paragraph(f"{number}.{at}. {words}" if len(paragraphs) > 1 else words)
                for at, words in enumerate(paragraphs, start=1)
            )
            sections.append(Section(f"{number}. {heading}", blocks))
        sections.append(Section(paper.annex, _amounts(paper)))
        sections.append(Section(_("Signatures"), (_signatures(paper.parties),)))
        facts = [(_("Number"), paper.number)] if paper.number else []
        if paper.version and paper.draft:
            facts.append((_("Version of the text"), str(paper.version)))
        return Report(
            title=paper.title,
            kind=paper.kind,
            facts=tuple(facts),
            sections=tuple(sections),
            language=paper.language,
            illustrative=paper.illustrative,
            mark=draft_mark() if paper.draft else "",
        )


def agreement_docx(paper: AgreementPaper) -> bytes:
    return report_docx(agreement_report(paper))


def agreement_pdf(paper: AgreementPaper) -> bytes:
    return report_pdf(agreement_report(paper))


def draft_mark() -> str:
    """What stands on every page until all councils have endorsed it."""
    return _("Draft, to be reviewed by a lawyer")


def _amounts(paper: AgreementPaper) -> tuple[Block, ...]:
    """The key, and what each party pays with its part of the whole; the last row is their sum."""
    said = [party for party in paper.parties if party.amount is not None]
    blocks: list[Block] = []
    if paper.key:
        blocks.append(Paragraph(_("Cost key: %(key)s") % {"key": paper.key}))
    if not said:
        return (*blocks, Notice(_("What each party pays is not agreed yet.")))
    total = sum((party.amount for party in said if party.amount is not None), Decimal())
    rows = [
        (party.name, _money(party.amount or Decimal(), paper.language), _part(party.amount, total, paper.language))
        for party in said
    ]
    rows.append((pgettext("amounts", "Together"), _money(total, paper.language), _part(total, total, paper.language)))
    caption = _("What each party pays, EUR %(per)s") % {"per": paper.per}
    headings = (Heading(_("Party"), 3), Heading("EUR", 1, figures=True), Heading(_("Share"), 1, figures=True))
    return (*blocks, Table(caption.strip(), headings, tuple(rows)))


def _signatures(parties: Sequence[PaperParty]) -> Table:
    rows = tuple(
        (party.name, ", ".join(each for each in (party.signatory, party.position) if each) or "_" * 20, "_" * 20, "")
        for party in parties
    )
    headings = (Heading(_("Party"), 2), Heading(_("Who signs"), 2), Heading(_("Signature"), 2), Heading(_("Date"), 1))
    return Table("", headings, rows, note=_("An agreement that is signed electronically needs no signature here."))


def _money(value: Decimal, language: str) -> str:
    return format_decimal(value, format="#,##0.00", locale=language)


def _part(value: Decimal | None, total: Decimal, language: str) -> str | None:
    if value is None or not total:
        return None
    return format_percent(value / total, format="#,##0.0 %", locale=language)
