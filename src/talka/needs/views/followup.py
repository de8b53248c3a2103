"""The follow-up programme: alternatives beside each other, each computed, changed by hand, decided on, published."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.documents.media_types import ZIP
from talka.documents.storage import serve_bytes
from talka.programmes.access import programme_for
from talka.programmes.models import Programme
from talka.ui.asked import whole
from talka.ui.pages import page_of
from talka.ui.refusals import Refusal

from .. import access, actions
from ..actions.alternatives import FollowUpData
from ..forms.followup import BlockedDayForm, DecisionForm, FollowUpForm, WeightsForm
from ..models import FollowUp, Measure
from ..queries import followup as queries
from ..queries.brief import OPEN_MEASURES
from ..queries.measures import open_needs
from ..queries.problem_files import problem_zip

HELD, OUT, ANSWERED = 15, 12, 20  # rows of each list on one page


def follow_ups(request: HttpRequest, slug: str) -> HttpResponse:
    """All alternatives for the team; for everybody else what was decided and published."""
    programme = programme_for(request.person, slug)
    keeps = access.may_keep_register(request.person, programme)
    alternatives = queries.alternatives_of(programme, request.person)
    chosen = [each for each in alternatives if each.measures]
    page = {
        "programme": programme,
        "alternatives": alternatives,
        "chosen": chosen,
        "beside": queries.beside(chosen, request.person),
        "keeps": keeps,
        "blocked": queries.blocked_of(programme) if keeps else [],
        "blocked_form": BlockedDayForm() if keeps else None,
        "illustrative": programme.illustrative,
    }
    return render(request, "needs/follow_ups.html", page)


def new_follow_up(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_keep(request.person, slug)
    return _edit(request, programme, None)


def edit_follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.follow_up_to_work_out(request.person, pk)
    return _edit(request, row.programme, row)


def _edit(request: HttpRequest, programme: Programme, row: FollowUp | None) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    open_ones = Measure.objects.filter(programme=programme, state__in=OPEN_MEASURES, held_as=None)
    offered = access.known_to(request.person, open_ones)
    form = FollowUpForm(
        given,
        measures=list(offered.order_by("words")),
        follow_up=row,
        initial=FollowUpForm.initial_of(row) if row else None,
    )
    weights = WeightsForm(given, needs=open_needs(programme, request.person), weights=row.weights if row else {})
    if given is not None and form.is_valid() and weights.is_valid():
        try:
            kept = _kept(request, programme, row, form.values(weights.weights()), form.cleaned_data["version"])
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            form.add_error(None, refusal.text())
        else:
            return redirect("needs:follow_up", kept.pk)
    page = {
        "programme": programme,
        "follow_up": row,
        "form": form,
        "weights": weights,
        "illustrative": programme.illustrative,
    }
    return render(request, "needs/follow_up_edit.html", page, status=200 if given is None else 422)


def _kept(
    request: HttpRequest, programme: Programme, row: FollowUp | None, data: FollowUpData, version: int | None
) -> FollowUp:
    if row is None:
        return actions.draw_up(programme, data, by=request.person)
    return actions.change_rules(row, data, seen=version or 0, by=request.person)


def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.follow_up_for(request.person, pk))


def _page(request: HttpRequest, row: FollowUp, form: DecisionForm | None = None, status: int = 200) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "needs/follow_up/waiting.html", {"follow_up": row, "waiting": row.waiting})
    works = access.may_keep_register(request.person, row.programme)
    page = queries.page_of(row, request.person)
    return render(
        request,
        "needs/follow_up.html",
        {
            "follow_up": row,
            "programme": row.programme,
            "page": page,
            "held": page_of(page.chosen, request, HELD, "held"),
            "out": page_of(page.left_out, request, OUT, "out"),
            "answered": page_of(page.needs, request, ANSWERED, "answered"),
            "works": works and row.state == FollowUp.State.DRAFT,
            "keeps": works,
            "team": access.is_on_team(request.person, row.programme),
            "waiting": row.waiting,
            "form": form or DecisionForm(),
            "illustrative": row.programme.illustrative,
        },
        status=status,
    )


def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """What would be asked today: a part of the alternative's page, and a page of its own without scripts."""
    row = access.follow_up_to_work_out(request.person, pk)
    now = queries.asked_now(row, request.person)
    page = {"follow_up": row, "programme": row.programme, "brief": now.brief, "stale": now.stale}
    if request.headers.get("HX-Request"):
        return render(request, "needs/follow_up/asked.html", page)
    return render(request, "needs/follow_up_asked.html", page | {"illustrative": row.programme.illustrative})


@require_POST
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.follow_up_to_work_out(request.person, pk)
    actions.compute(row, by=request.person)
    return redirect("needs:follow_up", row.pk)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.follow_up_to_work_out(request.person, pk)
    title = request.POST.get("title", "").strip() or _("%(title)s, another way") % {"title": row.title}
    made = actions.copy_alternative(row, title, by=request.person)
    return redirect("needs:edit_follow_up", made.pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.follow_up_to_work_out(request.person, pk)
    actions.remove_alternative(row, by=request.person)
    messages.success(request, _("The alternative is thrown away."))
    return redirect("needs:follow_ups", row.programme.slug)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """A measure in, out or on another day: the one whose button was pressed, among the days of all."""
    row = access.follow_up_to_work_out(request.person, pk)
    measure = get_object_or_404(
        access.known_to(request.person, Measure.objects.filter(programme=row.programme)),
        pk=whole(request.POST.get("measure")),
    )
    try:
        day = dt.date.fromisoformat(given) if (given := request.POST.get(f"day-{measure.pk}", "")) else None
    except ValueError:
        raise Refusal(_("This is no day."), _("Nothing was changed."), status=422) from None
    actions.change_choice(row, measure, day, reason=request.POST.get("reason", ""), by=request.person)
    messages.success(request, _("Changed by hand. What it costs stands below the choice."))
    return redirect("needs:follow_up", row.pk)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.follow_up_to_work_out(request.person, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        actions.decide_on(row, reason=form.cleaned_data["reason"], by=request.person)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.add_error("reason", refusal.text())
        return _page(request, row, form, status=422)
    messages.success(request, _("Decided. Its measures are accepted; now they can be held."))
    return redirect("needs:follow_up", row.pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.follow_up_to_work_out(request.person, pk)
    public = "hide" not in request.POST
    actions.publish_follow_up(row, public=public, by=request.person)
    messages.success(request, _("Everybody sees it now.") if public else _("Only the team sees it now."))
    return redirect("needs:follow_up", row.pk)


@require_POST
def block(request: HttpRequest, slug: str) -> HttpResponse:
    programme = access.programme_to_keep(request.person, slug)
    form = BlockedDayForm(request.POST)
    if not form.is_valid():
        fault = next(iter(form.errors.values()))[0]
        raise Refusal(_("The day was not entered."), str(fault), _("Go back and correct it."), status=422)
    actions.block_day(programme, **form.cleaned_data, by=request.person)
    return redirect("needs:follow_ups", slug)


@require_POST
def free(request: HttpRequest, slug: str, day: int) -> HttpResponse:
    programme = access.programme_to_keep(request.person, slug)
    actions.free_day(get_object_or_404(programme.blocked_days, pk=day), by=request.person)
    return redirect("needs:follow_ups", slug)


def files(request: HttpRequest, pk: int) -> HttpResponse:
    """What the method was asked, as the files of `talka methods followup`, for whoever computes it anew."""
    row = access.follow_up_to_work_out(request.person, pk)
    return serve_bytes(problem_zip(row, request.person), f"{row.programme.slug}-{row.pk}.zip", ZIP)
