"""The shipped register holds the true areas, and reading it twice changes nothing."""

from datetime import date

import pytest

from talka.territories import actions, queries
from talka.territories.models import Area, AreaCode, AreaName, Belonging, Border, Succession
from talka.territories.register_files import read_areas
from talka.territories.sources import SOURCES
from talka.territories.vintages import (
    areas_standing,
    boundaries,
    successions_from,
    successions_into_municipalities,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)


def test_counts_are_those_of_the_country(register):
    kinds = dict.fromkeys(Area.Kind.values, 0)
    for kind in Area.objects.values_list("kind", flat=True):
        kinds[kind] += 1
    assert kinds["region"] == 5
    assert queries.municipalities(date(2022, 1, 1)).count() == 43
    assert queries.municipalities(TODAY).count() == 42, "Varakļāni was merged into Madona on 2025-07-01"
    assert queries.municipalities(date(2015, 2, 11)).count() == 119
    assert kinds["parish"] + kinds["town"] + kinds["undivided"] == 587
    assert kinds["town"] == 76, "nine cities of the republic and 67 towns"
    assert kinds["statistical_region"] == 6
    assert kinds["neighbourhood"] == 58 + 27, "of Rīga and of Valmiera"
    assert kinds["dense_area"] == 1736
    assert Border.objects.count() == 94


def test_reading_twice_changes_nothing(register):
    tables = (Area, AreaCode, AreaName, Belonging, Succession, Border)
    before = [list(table.objects.order_by("pk").values_list()) for table in tables]
    actions.load_areas(read_areas())
    assert [list(table.objects.order_by("pk").values_list()) for table in tables] == before


def test_shares_of_what_an_area_became_add_up(register):
    shares: dict[int, float] = {}
    for row in Succession.objects.all():
        shares[row.old_id] = shares.get(row.old_id, 0) + row.share
    assert all(abs(total - 1) < 0.001 for total in shares.values())
    assert len(shares) == 120
    split = {Area.objects.get(pk=pk).name for pk in shares if Succession.objects.filter(old=pk).count() > 1}
    assert split == {"Aglonas novads", "Inčukalna novads"}


def test_communities_of_the_record_are_found_without_diacritics(register):
    for words, expected in (
        ("ambeli", "Ambeļu pagasts"),
        ("Araisi", "Āraiši"),
        ("drabesi", "Drabešu pagasts"),
        ("vadakste", "Vadakstes pagasts"),
        ("VILKENE", "Viļķenes pagasts"),
    ):
        assert expected in {area.name for area in queries.search_areas(words)}


def test_region_follows_the_day(register):
    """Ogre lay in the planning region of Riga before the reform and lies in Vidzeme since."""
    old, new = Area.objects.get(key="ogres-novads-pre-2021"), Area.objects.get(key="ogres-novads")
    before, after = queries.regions_of([old.pk], date(2015, 2, 11)), queries.regions_of([new.pk], TODAY)
    assert before[old.pk].name == "Rīgas plānošanas reģions"
    assert after[new.pk].name == "Vidzemes plānošanas reģions"
    parish = Area.objects.get(key="ambelu-pagasts")
    assert queries.regions_of([parish.pk], TODAY)[parish.pk].name == "Latgales plānošanas reģions"
    assert queries.municipalities_of([parish.pk], TODAY)[parish.pk].name == "Augšdaugavas novads"
    assert queries.municipalities_of([parish.pk], date(2015, 1, 1))[parish.pk].name == "Daugavpils novads"


def test_sources_are_told_in_the_readers_language(register, client):
    kept = set(Succession.objects.values_list("source", flat=True))
    kept |= {*AreaCode.objects.values_list("source", flat=True), *AreaName.objects.values_list("source", flat=True)}
    assert kept - {""} <= set(SOURCES), "a source of the register that no catalogue holds"
    page = client.get("/areas/incukalna-novads-pre-2021/", headers={"Accept-Language": "lv"})
    assert "Centrālā statistikas pārvalde" in page.content.decode()
    assert "Statistical Bureau" not in page.content.decode()


def test_every_municipality_of_the_reform_has_a_tile_of_its_own(register):
    tiles = queries.tile_map(date(2022, 1, 1))
    assert len(tiles) == 43
    assert len({(tile.row, tile.column) for tile in tiles}) == 43


def ids(*keys):
    found = dict(Area.objects.filter(key__in=keys).values_list("key", "pk"))
    return [found[key] for key in keys]


