from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest

from talka.documents.calendar import CalendarEntry, CalendarPart, calendar_file

RIGA = ZoneInfo("Europe/Riga")


def entry(**more) -> CalendarEntry:
    given = {
        "uid": "imc-0@talka.example",
        "title": "Seminārs; ar, zīmēm\nun rindu",
        "start": datetime(2015, 2, 11, 8, tzinfo=UTC),
        "end": datetime(2015, 2, 11, 14, tzinfo=UTC),
        "modified": datetime(2015, 2, 1, 12, tzinfo=RIGA),
    }
    return CalendarEntry(**{**given, **more})


def events(content: bytes) -> list[icalendar.Component]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_an_event_in_local_time_with_its_zone():
    content = calendar_file([entry(sequence=3, place="Rīga", url="https://x.lv", organiser=('Ina "X"', "ina@x.lv"))])
    assert b"BEGIN:VTIMEZONE" in content and b"TZID:Europe/Riga" in content and b"\r\n" in content
    (event,) = events(content)
    assert event["dtstart"].dt == datetime(2015, 2, 11, 10, tzinfo=RIGA)
    assert (event["uid"], event["sequence"], event["summary"]) == (
        "imc-0@talka.example",
        3,
        "Seminārs; ar, zīmēm\nun rindu",
    )
    assert event["last-modified"].dt == datetime(2015, 2, 1, 10, tzinfo=UTC)
    assert event["organizer"] == "MAILTO:ina@x.lv"
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(("month", "day"), [(3, 29), (10, 25)])
def test_the_hour_is_right_across_the_change_of_clocks(month, day):
    """Clocks change on 29 March and 25 October 2026: the day before, the day itself and the day after at 10 o'clock."""
    whole = [
        entry(
            uid=f"{at}@x",
            start=datetime(2026, month, at, 10, tzinfo=RIGA),
            end=datetime(2026, month, at, 12, tzinfo=RIGA),
        )
        for at in (day - 1, day, day + 1)
    ]
    content = calendar_file(whole)
    assert content.count(b"BEGIN:VTIMEZONE") == 1 and b"BEGIN:DAYLIGHT" in content
    for event, given in zip(events(content), whole, strict=True):
        assert event["dtstart"].dt.hour == 10
        assert event["dtstart"].dt.astimezone(UTC) == given.start.astimezone(UTC)
    # 26 March 2026 at 23.00 to 29 March at 5.00 (a night of one hour less) ends where it should.
    (night,) = events(
        calendar_file([entry(start=datetime(2026, 3, 28, 23, tzinfo=RIGA), end=datetime(2026, 3, 29, 5, tzinfo=RIGA))])
    )
    assert (night["dtend"].dt.astimezone(UTC) - night["dtstart"].dt.astimezone(UTC)).total_seconds() == 5 * 3600


def test_another_zone():
    (event,) = events(calendar_file([entry(zone="Europe/Oslo")]))
    assert event["dtstart"].params["TZID"] == "Europe/Oslo" and event["dtstart"].dt.hour == 9


def test_whole_days_parts_and_cancelling():
    part = CalendarPart(
        "imc-0-1@x", "Darba grupa", datetime(2015, 2, 11, 11, tzinfo=UTC), datetime(2015, 2, 11, 12, tzinfo=UTC)
    )
    main, inner = events(calendar_file([entry(parts=(part,))]))
    assert inner["related-to"] == main["uid"] and inner["transp"] == "TRANSPARENT"
    (days,) = events(calendar_file([entry(start=date(2015, 2, 11), end=date(2015, 2, 12))]))
    assert (days["dtstart"].dt, days["dtend"].dt) == (date(2015, 2, 11), date(2015, 2, 13))
    content = calendar_file([entry(sequence=4, guest=("Anna", "a@x.lv"))], method="CANCEL")
    (gone,) = events(content)
    assert b"METHOD:CANCEL" in content and gone["status"] == "CANCELLED" and gone["attendee"] == "MAILTO:a@x.lv"


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": datetime(2015, 2, 11, 8)},  # noqa: DTZ001
        {"end": datetime(2015, 2, 11, 7, tzinfo=UTC)},
        {"end": date(2015, 2, 12)},
        {"start": date(2015, 2, 12), "end": date(2015, 2, 11)},
    ],
)
def test_impossible_times_are_told(wrong):
    with pytest.raises(ValueError):
        calendar_file([entry(**wrong)])


def test_a_title_cannot_add_lines():
    content = calendar_file([entry(title="x\r\nATTENDEE:MAILTO:e@x.lv", place="a\nEND:VEVENT")])
    (event,) = events(content)
    assert "attendee" not in event
