"""Made-up homework and what is handed in, materials, visits of coaches and twins, for tests."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import PersonFactory
from talka.programmes.factories import both

from ..models import Coaching, HandIn, HandInRemark, HandInVersion, Homework, Material, TwinMeeting, Twinning
from . import CohortFactory, ModuleFactory, TeamFactory


class HomeworkFactory(DjangoModelFactory[Homework]):
    """Due in a week."""

    class Meta:
        model = Homework

    cohort = factory.SubFactory(CohortFactory)
    title = factory.Sequence(lambda n: both(f"Kopienas karte {n}", f"A map of the community {n}"))
    task = factory.LazyFunction(lambda: both("Uzzīmējiet, kas jums ir.", "Draw what you have."))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=7))


class HandInFactory(DjangoModelFactory[HandIn]):
    """Of a team of the homework's cohort, with one version; give `state` and it is answered now."""

    class Meta:
        model = HandIn
        skip_postgeneration_save = True

    homework = factory.SubFactory(HomeworkFactory)
    team = factory.SubFactory(TeamFactory, cohort=factory.SelfAttribute("..homework.cohort"))
    first_at = factory.LazyFunction(timezone.now)
    last_at = factory.SelfAttribute("first_at")
    answered_at = factory.LazyAttribute(lambda row: None if row.state == HandIn.State.HANDED_IN else row.last_at)
    state = HandIn.State.HANDED_IN
    version = factory.RelatedFactory("talka.learning.factories.homework.HandInVersionFactory", "hand_in")


class HandInVersionFactory(DjangoModelFactory[HandInVersion]):
    class Meta:
        model = HandInVersion

    hand_in = factory.SubFactory(HandInFactory, version=None)
    number = factory.Sequence(lambda n: n % 1000 + 1)
    text = "Mums ir dīķis un skola."
    at = factory.LazyFunction(timezone.now)


class HandInRemarkFactory(DjangoModelFactory[HandInRemark]):
    class Meta:
        model = HandInRemark

    hand_in = factory.SubFactory(HandInFactory)
    by = factory.SubFactory(PersonFactory)
    from_staff = True
    text = "Un kas dīķī?"
    at = factory.LazyFunction(timezone.now)


class MaterialFactory(DjangoModelFactory[Material]):
    class Meta:
        model = Material

    module = factory.SubFactory(ModuleFactory)
    training = factory.LazyAttribute(lambda row: row.module.training if row.module else row.session.cohort.training)
    title = factory.Sequence(lambda n: both(f"Rokasgrāmata {n}", f"Handbook {n}"))
    link = "https://example.test/handbook"


class CoachingFactory(DjangoModelFactory[Coaching]):
    class Meta:
        model = Coaching

    team = factory.SubFactory(TeamFactory)
    coach = factory.SubFactory(PersonFactory)
    day = dt.date(2026, 4, 2)
    hours = Decimal("3.0")
    worked_on = "Sarunājām, ko darīt ar dīķi."


class TwinningFactory(DjangoModelFactory[Twinning]):
    """Two teams of one training programme."""

    class Meta:
        model = Twinning

    first = factory.SubFactory(TeamFactory)
    second = factory.SubFactory(TeamFactory, cohort=factory.SelfAttribute("..first.cohort"))
    aim = "Mācīties vienai no otras"
    since = dt.date(2026, 3, 1)


class TwinMeetingFactory(DjangoModelFactory[TwinMeeting]):
    class Meta:
        model = TwinMeeting

    twinning = factory.SubFactory(TwinningFactory)
    team = factory.SelfAttribute("twinning.first")
    day = dt.date(2026, 5, 5)
    notes = "Apskatījām dīķi."
