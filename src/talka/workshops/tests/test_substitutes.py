"""Who comes instead sits where the other would have sat."""

import pytest
from django.utils import timezone

from talka.events.factories import EventFactory
from talka.events.factories.day import RegistrationFactory
from talka.events.models import Event
from talka.events.signals import registration_substituted
from talka.workshops.actions import moving
from talka.workshops.actions.joining import WrongCode
from talka.workshops.factories import CardFactory, GroupFactory, SeatFactory, WorkshopFactory
from talka.workshops.models import Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated():
    event = EventFactory()
    group = GroupFactory(workshop=WorkshopFactory(event=event))
    old, new = RegistrationFactory.create_batch(2, event=event)
    return SeatFactory(group=group, registration=old, credential="old phone", name="Juris"), old, new


def substitute(old, new):
    registration_substituted.send(type(old), old=old.pk, new=new.pk)


def test_the_place_goes_along_and_the_former_phone_stays_outside(seated):
    seat, old, new = seated
    before = seat.digest
    substitute(old, new)
    substitute(old, new)
    row = Seat.objects.get()
    assert (row.pk, row.registration_id, row.group_id, row.name) == (seat.pk, new.pk, seat.group_id, "")
    assert row.digest != before


def test_words_that_were_written_stay_with_who_wrote_them(seated):
    seat, old, new = seated
    card = CardFactory(seat=seat)
    substitute(old, new)
    card.refresh_from_db()
    assert card.seat.registration_id == old.pk
    assert Seat.objects.get(registration=new).group_id == seat.group_id


def test_somebody_who_has_a_place_already_keeps_it(seated):
    seat, old, new = seated
    own = SeatFactory(group=GroupFactory(workshop=seat.workshop), registration=new)
    substitute(old, new)
    assert Seat.objects.get(registration=new).group_id == own.group_id


def test_digits_of_the_former_phone_open_nothing_once_somebody_else_has_the_place(seated):
    seat, old, new = seated
    today = timezone.localdate()
    Event.objects.filter(pk=old.event_id).update(first_day=today, last_day=today, state="published")
    seat.workshop.refresh_from_db()
    digits = moving.offer(seat)
    substitute(old, new)
    with pytest.raises(WrongCode):
        moving.take(seat.workshop, digits)
