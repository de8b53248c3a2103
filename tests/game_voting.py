"""Step 10 of a Future City Game: everybody scores the ideas of others by seven criteria, and what comes of it by hand.

By each criterion the mean of a role's scores, then the mean of roles by their weights, then the mean of criteria.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from playwright.sync_api import expect

from talka.workshops.actions import guests, voting
from talka.workshops.models import Ballot, Group, Seat

from .by_keys import Keys
from .game_opening import WEIGHTS
from .game_people import Game
from .game_visioning import on, on_the_wall
from .live_site import Visitor
from .played_groups_day import sent, step_is

CRITERIA = ("fun", "innovative", "local", "global", "relevant", "sustainable", "feasible")
# What each gives the teams in their order, a digit for each criterion; nothing to one's own.
ANNA = ("", "3424334", "4544345")
JURIS = ("", "4333443", "5454455")
LIGA = ("5545454", "", "4344434")
ILZE = ("4454345", "3333222", "5434543")
GUNTIS = ("5455555", "2343234", "3443344")
PLAYERS = ("4445544", "3233343", "4555445")
PUBLIC = ("5444455", "4323432", "4434554")
PUBLIC_THAT_VOTES = 4
FORGED = """async ([address, deed]) => {
  const body = JSON.stringify({ deeds: [deed] });
  const answer = await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body });
  return (await answer.json()).results[0];
}"""


@dataclass
class Scores:
    """All that was given: role, who, number of the team, criterion, score."""

    given: list[tuple[str, str, int, str, int]] = field(default_factory=list)

    def note(
        self, role: str, who: str, teams: list[Group], digits: tuple[str, ...]
    ) -> Iterator[tuple[Group, str, str]]:
        """Team, criterion and score, one after the other, as they are to be given."""
        for team, row in zip(teams, digits, strict=True):
            for criterion, digit in zip(CRITERIA, row, strict=False):
                self.given.append((role, who, team.number, criterion, int(digit)))
                yield team, criterion, digit

    def of(self, team: int, criterion: str) -> Fraction:
        sums: dict[str, list[int]] = {}
        for role, _who, number, key, score in self.given:
            if (number, key) == (team, criterion):
                sums.setdefault(role, []).append(score)
        weighted = sum(WEIGHTS[role] * Fraction(sum(scores), len(scores)) for role, scores in sums.items())
        return weighted / sum(WEIGHTS[role] for role in sums)

    def result(self, team: int) -> Fraction:
        return sum((self.of(team, criterion) for criterion in CRITERIA), Fraction(0)) / len(CRITERIA)

    def voters(self, team: int) -> int:
        return len({who for _role, who, number, _criterion, _score in self.given if number == team})

    @property
    def people(self) -> int:
        return len({who for _role, who, *_rest in self.given})

    @property
    def ranked(self) -> list[int]:
        """Numbers of teams, the best first."""
        return sorted({number for _role, _who, number, *_rest in self.given}, key=self.result, reverse=True)


def figure(value: Fraction, language: str = "lv") -> str:
    said = f"{float(value):.2f}"
    return said if language == "en" else said.replace(".", ",")


def everybody_votes(
    game: Game, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor, ilze: Visitor, guntis: Visitor, wall: Visitor
) -> Scores:
    scores, teams = Scores(), game.teams
    on(zane)
    step_is("10. solis: balsošana", anna.visitor, liga, ilze, guntis)
    step_is("Step 10: voting", juris)
    on_the_wall(zane, "ranking")
    nobody_votes_for_their_own_team(game, anna, juris, liga)
    for team, criterion, digit in scores.note("participant", "Anna", teams, ANNA):
        anna.choose(f"#shared [name='score:group:{team.number}:{criterion}']", digit).kept()
    sent(anna.visitor)
    by_thumb(juris, scores.note("participant", "Juris", teams, JURIS))
    sent(juris)
    without_a_network(liga, scores.note("participant", "Līga", teams, LIGA), teams[1])
    by_thumb(ilze, scores.note("practitioner", "Ilze", teams, ILZE))
    by_thumb(guntis, scores.note("public", "Guntis", teams, GUNTIS))
    for phone in (ilze, guntis):
        sent(phone)
    kept = Ballot.objects.filter(stage__workshop=game.workshop, stage__key="voting", seat__role="public")
    assert set(kept.values_list("team__number", "criterion", "value")) == {
        (team, criterion, score) for role, _who, team, criterion, score in scores.given if role == "public"
    }
    others_vote(game, scores)
    nothing_is_told_yet(game, scores, anna, wall)
    return scores


def nobody_votes_for_their_own_team(game: Game, anna: Keys, *players: Visitor) -> None:
    """It is not offered, and refused where a phone is made to send it."""
    first, second, _third = game.teams
    for phone, own in ((anna.visitor, first), (players[0], first), (players[1], second)):
        expect(phone.page.locator(f"#group-{own.number}")).to_be_visible()
        expect(phone.page.locator(f"#group-{own.number} input")).to_have_count(0)
        expect(phone.page.locator("#shared fieldset.score")).to_have_count(2 * len(CRITERIA))
    forged = {"deed": "vote", "stage": "voting", "thing": f"group:{first.number}", "value": 5, "criterion": "fun"}
    answer = anna.page.evaluate(FORGED, [f"{game.room}deeds/", {"id": str(uuid.uuid4()), **forged}])
    assert answer["status"] == 422
    assert "Par savu komandu nebalso" in answer["words"]
    assert not Ballot.objects.filter(stage__key="voting", team=first).exists()


def by_thumb(phone: Visitor, given: Iterator[tuple[Group, str, str]]) -> None:
    for team, criterion, digit in given:
        row = f"[data-thing='group:{team.number}'][data-criterion='{criterion}']"
        phone.page.locator(f"{row} label:has([value='{digit}'])").tap()
        expect(phone.page.locator(f"{row} [value='{digit}']")).to_be_checked()


def without_a_network(liga: Visitor, given: Iterator[tuple[Group, str, str]], own: Group) -> None:
    liga.cut_off = True
    liga.context.set_offline(True)
    by_thumb(liga, given)
    expect(liga.page.locator("#shared [data-mark=unsent]")).to_have_count(2 * len(CRITERIA))
    expect(liga.page.locator("#unsent")).to_contain_text(str(2 * len(CRITERIA)))
    liga.look()
    of_hers = Ballot.objects.filter(stage__key="voting", seat__group=own)
    assert not of_hers.exists()
    liga.context.set_offline(False)
    sent(liga)
    expect(liga.page.locator("#unsent")).to_be_hidden()
    liga.cut_off = False
    assert of_hers.count() == 2 * len(CRITERIA)


def others_vote(game: Game, scores: Scores) -> None:
    """All players, and of the public that came besides all but one, so that the result waits for the games master."""
    public = [guests.join_as_public(game.workshop)[0] for _person in range(PUBLIC_THAT_VOTES + 1)]
    for seat in public[1:]:
        give(seat, scores.note("public", str(seat.pk), game.teams, PUBLIC))
    for seat in game.others(*game.teams):
        own = [team.pk for team in game.teams].index(seat.group_id)
        digits = tuple(row if place != own else "" for place, row in enumerate(PLAYERS))
        give(seat, scores.note("participant", str(seat.pk), game.teams, digits))


def give(seat: Seat, given: Iterator[tuple[Group, str, str]]) -> None:
    for team, criterion, digit in given:
        thing = voting.Thing("group", str(team.number))
        voting.give(seat, "voting", thing, int(digit), criterion=criterion)


def nothing_is_told_yet(game: Game, scores: Scores, anna: Keys, wall: Visitor) -> None:
    expect(wall.page.locator(".wall-sum")).to_contain_text(f"{scores.people} no {scores.people + 1}")
    expect(wall.page.locator(".wall-theme")).to_have_count(3)
    expect(wall.page.locator(".wall-result")).to_have_count(0)
    wall.look()
    expect(anna.page.locator("#shared [data-result]")).to_have_count(0)


def the_result_is_shown(game: Game, scores: Scores, zane: Keys, anna: Keys, juris: Visitor, wall: Visitor) -> None:
    """On the wall the places, then the winner; on phones what each team got."""
    names = {team.number: team.name for team in game.teams}
    zane.press("#hidden-voting button[name=show]").kept()
    for place, number in enumerate(scores.ranked):
        row = wall.page.locator(".wall-result").nth(place)
        expect(row).to_contain_text(names[number])
        expect(row).to_contain_text(figure(scores.result(number)))
        said = figure(scores.result(number), "en")
        expect(anna.page.locator(f"#group-{number} [data-result]")).to_have_text(
            f"vidēji {figure(scores.result(number))}"
        )
        expect(juris.page.locator(f"#group-{number} [data-result]")).to_have_text(f"{said} on average")
    wall.look()
    on_the_wall(zane, "winners")
    expect(wall.page.locator(".wall-winner")).to_have_count(1)
    expect(wall.page.locator(".wall-winner")).to_contain_text(names[scores.ranked[0]])
    expect(wall.page.locator(".wall-sum")).to_contain_text(figure(scores.result(scores.ranked[0])))
    wall.look()
