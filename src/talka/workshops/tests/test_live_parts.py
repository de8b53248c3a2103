"""What phones, consoles and the wall are told of what happens: in time, once, no words to those who may not read."""

import json
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from talka.live.queries import last_number, moments_after
from talka.workshops.actions import cards, clustering, joining, stages, voting
from talka.workshops.factories import ClusterFactory, put_at
from talka.workshops.live import scene as scenes
from talka.workshops.live.rendering import render
from talka.workshops.models import Stage, Workshop
from talka.workshops.views.frame import cookie_name

from .deeds_sent import new_id


@pytest.fixture(autouse=True)
def nothing_kept():
    scenes._kept.clear()


@pytest.fixture
def follow(client, day):
    """What a phone, or whoever asks at the address, hears from now on: `hear()` gives the parts since the last time."""

    def following(credential=None, path=None):
        if credential is not None:
            client.cookies[cookie_name(day.workshop)] = credential
        url, place = path or day.room("live/"), {"after": last_number(day.workshop.stream)}

        def hear():
            answer = client.get(url, place, headers={"Accept": "application/json"})
            assert answer.status_code == 200, answer.content
            said = answer.json()
            place["after"] = said["last"]
            return [json.loads(part["text"]) for part in said["parts"]]

        return hear

    return following


def write(seat, text="Trūkst datu", stage="lack", **more):
    return cards.write(seat, uuid.UUID(new_id()), stage, stage, text, **more)


def kinds(parts):
    return [part["kind"] for part in parts]


def test_a_card_goes_to_its_group_and_to_nobody_else(follow, day):
    put_at(day.workshop, "lack")
    seat = day.seat(0, "mans")
    day.seat(1, "cits")
    here, there = follow("mans"), None
    card = write(seat, "<b>Trūkst</b> datu")
    [part] = here()
    assert (part["kind"], part["card"], part["lane"], part["group"]) == ("card", str(card.pk), "lack", seat.group_id)
    assert "&lt;b&gt;Trūkst&lt;/b&gt; datu" in part["html"]
    there = follow("cits")
    write(seat, "Vēl viena")
    assert there() == []


def test_without_a_seat_nobody_follows(client, day):
    for credential in ("minets", ""):
        client.cookies[cookie_name(day.workshop)] = credential
        assert client.get(day.room("live/")).status_code == 401
    assert client.get(day.url("live/")).status_code == 404


def test_corrected_and_withdrawn_cards_follow(follow, day):
    put_at(day.workshop, "lack")
    seat = day.seat(0, "mans")
    card = write(seat)
    hear = follow("mans")
    cards.correct(seat, card, "Labāk teikts", "lack")
    [part] = hear()
    assert "Labāk teikts" in part["html"]
    cards.withdraw(seat, card)
    assert hear() == [{"kind": "gone", "card": str(card.pk)}]


def test_a_card_that_was_withdrawn_meanwhile_is_not_shown_again(follow, day):
    put_at(day.workshop, "lack")
    seat = day.seat(0, "mans")
    hear = follow("mans")
    cards.withdraw(seat, write(seat, "Pārdomāju"))
    parts = hear()
    assert kinds(parts) == ["gone"]
    assert "Pārdomāju" not in json.dumps(parts, ensure_ascii=False)


def change_stage(day, key, **settings):
    stage = Stage.objects.get(workshop=day.workshop, key=key)
    stage.table |= settings
    stage.save()


def test_words_for_the_facilitator_alone_reach_no_phone(follow, day, sign_in):
    change_stage(day, "lack", sees="lead")
    put_at(day.workshop, "lack")
    seat = day.seat(0, "mans")
    phone = follow("mans")
    write(seat, "Tikai vadītājam")
    assert phone() == []


def test_words_for_all_reach_the_other_groups_where_the_workshop_lets_them(follow, day):
    change_stage(day, "lack", sees="all")
    put_at(day.workshop, "lack")
    seat = day.seat(0, "mans")
    day.seat(1, "cits")
    there = follow("cits")
    write(seat, "Visiem")
    assert "Visiem" in there()[0]["html"]
    Workshop.objects.update(audience="group")
    scenes._kept.clear()
    write(seat, "Tikai mums")
    assert there() == []


