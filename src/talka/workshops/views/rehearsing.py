"""Seeing the day before the day: a twin of the group work, walked through by simulated phones."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.ui.refusals import Refusal

from .. import access, jobs
from ..actions import rehearsing
from ..forms.rehearsing import RehearsalForm
from ..models import Workshop
from . import frame


@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """Begin one, or look at the one that goes on."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    form = RehearsalForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                twin = _begin(request, row, form.cleaned_data["seats"], form.cleaned_data["minutes"])
            except Refusal as refusal:
                form.add_error(None, refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("The rehearsal has begun. Look on here; join with a phone if you like."))
                return redirect("workshops:console", slug, twin.slug)
    context = frame.about(
        row,
        title=_("Rehearsal"),
        form=form,
        twins=rehearsing.twins_of(row),
        trail=frame.trail(row),
    )
    return render(request, "workshops/rehearsal.html", context, status=status)


def _begin(request: HttpRequest, row: Workshop, seats: int, minutes: int) -> Workshop:
    person = request.person  # type: ignore[attr-defined]
    twin = rehearsing.begin_rehearsal(row, seats, by=person)
    jobs.rehearse.defer(twin=twin.pk, minutes=minutes, by=person.pk if person else None)
    return twin


@require_POST
def end(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """`workshop` is the twin's."""
    twin = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    origin = rehearsing.original_of(twin)
    rehearsing.end_rehearsal(twin, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The rehearsal and everything simulated in it has been taken away."))
    return redirect("workshops:rehearsal", slug, origin.slug) if origin else redirect("workshops:workshops", slug)
