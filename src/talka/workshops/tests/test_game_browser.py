"""The pages of a game in a real browser: they fit a small phone, axe is silent, and keys and forms alone suffice."""

import os
import uuid
from pathlib import Path

import pytest

from talka.site.browsers import axe_script, violations
from talka.workshops.actions import calling, contests, sheets, word
from talka.workshops.factories import CardFactory
from talka.workshops.models import Card, Group, Picture, Seat, Sheet
from talka.workshops.views.frame import cookie_name

from .game import find_common, let_public_in, photo, play_to_the_vote, score, seat_everybody, set_up

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
LONG = "Starppašvaldību sadarbības koordinēšana un pārrobežu infrastruktūras plānošanas kapacitātes stiprināšana"
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "lv-LV"}
DESK = {"viewport": {"width": 1280, "height": 860}, "locale": "lv-LV"}
WALL = {"viewport": {"width": 1920, "height": 1080}, "locale": "lv-LV"}
OPEN = "() => document.querySelectorAll('details').forEach(each => { each.open = true; })"
PICTURES = os.environ.get("GAME_PICTURES", "")
"""A folder where pictures of the pages are put, to be looked at."""


@pytest.fixture
def game():
    """Played to the vote, with long words everywhere; everybody has voted but for the onlookers."""
    game = set_up()
    seat_everybody(game)
    let_public_in(game)
    play_to_the_vote(game)
    Group.objects.filter(workshop=game.workshop, number=2).update(name=LONG[:80])
    seat = game.of(game.teams[0])[0]
    sheet = Sheet.objects.get(group=game.teams[0], stage__key="final-ideas")
    words = {"title": LONG, "what": LONG * 3, "whom": LONG, "evidence": LONG * 4, "meets-fun": LONG}
    sheets.write_sheet(game.teams[0], "final-ideas", words, sheet.version, seat=seat)
    CardFactory(
        seat=seat, stage=game.workshop.stages.get(key="testing"), lane="evidence-doubt", kind="note", text=LONG * 4
    )
    contests.award(game.teams[1], LONG, 12, name=uuid.uuid4(), by=game.master)
    find_common(game)
    calling.call(seat, calling.PRACTITIONER, game.practitioners[0])
    for player in game.players:
        for team in game.teams:
            if player.group_id != team.pk:
                for criterion in ("fun", "local", "feasible"):
                    score(player, team, 1 + team.number % 5, criterion)
    return game


def opened(browser, site, how, **more):
    context = browser.new_context(base_url=site.url, **how, **more)
    context.set_default_timeout(30_000)
    return context.new_page()


def hold(page, site, game, seat):
    value = game.credentials[seat.pk]
    page.context.add_cookies([{"name": cookie_name(game.workshop), "value": value, "url": site.url}])


def sign_in(page, site, person):
    from talka.people.signin import make_link

    page.goto(make_link(person))
    page.locator("main form button").first.click()


def looked_at(page, path, name):
    page.goto(path)
    page.evaluate(OPEN)
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=page.viewport_size["width"] < 1900)
    return violations(page)


def test_every_page_of_a_game_fits_a_small_phone_and_axe_is_silent(browser, live_server, game):
    player = game.of(game.teams[0])[0]
    faults = {}
    for scheme in ("light", "dark"):
        page = opened(browser, live_server, PHONE, color_scheme=scheme)
        page.add_init_script(axe_script())
        faults[f"{scheme} public"] = looked_at(page, game.room("public/"), f"{scheme}-public")
        for who, seat in (
            ("player", player),
            ("practitioner", game.practitioners[0]),
            ("helper", game.helper),
            ("onlooker", game.public[0]),
        ):
            hold(page, live_server, game, seat)
            faults[f"{scheme} {who}"] = looked_at(page, game.room(), f"{scheme}-{who}")
            faults[f"{scheme} {who} sheets"] = looked_at(page, game.room("sheets/"), f"{scheme}-{who}-sheets")
        hold(page, live_server, game, player)
        for rest in ("sheets/final-ideas/", "evidence/"):
            faults[f"{scheme} {rest}"] = looked_at(page, game.room(rest), f"{scheme}-{rest.replace('/', '-')}")
        page = opened(browser, live_server, PHONE, color_scheme=scheme)
        page.add_init_script(axe_script())
        sign_in(page, live_server, game.master)
        for rest in (
            "",
            "guests/",
            "points/",
            "ideas/",
            "ideas/common/",
            "1/sheets/final-ideas/",
            "1/name/",
            "forming/",
        ):
            faults[f"{scheme} {rest}"] = looked_at(page, game.url(rest), f"{scheme}-led-{rest.replace('/', '-')}")
        faults[f"{scheme} teams"] = looked_at(page, f"/e/{game.event.slug}/teams/", f"{scheme}-teams")
        faults[f"{scheme} findings"] = looked_at(page, f"/e/{game.event.slug}/findings/", f"{scheme}-findings")
    page = opened(browser, live_server, WALL)
    page.add_init_script(axe_script())
    base = f"/w/{game.workshop.code}/projector/{game.workshop.projector_key}/"
    game.workshop.stages.filter(key="voting").update(shown_at=game.workshop.created_at)
    for rest in ("sheet/1/", "ranking/", "winners/"):
        faults[f"wall {rest}"] = looked_at(page, f"{base}{rest}", f"wall-{rest.replace('/', '-')}")
    game.close()
    page = opened(browser, live_server, DESK)
    page.add_init_script(axe_script())
    faults["published"] = looked_at(page, game.url("ideas/"), "published")
    faults["published at 360"] = looked_at(opened_with_axe(browser, live_server), game.url("ideas/"), "published-phone")
    assert {place: found for place, found in faults.items() if found} == {}


