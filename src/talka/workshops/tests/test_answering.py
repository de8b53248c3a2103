"""Answers to the questions of a step that looks back, and calls for help; from forms and as deeds."""

import json
import uuid

import pytest

from talka.ui.refusals import Refusal
from talka.workshops.actions import answering, calling
from talka.workshops.factories import SeatFactory, take_format
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import Answer, Call


@pytest.fixture
def questions(day):
    """The day's group work follows the format of impressions, and is at its questions."""
    day.workshop.stages.all().delete()
    take_format(day.workshop, shipped_format("impressions"))
    day.go_to("impressions")


def answers():
    return {row.question: row.text if row.number is None else row.number for row in Answer.objects.all()}


def deed(client, day, **fields):
    told = {"deeds": [{"id": str(uuid.uuid4()), **fields}]}
    origin = {"HTTP_ORIGIN": "http://testserver"}
    return client.post(day.room("deeds/"), json.dumps(told), content_type="application/json", **origin).json()


def test_a_person_answers_changes_and_takes_back(phone, day, questions):
    given = {"stage": "impressions", "q-learned": "4", "q-story": "Tagad zvanām cits citam", "q-publish": "1"}
    assert phone.post(day.room("answer/"), given).status_code == 302
    assert answers() == {"learned": 4, "story": "Tagad zvanām cits citam", "publish": 1}
    page = phone.get(day.room()).content.decode()
    assert "Tagad zvanām cits citam" in page
    assert phone.post(day.room("answer/"), given | {"q-learned": "5", "q-story": ""}).status_code == 302
    assert answers() == {"learned": 5, "publish": 1}
    del given["q-publish"]
    phone.post(day.room("answer/"), given | {"q-story": ""})
    assert answers() == {"learned": 4}


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"q-learned": "6"}, 422),
        ({"q-learned": "0"}, 422),
        ({"q-learned": "²"}, 422),
        ({"q-learned": "-1"}, 422),
        ({"q-publish": "2"}, 422),
        ({"q-story": "š" * 4001}, 422),
        ({"q-story": "š" * 100_000}, 422),
        ({"stage": "tell"}, 404),
        ({"stage": "nav"}, 404),
    ],
)
def test_what_is_no_answer_is_told_and_nothing_is_kept(phone, day, questions, wrong, status):
    given = {"stage": "impressions", "q-contacts": "3"} | wrong
    assert phone.post(day.room("answer/"), given).status_code == status
    assert not Answer.objects.exists()


def test_once_closed_answers_stand_but_a_late_one_enters(phone, day, questions):
    seat = day.workshop.seats.get()
    answering.answer(seat, "impressions", {"learned": "4"})
    day.go_to("closed")
    with pytest.raises(Refusal):
        answering.answer(seat, "impressions", {"learned": "1"})
    assert answering.answer(seat, "impressions", {"contacts": "5"}) == 1
    assert answers() == {"learned": 4, "contacts": 5}


def test_a_deed_answers_only_what_it_names(phone, day, questions):
    deed(phone, day, deed="answer", stage="impressions", answers={"learned": "4", "story": "Garš stāsts"})
    assert deed(phone, day, deed="answer", stage="impressions", answers={"learned": ""})["results"][0]["status"] == 200
    assert answers() == {"story": "Garš stāsts"}
    assert deed(phone, day, deed="answer", stage="impressions", answers={"cits": "1"})["results"][0]["status"] == 422


def test_nobody_reads_another_s_answers(phone, client, day, questions):
    seat = SeatFactory(group=day.groups[0], joined_at=day.workshop.created_at)
    answering.answer(seat, "impressions", {"story": "Slepens stāsts"})
    page = phone.get(day.room()).content.decode()
    assert "Slepens stāsts" not in page
    assert "1" in page


def test_a_group_calls_once_and_takes_it_back(phone, day):
    for _time in range(2):
        assert phone.post(day.room("call/"), {"deed": "help"}).status_code == 302
    call = Call.objects.get()
    assert (call.group, call.to, call.answered_at) == (day.groups[0], "help", None)
    assert "data-called" in phone.get(day.room()).content.decode()
    phone.post(day.room("call/"), {"deed": "back"})
    call.refresh_from_db()
    assert call.answered_at
    assert "data-called" not in phone.get(day.room()).content.decode()
    deed(phone, day, deed="call", call="help")
    assert Call.objects.filter(answered_at=None).count() == 1


def test_who_cannot_call_is_told(day):
    seat = day.seat()
    foreign = SeatFactory(role="practitioner", joined_at=day.workshop.created_at)
    for wrong in ({"to": "cits"}, {"to": "practitioner", "practitioner": foreign}, {"practitioner": seat}):
        with pytest.raises(Refusal):
            calling.call(seat, **wrong)
    day.go_to("closed")
    with pytest.raises(Refusal):
        calling.call(seat)
    seat.group = None
    seat.save()
    with pytest.raises(Refusal):
        calling.call(seat)
    assert not Call.objects.exists()
