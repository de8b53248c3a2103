"""Settings of one workshop: who reads its cards, and its steps, changed for this time only."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.ui.refusals import Refusal

from .. import access
from ..actions import settings as deeds
from ..actions import setup
from ..formats.changing import seen_digest
from ..formats.reading import FormatFaults
from ..formats.spec import Kind
from ..forms import SettingsForm
from ..forms.stages import NewStageForm, StageForm
from ..models import Stage, Workshop
from ..queries.console import address
from ..queries.formats import step_words
from ..queries.given import used_stages
from ..queries.stages import stages_of
from . import frame


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    form = SettingsForm(request.POST or None, instance=row)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                setup.change_audience(row, form.cleaned_data["audience"], by=request.person)  # type: ignore[attr-defined]
            except Refusal as refusal:
                form.add_error(None, refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return redirect(address("settings", row))
    return _page(request, row, form=form, status=status)


@require_POST
def add_stage(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """One step more, then its settings."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    stages = stages_of(row)
    form = NewStageForm(request.POST, stages=[(stage.key, str(stage)) for stage in stages])
    if not form.is_valid():
        return _page(request, row, new=form, status=422)
    given = form.cleaned_data
    made = deeds.add_stage(row, Kind(given["kind"]), form.words, given["after"], by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The step has been added. Say now how it works."))
    return redirect(address("change_stage", row, made.key))


@require_http_methods(["GET", "HEAD", "POST"])
def change_stage(request: HttpRequest, slug: str, workshop: str, key: str) -> HttpResponse:
    """The settings of one step for this group work; all that is wrong stands at its fields."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    stages = stages_of(row)
    stage = next((each for each in stages if each.key == key), None)
    if stage is None:
        raise Http404
    form = StageForm(
        request.POST or None,
        spec=stage.spec,
        earlier=[(each.key, str(each)) for each in stages if each.order < stage.order],
        taken={lane.key for each in stages if each.pk != stage.pk for lane in each.spec.lanes},
        seen=seen_digest(stage.table),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            table, seen = form.table(), form.cleaned_data["seen"]
            try:
                deeds.change_stage(row, key, table, seen, by=request.person)  # type: ignore[attr-defined]
            except FormatFaults as faults:
                form.take_faults(faults)
            except Refusal as refusal:
                form.add_error(None, refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("Saved. It holds from now on, for this group work only."))
                return redirect(address("settings", row))
    context = frame.about(
        row,
        title=str(stage),
        form=form,
        kind=step_words(stage.spec).doing,
        cancel=address("settings", row),
        trail=frame.trail(row, (_("Settings of the group work"), address("settings", row))),
    )
    return render(request, "workshops/stage_form.html", context, status=status)


@require_POST
def move_stage(request: HttpRequest, slug: str, workshop: str, key: str) -> HttpResponse:
    """ "earlier" or "later" by one place."""
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    deeds.move_stage(row, key, -1 if "earlier" in request.POST else 1, by=request.person)  # type: ignore[attr-defined]
    return redirect(f"{address('settings', row)}#step-{key}")


@require_POST
def remove_stage(request: HttpRequest, slug: str, workshop: str, key: str) -> HttpResponse:
    row = access.workshop_to_run(request.person, slug, workshop)  # type: ignore[attr-defined]
    deeds.remove_stage(row, key, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The step has been taken away."))
    return redirect(address("settings", row))


def _page(
    request: HttpRequest,
    row: Workshop,
    *,
    form: SettingsForm | None = None,
    new: NewStageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    stages = stages_of(row)
    used = used_stages(row)
    context = frame.about(
        row,
        title=_("Settings of the group work"),
        form=form or SettingsForm(instance=row),
        new=new or NewStageForm(stages=[(stage.key, str(stage)) for stage in stages]),
        steps=[_step(row, stage, stages, used) for stage in stages],
        add_url=address("add_stage", row),
        minutes=sum(stage.spec.minutes or 0 for stage in stages),
        trail=frame.trail(row),
    )
    return render(request, "workshops/settings.html", context, status=status)


def _step(row: Workshop, stage: Stage, stages: Sequence[Stage], used: frozenset[int]) -> dict[str, object]:
    """One row of the list. change: the address of its settings; earlier, later: it may go there."""
    place = list(stages).index(stage)
    free = stage.pk not in used
    return {
        "key": stage.key,
        "change": address("change_stage", row, stage.key),
        "words": step_words(stage.spec),
        "used": not free,
        "earlier": free and place > 0 and stages[place - 1].pk not in used,
        "later": free and place + 1 < len(stages) and stages[place + 1].pk not in used,
    }
