"""Paper counts as much as a phone: cards go out and in as files, stickers are counted, one device serves a table."""

import io
import uuid

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from talka.ui.refusals import Refusal
from talka.workshops.actions import cards, paper, tables, voting
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory
from talka.workshops.models import Ballot, Card, Cluster, HandCount, Seat
from talka.workshops.queries.board import board
from talka.workshops.queries.tally import tally


@pytest.fixture
def organiser(day, sign_in):
    return sign_in(day.organiser)


def brought(client, day, content, name="kartites.csv", batch=None, **more):
    data = {"batch": str(batch or uuid.uuid4()), "file": SimpleUploadedFile(name, content)} | more
    return client.post(day.url("paper/"), data)


def csv(*rows):
    return ("Grupa;Kolonna;Teksts;Temats\r\n" + "\r\n".join(rows)).encode()


def test_sheets_of_cards_to_print_hold_the_questions_and_the_groups(organiser, day):
    answer = organiser.get(day.url("paper/cards.pdf"))
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    assert "Kas mums trūkst" in text
    assert "Kas būtu jādara" in text
    assert "1. Dati" in text and "2. Kopienas" in text


def test_cards_of_a_file_enter_their_groups_columns_and_themes(organiser, day):
    answer = brought(
        organiser,
        day,
        csv("1;Kas mums trūkst;Datu par pagastiem;Dati", "1;kas mums trūkst;Laika;", "2;do;Kopīgas mācības;Mācības"),
    )
    assert answer.status_code == 302
    rows = list(Card.objects.order_by("written_at").values_list("group__number", "lane", "text", "cluster__name"))
    assert rows == [
        (1, "lack", "Datu par pagastiem", "Dati"),
        (1, "lack", "Laika", None),
        (2, "do", "Kopīgas mācības", "Mācības"),
    ]
    assert set(Card.objects.values_list("from_paper", "seat")) == {(True, None)}


def test_the_same_file_twice_enters_its_cards_once(organiser, day):
    batch, file = uuid.uuid4(), csv("1;lack;Viena;Dati", "1;lack;Otra;Dati")
    brought(organiser, day, file, batch=batch)
    brought(organiser, day, file, batch=batch)
    assert Card.objects.count() == 2
    assert Cluster.objects.count() == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again_and_changes_nothing(organiser, day, ending):
    CardFactory(seat=day.seat(), text="=1+2 nav formula", cluster=ClusterFactory(group=day.groups[0], name="Dati"))
    CardFactory(group=day.groups[1], text="No papīra", from_paper=True)
    before = list(Card.objects.order_by("pk").values())
    file = organiser.get(day.url(f"paper/cards.{ending}")).content
    assert brought(organiser, day, file, f"k.{ending}").status_code == 302
    assert list(Card.objects.order_by("pk").values()) == before
    Card.objects.all().delete()
    assert brought(organiser, day, file, f"k.{ending}").status_code == 302
    assert sorted(Card.objects.values_list("text", "cluster__name")) == [
        ("=1+2 nav formula", "Dati"),
        ("No papīra", None),
    ]


@pytest.mark.parametrize(
    "row", ["9;lack;Labi;", "1;cits;Labi;", "1;;Labi;", f"1;lack;{'x' * 501};", "1;lack;;Dati", "x;lack;Labi;"]
)
def test_a_faulty_row_is_told_and_nothing_enters_until_one_wants_the_right_ones(organiser, day, row):
    file = csv("1;lack;Laba kartīte;", row)
    answer = brought(organiser, day, file)
    assert answer.status_code == 422
    assert [fault.row for fault in answer.context["faults"]] == [3]
    assert not Card.objects.exists()
    answer = brought(organiser, day, file, good_rows="on")
    assert answer.status_code == 200
    assert [card.text for card in Card.objects.all()] == ["Laba kartīte"]


def test_a_file_of_another_group_is_refused_to_who_leads_one_only(client, sign_in, day):
    sign_in(day.facilitator)
    assert brought(client, day, csv("1;lack;Sava;")).status_code == 302
    assert brought(client, day, csv("2;lack;Sveša;")).status_code == 422
    assert [card.text for card in Card.objects.all()] == ["Sava"]
    line = paper.CardLine(1, None, day.groups[1], "lack", "lack", "Sveša", "lv", "")
    with pytest.raises(Refusal):
        paper.take_cards_in(uuid.uuid4(), [line], by=day.facilitator)


