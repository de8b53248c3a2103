"""Tables of joint projects: out, and in by two steps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.ui.forms import sent

from .. import access
from ..access.projects import import_for
from ..actions.projects import tables as actions
from ..forms.projects import TableForm
from ..models import ProjectImport
from ..project_columns import WRITTEN_ONLY, columns_of
from ..queries.projects.lists import projects_of
from ..queries.projects.tables import table_of
from .frame import person_of
from .projects import asked_of


def export(request: HttpRequest, table: str, ending: str) -> HttpResponse:
    """What the reader may know of the projects that were asked for; `all` is one workbook with both tables."""
    kinds = ProjectImport.Kind.values if table == "all" else [table]
    if (
        not set(kinds) <= set(ProjectImport.Kind.values)
        or ending not in ("xlsx", "csv")
        or (ending == "csv" and kinds[1:])
    ):
        raise Http404
    rows = projects_of(person_of(request), asked_of(request))
    sheets = [table_of(rows, kind) for kind in kinds]
    name = f"joint-projects-{table}.{ending}"
    if ending == "xlsx":
        return serve_bytes(write_xlsx(*sheets), name, XLSX)
    return serve_bytes(write_csv(sheets[0]), name, CSV)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """First step: a table is read and checked."""
    person = person_of(request)
    access.beginners_only(person)
    form = TableForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "")})
    done: list[ProjectImport] = []

    def check() -> None:
        given = form.cleaned_data
        done.append(actions.check_table(given["kind"], given["file"], given["file"].name, by=person))

    status = sent(request, form, check)
    if not status:
        return redirect("cooperation:project_table", done[0].key)
    columns = [
        (label, kind, [one for one in columns_of(kind) if one.key not in WRITTEN_ONLY[kind]])
        for kind, label in ProjectImport.Kind.choices
    ]
    return render(request, "cooperation/project_send.html", {"form": form, "columns": columns}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Second step: what would come of it, and the deed."""
    person = person_of(request)
    shown = import_for(person, key)
    if request.method == "POST":
        shown = actions.accept_table(shown, by=person)
        if shown.state == ProjectImport.State.DONE:
            messages.success(request, _("The table has been entered."))
        return redirect("cooperation:project_table", key)
    unreadable = any(fault[0] is None for fault in shown.faults)
    context = {
        "table": shown,
        "right": len(shown.rows),
        "unreadable": unreadable,
        "background": len(shown.rows) > actions.BACKGROUND_FROM,
    }
    return render(request, "cooperation/project_imported.html", context)
