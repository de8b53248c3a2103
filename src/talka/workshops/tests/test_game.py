"""A Future City Game played by its actions, from teams to the published result; and what is refused on the way."""

import uuid
from collections import Counter
from fractions import Fraction

import pytest

from talka.events.models import Registration
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal
from talka.workshops.actions import (
    calling,
    common_ideas,
    contests,
    forming,
    guests,
    joining,
    sheets,
    teams,
    voting,
)
from talka.workshops.factories import SeatFactory, WorkshopFactory
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import Award, Ballot, Call, Group, Seat, Sheet, Workshop
from talka.workshops.queries.contests import contests as points_of
from talka.workshops.queries.outputs import games_of
from talka.workshops.queries.people import participants
from talka.workshops.queries.tally import tally
from talka.workshops.words_of_votes import how_computed

from .game import (
    TEAMS,
    Game,
    card,
    find_common,
    let_public_in,
    play_to_the_vote,
    refused,
    score,
    set_up,
)

pytestmark = pytest.mark.django_db


# What each role gives a team on every criterion; players give one less for fun. By hand, with equal weights of roles:
# team 1: fun (4+3+2)/3 = 3, else (5+3+2)/3 = 10/3, so (3 + 6·10/3)/7 = 23/7; team 2 and 3: (13/3 + 6·14/3)/7 = 97/21;
# team 4: fun (2+4+3)/3 = 3, else (3+4+3)/3 = 10/3, so 23/7 as team 1; team 5: (1 + 6·4/3)/7 = 9/7.
PLAYERS, PRACTITIONERS, PUBLIC = [5, 4, 4, 3, 2], [3, 5, 5, 4, 1], [2, 5, 5, 3, 1]
BY_HAND = {1: Fraction(23, 7), 2: Fraction(97, 21), 3: Fraction(97, 21), 4: Fraction(23, 7), 5: Fraction(9, 7)}


def everybody_votes(game: Game) -> None:
    criteria = [each.key for each in shipped_format("game").stage("voting").vote.criteria]
    for seats, values in ((game.players, PLAYERS), (game.practitioners, PRACTITIONERS), (game.public, PUBLIC)):
        for seat in seats:
            for team in game.teams:
                if seat.group_id == team.pk:
                    continue
                for criterion in criteria:
                    less = seat.role == "participant" and criterion == "fun"
                    score(seat, team, values[team.number - 1] - less, criterion)


def test_a_whole_game_from_teams_to_the_result(game):
    game.workshop.refresh_from_db()
    let_public_in(game)
    play_to_the_vote(game)
    forged_votes_are_refused(game)
    everybody_votes(game)

    result = tally(game.workshop.stages.get(key="voting"))
    assert {int(row.id.partition(":")[2]): Fraction(row.value).limit_denominator(100) for row in result.rows} == BY_HAND
    assert [(row.id, row.rank, row.tied) for row in result.rows] == [
        ("group:2", 1, True),
        ("group:3", 1, True),
        ("group:1", 3, True),
        ("group:4", 3, True),
        ("group:5", 5, False),
    ]
    assert {row.note for row in result.winners} == {"Lielā ideja 2", "Lielā ideja 3"}
    assert (result.people, result.late) == (25 + 2 + 6, 0)
    assert [role.people for role in result.roles] == [25, None, None]  # two practitioners are not told, nor by a sum
    assert any("33" in line for line in how_computed(result))

    contests.award(game.teams[4], "Ātrākā komanda", 500, name=uuid.uuid4(), by=game.master)
    assert tally(game.workshop.stages.get(key="voting")).rows == result.rows  # contests count in no vote

    common_one = find_common(game)
    game.close()
    with refused(422):
        common_ideas.make(game.workshop, "", {}, by=game.master)
    found = games_of(game.event)[0]
    assert [team.sheet.title for team in found.teams] == [f"Lielā ideja {number}" for number in range(1, 6)]
    assert [each.key for each in found.teams[0].sheet.filled] == ["what", "idea-kind", "first-step"]
    assert found.teams[0].sheet.idea == "Ideja 1 no komandas 1"
    assert [(row.source, bool(row.picture)) for row in found.teams[0].evidence] == [
        ("veikala pārdevēja", True),
        ("", False),
    ]
    assert [(idea.id, idea.teams) for idea in found.common] == [(common_one.pk, 2)]
    assert [(row.group_number, row.points) for row in found.contests.teams] == [(5, 500)]
    assert [row.words for row in found.result.winners] == [str(game.teams[1]), str(game.teams[2])]


