"""Suggested themes: proposed by the method; taken whole or in part, changed or ignored by a person."""

import pytest

from talka.decisions.models import DecisionRun, HandChange
from talka.ui.refusals import Refusal
from talka.workshops.actions import clustering, stages, suggesting
from talka.workshops.factories import CardFactory, ClusterFactory
from talka.workshops.models import Card, Cluster, Group
from talka.workshops.queries.stages import stages_of
from talka.workshops.queries.suggestions import suggestion

DATA = ("Trūkst datu par pagastiem", "Nav datu par ciemiem un pagastiem", "Vajag datus par katru pagastu")
ROADS = ("Autobusi nekursē vakaros", "Nav autobusa uz skolu", "Autobusu maršruti ir reti")
ALONE = "Baznīcas jumts"


@pytest.fixture
def written(day):
    seat = day.seat()
    return {text: CardFactory(seat=seat, text=text) for text in (*DATA, *ROADS, ALONE)}


def shown(day):
    return suggestion(day.groups[0], stages_of(day.workshop))


def ask(day, lane="lack"):
    return suggesting.suggest(day.groups[0], lane, by=day.facilitator)


def texts(topic):
    return {card.text for card in topic.cards}


def test_a_suggestion_moves_nothing_and_keeps_no_card_s_words_in_its_question(day, written):
    run = ask(day)
    assert run.state == "proposed"
    assert not Cluster.objects.exists()
    assert not Card.objects.exclude(cluster=None).exists()
    for text in written:
        assert text not in str(run.input)
    page = shown(day)
    assert [texts(topic) for topic in page.topics] in ([set(DATA), set(ROADS)], [set(ROADS), set(DATA)])
    assert page.alone == 1
    words = {word for topic in page.topics for word in topic.words}
    assert any(word.startswith("dat") for word in words)
    assert any(word.startswith("autobus") for word in words)


def test_all_are_taken_at_once(day, written):
    run = ask(day)
    assert suggesting.take_all(day.groups[0], run, by=day.facilitator) == 2
    run.refresh_from_db()
    assert run.state == "accepted"
    assert {theme.cards.count() for theme in Cluster.objects.all()} == {3}
    assert {each["theme"] for each in run.result["became"].values()} == set(
        Cluster.objects.values_list("pk", flat=True)
    )
    assert Card.objects.get(text=ALONE).cluster is None
    assert set(Card.objects.values_list("text", flat=True)) == {*DATA, *ROADS, ALONE}
    assert shown(day) is None


def test_one_is_taken_under_another_name_and_without_a_card(day, written):
    run = ask(day)
    topic = next(topic for topic in shown(day).topics if texts(topic) == set(DATA))
    chosen = {written[text].pk for text in DATA[:2]}
    theme = suggesting.take_topic(day.groups[0], run, topic.key, "Dati par vietām", chosen, by=day.facilitator)
    assert (theme.name, theme.lane, theme.cards.count()) == ("Dati par vietām", "lack", 2)
    change = HandChange.objects.get()
    assert change.what == {"topic": topic.key, "left_out": [str(written[DATA[2]].pk)], "renamed": True}
    assert change.cost > 0
    page = shown(day)
    assert [topic.became for topic in page.topics if texts(topic) == set(DATA)] == ["Dati par vietām"]
    assert len(page.waiting) == 1
    with pytest.raises(Refusal):
        suggesting.take_topic(day.groups[0], run, topic.key, "Vēlreiz", chosen, by=day.facilitator)
    suggesting.ignore_rest(day.groups[0], run, by=day.facilitator)
    run.refresh_from_db()
    assert run.state == "overridden"
    assert Card.objects.filter(text__in=ROADS, cluster=None).count() == 3


def test_the_last_one_taken_ends_the_proposal(day, written):
    run = ask(day)
    for topic in shown(day).topics:
        chosen = {written[text].pk for text in texts(topic)}
        suggesting.take_topic(day.groups[0], run, topic.key, "", chosen, by=day.facilitator)
    run.refresh_from_db()
    assert run.state == "accepted"


def test_set_aside_nothing_is_changed(day, written):
    run = ask(day)
    suggesting.ignore_rest(day.groups[0], run, by=day.facilitator)
    run.refresh_from_db()
    assert run.state == "rejected"
    assert not Cluster.objects.exists()
    with pytest.raises(Refusal):
        suggesting.take_all(day.groups[0], run, by=day.facilitator)


