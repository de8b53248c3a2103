"""The reports of a project to its funder that were handed in, for the project's ZIP."""

from collections.abc import Iterator

from talka.documents.media_types import DOCX
from talka.documents.result_report import result_docx
from talka.documents.steady import steady
from talka.programmes.models import Project
from talka.results.models import Report
from talka.results.queries.report_paper import paper_of
from talka.results.queries.reports import figures_of
from talka.ui.addresses import whole

from ..checklists import name_of
from .pieces import Piece, plain_name


def pieces_of_reports(project: Project, language: str) -> Iterator[Piece]:
    """One DOCX of each edition that was handed in, with the figures frozen then."""
    rows = Report.objects.filter(project=project, state=Report.State.HANDED_IN).select_related("handed_in_by")
    for row in rows.order_by("number", "edition"):
        row.project = project
        paper = paper_of(row, figures_of(row), language=language, base=whole(""))
        name = f"{row.number:02}.{row.edition}-{plain_name(str(row.title))}.docx"
        yield Piece(
            path=f"{name_of('reports', language)}/{name}",
            item="report",
            title=str(row.title),
            media_type=DOCX,
            origin="talka",
            at=row.handed_in_at,
            by=row.handed_in_by.name if row.handed_in_by else "",
            made=lambda paper=paper: steady(result_docx(paper)),  # type: ignore[misc]
        )
