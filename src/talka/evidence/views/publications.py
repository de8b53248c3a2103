"""Where was told of an event: entered, corrected, withdrawn."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.ui.forms import sent

from .. import access
from ..actions import publications as actions
from ..forms import PublicationForm
from .frame import about_event


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_to_prove(request.person, slug)
    item = access.item_for(event, actions.ITEM)
    form = PublicationForm(request.POST or None, request.FILES or None)
    status = sent(request, form, lambda: actions.enter_publication(event, item, form.data_of(), by=request.person))
    if not status:
        messages.success(request, _("Entered."))
        return redirect("evidence:item", slug, actions.ITEM)
    context = about_event(request, event, form=form, title=_("New publication"))
    return render(request, "evidence/publication.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    event = access.event_to_prove(request.person, slug)
    item = access.item_for(event, actions.ITEM)
    row = access.publication_for(event, number)
    form = PublicationForm(request.POST or None, request.FILES or None, row=row)
    status = sent(
        request,
        form,
        lambda: actions.correct_publication(
            row,
            item,
            form.data_of(),
            version=form.cleaned_data["version"] or 0,
            by=request.person,
        ),
    )
    if not status:
        messages.success(request, _("Saved."))
        return redirect("evidence:item", slug, actions.ITEM)
    context = about_event(request, event, form=form, title=row.title, row=row)
    return render(request, "evidence/publication.html", context, status=status)


@require_POST
def withdraw(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    event = access.event_to_prove(request.person, slug)
    actions.withdraw_publication(access.publication_for(event, number), by=request.person)
    messages.success(request, _("Withdrawn. That it was entered stays on record."))
    return redirect("evidence:item", slug, actions.ITEM)
