"""Two organisers at one event or agenda: the second is told, and loses nothing."""

import datetime as dt
import threading

import pytest
from django.db import connection

from talka.events.actions.agenda import edit_item
from talka.events.actions.overtaken import Overtaken
from talka.events.factories import SpeakerFactory
from talka.events.forms.events import EventForm
from talka.events.models import AgendaItem, Event
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.territories.models import Area

from .planning import Cast, cast, hours, item

pytestmark = pytest.mark.django_db


def _form(event: Event, **changes: object) -> dict[str, object]:
    """What a browser sends back of the event's form."""
    values: dict[str, object] = {}
    for name, value in EventForm.initial_of(event).items():
        data = getattr(value, "data", None)
        if isinstance(data, dict) or name in ("title", "summary", "description", "record", "venue"):
            values[f"{name}_0"], values[f"{name}_1"] = (data or {}).get("lv", ""), (data or {}).get("en", "")
        elif value is True:
            values[name] = "on"
        elif value not in (None, False):
            values[name] = getattr(value, "pk", value)
    return values | changes


def test_an_event_is_edited_in_its_own_time_zone() -> None:
    made = cast(time_zone="Europe/Oslo", first_day=dt.date(2030, 6, 3))
    answer = made.client().post(
        made.url("manage/edit/"), _form(made.event, begins="09:00", ends="15:30", address="Storgata 1")
    )
    assert answer.status_code == 302, answer.context["form"].errors
    row = Event.objects.get(pk=made.event.pk)
    assert (row.starts_at, row.ends_at) == (
        dt.datetime(2030, 6, 3, 7, tzinfo=dt.UTC),
        dt.datetime(2030, 6, 3, 13, 30, tzinfo=dt.UTC),
    )
    assert (row.address, row.version) == ("Storgata 1", 2)


def test_the_second_of_two_sees_both_versions_and_may_save_theirs() -> None:
    made = cast()
    early = _form(made.event, address="Pirmā iela 1")
    late = _form(made.event, address="Otrā iela 2", venue_0="Tautas nams")
    assert made.client().post(made.url("manage/edit/"), early).status_code == 302
    answer = made.client("administrator").post(made.url("manage/edit/"), late)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Pirmā iela 1" in page and 'value="Otrā iela 2"' in page and "Tautas nams" in page
    assert made.organiser.name in page
    assert Event.objects.get(pk=made.event.pk).address == "Pirmā iela 1"
    again = made.client("administrator").post(
        made.url("manage/edit/"), late | {"version": answer.context["form"].data["version"]}
    )
    assert again.status_code == 302
    row = Event.objects.get(pk=made.event.pk)
    assert (row.address, str(row.venue.localize("lv")), row.version) == ("Otrā iela 2", "Tautas nams", 3)


def test_a_form_that_changes_nothing_is_no_new_version() -> None:
    made = cast()
    made.client().post(made.url("manage/edit/"), _form(made.event))
    assert Event.objects.get(pk=made.event.pk).version == 1


def test_wrong_days_hours_and_places_are_told_at_their_fields() -> None:
    made = cast()
    wrong = _form(made.event, last_day="2029-01-01", ends="25:00", area="Nekurienes novads")
    answer = made.client().post(made.url("manage/edit/"), wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"last_day", "ends", "area"}


def test_a_place_is_found_in_the_register_without_its_diacritics() -> None:
    made = cast()
    area = Area.objects.create(
        key="saldus",
        kind="municipality",
        name="Ķekavas novads",
        sort_key="k",
        folded="kekavas novads",
        genitive="Ķekavas",
    )
    made.client().post(made.url("manage/edit/"), _form(made.event, area="kekavas novads"))
    assert Event.objects.get(pk=made.event.pk).area == area


def test_fewer_places_than_people_are_refused() -> None:
    from talka.events.factories import RegistrationFactory

    made = cast(capacity=10)
    RegistrationFactory.create_batch(3, event=made.event, state="registered")
    answer = made.client().post(made.url("manage/edit/"), _form(made.event, capacity="2"))
    assert answer.status_code == 422 and Event.objects.get(pk=made.event.pk).capacity == 10


# -- the agenda ----------------------------------------------------------------------------------------------------


@pytest.fixture
def day() -> Cast:
    """10 opening, 10:30 talk, 12 two groups side by side, 13:30 closing."""
    made = cast()
    item(made.event, "opening", 10, 10.5)
    item(made.event, "talk", 10.5, 11.5)
    item(made.event, "one", 12, 13, block="groups", kind="group")
    item(made.event, "two", 12, 13, block="groups", kind="group")
    item(made.event, "closing", 13.5, 14)
    return made


def _item_form(row: AgendaItem, **changes: object) -> dict[str, object]:
    data = row.title.data
    return {
        "title_0": data["lv"],
        "title_1": data["en"],
        "kind": row.kind,
        "day": row.event.first_day.isoformat(),
        "begins": "10:30",
        "ends": "11:30",
        "block": row.block,
        "version": row.version,
    } | changes


