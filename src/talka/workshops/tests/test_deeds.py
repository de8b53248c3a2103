"""Deeds that phones send: once however often they come, strictly read, answered so that nothing is lost."""

import datetime as dt
import json
import threading
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talka.live.queries import last_number, moments_after
from talka.workshops.actions import cards, clustering, deeds, standing
from talka.workshops.factories import ClusterFactory, GroupFactory, SeatFactory, put_at
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import Ballot, Card, Receipt, Seat
from talka.workshops.views.frame import cookie_name

from .deeds_sent import ORIGIN, card, new_id, statuses, vote


@pytest.fixture
def send(phone, day):
    """Send deeds from the phone; their results, or the whole answer where it is a refusal."""

    def sent(*what, headers=ORIGIN, client=phone, body=None):
        body = json.dumps({"deeds": what}) if body is None else body
        answer = client.post(day.room("deeds/"), body, content_type="application/json", headers=headers)
        return answer.json()["results"] if answer.status_code == 200 else answer

    return sent


def test_a_card_is_written_once_however_often_it_is_sent(send, day):
    put_at(day.workshop, "lack")
    written = card()
    before = last_number(day.workshop.stream)
    for _time in range(3):
        assert statuses(send(written)) == [200]
    kept = Card.objects.get()
    assert (str(kept.pk), kept.text, kept.group, kept.late) == (written["id"], written["text"], day.groups[0], False)
    assert [moment.kind for moment in moments_after(day.workshop.stream, before)] == ["card-written"]
    assert not Receipt.objects.exists()


def test_deeds_are_done_in_the_order_they_are_sent(send, day):
    put_at(day.workshop, "lack")
    first, second = card("pirmā"), card("otrā")
    better = {"id": new_id(), "deed": "correct", "card": first["id"], "lane": "lack", "text": "pirmā, labāk"}
    away = {"id": new_id(), "deed": "withdraw", "card": second["id"]}
    assert statuses(send(first, second, better, away)) == [200, 200, 200, 200]
    assert [(each.text, each.withdrawn_at is None) for each in Card.objects.order_by("written_at")] == [
        ("pirmā, labāk", True),
        ("otrā", False),
    ]
    assert statuses(send(first, second, better, away)) == [200, 200, 200, 200]
    assert Card.objects.filter(text="pirmā, labāk", withdrawn_at=None).count() == 1
    assert Card.objects.count() == 2


def test_a_card_that_was_corrected_or_moved_along_is_still_the_same_when_it_is_sent_again(send, day):
    written = card()
    send(written)
    kept = Card.objects.get()
    cards.correct(kept.seat, kept, "Labāk", "lack")
    Seat.objects.update(group=day.groups[1])
    assert statuses(send(written)) == [200]
    assert Card.objects.get().text == "Labāk"


def test_the_same_name_with_other_words_or_from_another_seat_is_refused(send, day, client):
    written = card()
    send(written)
    [other_words] = send(written | {"text": "Pavisam kas cits"})
    assert other_words["status"] == 409
    assert "nokop" in other_words["words"].lower() or "copy" in other_words["words"].lower()
    day.seat(1, "cita")
    client.cookies[cookie_name(day.workshop)] = "cita"
    assert statuses(send(written, client=client)) == [409]
    assert Card.objects.get().text == written["text"]


def test_a_vote_sent_again_after_a_newer_one_changes_nothing(send, day, client):
    put_at(day.workshop, "vote")
    theme = ClusterFactory(group=day.groups[0])
    older, newer = vote(theme, 1), vote(theme, 3)
    [first] = send(older)
    assert (first["status"], first["left"]) == (200, 4)
    send(newer)
    assert statuses(send(older)) == [200]
    assert Ballot.objects.get().value == 3
    assert statuses(send(older | {"value": 2})) == [409]
    day.seat(0, "cita")
    client.cookies[cookie_name(day.workshop)] = "cita"
    assert statuses(send(newer, client=client)) == [409]
    assert Ballot.objects.get().value == 3


