"""What phones of a game are told without asking anew."""

import json
import uuid

import pytest
from django.test import Client

from talka.live.queries import last_number
from talka.workshops.actions import calling, contests, guests, sheets, word
from talka.workshops.models import Seat, Sheet

from .game import Game, let_public_in, play_to_the_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def game(game: Game) -> Game:
    """Played up to the voting."""
    play_to_the_vote(game)
    return game


def heard(game: Game, seat: Seat, after: int) -> list[dict]:
    """What the seat's phone is told after this moment."""
    answer = game.holding(Client(), seat).get(
        game.room("live/"), {"after": after}, headers={"Accept": "application/json"}
    )
    return [json.loads(part["text"]) for part in answer.json()["parts"]]


def test_a_call_reaches_the_practitioner_s_phone_and_the_answer_the_team_s(game):
    player, planner = game.of(game.teams[0])[0], game.practitioners[0]
    stranger = game.of(game.teams[1])[0]
    before = last_number(game.workshop.stream)
    call = calling.call(player, calling.PRACTITIONER, planner)
    assert "reload" in [part["kind"] for part in heard(game, planner, before)]
    assert [part for part in heard(game, player, before) if "Ilze Lūse" in part.get("html", "")]
    assert heard(game, stranger, before) == []
    before = last_number(game.workshop.stream)
    guests.come(planner, call.pk)
    assert [part["kind"] for part in heard(game, player, before)] == ["shared"]


def test_points_and_a_sheet_that_is_presented_reach_all_phones(game):
    stranger = game.of(game.teams[1])[0]
    before = last_number(game.workshop.stream)
    contests.award(game.teams[0], "Ātrākie", 7, name=uuid.uuid4(), by=game.master)
    told = heard(game, stranger, before)
    assert "7" in told[-1]["html"]
    game.go("final-ideas")
    word.give_word(game.workshop, game.teams[0], by=game.master)
    before = last_number(game.workshop.stream)
    sheet = Sheet.objects.get(group=game.teams[0], stage__key="final-ideas")
    sheets.write_sheet(
        game.teams[0], "final-ideas", {"whom": "Pusaudžiem"}, sheet.version, seat=game.of(game.teams[0])[0]
    )
    assert "Pusaudžiem" in heard(game, stranger, before)[-1]["html"]
    before = last_number(game.workshop.stream)
    other = Sheet.objects.get(group=game.teams[2], stage__key="final-ideas")
    sheets.write_sheet(game.teams[2], "final-ideas", {"whom": "Senioriem"}, other.version, by=game.master)
    assert heard(game, stranger, before) == []


def test_who_belongs_to_no_team_reads_the_page_anew_at_each_step(game):
    let_public_in(game, 1)
    before = last_number(game.workshop.stream)
    game.go("final-ideas")
    told = [part for part in heard(game, game.practitioners[0], before) if part["kind"] == "shared"]
    assert told and told[0]["within"]
    assert "personal" not in told[0]