def _step(made: Cast, step: str, **more: object) -> int:
    seen = Event.objects.get(pk=made.event.pk).agenda_version
    data = {"step": step, "seen": seen} | more
    return made.client().post(made.url("manage/agenda/move/"), data).status_code


def test_an_item_is_added_after_another_and_beside_one(day: Cast) -> None:
    client = day.client()
    start = client.get(day.url("manage/agenda/new/?after=talk")).context["form"].initial
    assert (start["begins"], start["day"]) == (dt.time(11, 30), day.event.first_day.isoformat())
    beside = client.get(day.url("manage/agenda/new/?beside=one")).context["form"].initial
    assert (beside["begins"], beside["block"]) == (dt.time(12), "groups")
    data = {"title_0": "Trešā grupa", "kind": "group", "begins": "12:00", "ends": "13:00", "block": "groups"}
    assert client.post(day.url("manage/agenda/new/?beside=one"), data).status_code == 302
    assert hours(day.event)[2:5] == ["one 12:00-13:00", "two 12:00-13:00", "tresa-grupa 12:00-13:00"]


def test_two_edit_one_item_and_neither_loses_anything(day: Cast) -> None:
    row = day.event.items.get(key="talk")
    url = day.url("manage/agenda/item/talk/")
    assert day.client().post(url, _item_form(row, room="Lielā zāle")).status_code == 302
    answer = day.client("administrator").post(url, _item_form(row, room="Mazā zāle", title_0="Mans nosaukums"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Lielā zāle" in page and 'value="Mazā zāle"' in page and 'value="Mans nosaukums"' in page
    assert day.event.items.get(key="talk").room == "Lielā zāle"
    saved = day.client("administrator").post(
        url, _item_form(row, room="Mazā zāle", version=answer.context["form"].data["version"])
    )
    assert saved.status_code == 302 and day.event.items.get(key="talk").room == "Mazā zāle"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_one_item_at_the_same_moment_one_is_told() -> None:
    made = cast()
    row = item(made.event, "talk", 10.5, 11.5)
    start, outcomes = threading.Barrier(2), []

    def save(room: str) -> None:
        try:
            start.wait(10)
            edit_item(row, {"room": room}, seen=row.version, by=made.organiser)
            outcomes.append(room)
        except Overtaken:
            outcomes.append("")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=(room,)) for room in ("Lielā zāle", "Mazā zāle")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    (kept,) = [room for room in outcomes if room]
    assert len(outcomes) == 2
    assert made.event.items.get(key="talk").room == kept


def test_two_edit_two_items_and_do_not_disturb_each_other(day: Cast) -> None:
    talk, opening = day.event.items.get(key="talk"), day.event.items.get(key="opening")
    assert day.client().post(day.url("manage/agenda/item/talk/"), _item_form(talk)).status_code == 302
    answer = day.client("administrator").post(
        day.url("manage/agenda/item/opening/"), _item_form(opening, begins="10:00", ends="10:30")
    )
    assert answer.status_code == 302


def test_an_item_removed_meanwhile_is_told(day: Cast) -> None:
    row = day.event.items.get(key="talk")
    seen = Event.objects.get(pk=day.event.pk).agenda_version
    assert day.client().post(day.url("manage/agenda/item/talk/remove/"), {"seen": seen}).status_code == 302
    assert day.client("administrator").post(day.url("manage/agenda/item/talk/"), _item_form(row)).status_code == 404
    stale = day.client("administrator").post(day.url("manage/agenda/item/opening/remove/"), {"seen": seen})
    assert stale.status_code == 409 and day.event.items.filter(key="opening").exists()


def test_moving_changes_places_and_keeps_lengths_and_pauses(day: Cast) -> None:
    assert _step(day, "down:opening") == 302
    assert hours(day.event)[:2] == ["talk 10:00-11:00", "opening 11:00-11:30"]
    assert _step(day, "up:two") == 302
    assert hours(day.event) == [
        "talk 10:00-11:00",
        "one 11:00-12:00",
        "two 11:00-12:00",
        "opening 12:30-13:00",
        "closing 13:30-14:00",
    ]


def test_moving_back_gives_what_was(day: Cast) -> None:
    before = hours(day.event)
    _step(day, "down:talk")
    assert hours(day.event) != before
    _step(day, "up:talk")
    assert hours(day.event) == before


def test_moving_off_the_edge_or_on_an_old_page_changes_nothing(day: Cast) -> None:
    before = hours(day.event)
    assert _step(day, "up:opening") == 400
    assert _step(day, "down:closing") == 400
    assert _step(day, "down:opening", seen=0) == 409
    assert _step(day, "down:nowhere") == 410
    assert hours(day.event) == before


def test_parallel_items_change_their_order(day: Cast) -> None:
    assert _step(day, "right:one") == 302
    assert hours(day.event)[2:4] == ["two 12:00-13:00", "one 12:00-13:00"]


def test_items_without_hours_move_by_their_order() -> None:
    made = cast(starts_at=None, ends_at=None)
    from talka.events.factories import AgendaItemFactory

    for order, key in enumerate(("a", "b", "c")):
        AgendaItemFactory(event=made.event, key=key, order=order)
    assert _step(made, "up:c") == 302
    assert list(made.event.items.order_by("order").values_list("key", flat=True)) == ["a", "c", "b"]


def test_everything_after_an_item_is_shifted_and_nothing_before(day: Cast) -> None:
    assert _step(day, "shift:", **{"from": "talk", "minutes": 15}) == 302
    assert hours(day.event) == [
        "opening 10:00-10:30",
        "talk 10:45-11:45",
        "one 12:15-13:15",
        "two 12:15-13:15",
        "closing 13:45-14:15",
    ]
    before = hours(day.event)
    assert _step(day, "shift:", **{"from": "talk", "minutes": 700}) == 409
    assert _step(day, "shift:", **{"from": "talk", "minutes": "daudz"}) == 400
    assert hours(day.event) == before


def test_a_chosen_group_is_not_removed(day: Cast) -> None:
    from talka.events.factories import RegistrationFactory
    from talka.events.models import Choice

    Choice.objects.create(
        registration=RegistrationFactory(event=day.event), item=day.event.items.get(key="one"), rank=1
    )
    answer = day.client().post(day.url("manage/agenda/item/one/remove/"), {"seen": day.event.agenda_version})
    assert answer.status_code == 409 and day.event.items.filter(key="one").exists()


def test_clashes_are_told_and_not_forbidden(day: Cast) -> None:
    person = PersonFactory(given_name="Kristaps", family_name="Ozols")
    for key in ("one", "two"):
        SpeakerFactory(item=day.event.items.get(key=key), person=person)
        day.event.items.get(key=key).facilitators.add(day.organiser)
    day.event.items.filter(key__in=("one", "two")).update(room="Zāle")
    item(day.event, "long", 13, 13.75)
    kinds = sorted(clash.kind for clash in day.client().get(day.url("manage/agenda/")).context["editor"].clashes)
    assert kinds == ["facilitator", "overlap", "room", "speaker"]
    row = day.event.items.get(key="talk")
    answer = day.client().post(
        day.url("manage/agenda/item/talk/"), _item_form(row, begins="10:00", ends="11:00"), follow=True
    )
    assert answer.status_code == 200 and "Kristaps Ozols" in answer.content.decode()
    assert any("Opening" in str(message) for message in answer.context["messages"])


def test_cancelled_items_and_items_one_after_another_clash_with_nothing(day: Cast) -> None:
    day.event.items.filter(key="talk").update(cancelled=True, room="Zāle")
    item(day.event, "instead", 10.5, 11.5, room="Zāle")
    assert day.client().get(day.url("manage/agenda/")).context["editor"].clashes == []


def test_an_hour_that_does_not_exist_is_told_at_its_field() -> None:
    made = cast(first_day=dt.date(2030, 3, 31))
    row = item(made.event, "nakts", 10, 11)
    answer = made.client().post(made.url("manage/agenda/item/nakts/"), _item_form(row, begins="03:30", ends="04:30"))
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"begins"}


