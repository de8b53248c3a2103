"""A Future City Game, played from teams that do not exist yet to ideas that anybody reads, by its ten steps.

Who plays it, and how, stands in `game_people`; each part of the game has a file of its own.
"""

from collections.abc import Callable

from playwright.sync_api import expect

from .by_keys import Keys
from .game_opening import (
    all_may_read_and_the_public_votes,
    an_onlooker_comes,
    anna_comes_by_her_name_card,
    guests_are_invited,
    teams_are_made_from_the_format,
    the_team_names_itself,
    they_are_formed_for_diversity,
)
from .game_people import Game
from .game_presenting import (
    anybody_reads_what_came_of_it,
    final_ideas_are_presented,
    idea_sheets,
    ideas_in_common,
    points_at_the_desk,
    points_by_phone,
    the_findings_are_published,
    the_game_is_closed,
)
from .game_testing import half_a_day_of_testing, preparing_for_testing
from .game_visioning import (
    each_team_chooses_the_idea_to_test,
    future_ideas_are_presented,
    global_challenges,
    local_challenges,
    perspectives,
    prioritising,
    ten_ideas_a_team,
)
from .game_voting import everybody_votes, the_result_is_shown
from .live_site import WALL, Server, Visitor


def play_the_game(_server: Server, enter: Callable[..., Visitor]) -> None:
    game = Game(enter)
    zane = game.signed_in(game.zane)
    teams_are_made_from_the_format(game, zane)
    they_are_formed_for_diversity(game, zane)
    all_may_read_and_the_public_votes(game, zane)
    links = guests_are_invited(game, zane)
    wall = enter(screen=WALL)
    wall.open(f"{game.room}projector/{game.workshop.projector_key}/")

    anna = anna_comes_by_her_name_card(game)
    juris = game.comes_by_own_link(game.registered(game.teams[0], 1), language="en")
    liga = game.comes_by_own_link(game.registered(game.teams[1], 0))
    ilze, anda = (game.comes(link) for link in links)
    guntis = an_onlooker_comes(game)
    game.others_come()
    phones = (anna.visitor, juris, liga)
    everybody_is_here(game, zane)
    the_team_names_itself(game, anna, zane)

    global_challenges(game, zane, anna, juris, liga, wall)
    points_by_phone(game, anda, anna)
    local_challenges(game, zane, anna, juris, liga)
    perspectives(game, zane, anna, juris, liga)
    ten_ideas_a_team(game, zane, anna, juris, liga)
    prioritising(game, zane, anna, juris, liga, wall)
    each_team_chooses_the_idea_to_test(game, anna, liga)
    future_ideas_are_presented(game, zane, phones, wall, guntis)

    preparing_for_testing(game, zane, anna, juris, liga, ilze, wall)
    half_a_day_of_testing(game, zane, anna, juris, liga)
    points_at_the_desk(game, zane, liga)

    idea_sheets(game, zane, anna, juris, liga)
    final_ideas_are_presented(game, zane, phones, wall, guntis)
    scores = everybody_votes(game, zane, anna, juris, liga, ilze, guntis, wall)
    the_result_is_shown(game, scores, zane, anna, juris, wall)
    ideas_in_common(game, zane)
    the_game_is_closed(game, scores, zane, phones, (ilze, anda, guntis), wall)
    the_findings_are_published(game, zane)
    for language in ("lv", "en"):
        anybody_reads_what_came_of_it(game, scores, language)


def everybody_is_here(game: Game, zane: Keys) -> None:
    for team in game.teams:
        expect(zane.page.locator(f"#group-{team.number} .figures dd").first).to_contain_text(
            f"{team.people}/{team.people}"
        )