def test_a_refusal_leaves_no_receipt_and_the_rest_goes_on(send, day):
    put_at(day.workshop, "vote")
    theme = ClusterFactory(group=day.groups[0])
    too_many = vote(theme, 6)
    assert statuses(send(too_many, vote(theme, 2))) == [409, 200]
    assert Receipt.objects.count() == 1
    assert statuses(send(too_many)) == [409]


def test_late_cards_enter_and_late_votes_are_kept_apart(send, day):
    theme = ClusterFactory(group=day.groups[0])
    put_at(day.workshop, "report")
    [late_card, late_vote] = send(card(), vote(theme))
    assert (late_card["status"], late_card["late"]) == (200, True)
    assert (late_vote["status"], late_vote["late"]) == (200, True)
    assert late_card["words"]
    assert late_vote["words"]
    assert Card.objects.get().late
    assert (Ballot.objects.get().late, Ballot.objects.get().counted) == (True, False)
    put_at(day.workshop, "closed")
    assert statuses(send(card("pēc beigām"))) == [200]


def test_a_stage_moved_back_while_a_phone_was_away_loses_no_vote(send, day):
    theme = ClusterFactory(group=day.groups[0])
    put_at(day.workshop, "lack")
    assert statuses(send(vote(theme))) == [409]
    put_at(day.workshop, "vote")
    put_at(day.workshop, "do")
    [kept] = send(vote(theme, 2))
    assert (kept["status"], kept["late"]) == (200, True)
    assert not Ballot.objects.get().counted


def test_the_hour_of_the_phone_does_not_matter(send, day):
    put_at(day.workshop, "lack")
    ahead = uuid.UUID(int=uuid.UUID(new_id()).int + (3_600_000 << 80))
    [result] = send(card() | {"id": str(ahead)})
    assert (result["status"], result["late"]) == (200, False)
    assert abs(Card.objects.get().written_at - timezone.now()) < dt.timedelta(minutes=1)


def test_without_a_seat_nothing_is_told_and_nothing_is_lost(send, day, client):
    for given in ("minets", ""):
        client.cookies[cookie_name(day.workshop)] = given
        answer = send(card(), client=client)
        assert answer.status_code == 401
    there = answer.json()
    client.cookies["talka_seat_NEKAS"] = "minets"
    nowhere = client.post(
        "/w/NEKAS/deeds/", json.dumps({"deeds": [card()]}), content_type="application/json", headers=ORIGIN
    )
    assert (nowhere.status_code, nowhere.json()) == (401, there)
    assert not Card.objects.exists()


def test_a_seat_before_it_has_a_group_keeps_its_words_on_the_phone(send):
    Seat.objects.update(group=None)
    assert statuses(send(card(), card())) == [403]


