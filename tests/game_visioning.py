"""The first part of a Future City Game, steps 1 to 6: challenges, ten ideas a team, the one that will be tested."""

from playwright.sync_api import expect

from talka.workshops.actions import sheets, voting
from talka.workshops.models import Ballot, Card, Sheet

from .by_keys import Keys
from .game_people import Game
from .live_site import Visitor
from .played_groups_day import sent, step_is, write, write_by_keys

PART = "1. posms: vīzija"
BOATHOUSE = "A boathouse that belongs to everybody"
BEST = ("Koka laipa gar upi visas pilsētas garumā", "Ziemas tirgus vecajā stacijā", "Vakara autobuss no visiem ciemiem")
TOO = "Laipa gar upes krastu no koka"
OFFLINE = ("Ideja bez tīkla: pagalmu kino", "Ideja bez tīkla: kopīga darbnīca")


def on(zane: Keys) -> None:
    zane.press(".on").kept()


def on_the_wall(zane: Keys, what: str, number: int = 0) -> None:
    zane.choose("#show", what)
    if number:
        zane.choose("#show-group", str(number))
    zane.go("#screen button[type=submit]")


def global_challenges(game: Game, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor, wall: Visitor) -> None:
    first, second, third = game.teams
    on_the_wall(zane, "board", first.number)
    on(zane)
    step_is("1. solis: pasaules izaicinājumi", anna.visitor, liga)
    step_is("Step 1: global challenges", juris)
    expect(anna.page.locator(".now-place")).to_contain_text(PART)
    expect(anna.page.locator("#write .lane svg.symbol")).to_have_count(4)
    anna.choose("#write [name=lane]", "global-environmental")
    write_by_keys(anna, "Siltāks klimats")
    juris.page.locator("#write label.lane", has_text="The world's society").tap()
    write(juris, "Young people move to big cities")
    write(liga, "Viss kļūst dārgāks")
    game.say(first, "global-challenges", "global-cultural", ["Visur skan viena mūzika"])
    game.say(second, "global-challenges", "global-social", ["Cilvēki noveco"])
    game.say(third, "global-challenges", "global-economic", ["Darbs pāriet tīmeklī"])
    expect(wall.page.locator(".wall-card")).to_have_count(3)
    expect(wall.page.locator(".wall-card", has_text="Young people move")).to_have_attribute("lang", "en")
    wall.look()
    for phone in (anna.visitor, juris, liga):
        sent(phone)
    assert Card.objects.get(text="Siltāks klimats").lane == "global-environmental"
    assert Card.objects.get(text="Young people move to big cities").lane == "global-social"


def local_challenges(game: Game, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor) -> None:
    on(zane)
    step_is("2. solis: vietas izaicinājumi", anna.visitor, liga)
    step_is("Step 2: local challenges", juris)
    anna.choose("#write [name=lane]", "local-environmental")
    write_by_keys(anna, "Upei nevar piekļūt")
    write(juris, "No work in winter")
    write(liga, "Stacija stāv tukša")
    game.say(game.teams[2], "local-challenges", "local-social", ["Vakaros nav autobusa"])
    expect(anna.page.locator("#board")).to_contain_text("No work in winter")
    for phone in (anna.visitor, juris, liga):
        sent(phone)
    assert Card.objects.get(text="Upei nevar piekļūt").kind == "lack"


def perspectives(game: Game, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor) -> None:
    on(zane)
    step_is("3. solis: skats uz pilsētu", anna.visitor, liga)
    step_is("Step 3: perspectives of the city", juris)
    anna.choose("#write [name=lane]", "place-tomorrow")
    write_by_keys(anna, "Bērns: visi mācās peldēt upē")
    write(juris, "A visitor: nowhere to sit by the water")
    for phone in (anna.visitor, juris):
        sent(phone)
    assert Card.objects.get(text="Bērns: visi mācās peldēt upē").lane == "place-tomorrow"


def ten_ideas_a_team(game: Game, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor) -> None:
    first, second, third = game.teams
    on(zane)
    step_is("4. solis: idejas", anna.visitor, liga)
    step_is("Step 4: ideas", juris)
    write_by_keys(anna, BEST[0])
    write_by_keys(anna, "Soliņi pie ūdens")
    write(juris, BOATHOUSE)
    write(juris, "Free kayaks on Sundays")
    for phone in (anna.visitor, juris):
        sent(phone)

    # Without a network the phone takes what is said, says that it waits, and sends it once.
    write(liga, BEST[1])
    sent(liga)
    liga.cut_off = True
    liga.context.set_offline(True)
    for text in OFFLINE:
        write(liga, text)
    expect(liga.page.locator("#mine [data-mark=unsent]")).to_have_count(2)
    expect(liga.page.locator("#unsent")).to_contain_text("2")
    liga.look()
    game.say(first, "ideas", "idea", [f"Upes ideja {number}" for number in range(1, 7)])
    game.say(second, "ideas", "idea", [TOO, *(f"Stacijas ideja {number}" for number in range(1, 7))])
    game.say(third, "ideas", "idea", [BEST[2], *(f"Autobusa ideja {number}" for number in range(1, 10))])
    assert not Card.objects.filter(text__in=OFFLINE).exists()
    liga.context.set_offline(False)
    sent(liga)
    expect(liga.page.locator("#unsent")).to_be_hidden()
    liga.cut_off = False

    written = Card.objects.filter(workshop=game.workshop, stage__key="ideas")
    assert [written.filter(group=team).count() for team in game.teams] == [10, 10, 10]
    kept = written.filter(text__in=OFFLINE).order_by("written_at")
    assert [(card.text, card.late) for card in kept] == [(text, False) for text in OFFLINE]
    expect(anna.page.locator("#shared .limit")).to_contain_text("10 no 10")
    an_eleventh_is_not_taken(game, anna)


