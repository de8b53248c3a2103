"""Themes: made, named, merged, split; two facilitators at one board lose nothing."""

import pytest

from talka.ui.refusals import Refusal
from talka.workshops.actions import clustering
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, SeatFactory
from talka.workshops.models import Ballot, Card, Cluster, ClusterVersion
from talka.workshops.queries.board import board


def place(card):
    return f"{card.pk}:{card.cluster_id or ''}"


@pytest.fixture
def cards(day):
    seat = day.seat()
    return [CardFactory(seat=seat) for _number in range(4)]


@pytest.fixture
def board_page(client, day, sign_in):
    sign_in(day.facilitator)

    def post(path="1/cards/", **data):
        return client.post(day.url(path), data)

    return post


def test_several_chosen_cards_make_a_theme(board_page, day, cards):
    answer = board_page(card=[place(card) for card in cards[:3]], into="named", name="Dati", lane="lack")
    assert answer.status_code == 302
    theme = Cluster.objects.get()
    assert (theme.name, theme.group, theme.cards.count()) == ("Dati", day.groups[0], 3)
    assert board(day.groups[0]).columns[0].loose[0].id == str(cards[3].pk)


def test_cards_move_between_themes_and_back(board_page, day, cards):
    one, other = ClusterFactory.create_batch(2, group=day.groups[0])
    board_page(card=[place(cards[0]), place(cards[1])], into=one.pk)
    for card in cards:
        card.refresh_from_db()
    board_page(card=[place(cards[0])], into=other.pk)
    assert list(Card.objects.filter(cluster=other)) == [cards[0]]
    cards[0].refresh_from_db()
    board_page(card=[place(cards[0])], into="loose")
    assert Card.objects.get(pk=cards[0].pk).cluster is None


def test_a_stale_choice_moves_nothing(board_page, day, cards):
    theirs, mine = ClusterFactory.create_batch(2, group=day.groups[0])
    seen = [place(card) for card in cards[:2]]
    clustering.move(day.groups[0], {cards[0].pk: None}, theirs, by=day.organiser)
    answer = board_page(card=seen, into=mine.pk)
    assert answer.status_code == 409
    assert Card.objects.get(pk=cards[0].pk).cluster == theirs
    assert Card.objects.get(pk=cards[1].pk).cluster is None


def test_a_card_withdrawn_meanwhile_moves_nothing(board_page, day, cards):
    theme = ClusterFactory(group=day.groups[0])
    seen = [place(card) for card in cards[:2]]
    Card.objects.filter(pk=cards[0].pk).update(withdrawn_at="2030-02-11T10:00Z")
    assert board_page(card=seen, into=theme.pk).status_code == 409
    assert Card.objects.get(pk=cards[1].pk).cluster is None


def test_a_new_name_over_a_newer_one_is_refused_and_shown(board_page, day):
    theme = ClusterFactory(group=day.groups[0], name="Dati")
    path = f"1/themes/{theme.pk}/"
    assert board_page(path, deed="rename", name="Dati un to lietošana", version=1).status_code == 302
    answer = board_page(path, deed="rename", name="Datu kultūra", version=1)
    assert answer.status_code == 409
    assert "Datu kultūra" in answer.content.decode()
    theme.refresh_from_db()
    assert theme.name == "Dati un to lietošana"
    assert ClusterVersion.objects.get().name == "Dati"


def test_merging_takes_cards_and_dots_along(board_page, day, cards):
    one, other = ClusterFactory.create_batch(2, group=day.groups[0])
    Card.objects.filter(pk=cards[0].pk).update(cluster=one)
    both, single = SeatFactory.create_batch(2, group=day.groups[0])
    for seat, theme, dots in ((both, one, 2), (both, other, 1), (single, one, 3)):
        BallotFactory(seat=seat, cluster=theme, value=dots)
    assert board_page("1/themes/merge/", one=one.pk, into=other.pk).status_code == 302
    assert dict(Ballot.objects.values_list("seat_id", "value")) == {both.pk: 3, single.pk: 3}
    assert set(Ballot.objects.values_list("cluster_id", flat=True)) == {other.pk}
    assert Card.objects.get(pk=cards[0].pk).cluster == other
    one.refresh_from_db()
    assert (one.merged_into, one.removed_at is not None) == (other, True)
    assert board_page(f"1/themes/{one.pk}/", deed="rename", name="x", version=1).status_code == 409


def test_a_theme_with_dots_is_not_removed_one_without_leaves_its_cards_loose(board_page, day, cards):
    voted, empty = ClusterFactory.create_batch(2, group=day.groups[0])
    BallotFactory(seat=SeatFactory(group=day.groups[0]), cluster=voted)
    Card.objects.filter(pk=cards[0].pk).update(cluster=empty)
    assert board_page(f"1/themes/{voted.pk}/", deed="remove").status_code == 409
    assert board_page(f"1/themes/{empty.pk}/", deed="remove").status_code == 302
    assert Card.objects.get(pk=cards[0].pk).cluster is None
    assert [row.id for row in board(day.groups[0]).columns[0].clusters] == [voted.pk]


