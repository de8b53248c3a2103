"""Made-up indicators, values and reports for tests."""

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from talka.programmes.factories import ProjectFactory, both

from .models import Indicator, IndicatorValue, Report


class IndicatorFactory(DjangoModelFactory[Indicator]):
    class Meta:
        model = Indicator

    project = factory.SubFactory(ProjectFactory)
    number = factory.Sequence(lambda n: f"1.{n}")
    title = factory.LazyAttribute(lambda o: both(f"Rādītājs {o.number}", f"Indicator {o.number}"))
    unit = factory.LazyFunction(lambda: both("cilvēki", "people"))
    target = Decimal(10)
    order = factory.Sequence(lambda n: n % 1000 + 1)


class IndicatorValueFactory(DjangoModelFactory[IndicatorValue]):
    class Meta:
        model = IndicatorValue

    indicator = factory.SubFactory(IndicatorFactory)
    day = dt.date(2026, 3, 31)
    value = Decimal(4)
    evidence = "Domes lēmums Nr. 7"


class ReportFactory(DjangoModelFactory[Report]):
    class Meta:
        model = Report

    project = factory.SubFactory(ProjectFactory)
    number = factory.Sequence(lambda n: n % 1000 + 1)
    title = factory.LazyAttribute(lambda o: both(f"Pārskats {o.number}", f"Report {o.number}"))
    starts = dt.date(2026, 1, 1)
    ends = dt.date(2026, 6, 30)
    summary = factory.LazyFunction(lambda: both("Notika divi semināri.", "Two seminars took place."))
