"""A document's tables: out, and in by two steps."""

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
from ..actions import tables as actions
from ..columns import TABLES, WRITTEN_ONLY
from ..forms import TableForm
from ..models import PlanImport
from ..queries.tables import table_of
from .frame import back, context_of, person_of


def export(request: HttpRequest, key: str, table: str, ending: str) -> HttpResponse:
    """For whoever may read the document; `all` is one workbook with every table."""
    plan = access.plan_for(person_of(request), key)
    kinds = PlanImport.Kind.values if table == "all" else [table]
    if (
        not set(kinds) <= set(PlanImport.Kind.values)
        or ending not in ("xlsx", "csv")
        or (ending == "csv" and kinds[1:])
    ):
        raise Http404
    sheets = [table_of(plan, kind) for kind in kinds]
    name = f"{plan.key}-{table}.{ending}"
    if ending == "xlsx":
        return serve_bytes(write_xlsx(*sheets), name, XLSX)
    return serve_bytes(write_csv(sheets[0]), name, CSV)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, key: str) -> HttpResponse:
    """First step: a table is read and checked."""
    person = person_of(request)
    plan = access.plan_to_change(person, key)
    form = TableForm(request.POST or None, request.FILES or None, initial={"kind": request.GET.get("kind", "")})
    done: list[PlanImport] = []

    def check() -> None:
        given = form.cleaned_data
        done.append(actions.check_table(plan, given["kind"], given["file"], given["file"].name, by=person))

    status = sent(request, form, check)
    if not status:
        return redirect("plans:imported", plan.key, done[0].key)
    columns = [
        (label, kind, [one for one in TABLES[kind] if one.key not in WRITTEN_ONLY.get(kind, ())])
        for kind, label in PlanImport.Kind.choices
    ]
    return render(
        request, "plans/send.html", {"form": form, "columns": columns} | context_of(request, plan), status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, key: str, table: str) -> HttpResponse:
    """Second step: what would come of it, and the deed."""
    person = person_of(request)
    shown = access.import_for(person, key, table)
    if request.method == "POST":
        shown = actions.accept_table(shown, by=person)
        messages.success(request, _("The table has been entered."))
        return back(request, shown.plan)
    unreadable = any(fault[0] is None for fault in shown.faults)
    page = {"table": shown, "right": len(shown.rows), "unreadable": unreadable}
    return render(request, "plans/imported.html", page | context_of(request, shown.plan))
