"""What is kept of a person, as they read it: in words, with days as they are written, and nothing that is empty."""

from django.utils import translation

from talka.people.readable import rooms_of


def test_days_languages_and_names_are_said_in_words() -> None:
    row = {
        "text": "Autobuss",
        "written": "2026-11-29T10:53:28+02:00",
        "language": "lv",
        "answers": [],
        "late": "",
    }
    with translation.override("en"):
        [(room, [(heading, [pairs])])] = rooms_of({"workshops": {"cards": [row]}})
    assert (room, heading) == ("Group work", "Cards")
    assert pairs == [("Text", "Autobuss"), ("Written on", "29 November 2026 10:53"), ("Language", "Latvian")]


def test_a_text_that_is_no_day_stays_as_it_is() -> None:
    with translation.override("en"):
        [(_room, [(_heading, [pairs])])] = rooms_of({"needs": {"answers": [{"text": "2026-11-29 or later"}]}})
    assert pairs == [("Text", "2026-11-29 or later")]
