"""The agenda's versions: what people see, what they are told, and who gets a letter."""

import datetime as dt

import icalendar
import pytest
from i18nfield.strings import LazyI18nString

from talka.events import calendars
from talka.events.actions import agenda
from talka.events.actions.release import draft_release, freeze, people_to_tell, release_agenda
from talka.events.clock import zone_of
from talka.events.factories import RegistrationFactory, SpeakerFactory, two
from talka.events.models import AgendaItem, Event
from talka.events.queries.changes import in_words
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

from .planning import Cast, at, cast, item

pytestmark = pytest.mark.django_db


@pytest.fixture
def seminar() -> Cast:
    made = cast()
    item(made.event, "opening", 10, 10.5)
    item(made.event, "talk", 10.5, 11.5, room="Zāle")
    freeze(made.event)
    return made


def _fresh(made: Cast) -> Event:
    return Event.objects.select_related("project__programme").get(pk=made.event.pk)


def _words(made: Cast, language: str) -> list[str]:
    return in_words(draft_release(made.event).changes, zone_of(made.event), {}, language)


def test_the_public_page_shows_the_release_and_not_the_draft(seminar: Cast) -> None:
    item(seminar.event, "jaunums", 12, 13)
    seminar.event.items.filter(key="talk").update(title=two("Pārdēvēts", "Renamed"))
    page = seminar.client("visitor").get(seminar.url()).content.decode()
    assert "Talk" in page and "Jaunums" not in page and "Pārdēvēts" not in page
    release_agenda(seminar.event, by=seminar.organiser)
    page = seminar.client("visitor").get(seminar.url()).content.decode()
    assert "Jaunums" in page and "Pārdēvēts" in page


def test_what_changed_is_told_in_both_languages(seminar: Cast) -> None:
    seminar.event.items.filter(key="talk").update(
        starts_at=at(seminar.event, 11), ends_at=at(seminar.event, 12), room="Bibliotēka"
    )
    seminar.event.items.filter(key="opening").delete()
    item(seminar.event, "lunch", 12, 13)
    english = _words(seminar, "en")
    assert english == [
        "“Talk (en)”: now 11:00–12:00, was 10:30–11:30.",
        "“Talk (en)”: room Bibliotēka.",
        "New: “Lunch (en)”, 12:00–13:00.",
        "No longer on the agenda: “Opening (en)”.",
    ]
    latvian = _words(seminar, "lv")
    assert len(latvian) == 4 and "Talk" in latvian[0] and "(en)" not in "".join(latvian)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"title": LazyI18nString({"lv": "Cits", "en": "Other"})}, "title"),
        ({"cancelled": True}, "cancelled"),
        ({"capacity": 12}, "capacity"),
        ({"kind": "panel"}, "kind"),
        ({"block": "groups"}, "block"),
        ({"part": LazyI18nString({"lv": "Otrā daļa"})}, "part"),
        ({"description": LazyI18nString({"lv": "Vairāk par to"})}, "description"),
    ],
)
def test_each_kind_of_change_is_one_sentence(seminar: Cast, change: dict, what: str) -> None:
    AgendaItem.objects.filter(event=seminar.event, key="talk").update(**change)
    assert [c["what"] for c in draft_release(seminar.event).changes] == [what]
    assert all(len(_words(seminar, code)) == 1 and _words(seminar, code)[0] for code in ("lv", "en"))


def test_speakers_leaders_and_the_place_of_the_event_are_told(seminar: Cast) -> None:
    talk = seminar.event.items.get(key="talk")
    SpeakerFactory(item=talk, person__given_name="Antti", person__family_name="Korkka")
    talk.facilitators.add(seminar.organiser)
    seminar.event.venue = two("Tautas nams", "People's house")
    seminar.event.save()
    assert [c["what"] for c in draft_release(seminar.event).changes] == ["event-place", "speakers", "facilitators"]


