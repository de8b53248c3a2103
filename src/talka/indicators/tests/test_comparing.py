"""Any areas by any indicators: what stands in the address is what is shown, and nothing else is needed to see it."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from talka.documents.statistics.reading import read_statistics
from talka.indicators.factories import CategoryFactory, IndicatorFactory, ObservationFactory
from talka.indicators.models import Indicator
from talka.territories.factories import AreaFactory
from talka.territories.models import Area
from talka.territories.queries import MUNICIPAL

pytestmark = pytest.mark.django_db


def page_of(client, query="", language="en"):
    client.cookies["talka_language"] = language
    answer = client.get(f"/compare/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_chosen_says_what_to_do(client):
    page = page_of(client)
    assert "Choose areas" in page
    assert "<table" not in page


def test_areas_and_indicators_of_the_address_stand_side_by_side(client):
    two = [AreaFactory(name="Ābeles novads"), AreaFactory(name="Bērzu novads")]
    firms, roads = IndicatorFactory(), IndicatorFactory()
    for area, value in zip(two, (1234.0, 77.0), strict=True):
        ObservationFactory(area=area, indicator=firms, value=value, year=2022)
    ObservationFactory(area=two[0], indicator=roads, value=5.0, status="P")
    hidden = ObservationFactory(indicator=firms, value=99_999.0)
    page = page_of(client, f"?areas={two[0].key},{two[1].key}&indicators={firms.key},{roads.key}")
    for words in ("Ābeles novads", "Bērzu novads", "1,234", ">77<", "5<sup>p</sup>", "2022", "provisional"):
        assert words in page, words
    assert "99,999" not in page
    assert hidden.area.key not in page


def test_the_year_is_the_latest_that_all_have_or_the_one_asked_for(client):
    two = [AreaFactory(), AreaFactory()]
    row = IndicatorFactory()
    for area in two:
        ObservationFactory(area=area, indicator=row, year=2020, value=20.0)
    ObservationFactory(area=two[0], indicator=row, year=2021, value=21.0)
    address = f"?areas={two[0].key},{two[1].key}&indicators={row.key}"
    assert ">20<" in page_of(client, address)
    page = page_of(client, f"{address}&year=2021")
    assert ">21<" in page
    assert ">–<" in page


def test_a_category_is_compared_as_an_indicator_of_its_own(client):
    category = CategoryFactory()
    row = IndicatorFactory(classification=category.classification)
    area = AreaFactory()
    ObservationFactory(area=area, indicator=row, value=100.0)
    ObservationFactory(area=area, indicator=row, category=category, value=41.0)
    page = page_of(client, f"?areas={area.key}&indicators={row.key}:{category.code}")
    assert ">41<" in page
    assert ">100<" not in page


@pytest.mark.parametrize(
    "query",
    [
        "?areas=none-such,&indicators=,,;&year=20x0&show=nonsense&first=1&by=x",
        "?areas=%27%22%3Cscript%3E&indicators=a:b:c&add=%3Cscript%3E&w.x=nan&w.y=1e999",
        "?areas=" + ",".join(f"a{n}" for n in range(3000)),
        "?from=peers:none-such",
        "?from=nonsense",
    ],
)
def test_addresses_that_make_no_sense_are_answered_calmly(client, query):
    answer = client.get(f"/compare/{query}", follow=True)
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_a_name_adds_an_area_and_an_unclear_one_asks(client, figures):
    answer = client.get("/compare/?areas=riga&add=ādažu novads")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/compare/?areas=riga,adazu-novads"
    page = page_of(client, "?areas=riga&add=cesu")
    assert "/compare/?areas=riga,cesu-novads" in page.replace("?areas", "/compare/?areas")
    assert "No area is called" in page_of(client, "?add=atlantis")


def test_shortcuts_bring_several_areas_at_once(client, figures):
    everything = client.get("/compare/?from=all").headers["Location"]
    assert everything.count(",") == 41
    region = Area.objects.get(kind="region", name__startswith="Vidzemes", valid_to=None)
    inside = client.get(f"/compare/?areas=riga&from=region:{region.key}").headers["Location"]
    assert inside.startswith("/compare/?areas=riga,")
    assert "cesu-novads" in inside
    assert "liepaja" not in inside
    around = client.get("/compare/?from=neighbours:cesu-novads").headers["Location"]
    assert around.startswith("/compare/?areas=cesu-novads,")
    assert "valmieras-novads" in around


@pytest.mark.parametrize(("show", "most"), [("", 9), ("ranks", 9), ("change", 9), ("better", 14)])
def test_one_area_and_three_take_the_same_queries(client, show, most):
    areas, keys, counts = [], [], []
    for number in (1, 3):
        while len(areas) < number:
            areas.append(AreaFactory(kind=Area.Kind.MUNICIPALITY))
            row = IndicatorFactory(classification=CategoryFactory().classification)
            keys.append(row.key)
            for year in (2020, 2021):
                ObservationFactory(area=areas[-1], indicator=row, year=year)
        query = f"?areas={','.join(area.key for area in areas)}&indicators={','.join(keys)}&show={show}"
        with CaptureQueriesContext(connection) as asked:
            page_of(client, query)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= most


def test_all_municipalities_by_twelve_indicators_stay_small(client, figures):
    keys = Area.objects.filter(kind__in=MUNICIPAL, valid_to=None, illustrative=False).values_list("key", flat=True)
    rows = list(Indicator.objects.values_list("key", flat=True)[:12])
    query = f"?areas={','.join(keys)}&indicators={','.join(rows)}"
    with CaptureQueriesContext(connection) as asked:
        page = page_of(client, query, "lv")
    assert page.count('<th scope="row">') >= 42
    assert len(page.encode()) < 100_000
    assert len(asked) <= 9


@pytest.mark.parametrize("language", ["en", "lv"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_file_of_a_comparison_holds_all_years_and_is_read_as_a_table_of_figures(client, ending, language):
    areas = [AreaFactory(code="0001", name="Ābeles novads"), AreaFactory(code="0002", name="=Bērzu novads")]
    row, hidden = IndicatorFactory(), ObservationFactory(value=98765.0)
    for area, value in zip(areas, (12.5, 7.25), strict=True):
        ObservationFactory(area=area, indicator=row, value=value, year=2022, status="P")
        ObservationFactory(area=area, indicator=row, value=value + 1, year=2023)
    client.cookies["talka_language"] = language
    query = f"?areas={areas[0].key},{areas[1].key}&indicators={row.key}"
    answer = client.get(f"/compare/table.{ending}{query}")
    table = read_statistics(io.BytesIO(answer.content), f"a.{ending}")
    assert sorted(table.values.tolist()) == [7.25, 8.25, 12.5, 13.5]
    assert sorted(table.statuses.tolist()) == ["A", "A", "P", "P"]
    codes = {each.code for dimension in table.dimensions for each in dimension.categories}
    assert {"0001", "0002", "2022", "2023", row.key} <= codes
    assert 98765.0 not in table.values
    assert hidden.area.name not in answer.content.decode(errors="replace")
    assert client.get(f"/compare/table.exe{query}").status_code == 404


@pytest.mark.parametrize("view", ["print", "projector"])
@pytest.mark.parametrize("show", ["", "ranks", "change", "better"])
def test_every_part_is_shown_for_print_and_on_a_wall_too(client, figures, view, show):
    page = page_of(client, f"?areas=riga,ogres-novads&show={show}&view={view}")
    assert "Ogre" in page
    assert "compare-form" not in page


def test_ranks_are_only_told_when_asked_for(client, figures):
    query = "?areas=riga,ogres-novads,cesu-novads&indicators=wage-gross"
    assert "Places among the areas compared" not in page_of(client, query)
    assert "Places among the areas compared" in page_of(client, f"{query}&show=ranks")


def test_a_profile_leads_to_its_comparison(client, figures):
    client.cookies["talka_language"] = "en"
    page = client.get("/areas/cesu-novads/").content.decode()
    link = page.split("Compare with")[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert link.startswith("/compare/?areas=cesu-novads")
    assert client.get(link).status_code == 200
