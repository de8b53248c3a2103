"""Tables of persons and organisations: send, look at faults and at what would happen, accept."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.people import access
from talka.people.actions.imports import BACKGROUND_FROM, accept_import, check_import, outlook_of
from talka.people.actions.persons import LABELS
from talka.people.columns import ORGANISATIONS, PERSONS
from talka.people.forms import TableForm
from talka.people.models import Import
from talka.people.views.merging import _WORDS

LISTS = {Import.Kind.PERSONS: "people:people", Import.Kind.ORGANISATIONS: "people:organisations"}
SENT_AT = {Import.Kind.PERSONS: "people:import_people", Import.Kind.ORGANISATIONS: "people:import_organisations"}


def send(request: HttpRequest, kind: str) -> HttpResponse:
    access.keepers_only(request.person)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        return redirect("people:import", check_import(kind, file, file.name, by=request.person).key)
    columns = PERSONS if kind == Import.Kind.PERSONS else ORGANISATIONS
    context = {"form": form, "kind": kind, "columns": columns, "back": reverse(LISTS[kind])}
    return render(request, "people/import.html", context)


def table(request: HttpRequest, key: str) -> HttpResponse:
    access.keepers_only(request.person)
    shown = Import.objects.filter(key=key, by=request.person).first()
    if shown is None:
        raise Http404
    if request.method == "POST":
        shown = accept_import(shown, by=request.person, overwrite=request.POST.get("overwrite") == "on")
        if shown.state == Import.State.DONE:
            messages.success(request, _("The table has been entered."))
        return redirect("people:import", key)
    words = {name: str(label) for name, label in {**_WORDS, **LABELS}.items()}
    outlook = vars(outlook_of(shown)) if shown.state == Import.State.CHECKED else shown.result
    differs = [
        [row, who, words.get(name, name), kept, said] for row, who, name, kept, said in outlook.get("differs", [])
    ]
    return render(
        request,
        "people/imported.html",
        {
            "table": shown,
            "right": len(shown.rows),
            "outlook": outlook,
            "differs": differs,
            "unreadable": any(fault[0] is None for fault in shown.faults),
            "background": len(shown.rows) > BACKGROUND_FROM,
            "again": reverse(SENT_AT[shown.kind]),
            "list": reverse(LISTS[shown.kind]),
        },
    )
