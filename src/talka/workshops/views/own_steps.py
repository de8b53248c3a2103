"""Steps of a project's own format changed on screen. Workshops that were made with it keep the steps they have."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access
from ..actions import formats
from ..formats import changing
from ..formats.reading import FormatFaults
from ..formats.spec import Kind
from ..forms.stages import NewStageForm, StageForm
from ..models import Format
from ..queries.formats import step_words


@require_http_methods(["GET", "HEAD", "POST"])
def own_step(request: HttpRequest, slug: str, key: str, stage: str) -> HttpResponse:
    """The settings of one step; all that is wrong stands at its fields."""
    own = access.format_to_organise(request.person, slug, key)  # type: ignore[attr-defined]
    spec = own.spec.stage(stage)
    if spec is None:
        raise Http404
    place = changing.place_of(own.table, stage)
    titles = [(each.key, step_words(each).title) for each in own.spec.stages]
    form = StageForm(
        request.POST or None,
        spec=spec,
        earlier=titles[:place],
        taken={lane.key for each in own.spec.stages if each.key != stage for lane in each.lanes},
        seen=str(own.version),
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                table = changing.with_stage(own.table, stage, form.table())
                formats.change_format(own, table, whole(form.cleaned_data["seen"]), by=request.person)  # type: ignore[attr-defined]
            except FormatFaults as faults:
                form.take_faults(changing.faults_of_stage(faults, place + 1))
            except Refusal as refusal:
                form.add_error(None, refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("Saved."))
                return _back(own, f"#step-{stage}")
    words = step_words(spec)
    trail = [
        (str(own.project), reverse("workshops:project_formats", args=[slug])),
        (str(own), reverse("workshops:own_format", args=[slug, key])),
    ]
    context = {"title": words.title, "form": form, "kind": words.doing, "cancel": trail[-1][1], "trail": trail}
    return render(request, "workshops/stage_form.html", context, status=status)


@require_POST
def add_own_step(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One step more, then its settings."""
    own = access.format_to_organise(request.person, slug, key)  # type: ignore[attr-defined]
    form = NewStageForm(request.POST, stages=[(each.key, each.key) for each in own.spec.stages])
    if not form.is_valid():
        raise Refusal(_("Say what people do in the step, and what it is called."), status=422)
    lanes = {lane.key for each in own.spec.stages for lane in each.lanes}
    taken = {each.key for each in own.spec.stages}
    new = changing.beginning(Kind(form.cleaned_data["kind"]), form.words, taken, lanes)
    _change(request, own, lambda table: changing.with_new_stage(table, form.cleaned_data["after"], new))
    return redirect("workshops:own_step", slug, key, new["key"])


@require_POST
def move_own_step(request: HttpRequest, slug: str, key: str, stage: str) -> HttpResponse:
    """ "earlier" or "later" by one place."""
    own = access.format_to_organise(request.person, slug, key)  # type: ignore[attr-defined]
    by = -1 if "earlier" in request.POST else 1
    _change(request, own, lambda table: changing.with_stage_moved(table, stage, by))
    return _back(own, f"#step-{stage}")


@require_POST
def remove_own_step(request: HttpRequest, slug: str, key: str, stage: str) -> HttpResponse:
    own = access.format_to_organise(request.person, slug, key)  # type: ignore[attr-defined]
    _change(request, own, lambda table: changing.without_stage(table, stage))
    messages.success(request, _("The step has been taken away."))
    return _back(own)


def steps_to_change(own: Format) -> dict[str, object]:
    """What `step_list.html` shows of the format."""
    slug = own.project.slug
    stages = own.spec.stages
    last = len(stages) - 1
    return {
        "steps": [
            {
                "key": stage.key,
                "change": reverse("workshops:own_step", args=[slug, own.key, stage.key]),
                "words": step_words(stage),
                "used": False,
                "earlier": place > 0,
                "later": place < last,
            }
            for place, stage in enumerate(stages)
        ],
        "new": NewStageForm(stages=[(stage.key, step_words(stage).title) for stage in stages]),
        "add_url": reverse("workshops:add_own_step", args=[slug, own.key]),
    }


def _change(request: HttpRequest, own: Format, change: Callable[[changing.Table], changing.Table]) -> None:
    try:
        formats.change_format(own, change(own.table), own.version, by=request.person)  # type: ignore[attr-defined]
    except FormatFaults as faults:
        raise Refusal(
            _("The steps would contradict each other so."),
            " ".join(dict.fromkeys(said for _place, said in faults.faults)),
            _("Change first which steps the later ones work on."),
            status=422,
        ) from None


def _back(own: Format, place: str = "") -> HttpResponse:
    return redirect(f"{reverse('workshops:own_format', args=[own.project.slug, own.key])}{place}")
