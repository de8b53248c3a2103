"""The anonymous sheet under one's own link, and what the sheets say together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import write_csv, write_xlsx
from talka.events import access, jobs
from talka.events.actions import feedback as actions
from talka.events.forms.feedback import FeedbackForm
from talka.events.models import Registration
from talka.events.queries import feedback as queries
from talka.events.queries import tables
from talka.ui.refusals import Refusal

from .day_pages import about, inside
from .files import as_file


@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, token: str) -> HttpResponse:
    """`/f/<token>/`: four marks and three questions, once."""
    registration = access.registration_by_link(token)
    event = registration.event
    thanks = registration.feedback_given
    if not thanks and not event.feedback_open:
        raise Refusal(
            _("Feedback on this event is not being collected now."),
            _("It is asked for after the event, for some time."),
            _("If you want to tell something, write to the organiser."),
            status=410,
        )
    form = None if thanks else FeedbackForm(request.POST or None)
    if form is not None and request.method == "POST" and form.is_valid():
        actions.send(registration, form.ratings(), form.texts())
        return redirect("events:feedback", token)
    return render(
        request,
        "events/day/feedback.html",
        about(event, registration=registration, form=form, thanks=thanks),
        status=422 if form is not None and form.errors else 200,
    )


@require_GET
def summary(request: HttpRequest, slug: str) -> HttpResponse:
    """`/e/<slug>/feedback/`: for the organisers; nothing from fewer than five sheets."""
    event = access.event_with_people(request.person, slug)  # type: ignore[attr-defined]
    return render(
        request,
        "events/day/feedback_summary.html",
        inside(
            request,
            event,
            "feedback_summary",
            summary=queries.feedback_summary(event),
            asked=Registration.objects.filter(event=event, feedback_asked_at__isnull=False).count(),
            may_organise=access.may_organise(request.person, event),  # type: ignore[attr-defined]
        ),
    )


@require_POST
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    opened = request.POST.get("open") == "yes"
    actions.open_feedback(event, by=request.person, opened=opened)  # type: ignore[attr-defined]
    if opened:
        jobs.soon()
        messages.success(request, _("Feedback is being collected. Those who came get a letter with their own link."))
    else:
        messages.success(request, _("Feedback is closed."))
    return redirect("events:feedback_summary", slug)


@require_GET
def export(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)  # type: ignore[attr-defined]
    found = tables.feedback_sheet(event)
    if ending == "csv":
        return as_file(write_csv(found), f"{event.slug}-feedback.csv", CSV)
    return as_file(write_xlsx(found), f"{event.slug}-feedback.xlsx", XLSX)
