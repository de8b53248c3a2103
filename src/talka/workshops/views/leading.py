"""Deeds of those who lead: steps, clocks, who has the word, messages, calls, hidden results, late votes.

Each answers with the page it was done on. A deed for one group says its number in the address.
"""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access
from ..actions import clock, messaging, stages, voting, word
from ..models import Call, Group, Stage, Workshop
from ..queries.console import address

MORE = {"more-1": 60, "more-5": 300, "less-1": -60}


@require_POST
def move_step(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """All groups go to the step."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    step, by = request.POST.get("step", ""), request.person  # type: ignore[attr-defined]
    if step == "closed":
        stages.close(row, by=by)
        words: object = _("Closed")
    else:
        words = stages.go_to(row, step, by=by, seen=request.POST.get("seen")) or _("Gathering")
    messages.success(request, _("Now: %(step)s.") % {"step": words})
    return _back(request, row)


@require_POST
def move_group(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """One group goes to a step by itself; "together": it is with the others again."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    step, by = request.POST.get("step", ""), request.person  # type: ignore[attr-defined]
    if step == "together":
        stages.bring_back(group, by=by)
        messages.success(request, _("%(group)s is with the others again.") % {"group": _called(group)})
    else:
        now = stages.go_to(group.workshop, step, by=by, seen=_seen(request), group=group) or _("Gathering")
        messages.success(request, _("%(group)s is now at: %(step)s.") % {"group": _called(group), "step": now})
    return _back(request, group.workshop, group)


@require_POST
def turn_clock(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """The clock of all."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    _turn(request, row)
    return _back(request, row)


@require_POST
def turn_group_clock(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """A clock of one group's own."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    _turn(request, group.workshop, group)
    return _back(request, group.workshop, group)


@require_POST
def turn_word_clock(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    _turn(request, row, word=True)
    return _back(request, row)


@require_POST
def give_word(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """The group of the number in `group` speaks to all; 0 or nothing: nobody does."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    number = whole(request.POST.get("group"))
    group = get_object_or_404(row.groups.select_related("item"), number=number) if number else None
    word.give_word(row, group, by=request.person)  # type: ignore[attr-defined]
    if group is not None:
        messages.success(request, _("Has the word: %(group)s.") % {"group": _called(group)})
    return _back(request, row)


@require_POST
def tell(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """A message to the group of the number in `to`, or to all ("all")."""
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    to, group = request.POST.get("to", ""), None
    if to != "all":
        group = row.groups.select_related("item", "workshop__event__project").filter(number=whole(to)).first()
        if group is None:
            raise Refusal(_("Choose whom to tell."), status=422)
    try:
        name = uuid.UUID(request.POST.get("name", ""))
    except ValueError:
        raise Refusal(_("The message could not be read."), advice=_("Open the page again."), status=422) from None
    messaging.tell(row, name, request.POST.get("text", ""), by=request.person, group=group)  # type: ignore[attr-defined]
    messages.success(request, _("Told: %(whom)s.") % {"whom": _called(group) if group else _("all groups")})
    return _back(request, row)


@require_POST
def answer_call(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    call = get_object_or_404(Call, pk=whole(request.POST.get("call")), group__workshop=row)
    messaging.answer(call, by=request.person)  # type: ignore[attr-defined]
    board = whole(request.POST.get("back"))
    return redirect(address("board", row, board)) if board else _back(request, row)


@require_POST
def show_results(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """ "show": the key of a stage whose results were hidden until all have answered; "hide": of one to hide again."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    shown = "show" in request.POST
    stages.show_results(_stage(request, row, "show", "hide"), shown=shown, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("Everybody sees the results.") if shown else _("The results are hidden."))
    return _back(request, row)


@require_POST
def decide_late(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """ "count": the key of a stage whose late votes shall count; "apart": of one where they are left apart."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    count = "count" in request.POST
    votes = voting.decide_late(_stage(request, row, "count", "apart"), count=count, by=request.person)  # type: ignore[attr-defined]
    if count:
        words = ngettext("%(n)s late vote counts.", "%(n)s late votes count.", votes)
    else:
        words = ngettext("%(n)s late vote is left apart.", "%(n)s late votes are left apart.", votes)
    messages.success(request, words % {"n": votes})
    return _back(request, row)


def _turn(request: HttpRequest, row: Workshop, group: Group | None = None, *, word: bool = False) -> None:
    """ "more-5", "stop", "run", or "start" with `minutes` (0 takes the clock away)."""
    do, by = request.POST.get("do", ""), request.person  # type: ignore[attr-defined]
    if do in MORE:
        clock.add_time(row, MORE[do], by=by, group=group, word=word)
    elif do == "stop":
        clock.stop_clock(row, by=by, group=group, word=word)
    elif do == "run":
        clock.run_clock(row, by=by, group=group, word=word)
    elif do == "start":
        minutes = request.POST.get("minutes", "").strip()
        if not minutes.isdecimal():
            raise Refusal(_("Say for how many minutes the clock is to run."), status=422)
        clock.set_clock(row, 60 * whole(minutes), by=by, group=group, word=word)
    else:
        raise Refusal(_("Nothing was chosen."), status=422)


def _stage(request: HttpRequest, row: Workshop, *names: str) -> Stage:
    """The stage whose key stands under one of these names."""
    key = next((request.POST[name] for name in names if name in request.POST), "")
    stage: Stage = get_object_or_404(row.stages.select_related("workshop__event__project"), key=key)
    return stage


def _seen(request: HttpRequest) -> str | None:
    """The key of the step that the page showed; buttons of many groups in one form say it in their addresses."""
    seen: str | None = request.POST.get("seen", request.GET.get("seen"))
    return seen


def _called(group: Group) -> str:
    return f"{group.number}. {group}"


def _back(request: HttpRequest, row: Workshop, group: Group | None = None) -> HttpResponse:
    if group is not None and request.POST.get("back") == "board":
        return redirect(address("board", row, group.number))
    place = f"#group-{group.number}" if group is not None else ""
    return redirect(f"{address('console', row)}{place}")
