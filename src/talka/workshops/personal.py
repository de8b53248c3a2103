"""What group work keeps of a person: seats, their own cards, votes and answers. Cards stay when their author goes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from talka.decisions.actions import forget
from talka.people.models import Person
from talka.people.personal_data import Kept
from talka.people.traces import words_of

from .actions.forgetting import empty_seats
from .formats.spec import say
from .models import Answer, Ballot, Call, Card, Seat, Sitting, Stage
from .queries.people import reference_of


def export(person: Person) -> Mapping[str, Any]:
    """Where the person sat, what they wrote, what they voted for and answered; {} where they took part in nothing."""
    seats = list(
        Seat.objects.filter(registration__person=person, workshop__rehearsal=False)
        .select_related("group__item", "workshop__event")
        .order_by("pk")
    )
    if not seats:
        return {}
    earlier: defaultdict[int, list[str]] = defaultdict(list)
    for sitting in Sitting.objects.filter(seat__in=seats).select_related("group__item").order_by("round"):
        earlier[sitting.seat_id].append(str(sitting.group))
    cards = Card.objects.filter(seat__in=seats).select_related("stage", "about__item", "picture").order_by("written_at")
    votes = (
        Ballot.objects.filter(seat__in=seats).select_related("cluster", "card", "team__item", "stage").order_by("pk")
    )
    answers = Answer.objects.filter(seat__in=seats).select_related("stage").order_by("stage__order", "pk")
    calls = Call.objects.filter(practitioner__in=seats).select_related("group__item").order_by("at")
    told = {
        _("places in groups"): [_seat(seat, earlier[seat.pk]) for seat in seats],
        _("cards"): [_card(card) for card in cards],
        _("votes"): [_vote(ballot) for ballot in votes],
        _("answers"): [_answer(answer) for answer in answers],
        _("called by groups"): [_filled(group=str(call.group), about=call.words, at=call.at) for call in calls],
    }
    return {heading: rows for heading, rows in told.items() if rows}


def _seat(seat: Seat, earlier: list[str]) -> dict[str, object]:
    return _filled(
        event=str(seat.workshop.event),
        group=str(seat.group) if seat.group else "",
        role=str(seat.get_role_display()),
        name=seat.name,
        expertise=seat.expertise,
        people=seat.people if seat.people > 1 else None,
        earlier=earlier,
    )


def _card(card: Card) -> dict[str, object]:
    lane = card.stage.spec.lane(card.lane)
    return _filled(
        text=card.text,
        kind=str(say(lane.words)) if lane else str(card.get_kind_display()),
        source=card.source,
        about=str(card.about) if card.about else "",
        picture=card.picture.words or _("yes") if hasattr(card, "picture") else "",
        written=card.written_at,
        withdrawn=card.withdrawn_at,
    )


def _vote(ballot: Ballot) -> dict[str, object]:
    vote = ballot.stage.spec.vote
    criterion = next((each for each in vote.criteria if each.key == ballot.criterion), None) if vote else None
    return _filled(
        {"vote_for": _thing(ballot)},
        criterion=str(say(criterion.words)) if criterion else ballot.criterion,
        value=ballot.value,
        late=_("yes") if ballot.late else "",
    )


def _thing(ballot: Ballot) -> str:
    """What the vote went to, in words."""
    if ballot.cluster is not None:
        return ballot.cluster.name
    if ballot.card is not None:
        return ballot.card.text
    if ballot.team is not None:
        return str(ballot.team)
    return _item(ballot.stage, ballot.item)


def _item(stage: Stage, key: str) -> str:
    items = stage.spec.vote.items if stage.spec.vote else ()
    return next((str(say(item.words)) for item in items if item.key == key), key)


def _answer(answer: Answer) -> dict[str, object]:
    asked = next((each for each in answer.stage.spec.questions if each.key == answer.question), None)
    return _filled(question=str(say(asked.words)) if asked else answer.question, number=answer.number, text=answer.text)


def _filled(first: Mapping[str, object] | None = None, **values: object) -> dict[str, object]:
    """What says something, plain enough for JSON."""
    told = {**(first or {}), **values}
    return {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in told.items()
        if value not in (None, "", [])
    }


def erase(person: Person, today: dt.date) -> Sequence[Kept]:
    """The card stays, the author goes: seats lose their person, cards their seat, and runs what they knew of them.

    Votes and ratings stay with the seat, of which nobody can say any more whose it was. Cards that were taken back go
    with their versions and pictures; words of answers go, unless they may be published without a name and hold none.
    """
    seats = list(Seat.objects.filter(registration__person=person))
    for seat in seats:
        if seat.registration_id:
            forget(reference_of(seat.registration_id))
    empty_seats(seats, words_of(person))
    for pk in person.registrations.values_list("pk", flat=True):
        forget(reference_of(pk))
    return ()