def forged_votes_are_refused(game: Game) -> None:
    """One's own team, above the limit, by a role without a vote, for what is not there; and twice is once."""
    player, team = game.of(game.teams[0])[0], game.teams[1]
    with refused(422):
        score(player, game.teams[0], 5, "fun")
    with refused(409):
        score(player, team, 6, "fun")
    with refused(422):
        score(player, team, -1, "fun")
    with refused(422):
        score(player, team, 3, "beauty")
    with refused(404):
        voting.give(player, "voting", voting.Thing("group", "77"), 3, criterion="fun")
    with refused(422):
        voting.give(player, "voting", voting.Thing("card", str(uuid.uuid4())), 3, criterion="fun")
    with refused(422):
        score(game.helper, team, 3, "fun")
    other = Group.objects.create(workshop=WorkshopFactory(), number=7, name="Sveša", capacity=5)
    with refused(404):
        voting.give(player, "voting", voting.Thing("group", str(other.number)), 3, criterion="fun")
    assert not Ballot.objects.filter(stage__key="voting").exists()
    for _twice in range(2):
        score(player, team, 4, "fun")
    assert list(Ballot.objects.filter(stage__key="voting").values_list("value", flat=True)) == [4]
    score(player, team, 0, "fun")
    assert not Ballot.objects.filter(stage__key="voting").exists()


def test_teams_are_of_even_size_and_as_diverse_as_can_be(game):
    rows = participants(game.workshop)
    by_team = {team.pk: [row for row in rows if row.group_id == team.pk] for team in game.teams}
    assert [len(people) for people in by_team.values()] == [5] * TEAMS
    for people in by_team.values():
        assert set(Counter(row.region_id for row in people).values()) == {2, 3}
        assert max(Counter(row.organisation_id for row in people).values()) == 1
        assert max(Counter(row.area_id for row in people).values()) == 1


def test_more_who_came_make_larger_teams_and_one_more_team_makes_them_smaller(game):
    for number in range(3):
        Registration.objects.create(
            event=game.event, person=PersonFactory(), token=f"more-{number}", code=f"M{number:03}", state="registered"
        )
    run = forming.propose(game.workshop, by=game.master, source="registered", keep="none")
    assert run.state == "proposed"
    assert {team.capacity for team in game.teams} == {6}
    teams.add_team(game.workshop, by=game.master)
    run = forming.propose(game.workshop, by=game.master, source="registered", keep="none")
    forming.accept(game.workshop, run, by=game.master)
    assert sorted(Counter(row.group_id for row in participants(game.workshop)).values()) == [4, 4, 5, 5, 5, 5]
    with refused(409):
        teams.take_away(game.teams[0], by=game.master)


def test_an_empty_team_may_go_and_numbers_and_sizes_are_checked():
    game = set_up()
    team = teams.add_team(game.workshop, by=game.master)
    teams.take_away(team, by=game.master)
    assert len(game.teams) == TEAMS
    spec = shipped_format("game")
    for wrong in ({"number": 0}, {"number": 61}, {"size": 0}, {"size": 101}):
        if any(wrong.values()):
            with refused(422):
                teams.make_teams(game.event, spec, by=game.master, **wrong)
    with refused(403):
        teams.make_teams(game.event, spec, by=PersonFactory())
    second = teams.make_teams(game.event, spec, by=game.master, size=3)
    assert (second.block, second.groups.count()) == ("game-2", 9)
    assert Workshop.objects.filter(event=game.event).count() == 2


