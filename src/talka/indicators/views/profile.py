"""The profile of an area as papers; the page itself is the area's."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from talka.documents.media_types import DOCX, PDF
from talka.documents.report import Report, report_pdf
from talka.documents.storage import POLICY, serve_bytes
from talka.documents.word import report_docx
from talka.indicators import access
from talka.indicators.paper import profile_report
from talka.indicators.queries.profile_page import profile_page
from talka.territories.access import area_for
from talka.territories.queries import area_page
from talka.ui.addresses import whole

A_YEAR = "private, max-age=31536000, immutable"
"""Another drawing has another address."""


def _report(request: HttpRequest, key: str) -> Report:
    area, today = area_for(key), timezone.localdate()
    return profile_report(
        profile_page(area, today, drawings=True),
        area_page(area, today),
        made_on=today,
        link=whole(reverse("territories:area", args=[key]), request),
        language=get_language() or "lv",
    )


@require_safe
def profile_as_pdf(request: HttpRequest, key: str) -> HttpResponse:
    report = _report(request, key)
    return serve_bytes(report_pdf(report), f"{key}-{report.language}.pdf", PDF)


@require_safe
def profile_as_docx(request: HttpRequest, key: str) -> HttpResponse:
    report = _report(request, key)
    return serve_bytes(report_docx(report), f"{key}-{report.language}.docx", DOCX)


@require_safe
def chart(request: HttpRequest, key: str, digest: str) -> HttpResponse:
    """A chart that the worker drew, to stand in the profile."""
    row = access.chart_for(key, digest)
    return HttpResponse(
        row.svg,
        content_type="image/svg+xml",
        headers={
            "Cache-Control": A_YEAR,
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
