"""Profiles, indicators and their histories as visitors see them; data out and in again."""

import io
import json

import pytest

from talka.documents.statistics.reading import read_statistics
from talka.indicators.actions import imports
from talka.indicators.actions.figures import Figure, enter
from talka.indicators.actions.renewal import renew
from talka.indicators.factories import IndicatorFactory, ReleaseFactory
from talka.indicators.models import FigureImport, Indicator
from talka.people.factories import PersonFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area
from talka.territories.queries import MUNICIPAL

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def page(client, path, status=200):
    answer = client.get(path, headers=ENGLISH)
    assert answer.status_code == status
    return answer.content.decode()


def test_every_municipality_has_its_profile(client, figures):
    for area in Area.objects.filter(valid_from="2021-07-01", kind__in=MUNICIPAL):
        text = page(client, f"/areas/{area.key}/")
        for words in ("Registered inhabitants", "Monthly wage before tax", "Population density", "km²"):
            assert words in text, area.key
        assert len(text.encode()) < 100_000


def test_a_profile_says_where_the_area_stands_and_what_it_is_good_at(client, figures):
    text = page(client, "/areas/smiltenes-novads/")
    assert "36 of 42" in text, "its population"
    assert "Vidzemes statistiskais reģions" in text or "Vidzeme" in text
    assert "Agriculture, forestry and fishing" in text
    assert "persons registered in the population register" in text, "the source"


@pytest.mark.parametrize("key", ["cesu-novads", "riga", "varaklanu-novads"])
def test_the_panel_takes_the_same_queries_however_much_is_known(client, figures, key, django_assert_max_num_queries):
    page(client, f"/areas/{key}/")
    with django_assert_max_num_queries(25):
        page(client, f"/areas/{key}/")


def test_an_area_of_which_nothing_is_known_has_no_empty_tables(client):
    area = AreaFactory(name="Klusuma novads")
    text = page(client, f"/areas/{area.key}/")
    assert "Place among all" not in text


def test_made_up_areas_and_true_ones_are_placed_apart(client, register):
    indicator, release = IndicatorFactory(in_profile=True), ReleaseFactory()
    made_up = [AreaFactory(illustrative=True) for _ in range(3)]
    true = Area.objects.filter(kind="municipality", valid_to=None, illustrative=False)[:4]
    enter(
        release,
        [Figure(indicator.pk, None, area.pk, 2023, float(n)) for n, area in enumerate([*made_up, *true], start=1)],
    )
    assert "1 of 3" in page(client, f"/areas/{made_up[2].key}/")
    assert "1 of 4" in page(client, f"/areas/{true[3].key}/")
    assert made_up[0].name not in page(client, f"/indicators/{indicator.key}/")
    assert made_up[0].key not in page(client, f"/indicators/{indicator.key}/data.json")


def test_places_are_only_told_in_order_when_asked_for(client, figures):
    plain = page(client, "/indicators/wage-gross/")
    assert plain.index("Aizkraukle municipality") < plain.index("Ķekava municipality")
    ranked = page(client, "/indicators/wage-gross/?order=value").split('id="areas"')[1]
    assert ranked.index("Ķekava municipality") < ranked.index("Aizkraukle municipality")
    assert "estimated" in plain


@pytest.mark.parametrize("asked", ["year=2020", "year=99999", "year=²", "category=nekas", "order=x", "year=1066"])
def test_an_indicator_is_shown_whatever_is_asked_of_it(client, figures, asked):
    page(client, f"/indicators/employment/?{asked}")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_catalogue_takes_the_same_queries_for_few_and_many(client, rows, django_assert_max_num_queries):
    for _ in range(rows):
        IndicatorFactory()
    page(client, "/indicators/")
    with django_assert_max_num_queries(3):
        page(client, "/indicators/")


