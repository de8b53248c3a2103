"""Made-up joint projects for tests."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.ui.folding import fold

from ..models import (
    Funding,
    JointBudgetLine,
    JointPartner,
    JointProject,
    Milestone,
    ProjectDecision,
    ProjectResult,
    ProjectResultValue,
    Risk,
    Spending,
)
from . import MunicipalityFactory, two


class JointProjectFactory(DjangoModelFactory[JointProject]):
    """A published project that is being prepared, for 2026 to 2028; without partners."""

    class Meta:
        model = JointProject

    class Params:
        draft = factory.Trait(published_at=None)

    slug = factory.Sequence(lambda n: f"kopprojekts-{n}")
    title = factory.Sequence(lambda n: two(f"Kopīga sporta halle {n}", f"A sports hall together {n}"))
    state = JointProject.State.PREPARING
    state_since = dt.date(2026, 2, 3)
    starts = dt.date(2026, 3, 1)
    ends = dt.date(2028, 12, 31)
    published_at = factory.LazyFunction(timezone.now)


class JointPartnerFactory(DjangoModelFactory[JointPartner]):
    """A municipality that takes part."""

    class Meta:
        model = JointPartner

    project = factory.SubFactory(JointProjectFactory)
    organisation = factory.SubFactory(MunicipalityFactory)
    agreed_on = dt.date(2026, 2, 3)
    order = factory.Sequence(lambda n: n % 1000)


class FundingFactory(DjangoModelFactory[Funding]):
    class Meta:
        model = Funding

    project = factory.SubFactory(JointProjectFactory)
    source = "eu"
    funder = factory.Sequence(lambda n: f"Fonds {n}")
    folded = factory.LazyAttribute(lambda one: fold(one.funder))


class JointBudgetLineFactory(DjangoModelFactory[JointBudgetLine]):
    class Meta:
        model = JointBudgetLine

    project = factory.SubFactory(JointProjectFactory)
    source = "other"
    year = 2026
    eur = Decimal("1000.00")


class SpendingFactory(DjangoModelFactory[Spending]):
    class Meta:
        model = Spending

    project = factory.SubFactory(JointProjectFactory)
    source = "other"
    day = dt.date(2026, 4, 1)
    document_number = factory.Sequence(lambda n: f"R-{n}")
    eur = Decimal("10.00")


class MilestoneFactory(DjangoModelFactory[Milestone]):
    class Meta:
        model = Milestone

    project = factory.SubFactory(JointProjectFactory)
    title = factory.Sequence(lambda n: two(f"Tehniskais projekts {n}", f"Design {n}"))
    due = dt.date(2026, 6, 1)


class RiskFactory(DjangoModelFactory[Risk]):
    class Meta:
        model = Risk

    project = factory.SubFactory(JointProjectFactory)
    title = factory.Sequence(lambda n: two(f"Aug būvniecības cenas {n}", f"Building gets dearer {n}"))
    probability = 4
    effect = 4


class ProjectDecisionFactory(DjangoModelFactory[ProjectDecision]):
    class Meta:
        model = ProjectDecision

    project = factory.SubFactory(JointProjectFactory)
    title = factory.Sequence(lambda n: two(f"Par dalību projektā {n}", f"On taking part {n}"))
    who = "Dome"
    day = dt.date(2026, 2, 26)


class ProjectResultFactory(DjangoModelFactory[ProjectResult]):
    class Meta:
        model = ProjectResult

    project = factory.SubFactory(JointProjectFactory)
    title = factory.Sequence(lambda n: two(f"Apmeklējumi {n}", f"Visits {n}"))
    baseline_year = 2025
    baseline = Decimal(100)
    target_year = 2028
    target = Decimal(200)


class ProjectResultValueFactory(DjangoModelFactory[ProjectResultValue]):
    class Meta:
        model = ProjectResultValue

    result = factory.SubFactory(ProjectResultFactory)
    year = 2026
    value = Decimal(130)
    source = "Pārskats"