def test_an_answer_of_ours_that_fails_stops_the_rest(send, monkeypatch):
    def broken(seat, sent):
        raise ZeroDivisionError

    monkeypatch.setitem(deeds._deeds, "card", deeds.Deed(deeds._deeds["card"].fields, False, broken))
    assert statuses(send(card(), card())) == [500]


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_only_pages_of_ours_send_deeds(send, headers):
    assert send(card(), headers=headers).status_code == 403
    assert not Card.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (" ", 400),
        ("[]", 400),
        ('{"deeds": 1}', 400),
        ('{"deeds": [NaN]}', 400),
        ("[" * 100_000, 400),
        ('{"deeds": [' + '{"a":' * 30 + "1" + "}" * 30 + "]}", 400),
        ("\ud800".encode("utf-8", "surrogatepass"), 400),
        ('{"deeds": [' + "9" * 5000 + "]}", 400),
        (json.dumps({"deeds": ["x"] * 51}), 413),
        (json.dumps({"deeds": ["x" * 200_000]}), 413),
    ],
)
def test_what_is_no_deeds_is_told_as_a_whole(send, body, status):
    answer = send(body=body)
    assert answer.status_code == status
    assert answer.json()["refusal"]["what"]


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        None,
        {},
        card() | {"id": "x"},
        card() | {"id": 7},
        card() | {"id": "00000000-0000-0000-0000-000000000000"},
        card() | {"deed": "nothing of ours"},
        card() | {"deed": ["card"]},
        card() | {"stage": "lack\x00"},
        card() | {"lane": {"lack": 1}},
        card() | {"text": 12},
        card() | {"text": None},
        card() | {"about": 10**30},
        card() | {"about": True},
        card() | {"language": "l" * 41},
        card() | {"more": "of this"},
        card() | {"text": "š" * 501},
        card() | {"text": " \n"},
        card() | {"stage": "nowhere"},
        card() | {"lane": "nowhere"},
        card() | {"about": 99},
        {"id": new_id(), "deed": "vote", "stage": "vote", "thing": "theme", "value": 1},
        {"id": new_id(), "deed": "vote", "stage": "vote", "thing": "theme:1", "value": 1.5},
        {"id": new_id(), "deed": "vote", "stage": "vote", "thing": "theme:1", "value": "1"},
        {"id": new_id(), "deed": "vote", "stage": "vote", "thing": "theme:1", "value": -1},
        {"id": new_id(), "deed": "withdraw", "card": "x"},
    ],
)
def test_what_cannot_be_read_is_refused_alone(send, day, wrong):
    put_at(day.workshop, "vote")
    results = send(wrong, card())
    assert statuses(results) == [422, 200]
    assert results[0]["words"]


def test_a_hundred_kilobytes_are_told_in_words(send):
    [result] = send(card("a" * 100_000))
    assert (result["status"], "500" in result["words"]) == (422, True)
    assert not Card.objects.exists()


def test_signs_that_cannot_be_kept_go_and_the_words_stay(send):
    assert statuses(send(card("Vārdi\x00 \ud83d un 😀"))) == [200]
    assert Card.objects.get().text == "Vārdi  un 😀"


def test_cards_of_others_are_not_found(send, day):
    foreign = cards.write(day.seat(1, "cita"), uuid.uuid4(), "lack", "lack", "Cita vārdi")
    better = {"id": new_id(), "deed": "correct", "card": str(foreign.pk), "lane": "lack", "text": "Mani vārdi"}
    away = {"id": new_id(), "deed": "withdraw", "card": str(foreign.pk)}
    assert statuses(send(better, away)) == [404, 404]
    foreign.refresh_from_db()
    assert (foreign.text, foreign.withdrawn_at) == ("Cita vārdi", None)


def test_a_seat_of_another_workshop_writes_nothing_here_and_there_only_its_own(send, day, client):
    put_at(day.workshop, "vote")
    other = GroupFactory(workshop__event=day.event)
    put_at(other.workshop, "vote")
    SeatFactory(group=other, credential="cits", joined_at=timezone.now())
    client.cookies[cookie_name(day.workshop)] = "cits"
    client.cookies[cookie_name(other.workshop)] = "cits"
    theme = ClusterFactory(group=day.groups[0])
    told = (card(), vote(theme))
    assert send(*told, client=client).status_code == 401
    body = json.dumps({"deeds": [vote(theme)]})
    there = f"/w/{other.workshop.code}/deeds/"
    answer = client.post(there, body, content_type="application/json", headers=ORIGIN)
    assert statuses(answer.json()["results"]) == [404]
    assert not Card.objects.exists()
    assert not Ballot.objects.exists()


def test_a_vote_for_one_s_own_team_or_above_the_limit_is_refused_with_words_and_the_rest_counts(send, day):
    day.play(next(stage for stage in shipped_format("game").stages if stage.key == "voting"))

    def score(team, value):
        told = {"deed": "vote", "stage": "voting", "thing": f"group:{team}", "criterion": "fun", "value": value}
        return {"id": new_id()} | told

    results = send(score(1, 5), score(2, 6), score(2, -1), score(2, 5))
    assert statuses(results) == [422, 409, 422, 200]
    assert all(result["words"] for result in results[:3])
    assert [(ballot.team.number, ballot.value) for ballot in Ballot.objects.all()] == [(2, 5)]


