"""The third part of a Future City Game: idea sheets, pitches, small contests, common ideas, and what is published."""

import re

from playwright.sync_api import Locator, expect

from talka.workshops.actions import sheets
from talka.workshops.models import Award, Card, CommonIdea, Sheet

from .by_keys import Keys
from .game_opening import NAME
from .game_people import Game
from .game_testing import DOUBT, SAID, SEEN, WHO, is_shown
from .game_visioning import BEST, BOATHOUSE, OFFLINE, TOO, on, pitches
from .game_voting import CRITERIA, Scores, figure
from .live_site import SMALL_PHONE, Visitor
from .played_groups_day import step_is

PART = "3. posms: prezentēšana"
TITLE = "Laipa visiem"
SHOWED = "Divas no trim mātēm nāktu, bet pavasarī applūst"
FUN = "You can skate along it in winter"
COMMON = "Pie ūdens var tikt visi"
LOUDEST, TIDIEST = "Skaļākie izaicinājumi", "Sakoptākais galds"
FIRST_POINTS, MORE_POINTS = 7, 5


def points_by_phone(game: Game, anda: Visitor, anna: Keys) -> None:
    anda.page.select_option("#points [name=group]", str(game.teams[0].number))
    anda.fill(points=str(FIRST_POINTS), words=LOUDEST)
    anda.press("#points button[type=submit]")
    expect(anda.page.locator("#contests")).to_contain_text(LOUDEST)
    expect(anna.page.locator("#contests tbody tr")).to_have_count(1)
    expect(anna.page.locator("#contests td")).to_have_text(str(FIRST_POINTS))


def points_at_the_desk(game: Game, zane: Keys, liga: Visitor) -> None:
    """What was given by mistake is taken back."""
    first, second, _third = game.teams
    zane.go(f"#game a[href='{game.base}points/']")
    for team, points, words in ((first, MORE_POINTS, TIDIEST), (second, 1, "Kļūda"), (second, MORE_POINTS, TIDIEST)):
        zane.choose("#give [name=group]", str(team.number)).type("#give [name=points]", str(points))
        zane.type("#give [name=words]", words).go("#give button[type=submit]")
    zane.go("main .award button", "Kļūda")
    zane.visitor.open(game.base)
    expect(liga.page.locator("#contests td")).to_have_text([str(FIRST_POINTS + MORE_POINTS), str(MORE_POINTS)])
    assert Award.objects.filter(group__in=game.teams, removed_at=None).count() == 3


def idea_sheets(game: Game, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor) -> None:
    _first, _second, third = game.teams
    on(zane)
    step_is("9. solis: gala ideju sagatavošana un prezentācija", anna.visitor, liga)
    step_is("Step 9: preparing and presenting final ideas", juris)
    expect(anna.page.locator(".now-place")).to_contain_text(PART)
    two_write_on_one_sheet(game, anna, juris)
    liga.press("#own-sheet a")
    liga.page.fill("[name=field-first-step]", "Līdz maijam apskatām stacijas jumtu")
    liga.press("#sheet .actions button")
    seat = game.others(third)[0]
    sheets.open_sheet(third, "final-ideas", seat=seat)
    sheets.write_sheet(third, "final-ideas", {"resources": "Viens autobuss un divi šoferi"}, 1, seat=seat)


def two_write_on_one_sheet(game: Game, anna: Keys, juris: Visitor) -> None:
    """Both have it open; neither loses the other's words."""
    anna.go("#own-sheet a")
    juris.press("#own-sheet a")
    expect(juris.page.locator("main")).to_contain_text(SAID)
    anna.type("#sheet [name=title]", TITLE).type("#sheet [name=field-evidence]", SHOWED)
    anna.go("#sheet .actions button")
    juris.page.fill("[name=field-meets-fun]", FUN)
    juris.press("#sheet .actions button")
    sheet = Sheet.objects.get(group=game.teams[0], stage__key="final-ideas")
    assert (sheet.title, sheet.words["evidence"], sheet.words["meets-fun"]) == (TITLE, SHOWED, FUN)
    assert sheet.card.text == BEST[0]


def final_ideas_are_presented(
    game: Game, zane: Keys, phones: tuple[Visitor, ...], wall: Visitor, guntis: Visitor
) -> None:
    titles = {team.number: title for team, title in zip(game.teams, (TITLE, *BEST[1:]), strict=True)}
    pitches(zane, titles, "5", phones, wall, guntis)
    zane.press(".word button[value=more-5]").kept()
    expect(phones[1].page.locator("#word-clock")).to_have_text(re.compile("(10|[789]) min left"))
    guntis.press(f"#guest a[href='{game.room}sheets/']")
    assert all(title in guntis.told() for title in titles.values())
    guntis.press(f"main a.button[href='{game.room}']")