def test_a_history_shows_what_was_said_before(client):
    indicator, area = IndicatorFactory(), AreaFactory()
    for value in (100.0, 120.0):
        enter(ReleaseFactory(source=f"Avots {value:g}"), [Figure(indicator.pk, None, area.pk, 2023, value)])
    text = page(client, f"/indicators/{indicator.key}/in/{area.key}/")
    assert text.index("120") < text.index("100")
    assert "Avots 120" in text


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("key", ["wage-gross", "employment"])
def test_what_goes_out_comes_in_as_it_went(client, figures, later, key, ending):
    content = client.get(f"/indicators/{key}/data.{ending}", headers=ENGLISH).content
    row = imports.send(io.BytesIO(content), f"data.{ending}", by=PersonFactory(administrator=True))
    if ending != "json":
        return  # a plain table is told apart by a person
    assert row.state == FigureImport.State.CHECKED
    counts = row.outlook["counts"]
    assert counts["figure"] == row.outlook["cells"] > 100
    assert row.outlook["faulty"] == 0
    assert row.outlook["entered"]["new"] == 0


def test_json_stat_says_what_a_reader_must_know(client, figures):
    told = json.loads(client.get("/indicators/area-km2/data.json", headers=ENGLISH).content)
    assert (told["version"], told["class"]) == ("2.0", "dataset")
    assert told["role"] == {"time": ["year"], "geo": ["area"], "metric": ["indicator"]}
    assert "Eurostat" in told["source"]
    table = read_statistics(json.dumps(told).encode(), "area.json")
    assert table.unit == "km²"


def test_the_catalogue_for_portals_names_every_indicator_that_has_figures(client, figures):
    told = json.loads(client.get("/indicators/catalogue.jsonld").content)
    assert told["@type"] == "dcat:Catalog"
    keys = {each["dct:identifier"] for each in told["dcat:dataset"]}
    assert {"population", "area-km2", "density"} <= keys
    for dataset in told["dcat:dataset"]:
        assert {"dct:title", "dct:description", "dct:publisher", "dcat:distribution", "dct:temporal"} <= set(dataset)
        for each in dataset["dcat:distribution"]:
            path = each["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
            assert client.get(path).status_code == 200, path


def test_only_who_enters_tables_finds_where_to(client, register):
    PersonFactory(administrator=True)
    for path in ("/indicators/tables/", "/indicators/tables/send/", "/indicators/new/", "/indicators/population/edit/"):
        page(client, path, 404)
    assert "Enter a table" not in page(client, "/indicators/")
    client.force_login(PersonFactory(administrator=True).account)
    for path in ("/indicators/tables/", "/indicators/tables/send/", "/indicators/new/", "/indicators/population/edit/"):
        page(client, path)
    assert "Enter a table" in page(client, "/indicators/")


def test_an_indicator_is_described_by_who_may(client, register, later, django_capture_on_commit_callbacks):
    client.force_login(PersonFactory(administrator=True).account)
    given = {
        "title_0": "Skolēni",
        "title_1": "Pupils",
        "theme": "services",
        "kind": "sum",
        "direction": "none",
        "decimals": "0",
        "periodicity": "yearly",
        "source_0": "Izglītības ministrija",
        "licence": "CC-BY-4.0",
    }
    assert client.post("/indicators/new/", given).status_code == 302
    row = Indicator.objects.get(key="skoleni")
    weighted = given | {"weight": str(Indicator.objects.get(key="population").pk)}
    assert client.post(f"/indicators/{row.key}/edit/", weighted).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"/indicators/{row.key}/edit/", weighted | {"kind": "mean"}).status_code == 302
    assert ("renew", {}) in later


def test_what_cannot_be_recalculated_is_shown_as_a_break(client, figures):
    """Of one former part nothing is told for 2021: the new municipality has no figure either, and says why."""
    indicator = IndicatorFactory(kind="sum")
    old = Area.objects.filter(successors__new__key="ludzas-novads").order_by("key")
    enter(ReleaseFactory(), [Figure(indicator.pk, None, area.pk, 2020, 10.0) for area in old])
    enter(ReleaseFactory(), [Figure(indicator.pk, None, area.pk, 2021, 11.0) for area in old[1:]])
    renew()
    text = page(client, "/areas/ludzas-novads/")
    assert f"{10 * len(old)}" in text
    assert "2021: break in the series, cannot be recalculated: a part has no figure" in " ".join(text.split())
