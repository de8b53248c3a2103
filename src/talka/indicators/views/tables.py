"""A table of figures on its way in: send it, say what is what, look at what would happen, accept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from talka.indicators import access
from talka.indicators.actions import fetching, imports
from talka.indicators.forms import TableForm
from talka.indicators.models import FigureImport
from talka.indicators.queries import catalogue
from talka.indicators.queries.incoming import areas_meant, incoming_table, mapping_told
from talka.ui.refusals import Refusal

WAITING = (FigureImport.State.FETCHING, FigureImport.State.READING, FigureImport.State.ENTERING)


def entered(request: HttpRequest) -> HttpResponse:
    access.enterers_only(request.person)
    return render(request, "indicators/tables.html", {"releases": catalogue.releases()})


def send(request: HttpRequest) -> HttpResponse:
    access.enterers_only(request.person)
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, address = form.cleaned_data["file"], form.cleaned_data["address"]
        try:
            if file:
                row = imports.send(file, file.name, by=request.person)
            else:
                row = fetching.send_address(address, by=request.person)
        except Refusal as refusal:
            form.add_error("file" if file else "address", refusal.text())
        else:
            return redirect("indicators:table_in", row.key)
    return render(
        request,
        "indicators/send_table.html",
        {"form": form, "hosts": fetching.hosts()},
        status=422 if form.errors else 200,
    )


def incoming(request: HttpRequest, key: str) -> HttpResponse:
    row = access.import_for(request.person, key)
    context = {"table": row, "waiting": row.state in WAITING}
    if row.state in (FigureImport.State.READ, FigureImport.State.CHECKED):
        context |= {"page": incoming_table(row), "open_form": "tell" in request.GET}
    return render(request, "indicators/table_in.html", context)


@require_POST
def tell(request: HttpRequest, key: str) -> HttpResponse:
    """What each dimension and series is, as the form on the page of the table says it."""
    row = access.import_for(request.person, key)
    imports.tell(row, mapping_told(row, request.POST), by=request.person)
    return redirect("indicators:table_in", key)


@require_POST
def tell_areas(request: HttpRequest, key: str) -> HttpResponse:
    """Which areas the labels mean that the register did not find; by key or by name."""
    row = access.import_for(request.person, key)
    labels = [str(each["label"]) for each in row.outlook.get("open", [])]
    answers = {label: request.POST.get(f"area-{n}", "").strip() for n, label in enumerate(labels)}
    imports.tell_areas(row, areas_meant(answers), by=request.person)
    return redirect("indicators:table_in", key)


@require_POST
def accept(request: HttpRequest, key: str) -> HttpResponse:
    row = access.import_for(request.person, key)
    row = imports.accept(row, by=request.person, without_faulty=request.POST.get("without_faulty") == "on")
    if row.state == FigureImport.State.ENTERED and row.release:
        messages.success(request, _("The table has been entered."))
        return redirect("indicators:release", row.release.key)
    return redirect("indicators:table_in", key)


@require_POST
def drop(request: HttpRequest, key: str) -> HttpResponse:
    imports.drop(access.import_for(request.person, key), by=request.person)
    messages.success(request, _("The table has been set aside. Nothing of it was entered."))
    return redirect("indicators:tables")


def release(request: HttpRequest, key: str) -> HttpResponse:
    row = access.release_for(request.person, key)
    return render(
        request, "indicators/release.html", {"release": row, "holding": row.observations.filter(current=True).count()}
    )


@require_POST
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    row = access.release_for(request.person, key)
    number = imports.take_back(row, by=request.person)
    said = ngettext(
        "The table has been taken back: %(n)s figure no longer holds.",
        "The table has been taken back: %(n)s figures no longer hold.",
        number,
    )
    messages.success(request, said % {"n": number})
    return redirect("indicators:release", key)
