"""Tables of resources: send, look at faults and at what would happen, accept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from talka.resources import access
from talka.resources.actions.imports import BACKGROUND_FROM, accept_import, check_import, outlook_of
from talka.resources.columns import COLUMNS
from talka.resources.forms import TableForm
from talka.resources.models import Import


def send(request: HttpRequest) -> HttpResponse:
    access.enterers_only(request.person)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        return redirect("resources:import", check_import(file, file.name, by=request.person).key)
    context = {"form": form, "columns": COLUMNS, "back": reverse("resources:resources")}
    return render(request, "resources/import.html", context, status=422 if form.errors else 200)


def table(request: HttpRequest, key: str) -> HttpResponse:
    shown = access.import_for(request.person, key)
    if request.method == "POST":
        shown = accept_import(shown, by=request.person, overwrite=request.POST.get("overwrite") == "on")
        if shown.state == Import.Progress.DONE:
            messages.success(request, _("The table has been entered."))
        return redirect("resources:import", key)
    outlook = vars(outlook_of(shown)) if shown.state == Import.Progress.CHECKED else shown.result
    context = {
        "table": shown,
        "right": len(shown.rows),
        "outlook": outlook,
        "differs": outlook.get("differs", []),
        "unreadable": any(fault[0] is None for fault in shown.faults),
        "background": len(shown.rows) > BACKGROUND_FROM,
        "again": reverse("resources:send_table"),
        "list": reverse("resources:resources"),
    }
    return render(request, "resources/imported.html", context)
