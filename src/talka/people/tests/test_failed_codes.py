"""Guessing codes is stopped; a hall that shares one address is not."""

import datetime as dt

import pytest
import time_machine
from django.test import RequestFactory

from talka.people import failed_codes
from talka.people.models import FailedCode

pytestmark = pytest.mark.django_db
HALL = "192.0.2.7"


def test_a_hall_may_be_wrong_thirty_times_then_waits() -> None:
    for _ in range(29):
        failed_codes.note_failure("room", HALL)
    assert not failed_codes.too_many("room", HALL)
    failed_codes.note_failure("room", HALL)
    assert failed_codes.too_many("room", HALL)
    assert not failed_codes.too_many("room", "192.0.2.8"), "another address is not to blame"
    assert not failed_codes.too_many("certificate", HALL), "another kind of code is counted apart"


def test_waiting_opens_the_door_again() -> None:
    with time_machine.travel(dt.datetime(2026, 2, 11, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        for _ in range(30):
            failed_codes.note_failure("room", HALL)
        assert failed_codes.too_many("room", HALL)
        clock.shift(dt.timedelta(minutes=10, seconds=1))
        assert not failed_codes.too_many("room", HALL)


def test_many_addresses_together_are_stopped_too() -> None:
    FailedCode.objects.bulk_create(FailedCode(what="room", address=f"198.51.100.{n}") for n in range(300))
    assert failed_codes.too_many("room", HALL)


def test_guessing_slowly_all_day_is_stopped() -> None:
    with time_machine.travel(dt.datetime(2026, 2, 11, 0, 0, tzinfo=dt.UTC), tick=False) as clock:
        tried = 0
        for _ in range(24 * 60):
            if not failed_codes.too_many("room", HALL):
                failed_codes.note_failure("room", HALL)
                tried += 1
            clock.shift(dt.timedelta(minutes=1))
    assert tried <= 300


def test_one_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        failed_codes.too_many("room", HALL)


def test_old_failures_are_forgotten() -> None:
    failed_codes.note_failure("room", HALL)
    FailedCode.objects.create(what="room", address=HALL, at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    assert failed_codes.forget_old() == 1
    assert FailedCode.objects.count() == 1


@pytest.mark.parametrize(
    ("behind", "remote", "forwarded", "address"),
    [
        (False, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        (True, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "", "127.0.0.1"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (False, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (False, "", "", "local"),
    ],
)
def test_client_address(settings, behind: bool, remote: str, forwarded: str, address: str) -> None:
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})
    assert failed_codes.client_address(request) == address
