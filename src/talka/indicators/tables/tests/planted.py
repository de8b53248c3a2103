"""A small country with all that makes tables hard: gaps, ties, breaks, made-up areas, areas of before, odd signs."""

from datetime import date

from django.db import transaction

from talka.indicators.actions.figures import Figure, enter
from talka.indicators.factories import CategoryFactory, ClassificationFactory, IndicatorFactory, ReleaseFactory
from talka.indicators.models import Indicator
from talka.territories.factories import AreaFactory
from talka.territories.models import Belonging

REFORM = date(2021, 7, 1)
TODAY = date(2026, 3, 1)
ODD = 'Ā, "B"\nC'
"""A code of a category with all the signs that a table of text must guard."""


@transaction.atomic
def country() -> None:
    """Two regions with three and two municipalities, parishes in one of them, an area of before, a made-up one."""
    areas = {
        key: AreaFactory(key=key, kind=kind)
        for key, kind in (
            ("valsts", "state"),
            ("rietumi", "region"),
            ("austrumi", "region"),
            *((f"novads-{letter}", "municipality") for letter in "abcde"),
            ("a-pagasts", "parish"),
            ("a-pilseta", "town"),
            ("žagari", "place"),
        )
    }
    areas["vecais"] = AreaFactory(key="vecais", kind="municipality", valid_to=REFORM)
    areas["izdomats"] = AreaFactory(key="izdomats", kind="municipality", illustrative=True)
    lies = [("rietumi", "valsts"), ("austrumi", "valsts"), ("a-pagasts", "novads-a"), ("a-pilseta", "novads-a")]
    lies += [("novads-a", "rietumi"), ("novads-b", "rietumi"), ("novads-d", "austrumi"), ("novads-e", "austrumi")]
    lies += [("žagari", "a-pagasts")]
    for part, whole in lies:
        Belonging.objects.create(child=areas[part], parent=areas[whole])
    Belonging.objects.create(child=areas["novads-c"], parent=areas["rietumi"], valid_to=REFORM)
    Belonging.objects.create(child=areas["novads-c"], parent=areas["austrumi"], valid_from=REFORM)
    Belonging.objects.create(child=areas["vecais"], parent=areas["rietumi"], valid_to=REFORM)
    people = IndicatorFactory(key="people")
    wage = IndicatorFactory(key="wage", kind=Indicator.Kind.MEAN, weight=people)
    idle = IndicatorFactory(key="idle-" + "x" * 70, direction=Indicator.Direction.DOWN)
    trades = ClassificationFactory()
    firms = IndicatorFactory(key="firms", classification=trades)
    codes = [CategoryFactory(classification=trades, code=code) for code in ("A", "B", ODD)]
    figures: list[Figure] = []

    def say(indicator, area, values, category=None, first=2020, statuses=""):
        for number, value in enumerate(values):
            status = statuses[number] if statuses else ("A" if value is not None else "M")
            figures.append(
                Figure(indicator.pk, category and category.pk, areas[area].pk, first + number, value, status)
            )

    say(people, "novads-a", [1000.5, 1010, 1020, 1030])
    say(people, "novads-b", [2000, 2000, None, 2000.25])
    say(people, "novads-c", [1000.5, 900, 800, 700], statuses="ABAP")
    say(people, "novads-d", [500, 0, 0, 0])
    say(people, "novads-e", [1e-7, 1 / 3, 2 / 3, 1e15])
    say(people, "vecais", [1500])
    say(people, "izdomats", [99999, 99999, 99999, 99999])
    say(people, "a-pagasts", [600, 610, 620, 630])
    say(people, "a-pilseta", [400.5, 400, 400, 400])
    say(wage, "novads-a", [900, 1000, 1100, 1200], statuses="AAPA")
    say(wage, "novads-b", [950, 1000, 1100, None])
    say(wage, "novads-c", [950.1, 1000, 1050, 1100])
    say(wage, "novads-d", [0.1, 0.2, 0.3, 0.4])
    say(wage, "novads-e", [0.7, 0.7, 0.7, 0.7], statuses="EEEE")
    for number, letter in enumerate("abcde"):
        say(idle, f"novads-{letter}", [10 - number // 2, 5, -number, 0])
        for step, code in enumerate(codes):
            say(firms, f"novads-{letter}", [number * 7 + step, 3 * step, number + 0.25, None if step else 1], code)
    enter(ReleaseFactory(), figures)
    enter(ReleaseFactory(illustrative=True), [Figure(people.pk, None, areas["novads-a"].pk, 2030, 7.0)])
