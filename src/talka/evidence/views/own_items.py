"""What a programme wants in its event files besides: kept by its organisers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.ui.forms import sent

from .. import access
from ..actions import own_items as actions
from ..forms import OwnItemForm
from ..models import OwnItem


@require_safe
def items(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_organise(request.person, slug)
    rows = list(OwnItem.objects.filter(programme=programme))
    context = {
        "programme": programme,
        "rows": [row for row in rows if not row.retired_at],
        "retired": [row for row in rows if row.retired_at],
        "illustrative": programme.illustrative,
    }
    return render(request, "evidence/own_items.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_organise(request.person, slug)
    form = OwnItemForm(request.POST or None)
    status = sent(request, form, lambda: actions.add_item(programme, form.data_of(), by=request.person))
    if not status:
        messages.success(request, _("Added: every event of the programme is asked for it from now on."))
        return redirect("evidence:own_items", slug)
    context = {
        "programme": programme,
        "form": form,
        "title": _("New item of the event file"),
        "illustrative": programme.illustrative,
    }
    return render(request, "evidence/own_item.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    programme = access.programme_to_organise(request.person, slug)
    row = access.own_item_for(programme, item)
    form = OwnItemForm(request.POST or None, row=row)
    status = sent(request, form, lambda: actions.change_item(row, form.data_of(), by=request.person))
    if not status:
        messages.success(request, _("Saved."))
        return redirect("evidence:own_items", slug)
    context = {
        "programme": programme,
        "form": form,
        "title": row.title,
        "row": row,
        "illustrative": programme.illustrative,
    }
    return render(request, "evidence/own_item.html", context, status=status)


@require_POST
def retire(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    programme = access.programme_to_organise(request.person, slug)
    actions.retire_item(access.own_item_for(programme, item), by=request.person)
    messages.success(request, _("It is not asked for any more. Files that were brought for it stay."))
    return redirect("evidence:own_items", slug)


@require_POST
def restore(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    programme = access.programme_to_organise(request.person, slug)
    actions.restore_item(access.own_item_for(programme, item), by=request.person)
    messages.success(request, _("It is asked for again."))
    return redirect("evidence:own_items", slug)