def test_hidden_cards_are_counted_and_shown_when_all_have_written(follow, day):
    change_stage(day, "lack", hidden=True)
    put_at(day.workshop, "lack")
    first, second = day.seat(0, "mans"), day.seat(0, "otrs")
    hear = follow("mans")
    write(first, "Mans noslēpums")
    [told] = hear()
    assert told["kind"] == "told"
    assert "Mans noslēpums" not in json.dumps(told, ensure_ascii=False)
    write(second, "Otra noslēpums")
    parts = hear()
    assert kinds(parts)[-1] == "shared"
    assert "Mans noslēpums" in parts[-1]["html"]


def test_a_burst_of_moves_becomes_one(follow, day):
    put_at(day.workshop, "themes")
    seat = day.seat(0, "mans")
    cards_here = [write(seat, f"Kartīte {number}") for number in range(3)]
    theme = ClusterFactory(group=day.groups[0])
    hear = follow("mans")
    for card in cards_here:
        clustering.move(day.groups[0], {card.pk: None}, theme, by=day.organiser)
    parts = hear()
    assert kinds(parts) == ["shared"]
    assert parts[0]["html"].count(f'{theme.pk}"') >= 3


def test_a_step_brings_what_the_group_sees_and_its_forms(follow, day):
    put_at(day.workshop, "lack")
    day.seat(0, "mans")
    hear = follow("mans")
    stages.go_to(day.workshop, "vote", by=day.organiser)
    [part] = hear()
    assert (part["kind"], part["group"]) == ("shared", day.groups[0].pk)
    assert 'id="left"' in part["personal"]
    assert "csrfmiddlewaretoken" not in part["personal"] + part["html"]
    stages.go_to(day.workshop, "do", by=day.organiser, group=day.groups[1])
    assert hear() == []


def test_votes_are_counted_for_those_who_may_know(follow, day):
    put_at(day.workshop, "vote")
    theme = ClusterFactory(group=day.groups[0])
    seats = [day.seat(0, f"balso-{number}") for number in range(6)]
    hear = follow("balso-0")
    for number, seat in enumerate(seats):
        voting.give(seat, "vote", voting.Thing("theme", str(theme.pk)), 2)
        parts = hear()
        assert kinds(parts) == ["told"]
        assert re.search(rf"\b{number + 1}\b.*\b6\b", parts[0]["html"])
        assert (parts[0]["results"] != {}) == (number >= 4), "figures of fewer than five are told to nobody"
    change_stage(day, "vote", hidden=True)
    scenes._kept.clear()
    day.seat(0, "vēl")
    voting.give(seats[0], "vote", voting.Thing("theme", str(theme.pk)), 1)
    assert hear()[0]["results"] == {}


def test_who_leaves_or_moves_hears_it_and_is_let_go(follow, day):
    seat, other = day.seat(0, "mans"), day.seat(0, "otrs")
    before = last_number(day.workshop.stream)
    joining.leave(seat)
    joining.choose_group(other, day.groups[1])
    parts = render(day.workshop.stream, moments_after(day.workshop.stream, before), "lv")
    closing = {part.audience: json.loads(part.text)["kind"] for part in parts if part.closes}
    assert closing == {f"seat-{seat.pk}": "left", f"seat-{other.pk}": "reload"}


def test_those_who_lead_hear_where_something_happened_and_no_words(follow, day, sign_in):
    put_at(day.workshop, "lack")
    sign_in(day.facilitator)
    hear = follow(path=day.url("live/"))
    for group in (0, 1):
        write(day.seat(group, f"raksta-{group}"), "Slepeni vārdi")
    parts = hear()
    assert parts == [{"kind": "news", "what": {"card-written": [group.pk for group in day.groups]}}]


def test_a_hundred_cards_ask_as_little_as_one(day):
    put_at(day.workshop, "lack")
    seats = [day.seat(0, f"raksta-{number}") for number in range(10)]
    counts = []
    for many in (1, 10):
        before = last_number(day.workshop.stream)
        for number in range(many):
            write(seats[number], f"Kartīte {number}")
        moments = moments_after(day.workshop.stream, before)
        scenes._kept.clear()
        with CaptureQueriesContext(connection) as asked:
            assert len(render(day.workshop.stream, moments, "lv")) == many + 2
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5


def test_every_language_has_its_own_words(day):
    put_at(day.workshop, "lack")
    write(day.seat(0, "mans"))
    before = last_number(day.workshop.stream)
    stages.go_to(day.workshop, "vote", by=day.organiser)
    moments = moments_after(day.workshop.stream, before)
    for language, words in (("lv", "Balsošana"), ("en", "Voting")):
        with translation.override(language):
            parts = render(day.workshop.stream, moments, language)
        assert any(words in part.text for part in parts)
