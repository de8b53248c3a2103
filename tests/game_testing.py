"""The second part of a Future City Game, steps 7 and 8: a practitioner is called, and half a day goes into a test."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from talka.workshops.models import Call, Card, Picture

from .by_keys import Keys
from .game_people import Game
from .game_visioning import on, on_the_wall
from .live_site import Visitor
from .played_groups_day import sent, step_is, write, write_by_keys

PART = "2. posms: pārbaude"
SAID = "Es te nāktu katru vakaru ar bērniem"
WHO = "divu bērnu māte"
SEEN = "The bank is muddy, nobody gets to the water"
PICTURE = "A muddy river bank without a path"
DOUBT = "Pavasarī te viss applūst"


def preparing_for_testing(
    game: Game, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor, ilze: Visitor, wall: Visitor
) -> None:
    on(zane)
    step_is("7. solis: gatavošanās pārbaudei", anna.visitor, liga, ilze)
    step_is("Step 7: preparing for testing", juris)
    expect(anna.page.locator(".now-place")).to_contain_text(PART)
    anna.choose("#write [name=lane]", "test-plan")
    write_by_keys(anna, "Jautāsim pie veikala un skolas")
    write(juris, "Who owns the bank?")
    write(liga, "Vai stacijā ir elektrība")
    for phone in (anna.visitor, juris, liga):
        sent(phone)
    on_the_wall(zane, "clock")
    expect(wall.page.locator("[data-clock]")).to_contain_text(":")
    wall.look()
    a_practitioner_is_called_and_comes(game, zane, anna, ilze)


def a_practitioner_is_called_and_comes(game: Game, zane: Keys, anna: Keys, ilze: Visitor) -> None:
    expect(ilze.page.locator("#guest .panel")).to_have_count(0)
    anna.unfold("#practitioners").go("#practitioners button", "Ilze Lūse")
    team = game.teams[0]
    expect(anna.page.locator("#practitioners .called")).to_have_count(1)
    expect(zane.page.locator("#calls li")).to_contain_text("Ilze Lūse")
    called = ilze.page.locator("#guest .practitioner", has_text=team.name)
    expect(called).to_have_count(1)
    ilze.look()
    ilze.press("#guest .practitioner button")
    expect(ilze.page.locator("#guest .practitioner")).to_have_count(0)
    expect(zane.page.locator("#calls li")).to_have_count(0)
    expect(anna.page.locator("#practitioners .called")).to_have_count(0)
    assert Call.objects.get(group=team).practitioner.name == "Ilze Lūse"
    assert Call.objects.get(group=team).answered_at


def half_a_day_of_testing(game: Game, zane: Keys, anna: Keys, juris: Visitor, liga: Visitor) -> None:
    on(zane)
    step_is("8. solis: pārbaude dzīvē", anna.visitor, liga)
    step_is("Step 8: real-world testing", juris)
    expect(anna.page.locator("#clock")).to_have_text(re.compile(r"1(50|49|48|47) min"))
    an_interview(game, anna)
    a_note_with_a_photo(game, juris)
    write(liga, "Stacijas jumts ir vesels")
    sent(liga)
    game.say(game.teams[0], "testing", "evidence-doubt", [DOUBT])


def an_interview(game: Game, anna: Keys) -> None:
    anna.go(f"#shared a[href='{game.room}evidence/']")
    anna.choose("#evidence [name=lane]", "evidence-for").type("#evidence [name=text]", SAID)
    anna.type("#evidence [name=source]", WHO).go("#evidence button[type=submit]")
    expect(anna.page.locator(".evidence-card q")).to_have_text(SAID)
    anna.go(f"main a.button[href='{game.room}']")
    card = Card.objects.get(text=SAID)
    assert (card.group, card.source, card.lane) == (game.teams[0], WHO, "evidence-for")


def a_note_with_a_photo(game: Game, juris: Visitor) -> None:
    juris.press(f"#shared a[href='{game.room}evidence/']")
    juris.page.locator("#evidence label", has_text="Makes us doubt").tap()
    juris.page.fill("#evidence [name=text]", SEEN)
    file = {"name": "krasts.jpg", "mimeType": "image/jpeg", "buffer": a_photo()}
    juris.page.set_input_files("#evidence [name=picture]", file)
    juris.page.fill("#evidence [name=picture_words]", PICTURE)
    juris.press("#evidence button[type=submit]")
    is_shown(juris)
    juris.press(f"main a.button[href='{game.room}']")
    picture = Picture.objects.get(words=PICTURE)
    assert (picture.card.text, picture.card.language, picture.card.lane) == (SEEN, "en", "evidence-doubt")


def a_photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "saddlebrown").save(out, "JPEG")
    return out.getvalue()


def is_shown(visitor: Visitor) -> None:
    """The photo itself, not only its place."""
    photo = visitor.page.locator(f"img.evidence-photo[alt='{PICTURE}']")
    photo.scroll_into_view_if_needed()
    expect(photo).to_be_visible()
    assert photo.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
