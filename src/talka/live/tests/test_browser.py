"""`stream.js` in a real browser: it resumes, asks where no stream comes through, and shares one line among tabs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from talka.live.tests.conftest import Web, happen, serving
from talka.live.tests.reading import eventually
from talka.site.browsers import browsing

pytestmark = pytest.mark.browser

PATH = "/w/played-1/"
FOLLOW = """async ({address}) => {
  const { follow } = await import("/static/live/stream.js");
  window.seen = []; window.numbers = []; window.states = []; window.reloads = 0;
  window.stop = follow(address, {
    part: (data, n) => { seen.push(data); numbers.push(n); },
    reload: () => { reloads += 1; },
    state: (up) => states.push(up),
  });
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="lv-LV")
    yield context
    context.close()


def opened(phone: BrowserContext, web: Web, after: int | None = 0, path: str = PATH, **before: Any) -> Page:
    page = phone.new_page()
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))  # type: ignore[attr-defined]
    for name, wish in before.items():
        getattr(page, name)(*wish)
    page.goto(f"http://127.0.0.1:{web.port}{path}")
    address = f"{path.partition('?')[0]}live/" + ("" if after is None else f"?after={after}")
    page.evaluate(FOLLOW, {"address": address})
    return page


def sees(page: Page, *numbers: int) -> bool:
    return until(page, lambda: page.evaluate("numbers") == list(numbers))


def until(page: Page, true: Callable[[], Any], seconds: float = 8) -> bool:
    """The loop of the browser runs only while it is asked."""
    for _ in range(int(seconds * 20)):
        if true():
            return True
        page.wait_for_timeout(50)
    return bool(true())


def streams(web: Web) -> int:
    return web.call(lambda: len(web.hub.places))


def test_parts_come_once_and_in_order_from_where_the_page_was_made(web, phone):
    for number in range(1, 4):
        happen("played-1", "all", words=f"Kartīte {number}")
    page = opened(phone, web, after=1)
    assert sees(page, 2, 3)
    happen("played-1", "all", words="Šķiņķis")
    assert sees(page, 2, 3, 4)
    assert page.evaluate("seen[2].words") == "Šķiņķis"
    assert page.evaluate("states") == [True]
    page.evaluate("stop()")
    assert eventually(lambda: streams(web) == 0)
    assert page.faults == []


def test_the_stream_is_taken_up_again_where_it_broke_off(web, phone):
    page = opened(phone, web)
    happen("played-1", "all")
    assert sees(page, 1)
    for place in web.call(lambda: list(web.hub.places)):
        web.call(place.end)
    happen("played-1", "all")
    happen("played-1", "all")
    assert sees(page, 1, 2, 3)
    for place in web.call(lambda: list(web.hub.places)):
        web.call(place.come_again)
    happen("played-1", "all")
    assert sees(page, 1, 2, 3, 4)
    assert page.evaluate("states") == [True]


def test_without_network_it_says_so_and_comes_back(web, phone):
    page = opened(phone, web)
    assert until(page, lambda: page.evaluate("states") == [True])
    phone.set_offline(True)
    for place in web.call(lambda: list(web.hub.places)):
        web.call(place.drop)
    assert until(page, lambda: page.evaluate("states") == [True, False])
    happen("played-1", "all")
    phone.set_offline(False)
    assert sees(page, 1)
    assert page.evaluate("states") == [True, False, True]


@pytest.mark.parametrize("how", ["refused", "silent"])
def test_where_a_proxy_breaks_streams_it_asks(web, phone, how):
    def break_streams(route: Any) -> None:
        if "text/event-stream" not in route.request.headers.get("accept", ""):
            route.continue_()
        elif how == "refused":
            route.fulfill(status=502, body="bad gateway")
        # else nothing comes, for ever

    page = phone.new_page()
    page.clock.install()
    page.route("**/live/**", break_streams)
    page.goto(f"http://127.0.0.1:{web.port}{PATH}")
    page.evaluate(FOLLOW, {"address": f"{PATH}live/?after=0"})
    for _ in range(30):
        page.clock.run_for(1000)
        page.wait_for_timeout(10)
    happen("played-1", "all")
    happen("played-1", "all", "all")
    for _ in range(8):
        page.clock.run_for(1000)
        page.wait_for_timeout(50)
    assert page.evaluate("numbers") == [1, 2, 2]
    assert page.evaluate("states[states.length - 1]") is True
    assert streams(web) == 0
    # the proxy has learnt: later the stream is tried again
    page.unroute("**/live/**")
    for _ in range(140):
        page.clock.run_for(1000)
        page.wait_for_timeout(5)
        if streams(web):
            break
    assert streams(web) == 1
    happen("played-1", "all")
    assert sees(page, 1, 2, 2, 3)


