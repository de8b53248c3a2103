"""Answers to the questions of a step that looks back: a rating, words, a consent. Each is one row, changed or taken
back by its author until the group work is closed."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from talka.documents.printable import clean
from talka.live.actions import append
from talka.ui.refusals import Refusal

from ..formats.spec import Asks, Question
from ..models import Answer, Seat
from .deeds import Done, deed
from .sent import Sent
from .standing import standing

MOST_SIGNS = 4000


@dataclass(frozen=True)
class _Words:
    """An answer as it is stored; neither of the two: none."""

    number: int | None = None
    text: str = ""


@transaction.atomic
def answer(seat: Seat, stage_key: str, given: Mapping[str, str]) -> int:
    """What the seat answers, by the keys of the questions; "" takes an answer back, what is not named stays as it is.

    A rating is a number in digits, a consent "1". All answers are kept or none. How many were changed.
    """
    here = standing(seat, stage_key)
    stage = here.asked
    questions = {question.key: question for question in stage.spec.questions} if stage is not None else {}
    if stage is None or not questions:
        raise Refusal(_("There are no such questions."), status=404)
    known = {row.question: row for row in Answer.objects.filter(seat=here.seat, stage=stage.id)}
    changed = 0
    for key, words in given.items():
        if key not in questions:
            raise Refusal(_("There is no such question."), status=422)
        wanted = _read(questions[key], words)
        row = known.get(key)
        if wanted == (_Words(row.number, row.text) if row else _Words()):
            continue
        if here.closed and row is not None:
            raise Refusal(
                _("The group work is closed."),
                _("Your answers stand as they were."),
                _("If one must be changed, tell the organiser."),
            )
        if wanted == _Words():
            Answer.objects.filter(seat=here.seat, stage=stage.id, question=key).delete()
        else:
            Answer.objects.update_or_create(
                seat_id=here.seat,
                stage_id=stage.id,
                question=key,
                defaults={"number": wanted.number, "text": wanted.text},
            )
        changed += 1
    if changed:
        append(here.stream, "answered", stage=stage.id, **({"group": here.group} if here.group else {}))
    return changed


def _read(question: Question, words: str) -> _Words:
    words = clean(words).strip()
    if not words:
        return _Words()
    if question.asks == Asks.TEXT:
        if len(words) > MOST_SIGNS:
            raise Refusal(
                _("An answer holds at most %(most)s signs.") % {"most": MOST_SIGNS},
                advice=_("Say it shorter: nothing was saved yet."),
                status=422,
            )
        return _Words(text=words)
    top = question.top if question.asks == Asks.RATING else 1
    if not (words.isascii() and words.isdigit() and len(words) < 4 and 1 <= int(words) <= top):
        raise Refusal(_("An answer from 1 to %(top)s is expected.") % {"top": top}, status=422)
    return _Words(number=int(words))


@deed("answer", fields={"stage", "answers"})
def _answers_sent(seat: Seat, sent: Sent) -> Done:
    answer(seat, sent.key("stage"), sent.words("answers"))
    return Done()
