"""Takes the pictures of docs/images from a running demonstration, in Latvian.

    make run
    .venv/bin/talka signin-link "Zane Organizatore"
    .venv/bin/python docs/take_screenshots.py http://127.0.0.1:8000/signin/…/

Everything on them is the played programme of examples/izspele. For the live ones its seminar is read once more with
today's date (played_today.py), one phone takes a seat there, and the organiser moves the groups on.
"""

import io
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import played_today
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from talka.site.browsers import launched

IMAGES = Path(__file__).resolve().parent / "images"
MOST_BYTES = 150_000
SEMINAR, NEXT, GAME = "/e/izspeles-seminars/", "/e/darbnica/", "/e/izspeles-spele/"
DESK = {"viewport": {"width": 1280, "height": 1080}}
WALL = {"viewport": {"width": 1280, "height": 720}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
GAP, PAPER = 24, "#857a66"

PUBLIC = [("home", "/", DESK), ("event", SEMINAR, DESK), ("registration", f"{NEXT}register/", PHONE)]
TEAM = [
    ("organise", f"{SEMINAR}manage/", DESK),
    ("grouping", f"{SEMINAR}groups/darba-grupas/forming/", DESK),
    ("board", f"{SEMINAR}groups/darba-grupas/1/", DESK),
    ("findings", f"{SEMINAR}findings/", DESK),
]
IDEAS = f"{GAME}groups/nakotnes-spele/ideas/"
STEPS = ("do", "vote", "report")
"""What the phone is shown in."""


def main(link: str) -> None:
    parts = urlsplit(link)
    base = f"{parts.scheme}://{parts.netloc}"
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        played_today.load(Path(folder))
    with sync_playwright() as playwright:
        browser = launched(playwright, "--hide-scrollbars")
        for name, path, shape in PUBLIC:
            take(opened(browser, base, path, shape), name)
        take(opened(browser, base, IDEAS, DESK), "idea-sheet", "#team-1")
        page = opened(browser, base, parts.path, DESK)
        page.locator("main form button").first.click()
        page.wait_for_load_state()
        for name, path, _shape in TEAM:
            page.goto(path)
            take(page, name)
        live(browser, base, page)
        browser.close()


def live(browser: Browser, base: str, console: Page) -> None:
    """The day itself: the phone in some steps, and console and projector while people vote."""
    phone = opened(browser, base, f"/w/{played_today.CODE}/", PHONE)
    phone.fill("#name-card input[name=name_card]", played_today.name_card())
    phone.click("#name-card button")
    phone.wait_for_selector(".now")
    seen = []
    for step in STEPS:
        console.goto(played_today.WORK)
        console.evaluate("document.getElementById('other-step').open = true")
        console.select_option("#any-step", step)
        console.click("#other-step button")
        console.wait_for_selector(f"#any-step option[value={step}][selected]", state="attached")
        phone.reload()
        seen.append(shown(phone, "main .now"))
        if step == "vote":
            console.goto(played_today.WORK)
            take(console, "console")
            wall = console.locator("#screen a").first.get_attribute("href") or ""
            take(opened(browser, base, f"{wall}votes/1/", WALL), "projector")
    keep(side_by_side(seen), "phone")


def opened(browser: Browser, base: str, path: str, shape: dict) -> Page:
    page = browser.new_context(locale="lv-LV", base_url=base, **shape).new_page()
    page.goto(path)
    return page


def shown(page: Page, begins: str = "") -> Image.Image:
    """What one sees first, or from this element on."""
    if begins:
        page.evaluate("begins => document.querySelector(begins).scrollIntoView()", begins)
    page.wait_for_timeout(500)
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    width = sum(each.width for each in pictures) + GAP * (len(pictures) - 1)
    strip = Image.new("RGB", (width, max(each.height for each in pictures)), PAPER)
    at = 0
    for each in pictures:
        strip.paste(each, (at, 0))
        at += each.width + GAP
    return strip


def take(page: Page, name: str, begins: str = "") -> None:
    keep(shown(page, begins), name)


def keep(picture: Image.Image, name: str) -> None:
    """The picture in few colours where it would be large."""
    for colours in (256, 128, 64, 32):
        packed = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= MOST_BYTES:
            break
    (IMAGES / f"{name}.png").write_bytes(packed.getvalue())
    print(f"{name}.png: {packed.tell() // 1000} kB")  # noqa: T201


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
