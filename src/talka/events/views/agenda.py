"""The agenda's editor: a list with one form per item. Every step works without JavaScript."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.events import access, clock
from talka.events.actions import agenda as actions
from talka.events.actions import speakers as speaker_actions
from talka.events.actions.overtaken import Overtaken
from talka.events.forms.agenda import ItemForm, NewSpeakerForm, SpeakerLineForm
from talka.events.models import AgendaItem, Event
from talka.events.queries.comparison import differences
from talka.events.queries.editor import blocks_of, clashes_of, editor_of, people_found, team_of
from talka.events.queries.snapshot import in_order
from talka.people.actions import PersonData
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .frame import manage_context


@require_safe
def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    event = access.event_inside(request.person, slug)
    context = manage_context(request, event, "agenda", editor=editor_of(event))
    return render(request, "events/agenda.html", context)


@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """One step of one item: up, down, left or right among its parallels, later or earlier with all that follow."""
    event = access.event_to_organise(request.person, slug)
    seen = number(request.POST.get("seen"))
    step, _colon, key = request.POST.get("step", "").partition(":")
    by = request.person
    match step:
        case "up" | "down":
            actions.move_slot(event, key, step, seen=seen, by=by)
        case "left":
            actions.move_in_block(event, key, "up", seen=seen, by=by)
        case "right":
            actions.move_in_block(event, key, "down", seen=seen, by=by)
        case "shift":
            minutes = number(request.POST.get("minutes"))
            moved = actions.shift_items(event, request.POST.get("from", ""), minutes, seen=seen, by=by)
            key = request.POST.get("from", "")
            messages.success(
                request, ngettext("%(number)s item moved.", "%(number)s items moved.", moved) % {"number": moved}
            )
        case _:
            raise Http404
    return redirect(f"{reverse('events:agenda', args=[slug])}#{key}")


def number(text: str | None) -> int:
    try:
        return int(text or "")
    except ValueError:
        raise Refusal(_("This form is not whole."), advice=_("Open the page anew and try again."), status=400) from None


@require_http_methods(["GET", "HEAD", "POST"])
def new_item(request: HttpRequest, slug: str) -> HttpResponse:
    """A new item after another one (?after=) or beside it (?beside=)."""
    event = access.event_to_organise(request.person, slug)
    after = request.GET.get("after") or request.GET.get("beside") or ""
    form = ItemForm(
        request.POST or None,
        initial=start_of(event, after, beside="beside" in request.GET),
        event=event,
        team=team_of(event),
        blocks=blocks_of(event),
    )
    if request.method == "POST" and form.is_valid():
        facilitators = list(form.cleaned_data["facilitators"])
        try:
            item = actions.add_item(event, form.values(), facilitators=facilitators, after=after, by=request.person)
        except Refusal as refusal:
            form.add_error(None, refusal.text())
        else:
            warn(request, event, item)
            return redirect(f"{reverse('events:agenda', args=[slug])}#{item.key}")
    context = manage_context(request, event, "agenda", form=form, item=None)
    return render(request, "events/item.html", context, status=422 if form.errors else 200)


def start_of(event: Event, after: str, beside: bool) -> dict[str, Any]:
    """What a new item begins with: after the one named, or side by side with it."""
    items = in_order(event.items.all())
    other = next((item for item in items if item.key == after), items[-1] if items else None)
    if other is None:
        start = clock.local(event, event.starts_at) if event.starts_at else None
        return {"day": event.first_day.isoformat(), "begins": start.time() if start else None, "kind": "talk"}
    values = ItemForm.initial_of(other)
    if beside:
        keep = ("kind", "day", "begins", "ends", "block", "capacity_min", "capacity", "part")
        return {name: values[name] for name in keep} | {"block": values["block"] or _("groups")}
    return {"day": values["day"], "begins": values["ends"], "part": values["part"], "kind": "talk"}


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)
    row = access.item_for(event, key)
    form = ItemForm(
        request.POST or None,
        initial=ItemForm.initial_of(row),
        event=event,
        team=team_of(event, row),
        blocks=blocks_of(event),
    )
    lines = speaker_lines(row, request)
    overtaken, differing, status = None, [], 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and all(line.is_valid() for _speaker, line in lines):
            try:
                saved = actions.edit_item(
                    row,
                    form.values(),
                    seen=form.cleaned_data["version"] or 0,
                    facilitators=list(form.cleaned_data["facilitators"]),
                    speakers=speakers_from(lines),
                    by=request.person,
                )
            except Overtaken as fault:
                overtaken, status = fault, fault.status
                fault.row.event = event
                differing = differences(form, ItemForm.initial_of(fault.row))
                form.data = form.data.copy()
                form.data["version"] = fault.row.version
            except Refusal as refusal:
                form.add_error(None, refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("Saved in the draft. Release the agenda to show it to everybody."))
                warn(request, event, saved)
                return redirect(f"{reverse('events:agenda', args=[slug])}#{saved.key}")
    words = request.GET.get("q", "").strip()[:100]
    context = manage_context(
        request,
        event,
        "agenda",
        form=form,
        item=row,
        lines=lines,
        overtaken=overtaken,
        differing=differing,
        words=words,
        found=people_found(words, event.project.programme.illustrative) if words else [],
        new_speaker=NewSpeakerForm(),
        clashes=clashes_of(event, key),
    )
    return render(request, "events/item.html", context, status=status)


def speaker_lines(row: AgendaItem, request: HttpRequest) -> list[tuple[Any, SpeakerLineForm]]:
    data = request.POST if request.method == "POST" else None
    return [
        (
            speaker,
            SpeakerLineForm(
                data,
                prefix=f"speaker-{speaker.pk}",
                initial={"introduced_as": speaker.introduced_as, "order": place},
            ),
        )
        for place, speaker in enumerate(row.speakers.select_related("person"), start=1)
    ]


def speakers_from(lines: list[tuple[Any, SpeakerLineForm]]) -> list[actions.SpeakerData]:
    kept = [
        (form.cleaned_data["order"] or 99, place, speaker, form)
        for place, (speaker, form) in enumerate(lines)
        if not form.cleaned_data["remove"]
    ]
    return [
        actions.SpeakerData(speaker.person, form.cleaned_data["introduced_as"])
        for _order, _place, speaker, form in sorted(kept, key=lambda row: row[:2])
    ]


@require_POST
def remove_item(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    event = access.event_to_organise(request.person, slug)
    row = access.item_for(event, key)
    actions.remove_item(row, seen=number(request.POST.get("seen")), by=request.person)
    messages.success(request, _("Removed from the draft: %(title)s") % {"title": row.title})
    return redirect("events:agenda", slug)


@require_POST
def add_speaker(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Somebody found in the register (person=<key>), or somebody new."""
    event = access.event_to_organise(request.person, slug)
    row = access.item_for(event, key)
    if known := request.POST.get("person"):
        person = Person.objects.filter(key=known, merged_into=None, erased_at=None).first()
        if person is None:
            raise Http404
        speaker_actions.add_known(row, person, by=request.person)
    else:
        form = NewSpeakerForm(request.POST)
        if not form.is_valid():
            fault = next(iter(form.errors.values()))[0]
            raise Refusal(_("The speaker was not added."), fault, _("Go back and correct the form."), status=422)
        data = form.cleaned_data
        speaker_actions.add_new(
            row,
            PersonData(data["given_name"], data["family_name"], data["email"], position=data["position"]),
            organisation=data["organisation"],
            by=request.person,
        )
    messages.success(request, _("The speaker is added."))
    return redirect("events:item", slug, key)


def warn(request: HttpRequest, event: Event, row: AgendaItem) -> None:
    """Tell at once what the saved item clashes with."""
    for clash in clashes_of(event, row.key):
        messages.warning(request, clash.words)
