"""Days and hours that nobody could have meant."""

import datetime as dt

import pytest

from talka.events import clock
from talka.events.models import Event
from talka.ui.refusals import Refusal


@pytest.mark.parametrize("day", [dt.date.min, dt.date(206, 2, 11), dt.date.max])
@pytest.mark.parametrize("zone", ["Europe/Riga", "Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_year_that_is_none_is_refused(day: dt.date, zone: str) -> None:
    with pytest.raises(Refusal):
        clock.moment_at(Event(time_zone=zone), day, dt.time(0))


def test_other_years_stand() -> None:
    found = clock.moment_at(Event(time_zone="Europe/Riga"), dt.date(2015, 2, 11), dt.time(10))
    assert found == dt.datetime(2015, 2, 11, 8, tzinfo=dt.UTC)
