"""A planner's half hour in a real browser: a profile, its comparison, a table with faulty rows, data out and in."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from talka.indicators.actions.imports import enter
from talka.indicators.actions.register import load_catalogue, load_facts
from talka.indicators.actions.renewal import renew
from talka.indicators.models import FigureImport, Observation
from talka.indicators.register_files import read_facts
from talka.people.factories import PersonFactory
from talka.people.signin import make_link
from talka.territories.actions import load_areas
from talka.territories.register_files import read_areas

pytestmark = pytest.mark.browser
ROWS = (
    "Teritorija;2022;2023",
    "Cēsu novads;910;930",
    "Smiltenes novads;310;315",
    "Nekurienes novads;1;2",
    "Valkas novads;120;daudz",
)


@pytest.fixture(scope="module")
def site(django_db_blocker, tmp_path_factory):
    """A server on a database of its own with what Talka carries, and a way to open a browser there."""
    from .live_site import Visitor, Watch, house

    with house(django_db_blocker, "figures", tmp_path_factory.mktemp("figures") / "var") as (browser, server):
        load_areas(read_areas())
        load_catalogue()
        load_facts(read_facts())
        renew()
        watch = Watch()
        yield lambda **kind: Visitor(browser, server.address, watch, **kind)
    assert not watch.faults, "\n".join(["", *dict.fromkeys(watch.faults)])


@pytest.fixture
def planner(site):
    visitor = site()
    visitor.open(make_link(PersonFactory(administrator=True)))
    visitor.press("main button[type=submit]")
    return visitor


@pytest.mark.parametrize("phone", [False, True])
def test_a_profile_is_opened_and_compared_with_its_peers(site, phone):
    visitor = site(phone=phone)
    visitor.open("/areas/")
    visitor.press("a[href='/areas/smiltenes-novads/'] >> nth=-1")
    expect(visitor.page.locator("#in-short")).to_be_visible()
    visitor.press("a[href^='/compare/'] >> nth=0")
    expect(visitor.page.locator("main table").first).to_contain_text("Smiltenes novads")


def test_a_table_with_two_faulty_rows_is_entered_and_taken_back(planner, tmp_path: Path):
    page = planner.page
    file = tmp_path / "uznemumi.csv"
    file.write_text("\n".join(ROWS), encoding="utf-8")
    planner.open("/indicators/tables/send/")
    page.set_input_files("input[type=file]", str(file))
    planner.press("main form button[type=submit]")
    planner.press("form[action$='/tell/'] button")
    faults = page.locator("#faults tbody tr")
    expect(faults).to_have_count(2)
    expect(faults.nth(0)).to_contain_text("Nekurienes novads")
    expect(faults.nth(1)).to_contain_text("daudz")
    page.check("input[name=without_faulty]")
    planner.press("form[action$='/accept/'] button")
    assert Observation.objects.filter(release__title__startswith="uznemumi", current=True).count() == 5
    page.locator("details.confirm summary").click()
    planner.press("dialog[open] button[type=submit]")
    assert not Observation.objects.filter(release__title__startswith="uznemumi", current=True).exists()


def test_json_stat_goes_out_and_comes_in_again(planner, tmp_path: Path):
    page = planner.page
    planner.open("/indicators/density/")
    with page.expect_download() as download:
        page.click("a[href$='/data.json']")
    file = tmp_path / "blivums.json"
    download.value.save_as(file)
    told = json.loads(file.read_text())
    values = told["value"]
    place = next(iter(values)) if isinstance(values, dict) else next(n for n, v in enumerate(values) if v is not None)
    values[place] += 1
    file.write_text(json.dumps(told))
    planner.open("/indicators/tables/send/")
    page.set_input_files("input[type=file]", str(file))
    planner.press("main form button[type=submit]")
    row = FigureImport.objects.latest("created_at")
    assert row.outlook["faulty"] == 0
    planner.press("form[action$='/accept/'] button")
    enter(row.key)  # the worker's part: there are more figures than a page waits for
    planner.open(page.url.removeprefix(planner.site))
    row.refresh_from_db()
    assert row.state == FigureImport.State.ENTERED


@pytest.mark.parametrize("phone", [False, True])
def test_what_a_visitor_reads_is_within_reach_of_everybody(site, phone):
    visitor = site(phone=phone)
    for path in (
        "/areas/riga/",
        "/areas/varaklanu-novads/",
        "/indicators/",
        "/indicators/wage-gross/?order=value",
        "/indicators/employment/?category=F",
        "/indicators/wage-gross/in/smiltenes-novads/",
        "/compare/",
    ):
        visitor.open(path)
