"""One item of an event file: what is there, bringing a file, taking it back, saying that it does not apply."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.storage import serve_file
from talka.events.models import Event
from talka.ui.forms import sent, tried

from .. import access
from ..actions import files, statements
from ..checklists import Item
from ..forms import ReasonForm, TakeBackForm, UploadForm
from ..queries.checklist import Line, checklist
from .frame import about_event


@require_safe
def item(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    event = access.event_with_evidence(request.person, slug)
    return _page(request, event, item)


@require_POST
def upload(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    event, one = _to_prove(request, slug, item)
    form = UploadForm(request.POST, request.FILES)

    def bring() -> None:
        sent = form.cleaned_data["file"]
        caption = form.cleaned_data["caption"]
        files.bring_file(event, one, file=sent.file, name=sent.name, caption=caption, by=request.person)

    if status := tried(form, bring, "file"):
        return _page(request, event, item, upload=form, status=status)
    messages.success(request, _("“%(item)s”: the file is there.") % {"item": one.title})
    return redirect("evidence:item" if request.POST.get("stay") else "evidence:event", slug, *_stay(request, item))


def _stay(request: HttpRequest, item: str) -> list[str]:
    return [item] if request.POST.get("stay") else []


@require_POST
def apart(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    event, one = _to_prove(request, slug, item)
    form = ReasonForm(request.POST)

    def say() -> None:
        statements.say_apart(event, one, reason=form.cleaned_data["reason"], by=request.person)

    if status := tried(form, say, "reason"):
        return _page(request, event, item, reason=form, status=status)
    messages.success(request, _("“%(item)s” does not apply to this event.") % {"item": one.title})
    return redirect("evidence:event", slug)


@require_POST
def applies(request: HttpRequest, slug: str, item: str) -> HttpResponse:
    event, one = _to_prove(request, slug, item)
    statements.say_it_applies(event, one, by=request.person)
    messages.success(request, _("“%(item)s” is wanted again.") % {"item": one.title})
    return redirect("evidence:item", slug, item)


@require_safe
def file(request: HttpRequest, slug: str, token: str) -> HttpResponseBase:
    """As it came, as an attachment."""
    row = access.file_for(request.person, slug, token)
    if not row.file:
        raise Http404
    return serve_file(row.file.name or "", row.file_name, row.media_type)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    event = access.event_to_prove(request.person, slug)
    row = access.file_for(request.person, slug, token)
    form = TakeBackForm(request.POST or None)
    status = sent(
        request,
        form,
        lambda: files.take_back(
            row,
            reason=form.cleaned_data["reason"],
            with_content=form.cleaned_data["with_content"],
            by=request.person,
        ),
    )
    if not status:
        messages.success(request, _("Taken back: “%(name)s”.") % {"name": row.file_name})
        return redirect("evidence:item", slug, row.item)
    return render(request, "evidence/take_back.html", about_event(request, event, form=form, row=row), status=status)


def _to_prove(request: HttpRequest, slug: str, key: str) -> tuple[Event, Item]:
    event = access.event_to_prove(request.person, slug)
    return event, access.item_for(event, key)


def _page(
    request: HttpRequest,
    event: Event,
    key: str,
    *,
    upload: UploadForm | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    line = _line(event, key)
    context = about_event(
        request,
        event,
        line=line,
        upload=upload or UploadForm(),
        reason=reason or ReasonForm(initial={"reason": line.statement.reason if line.statement else ""}),
    )
    return render(request, "evidence/item.html", context, status=status)


def _line(event: Event, key: str) -> Line:
    for line in checklist(event).lines:
        if line.item.key == key:
            return line
    raise Http404
