"""What became of what was said: for everybody, for the wall of the next event, on paper, and for whoever said it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talka.documents.door_sign import DoorSign, door_signs_pdf
from talka.documents.media_types import PDF
from talka.documents.storage import serve_bytes
from talka.events.access import event_for, event_to_organise, may_organise, registration_by_link
from talka.programmes.publicity import publicity_for_documents, publicity_of
from talka.ui.addresses import whole as address
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access, actions
from ..models import Need, NeedResponse
from ..queries import became as queries


def became(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of the needs voiced at an event."""
    event = access.event_with_findings(request.person, slug)
    organise = may_organise(request.person, event)
    page = {
        "event": event,
        "whole": queries.became_of(event, request.person),
        "organise": organise,
        "speakers": queries.spoke_at(event).count() if organise else 0,
        "publicity": publicity_of(event.project),
        "illustrative": event.project.programme.illustrative,
    }
    return render(request, "needs/became.html", page)


def since(request: HttpRequest, slug: str) -> HttpResponse:
    """For the wall, when an event opens: what became of what was said at the one it follows."""
    event = event_for(request.person, slug)
    if event.follows is None:
        raise Http404
    before = access.event_with_findings(request.person, event.follows.slug)
    page = {
        "event": event,
        "before": before,
        "whole": queries.became_of(before, request.person),
        "address": address(reverse("needs:became", args=[before.slug]), request),
        "illustrative": event.project.programme.illustrative,
    }
    return render(request, "needs/since.html", page)


def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """A sheet with a code that leads to what became of what was said."""
    event = event_to_organise(request.person, slug)
    link = address(reverse("needs:became", args=[event.slug]), request)
    paper = DoorSign(
        event=str(event.title),
        name=_("What became of your words"),
        about=_("Each need, what was decided, and what is held when"),
        code="",
        link=link,
        publicity=publicity_for_documents(event.project),
        language=get_language() or "lv",
        illustrative=event.project.programme.illustrative,
    )
    return serve_bytes(door_signs_pdf([paper]), f"{event.slug}-became.pdf", PDF)


@require_POST
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """One letter to each who spoke."""
    event = event_to_organise(request.person, slug)
    number = actions.tell_those_who_spoke(event, by=request.person)
    words = ngettext("%(n)s person is written to.", "%(n)s people are written to.", number) % {"n": number}
    messages.success(request, words if number else _("Everybody who spoke has been written to already."))
    return redirect("needs:became", slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_words(request: HttpRequest, token: str) -> HttpResponse:
    """Under a registration's own link: one's own words, what became of them, and whether needs are worded as meant."""
    registration = registration_by_link(token)
    fault: Refusal | None = None
    if request.method == "POST":
        need = get_object_or_404(Need, pk=whole(request.POST.get("need")))
        try:
            actions.respond(registration, need, confirms="confirm" in request.POST, words=request.POST.get("words", ""))
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            fault = refusal
        else:
            messages.success(request, _("Thank you. The organisers read it; your name does not stand with it."))
            return redirect("needs:own_words", token)
    event = registration.event
    page = {
        "registration": registration,
        "event": event,
        "own": queries.own_words(registration),
        "fault": fault,
        "fault_need": whole(request.POST.get("need")),
        "given": request.POST.get("words", ""),
        "publicity": publicity_of(event.project),
        "illustrative": event.project.programme.illustrative,
    }
    return render(request, "needs/own_words.html", page, status=422 if fault else 200)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A correction is taken over, or read and left."""
    need = access.need_for(request.person, pk)
    response = get_object_or_404(NeedResponse, pk=whole(request.POST.get("response")), need=need)
    take = "take" in request.POST
    actions.settle(response, take=take, by=request.person)
    messages.success(request, _("The need is worded so now.") if take else _("The wording stays."))
    return redirect("needs:need", pk)


@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """An accepted measure becomes the draft of an event."""
    measure = access.measure_to_shape(request.person, pk)
    project = get_object_or_404(measure.programme.projects, pk=whole(request.POST.get("project")))
    event = actions.hold_as_event(measure, project, by=request.person)
    messages.success(request, _("A draft of the event is made. Check it, publish it, then invite."))
    return redirect("events:manage", event.slug)


@require_POST
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    """Those who voiced the needs that the event answers stand on its list of invitations."""
    event = event_to_organise(request.person, slug)
    number = actions.invite_those_who_spoke(event, by=request.person)
    words = ngettext("%(number)s person added to the list.", "%(number)s people added to the list.", number)
    messages.success(request, words % {"number": number})
    return redirect("events:invitations", slug)
