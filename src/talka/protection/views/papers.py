"""Documents as page, PDF and DOCX: public ones for everybody, drafts for those who complete them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from talka.documents.media_types import DOCX, PDF
from talka.documents.report import Report, report_data, report_pdf
from talka.documents.storage import serve_bytes
from talka.documents.word import report_docx
from talka.programmes.models import Project
from talka.protection import access
from talka.protection.documents.accessibility import statement_of
from talka.protection.documents.notice import notice_of, of_installation
from talka.protection.queries import papers, register
from talka.protection.queries.facts import answering, facts_of
from talka.ui.addresses import whole


def as_file(report: Report, name: str, ending: str) -> HttpResponse:
    """The document as `ending` says: pdf or docx."""
    if ending == "pdf":
        return serve_bytes(report_pdf(report), f"{name}-{report.language}.pdf", PDF)
    return serve_bytes(report_docx(report), f"{name}-{report.language}.docx", DOCX)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice of the installation, for everybody."""
    language = get_language() or "lv"
    report = notice_of(of_installation(whole("", request)), answering(), language=language)
    return render(request, "protection/public.html", {"paper": report_data(report)})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, for everybody."""
    report = statement_of(answering(), address=whole("", request), language=get_language() or "lv")
    return render(request, "protection/public.html", {"paper": report_data(report)})


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What an administrator needs: documents, who answers, requests that wait, people whose data are left alone."""
    access.administrators_only(request.person)
    today = timezone.localdate()
    waiting, late = register.waiting(today)
    context = {
        "documents": [(name, title) for name, (title, _maker) in papers.DOCUMENTS.items()],
        "missing": answering().missing,
        "facts": facts_of(),
        "waiting": waiting,
        "late": late,
        "restricted": register.restricted(),
    }
    return render(request, "protection/overview.html", context)


@require_safe
def paper(request: HttpRequest, name: str, ending: str = "") -> HttpResponse:
    """A document of the whole installation."""
    access.administrators_only(request.person)
    return _paper(request, name, ending, None)


@require_safe
def project(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents of a project."""
    row = access.project_with_documents(request.person, slug)
    context = {
        "project": row,
        "documents": [(name, title) for name, (title, _maker) in papers.DOCUMENTS.items()],
        "missing": answering(row).missing,
        "may_fill": access.programmes.may_organise(request.person, row),
        "illustrative": row.programme.illustrative,
    }
    return render(request, "protection/project.html", context)


@require_safe
def project_paper(request: HttpRequest, slug: str, name: str, ending: str = "") -> HttpResponse:
    return _paper(request, name, ending, access.project_with_documents(request.person, slug))


def _paper(request: HttpRequest, name: str, ending: str, row: Project | None) -> HttpResponse:
    report = papers.paper(name, language=get_language() or "lv", place=whole("", request), project=row)
    if report is None:
        raise Http404
    if ending:
        return as_file(report, f"{row.slug}-{name}" if row else name, ending)
    context = {"paper": report_data(report), "project": row, "name": name, "illustrative": report.illustrative}
    return render(request, "protection/paper.html", context)