def opened_with_axe(browser, site):
    page = opened(browser, site, PHONE)
    page.add_init_script(axe_script())
    return page


def test_without_scripts_a_team_names_itself_chooses_tests_and_describes_its_idea(browser, live_server, tmp_path):
    game = set_up()
    seat_everybody(game)
    game.go("ideas")
    team = game.teams[0]
    player = game.of(team)[0]
    for number in range(2):
        CardFactory(
            seat=player, stage=game.workshop.stages.get(key="ideas"), lane="idea", kind="do", text=f"Ideja {number}"
        )
    game.go("testing")
    page = opened(browser, live_server, PHONE, java_script_enabled=False)
    hold(page, live_server, game, player)
    page.goto(game.room())
    page.locator("#team-name summary").click()
    page.locator("#team-name input[name=name]").fill("Prieka zeme")
    page.locator("#team-name button[type=submit]").click()
    assert Group.objects.get(pk=team.pk).name == "Prieka zeme"
    page.locator("#own-sheet a").click()
    page.locator("button[name=card]").first.click()
    page.locator("[name=field-what]").fill("Kopīga darbnīca visiem")
    page.locator("[name='field-idea-kind'][value=project]").check()
    page.locator("#sheet button[type=submit]").click()
    sheet = Sheet.objects.get(group=team)
    assert (sheet.title, sheet.words) == ("Ideja 0", {"what": "Kopīga darbnīca visiem", "idea-kind": "project"})
    page.locator("a", has_text="pierādījum").first.click()
    file = tmp_path / "laukums.jpg"
    file.write_bytes(photo(exif=True).read())
    page.locator("[name=lane][value=evidence-doubt]").check()
    page.locator("#evidence textarea").fill("Te neviens nenāk")
    page.locator("[name=source]").fill("pensionāre")
    page.locator("[name=picture]").set_input_files(str(file))
    page.locator("[name=picture_words]").fill("Tukšs laukums")
    page.locator("#evidence button[type=submit]").first.click()
    card = Card.objects.get(source="pensionāre")
    assert (card.lane, card.picture.words) == ("evidence-doubt", "Tukšs laukums")
    assert page.locator("img.evidence-photo").get_attribute("alt") == "Tukšs laukums"
    assert Picture.objects.count() == 1


def test_a_called_practitioner_sees_it_at_once_and_the_team_the_answer(browser, live_server):
    """Two phones with their streams open; keys alone press the buttons."""
    game = set_up()
    seat_everybody(game)
    game.go("testing")
    player, planner = game.of(game.teams[0])[0], game.practitioners[0]
    team, guest = (opened(browser, live_server, PHONE) for _n in range(2))
    hold(team, live_server, game, player)
    hold(guest, live_server, game, planner)
    guest.goto(game.room())
    team.goto(game.room())
    team.locator("#practitioners summary").press("Enter")
    with team.expect_navigation():
        team.locator(f"button[name=practitioner][value='{planner.pk}']").press("Enter")
    guest.locator("#guest button", has_text="Es nāku").wait_for()
    with guest.expect_navigation():
        guest.locator("#guest button", has_text="Es nāku").press("Enter")
    team.locator("#practitioners summary").press("Enter")
    team.locator(f"button[name=practitioner][value='{planner.pk}']").wait_for()
    game.go("final-ideas")
    word.give_word(game.workshop, game.teams[0], by=game.master)
    guest.locator(".word").wait_for()
    assert Seat.objects.get(pk=planner.pk).calls.get().answered_at is not None