@pytest.mark.parametrize("status", [401, 404, 410])
def test_whose_place_is_gone_stops_and_reads_the_page_anew(web, phone, status):
    asked: list[str] = []
    page = phone.new_page()
    page.on("request", lambda request: asked.append(request.url) if f"/{status}/live/" in request.url else None)
    page.goto(f"http://127.0.0.1:{web.port}{PATH}")
    page.evaluate(FOLLOW, {"address": f"/w/{status}/live/?after=0"})
    assert until(page, lambda: page.evaluate("reloads") == 1)
    before = len(asked)
    page.wait_for_timeout(3000)
    assert len(asked) == before == 2, "the stream, and one question why"
    assert page.evaluate("reloads") == 1


def test_who_missed_too_much_reads_the_page_anew_and_follows_from_there(web, phone):
    for _ in range(3):
        happen("played-1", "all")
    page = opened(phone, web, after=9)
    assert until(page, lambda: page.evaluate("reloads") == 1)
    happen("played-1", "all")
    assert sees(page, 4)


def test_tabs_share_one_stream_and_none_misses_anything(web, phone):
    first = opened(phone, web)
    assert until(first, lambda: streams(web) == 1)
    happen("played-1", "all")
    assert sees(first, 1)
    second = opened(phone, web)  # its page was made before
    third = opened(phone, web, after=1)
    assert sees(second, 1)
    happen("played-1", "all")
    assert sees(first, 1, 2)
    assert sees(second, 1, 2)
    assert sees(third, 2)
    assert streams(web) == 1
    # the leader is closed: another takes over at once
    first.close()
    happen("played-1", "all")
    assert sees(second, 1, 2, 3)
    assert sees(third, 2, 3)
    assert until(second, lambda: streams(web) == 1)
    other = opened(phone, web, after=3, path=f"{PATH}?lang=en")
    assert until(other, lambda: streams(web) == 2), "another language is another stream"


def test_a_leader_that_sleeps_is_replaced(web, phone):
    first = opened(phone, web)
    assert until(first, lambda: streams(web) == 1)
    second = opened(phone, web)
    session = phone.new_cdp_session(first)
    session.send("Emulation.setScriptExecutionDisabled", {"value": False})
    session.send("Debugger.enable")
    session.send("Debugger.pause")  # its scripts stand still, as in a frozen tab
    happen("played-1", "all")
    assert sees(second, 1)
    session.send("Debugger.resume")
    session.send("Debugger.disable")
    happen("played-1", "all")
    assert sees(second, 1, 2)
    assert sees(first, 1, 2)
    assert until(first, lambda: streams(web) == 1), "the one that slept leads no more"


def test_without_storage_or_channel_every_tab_follows_by_itself(web, phone):
    phone.add_init_script(
        "delete window.BroadcastChannel; Object.defineProperty(window, 'localStorage', {get() { throw 1 }});"
    )
    tabs = [opened(phone, web), opened(phone, web)]
    assert until(tabs[0], lambda: streams(web) == 2)
    happen("played-1", "all")
    assert all(sees(tab, 1) for tab in tabs)


def test_a_page_put_aside_closes_its_line_and_comes_back(web, phone):
    page = opened(phone, web)
    assert until(page, lambda: streams(web) == 1)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert until(page, lambda: streams(web) == 0)
    happen("played-1", "all")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert sees(page, 1)


def test_two_processes_serve_the_tabs_of_one_hall(room, browser):
    with serving() as one, serving() as two:
        halves = [browser.new_context(), browser.new_context()]
        pages = [opened(context, web) for context, web in zip(halves, (one, two), strict=True)]
        for page, web in zip(pages, (one, two), strict=True):
            assert until(page, lambda web=web: streams(web) == 1)
        for _ in range(5):
            happen("played-1", "all")
        assert all(sees(page, 1, 2, 3, 4, 5) for page in pages)
        for context in halves:
            context.close()
