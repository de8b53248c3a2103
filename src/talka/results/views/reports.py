"""Reports to the funder: written, read as page, DOCX, PDF and XLSX, handed in, begun anew."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.documents.media_types import DOCX, PDF, XLSX
from talka.documents.result_report import result_docx, result_pdf, result_xlsx
from talka.documents.storage import serve_bytes
from talka.ui.addresses import whole
from talka.ui.forms import sent

from .. import access
from ..actions import reports as actions
from ..forms import ReportForm
from ..models import Report
from ..queries import reports as queries
from ..queries.indicators import known_pieces
from ..queries.report_paper import LANGUAGES, paper_of
from .frame import context_of


def reports(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_inside(request.person, slug)
    return render(request, "results/reports.html", {"rows": queries.reports_of(project)} | context_of(request, project))


def report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """As a page: a draft with what the data say now, else as it was handed in and what has changed since."""
    row = access.report_for(request.person, slug, pk)
    figures = queries.figures_of(row)
    return render(
        request,
        "results/report.html",
        {
            "report": row,
            "paper": paper_of(row, figures, language=get_language() or "lv", base="", paper=False),
            "changes": queries.changes_since(row, figures),
            "last": queries.is_last(row),
            "languages": LANGUAGES,
            "draft": row.state == Report.State.DRAFT,
        }
        | context_of(request, row.project),
    )


def evidence(request: HttpRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """What one figure of a report is made of: as handed in, or as the data say now."""
    row = access.report_for(request.person, slug, pk)
    line = queries.line_of(row, number)
    if line is None:
        raise Http404
    files = access.may_read_files(request.person, row.project)
    known = known_pieces(line.pieces, request.person, files=files)
    context = {
        "report": row,
        "line": line,
        "pieces": [(queries.words(piece.title), piece) for piece in known],
        "unknown": len(line.pieces) - len(known),
        "words": {name: queries.words(getattr(line, name)) for name in ("title", "unit", "remark")},
        "draft": row.state == Report.State.DRAFT,
        "standing": queries.stands(row, number),
    }
    return render(request, "results/report_evidence.html", context | context_of(request, row.project))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    project = access.project_to_keep(request.person, slug)
    form = ReportForm(request.POST or None, project=project)
    made: list[Report] = []
    status = sent(request, form, lambda: made.append(actions.begin_report(project, form.data_of(), by=request.person)))
    if not status:
        messages.success(request, _("The report has been begun. Its figures come by themselves."))
        return redirect("results:report", slug, made[0].pk)
    context = {"form": form, "title": _("New report")} | context_of(request, project)
    return render(request, "results/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.report_to_write(request.person, slug, pk)
    if row.state != Report.State.DRAFT and request.method != "POST":
        return redirect("results:report", slug, pk)
    form = ReportForm(request.POST or None, project=row.project, report=row)
    status = sent(request, form, lambda: _write(request, row, form))
    if not status:
        messages.success(request, _("Saved."))
        return redirect("results:report", slug, pk)
    context = {"form": form, "report": row} | context_of(request, row.project)
    return render(request, "results/edit_report.html", context, status=status)


@require_POST
def hand_in(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.report_to_write(request.person, slug, pk)
    version = request.POST.get("version", "")
    actions.hand_in(row, version=int(version) if version.isdecimal() else 0, by=request.person)
    messages.success(request, _("The report has been handed in. Its figures do not change any more."))
    return redirect("results:report", slug, pk)


@require_POST
def anew(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.report_to_write(request.person, slug, pk)
    made = actions.begin_anew(row, by=request.person)
    messages.success(request, _("A new edition has been begun; the one that was handed in stays."))
    return redirect("results:report", slug, made.pk)


@require_POST
def discard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    row = access.report_to_write(request.person, slug, pk)
    actions.discard_draft(row, by=request.person)
    messages.success(request, _("The draft has been discarded."))
    return redirect("results:reports", slug)


def as_docx(request: HttpRequest, slug: str, pk: int, language: str) -> HttpResponse:
    row = access.report_for(request.person, slug, pk)
    return serve_bytes(result_docx(_paper(request, row, language)), _name(row, language, "docx"), DOCX)


def as_pdf(request: HttpRequest, slug: str, pk: int, language: str) -> HttpResponse:
    row = access.report_for(request.person, slug, pk)
    return serve_bytes(result_pdf(_paper(request, row, language)), _name(row, language, "pdf"), PDF)


def as_xlsx(request: HttpRequest, slug: str, pk: int, language: str) -> HttpResponse:
    row = access.report_for(request.person, slug, pk)
    return serve_bytes(result_xlsx(_paper(request, row, language)), _name(row, language, "xlsx"), XLSX)


def _paper(request: HttpRequest, row: Report, language: str):  # type: ignore[no-untyped-def]
    if language not in LANGUAGES:
        raise Http404
    return paper_of(row, queries.figures_of(row), language=language, base=whole("", request))


def _name(row: Report, language: str, ending: str) -> str:
    return f"{row.project.slug}-report-{row.number}.{row.edition}-{language}.{ending}"


def _write(request: HttpRequest, row: Report, form: ReportForm) -> None:
    actions.write_report(row, form.data_of(), version=form.cleaned_data["version"] or 0, by=request.person)
