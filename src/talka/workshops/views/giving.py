"""What a phone gives: votes, answers; and its call for help."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from talka.ui.asked import whole
from talka.ui.refusals import Refusal

from ..actions import answering, calling, voting
from . import frame

SCORE = "score:"
QUESTION = "q-"


@require_POST
def vote(request: HttpRequest, code: str) -> HttpResponse:
    """`give` is "theme:12:3", the thing and the wanted value, with ":criterion" after it where there are several; so a
    tap sent twice counts once. Scores come together, each as `score:THING:CRITERION`."""
    seat = frame.seated(request, code)
    stage = request.POST.get("stage", "")
    place = request.POST.get("save", "")
    if "give" in request.POST:
        thing, value, criterion = _read_give(request.POST["give"])
        given = voting.give(seat, stage, thing, value, criterion=criterion)
        place, late = f"{thing.kind}-{thing.key}", given.late
    else:
        scores = [_read_score(name, words) for name, words in request.POST.items() if name.startswith(SCORE)]
        if not scores:
            raise Refusal(_("Say what gets how many votes."), status=422)
        with transaction.atomic():
            given_all = [voting.give(seat, stage, thing, value, criterion=key) for thing, value, key in scores]
        late = any(given.late for given in given_all)
        messages.success(request, _("Your scores have been saved."))
    if late:
        messages.warning(
            request, _("The voting was over already: your vote is kept apart, and the facilitator decides.")
        )
    return redirect(f"{reverse('workshops:phone', args=[seat.workshop.code])}#{place.replace(':', '-')}")


@require_POST
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """All questions of the form at once; a consent that is not ticked is none."""
    seat = frame.seated(request, code)
    key = request.POST.get("stage", "")
    stage = seat.workshop.stages.filter(key=key).first()
    asked = [question.key for question in stage.spec.questions] if stage is not None else []
    answering.answer(seat, key, {each: request.POST.get(f"{QUESTION}{each}", "") for each in asked})
    messages.success(request, _("Your answers have been saved."))
    return redirect("workshops:phone", seat.workshop.code)


@require_POST
def call(request: HttpRequest, code: str) -> HttpResponse:
    """Call the facilitator, or a practitioner; or say that help is no longer needed."""
    seat = frame.seated(request, code)
    if request.POST.get("deed") == "back":
        calling.take_back(seat)
    elif request.POST.get("deed") == calling.PRACTITIONER:
        whom = seat.workshop.seats.filter(pk=whole(request.POST.get("practitioner"))).first()
        if whom is None:
            raise Refusal(_("There is no such practitioner here."), status=404)
        calling.call(seat, calling.PRACTITIONER, whom)
        messages.success(request, _("The practitioner has been called."))
    else:
        calling.call(seat)
        messages.success(request, _("The facilitator has been called."))
    return redirect("workshops:phone", seat.workshop.code)


def _read_give(words: str) -> tuple[voting.Thing, int, str]:
    parts = words.split(":")
    if not (len(parts) in (3, 4) and all(parts[:3])):
        raise Refusal(_("Say what gets how many votes."), status=422)
    return voting.Thing(parts[0], parts[1]), _value(parts[2]), parts[3] if len(parts) == 4 else ""


def _read_score(name: str, words: str) -> tuple[voting.Thing, int, str]:
    parts = name.removeprefix(SCORE).split(":")
    if len(parts) != 3:
        raise Refusal(_("Say what gets how many votes."), status=422)
    return voting.Thing(parts[0], parts[1]), _value(words), parts[2]


def _value(words: str) -> int:
    if not (words.isascii() and words.isdigit() and len(words) < 5):
        raise Refusal(_("Say what gets how many votes."), status=422)
    return int(words)
