"""The gallery in a real browser: by keyboard, without JavaScript, on a phone, in the dark; axe finds nothing."""

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler

from talka.site.browsers import axe_script, browsing, violations
from talka.ui import gallery

pytestmark = pytest.mark.browser
ADDRESSES = [
    "/ui/",
    *(f"/ui/{part}/" for part in gallery.PARTS),
    "/ui/sample/",
    "/ui/sample/wall/",
    "/refuse/",
    "/nowhere/",
]
SMALL = """() => [...document.querySelectorAll('button, summary, .button, .tabs a, .pager a, nav a')]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43 && !e.closest('.breadcrumb'))
  .map(e => e.outerHTML.slice(0, 80))"""


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def address(own_addresses) -> Iterator[str]:
    """A server of our own on a free port: pages and static files, no database."""
    server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with browsing() as browser:
        yield browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_nothing_overflows_and_no_policy_is_broken(address, browser, theme):
    script, faults = axe_script(), []
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="lv-LV", color_scheme=theme)
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else faults.append(asked.url))
    for path in ADDRESSES:
        page.goto(address + path)
        page.evaluate(
            "document.querySelectorAll('details:not([data-confirm]):not([data-menu])').forEach(d => d.open = true)"
        )
        page.evaluate(script)
        faults += [f"{path} {fault}" for fault in violations(page)]
        faults += [f"{path} {small}" for small in page.evaluate(SMALL)]
    # Two of the addresses answer 409 and 404, and browsers say so.
    assert [fault for fault in faults if "status of 4" not in fault] == []


def test_a_question_is_a_dialog_by_keyboard_and_still_asks_without_javascript(address, browser):
    page = browser.new_page()
    page.goto(address + "/ui/acting/#confirm")
    summary = page.locator(".confirm summary")
    summary.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    assert dialog.is_visible()
    assert dialog.get_attribute("aria-label") == "Dzēst šo pasākumu?"
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert summary.evaluate("e => e === document.activeElement")

    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(address + "/ui/acting/")
    send = plain.get_by_role("button", name="Jā, dzēst")
    assert not send.is_visible()
    plain.locator(".confirm summary").click()
    assert send.is_visible()


def test_a_menu_closes_by_escape_and_gives_the_focus_back(address, browser):
    page = browser.new_page()
    page.goto(address + "/ui/acting/")
    summary = page.locator("#menu .menu summary")
    summary.click()
    entry = page.get_by_role("link", name="Kopēt pasākumu")
    assert entry.is_visible()
    entry.focus()
    page.keyboard.press("Escape")
    assert not entry.is_visible()
    assert summary.evaluate("e => e === document.activeElement")
    summary.click()
    page.mouse.click(5, 5)
    assert not entry.is_visible()


def test_the_language_is_switched_without_javascript(address, browser):
    page = browser.new_context(java_script_enabled=False, locale="lv-LV").new_page()
    page.goto(address + "/ui/telling/")
    page.get_by_role("button", name="English").click()
    assert page.url == address + "/ui/telling/"
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_paper_is_white_also_in_the_dark(address, browser):
    page = browser.new_context(color_scheme="dark").new_page()
    page.goto(address + "/ui/sample/")
    page.emulate_media(media="print")
    colours = page.evaluate(
        "['html', '.card, .quote-card'].map(s => getComputedStyle(document.querySelector(s)))"
        ".map(s => s.backgroundColor + ' ' + s.color)"
    )
    assert colours == ["rgb(255, 255, 255) rgb(0, 0, 0)"] * 2
    assert not page.locator(".site-tools").is_visible()


OUTSIDE = """() => [...document.querySelectorAll('.way svg')].filter(svg => svg.getClientRects().length).flatMap(svg =>
  [...svg.querySelectorAll('rect')].flatMap(rect => [...rect.parentNode.querySelectorAll('tspan')]
    .filter(line => line.getComputedTextLength() > rect.getBBox().width - 16)
    .map(line => line.textContent)))"""


@pytest.mark.parametrize(("width", "form"), [(360, "way-tall"), (1280, "way-wide")])
def test_words_of_a_drawn_way_stay_in_their_boxes_and_the_keyboard_sees_where_it_is(address, browser, width, form):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}/ui/counting/")
    seen = page.locator(".way svg:visible")
    assert [seen.nth(n).get_attribute("class") for n in range(seen.count())] == [form]
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    link = seen.locator("a").first
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("e => e === document.activeElement")
    assert link.locator("rect").evaluate("e => getComputedStyle(e).strokeWidth") == "4px"
    page.close()
