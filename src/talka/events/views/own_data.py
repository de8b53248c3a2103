"""From a registration's own link to everything that is kept of its holder: by a code sent to their address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from talka.events import access
from talka.people import own
from talka.ui.refusals import Refusal

from .day_pages import about


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """First a button that sends the code, then the field for it. Looking at the page sends nothing."""
    registration = access.registration_by_link(token)
    person = registration.person
    if person.erased_at:
        raise Http404
    context = about(
        registration.event, registration=registration, hint=own.hinted(person.email), known=bool(person.email)
    )
    if request.method != "POST":
        known = own.confirmed_person(request)
        if known is not None and known.pk == person.pk:
            return redirect("people:me")
        return render(request, "events/day/own_data.html", context)
    if "code" not in request.POST:
        own.send_code(person)
        return render(request, "events/day/own_data.html", context | {"sent": True})
    try:
        right = own.confirm(request, person, request.POST["code"])
    except Refusal as refusal:
        fault, status = refusal.text(), refusal.status
    else:
        if right:
            return redirect("people:me")
        fault, status = _("The code is not right, or it has expired."), 422
    return render(request, "events/day/own_data.html", context | {"sent": True, "fault": fault}, status=status)
