"""A report to the funder in one language, as page, DOCX and workbook are made from."""

from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from talka.documents.funders_report import ActivityLine, AskedLine, CostLine, DutyLine, FundersPaper, PaperPart
from talka.documents.result_report import EventLine, IndicatorLine, Proof, ResultReport
from talka.programmes.models import PublicityDuty
from talka.programmes.publicity import publicity_for_documents

from ..models import Report
from .counting import Piece
from .funders_report import FundersReport
from .reports import Figures, HeldEvent, Line, words

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def paper_of(report: Report, figures: Figures, *, language: str, base: str, paper: bool = True) -> ResultReport:
    """The report with its figures in `language`; links begin with `base` (the address of this installation).

    paper: with what each figure is made of, which has a page of its own, and with the publicity and the bytes of its
    logos, which a page shows by itself. A fixed number of queries."""
    project = report.project
    with override(language):
        publicity = None
        if paper:
            # The words are those that were handed in; logos are drawn as they are now.
            publicity = replace(
                publicity_for_documents(project),
                project=words(figures.project),
                number=figures.number,
                funder=words(figures.funder),
                text=words(figures.publicity),
            )
        return ResultReport(
            project=words(figures.project),
            number=figures.number,
            title=str(report.title),
            starts=report.starts,
            ends=report.ends,
            outputs=tuple(_line(line, report, base, proofs=paper) for line in figures.outputs),
            outcomes=tuple(_line(line, report, base, proofs=paper) for line in figures.outcomes),
            events=tuple(_event(event, base) for event in figures.events),
            by_template=_by_template(report, figures.by_template) if figures.by_template else None,
            funder=words(figures.funder),
            instrument=words(figures.instrument),
            summary=str(report.summary),
            deviations=str(report.deviations),
            risks=str(report.risks),
            edition=report.edition,
            handed_in=timezone.localdate(report.handed_in_at) if report.handed_in_at else None,
            made_on=figures.made_on,
            link=base + reverse("results:report", args=[project.slug, report.pk]),
            publicity=publicity,
            author=str(project.controller),
            language=language,
            illustrative=project.programme.illustrative,
        )


def _line(line: Line, report: Report, base: str, *, proofs: bool) -> IndicatorLine:
    address = reverse("results:report_evidence", args=[report.project.slug, report.pk, line.indicator])
    return IndicatorLine(
        number=line.number,
        title=words(line.title),
        unit=words(line.unit),
        baseline=line.baseline,
        target=line.target,
        before=line.before,
        reached=line.reached,
        share=line.share,
        how=str(line.explained),
        remark=words(line.remark),
        proofs=tuple(_proof(piece, base) for piece in line.pieces) if proofs else (),
        link=base + address,
    )


def _proof(piece: Piece, base: str) -> Proof:
    title = words(piece.title)
    link = base + piece.url if piece.url.startswith("/") else piece.url
    return Proof(f"{title} ({piece.note})" if piece.note else title, piece.day, piece.figure, link)


def _event(event: HeldEvent, base: str) -> EventLine:
    link = base + reverse("events:event", args=[event.slug])
    return EventLine(
        words(event.title),
        event.first_day,
        event.last_day,
        event.people,
        event.organisations,
        link,
        words(event.place),
    )


def _by_template(report: Report, shape: FundersReport) -> FundersPaper:
    """The funder's sections in one language, with what was written in those of its own."""
    states = dict(PublicityDuty.State.choices)
    return FundersPaper(
        title=words(shape.title),
        parts=tuple(PaperPart(part.kind, words(part.title), _written(report, part.key)) for part in shape.parts),
        activities=tuple(
            ActivityLine(row.number, words(row.title), row.events, row.people, row.organisations)
            for row in shape.activities
        ),
        costs=tuple(CostLine(row.code, words(row.title), row.planned, row.before, row.spent) for row in shape.costs),
        duties=tuple(
            DutyLine(words(row.words), str(states[row.state]) if row.state else "", row.day, row.note, row.link)
            for row in shape.duties
        ),
        asked=tuple(AskedLine(words(row.question), words(row.answer), row.people) for row in shape.asked),
    )


def _written(report: Report, key: str) -> str:
    return words(report.written.get(key) or "") if key else ""
