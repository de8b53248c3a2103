"""What one person answers, on a page that opens for them alone: signed in, or by their own link; and what a supervisor
whom they asked says of them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from talka.people.models import Person
from talka.ui.forms import sent, tried

from ..access import assessments as access
from ..access import learner_of
from ..actions import assessing as actions
from ..forms.assessments import AnswerForm, SupervisorAnswerForm, SupervisorForm
from ..models import AssessmentItem, AssessmentRound
from ..queries.assessments import own_of, said_by
from .frame import person_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """For who is signed in."""
    person = person_of(request)
    row = access.own_round(person, slug, number, pk)
    if person is None:
        raise AssertionError("own_round lets nobody in who is not signed in")
    return _own(request, row, person, by_link=False)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """For who holds their own link, whoever is signed in in this browser."""
    row, person = access.round_by_link(pk, token)
    return _own(request, row, person, by_link=True)


def _own(request: HttpRequest, row: AssessmentRound, person: Person, *, by_link: bool) -> HttpResponse:
    """Answer, take the answer back, ask a supervisor, take that back; and what was said."""
    told = own_of(row, person)
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    form = AnswerForm(request.POST if deed == "answer" else None, rows=told.rows)
    asks = SupervisorForm(request.POST if deed == "invite" else None)
    status = 200
    if deed == "answer":
        status = tried(form, lambda: actions.answer(row, person, form.scores()))
    elif deed == "invite":
        status = tried(asks, lambda: actions.invite_supervisor(row, person, **asks.cleaned_data))
    elif deed == "take_back":
        actions.take_back(row, person)
    elif deed == "withdraw":
        actions.withdraw_supervisor(row, person)
    if deed and not status:
        if deed in SAID:
            messages.success(request, str(SAID[deed]()))
        return redirect(request.path)
    training = row.cohort.training
    context = {
        "round": row,
        "cohort": row.cohort,
        "training": training,
        "title": _("My assessment: %(when)s") % {"when": row},
        "own": told,
        "form": form,
        "asks": asks,
        "answers": row.open and learner_of(person, row.cohort) is not None,
        "takes_back": row.open and told.answered,
        "by_link": by_link,
        "illustrative": training.illustrative,
    }
    return render(request, "learning/assessment/own.html", context, status=status)


SAID: dict[str, Callable[[], str]] = {
    "answer": lambda: _("Saved. You can change it until the assessment closes."),
    "invite": lambda: _("Your supervisor gets a letter with a link. What they say is shown to you alone."),
    "take_back": lambda: _("Your answer was deleted."),
    "withdraw": lambda: _("The invitation was taken back; what your supervisor said was deleted."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def supervise(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """How well the person who asked masters each competence, as their supervisor sees it."""
    view = access.view_by_link(pk, token)
    items = AssessmentItem.objects.filter(round=view.round)
    rows = [(item.key, str(item), str(item.description)) for item in items]
    form = SupervisorAnswerForm(request.POST or None, rows=rows, said=said_by(view))
    status = sent(request, form, lambda: actions.answer_as_supervisor(view, form.abilities()))
    if not status:
        messages.success(request, _("Thank you! You can change it until the assessment closes."))
        return redirect(request.path)
    training = view.round.cohort.training
    context = {
        "view": view,
        "round": view.round,
        "training": training,
        "form": form,
        "illustrative": training.illustrative,
    }
    return render(request, "learning/assessment/supervise.html", context, status=status)
