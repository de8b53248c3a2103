"""The path of a case: each step with its form, how far it is, what partners answer, which needs it comes from."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from talka.people.models import Person
from talka.ui.forms import sent, tried

from .. import access
from ..actions import causes
from ..actions import steps as actions
from ..forms.steps import RatingsForm, StepForm, StepStateForm
from ..models import CooperationCase, Partner, PartnerAnswers
from ..path.legal import questions_of
from ..path.register import Step, phases, steps
from ..queries.step import Frame, StepTold, all_told, frame_of, step_told
from ..queries.step_parts import causes_to_connect, parts_of
from .frame import back, context_of, person_of


def step_named(key: str) -> Step:
    found = steps().get(key)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """One step: what it is for, what was answered, and the form for those who may change the case."""
    person = person_of(request)
    named = step_named(step)
    row = access.case_to_change(person, slug) if request.method == "POST" else access.case_for(person, slug)
    context = context_of(request, row, "cooperation:case")
    may_change = bool(context["may_change"])
    frame = frame_of(row, person)
    told = step_told(frame, named, may_change=may_change)
    form = _form(request, frame, told) if may_change else None
    status = 200
    if request.method == "POST" and form is not None:
        status = tried(form, lambda: _save(row, named, form, person))
        if not status:
            return back(request, "step", slug, step, said=_("Saved; what stood there before is kept."))
    words = request.GET.get("q", "").strip()[:100] if may_change and "causes" in named.parts else ""
    page: dict[str, Any] = {
        "step": named,
        "told": told,
        "form": form,
        "state_form": StepStateForm(initial={"state": told.kept.state, "reason": told.kept.reason}),
        "parts": parts_of(frame, told, person),
        "words": words,
        "found": causes_to_connect(row, person, words),
        "frame": frame,
        **_around(named),
    }
    return render(request, "cooperation/path/step.html", page | context, status=status)


def _form(request: HttpRequest, frame: Frame, told: StepTold) -> StepForm:
    return StepForm(
        request.POST or None,
        questions=questions_of(told.step, frame.case.service),
        answers=told.kept.answers,
        version=told.kept.version if told.kept.pk else 0,
        partners=list(frame.names.items()),
        here=[row.organisation.key for row in frame.partners if row.takes_part],
        initial={"notes": told.kept.notes},
    )


def _save(case: CooperationCase, step: Step, form: StepForm, person: Person | None) -> None:
    said = form.cleaned_data
    actions.answer_step(case, step.key, form.answers(), version=said["version"] or 0, notes=said["notes"], by=person)


def _around(step: Step) -> dict[str, Any]:
    """The phase of a step, the step before and the one after."""
    every = list(steps().values())
    at = every.index(step)
    return {
        "phase": next(one for one in phases() if one.key == step.phase),
        "before": every[at - 1] if at else None,
        "after": every[at + 1] if at + 1 < len(every) else None,
        "number_of_steps": len(every),
    }


@require_POST
def step_state(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """How far a step is."""
    person = person_of(request)
    row = access.case_to_change(person, slug)
    named = step_named(step)
    form = StepStateForm(request.POST)
    status = tried(form, lambda: actions.set_step_state(row, step, by=person, **form.cleaned_data))
    if not status:
        return back(request, "step", slug, step, said=_("Saved; what stood there before is kept."))
    context = {"form": form, "title": named.title, "step": named} | context_of(request, row)
    return render(request, "cooperation/path/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def partner_step(request: HttpRequest, slug: str, step: str, pk: int) -> HttpResponse:
    """What one partner answers in a step, by its own people."""
    person = person_of(request)
    named = step_named(step)
    partner = access.partner_to_answer(person, slug, pk)
    if not named.partner_questions and "matrix" not in named.parts:
        raise Http404
    if not partner.takes_part:
        raise Http404
    kept = PartnerAnswers.objects.filter(partner=partner, step=step).first()
    own = named.partners_shown == "figures"
    if own and kept is not None and not access.may_read_answers(person, partner, kept.by_id):
        raise Http404
    if "matrix" in named.parts:
        return _rate(request, partner, named, kept)
    form = StepForm(
        request.POST or None,
        questions=named.partner_questions,
        answers=kept.answers if kept else {},
        version=kept.version if kept else 0,
    )
    del form.fields["notes"]
    status = sent(request, form, lambda: _save_partner(partner, named, form, person))
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, "step", slug, step, said=said, anchor="partners")
    return _partner_form(request, partner, named, form, status)


def _save_partner(partner: Partner, step: Step, form: StepForm, person: Person | None) -> None:
    version = form.cleaned_data["version"] or 0
    actions.answer_for_partner(partner, step.key, form.answers(), version=version, by=person)


def _rate(request: HttpRequest, partner: Partner, step: Step, kept: PartnerAnswers | None) -> HttpResponse:
    person = person_of(request)
    ratings = kept.answers.get(actions.RATINGS, {}) if kept else {}
    form = RatingsForm(request.POST or None, ratings=ratings, version=kept.version if kept else 0)
    status = sent(request, form, lambda: _save_ratings(partner, form, person))
    if not status:
        said = _("Saved; what stood there before is kept.")
        return back(request, "step", partner.case.slug, step.key, said=said, anchor="matrix")
    return _partner_form(request, partner, step, form, status)


def _save_ratings(partner: Partner, form: RatingsForm, person: Person | None) -> None:
    actions.rate_areas(partner, form.ratings(), version=form.cleaned_data["version"] or 0, by=person)


def _partner_form(
    request: HttpRequest, partner: Partner, step: Step, form: StepForm | RatingsForm, status: int
) -> HttpResponse:
    context = {"form": form, "title": step.title, "step": step, "partner": partner}
    return render(
        request, "cooperation/path/partner_form.html", context | context_of(request, partner.case), status=status
    )


@require_POST
def connect(request: HttpRequest, slug: str) -> HttpResponse:
    """A need or measure led to the case."""
    return _cause(request, slug, causes.connect_cause, _("Connected."))


@require_POST
def disconnect(request: HttpRequest, slug: str) -> HttpResponse:
    return _cause(request, slug, causes.disconnect_cause, _("The connection is taken back."))


def _cause(request: HttpRequest, slug: str, deed: Any, said: str) -> HttpResponse:
    person = person_of(request)
    row = access.case_to_change(person, slug)
    pk = request.POST.get("pk", "")
    deed(row, request.POST.get("kind", ""), int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 18 else 0, by=person)
    return back(request, "step", slug, "needs", said=said, anchor="causes")


@require_safe
def path(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole path on one page, to print."""
    person = person_of(request)
    row = access.case_for(person, slug)
    frame = frame_of(row, person)
    told = all_told(frame)
    rows = [(one, parts_of(frame, one, person)) for one in told]
    groups = [(phase, [pair for pair in rows if pair[0].step.phase == phase.key]) for phase in phases()]
    context = {"groups": groups, "title": row.title} | context_of(request, row)
    return render(request, "cooperation/path/print.html", context)
