"""Figures come in, are revised and taken back; nothing that was said is lost, and one figure holds."""

import pytest

from talka.indicators.actions.figures import Entered, Figure, enter, take_back
from talka.indicators.actions.register import load_catalogue
from talka.indicators.factories import CategoryFactory, IndicatorFactory, ReleaseFactory
from talka.indicators.models import Indicator, Observation, Release
from talka.territories.factories import AreaFactory

pytestmark = pytest.mark.django_db


def holds(indicator, area, year=2023):
    row = Observation.objects.get(indicator=indicator, area=area, year=year, category=None, current=True)
    return row.value, row.status


def say(value, *, origin="table", indicator, area, status="A", year=2023, category=None):
    release = ReleaseFactory(origin=origin)
    cell = Figure(indicator.pk, category and category.pk, area.pk, year, value, status)
    return release, enter(release, [cell])


@pytest.fixture
def cell():
    return {"indicator": IndicatorFactory(), "area": AreaFactory()}


def test_a_revision_stands_beside_what_it_revises(cell):
    first, entered = say(10.0, **cell)
    assert entered == Entered(new=1, revised=0, same=0, outdone=0)
    _second, entered = say(12.0, status="P", **cell)
    assert entered == Entered(new=0, revised=1, same=0, outdone=0)
    assert holds(**cell) == (12.0, "P")
    assert list(Observation.objects.order_by("id").values_list("value", "current")) == [(10.0, False), (12.0, True)]
    assert first.observations.count() == 1


def test_what_holds_already_is_not_said_twice(cell):
    say(10.0, **cell)
    release, entered = say(10.0, **cell)
    assert entered == Entered(new=0, revised=0, same=1, outdone=0)
    assert release.observations.count() == 0


def test_the_same_value_with_another_status_is_a_revision(cell):
    say(10.0, status="P", **cell)
    _release, entered = say(10.0, **cell)
    assert entered.revised == 1
    assert holds(**cell) == (10.0, "A")


def test_a_figure_of_a_category_is_another_figure(cell):
    say(10.0, **cell)
    _release, entered = say(4.0, category=CategoryFactory(), **cell)
    assert entered.new == 1
    assert holds(**cell) == (10.0, "A")


def test_what_was_computed_never_outdoes_what_was_published(cell):
    say(10.0, **cell)
    _release, entered = say(11.0, origin="recalculated", **cell)
    assert entered == Entered(new=0, revised=0, same=0, outdone=1)
    assert holds(**cell) == (10.0, "A")


@pytest.mark.parametrize("weaker", ["recalculated", "computed", "register"])
def test_what_is_published_outdoes_what_was_there_before(cell, weaker):
    say(11.0, origin=weaker, **cell)
    _release, entered = say(11.0, **cell)
    assert entered.revised == 1
    assert Observation.objects.get(current=True).release.origin == "table"


def test_taking_back_brings_the_weightiest_of_before(cell):
    say(9.0, origin="register", **cell)
    first, _ = say(10.0, **cell)
    say(11.0, origin="recalculated", **cell)
    second, _ = say(12.0, **cell)
    assert take_back(second, by=None) == 1
    assert holds(**cell) == (10.0, "A")
    assert take_back(first, by=None) == 1
    assert holds(**cell) == (9.0, "A")
    second.refresh_from_db()
    assert second.state == Release.State.UNDONE
    assert take_back(second, by=None) == 0


def test_taking_back_what_was_revised_since_changes_nothing_that_holds(cell):
    first, _ = say(10.0, **cell)
    say(12.0, **cell)
    assert take_back(first, by=None) == 0
    assert holds(**cell) == (12.0, "A")


def test_the_catalogue_that_comes_with_the_program_is_read_twice_without_change():
    number = load_catalogue()
    assert number == Indicator.objects.count() > 10
    before = list(Indicator.objects.order_by("pk").values())
    assert load_catalogue() == number
    assert list(Indicator.objects.order_by("pk").values()) == before
    assert Indicator.objects.get(key="wage-gross").weight.key == "population-registered"
    assert {str(each.title) for each in Indicator.objects.all()} != {""}
