"""Inviting: the list, tables in and out, letters; and the page behind a personal link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.documents.media_types import CSV, XLSX
from talka.documents.sheets import Sheet, write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.events import access, addresses
from talka.events.actions import invitation_lists as lists
from talka.events.actions import invitations as actions
from talka.events.forms.invitations import FromEventForm, ListForm
from talka.events.models import Event, Registration, SheetImport
from talka.events.queries.invitations import (
    STATES,
    TONES,
    invitation_sheet,
    invitations_of,
    lists_waiting,
    numbers_of,
    people_of,
    people_to_invite,
    state_of,
)
from talka.events.queries.page import door_of
from talka.events.queries.when import when_of
from talka.people.models import Person
from talka.programmes.publicity import publicity_of
from talka.ui.asked import whole
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from .frame import manage_context


def _context(request: HttpRequest, event: Event, form: ListForm) -> dict:
    words, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
    who = request.GET.get("who", "").strip()[:100]
    rows = page_of(invitations_of(event, words, state), request)
    others = access.events_known_to(request.person).filter(project__programme=event.project.programme)
    return manage_context(
        request,
        event,
        "invitations",
        form=form,
        numbers=numbers_of(event),
        rows=[(row, state_of(row), STATES[state_of(row)], TONES.get(state_of(row), "warning")) for row in rows],
        pages=rows,
        words=words,
        state=state,
        states=STATES,
        who=who,
        found=people_to_invite(event, who) if who else [],
        lists=lists_waiting(event),
        from_event=FromEventForm(events=others.exclude(pk=event.pk).order_by("-first_day")),
        link=addresses.whole(reverse("events:invitation", args=["x"]), request).removesuffix("x/"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """The list; a table posted here is read and then waits on its own page."""
    event = access.event_to_organise(request.person, slug)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            sheet = lists.read_list(event, upload.file, upload.name, by=request.person)
        except Refusal as refusal:
            form.add_error("file", refusal.text())
        else:
            return redirect("events:invitation_list", slug, sheet.pk)
    return render(
        request, "events/invitations.html", _context(request, event, form), status=422 if form.errors else 200
    )


@require_POST
def deed(request: HttpRequest, slug: str) -> HttpResponse:
    """Send, send again, take back, invite people known already."""
    event = access.event_to_organise(request.person, slug)
    by = request.person
    name, _colon, number = request.POST.get("deed", "").partition(":")
    if name in ("again", "withdraw"):
        row = access.invitation_of(event, whole(number))
    match name:
        case "send":
            sent = actions.send_invitations(event, by=by)
            words = ngettext("%(number)s letter is on its way.", "%(number)s letters are on their way.", sent)
            messages.success(request, words % {"number": sent})
        case "again":
            actions.send_again(row, by=by)
            messages.success(request, _("The letter is on its way again."))
        case "withdraw":
            actions.withdraw(row, by=by)
            messages.success(request, _("The invitation is taken back: its link opens nothing any more."))
        case "people":
            people = Person.objects.filter(
                key__in=request.POST.getlist("person"), illustrative=event.project.programme.illustrative
            )
            tell_added(request, len(actions.invite_people(event, people, by=by)))
        case "event":
            other = access.events_known_to(by).filter(pk=whole(request.POST.get("event"))).first()
            if other is None or not access.may_read_people(by, other):
                raise Http404
            tell_added(request, len(actions.invite_people(event, people_of(other), by=by)))
        case _:
            raise Http404
    return redirect("events:invitations", slug)


def tell_added(request: HttpRequest, number: int) -> None:
    words = ngettext("%(number)s person added to the list.", "%(number)s people added to the list.", number)
    messages.success(request, words % {"number": number})


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_list(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A table that was read: what is right, what is wrong in which row, and the decision."""
    event = access.event_to_organise(request.person, slug)
    sheet = access.list_of(event, number)
    if request.method == "POST":
        if request.POST.get("deed") == "accept":
            sheet = lists.accept_list(sheet, by=request.person)
            if sheet.state == SheetImport.State.DONE:
                tell_added(request, sheet.report.get("added", 0))
        elif request.POST.get("deed") == "give_up":
            lists.give_up_list(sheet, by=request.person)
            messages.success(request, _("Nothing was taken in."))
            return redirect("events:invitations", slug)
        return redirect("events:invitation_list", slug, number)
    context = manage_context(request, event, "invitations", sheet=sheet, faults=sheet.faults[:100])
    return render(request, "events/invitation_list.html", context)


@require_safe
def export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The list as a table; kind `pattern` is an empty one to fill in."""
    event = access.event_to_organise(request.person, slug)
    if kind == "pattern":
        empty = Sheet(_("Invitations"), lists.COLUMNS, [])
        return serve_bytes(write_xlsx(empty), f"{_('invitations')}.xlsx", XLSX)
    sheet = invitation_sheet(event)
    name = f"{event.slug}-{_('invitations')}"
    if kind == "csv":
        return serve_bytes(write_csv(sheet), f"{name}.csv", CSV)
    return serve_bytes(write_xlsx(sheet), f"{name}.xlsx", XLSX)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What a person sees who follows their link: come, or say that one cannot."""
    row = access.invitation_for(token)
    if row.withdrawn_at:
        raise actions.gone()
    if request.method == "POST":
        actions.decline(row)
        return redirect("events:invitation", token)
    event = row.event
    mine = (
        Registration.objects.filter(event=event, person=row.person).exclude(state=Registration.State.CANCELLED).first()
    )
    context = {
        "invitation": row,
        "event": event,
        "when": when_of(event),
        "door": door_of(event, invited=True),
        "mine": mine,
        "publicity": publicity_of(event.project),
        "illustrative": event.project.programme.illustrative,
    }
    return render(request, "events/invitation.html", context)
