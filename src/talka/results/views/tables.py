"""A project's indicators as a table, out and in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import Sheet, write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.documents.tables import read_table
from talka.ui.forms import tried

from .. import access
from ..actions.indicator_tables import read_indicators
from ..actions.indicators import save_indicators
from ..columns import INDICATORS, indicator_row
from ..forms import IndicatorFileForm
from ..queries.indicators import standing
from .frame import context_of


def export_indicators(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    project = access.project_inside(request.person, slug)
    sheet = Sheet(_("Indicators"), INDICATORS, [indicator_row(row) for row in standing(project)])
    name = f"{project.slug}-indicators.{ending}"
    if ending == "xlsx":
        return serve_bytes(write_xlsx(sheet), name, XLSX)
    if ending == "csv":
        return serve_bytes(write_csv(sheet), name, CSV)
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def import_indicators(request: HttpRequest, slug: str) -> HttpResponse:
    """All rows or none: faults are shown per row."""
    project = access.project_to_keep(request.person, slug)
    form = IndicatorFileForm(request.POST or None, request.FILES or None)
    faults, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            table = read_table(file, file.name, INDICATORS, most_rows=1000)
            told, faults = read_indicators(project, table)
            if not faults:
                done: list[tuple[int, int]] = []
                status = tried(form, lambda: done.append(save_indicators(project, told, by=request.person)))
                if not status:
                    new, changed = done[0]
                    messages.success(
                        request,
                        ngettext("%(count)s new indicator", "%(count)s new indicators", new) % {"count": new}
                        + ", "
                        + ngettext("%(count)s indicator changed.", "%(count)s indicators changed.", changed)
                        % {"count": changed},
                    )
                    return redirect("results:results", project.programme.slug, project.slug)
    context = {"form": form, "faults": faults, "columns": INDICATORS} | context_of(request, project)
    return render(request, "results/import_indicators.html", context, status=status)
