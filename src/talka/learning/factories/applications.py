"""Made-up applications for tests."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import PersonFactory
from talka.programmes.factories import both
from talka.ui.folding import fold

from ..models import Application, ApplicationAnswer, ApplicationMember, Criterion, Scorer
from . import CohortFactory, TrainingFactory


class CriterionFactory(DjangoModelFactory[Criterion]):
    class Meta:
        model = Criterion

    training = factory.SubFactory(TrainingFactory)
    order = factory.Sequence(lambda n: n % 1000 + 1)
    title = factory.Sequence(lambda n: both(f"Gatavība {n}", f"Readiness {n}"))
    most_points = 5


class ApplicationFactory(DjangoModelFactory[Application]):
    """A draft of a community; `posted=True` one that was sent."""

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        posted = factory.Trait(
            number=factory.Sequence(lambda n: n + 1),
            sent_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=2)),
            agreed_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=2)),
        )

    cohort = factory.SubFactory(CohortFactory)
    person = factory.SubFactory(PersonFactory, with_account=True)
    name = factory.Sequence(lambda n: f"Ciema kopiena {n}")
    folded = factory.LazyAttribute(lambda row: fold(row.name))
    place = "Madliena"
    motivation = "Gribam mācīties"


class ApplicationMemberFactory(DjangoModelFactory[ApplicationMember]):
    class Meta:
        model = ApplicationMember

    application = factory.SubFactory(ApplicationFactory)
    order = factory.Sequence(lambda n: n % 1000 + 1)
    given_name = "Ilze"
    family_name = factory.Sequence(lambda n: f"Kalniņa{n}")
    email = factory.LazyAttribute(lambda row: f"{fold(row.family_name)}@example.test")


class ApplicationAnswerFactory(DjangoModelFactory[ApplicationAnswer]):
    class Meta:
        model = ApplicationAnswer

    application = factory.SubFactory(ApplicationFactory)
    criterion = factory.SubFactory(CriterionFactory)
    words = "Mums ir plāns"


class ScorerFactory(DjangoModelFactory[Scorer]):
    class Meta:
        model = Scorer

    cohort = factory.SubFactory(CohortFactory)
    person = factory.SubFactory(PersonFactory, with_account=True)
