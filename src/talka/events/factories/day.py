"""Registrations and what hangs on them."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from talka.documents.qr import new_code
from talka.events.models import Attendance, Certificate, Choice, FeedbackAnswer, Question, Quota, Registration
from talka.people.models import new_token

__all__ = [
    "AttendanceFactory",
    "CertificateFactory",
    "ChoiceFactory",
    "FeedbackAnswerFactory",
    "QuestionFactory",
    "QuotaFactory",
    "RegistrationFactory",
]


class RegistrationFactory(DjangoModelFactory):
    """Somebody with a seat; their organisation is the person's."""

    class Meta:
        model = Registration

    event = factory.SubFactory("talka.events.factories.EventFactory")
    person = factory.SubFactory("talka.people.factories.PersonFactory")
    organisation = factory.SelfAttribute("person.organisation")
    token = factory.LazyFunction(new_token)
    code = factory.LazyFunction(new_code)
    state = Registration.State.REGISTERED
    position = "plānotāja"


class ChoiceFactory(DjangoModelFactory):
    class Meta:
        model = Choice

    registration = factory.SubFactory(RegistrationFactory)
    item = factory.SubFactory("talka.events.factories.AgendaItemFactory", kind="group")
    block = factory.SelfAttribute("item.block")
    rank = 1


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    event = factory.SubFactory("talka.events.factories.EventFactory")
    key = factory.Sequence(lambda n: f"jautajums-{n}")
    kind = Question.Kind.TEXT
    label = factory.Sequence(lambda n: f"Jautājums {n}")


class QuotaFactory(DjangoModelFactory):
    class Meta:
        model = Quota

    event = factory.SubFactory("talka.events.factories.EventFactory")
    seats = 1


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    registration = factory.SubFactory(RegistrationFactory)
    day = factory.SelfAttribute("registration.event.first_day")
    at = factory.LazyAttribute(lambda a: dt.datetime.combine(a.day, dt.time(8), tzinfo=dt.UTC))
    how = Attendance.How.NAME


class CertificateFactory(DjangoModelFactory):
    class Meta:
        model = Certificate

    code = factory.LazyFunction(lambda: new_code(12))
    registration = factory.SubFactory(RegistrationFactory)
    event = factory.SelfAttribute("registration.event")
    holder = factory.SelfAttribute("registration.person.name")
    issued_at = dt.datetime(2030, 2, 12, 8, tzinfo=dt.UTC)

    @factory.lazy_attribute
    def facts(self) -> dict[str, object]:
        from talka.events.actions.certificates import facts

        return facts(self.event, (self.event.first_day.isoformat(),))


class FeedbackAnswerFactory(DjangoModelFactory):
    class Meta:
        model = FeedbackAnswer

    event = factory.SubFactory("talka.events.factories.EventFactory")
    ratings = factory.LazyFunction(lambda: {"useful": 4, "content": 5})
