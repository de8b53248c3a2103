"""A seat goes to another device by six digits: within ten minutes, once, and the old device is told."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from talka.people.models import FailedCode
from talka.workshops.actions import joining, moving
from talka.workshops.actions.joining import WrongCode
from talka.workshops.factories import CardFactory, SeatFactory
from talka.workshops.models import Seat


def digits_of(phone, day):
    page = phone.post(day.room("move/")).content.decode()
    return re.search(r'move-digits">(\d{6})<', page)[1]


@pytest.fixture
def tablet():
    return Client()


def test_six_digits_take_the_place_along(phone, day, tablet):
    seat = Seat.objects.get()
    CardFactory(seat=seat, text="Mana doma")
    assert phone.get(day.room("move/")).status_code == 200
    assert not Seat.objects.get().move_digest
    digits = digits_of(phone, day)
    assert digits not in Seat.objects.get().move_digest
    assert "taken/" in tablet.get(day.room()).content.decode()
    answer = tablet.post(day.room("taken/"), {"digits": f"{digits[:3]} {digits[3:]}"})
    assert answer["Location"] == day.room()
    assert "Mana doma" in tablet.get(day.room()).content.decode()
    assert Seat.objects.get().group == day.groups[0]


def test_the_old_device_is_told_that_it_lost_its_place(phone, day, tablet):
    tablet.post(day.room("taken/"), {"digits": digits_of(phone, day)})
    page = phone.get(day.room()).content.decode()
    assert 'class="notice notice-warning' in page
    assert "notice-warning" not in Client().get(day.room()).content.decode()
    assert phone.post(day.room("card/"), {}).status_code == 401


def test_digits_hold_once_and_the_newest_only(phone, day, tablet):
    first = digits_of(phone, day)
    second = digits_of(phone, day)
    assert first == second or tablet.post(day.room("taken/"), {"digits": first}).status_code == 422
    assert tablet.post(day.room("taken/"), {"digits": second}).status_code == 302
    assert Client().post(day.room("taken/"), {"digits": second}).status_code == 422


def test_digits_end_after_ten_minutes(phone, day, tablet):
    digits = digits_of(phone, day)
    assert Seat.objects.get().move_until <= timezone.now() + dt.timedelta(minutes=10)
    Seat.objects.update(move_until=timezone.now() - dt.timedelta(seconds=1))
    assert tablet.post(day.room("taken/"), {"digits": digits}).status_code == 422


def test_digits_of_another_room_open_nothing_here(phone, day, tablet):
    other = SeatFactory(group__workshop__event=day.event)
    digits = moving.offer(other)
    with pytest.raises(WrongCode):
        moving.take(day.workshop, digits)


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "abcdef", "²²²²²²", "' OR 1=1"])
def test_what_are_no_digits_is_told(phone, day, tablet, digits):
    digits_of(phone, day)
    assert tablet.post(day.room("taken/"), {"digits": digits}).status_code == 422


def test_guessing_ends(phone, day, tablet):
    digits = digits_of(phone, day)
    for number in range(30):
        assert tablet.post(day.room("taken/"), {"digits": f"{number:06}"}).status_code in (302, 422)
    assert FailedCode.objects.filter(what="move-seat").count() >= 29
    assert tablet.post(day.room("taken/"), {"digits": digits}).status_code == 429
    assert phone.get(day.room()).status_code == 200


def test_the_square_brings_the_digits_but_only_a_press_takes_the_place(phone, day, tablet):
    digits = digits_of(phone, day)
    page = tablet.get(day.room(f"taken/?digits={digits}")).content.decode()
    assert f'value="{digits}"' in page
    assert phone.get(day.room()).status_code == 200
    assert Seat.objects.get().move_digest


def test_a_place_taken_from_a_device_takes_its_digits_along(phone, day, tablet):
    digits = digits_of(phone, day)
    joining.free_seat(Seat.objects.get(), by=day.organiser)
    assert tablet.post(day.room("taken/"), {"digits": digits}).status_code == 422
