"""Presentations, photographs and costs: the organiser's pages, and the page where a speaker hands in their own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from talka.events import access, addresses
from talka.events.actions import costs as cost_actions
from talka.events.actions import photos as photo_actions
from talka.events.actions import presentations as actions
from talka.events.forms.costs import CostForm
from talka.events.forms.files import CaptionForm, PhotoForm, PresentationForm, RenameForm
from talka.events.models import AgendaItem, Event, Presentation
from talka.events.queries.costs import costs_of
from talka.events.queries.snapshot import in_order
from talka.people import personal_links
from talka.people.models import Person
from talka.programmes.publicity import publicity_of
from talka.ui.refusals import Refusal

from .frame import manage_context

# -- presentations -------------------------------------------------------------------------------------------------


def _ordered(event: Event) -> Any:
    """Items that something can be shown at."""
    quiet = (AgendaItem.Kind.BREAK, AgendaItem.Kind.REGISTRATION)
    return event.items.exclude(kind__in=quiet).order_by("starts_at", "order", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
def presentations(request: HttpRequest, slug: str) -> HttpResponse:
    """For the team to read, for organisers to add, publish, rename and remove."""
    event = access.event_inside(request.person, slug)
    organises = access.may_organise(request.person, event)
    if request.method == "POST" and not organises:
        raise Http404
    form = PresentationForm(request.POST or None, request.FILES or None, items=_ordered(event))
    if request.method == "POST" and form.is_valid() and _taken(request, form):
        return redirect("events:presentations", slug)
    rows = Presentation.objects.filter(item__event=event).select_related("item", "uploaded_by")
    speakers: dict[int, tuple[Person, list[str]]] = {}
    for item in in_order(event.items.prefetch_related("speakers__person")):
        for speaker in item.speakers.all():
            speakers.setdefault(speaker.person_id, (speaker.person, []))[1].append(str(item.title))
    context = manage_context(
        request,
        event,
        "presentations",
        form=form,
        rows=list(rows.order_by("item__starts_at", "item__order", "pk")),
        speakers=list(speakers.values()),
        handed=request.session.pop(f"speaker-link-{event.pk}", None),
    )
    return render(request, "events/presentations.html", context, status=422 if form.errors else 200)


def _taken(request: HttpRequest, form: PresentationForm, by: Person | None = None) -> bool:
    """Hand the form's file to the action; a refusal becomes the form's error."""
    data = form.cleaned_data
    upload = data["file"]
    try:
        actions.add_presentation(
            data["item"],
            title=data["title"],
            file=upload.file if upload else None,
            name=upload.name if upload else "",
            url=data["url"],
            by=by or request.person,
        )
    except Refusal as refusal:
        form.add_error("file", refusal.text())
        return False
    messages.success(request, _("Handed in. It is not public before an organiser publishes it."))
    return True


@require_POST
def presentation_deed(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)
    row = access.presentation_for(request.person, slug, token)
    match request.POST.get("deed"):
        case "publish":
            actions.publish_presentation(row, by=request.person)
        case "hide":
            actions.publish_presentation(row, by=request.person, published=False)
        case "remove":
            actions.remove_presentation(row, by=request.person)
            messages.success(request, _("Removed."))
        case "rename":
            form = RenameForm(request.POST, items=event.items.all())
            if not form.is_valid():
                raise Refusal(_("It was not changed."), advice=_("A title is needed."), status=422)
            actions.edit_presentation(
                row, title=form.cleaned_data["title"], item=form.cleaned_data["item"], by=request.person
            )
        case _:
            raise Http404
    return redirect("events:presentations", slug)


@require_http_methods(["GET", "HEAD"])
def presentation_edit(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)
    row = access.presentation_for(request.person, slug, token)
    form = RenameForm(initial={"title": row.title, "item": row.item}, items=_ordered(event))
    context = manage_context(request, event, "presentations", form=form, row=row)
    return render(request, "events/presentation_edit.html", context)


@require_POST
def speaker_link(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a speaker's personal link: mailed where we know where, and shown once to be handed over."""
    event = access.event_to_organise(request.person, slug)
    person = get_object_or_404(Person, key=request.POST.get("person", ""), speaking__item__event=event)
    base = reverse("events:speaker", args=[event.slug, "x"]).removesuffix("x/")
    path = actions.invite_speaker(event, person, by=request.person, base=base)
    request.session[f"speaker-link-{event.pk}"] = {
        "name": person.name,
        "url": addresses.whole(path, request),
        "mailed": bool(person.email),
    }
    return redirect("events:presentations", slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def speaker(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The speaker's own page: what they speak about, what they have handed in, and a form for more."""
    event = get_object_or_404(Event.objects.select_related("project__programme"), slug=slug)
    person = personal_links.person_by(token, actions.link_purpose(event))
    items = actions.spoken_items(event, person)
    if not items.exists():
        raise Http404
    form = PresentationForm(request.POST or None, request.FILES or None, items=items.order_by("starts_at", "order"))
    if request.method == "POST" and (gone := request.POST.get("remove")):
        row = get_object_or_404(Presentation, token=gone, item__event=event, uploaded_by=person)
        actions.remove_presentation(row, by=person)
        messages.success(request, _("Removed."))
        return redirect(request.path)
    if request.method == "POST" and form.is_valid() and _taken(request, form, by=person):
        return redirect(request.path)
    context = {
        "event": event,
        "speaker": person,
        "items": items,
        "form": form,
        "rows": Presentation.objects.filter(item__in=items, uploaded_by=person).select_related("item"),
        "publicity": publicity_of(event.project),
        "illustrative": event.project.programme.illustrative,
    }
    return render(request, "events/speaker.html", context, status=422 if form.errors else 200)


# -- photographs ---------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)
    form = PhotoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            photo_actions.add_photo(
                event,
                file=data["file"].file,
                name=data["file"].name,
                caption=data["caption"],
                credit=data["credit"],
                by=request.person,
            )
        except Refusal as refusal:
            form.add_error("file", refusal.text())
        else:
            messages.success(request, _("Uploaded. It is not public yet."))
            return redirect("events:photos", slug)
    rows = [
        (
            row,
            CaptionForm(
                prefix=row.token,
                initial={"caption": row.caption, "credit": row.credit, "published": row.published},
            ),
        )
        for row in event.photos.all()
    ]
    context = manage_context(request, event, "photos", form=form, rows=rows)
    return render(request, "events/photos.html", context, status=422 if form.errors else 200)


@require_POST
def photo_deed(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    access.event_to_organise(request.person, slug)
    row = access.photo_for(request.person, slug, token)
    if request.POST.get("deed") == "remove":
        photo_actions.remove_photo(row, by=request.person)
        messages.success(request, _("Removed."))
    else:
        form = CaptionForm(request.POST, prefix=row.token)
        if not form.is_valid():
            raise Refusal(_("It was not changed."), form.errors.as_text(), status=422)
        photo_actions.edit_photo(row, by=request.person, **form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect("events:photos", slug)


# -- costs ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def costs(request: HttpRequest, slug: str) -> HttpResponse:
    """Organisers and auditors read; organisers add."""
    event = access.event_with_costs(request.person, slug)
    organises = access.may_organise(request.person, event)
    if request.method == "POST" and not organises:
        raise Http404
    form = CostForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            cost_actions.add_cost(event, form.values(), by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Saved."))
            return redirect("events:costs", slug)
    context = manage_context(request, event, "costs", costs=costs_of(event), form=form)
    return render(request, "events/costs.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def cost(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)
    row = access.cost_for(event, number)
    if request.method == "POST" and request.POST.get("deed") == "remove":
        cost_actions.remove_cost(row, by=request.person)
        messages.success(request, _("Removed."))
        return redirect("events:costs", slug)
    form = CostForm(request.POST or None, initial=CostForm.initial_of(row), event=event)
    if request.method == "POST" and form.is_valid():
        try:
            cost_actions.edit_cost(row, form.values(), by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            messages.success(request, _("Saved."))
            return redirect("events:costs", slug)
    context = manage_context(request, event, "costs", form=form, cost=row)
    return render(request, "events/cost.html", context, status=422 if form.errors else 200)
