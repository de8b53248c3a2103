"""Made-up indicators and figures for tests."""

import factory
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from talka.territories.factories import AreaFactory

from .models import Category, Classification, Indicator, Observation, Release, Theme


class ClassificationFactory(DjangoModelFactory[Classification]):
    class Meta:
        model = Classification

    key = factory.Sequence(lambda n: f"iedalijums-{n}")
    title = LazyI18nString({"lv": "Nozare", "en": "Industry"})


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    classification = factory.SubFactory(ClassificationFactory)
    code = factory.Sequence(lambda n: f"C{n}")
    title = factory.LazyAttribute(lambda o: LazyI18nString({"lv": f"Nozare {o.code}", "en": f"Industry {o.code}"}))
    order = factory.Sequence(lambda n: n % 1000)


class IndicatorFactory(DjangoModelFactory[Indicator]):
    class Meta:
        model = Indicator

    key = factory.Sequence(lambda n: f"uznemumi-{n}")
    title = factory.LazyAttribute(lambda o: LazyI18nString({"lv": f"Uzņēmumi {o.key}", "en": f"Firms {o.key}"}))
    unit = LazyI18nString({"lv": "uzņēmumi", "en": "firms"})
    theme = Theme.ECONOMY
    kind = Indicator.Kind.SUM
    direction = Indicator.Direction.UP
    source = LazyI18nString({"lv": "Izdomāts avots", "en": "Made-up source"})
    licence = "CC0-1.0"


class ReleaseFactory(DjangoModelFactory[Release]):
    class Meta:
        model = Release

    origin = Release.Origin.TABLE
    title = factory.Sequence(lambda n: f"Tabula {n}")
    source = "Izdomāts avots"


class ObservationFactory(DjangoModelFactory[Observation]):
    class Meta:
        model = Observation

    indicator = factory.SubFactory(IndicatorFactory)
    area = factory.SubFactory(AreaFactory)
    release = factory.SubFactory(ReleaseFactory)
    year = 2023
    value = 100.0
