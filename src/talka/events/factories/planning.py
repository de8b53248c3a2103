"""Events, their agenda, speakers, presentations, invitations."""

import datetime as dt
import secrets

import factory
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from talka.events.models import (
    AgendaItem,
    AgendaRelease,
    Cost,
    Event,
    Invitation,
    Photo,
    Presentation,
    Speaker,
)

__all__ = [
    "AgendaItemFactory",
    "AgendaReleaseFactory",
    "CostFactory",
    "EventFactory",
    "InvitationFactory",
    "PhotoFactory",
    "PresentationFactory",
    "SpeakerFactory",
    "two",
]


def two(lv: str, en: str) -> LazyI18nString:
    """The same words in both languages."""
    return LazyI18nString({"lv": lv, "en": en})


class EventFactory(DjangoModelFactory):
    """A published seminar of one day, 10:00 to 16:30 in Riga."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    project = factory.SubFactory("talka.programmes.factories.ProjectFactory")
    slug = factory.Sequence(lambda n: f"pasakums-{n}")
    state = Event.State.PUBLISHED
    title = factory.Sequence(lambda n: two(f"Seminārs Nr. {n}", f"Seminar no. {n}"))
    first_day = dt.date(2030, 2, 11)
    last_day = factory.SelfAttribute("first_day")
    starts_at = factory.LazyAttribute(
        lambda e: dt.datetime.combine(e.first_day, dt.time(8), tzinfo=dt.UTC)  # 10:00 in Riga's winter
    )
    ends_at = factory.LazyAttribute(lambda e: dt.datetime.combine(e.last_day, dt.time(14, 30), tzinfo=dt.UTC))
    room_code = factory.Sequence(lambda n: f"KODS{n:04}")


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    event = factory.SubFactory(EventFactory)
    key = factory.Sequence(lambda n: f"punkts-{n}")
    order = factory.Sequence(lambda n: n)
    kind = AgendaItem.Kind.TALK
    title = factory.Sequence(lambda n: two(f"Lekcija {n}", f"Talk {n}"))


class SpeakerFactory(DjangoModelFactory):
    class Meta:
        model = Speaker

    item = factory.SubFactory(AgendaItemFactory)
    person = factory.SubFactory("talka.people.factories.PersonFactory")


class AgendaReleaseFactory(DjangoModelFactory):
    class Meta:
        model = AgendaRelease

    event = factory.SubFactory(EventFactory)
    number = factory.Sequence(lambda n: n + 1)
    items = factory.LazyFunction(list)


class PresentationFactory(DjangoModelFactory):
    class Meta:
        model = Presentation

    item = factory.SubFactory(AgendaItemFactory)
    title = factory.Sequence(lambda n: two(f"Prezentācija {n}", f"Presentation {n}"))


class PhotoFactory(DjangoModelFactory):
    class Meta:
        model = Photo

    event = factory.SubFactory(EventFactory)
    file = "photos/none.jpg"


class CostFactory(DjangoModelFactory):
    class Meta:
        model = Cost

    event = factory.SubFactory(EventFactory)
    what = factory.Sequence(lambda n: f"Izdevums {n}")


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    event = factory.SubFactory(EventFactory)
    person = factory.SubFactory("talka.people.factories.PersonFactory")
    token = factory.LazyFunction(lambda: secrets.token_urlsafe(24))
