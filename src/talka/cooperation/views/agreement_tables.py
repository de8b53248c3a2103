"""The register as tables: out, and in by two steps; and one agreement entered as it stands."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import Sheet, write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.ui.forms import sent

from ..access import agreements as access
from ..actions.agreements import imports, standing
from ..agreements.columns import COLUMNS, rows_of
from ..agreements.json_rows import write_json
from ..forms.agreements import StandingForm, TableForm
from ..models import Agreement, AgreementImport
from ..queries.agreements.register import register_of
from .agreement_frame import form_page
from .agreements import asked_of
from .frame import back, person_of


@require_safe
def export(request: HttpRequest, ending: str) -> HttpResponse:
    """What the register shows the reader, as asked: XLSX, CSV or JSON."""
    if ending not in ("xlsx", "csv", "json"):
        raise Http404
    rows = rows_of(register_of(person_of(request), asked_of(request)))
    name = f"agreements.{ending}"
    if ending == "json":
        return serve_bytes(write_json(rows), name, "application/json")
    sheet = Sheet(_("Register of agreements"), COLUMNS, rows)
    if ending == "xlsx":
        return serve_bytes(write_xlsx(sheet), name, XLSX)
    return serve_bytes(write_csv(sheet), name, CSV)


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """An agreement made elsewhere, as it stands."""
    person = person_of(request)
    access.begins_agreements_only(person)
    form = StandingForm(request.POST or None, request.FILES or None)
    made: list[Agreement] = []

    def keep() -> None:
        public = form.cleaned_data["public"]
        made.append(standing.enter(form.standing(), form.sent(), public=public, by=person))

    status = sent(request, form, keep)
    if not status:
        return back(request, "agreement", made[0].slug, said=_("The agreement stands in the register."))
    context = {"form": form, "title": _("Enter an agreement that is in force"), "submit": _("Enter it")}
    return render(request, "cooperation/agreement_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what stands in the register of an agreement made elsewhere."""
    person = person_of(request)
    row = access.agreement_to_change(person, slug)
    if not row.standing:
        raise Http404
    form = StandingForm(request.POST or None, request.FILES or None, agreement=row)

    def keep() -> None:
        version = form.cleaned_data["version"] or 0
        standing.correct(row, form.standing(), form.sent(), version=version, by=person)

    status = sent(request, form, keep)
    if not status:
        return back(request, "agreement", row.slug, said=_("Saved; what stood there before is kept."))
    return form_page(request, row, form, _("Correct the entry"), status)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """First step: a table is read and checked."""
    person = person_of(request)
    access.begins_agreements_only(person)
    form = TableForm(request.POST or None, request.FILES or None)
    made: list[AgreementImport] = []

    def check() -> None:
        file = form.cleaned_data["file"]
        made.append(imports.check_table(file, file.name, by=person))

    status = sent(request, form, check)
    if not status:
        return redirect("cooperation:agreement_table", made[0].key)
    context = {"form": form, "columns": COLUMNS, "back": reverse("cooperation:agreements")}
    return render(request, "cooperation/agreement_send.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Second step: what would come of it, and the deed."""
    person = person_of(request)
    shown = access.import_for(person, key)
    if request.method == "POST":
        shown = imports.accept_table(shown, by=person)
        if shown.state == AgreementImport.State.DONE:
            messages.success(request, _("The table has been entered."))
        return redirect("cooperation:agreement_table", key)
    context = {
        "table": shown,
        "right": len(shown.rows),
        "unreadable": any(fault[0] is None for fault in shown.faults),
        "background": len(shown.rows) > imports.BACKGROUND_FROM,
        "note": _("New agreements are public: everybody reads them in the register."),
        "again": reverse("cooperation:send_agreements"),
        "list": reverse("cooperation:agreements"),
    }
    return render(request, "cooperation/agreement_table.html", context)
