"""Bringing a table: registrations, attendance, feedback sheets from paper. First what is wrong, then what is done."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talka.events import access
from talka.events.actions import imports as actions
from talka.events.forms.imports import TableForm
from talka.events.models import Event, SheetImport

from .day_pages import inside

KINDS = {
    "registrations": (SheetImport.Kind.REGISTRATIONS, "events:registrations"),
    "attendance": (SheetImport.Kind.ATTENDANCE, "events:attendance"),
    "feedback": (SheetImport.Kind.FEEDBACK, "events:feedback_summary"),
}


def _kind(kind: str) -> tuple[str, str]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


@require_http_methods(["GET", "POST"])
def bring(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    stored, back = _kind(kind)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        shelf = actions.bring(event, stored, file, file.name, by=request.person)  # type: ignore[attr-defined]
        return redirect("events:import", slug, kind, shelf.pk)
    return render(
        request,
        "events/day/import_bring.html",
        inside(
            request,
            event,
            "registrations",
            form=form,
            kind=kind,
            kind_label=SheetImport.Kind(stored).label,
            columns=actions.columns_of(event, stored),
            exports=[(ending.upper(), reverse(f"{back}_export", args=[slug, ending])) for ending in ("xlsx", "csv")],
            back=reverse(back, args=[slug]),
        ),
        status=422 if form.errors else 200,
    )


def _shelf(event: Event, kind: str, number: int) -> SheetImport:
    stored, _back = _kind(kind)
    shelf = SheetImport.objects.filter(event=event, kind=stored, pk=number).first()
    if shelf is None:
        raise Http404
    shelf.event = event
    return shelf


@never_cache
def one(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    """What is wrong with a table, row by row; and the decision."""
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    shelf = _shelf(event, kind, number)
    back = reverse(_kind(kind)[1], args=[slug])
    return render(
        request,
        "events/day/import.html",
        inside(
            request,
            event,
            "registrations",
            shelf=shelf,
            kind=kind,
            back=back,
            more_faults=max(0, shelf.faulty_count - len({fault["row"] for fault in shelf.faults})),
        ),
    )


@require_POST
def decide(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    shelf = _shelf(event, kind, number)
    if request.POST.get("decision") == "take":
        actions.accept(shelf, by=request.person)  # type: ignore[attr-defined]
        return redirect("events:import", slug, kind, number)
    actions.give_up(shelf, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The table was thrown away; nothing was changed."))
    return redirect(_kind(kind)[1], slug)