def test_a_stage_moved_back_while_a_phone_was_away_loses_no_card(send, day):
    put_at(day.workshop, "do")
    written = card("Vajag mācības", stage="do", lane="do")
    put_at(day.workshop, "lack")
    [kept] = send(written)
    assert kept["status"] == 200
    assert (Card.objects.get().stage.key, Card.objects.get().text) == ("do", "Vajag mācības")


def test_a_merged_theme_and_a_foreign_one_take_no_vote_and_say_so(send, day):
    put_at(day.workshop, "vote")
    here, there, foreign = ClusterFactory(group=day.groups[0]), ClusterFactory(group=day.groups[0]), ClusterFactory()
    clustering.merge(here, there, by=day.organiser)
    assert statuses(send(vote(here), vote(foreign))) == [409, 404]


def test_outside_the_days_words_come_back_for_copying(send, day):
    event = day.workshop.event
    event.first_day = event.last_day = timezone.localdate() - dt.timedelta(days=3)
    event.save()
    [result] = send(card())
    assert result["status"] == 410
    assert result["words"]


def test_a_card_asks_the_database_little(send, day):
    put_at(day.workshop, "lack")
    send(card())
    with CaptureQueriesContext(connection) as asked:
        send(card())
    questions = [each["sql"] for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]
    assert len(questions) == 2, questions  # whose seat; the card with all that goes with it


def test_the_quick_way_and_the_careful_one_write_the_same_card(send, day):
    """The first card of a stage in a process goes the careful way, and so does any where the stage has changed."""
    theme = put_at(day.workshop, "themes").stages.get(key="lack")
    rows = []
    for forget in (True, False):
        if forget:
            standing._remembered.clear()
        written = card("Vārdi", source="Kaimiņiene", language="en")
        assert statuses(send(written)) == [200]
        row = Card.objects.values().get(pk=written["id"])
        rows.append({name: value for name, value in row.items() if name not in ("id", "written_at")})
    assert rows[0] == rows[1]
    assert (rows[0]["late"], rows[0]["kind"]) == (True, "lack")
    theme.table["lanes"][0]["kind"] = "do"
    theme.save()
    changed = card("Pēc maiņas")
    send(changed)
    assert Card.objects.get(pk=changed["id"]).kind == "do"


@pytest.mark.parametrize("limit", [1, 8])
def test_the_limit_holds_both_ways(send, day, limit):
    stage = put_at(day.workshop, "lack").stages.get(key="lack")
    stage.table["limit"] = limit
    stage.save()
    answers = [statuses(send(card(f"Kartīte {number}")))[0] for number in range(limit + 2)]
    assert answers == [200] * limit + [429] * 2


@pytest.mark.django_db(transaction=True)
def test_the_same_deed_from_two_tabs_at_once_is_done_once(day):
    put_at(day.workshop, "vote")
    seat, theme = day.seat(), ClusterFactory(group=day.groups[0])
    before = last_number(day.workshop.stream)
    for told, rows in ((card(), Card), (vote(theme, 2), Ballot)):
        start, answers = threading.Barrier(4), []

        def tab(told=told, start=start, answers=answers):
            try:
                start.wait()
                answers.append(deeds.perform(seat, told))
            finally:
                connection.close()

        tabs = [threading.Thread(target=tab) for _tab in range(4)]
        for each in tabs:
            each.start()
        for each in tabs:
            each.join()
        assert len(answers) == 4
        assert rows.objects.count() == 1
    kinds = [moment.kind for moment in moments_after(day.workshop.stream, before)]
    assert kinds == ["card-written", "vote-given"]


def test_two_hundred_phones_behind_one_address_all_write(day, send, client):
    put_at(day.workshop, "lack")
    for number in range(200):
        day.seat(number % 2, f"talrunis-{number}")
        client.cookies[cookie_name(day.workshop)] = f"talrunis-{number}"
        assert statuses(send(card(f"Kartīte {number}"), client=client)) == [200]
    assert Card.objects.count() == 200
