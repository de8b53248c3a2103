"""What is kept of people for the day goes after it; the link to a person goes with the project's retention date."""

import datetime as dt
from collections.abc import Collection, Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from talka.documents.storage import delete_file

from ..access import DAYS_AROUND
from ..formats.spec import Asks
from ..models import Answer, Call, Card, Picture, Receipt, Seat, Sitting, Workshop
from .credentials import CREDENTIAL, put_credential

DAYS = 30


@transaction.atomic
def forget_the_day(now: dt.datetime | None = None) -> int:
    """Receipts when the codes have ended; thirty days after the event names that people gave themselves, codes to move,
    what practitioners know about, and calls. How many rows were emptied or deleted."""
    today = (now or timezone.now()).date()
    ended = Workshop.with_rehearsals.filter(event__last_day__lt=today - dt.timedelta(days=DAYS_AROUND + 1))
    gone, _by_table = Receipt.objects.filter(seat__workshop__in=ended).delete()
    long_ago = Workshop.with_rehearsals.filter(event__last_day__lt=today - dt.timedelta(days=DAYS))
    called, _by_table = Call.objects.filter(group__workshop__in=long_ago).delete()
    full = ~Q(name="") | ~Q(expertise="") | ~Q(move_digest="")
    emptied = Seat.objects.filter(full, workshop__in=long_ago).update(
        name="", expertise="", move_digest="", move_until=None
    )
    return gone + called + emptied


@transaction.atomic
def forget_people(today: dt.date | None = None) -> int:
    """After the project's retention date nobody can say any more whose seat it was. How many seats.

    Cards and dots keep their nameless seat, so that what so many said stays told.
    """
    today = today or timezone.localdate()
    due = Seat.objects.filter(registration__isnull=False, workshop__event__project__retention_until__lt=today)
    seats = list(due.select_for_update(of=("self",)))
    _unname(seats)
    _forget_words(seats, ())
    return len(seats)


def empty_seats(seats: Iterable[Seat], named: Iterable[str]) -> None:
    """Take an erased person out of their seats: cards lose their author, words of answers go, dots and ratings stay.

    Words of answers stay where their author let them be published and they hold none of `named` (the person's name and
    addresses). Cards that were taken back go, with their versions and pictures.
    """
    rows = list(seats)
    taken_back = Card.objects.filter(seat__in=rows, withdrawn_at__isnull=False)
    for name in Picture.objects.filter(card__in=taken_back).values_list("file", flat=True):
        transaction.on_commit(partial(delete_file, name))
    taken_back.delete()
    Card.objects.filter(seat__in=rows).update(seat=None)
    _forget_words(rows, [word.casefold() for word in named])
    _unname(rows)


def _unname(seats: list[Seat]) -> None:
    Receipt.objects.filter(seat__in=seats).delete()
    Sitting.objects.filter(seat__in=seats).delete()
    for seat in seats:
        seat.registration, seat.name, seat.expertise = None, "", ""
        put_credential(seat)
        seat.save(update_fields=["registration", "name", "expertise", *CREDENTIAL])


def _forget_words(seats: list[Seat], named: Collection[str]) -> None:
    """Answers in words go; those of a step whose consent was given stay, unless they hold one of `named`."""
    answers = list(Answer.objects.filter(seat__in=seats).select_related("stage"))
    consents = {
        (stage.pk, question.key)
        for stage in {answer.stage_id: answer.stage for answer in answers}.values()
        for question in stage.spec.questions
        if question.asks == Asks.CONSENT
    }
    may_stand = {
        (answer.seat_id, answer.stage_id)
        for answer in answers
        if answer.number and (answer.stage_id, answer.question) in consents
    }
    gone = [
        answer.pk
        for answer in answers
        if answer.text
        and (
            (answer.seat_id, answer.stage_id) not in may_stand or any(word in answer.text.casefold() for word in named)
        )
    ]
    Answer.objects.filter(pk__in=gone).delete()