def test_501_rows_or_no_table_are_told(organiser, day):
    rows = csv(*["1;lack;Kartīte;"] * 501)
    for content, name in ((rows, "k.csv"), (b"", "k.csv"), (b"PK\x03\x04lauzts", "k.xlsx"), (b"nav;tabula", "k.csv")):
        assert brought(organiser, day, content, name).status_code == 422
    assert not Card.objects.exists()


def test_stickers_are_added_to_phones_and_marked(organiser, day):
    day.go_to("vote")
    first, second = ClusterFactory.create_batch(2, group=day.groups[0])
    stage = day.workshop.stages.get(key="vote")
    BallotFactory(seat=day.seat(), cluster=first, value=2)
    form = {"stage": "vote", "criterion": "", "vote--voters": "6", "vote--thing_0": "9", "vote--thing_1": "4"}
    assert organiser.post(day.url("1/counts/"), form).status_code == 302
    row = board(day.groups[0])
    assert (row.votes, row.voters) == (15, 7)
    told = {each.id: each for each in tally(stage, day.groups[0]).rows}
    assert told[f"theme:{first.pk}"].by_hand
    assert told[f"theme:{first.pk}"].value == 11
    assert organiser.post(day.url("1/counts/"), form | {"vote--thing_1": "0"}).status_code == 302
    assert HandCount.objects.count() == 1
    page = organiser.get(day.url("1/counts/")).content.decode()
    assert second.name in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"vote--voters": "0"},
        {"vote--voters": "-1"},
        {"vote--voters": "1", "vote--thing_0": "6"},
        {"vote--thing_0": "-3"},
        {"vote--thing_0": "daudz"},
        {"vote--voters": "5000"},
    ],
)
def test_a_count_that_cannot_be_is_told_and_not_kept(organiser, day, wrong):
    ClusterFactory(group=day.groups[0])
    form = {"stage": "vote", "criterion": "", "vote--voters": "6", "vote--thing_0": "9"} | wrong
    assert organiser.post(day.url("1/counts/"), form).status_code == 422
    assert not HandCount.objects.exists()


def test_stickers_of_foreign_things_are_refused(day):
    stage = day.workshop.stages.get(key="vote")
    for thing in ("theme:999", "card:x", "group:1", "item:cits", "", "theme:99999999999999999999"):
        with pytest.raises(Refusal):
            paper.count_by_hand(day.groups[0], stage, {thing: 1}, 5, by=day.organiser)
    foreign = ClusterFactory()
    with pytest.raises(Refusal):
        paper.count_by_hand(day.groups[0], stage, {f"theme:{foreign.pk}": 1}, 5, by=day.organiser)
    with pytest.raises(Refusal):
        paper.count_by_hand(day.groups[1], stage, {}, 0, by=day.facilitator)


def test_one_device_writes_and_votes_for_a_table(client, day):
    day.go_to("vote")
    theme = ClusterFactory(group=day.groups[0])
    assert client.post(day.room("join/"), {"group": "1", "people": "5"}).status_code == 302
    seat = Seat.objects.get()
    assert seat.people == 5
    thing = voting.Thing("theme", str(theme.pk))
    assert voting.give(seat, "vote", thing, 25).left == 0
    with pytest.raises(Refusal):
        voting.give(seat, "vote", thing, 26)
    row = board(day.groups[0])
    assert (row.votes, row.voters) == (25, 5)
    with pytest.raises(Refusal):
        tables.share(seat, 4)
    voting.give(seat, "vote", thing, 5)
    assert client.post(day.room("share/"), {"people": "1"}).status_code == 302
    assert Seat.objects.get().people == 1
    assert Ballot.objects.get().value == 5


@pytest.mark.parametrize("people", ["0", "13", "-1", "x", ""])
def test_a_table_has_from_one_to_twelve_people(client, day, people):
    seat = day.seat()
    with pytest.raises(Refusal):
        tables.share(seat, int(people) if people.lstrip("-").isdecimal() else 0)
    assert Seat.objects.get().people == 1
    assert client.post(day.room("join/"), {"group": "1", "people": "13"}).status_code == 422


def test_a_table_may_write_as_much_as_its_people(day):
    seat = day.seat()
    tables.share(seat, 2)
    for number in range(40):
        cards.write(seat, uuid.uuid4(), "lack", "lack", f"Kartīte {number}")
    with pytest.raises(Refusal):
        cards.write(seat, uuid.uuid4(), "lack", "lack", "Par daudz")
