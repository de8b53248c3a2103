"""One need or one measure: what stands behind it, and what its organisers may do with it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.programmes.publicity import publicity_of
from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from .. import access, actions, queries
from ..forms.measures import MeasureStateForm
from ..forms.register import AboutForm, StateForm, WordsForm
from ..models import Measure, Need
from ..queries.became import responses_to
from ..queries.measures import measure_row


def need(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.need_for(request.person, pk))


def measure(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.measure_for(request.person, pk))


def _page(
    request: HttpRequest,
    thing: Need | Measure,
    form: WordsForm | None = None,
    state_form: StateForm | MeasureStateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if thing.merged_into_id:
        return redirect(_address(thing.merged_into))
    event = thing.event
    organise = access.may_shape(request.person, thing)
    kind = "need" if isinstance(thing, Need) else "measure"
    rows = type(thing).objects.filter(programme=thing.programme).exclude(pk=thing.pk)
    others = access.known_to(request.person, rows) if organise else []
    return render(
        request,
        "needs/thing.html",
        {
            "thing": thing,
            "kind": kind,
            "finding": queries.finding_of(thing, request.person),
            "organise": organise,
            "form": form or WordsForm(initial={"words": thing.words}),
            "state_form": state_form or _state_form(thing),
            "others": others,
            "illustrative": thing.programme.illustrative,
            "publicity": publicity_of(event.project) if event else None,
            **(_of_measure(request, thing) if isinstance(thing, Measure) else _of_need(request, thing, organise)),
        },
        status=status,
    )


def _state_form(thing: Need | Measure) -> StateForm | MeasureStateForm:
    if isinstance(thing, Need):
        return StateForm(instance=thing)
    return MeasureStateForm(initial={"state": thing.state, "reason": thing.reason})


def _of_need(request: HttpRequest, need: Need, organise: bool) -> dict[str, object]:
    """How its competence was assessed; for those who can change it, what those who spoke say to the wording."""
    told = access.events_told(request.person).filter(project__programme=need.programme)
    assessed = queries.assessed_in(told, need.competence.key) if need.competence else ()
    return {
        "assessed": assessed[0] if assessed else None,
        "responses": responses_to(need) if organise and need.responses.exists() else None,
        "about_form": AboutForm.of(need, queries.framework_of(need.programme).asked) if organise else None,
    }


def _of_measure(request: HttpRequest, measure: Measure) -> dict[str, object]:
    """What the organisers see of a measure, and what everybody sees of one in a published follow-up programme."""
    return {
        "inside": access.is_on_team(request.person, measure.programme),
        "row": measure_row(measure, request.person) if access.may_read_plan(request.person, measure) else None,
        "keeps_catalogue": access.may_keep_catalogue(request.person),
        "holdable": access.projects_to_hold(request.person, measure),
    }


def _address(thing: Need | Measure) -> str:
    return reverse("needs:need" if isinstance(thing, Need) else "needs:measure", args=[thing.pk])


def _thing(request: HttpRequest, kind: str, pk: int) -> Need | Measure:
    return access.need_for(request.person, pk) if kind == "needs" else access.measure_for(request.person, pk)


@require_POST
def reword(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    thing = _thing(request, kind, pk)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, thing, form, status=422)
    actions.reword(thing, form.cleaned_data["words"], by=request.person)
    messages.success(request, _("The wording was changed; the former one is kept."))
    return redirect(_address(thing))


@require_POST
def merge(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Merge this one into the chosen one."""
    thing = _thing(request, kind, pk)
    chosen = whole(request.POST.get("into"))
    if not chosen:
        raise Refusal(_("Nothing was chosen to merge with."), _("Nothing was changed."), status=422)
    into = _thing(request, kind, chosen)
    actions.merge([thing], into, by=request.person)
    messages.success(request, _("Both are one now. Every card went along."))
    return redirect(_address(into))


@require_POST
def split(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Some of its themes become one of their own."""
    thing = _thing(request, kind, pk)
    chosen = [*filter(None, map(whole, request.POST.getlist("cluster")))]
    fresh = actions.split(thing, chosen, words=request.POST.get("words", ""), by=request.person)
    messages.success(request, _("These are two now. Every card stands with its theme."))
    return redirect(_address(fresh))


@require_POST
def decide(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """How far a need or a measure has come."""
    thing = _thing(request, kind, pk)
    form = StateForm(request.POST) if isinstance(thing, Need) else MeasureStateForm(request.POST)
    if not form.is_valid():
        return _page(request, thing, state_form=form, status=422)
    try:
        state, reason = form.cleaned_data["state"], form.cleaned_data["reason"]
        if isinstance(thing, Need):
            actions.decide(thing, state, reason=reason, by=request.person)
        else:
            actions.decide_measure(thing, state, reason=reason, by=request.person)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.add_error("reason", refusal.text())
        return _page(request, thing, state_form=form, status=422)
    messages.success(request, _("It is written down how far it has come."))
    return redirect(_address(thing))


@require_POST
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """Under which theme a need stands, and what one would have to be able to do."""
    need = access.need_for(request.person, pk)
    form = AboutForm.of(need, queries.framework_of(need.programme).asked, request.POST)
    if not form.is_valid():
        raise Refusal(_("There is no such competence."), _("Nothing was changed."), _("Reload the page."), status=422)
    actions.classify(need, form.cleaned_data["theme"], form.cleaned_data["competence"], by=request.person)
    messages.success(request, _("Saved under which theme and competence it stands."))
    return redirect(_address(need))