def test_a_release_holds_no_names_so_that_an_erased_person_is_gone_from_it(seminar: Cast) -> None:
    person = PersonFactory(given_name="Antti", family_name="Korkka")
    SpeakerFactory(item=seminar.event.items.get(key="talk"), person=person)
    made = release_agenda(seminar.event, by=seminar.organiser)
    assert "Korkka" not in str(made.items) + str(made.changes)
    assert "Korkka" in seminar.client("visitor").get(seminar.url()).content.decode()
    person.given_name = person.family_name = ""
    person.erased_at = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    person.save()
    assert "Korkka" not in seminar.client("visitor").get(seminar.url()).content.decode()


def test_nothing_new_and_nothing_at_all_are_refused(seminar: Cast) -> None:
    with pytest.raises(Refusal):
        release_agenda(seminar.event, by=seminar.organiser)
    empty = cast()
    with pytest.raises(Refusal):
        release_agenda(empty.event, by=empty.organiser)
    assert seminar.event.releases.count() == 1 and empty.event.releases.count() == 0


def test_an_agenda_that_changed_after_the_preview_is_not_released(seminar: Cast) -> None:
    item(seminar.event, "lunch", 12, 13)
    seen = _fresh(seminar).agenda_version
    agenda.edit_item(
        seminar.event.items.get(key="lunch"), {"room": "Kafejnīca"}, seen=1, by=seminar.people["administrator"]
    )
    answer = seminar.client().post(seminar.url("manage/agenda/release/"), {"seen": seen})
    assert answer.status_code == 409 and seminar.event.releases.count() == 1


def test_only_those_who_come_get_a_letter_each_in_their_language(seminar: Cast) -> None:
    for name, more in {
        "liga": {},
        "john": {"language": "en"},
        "gaida": {"state": "waiting"},
        "neies": {"state": "cancelled"},
    }.items():
        RegistrationFactory(
            event=seminar.event, **({"state": "registered"} | more), person__email=f"{name}@example.test"
        )
    RegistrationFactory(event=cast().event, state="registered", person__email="cits@example.test")
    RegistrationFactory(event=seminar.event, state="registered", person__email="")
    item(seminar.event, "lunch", 12, 13)
    client, url = seminar.client(), seminar.url("manage/agenda/release/")
    page = client.get(url)
    assert page.context["told"] == 3 == people_to_tell(seminar.event).count()
    assert [letter.language for letter in page.context["letters"]] == ["lv", "en"]
    seen = _fresh(seminar).agenda_version
    looked = client.post(url, {"seen": seen, "note_0": "Paldies par pacietību!", "look": "1"})
    assert "Paldies par pacietību!" in looked.context["letters"][0].text
    assert Letter.objects.count() == 0 and seminar.event.releases.count() == 1
    client.post(url, {"seen": seen, "note_0": "Paldies par pacietību!", "tell": "on"})
    sent = {letter.to_address: letter for letter in Letter.objects.filter(kind="agenda-changed")}
    assert set(sent) == {"liga@example.test", "john@example.test", "gaida@example.test"}
    assert "Lunch (en)" in sent["john@example.test"].text and "Lunch (en)" not in sent["liga@example.test"].text
    assert "Paldies par pacietību!" in sent["liga@example.test"].text
    assert sent["liga@example.test"].attachments.get().content.startswith(b"BEGIN:VCALENDAR")
    assert seminar.event.releases.first().told == 3


def test_a_release_without_the_tick_writes_to_nobody(seminar: Cast) -> None:
    RegistrationFactory(event=seminar.event, state="registered")
    item(seminar.event, "lunch", 12, 13)
    seminar.client().post(seminar.url("manage/agenda/release/"), {"seen": _fresh(seminar).agenda_version})
    assert seminar.event.releases.count() == 2 and Letter.objects.count() == 0


def test_telling_twice_writes_once(seminar: Cast) -> None:
    from talka.events.jobs.planning import tell_release

    RegistrationFactory(event=seminar.event, state="registered")
    item(seminar.event, "lunch", 12, 13)
    made = release_agenda(seminar.event, by=seminar.organiser, tell=True)
    tell_release(made.pk)
    assert Letter.objects.filter(kind="agenda-changed").count() == 1