def test_cards_and_themes_of_another_group_are_out_of_reach(board_page, day, cards):
    foreign_card = CardFactory(seat=SeatFactory(group=day.groups[1]))
    foreign_theme = ClusterFactory(group=day.groups[1], name="Svešs")
    own = ClusterFactory(group=day.groups[0])
    assert board_page(card=[place(foreign_card)], into=own.pk).status_code == 404
    assert board_page(card=[place(cards[0])], into=foreign_theme.pk).status_code == 422
    assert board_page(f"1/themes/{foreign_theme.pk}/", deed="rename", name="Mans", version=1).status_code == 404
    assert board_page(f"1/themes/{own.pk}/", deed="merge", into=foreign_theme.pk).status_code == 422
    foreign_card.refresh_from_db()
    foreign_theme.refresh_from_db()
    assert (foreign_card.cluster, foreign_theme.name) == (None, "Svešs")
    with pytest.raises(Refusal) as refused:
        clustering.rename(foreign_theme, "Mans", 1, by=day.facilitator)
    assert refused.value.status == 403


@pytest.mark.parametrize(
    "data",
    [
        {"into": "named", "name": "", "lane": "lack"},
        {"into": "named", "name": "x" * 301, "lane": "lack"},
        {"into": "named", "name": "x", "lane": "cits"},
        {"into": "999999999999999999999"},
        {"into": "loose"},
        {"into": "loose", "card": "nav"},
        {"into": "loose", "card": f"{'0' * 8}-{'0' * 4}-{'0' * 4}-{'0' * 4}-{'0' * 12}:x"},
    ],
)
def test_what_cannot_be_done_is_told(board_page, day, cards, data):
    assert board_page(**data).status_code == 422
    assert not Cluster.objects.exists()


def test_once_closed_themes_stand(board_page, day, cards):
    theme = ClusterFactory(group=day.groups[0])
    day.go_to("closed")
    assert board_page(card=[place(cards[0])], into=theme.pk).status_code == 409
    assert board_page(f"1/themes/{theme.pk}/", deed="rename", name="Cits", version=1).status_code == 409


def test_a_name_that_stands_already_is_that_theme_and_a_new_one_a_new_theme(board_page, day, cards):
    standing = ClusterFactory(group=day.groups[0], name="Datu trūkums")
    ClusterFactory(group=day.groups[1], name="Cilvēki")
    board_page(card=[place(cards[0])], into="named", name=" datu  TRŪKUMS ", lane="")
    assert list(standing.cards.all()) == [cards[0]]
    board_page(card=[place(cards[1])], into="named", name="Cilvēki", lane="")
    made = Cluster.objects.get(group=day.groups[0], name="Cilvēki")
    assert (made.lane, list(made.cards.all())) == ("lack", [cards[1]])
    gone = ClusterFactory(group=day.groups[0], name="Nauda")
    clustering.remove(gone, by=day.facilitator)
    board_page(card=[place(cards[2])], into="named", name="Nauda", lane="")
    assert Cluster.objects.filter(name="Nauda").count() == 2
    stale = board_page(card=[place(cards[0])], into="named", name="Nauda", lane="")
    assert stale.status_code == 409
    assert board_page(into="named", name="Tukšs", lane="").status_code == 422
    assert board_page(into="named", name="Tukšs", lane="do").status_code == 302


def test_two_themes_are_merged_by_the_page(board_page, day, cards):
    one, other = ClusterFactory.create_batch(2, group=day.groups[0])
    foreign = ClusterFactory(group=day.groups[1])
    clustering.move(day.groups[0], {cards[0].pk: None}, one, by=day.facilitator)
    assert board_page("1/themes/merge/", one=one.pk, into=foreign.pk).status_code == 422
    assert board_page("1/themes/merge/", one=one.pk, into=one.pk).status_code == 422
    assert board_page("1/themes/merge/", one=one.pk, into=other.pk).status_code == 302
    assert Card.objects.get(pk=cards[0].pk).cluster == other
    assert board_page("2/themes/merge/", one=one.pk, into=other.pk).status_code == 404


@pytest.mark.parametrize("cards_of", [1, 3])
def test_the_board_asks_as_often_for_three_as_for_one(client, sign_in, day, cards_of, django_assert_num_queries):
    seat = day.seat()
    for _number in range(cards_of):
        theme = ClusterFactory(group=day.groups[0])
        BallotFactory(seat=seat, cluster=theme)
        CardFactory(seat=seat, cluster=theme)
    sign_in(day.facilitator)
    client.get(day.url("1/"))
    with django_assert_num_queries(15):
        client.get(day.url("1/"))