def test_an_evening_may_end_after_midnight(day: Cast) -> None:
    row = day.event.items.get(key="closing")
    answer = day.client().post(day.url("manage/agenda/item/closing/"), _item_form(row, begins="21:00", ends="01:00"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.ends_at - row.starts_at == dt.timedelta(hours=4)


def test_speakers_are_found_added_ordered_and_taken_off(day: Cast) -> None:
    client, url = day.client(), day.url("manage/agenda/item/talk/")
    known = PersonFactory(given_name="Pēteris", family_name="Šķiņķis", position="pētnieks")
    PersonFactory(given_name="Pēteris", family_name="Šķiņķis", illustrative=True)
    found = client.get(url + "?q=skinkis").context["found"]
    assert found == [known]
    client.post(url + "speaker/", {"person": known.key})
    client.post(url + "speaker/", {"person": known.key})
    client.post(url + "speaker/", {"given_name": "Antti", "family_name": "Korkka", "organisation": "Tampere"})
    first, second = day.event.items.get(key="talk").speakers.all()
    assert first.person == known and "pētnieks" in str(first.introduced_as)
    assert Person.objects.get(family_name="Korkka").public is True
    row = day.event.items.get(key="talk")
    data = _item_form(
        row,
        **{
            f"speaker-{first.pk}-order": "2",
            f"speaker-{second.pk}-order": "1",
            f"speaker-{second.pk}-introduced_as_0": "eksperts, Somija",
        },
    )
    assert client.post(url, data).status_code == 302
    assert [s.person.family_name for s in row.speakers.all()] == ["Korkka", "Šķiņķis"]
    row.refresh_from_db()
    data = _item_form(row, **{f"speaker-{first.pk}-remove": "on"})
    assert client.post(url, data).status_code == 302
    assert [s.person.family_name for s in row.speakers.all()] == ["Korkka"]
