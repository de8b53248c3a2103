"""Taking a seat: by name card, by own link, without a name; wrong codes; foreign seats."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from talka.people.models import FailedCode
from talka.workshops.access import CODE, digest_of, seat_for
from talka.workshops.factories import GroupFactory, SeatFactory, WorkshopFactory
from talka.workshops.models import Seat
from talka.workshops.views.frame import cookie_name

GROUP = {"group": "2", "name": ""}


def test_the_room_s_code_leads_in(client, day):
    spaced = f"{day.workshop.code[:3].lower()} {day.workshop.code[3:]}"
    assert client.get("/w/").status_code == 200
    answer = client.post("/w/", {"code": spaced})
    assert answer["Location"] == day.room()
    page = client.get(day.room()).content.decode()
    assert "name_card" in page
    assert str(day.groups[1]) in page


def test_the_event_s_check_in_code_leads_in_too(client, day):
    assert client.post("/w/", {"code": day.event.room_code})["Location"] == day.room()


def test_joining_without_a_name_gives_a_seat_and_a_careful_cookie(client, day):
    answer = client.post(day.room("join/"), GROUP)
    assert answer["Location"] == day.room()
    cookie = answer.cookies[cookie_name(day.workshop)]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == day.room()
    seat = Seat.objects.get()
    assert (seat.group.number, seat.registration, seat.digest) == (2, None, digest_of(cookie.value))
    assert cookie.value not in (seat.digest, seat.name)
    page = client.get(day.room())
    assert str(day.groups[1]) in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_joining_twice_is_joining_once(client, day):
    client.post(day.room("join/"), GROUP)
    client.post(day.room("join/"), GROUP)
    assert Seat.objects.count() == 1


def test_a_name_card_opens_one_s_own_place(client, day):
    registration = day.register(day.organisations[0])
    seat = SeatFactory(group=day.groups[1], registration=registration)
    client.post(day.room("join/"), {"name_card": " n000 "})
    seat.refresh_from_db()
    assert seat.joined_at
    assert str(day.groups[1]) in client.get(day.room()).content.decode()


def test_a_name_card_that_another_phone_uses_does_not_open_it_again(client, day):
    registration = day.register(day.organisations[0])
    seat = SeatFactory(group=day.groups[1], registration=registration, joined_at=timezone.now())
    answer = client.post(day.room("join/"), {"name_card": "N000"})
    assert answer.status_code == 409
    assert cookie_name(day.workshop) not in client.cookies
    assert Seat.objects.get().digest == seat.digest


def test_one_s_own_link_does_and_ends_the_other_phone(client, day):
    registration = day.register(day.organisations[0])
    seat = SeatFactory(group=day.groups[1], registration=registration, joined_at=timezone.now(), credential="cits")
    assert client.get(day.room(f"me/{registration.token}/")).status_code == 200
    assert seat_for(day.workshop, "cits")
    assert client.post(day.room(f"me/{registration.token}/"))["Location"] == day.room()
    assert seat_for(day.workshop, "cits") is None
    assert seat_for(day.workshop, client.cookies[cookie_name(day.workshop)].value) == seat


@pytest.mark.parametrize("state", ["waiting", "cancelled"])
def test_who_is_not_registered_has_no_place(client, day, state):
    registration = day.register(day.organisations[0], state=state)
    assert client.post(day.room("join/"), {"name_card": registration.code}).status_code == 422
    assert client.post(day.room(f"me/{registration.token}/")).status_code == 404
    assert not Seat.objects.exists()


def test_a_name_card_of_another_event_has_no_place(client, day):
    other = WorkshopFactory()
    foreign = type(day.register(day.organisations[0])).objects.get()
    foreign.event = other.event
    foreign.save()
    assert client.post(day.room("join/"), {"name_card": foreign.code}).status_code == 422
    assert not Seat.objects.exists()


def test_somebody_without_a_group_chooses_one_and_then_no_other(client, day):
    day.register(day.organisations[0])
    client.post(day.room("join/"), {"name_card": "N000"})
    assert "group" in client.get(day.room()).content.decode()
    client.post(day.room("group/"), {"group": "1"})
    assert Seat.objects.get().group.number == 1
    assert client.post(day.room("group/"), {"group": "2"}).status_code == 409
    assert Seat.objects.get().group.number == 1


@pytest.mark.parametrize("number", ["", "9", "x", "99999999999999999999", "-1"])
def test_a_group_that_is_not_there_is_told(phone, day, number):
    assert phone.post(day.room("group/"), {"group": number}).status_code == 422


def test_wrong_codes_are_counted_and_at_last_refused(client, day):
    for number in range(30):
        assert client.post("/w/", {"code": f"ZZZ{number:03}"}).status_code == 422
    assert FailedCode.objects.count() == 30
    assert client.post("/w/", {"code": day.workshop.code}).status_code == 429
    assert client.get(day.room()).status_code == 429
    assert not Seat.objects.exists()
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post("/w/", {"code": day.workshop.code}, **elsewhere)["Location"] == day.room()
    assert client.get(day.room(), **elsewhere).status_code == 200


def test_a_code_tried_a_thousand_times_from_everywhere_is_shut_and_seats_go_on(phone, day):
    """Nine hundred ninety-nine tries within the hour, few of them from each address; the next ones are made here."""
    ago = timezone.now() - dt.timedelta(minutes=30)
    tries = [FailedCode(what=CODE, address=f"198.51.100.{number % 200}") for number in range(999)]
    FailedCode.objects.bulk_create(tries)
    FailedCode.objects.update(at=ago)
    stranger = Client(REMOTE_ADDR="192.0.2.7")
    assert stranger.post("/w/", {"code": "ZZZ999"}).status_code == 422
    assert FailedCode.objects.count() == 1000
    for _time in range(3):
        answer = stranger.post("/w/", {"code": day.workshop.code})
        assert answer.status_code == 429
        assert "<h1" in answer.content.decode()
    assert phone.get(day.room()).status_code == 200
    FailedCode.objects.update(at=ago - dt.timedelta(hours=1))
    assert stranger.post("/w/", {"code": day.workshop.code})["Location"] == day.room()


def test_a_phone_with_its_seat_goes_on_while_others_guess(phone, day):
    for number in range(30):
        phone.post("/w/", {"code": f"ZZZ{number:03}"})
    assert phone.get(day.room()).status_code == 200


def test_guessing_name_cards_ends(client, day):
    day.register(day.organisations[0])
    for number in range(30):
        assert client.post(day.room("join/"), {"name_card": f"X{number}"}).status_code == 422
    assert client.post(day.room("join/"), {"name_card": "N000"}).status_code == 429
    assert not Seat.objects.exists()


@pytest.mark.parametrize("code", ["NEVIENS", "%00", "' OR 1=1 --", "😀" * 20, "A" * 500])
def test_odd_codes_find_nobody(client, day, code):
    assert client.post("/w/", {"code": code}).status_code == 422
    assert client.get(f"/w/{code.replace('/', '')}/").status_code in (400, 404, 429)


@pytest.mark.parametrize("days", [-2, 2])
def test_codes_and_seats_end_with_the_event(phone, day, days):
    day.event.first_day = day.event.last_day = timezone.localdate() + dt.timedelta(days=days)
    day.event.starts_at = day.event.ends_at = None
    day.event.save()
    assert phone.get(day.room()).status_code == 410
    assert phone.post(day.room("card/"), {}).status_code == 410
    phone.cookies.clear()
    assert phone.get(day.room()).status_code == 404
    assert phone.post(day.room("join/"), GROUP).status_code == 404


def test_a_seat_of_another_workshop_is_no_seat_here(client, day):
    other = GroupFactory(workshop__event=day.event)
    SeatFactory(group=other, credential="cits")
    client.cookies[cookie_name(day.workshop)] = "cits"
    assert "name_card" in client.get(day.room()).content.decode()
    assert client.post(day.room("card/"), {}).status_code == 401


def test_leaving_gives_the_place_back(phone, day):
    assert phone.post(day.room("leave/")).status_code == 302
    assert Seat.objects.get().joined_at is None
    phone.cookies[cookie_name(day.workshop)] = "mans"
    assert "name_card" in phone.get(day.room()).content.decode()


def test_a_freed_place_is_taken_again_by_the_name_card(client, day, sign_in):
    registration = day.register(day.organisations[0])
    seat = SeatFactory(group=day.groups[0], registration=registration, joined_at=timezone.now(), credential="vecs")
    sign_in(day.facilitator)
    assert client.post(day.url("1/people/free/"), {"seat": seat.pk}).status_code == 302
    assert seat_for(day.workshop, "vecs") is None
    client.logout()
    assert client.post(day.room("join/"), {"name_card": registration.code}).status_code == 302


def test_who_is_in_no_group_is_shown_the_onlookers_door_where_they_vote(client, day):
    door = day.room("public/")
    assert door not in client.get(day.room()).content.decode()
    stage = day.workshop.stages.get(key="vote")
    stage.table["vote"]["weights"] = {"participant": 1, "public": 1}
    stage.save()
    assert door in client.get(day.room()).content.decode()
