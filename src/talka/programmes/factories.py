"""Made-up programmes and projects for tests."""

import datetime as dt
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from talka.people.factories import OrganisationFactory, PersonFactory

from .models import Activity, BudgetLine, Logo, Programme, Project, ProjectPartner, TeamMember


def both(lv: str, en: str) -> LazyI18nString:
    return LazyI18nString({"lv": lv, "en": en})


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programma-{n}")
    code = factory.Sequence(lambda n: f"PR{n:02}")
    title = factory.LazyAttribute(lambda o: both(f"Programma {o.code}", f"Programme {o.code}"))
    funder = factory.LazyFunction(lambda: both("Norvēģijas finanšu instruments", "Norwegian Financial Mechanism"))


class ProjectFactory(DjangoModelFactory[Project]):
    class Meta:
        model = Project

    programme = factory.SubFactory(ProgrammeFactory)
    slug = factory.Sequence(lambda n: f"projekts-{n}")
    number = factory.Sequence(lambda n: f"4.3-24/NFI/INP-{n:03}")
    title = factory.LazyAttribute(lambda o: both(f"Projekts {o.number}", f"Project {o.number}"))
    funder = factory.LazyFunction(lambda: both("Norvēģijas finanšu instruments", "Norwegian Financial Mechanism"))
    publicity = factory.LazyFunction(
        lambda: both("Projektu finansē Norvēģija.", "The project is financed by Norway."),
    )
    controller = factory.LazyFunction(lambda: both("Ābeļu novada pašvaldība", "Municipality of Ābeles"))
    starts = dt.date(2013, 12, 18)
    ends = dt.date(2016, 11, 30)
    budget_eur = Decimal("1195823.32")
    retention_until = dt.date(2050, 12, 31)


class TeamMemberFactory(DjangoModelFactory[TeamMember]):
    """With `project=…` a role in that project; with `project=None, programme=…` in the whole programme."""

    class Meta:
        model = TeamMember

    project = factory.SubFactory(ProjectFactory)
    programme = factory.LazyAttribute(lambda o: o.project.programme)
    person = factory.SubFactory(PersonFactory, with_account=True)
    role = TeamMember.Role.ORGANISER


class ActivityFactory(DjangoModelFactory[Activity]):
    class Meta:
        model = Activity

    project = factory.SubFactory(ProjectFactory)
    number = factory.Sequence(lambda n: str(n))
    title = factory.LazyAttribute(lambda o: both(f"Aktivitāte {o.number}", f"Activity {o.number}"))


class BudgetLineFactory(DjangoModelFactory[BudgetLine]):
    class Meta:
        model = BudgetLine

    project = factory.SubFactory(ProjectFactory)
    code = factory.Sequence(lambda n: f"2.{n}")
    title = factory.LazyAttribute(lambda o: both(f"Izmaksas {o.code}", f"Costs {o.code}"))
    planned_eur = Decimal("10000.00")


class LogoFactory(DjangoModelFactory[Logo]):
    """A logo whose file is not there; tests that look at pictures store one."""

    class Meta:
        model = Logo

    project = factory.SubFactory(ProjectFactory)
    file = "missing.png"
    alt = factory.LazyFunction(lambda: both("Norvēģijas finanšu instruments", "Norway Grants"))


class ProjectPartnerFactory(DjangoModelFactory[ProjectPartner]):
    class Meta:
        model = ProjectPartner

    project = factory.SubFactory(ProjectFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = ProjectPartner.Role.PARTNER