def test_sorted_cards_stay_and_others_join_their_theme(day, written):
    theme = ClusterFactory(group=day.groups[0], name="Dati")
    clustering.move(day.groups[0], {written[text].pk: None for text in DATA[:2]}, theme, by=day.facilitator)
    ask(day)
    page = shown(day)
    joining = next(topic for topic in page.topics if topic.theme)
    assert (joining.theme, texts(joining), page.standing) == ("Dati", {DATA[2]}, 2)
    suggesting.take_all(day.groups[0], DecisionRun.objects.get(), by=day.facilitator)
    assert theme.cards.count() == 3
    assert Cluster.objects.count() == 2


def test_what_somebody_sorted_meanwhile_is_left_where_it_is(day, written):
    run = ask(day)
    theirs = ClusterFactory(group=day.groups[0], name="Cits temats")
    clustering.move(day.groups[0], {written[DATA[0]].pk: None}, theirs, by=day.organiser)
    topic = next(topic for topic in shown(day).topics if DATA[1] in texts(topic))
    assert [card.text for card in topic.cards if card.sorted] == [DATA[0]]
    suggesting.take_all(day.groups[0], run, by=day.facilitator)
    assert set(theirs.cards.values_list("text", flat=True)) == {DATA[0]}
    assert Card.objects.get(text=DATA[1]).cluster.cards.count() == 2


def test_withdrawn_cards_and_removed_themes_are_not_taken(day, written):
    theme = ClusterFactory(group=day.groups[0])
    clustering.move(day.groups[0], {written[text].pk: None for text in DATA[:2]}, theme, by=day.facilitator)
    run = ask(day)
    Card.objects.filter(text=ROADS[0]).update(withdrawn_at="2026-01-01T10:00Z")
    clustering.remove(theme, by=day.organiser)
    page = shown(day)
    assert [texts(topic) for topic in page.topics] == [set(ROADS[1:])]
    assert suggesting.take_all(day.groups[0], run, by=day.facilitator) == 1
    assert not Card.objects.filter(text=DATA[2]).exclude(cluster=None).exists()


def test_too_few_cards_foreign_groups_and_closed_work_are_refused(day, written):
    with pytest.raises(Refusal):
        ask(day, "do")
    with pytest.raises(Refusal) as refused:
        suggesting.suggest(day.groups[1], "lack", by=day.facilitator)
    assert refused.value.status == 403
    run = ask(day)
    with pytest.raises(Refusal):
        suggesting.take_all(day.groups[1], run, by=day.organiser)
    stages.close(day.workshop, by=day.organiser)
    with pytest.raises(Refusal):
        suggesting.take_all(Group.objects.get(pk=day.groups[0].pk), run, by=day.facilitator)
    run.refresh_from_db()
    assert run.state == "proposed"


def test_a_suggestion_by_pages(client, sign_in, day, written):
    sign_in(day.facilitator)
    assert "suggest/" in client.get(day.url("1/")).content.decode()
    assert client.get(day.url("1/suggestion/")).status_code == 200
    assert client.post(day.url("1/suggest/"), {"lane": "lack"}).url == day.url("1/suggestion/")
    assert client.post(day.url("2/suggest/"), {"lane": "lack"}).status_code == 404
    html = client.get(day.url("1/suggestion/")).content.decode()
    for text in (*DATA, *ROADS):
        assert text in html
    assert day.url("1/suggestion/") in client.get(day.url("1/")).content.decode()
    run, topic = DecisionRun.objects.get(), shown(day).topics[0]
    data = {"run": run.pk, "deed": "take", "topic": topic.key, "name": "Temats"}
    assert client.post(day.url("1/suggestion/decide/"), data).status_code == 422
    assert client.post(day.url("1/suggestion/decide/"), data | {"card": "x"}).status_code == 422
    assert client.post(day.url("2/suggestion/decide/"), data).status_code == 404
    data["card"] = [card.id for card in topic.cards]
    assert client.post(day.url("1/suggestion/decide/"), data).url == day.url("1/suggestion/")
    assert client.post(day.url("1/suggestion/decide/"), {"run": run.pk, "deed": "cits"}).status_code == 422
    assert client.post(day.url("1/suggestion/decide/"), {"run": run.pk, "deed": "all"}).url == day.url("1/")
    assert Cluster.objects.count() == 2


@pytest.mark.parametrize("topics", [1, 2])
def test_the_page_asks_as_often_for_two_topics_as_for_one(day, topics, django_assert_num_queries):
    seat = day.seat()
    for text in (*DATA, *(ROADS if topics == 2 else ())):
        CardFactory(seat=seat, text=text)
    ask(day)
    rows = stages_of(day.workshop)
    with django_assert_num_queries(4):
        assert len(suggestion(day.groups[0], rows).topics) == topics