def test_a_team_names_itself_and_two_do_not_overwrite_each_other(game):
    team = game.teams[0]
    first, second = game.of(team)[:2]
    assert team.name == "Komanda A"
    teams.rename(team, "  Prieka   zeme ", seen=team.name, seat=first)
    assert game.teams[0].name == "Prieka zeme"
    with refused(409):
        teams.rename(team, "Nezināmā zeme", seen="Komanda A", seat=second)
    with refused(409):
        teams.rename(game.teams[1], "prieka zeme", seen="Komanda B", seat=game.of(game.teams[1])[0])
    with refused(403):
        teams.rename(game.teams[1], "Mūsu", seen="Komanda B", seat=first)
    with refused(422):
        teams.rename(team, " ", seen="Prieka zeme", seat=first)
    teams.rename(game.teams[1], "Spēka zeme", seen="Komanda B", by=game.master)
    assert game.teams[1].name == "Spēka zeme"


def test_groups_of_the_agenda_keep_its_name(day):
    with refused(409):
        teams.rename(day.groups[0], "Citi", seen=day.groups[0].name, by=day.organiser)
    with refused(409):
        teams.add_team(day.workshop, by=day.organiser)


def test_ten_ideas_a_team_and_not_one_more(game):
    game.go("ideas")
    team = game.teams[0]
    for number in range(10):
        card(game.of(team)[number % 5], "ideas", "idea", f"Ideja {number}")
    with refused(429):
        card(game.of(team)[0], "ideas", "idea", "Vienpadsmitā")
    card(game.of(game.teams[1])[0], "ideas", "idea", "Citas komandas pirmā")


def test_a_practitioner_is_called_and_comes(game):
    team = game.teams[0]
    player, (planner, entrepreneur) = game.of(team)[0], game.practitioners
    call = calling.call(player, calling.PRACTITIONER, planner)
    assert calling.call(game.of(team)[1], calling.PRACTITIONER, planner) == call
    with refused(404):
        guests.come(entrepreneur, call.pk)
    with refused(404):
        guests.come(player, call.pk)
    with refused(404):
        calling.call(player, calling.PRACTITIONER, game.helper)
    guests.come(planner, call.pk)
    guests.come(planner, call.pk)
    call.refresh_from_db()
    assert call.answered_at is not None
    other = Call.objects.create(group=game.teams[1], to="practitioner")
    assert guests.come(entrepreneur, other.pk).practitioner == entrepreneur


def test_links_open_one_place_each_and_stop_when_taken_back(game):
    seat, credential = guests.invite(game.workshop, "practitioner", "Jānis Ozols", by=game.master)
    assert guests.join_by_link(game.workshop, credential) == seat
    again = guests.new_link(seat, by=game.master)
    with refused(404):
        guests.join_by_link(game.workshop, credential)
    assert guests.join_by_link(game.workshop, again) == seat
    guests.uninvite(seat, by=game.master)
    assert not Seat.objects.filter(pk=seat.pk).exists()
    with refused(404):
        guests.join_by_link(game.workshop, game.credentials[game.players[0].pk])
    for wrong in ("public", "participant", "king"):
        with refused(422):
            guests.invite(game.workshop, wrong, "Kāds", by=game.master)
    with refused(422):
        guests.invite(game.workshop, "practitioner", " ", by=game.master)
    with refused(403):
        guests.invite(game.workshop, "practitioner", "Kāds", by=PersonFactory())


def test_who_has_voted_or_was_called_stays_though_the_link_is_closed(game):
    planner = game.practitioners[0]
    calling.call(game.of(game.teams[0])[0], calling.PRACTITIONER, planner)
    guests.uninvite(planner, by=game.master)
    assert Seat.objects.filter(pk=planner.pk, joined_at=None).exists()


def test_somebody_registered_may_come_as_a_practitioner_and_is_placed_in_no_team(game):
    registration = Registration.objects.create(
        event=game.event, person=PersonFactory(), token="expert", code="E001", state="registered"
    )
    assert registration.pk in {row.registration_id for row in participants(game.workshop)}
    guests.invite(game.workshop, "practitioner", "", registration=registration, by=game.master)
    assert registration.pk not in {row.registration_id for row in participants(game.workshop)}
    card(game.players[0], "global-challenges", "global-social", "Jau rakstu")
    with refused(409):
        guests.invite(game.workshop, "practitioner", "", registration=game.players[0].registration, by=game.master)


