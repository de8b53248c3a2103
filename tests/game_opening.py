"""Before a Future City Game begins: teams are made and formed on screen, guests invited, the public let in."""

from collections import Counter
from urllib.parse import urlsplit

from playwright.sync_api import expect

from talka.territories.models import Belonging
from talka.workshops.models import Seat

from .by_keys import Keys
from .game_people import PEOPLE, Game
from .live_site import SMALL_PHONE, Visitor

WEIGHTS = {"participant": 2, "practitioner": 1, "public": 1}
NAME = "Prieka zeme"


def teams_are_made_from_the_format(game: Game, zane: Keys) -> None:
    zane.visitor.open(f"/e/{game.event.slug}/groups/")
    zane.go(f"main a[href='/e/{game.event.slug}/teams/']")
    expect(zane.page.locator("select[name=format]")).to_have_value("game")
    expect(zane.page.locator("main")).to_contain_text(str(PEOPLE))
    zane.go("main form button[type=submit]")
    assert zane.page.url.endswith(f"{game.base}forming/")
    assert game.workshop.groups.count() == 3


def they_are_formed_for_diversity(game: Game, zane: Keys) -> None:
    zane.go("#form-anew button[type=submit]")
    expect(zane.page.locator("#proposal")).to_be_visible()
    expect(zane.page.locator(".placed li a")).to_have_count(PEOPLE)
    assert not Seat.objects.filter(workshop=game.workshop).exists(), "a proposal moves nobody"
    zane.type("[name=reason]", "Katrā komandā dažādu vietu cilvēki")
    zane.go("button[name=deed][value=accept]")
    assert [team.people for team in game.teams] == [5, 5, 4]
    for team in game.teams:
        people = [seat.registration.person.organisation for seat in team.seats.all()]
        assert len(set(people)) == team.people, "nobody sits with a colleague"
        regions = Counter(Belonging.objects.get(child=each.area).parent_id for each in people)
        assert sorted(regions.values()) in ([2, 2], [2, 3])


def all_may_read_and_the_public_votes(game: Game, zane: Keys) -> None:
    """Words are for everybody, and players count twice as much as those who advise and those who look on."""
    zane.go(f"main a[href='{game.base}settings/']")
    zane.choose("[name=audience]", "public").go("#readers button[type=submit]")
    if not zane.page.url.endswith("/settings/"):
        zane.visitor.open(f"{game.base}settings/")
    zane.go("#step-voting .step-deeds a")
    zane.type("[name=weight_participant]", str(WEIGHTS["participant"])).go(".stage-form .actions button")
    assert dict(game.workshop.stages.get(key="voting").spec.vote.weights) == WEIGHTS


def guests_are_invited(game: Game, zane: Keys) -> tuple[str, str]:
    """The links of the practitioner and of the co-games master, each shown once."""
    zane.visitor.open(game.base)
    zane.go(f"#game a[href='{game.base}guests/']")
    links = []
    for role, name, expertise in (
        ("practitioner", "Ilze Lūse", "būvatļaujas un zeme"),
        ("practitioner", "Pēteris Bite", "uzņēmējdarbība"),
        ("master", "Anda Egle", ""),
    ):
        zane.choose("#invite [name=role]", role).type("#invite [name=name]", name)
        zane.type("#invite [name=expertise]", expertise).go("#invite button[type=submit]")
        expect(zane.page.locator("#link")).to_contain_text(name)
        link = zane.page.locator("#link [data-copy]").get_attribute("data-copy") or ""
        links.append(urlsplit(link).path)
    zane.visitor.open(f"{game.base}guests/")
    expect(zane.page.locator("#link")).to_have_count(0)
    expect(zane.page.locator("#public")).to_be_visible()
    zane.visitor.open(game.base)
    return links[0], links[2]


def anna_comes_by_her_name_card(game: Game) -> Keys:
    anna = Keys(game.enter(screen=SMALL_PHONE))
    card = game.registered(game.teams[0], 0).code
    anna.visitor.open("/w/")
    anna.type("[name=code]", game.workshop.code.lower()).go("main form button")
    anna.type("[name=name_card]", card).go("#name-card button")
    return anna


def an_onlooker_comes(game: Game) -> Visitor:
    guntis = game.enter(screen=SMALL_PHONE)
    guntis.open(game.room)
    guntis.press(f"main a[href='{game.room}public/']")
    guntis.press("main form button")
    return guntis


def the_team_names_itself(game: Game, anna: Keys, zane: Keys) -> None:
    number = game.teams[0].number
    anna.unfold("#team-name").type("#team-name [name=name]", NAME).go("#team-name button")
    expect(zane.page.locator(f"#group-{number} .group-name")).to_contain_text(NAME)
    assert game.teams[0].name == NAME