def an_eleventh_is_not_taken(game: Game, anna: Keys) -> None:
    """It is said why, with the words to copy."""
    anna.type("#write textarea", "Vienpadsmitā ideja").press("#write button[type=submit]")
    expect(anna.page.locator("#refused")).to_contain_text("10")
    expect(anna.page.locator("#refused textarea")).to_have_value("Vienpadsmitā ideja")
    anna.press("#refused button")
    expect(anna.page.locator("#refused textarea")).to_have_count(0)
    anna.kept()
    assert not Card.objects.filter(text="Vienpadsmitā ideja").exists()


def prioritising(game: Game, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor, wall: Visitor) -> None:
    first = game.teams[0]
    on(zane)
    step_is("5. solis: prioritātes", anna.visitor, liga)
    step_is("Step 5: prioritising", juris)
    best, boats = (Card.objects.get(text=text) for text in (BEST[0], BOATHOUSE))
    row = f"[data-thing='card:{best.pk}']"
    for _dot in range(3):
        anna.press(f"{row} [data-give='+1']").kept()
    expect(anna.page.locator("#left [data-left]")).to_have_text("0")
    for _dot in range(2):
        juris.page.locator(f"{row} [data-give='+1']").tap()
    juris.page.locator(f"[data-thing='card:{boats.pk}'] [data-give='+1']").tap()
    for phone in (anna.visitor, juris):
        sent(phone)

    market = Card.objects.get(text=BEST[1])
    row = f"[data-thing='card:{market.pk}']"
    liga.cut_off = True
    liga.context.set_offline(True)
    for _dot in range(2):
        liga.page.locator(f"{row} [data-give='+1']").tap()
    expect(liga.page.locator(f"{row} [data-mine]")).to_have_text("2")
    expect(liga.page.locator(f"{row} [data-mark=unsent]")).to_have_count(1)
    expect(liga.page.locator("#unsent")).to_contain_text("1")
    assert not Ballot.objects.filter(card=market).exists()
    liga.context.set_offline(False)
    sent(liga)
    liga.cut_off = False
    assert Ballot.objects.get(card=market).value == 2

    for seat in game.others(first):
        voting.give(seat, "prioritising", voting.Thing("card", str(best.pk)), 3)
    dots = {best: 3 + 2 + 3 * len(game.others(first)), boats: 1}
    for card, number in dots.items():
        expect(anna.page.locator(f"#card-{card.pk} [data-result]")).to_have_text(f"punkti: {number}")
        expect(juris.page.locator(f"#card-{card.pk} [data-result]")).to_have_text(f"dots: {number}")
    on_the_wall(zane, "votes", first.number)
    expect(wall.page.locator(".wall-result").first).to_contain_text(BEST[0])
    expect(wall.page.locator(".wall-result").first).to_contain_text(str(dots[best]))
    wall.look()


def each_team_chooses_the_idea_to_test(game: Game, anna: Keys, liga: Visitor) -> None:
    first, second, third = game.teams
    chosen = {team.pk: Card.objects.get(text=text) for team, text in zip(game.teams, BEST, strict=True)}
    anna.go("#own-sheet a")
    expect(anna.page.locator("#idea button").first).to_contain_text(BEST[0])
    anna.go(f"#idea button[value='{chosen[first.pk].pk}']")
    anna.type("#sheet [name=field-what]", "Laipa, pa kuru visi tiek līdz ūdenim.")
    anna.choose("#sheet [name=field-idea-kind]", "project").go("#sheet .actions button")
    liga.press("#own-sheet a")
    liga.press(f"#idea button[value='{chosen[second.pk].pk}']")
    liga.page.fill("[name=field-whom]", "Amatniekiem un ģimenēm")
    liga.press("#sheet .actions button")
    sheets.open_sheet(third, "future-ideas", chosen[third.pk], seat=game.others(third)[0])
    found = Sheet.objects.filter(group__in=game.teams, stage__key="future-ideas")
    assert {sheet.group_id: sheet.card for sheet in found} == chosen
    assert found.get(group=first).words == {"what": "Laipa, pa kuru visi tiek līdz ūdenim.", "idea-kind": "project"}


def future_ideas_are_presented(
    game: Game, zane: Keys, phones: tuple[Visitor, ...], wall: Visitor, guntis: Visitor
) -> None:
    anna, juris, liga = phones
    on(zane)
    step_is("6. solis: nākotnes ideju prezentācija", anna, liga)
    step_is("Step 6: presenting future ideas", juris)
    titles = {team.number: text for team, text in zip(game.teams, BEST, strict=True)}
    pitches(zane, titles, "3", phones, wall, guntis)


def pitches(
    zane: Keys, titles: dict[int, str], minutes: str, phones: tuple[Visitor, ...], wall: Visitor, guntis: Visitor
) -> None:
    """Team after team has the word: its clock runs on all phones, its sheet stands on them and on the wall."""
    _anna, juris, _liga = phones
    for number, title in sorted(titles.items()):
        zane.press(".word button.button-primary").kept()
        expect(zane.page.locator(".word-now")).to_contain_text(f"{number}.")
        expect(zane.page.locator(".word-now .clock")).to_be_visible()
        expect(juris.page.locator(".word")).to_contain_text(f"{number}.")
        expect(juris.page.locator("#word-clock")).to_contain_text(f"{minutes} min left")
        on_the_wall(zane, "sheet", number)
        expect(wall.page.locator(".wall-sheet")).to_contain_text(title)
        wall.look()
        for phone in (*phones, guntis):
            expect(phone.page.locator(f"#sheet-{number}")).to_contain_text(title)
            phone.look()
