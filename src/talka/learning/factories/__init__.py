"""Made-up training programmes for tests."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.events.factories import EventFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory, both

from ..models import Cohort, Learner, Module, Session, Staff, Team, Training


class TrainingFactory(DjangoModelFactory[Training]):
    """Everybody reads it; `draft=True` nobody but who runs, teaches or takes part."""

    class Meta:
        model = Training

    class Params:
        draft = factory.Trait(published_at=None)

    programme = factory.SubFactory(ProgrammeFactory)
    slug = factory.Sequence(lambda n: f"macibas-{n}")
    title = factory.Sequence(lambda n: both(f"Kopienu apmācība {n}", f"Training for communities {n}"))
    published_at = factory.LazyFunction(timezone.now)


class ModuleFactory(DjangoModelFactory[Module]):
    class Meta:
        model = Module

    training = factory.SubFactory(TrainingFactory)
    order = factory.Sequence(lambda n: n % 1000 + 1)
    title = factory.Sequence(lambda n: both(f"Kopienas resursi {n}", f"What a community has {n}"))
    hours = Decimal("8.0")


class CohortFactory(DjangoModelFactory[Cohort]):
    class Meta:
        model = Cohort

    training = factory.SubFactory(TrainingFactory)
    number = factory.Sequence(lambda n: n % 1000 + 1)
    title = factory.Sequence(lambda n: both(f"Mācību grupa {n}", f"Cohort {n}"))
    state = Cohort.State.RUNNING
    starts = dt.date(2026, 2, 1)
    ends = dt.date(2026, 11, 30)


class StaffFactory(DjangoModelFactory[Staff]):
    class Meta:
        model = Staff

    training = factory.SubFactory(TrainingFactory)
    person = factory.SubFactory(PersonFactory, with_account=True)
    role = Staff.Role.TRAINER


class SessionFactory(DjangoModelFactory[Session]):
    """An event of a project of the training's own programme."""

    class Meta:
        model = Session

    cohort = factory.SubFactory(CohortFactory)
    event = factory.SubFactory(EventFactory, project__programme=factory.SelfAttribute("...cohort.training.programme"))


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    cohort = factory.SubFactory(CohortFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    order = factory.Sequence(lambda n: n % 1000)


class LearnerFactory(DjangoModelFactory[Learner]):
    class Meta:
        model = Learner

    team = factory.SubFactory(TeamFactory)
    person = factory.SubFactory(PersonFactory, with_account=True)
