"""The outbox."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from talka.ui.pages import page_of

from . import access, actions, queries
from .models import Letter
from .rendering import first_link
from .transport import server


@login_required
@never_cache
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    reader = access.reader_of(request)
    if not access.may_read_letters(reader):
        raise Http404
    state = request.GET.get("state", "")
    words = request.GET.get("q", "").strip()
    about = (request.GET.get("about", ""), request.GET.get("id", ""))
    counts = queries.state_counts(reader)
    tabs = [{"label": pgettext("letters", "All"), "href": "?", "current": not state, "count": sum(counts.values())}] + [
        {"label": label, "href": f"?state={value}", "current": state == value, "count": counts[value]}
        for value, label in Letter.State.choices
        if counts.get(value)
    ]
    letters = queries.outbox(reader, words=words, state=state, about=about)
    return render(
        request,
        "letters/outbox.html",
        {
            "title": _("Letters"),
            "tabs": tabs,
            "letters": page_of(letters, request),
            "words": words,
            "state": state,
            "sends": server() is not None,
            "narrowed": bool(words or state or about[0]),
        },
    )


@login_required
@never_cache
@require_GET
def letter(request: HttpRequest, key: str) -> HttpResponse:
    found = access.letter_for(access.reader_of(request), key)
    closed = access.words_closed(found)
    return render(
        request,
        "letters/letter_page.html",
        {
            "title": found.subject or _("Forgotten letter"),
            "letter": found,
            "closed": closed,
            "text": "" if closed else found.text,
            "link": "" if closed else first_link(found.text),
            "attachments": [] if closed else found.attachments.all(),
            "sends": server() is not None,
        },
    )


@login_required
@never_cache
@require_GET
def letter_as_sent(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part on a page of its own: mail needs styles in the text, which our pages do not allow."""
    found = access.letter_for(access.reader_of(request), key)
    if access.words_closed(found) or not found.html:
        raise Http404
    response = HttpResponse(found.html)
    response["Content-Security-Policy"] = "; ".join(
        ("default-src 'none'", "style-src 'unsafe-inline'", "sandbox allow-popups", "frame-ancestors 'none'")
    )
    return response


@login_required
@require_POST
def retry(request: HttpRequest, key: str) -> HttpResponse:
    reader = access.reader_of(request)
    actions.retry(access.letter_for(reader, key), by=reader)
    messages.success(request, _("The letter is in the queue and will be sent within a minute."))
    return redirect("letters:letter", key)


@login_required
@require_POST
def hold(request: HttpRequest, key: str) -> HttpResponse:
    reader = access.reader_of(request)
    actions.hold(access.letter_for(reader, key), by=reader)
    messages.success(request, _("The letter is held and will not be sent."))
    return redirect("letters:letter", key)


@login_required
@require_POST
def bounce(request: HttpRequest, key: str) -> HttpResponse:
    reader = access.reader_of(request)
    actions.record_bounce(access.letter_for(reader, key), by=reader, reason=_("recorded by hand"))
    messages.success(request, _("It is noted that the letter came back; the address is not written to any more."))
    return redirect("letters:letter", key)