def ideas_in_common(game: Game, zane: Keys) -> None:
    zane.go(f"#game a[href='{game.base}ideas/common/']")
    cards = [Card.objects.get(text=text) for text in (BEST[0], TOO)]
    for card in cards:
        zane.press(f"#common input[value^='{card.pk}']", key="Space")
    zane.type("#new-name", COMMON).go("#common button[value=new]")
    assert set(CommonIdea.objects.get(workshop=game.workshop).cards.all()) == set(cards)
    zane.visitor.open(game.base)


def the_game_is_closed(
    game: Game, scores: Scores, zane: Keys, phones: tuple[Visitor, ...], guests: tuple[Visitor, ...], wall: Visitor
) -> None:
    anybody = game.enter()
    answer = anybody.page.goto(f"{game.base}ideas/")
    assert answer is not None
    assert answer.status == 404, "nothing is published before the end"
    on(zane)
    step_is("Noslēgts", phones[0], phones[2], *guests)
    step_is("Closed", phones[1])
    expect(wall.page.locator(".wall-winner")).to_contain_text(winner(game, scores))


def the_findings_are_published(game: Game, zane: Keys) -> None:
    path = f"/e/{game.event.slug}/needs/"
    zane.visitor.open(path)
    zane.go(f"form[action='{path}publish/'] button")


def winner(game: Game, scores: Scores) -> str:
    return next(team.name for team in game.teams if team.number == scores.ranked[0])


def anybody_reads_what_came_of_it(game: Game, scores: Scores, language: str) -> None:
    """From the findings on: the result, ideas in common, idea sheets with what was said and seen."""
    anybody = game.enter(screen=SMALL_PHONE, language=language)
    anybody.open(f"/e/{game.event.slug}/findings/")
    for said in (TITLE, COMMON, figure(scores.result(scores.ranked[0]), language)):
        expect(anybody.page.locator("main")).to_contain_text(said)
    anybody.press(f"main a[href$='{game.base}ideas/']")
    the_result_is_what_was_given(game, scores, anybody, language)
    common = anybody.page.locator("#common")
    for said in (COMMON, BEST[0], TOO):
        expect(common).to_contain_text(said)
    the_sheet_of_the_first_team(game, anybody)
    second, third = (anybody.page.locator(f"#team-{team.number}") for team in game.teams[1:])
    for said in (*OFFLINE, BEST[1], "Amatniekiem un ģimenēm", "Līdz maijam apskatām stacijas jumtu"):
        expect(second).to_contain_text(said)
    expect(third).to_contain_text("Viens autobuss un divi šoferi")
    expect(anybody.page.locator("#contests td")).to_have_text([str(FIRST_POINTS + MORE_POINTS), str(MORE_POINTS)])
    assert anybody.fetch(f"{game.base}ideas.pdf").startswith(b"%PDF")
    assert anybody.fetch(f"/e/{game.event.slug}/findings.pdf").startswith(b"%PDF")


def the_result_is_what_was_given(game: Game, scores: Scores, anybody: Visitor, language: str) -> None:
    titles = {team.number: title for team, title in zip(game.teams, (TITLE, *BEST[1:]), strict=True)}
    names = {team.number: team.name for team in game.teams}
    told, by_criterion = (anybody.page.locator("#result table").nth(place) for place in range(2))
    assert table(told) == [
        [
            str(place),
            f"{names[number]} {titles[number]}",
            figure(scores.result(number), language),
            str(scores.voters(number)),
        ]
        for place, number in enumerate(scores.ranked, start=1)
    ]
    assert table(by_criterion) == [
        [names[number], *(figure(scores.of(number, criterion), language) for criterion in CRITERIA)]
        for number in scores.ranked
    ]
    expect(anybody.page.locator("#result .lead")).to_contain_text(titles[scores.ranked[0]])
    how = anybody.page.locator("#result details", has_text={"lv": "Kā tas aprēķināts?", "en": "How was this"}[language])
    expect(how).to_contain_text(str(scores.people))
    expect(how).to_contain_text("– 2")


def table(found: Locator) -> list[list[str]]:
    """The words of a table's body, cell by cell, as they are read."""
    rows = "rows => rows.map(row => [...row.cells].map(cell => cell.innerText.split(/\\s+/).join(' ').trim()))"
    return found.locator("tbody tr").evaluate_all(rows)


def the_sheet_of_the_first_team(game: Game, anybody: Visitor) -> None:
    team = anybody.page.locator(f"#team-{game.teams[0].number}")
    for said in (NAME, TITLE, SHOWED, FUN, BEST[0]):
        expect(team).to_contain_text(said)
    unfold(team.locator("details", has=anybody.page.locator(".evidence")))
    for said in (SAID, WHO, SEEN, DOUBT):
        expect(team.get_by_text(said)).to_be_visible()
    is_shown(anybody)
    unfold(team.locator("details", has_text=BOATHOUSE))
    expect(team.get_by_text(BOATHOUSE)).to_be_visible()
    expect(team.get_by_text(BOATHOUSE)).to_have_attribute("lang", "en")


def unfold(details: Locator) -> None:
    if details.get_attribute("open") is None:
        details.locator("summary").tap()
