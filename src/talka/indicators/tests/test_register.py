"""The facts that Talka carries: of known areas and indicators, each with its source and how sure it is."""

import pytest

from talka.indicators.actions.register import load_facts
from talka.indicators.actions.renewal import renew
from talka.indicators.models import Observation, Release, Specialisation
from talka.indicators.register_files import read_facts
from talka.territories.models import Area
from talka.territories.queries import MUNICIPAL
from talka.territories.register_files import RegisterFault
from talka.territories.sources import SOURCES

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def facts():
    return read_facts()


def test_facts_are_said_once_and_name_their_source(facts):
    assert len({(f.area, f.indicator, f.category, f.year) for f in facts}) == len(facts)
    assert {f.source for f in facts} <= set(SOURCES), "a source that no catalogue holds"


def test_areas_of_divided_municipalities_are_estimated_and_the_whole_adds_up(facts):
    area = [f for f in facts if f.indicator == "area-km2"]
    assert {f.area for f in area if f.status == "E"} == {
        "kraslavas-novads",
        "preilu-novads",
        "ropazu-novads",
        "siguldas-novads",
    }
    former = sum(f.value for f in area if f.area.endswith("-pre-2021"))
    assert abs(former - sum(f.value for f in area if not f.area.endswith("-pre-2021"))) < 3
    assert abs(former - 64_590) < 400, "about the territory of Latvia, 64,589 km² with inland waters"


def test_every_municipality_has_its_facts(figures):
    names = set(Area.objects.filter(valid_from="2021-07-01", kind__in=MUNICIPAL).values_list("key", flat=True))
    assert len(names) == 43
    for indicator in ("population", "population-registered", "wage-gross", "area-km2", "roads-km"):
        told = Observation.objects.filter(indicator__key=indicator, current=True, area__key__in=names)
        assert set(told.values_list("area__key", flat=True)) == names, indicator


def test_reading_again_changes_nothing(figures, facts):
    before = Observation.objects.count(), Release.objects.count()
    assert load_facts(facts) == 0
    assert (Observation.objects.count(), Release.objects.count()) == before


def test_what_follows_from_the_facts_is_computed_once(figures):
    density = Observation.objects.get(
        indicator__key="density", area__key="smiltenes-novads", year=2021, current=True, category=None
    )
    assert density.value == pytest.approx(18_155 / 1_796.3, rel=0.01)
    assert Specialisation.objects.count() == 6, "six statistical regions"
    before = Observation.objects.count(), Release.objects.count(), Specialisation.objects.values_list("run")[0]
    renew()
    assert (
        Observation.objects.count(),
        Release.objects.count(),
        Specialisation.objects.values_list("run")[0],
    ) == before


def test_a_municipality_that_was_joined_later_does_not_change_what_was_told_before(figures):
    """Madona took Varakļāni in 2025: its figures of 2021 are those of its former parts of 2021 only."""
    madona = Observation.objects.get(
        indicator__key="population-registered", area__key="madonas-novads", year=2021, current=True, category=None
    )
    former = ["cesvaines-novads", "erglu-novads", "lubanas-novads", "madonas-novads"]
    told = Observation.objects.filter(
        indicator__key="population-registered",
        area__key__in=[f"{name}-pre-2021" for name in former],
        year=2021,
        current=True,
        category=None,
    )
    assert madona.value == sum(row.value for row in told)


def test_a_fact_that_is_no_number_is_named_by_its_line(tmp_path):
    (tmp_path / "facts.csv").write_text("area,indicator,category,year,value,status,source\nx,area-km2,,2021,nan,E,\n")
    with pytest.raises(RegisterFault, match=r"facts\.csv:2"):
        read_facts(tmp_path)
    assert read_facts(tmp_path / "none") == []
