"""What follows from figures is made anew step by step; one that fails does not stop the others, and is told."""

import pytest

from talka.indicators.actions import renewal
from talka.indicators.actions.formulas import compute_formulas
from talka.indicators.models import Indicator, Observation, Theme
from talka.territories.models import Area

from .telling import say

pytestmark = pytest.mark.django_db


def test_a_step_that_fails_leaves_what_it_wrote_and_does_not_stop_the_others(register, monkeypatch, caplog):
    def faulty():
        Theme.PEOPLE.check()

    def writing():
        Indicator.objects.create(key="half", title="Half", theme=Theme.PEOPLE)
        raise ValueError("half way")

    def last():
        Indicator.objects.create(key="last", title="Last", theme=Theme.PEOPLE)

    monkeypatch.setattr(renewal, "STEPS", (faulty, writing, last))
    with pytest.raises(ExceptionGroup) as failed:
        renewal.renew()
    assert [type(fault) for fault in failed.value.exceptions] == [AttributeError, ValueError]
    assert set(Indicator.objects.filter(key__in=["half", "last"]).values_list("key", flat=True)) == {"last"}
    assert "writing" in caplog.text


def test_figures_of_very_different_size_give_no_figure_that_is_no_number(register):
    area = Area.objects.get(key="cesu-novads")
    row = next(each for each in Indicator.objects.exclude(formula={}) if each.formula.get("per"))
    of, per = (Indicator.objects.get(key=row.formula[name]) for name in ("of", "per"))
    say(of, [(area, 1999, 1e18, "A"), (area, 2000, 10.0, "A")])
    say(per, [(area, 1999, 5e-324, "A"), (area, 2000, 5.0, "A")])
    compute_formulas()
    told = Observation.objects.filter(indicator=row, area=area, current=True).values_list("year", flat=True)
    assert list(told) == [2000]


def test_all_steps_stand_nothing_and_zeros_and_figures_that_are_missing(register):
    areas = list(Area.objects.filter(kind=Area.Kind.MUNICIPALITY, valid_to=None)[:12])
    for indicator in Indicator.objects.filter(formula={}, classification=None):
        cells = [(area, 2020, 0.0, "A") for area in areas]
        cells += [(area, 2021, None, status) for area, status in zip(areas, "MQB" * 4, strict=True)]
        say(indicator, cells + [(area, 2022, 1e18, "A") for area in areas])
    renewal.renew()
