"""Cards from phones, tables and paper: once, in their author's hands, escaped, marked late."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talka.live.queries import moments_after
from talka.ui.refusals import Refusal
from talka.workshops.actions import cards
from talka.workshops.factories import CardFactory, SeatFactory
from talka.workshops.models import Card, CardVersion
from talka.workshops.queries.board import board


def sent(text="Trūkst datu par pagastiem", lane="lack", card=None):
    return {"card": str(card or uuid.uuid4()), "stage": lane, "lane": lane, "text": text}


def test_a_phone_writes_a_card(phone, day):
    answer = phone.post(day.room("card/"), sent())
    assert answer.status_code == 302
    card = Card.objects.get()
    assert (card.text, card.kind, card.group, card.late, card.from_paper) == (
        "Trūkst datu par pagastiem",
        "lack",
        day.groups[0],
        False,
        False,
    )
    moment = moments_after(day.workshop.stream, 0)[-1]
    assert (moment.kind, moment.ids) == ("card-written", {"card": str(card.pk), "group": day.groups[0].pk})


def test_who_will_read_it_is_told_before_writing(phone, day):
    for audience, words in (("group", "grup"), ("public", "")):
        type(day.workshop).objects.update(audience=audience)
        page = phone.get(day.room()).content.decode()
        assert 'class="readers"' in page
        assert words in page
        assert page.index('class="readers"') < page.index("<textarea")


def test_the_same_card_sent_twice_is_one(phone, day):
    card = sent()
    phone.post(day.room("card/"), card)
    assert phone.post(day.room("card/"), card).status_code == 302
    assert Card.objects.count() == 1


def test_the_same_number_with_other_words_or_seat_is_refused(phone, day):
    card = sent()
    phone.post(day.room("card/"), card)
    answer = phone.post(day.room("card/"), card | {"text": "Pavisam kas cits"})
    assert answer.status_code == 409
    assert "Pavisam kas cits" in answer.content.decode()
    with pytest.raises(Refusal) as refused:
        cards.write(day.seat(0, "cita"), uuid.UUID(card["card"]), card["stage"], card["lane"], card["text"])
    assert refused.value.status == 409
    assert Card.objects.get().text == card["text"]


def test_a_card_with_a_script_stands_as_text(phone, day):
    phone.post(day.room("card/"), sent("<script>alert(1)</script>"))
    day.go_to("cluster")
    page = phone.get(day.room()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize(("text", "status"), [("š" * 500, 302), ("š" * 501, 422), ("š" * 100_000, 422), ("  \n", 422)])
def test_a_card_holds_so_much_and_says_so(phone, day, text, status):
    answer = phone.post(day.room("card/"), sent(text))
    assert answer.status_code == status
    assert Card.objects.count() == (status == 302)
    if len(text) > 500:
        assert "500" in answer.content.decode()
        assert str(len(text)) in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"lane": "cits"}, {"stage": "cits"}, {"card": "nav-uuid"}, {"text": ""}])
def test_a_form_that_is_not_whole_is_told(phone, day, wrong):
    assert phone.post(day.room("card/"), sent() | wrong).status_code == 422
    assert not Card.objects.exists()


def test_control_signs_do_not_harm(phone, day):
    assert phone.post(day.room("card/"), sent("Dati\x00")).status_code in (400, 422)
    phone.post(day.room("card/"), sent("Dati un\x07 plāns"))
    assert Card.objects.get().text == "Dati un plāns"


@pytest.mark.parametrize(
    ("key", "late"), [("", False), ("lack", False), ("themes", True), ("vote", True), ("closed", True)]
)
def test_late_cards_enter_and_are_marked(phone, day, key, late):
    day.go_to(key)
    assert phone.post(day.room("card/"), sent()).status_code == 302
    assert Card.objects.get().late is late


def test_the_author_corrects_and_what_it_was_is_kept(phone, day):
    phone.post(day.room("card/"), sent("Trūks datu"))
    card = Card.objects.get()
    assert phone.get(day.room(f"card/{card.pk}/")).status_code == 200
    answer = phone.post(day.room(f"card/{card.pk}/"), {"stage": "lack", "lane": "lack", "text": "Trūkst datu"})
    assert answer.status_code == 302
    card.refresh_from_db()
    assert (card.text, card.kind) == ("Trūkst datu", "lack")
    assert [(version.text, version.kind) for version in CardVersion.objects.all()] == [("Trūks datu", "lack")]


def test_the_author_withdraws_and_nobody_sees_it(phone, day):
    phone.post(day.room("card/"), sent("Šo es nedomāju"))
    card = Card.objects.get()
    assert phone.post(day.room(f"card/{card.pk}/withdraw/")).status_code == 302
    assert "Šo es nedomāju" not in phone.get(day.room()).content.decode()
    assert board(day.groups[0]).cards == 0
    assert (
        phone.post(day.room(f"card/{card.pk}/"), {"stage": "lack", "lane": "lack", "text": "tomēr"}).status_code == 409
    )


def test_once_closed_words_stand(phone, day):
    phone.post(day.room("card/"), sent("Publicēts"))
    day.go_to("closed")
    card = Card.objects.get()
    assert (
        phone.post(day.room(f"card/{card.pk}/"), {"stage": "lack", "lane": "lack", "text": "cits"}).status_code == 409
    )
    assert phone.post(day.room(f"card/{card.pk}/withdraw/")).status_code == 409
    card.refresh_from_db()
    assert (card.text, card.withdrawn_at) == ("Publicēts", None)


def test_a_foreign_seat_s_card_is_not_there(phone, day):
    foreign = CardFactory(seat=SeatFactory(group=day.groups[0]), text="Cita teiktais")
    for path, data in (
        (f"card/{foreign.pk}/", {"stage": "lack", "lane": "lack", "text": "x"}),
        (f"card/{foreign.pk}/withdraw/", {}),
    ):
        assert phone.post(day.room(path), data).status_code == 404
    assert phone.get(day.room(f"card/{foreign.pk}/")).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.text, foreign.withdrawn_at) == ("Cita teiktais", None)
    with pytest.raises(Refusal) as refused:
        cards.withdraw(day.seat(0, "trešā"), foreign)
    assert refused.value.status == 404


def test_a_phone_sees_the_cards_of_its_own_group_only(phone, day):
    CardFactory(seat=SeatFactory(group=day.groups[0]), text="Savējo kartīte")
    CardFactory(seat=SeatFactory(group=day.groups[1]), text="Svešas grupas kartīte")
    for step in ("lack", "themes", "vote", "report", "closed"):
        day.go_to(step)
        page = phone.get(day.room()).content.decode()
        assert "Svešas grupas kartīte" not in page
        if step != "vote":
            assert "Savējo kartīte" in page


def test_a_seat_has_so_many_cards(day):
    seat = day.seat()
    CardFactory.create_batch(cards.MOST_CARDS, seat=seat)
    with pytest.raises(Refusal) as refused:
        cards.write(seat, uuid.uuid4(), "lack", "lack", "vēl viena")
    assert refused.value.status == 429


def test_the_facilitator_enters_a_table_s_cards_once(client, day, sign_in):
    sign_in(day.facilitator)
    form = {
        "batch": str(uuid.uuid4()),
        "stage": "do",
        "lane": "do",
        "texts": "Kopīgas mācības\n\nPieredzes brauciens\r\n",
    }
    assert client.post(day.url("1/enter/"), form).status_code == 302
    assert client.post(day.url("1/enter/"), form).status_code == 302
    rows = list(Card.objects.values_list("text", "seat", "from_paper", "kind"))
    assert sorted(rows) == [("Kopīgas mācības", None, True, "do"), ("Pieredzes brauciens", None, True, "do")]


def test_of_a_table_s_cards_all_enter_or_none(client, day, sign_in):
    sign_in(day.facilitator)
    form = {"batch": str(uuid.uuid4()), "stage": "do", "lane": "do", "texts": "Laba\n" + "x" * 501}
    answer = client.post(day.url("1/enter/"), form)
    assert answer.status_code == 422
    assert "Laba" in answer.content.decode()
    assert not Card.objects.exists()


def test_a_card_typed_by_mistake_is_taken_out_but_nobody_s_own(day):
    paper = CardFactory(group=day.groups[0], from_paper=True)
    own = CardFactory(seat=day.seat())
    cards.take_out(paper, by=day.facilitator)
    with pytest.raises(Refusal):
        cards.take_out(own, by=day.organiser)
    assert set(Card.objects.filter(withdrawn_at=None)) == {own}


@pytest.mark.parametrize("number", [1, 3])
def test_the_board_asks_as_often_for_three_cards_as_for_one(day, number, django_assert_num_queries):
    for _place in range(number):
        CardFactory(seat=SeatFactory(group=day.groups[0]))
    group = day.groups[0]
    with django_assert_num_queries(5):
        assert board(group).cards == number


def test_the_phone_s_page_asks_as_often_for_three_cards_as_for_one(phone, day):
    day.go_to("themes")
    counts = []
    for _more in range(2):
        CardFactory(seat=SeatFactory(group=day.groups[0]))
        phone.get(day.room())
        with CaptureQueriesContext(connection) as asked:
            assert phone.get(day.room()).status_code == 200
        counts.append(len(asked))
        CardFactory.create_batch(2, group=day.groups[0])
    assert counts[0] == counts[1] < 18