def test_regions_for_statistics_are_not_taken_for_planning_regions(register):
    """Ādaži lay in both until the reform; a dense area is four steps below its region."""
    old, dense, flats = ids("adazu-novads-pre-2021", "aizupe-dpa1124", "riga-apkaime-centrs")
    before = queries.regions_of([old, flats], date(2020, 1, 1))
    assert {area.name for area in before.values()} == {"Rīgas plānošanas reģions"}
    now = queries.regions_of([dense, flats], TODAY)
    assert (now[dense].name, now[flats].name) == ("Kurzemes plānošanas reģions", "Rīgas plānošanas reģions")
    towns = queries.municipalities_of([dense, flats, *ids("pierigas-statistiskais-regions")], TODAY)
    assert [area and area.name for area in towns.values()] == ["Tukuma novads", "Rīga", None]


def test_search_puts_municipalities_before_the_many_dense_areas(register):
    found = queries.search_areas("a", limit=60)
    order = list(Area.Kind.values)
    ranks = [order.index(area.kind) for area in found if area.valid_to is None]
    assert ranks == sorted(ranks)
    assert queries.search_areas("aizkraukle")[0].name == "Aizkraukles novads"
    assert "dense_area" in {area.kind for area in queries.search_areas("aizkraukle")}


def test_a_code_may_mean_two_areas_one_after_the_other(register):
    rows = AreaCode.objects.filter(code="LV005").order_by("valid_from")
    assert {(row.area.key, row.valid_from, row.valid_to) for row in rows} == {
        ("latgales-statistiskais-regions", None, date(2024, 1, 1)),
        ("latgales-regions", date(2024, 1, 1), None),
    }
    iso = AreaCode.objects.filter(scheme="ISO 3166-2", area__valid_to=date(2021, 7, 1))
    assert iso.count() == 119


def test_spans_between_reforms(register, django_assert_num_queries):
    with django_assert_num_queries(1):
        spans = boundaries()
    assert [(span.since, span.until, span.municipalities) for span in spans] == [
        (None, date(2021, 7, 1), 119),
        (date(2021, 7, 1), date(2025, 7, 1), 43),
        (date(2025, 7, 1), None, 42),
    ]
    for span in spans:
        assert areas_standing(span.day).count() == span.municipalities
    assert boundaries(illustrative=True)[0].municipalities == 0


def test_what_old_areas_have_become(register, django_assert_num_queries):
    keys = ["aglonas-novads-pre-2021", "varaklanu-novads-pre-2021", "aizkraukles-pagasts", "cesu-novads"]
    aglona, varaklani, parish, cesis = ids(*keys)
    kraslava, preili, kept, madona = ids("kraslavas-novads", "preilu-novads", "varaklanu-novads", "madonas-novads")
    with django_assert_num_queries(2):
        rows = successions_from([aglona, varaklani, parish, cesis], date(2022, 1, 1))
    assert {(row.old_id, row.new_id): row.share for row in rows} == {
        (aglona, kraslava): 0.6588,
        (aglona, preili): 0.3412,
        (varaklani, kept): 1.0,
        (parish, parish): 1.0,
        (cesis, cesis): 1.0,
    }
    assert all(bool(row.source) == (row.share < 1) for row in rows)
    (later,) = successions_from([varaklani], TODAY)
    assert (later.new_id, later.share) == (madona, 1.0)
    assert successions_from([cesis], date(2020, 1, 1)) == [], "it came only later"
    assert successions_from(ids("pierigas-statistiskais-regions"), TODAY) == [], "nothing has come after it"
    every = list(
        Area.objects.filter(kind__in=queries.MUNICIPAL, valid_to=date(2021, 7, 1)).values_list("pk", flat=True)
    )
    with django_assert_num_queries(2):
        rows = successions_from(every, TODAY)
    total = {}
    for row in rows:
        total[row.old_id] = total.get(row.old_id, 0) + row.share
    assert len(total) == 119
    assert all(abs(share - 1) < 0.001 for share in total.values())
    assert len({row.new_id for row in rows}) == 42


def test_parishes_count_whole_towards_the_municipality_they_came_to(register, django_assert_max_num_queries):
    """Of Aglona's parishes Šķeltova and Grāveri came to Krāslava, Aglona itself to Preiļi: no share is guessed."""
    aglona, skeltova, new = ids("aglonas-pagasts", "skeltovas-pagasts", "cesu-novads")
    with django_assert_max_num_queries(6):
        rows = successions_into_municipalities([aglona, skeltova, new, *ids("latvija")], date(2022, 1, 1))
    kraslava, preili = ids("kraslavas-novads", "preilu-novads")
    assert {(row.old_id, row.new_id, row.share) for row in rows} == {
        (aglona, preili, 1.0),
        (skeltova, kraslava, 1.0),
        (new, new, 1.0),
    }
