"""The organiser's side of an event: making one, its dashboard, its form, its deeds."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.events import access
from talka.events.actions import events as actions
from talka.events.actions.overtaken import Overtaken
from talka.events.forms.events import EventForm, NewEventForm
from talka.events.patterns import pattern
from talka.events.queries.comparison import differences
from talka.events.queries.manage import dashboard
from talka.ui.refusals import Refusal

from .frame import manage_context


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    projects = access.projects_to_organise(request.person).order_by("programme__illustrative", "slug")
    if not projects.exists():
        raise Http404
    start = {"project": projects.filter(slug=request.GET.get("project", "")).first()}
    if asked := request.GET.get("copy"):
        start["copied"] = access.events_known_to(request.person).filter(slug=asked).first()
    form = NewEventForm(request.POST or None, initial=start, person=request.person, projects=projects)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        given = {"title": data["title"], "first_day": data["first_day"], "venue": data["venue"], "by": request.person}
        try:
            if data["copied"]:
                event = actions.copy_event(data["copied"], data["project"], **given)
            else:
                ready = pattern(data["start"].removeprefix("pattern:"))
                event = actions.create_from_pattern(data["project"], ready, last_day=data["last_day"], **given)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("The draft is made. Only the team sees it until you publish it."))
            return redirect("events:manage", event.slug)
    return render(request, "events/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def manage(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_inside(request.person, slug)
    context = manage_context(request, event, "manage")
    context["dashboard"] = dashboard(event, context["standing"])
    return render(request, "events/manage.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)
    initial = EventForm.initial_of(event)
    form = EventForm(request.POST or None, initial=initial, event=event, person=request.person)
    overtaken, differing, status = None, [], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.edit_event(event, form.values(), seen=form.cleaned_data["version"], by=request.person)
            except Overtaken as fault:
                overtaken, status = fault, fault.status
                differing = differences(form, EventForm.initial_of(fault.row))
                form.data = form.data.copy()
                form.data["version"] = fault.row.version
            except Refusal as refusal:
                form.add_error(None, refusal.text())
            else:
                messages.success(request, _("Saved."))
                return redirect("events:edit", event.slug)
    context = manage_context(request, event, "edit", form=form, overtaken=overtaken, differing=differing)
    return render(request, "events/edit.html", context, status=status)


@require_POST
def deed(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish, withdraw, cancel, open and close registration, throw a draft away."""
    event = access.event_to_organise(request.person, slug)
    match request.POST.get("deed"):
        case "publish":
            actions.publish_event(event, by=request.person)
            messages.success(request, _("Published: everybody can see the event now."))
        case "withdraw":
            actions.withdraw_event(event, by=request.person)
            messages.success(request, _("A draft again: only the team sees the event."))
        case "cancel":
            told = actions.cancel_event(event, by=request.person, tell=request.POST.get("tell") == "on")
            messages.success(request, _("Cancelled. Letters written: %(number)s.") % {"number": told})
        case "open":
            actions.open_registration(event, by=request.person)
            messages.success(request, _("Registration is open."))
        case "close":
            actions.open_registration(event, by=request.person, open_=False)
            messages.success(request, _("Registration is closed."))
        case "delete":
            actions.delete_draft(event, by=request.person)
            messages.success(request, _("The draft is thrown away."))
            return redirect("events:list")
        case _:
            raise Http404
    return redirect("events:manage", event.slug)
