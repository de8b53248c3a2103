"""Comparisons in a real browser, on a phone and on a desk: chosen, kept, shared; axe finds nothing."""

import pytest
from django.utils import timezone

from talka.indicators.actions.comparisons import share
from talka.indicators.actions.indices import compute_index
from talka.indicators.comparing.choice import Choice
from talka.indicators.factories import IndicatorFactory
from talka.indicators.models import Comparison, Peer
from talka.people.factories import PersonFactory
from talka.site.browsers import OVERFLOW, axe_script, opened, violations
from talka.territories.factories import AreaFactory
from talka.territories.models import Area

from .telling import say

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = "document.querySelectorAll('details:not([data-menu]):not([data-confirm])').forEach(each => each.open = true)"
NAMES = ("Ābeļsaulgriežu novads", "Bērzu novads", "Ceriņu novads", "Dižozolu novads", "Egļukalna novads")


@pytest.fixture
def areas():
    """Five municipalities with figures of three years, and the peers of the first."""
    made = [AreaFactory(name=name, kind=Area.Kind.MUNICIPALITY, row=n, column=n) for n, name in enumerate(NAMES)]
    for order, (key, direction) in enumerate((("wage-gross", "up"), ("mean-age", "down"), ("density", "none"))):
        row = IndicatorFactory(key=key, direction=direction, decimals=order % 2, in_profile=True)
        told = [
            (area, year, 900.0 + 37 * n * (order + 1) + year - 2020, "E" if n == 1 else "A")
            for n, area in enumerate(made)
            for year in (2020, 2021, 2022)
        ]
        say(row, told)
    for rank, peer in enumerate(made[1:], start=1):
        Peer.objects.create(area=made[0], peer=peer, rank=rank, distance=rank / 2, reasons=[])
    return made


def test_from_a_profile_to_a_comparison_that_is_kept_and_shared(browser, live_server, areas):
    person = PersonFactory(with_account=True)
    page = opened(browser, live_server, person, language="en")
    page.goto(f"/areas/{areas[0].key}/")
    page.get_by_role("link", name="Compare with its peers").click()
    for name in NAMES:
        assert page.locator("table.compare-table").get_by_text(name, exact=True).count() == 1
    page.get_by_label("Keep it under a name").fill("Mans salīdzinājums")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Share by its address").click()
    address = page.locator(".copy-value").inner_text()
    another = opened(browser, live_server)
    another.goto(address)
    assert another.locator("h1").inner_text() == "Mans salīdzinājums"


def test_areas_and_indicators_are_chosen_without_scripts(browser, live_server, areas):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en")
    context.add_cookies([{"name": "talka_language", "value": "en", "url": live_server.url}])
    page = context.new_page()
    page.goto("/compare/")
    page.locator("#add").fill("berzu")
    page.get_by_role("button", name="Show").first.click()
    assert page.locator("table.compare-table").get_by_text("Bērzu novads").count() == 1
    page.locator("details.disclosure > summary").first.click()
    page.locator("#from").select_option("all")
    page.get_by_role("button", name="Show").first.click()
    assert page.locator("table.compare-table tbody tr").count() == len(NAMES)


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing_and_nothing_overflows(browser, live_server, areas, width, language):
    person = PersonFactory(administrator=True)
    choice = Choice(tuple(area.key for area in areas), ("wage-gross", "mean-age"))
    run = compute_index(choice, by=person)
    kept = Comparison.objects.create(title="Kopā", options=choice.kept(), by=person, refreshed_at=timezone.now())
    share(kept, True, by=person)
    Comparison.objects.create(title="Dzēsts", by=person, refreshed_at=timezone.now(), deleted_at=timezone.now())
    page = opened(browser, live_server, person, width, language)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    here = f"/compare/{choice.query()}"
    shows = [f"{here}&show={show}" for show in ("", "ranks", "change", "better", "index")]
    views = [f"{here}&view={view}" for view in ("print", "projector")]
    own = [f"/compare/kept/{kept.key}/", "/compare/kept/", f"/compare/index/{run.pk}/", "/compare/index/"]
    for path in [*shows, *views, *own, "/compare/", "/compare/?add=novads"]:
        page.goto(path)
        page.evaluate(OPEN)
        page.evaluate(axe_script())
        faults += [f"{path} {fault}" for fault in violations(page)]
        if over := page.evaluate(OVERFLOW):
            faults.append(f"{path} is {over} pixels too wide")
    assert faults == []
