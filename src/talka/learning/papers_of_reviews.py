"""Papers of peer reviews as PDF: the plan of the visit, and the report of the team, with the answers to it as far as
its reader may read them."""

from collections.abc import Sequence

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from talka.documents.report import Block, Bullets, Heading, Paragraph, Report, Section, Table, report_pdf
from talka.ui import few
from talka.ui.numbers import date, dates, number, time

from .models import PeerRecommendation, PeerReport, PeerReview, ReviewMeeting
from .queries.reviews import Day, FindingRow, ReportPage, Sums


def peer_report_pdf(
    review: PeerReview, page: ReportPage, recommendations: list[PeerRecommendation], sums: Sums
) -> bytes:
    return report_pdf(peer_report(review, page, recommendations, sums))


def peer_report(review: PeerReview, page: ReportPage, recommendations: list[PeerRecommendation], sums: Sums) -> Report:
    """In the blocks of a report, in the language that is spoken now. recommendations: those of the page with what of
    the answers the reader may read."""
    return Report(
        title=review.title,
        kind=_("Peer review"),
        facts=tuple((label, value) for label, value in _facts(review, page.report, sums) if value),
        lead=_in_short(page.report)[0],
        sections=tuple(_sections(page, recommendations)),
        author=str(review.programme),
        language=(get_language() or "lv")[:2],
        illustrative=review.illustrative,
        mark="" if page.report.stage == PeerReport.Stage.FINAL else str(page.report.get_stage_display()),
    )


def visit_plan_pdf(review: PeerReview, days: Sequence[Day]) -> bytes:
    return report_pdf(visit_plan(review, days))


def visit_plan(review: PeerReview, days: Sequence[Day]) -> Report:
    """A table for each day. How many came does not stand in it: it is for the days before."""
    headings = (Heading(pgettext("of a day", "Hours"), 1), Heading(_("Whom"), 2.4), Heading(_("About what"), 3))
    return Report(
        title=review.title,
        kind=_("Plan of the visit"),
        facts=tuple((label, value) for label, value in _whose(review) if value),
        sections=tuple(
            Section(date(each.day, weekday=True), (Table("", headings, tuple(_hour(row) for row in each.meetings)),))
            for each in days
        ),
        author=str(review.programme),
        language=(get_language() or "lv")[:2],
        illustrative=review.illustrative,
    )


def _hour(row: ReviewMeeting) -> tuple[str, str, str]:
    whom = "; ".join(each for each in (row.whom, row.place) if each)
    return f"{time(row.starts)}–{time(row.ends)}", whom, row.topic


def _whose(review: PeerReview) -> list[tuple[str, str]]:
    first, last = review.visit_from, review.visit_until
    return [
        (pgettext("local government", "Municipality"), str(review.organisation)),
        (_("Programme"), str(review.programme)),
        (pgettext("peer review", "Visit"), dates(first, last) if first is not None else ""),
    ]


def _in_short(report: PeerReport) -> tuple[str, str]:
    """Its first paragraph, and what follows."""
    first, _gap, rest = "\n".join(report.text.splitlines()).partition("\n\n")
    return first.strip(), rest.strip()


def _facts(review: PeerReview, report: PeerReport, sums: Sums) -> list[tuple[str, str]]:
    met = few.shown(sums.met, sums.met) if sums.met is not None else ""
    return [
        *_whose(review),
        (pgettext("peer review", "Meetings"), str(sums.meetings) if sums.meetings else ""),
        (_("People met"), str(met) if met else ""),
        (_("Hours of the team"), number(sums.team_hours) if sums.meetings else ""),
        (_("Version"), f"{report.number}, {date(report.at)}"),
    ]


def _sections(page: ReportPage, recommendations: list[PeerRecommendation]) -> list[Section]:
    rest = _in_short(page.report)[1]
    found = [Section(_("In short"), (Paragraph(rest),))] if rest else []
    found += [_finding(row) for row in page.findings]
    found.append(_plan(recommendations))
    return [section for section in found if section.blocks or section.parts]


def _finding(row: FindingRow) -> Section:
    parts = [
        Section(title, (Bullets(tuple(said)),))
        for title, said in ((_("Strengths"), row.strengths), (_("To consider"), row.consider))
        if said
    ]
    return Section(str(row.theme), parts=tuple(parts))


def _plan(rows: list[PeerRecommendation]) -> Section:
    """Recommendations, and the answers to them where there are any to be read."""
    if not any(row.answer or row.progress for row in rows):
        lines: tuple[Block, ...] = (Bullets(tuple(row.words for row in rows), ordered=True),) if rows else ()
        return Section(_("Recommendations"), lines)
    headings = (Heading(_("Recommendation"), 2.4), Heading(_("Answer"), 2.4), Heading(_("What became of it"), 1.6))
    table = Table("", headings, tuple((f"{row.order}. {row.words}", _answer(row), _became(row)) for row in rows))
    return Section(_("Recommendations and action plan"), (table,))


def _answer(row: PeerRecommendation) -> str:
    if not row.answer:
        return _("not answered yet")
    until = date(row.until) if row.until is not None else ""
    return "; ".join(each for each in (str(row.get_answer_display()), row.what, row.who, until, row.why) if each)


def _became(row: PeerRecommendation) -> str:
    return "; ".join(each for each in (str(row.get_progress_display()), row.progress_words) if each)