def test_the_public_comes_only_where_it_has_a_vote(game):
    with refused(409):
        guests.join_as_public(WorkshopFactory(event=game.event))
    seat, _credential = guests.join_as_public(game.workshop)
    with refused(409):
        score(seat, game.teams[0], 3, "fun")  # the voting has not begun


def test_weights_of_the_method_decide_who_votes(game):
    stage = game.workshop.stages.get(key="voting")
    stage.table["vote"]["weights"] = {"participant": 2, "practitioner": 1, "public": 0}
    stage.save()
    let_public = pytest.raises(Refusal)
    with let_public:
        guests.join_as_public(game.workshop)
    game.go("voting")
    for seat in [each for each in game.players if each.group_id != game.teams[0].pk][:5]:
        score(seat, game.teams[0], 2, "fun")
    score(game.practitioners[0], game.teams[0], 5, "fun")
    assert tally(game.workshop.stages.get(key="voting")).rows[0].figure == "3,00"  # (2·2 + 1·5) / 3


def test_points_are_given_by_the_master_and_helpers_once_for_each_form(game):
    name = uuid.uuid4()
    for _twice in range(2):
        contests.award(game.teams[0], "Skaļākā komanda", 3, name=name, seat=game.helper)
    contests.award(game.teams[1], "Klusākā komanda", 2, name=uuid.uuid4(), by=game.master)
    found = points_of(game.teams)
    assert [(row.group_number, row.points) for row in found.teams] == [(1, 3), (2, 2)]
    with refused(409):
        contests.award(game.teams[1], "Skaļākā komanda", 3, name=name, seat=game.helper)
    for seat in (game.players[0], game.practitioners[0], SeatFactory(role="master")):
        with refused(403):
            contests.award(game.teams[0], "Sev", 3, name=uuid.uuid4(), seat=seat)
    for points in (0, 1001):
        with refused(422):
            contests.award(game.teams[0], "Daudz", points, name=uuid.uuid4(), by=game.master)
    contests.take_back(Award.objects.get(uid=name).pk, game.workshop, seat=game.helper)
    assert [row.group_number for row in points_of(game.teams).teams] == [2]


def test_two_who_fill_in_other_lines_lose_nothing_and_the_same_line_is_shown_twice(game):
    team = game.teams[0]
    one, two = game.of(team)[:2]
    start = sheets.open_sheet(team, "final-ideas", seat=one)
    sheets.write_sheet(team, "final-ideas", {"title": "Darbnīca", "what": "Kopīga"}, start.version, seat=one)
    # The second page still shows the first version: other lines go in, and unchanged ones undo nothing.
    sheets.write_sheet(team, "final-ideas", {"title": "", "what": "", "whom": "Jauniešiem"}, start.version, seat=two)
    sheet = Sheet.objects.get(group=team, stage__key="final-ideas")
    assert (sheet.title, sheet.words) == ("Darbnīca", {"what": "Kopīga", "whom": "Jauniešiem"})
    with pytest.raises(sheets.SheetClash) as clash:
        sheets.write_sheet(team, "final-ideas", {"what": "Cita", "resources": "Telpa"}, start.version, seat=two)
    assert [(each.key, each.theirs, each.yours) for each in clash.value.clashes] == [("what", "Kopīga", "Cita")]
    sheet.refresh_from_db()
    assert "resources" not in sheet.words
    sheets.write_sheet(team, "final-ideas", {"what": "Cita"}, sheet.version, seat=two)
    version = Sheet.objects.get(pk=sheet.pk).version
    sheets.write_sheet(team, "final-ideas", {"what": "Cita"}, 1, seat=two)  # sent again: nothing to do
    assert Sheet.objects.get(pk=sheet.pk).version == version


def test_who_belongs_to_no_team_does_not_choose_one():
    game = set_up()
    let_public_in(game, people=1)
    looks_on = Seat.objects.get(role=Seat.Role.PUBLIC)
    with refused(409):
        joining.choose_group(looks_on, game.teams[0])
    looks_on.refresh_from_db()
    assert looks_on.group is None