def test_cancelling_writes_to_those_who_come_and_takes_it_out_of_their_calendars(seminar: Cast) -> None:
    RegistrationFactory(event=seminar.event, state="registered", person__email="liga@example.test")
    RegistrationFactory(event=seminar.event, state="cancelled", person__email="neies@example.test")
    seminar.client().post(seminar.url("manage/deed/"), {"deed": "cancel", "tell": "on"})
    letter = Letter.objects.get(kind="event-cancelled")
    assert letter.to_address == "liga@example.test"
    calendar = icalendar.Calendar.from_ical(letter.attachments.get().content)
    assert calendar["method"] == "CANCEL" and calendar.walk("VEVENT")[0]["status"] == "CANCELLED"


def test_the_calendar_says_the_local_hour_and_counts_the_versions(seminar: Cast) -> None:
    def entries(content: bytes) -> list[icalendar.Event]:
        return icalendar.Calendar.from_ical(content).walk("VEVENT")

    first = entries(calendars.event_calendar(seminar.event, "lv"))[0]
    item(seminar.event, "lunch", 12, 13)
    release_agenda(seminar.event, by=seminar.organiser)
    whole = entries(seminar.client("visitor").get(seminar.url("event.ics?items=1")).content)
    assert (first["uid"], int(first["sequence"])) == (whole[0]["uid"], 1)
    assert int(whole[0]["sequence"]) == 2 and len(whole) == 4
    assert whole[0].decoded("dtstart").hour == 10 and str(whole[0]["dtstart"].params["TZID"]) == "Europe/Riga"
    one = entries(seminar.client("visitor").get(seminar.url("item/talk.ics")).content)
    assert [e["uid"] for e in one] == [e["uid"] for e in whole if "Talk" in str(e["summary"])]
    assert seminar.client("visitor").get(seminar.url("item/nav.ics")).status_code == 404


def test_the_draft_cannot_be_guessed_through_an_items_calendar(seminar: Cast) -> None:
    item(seminar.event, "slepens", 12, 13)
    assert seminar.client("visitor").get(seminar.url("item/slepens.ics")).status_code == 404
    assert b"Slepens" not in seminar.client("visitor").get(seminar.url("event.ics?items=1")).content
    assert seminar.client("visitor").get(seminar.url("agenda.pdf?draft=1")).status_code == 200


def test_versions_tell_what_each_changed(seminar: Cast, django_assert_num_queries) -> None:
    item(seminar.event, "lunch", 12, 13)
    release_agenda(seminar.event, by=seminar.organiser, note=two("Pievienojām pusdienas.", "Lunch added."))
    client = seminar.client("visitor")
    page = client.get(seminar.url("versions/")).content.decode()
    assert page.index("Pievienojām") < page.index("Lunch") and "Lunch" in page
    with django_assert_num_queries(3):
        client.get(seminar.url("versions/"))
    for number in range(3):
        item(seminar.event, f"extra{number}", 14 + number, 15 + number)
        release_agenda(seminar.event, by=seminar.organiser)
    with django_assert_num_queries(3):
        client.get(seminar.url("versions/"))


def test_erasing_a_speaker_empties_how_they_were_introduced_in_every_release(seminar: Cast) -> None:
    from talka.events import personal

    person, other = PersonFactory(), PersonFactory()
    for who, words in ((person, "Slepenās iestādes vadītāja"), (other, "Citas iestādes vadītājs")):
        SpeakerFactory(item=seminar.event.items.get(key="talk"), person=who, introduced_as=two(words, words))
    release_agenda(seminar.event, by=seminar.organiser)
    personal.erase(person, dt.date(2030, 1, 1))
    frozen = str(seminar.event.releases.first().items)
    assert "Slepenās" not in frozen and "Citas iestādes" in frozen
