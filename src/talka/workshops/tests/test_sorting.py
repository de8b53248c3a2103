"""People of a group put its cards into themes from their phones; names and removing stay with who leads."""

import pytest

from talka.ui.refusals import Refusal
from talka.workshops.actions import clustering
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, SeatFactory
from talka.workshops.models import Ballot, Card, Cluster


@pytest.fixture
def cards(day):
    day.go_to("themes")
    seat = SeatFactory(group=day.groups[0])
    return [CardFactory(seat=seat, text=f"Trūkst {what}") for what in ("datu", "cilvēku", "laika")]


def place(card):
    return f"{card.pk}:{card.cluster_id or ''}"


def test_anybody_of_the_group_moves_cards_into_a_theme_and_out(phone, day, cards):
    theme = ClusterFactory(group=day.groups[0])
    page = phone.get(day.room()).content.decode()
    assert place(cards[0]) in page
    answer = phone.post(day.room("sort/"), {"card": [place(card) for card in cards[:2]], "into": theme.pk})
    assert answer.status_code == 302
    assert theme.cards.count() == 2
    cards[0].refresh_from_db()
    phone.post(day.room("sort/"), {"card": place(cards[0]), "into": "loose"})
    assert list(theme.cards.all()) == [cards[1]]


def test_a_new_theme_is_asked_for_its_name(phone, day, cards):
    form = {"card": [place(card) for card in cards[:2]], "into": "new"}
    asked = phone.post(day.room("sort/"), form)
    assert asked.status_code == 200
    assert place(cards[1]) in asked.content.decode()
    assert not Cluster.objects.exists()
    assert phone.post(day.room("sort/"), form | {"name": " "}).status_code == 422
    assert phone.post(day.room("sort/"), form | {"name": "Dati un cilvēki"}).status_code == 302
    theme = Cluster.objects.get()
    assert (theme.name, theme.lane, theme.cards.count()) == ("Dati un cilvēki", "lack", 2)


def test_two_themes_are_merged_with_their_dots(phone, day, cards):
    one, other = ClusterFactory.create_batch(2, group=day.groups[0])
    BallotFactory(seat=SeatFactory(group=day.groups[0]), cluster=one, value=2)
    answer = phone.post(day.room("sort/"), {"deed": "merge", "one": one.pk, "with": other.pk})
    assert answer.status_code == 302
    assert Ballot.objects.get().cluster == other
    assert phone.post(day.room("sort/"), {"deed": "merge", "one": other.pk, "with": other.pk}).status_code == 422


def test_what_somebody_else_moved_meanwhile_is_not_moved_again(phone, day, cards):
    mine, theirs = ClusterFactory.create_batch(2, group=day.groups[0])
    seen = [place(card) for card in cards]
    clustering.move(day.groups[0], {cards[0].pk: None}, theirs, by=day.facilitator)
    assert phone.post(day.room("sort/"), {"card": seen, "into": mine.pk}).status_code == 409
    assert mine.cards.count() == 0


@pytest.mark.parametrize("step", ["", "lack", "vote", "report", "closed"])
def test_in_other_steps_the_group_does_not_sort(phone, day, cards, step):
    theme = ClusterFactory(group=day.groups[0])
    day.go_to(step)
    assert phone.post(day.room("sort/"), {"card": place(cards[0]), "into": theme.pk}).status_code == 409
    assert 'name="into"' not in phone.get(day.room()).content.decode()
    assert theme.cards.count() == 0


def test_a_group_that_went_its_own_way_sorts_by_its_own_step(phone, day, cards):
    theme = ClusterFactory(group=day.groups[0])
    day.go_to("lack")
    group = day.groups[0]
    group.stage = day.workshop.stages.get(key="themes")
    group.save()
    assert phone.post(day.room("sort/"), {"card": place(cards[0]), "into": theme.pk}).status_code == 302


def test_cards_and_themes_of_another_group_are_out_of_reach(phone, day, cards):
    foreign_card = CardFactory(seat=SeatFactory(group=day.groups[1]))
    foreign_theme = ClusterFactory(group=day.groups[1])
    own = ClusterFactory(group=day.groups[0])
    assert phone.post(day.room("sort/"), {"card": place(foreign_card), "into": own.pk}).status_code == 404
    assert phone.post(day.room("sort/"), {"card": place(foreign_card), "into": "new"}).status_code == 404
    assert phone.post(day.room("sort/"), {"card": place(cards[0]), "into": foreign_theme.pk}).status_code == 422
    merge = {"deed": "merge", "one": own.pk, "with": foreign_theme.pk}
    assert phone.post(day.room("sort/"), merge).status_code == 422
    stranger = SeatFactory(group=day.groups[1])
    with pytest.raises(Refusal) as refused:
        clustering.move(day.groups[0], {cards[0].pk: None}, own, by=stranger)
    assert refused.value.status == 403
    assert not Card.objects.exclude(cluster=None).exists()


def test_names_and_removing_are_the_facilitator_s(day, cards):
    theme = ClusterFactory(group=day.groups[0], name="Dati")
    seat = SeatFactory(group=day.groups[0])
    for deed in (lambda: clustering.rename(theme, "Cits", 1, by=None), lambda: clustering.remove(theme, by=None)):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.status == 403
    assert clustering.move(day.groups[0], {cards[0].pk: None}, theme, by=seat) == 1


@pytest.mark.parametrize(
    "data",
    [{}, {"card": "nav"}, {"card": "x:y"}, {"into": "new"}, {"deed": "merge"}, {"deed": "merge", "one": "9" * 30}],
)
def test_what_cannot_be_done_is_told(phone, day, cards, data):
    assert phone.post(day.room("sort/"), data).status_code == 422
