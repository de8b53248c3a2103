"""Made-up planning documents for tests."""

from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from talka.territories.factories import AreaFactory
from talka.territories.models import Area

from .models import Goal, Party, Plan, PlanIndicator, PlannedYear, PlanProject, PlanValue


def two(lv: str, en: str) -> LazyI18nString:
    return LazyI18nString({"lv": lv, "en": en})


class PlanFactory(DjangoModelFactory[Plan]):
    """A development programme for 2022–2027 that everybody reads."""

    class Meta:
        model = Plan

    class Params:
        draft = factory.Trait(published_at=None)

    key = factory.Sequence(lambda n: f"programma-{n}")
    area = factory.SubFactory(AreaFactory, kind=Area.Kind.MUNICIPALITY)
    title = factory.Sequence(lambda n: two(f"Attīstības programma {n}", f"Development programme {n}"))
    starts = 2022
    ends = 2027
    published_at = factory.LazyFunction(timezone.now)


class GoalFactory(DjangoModelFactory[Goal]):
    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    kind = Goal.Kind.TASK
    number = factory.Sequence(lambda n: f"U{n}")
    title = factory.Sequence(lambda n: two(f"Uzdevums {n}", f"Task {n}"))
    order = factory.Sequence(lambda n: n + 1)


class PlanProjectFactory(DjangoModelFactory[PlanProject]):
    class Meta:
        model = PlanProject

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: f"P{n}")
    title = factory.Sequence(lambda n: two(f"Projekts {n}", f"Project {n}"))
    starts = 2023
    ends = 2025
    eur_own = Decimal(100_000)
    order = factory.Sequence(lambda n: n + 1)


class PartyFactory(DjangoModelFactory[Party]):
    class Meta:
        model = Party

    project = factory.SubFactory(PlanProjectFactory)
    role = Party.Role.RESPONSIBLE
    name = factory.Sequence(lambda n: f"Nodaļa {n}")


class PlannedYearFactory(DjangoModelFactory[PlannedYear]):
    class Meta:
        model = PlannedYear

    project = factory.SubFactory(PlanProjectFactory)
    year = 2024
    eur = Decimal(40_000)


class PlanIndicatorFactory(DjangoModelFactory[PlanIndicator]):
    """From 100 in 2021 to 160 in 2027."""

    class Meta:
        model = PlanIndicator

    plan = factory.SubFactory(PlanFactory)
    number = factory.Sequence(lambda n: f"R{n}")
    title = factory.Sequence(lambda n: two(f"Rādītājs {n}", f"Indicator {n}"))
    unit = two("skaits", "number")
    baseline_year = 2021
    baseline = Decimal(100)
    target_year = 2027
    target = Decimal(160)
    order = factory.Sequence(lambda n: n + 1)


class PlanValueFactory(DjangoModelFactory[PlanValue]):
    class Meta:
        model = PlanValue

    indicator = factory.SubFactory(PlanIndicatorFactory)
    year = 2024
    value = Decimal(128)
    source = "Pašvaldības uzskaite"
