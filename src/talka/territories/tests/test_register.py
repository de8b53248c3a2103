"""The shipped register holds the true areas, and reading it twice changes nothing."""

from datetime import date

import pytest

from talka.territories import actions, queries
from talka.territories.models import Area, Belonging, Border, Population, Succession
from talka.territories.register_files import read_areas
from talka.territories.sources import SOURCES

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
    assert Border.objects.count() == 94


def test_reading_twice_changes_nothing(register):
    tables = (Area, Belonging, Succession, Population, Border)
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


def test_populations_carry_their_source(register):
    riga = Population.objects.get(area__key="riga", year=2020)
    assert riga.persons == 627487
    assert "Central Statistical Bureau" in riga.source
    assert not Population.objects.filter(source="").exists()


def test_sources_are_told_in_the_readers_language(register, client):
    kept = {*Population.objects.values_list("source", flat=True), *Succession.objects.values_list("source", flat=True)}
    assert kept - {""} <= set(SOURCES), "a source of the register that no catalogue holds"
    page = client.get("/areas/valmieras-novads/", headers={"Accept-Language": "lv"}).content.decode()
    assert "Centrālā statistikas pārvalde" in page
    assert "Statistical" not in page


def test_every_municipality_of_the_reform_has_a_tile_of_its_own(register):
    tiles = queries.tile_map(date(2022, 1, 1))
    assert len(tiles) == 43
    assert len({(tile.row, tile.column) for tile in tiles}) == 43
