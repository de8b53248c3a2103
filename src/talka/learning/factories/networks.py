"""Made-up learning networks and practice stories for tests."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.events.factories import EventFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory, both
from talka.territories.factories import AreaFactory

from ..models import (
    Network,
    NetworkMeeting,
    NetworkMember,
    NetworkNote,
    NetworkPerson,
    NetworkTarget,
    NetworkTask,
    PracticeStory,
    StoryPhoto,
)
from ..models.networks import Theme


class NetworkFactory(DjangoModelFactory[Network]):
    """Everybody reads it; `draft=True` nobody but who runs it or takes part."""

    class Meta:
        model = Network

    class Params:
        draft = factory.Trait(published_at=None)

    programme = factory.SubFactory(ProgrammeFactory)
    slug = factory.Sequence(lambda n: f"tikls-{n}")
    title = factory.Sequence(lambda n: both(f"Aprūpe mājās {n}", f"Care at home {n}"))
    theme = Theme.SOCIAL
    state = Network.State.RUNNING
    starts = dt.date(2026, 2, 1)
    ends = dt.date(2027, 1, 31)
    published_at = factory.LazyFunction(timezone.now)


class NetworkMemberFactory(DjangoModelFactory[NetworkMember]):
    """A municipality with its area."""

    class Meta:
        model = NetworkMember

    network = factory.SubFactory(NetworkFactory)
    organisation = factory.SubFactory(OrganisationFactory, area=factory.SubFactory(AreaFactory))
    area = factory.SelfAttribute("organisation.area")
    order = factory.Sequence(lambda n: n % 1000)


class NetworkPersonFactory(DjangoModelFactory[NetworkPerson]):
    """Of a member; `member=None, network=…` coordinates."""

    class Meta:
        model = NetworkPerson

    member = factory.SubFactory(NetworkMemberFactory)
    network = factory.LazyAttribute(lambda o: o.member.network)
    person = factory.SubFactory(PersonFactory, with_account=True)


class NetworkMeetingFactory(DjangoModelFactory[NetworkMeeting]):
    """An event of a project of the network's own programme."""

    class Meta:
        model = NetworkMeeting

    network = factory.SubFactory(NetworkFactory)
    event = factory.SubFactory(EventFactory, project__programme=factory.SelfAttribute("...network.programme"))


class NetworkTaskFactory(DjangoModelFactory[NetworkTask]):
    class Meta:
        model = NetworkTask

    member = factory.SubFactory(NetworkMemberFactory)
    title = factory.Sequence(lambda n: f"Aptaujāt aprūpējamos {n}")
    due_on = dt.date(2026, 5, 1)


class NetworkNoteFactory(DjangoModelFactory[NetworkNote]):
    class Meta:
        model = NetworkNote

    member = factory.SubFactory(NetworkMemberFactory)
    text = "Mums aprūpētāji plāno maršrutus paši."


class NetworkTargetFactory(DjangoModelFactory[NetworkTarget]):
    """By something the member measures itself."""

    class Meta:
        model = NetworkTarget

    member = factory.SubFactory(NetworkMemberFactory)
    measured = factory.LazyFunction(lambda: both("Gaidīšana, dienas", "Waiting, days"))
    from_value = Decimal(30)
    from_year = 2025
    to_value = Decimal(10)
    to_year = 2027


class PracticeStoryFactory(DjangoModelFactory[PracticeStory]):
    """In the library; `draft=True` not."""

    class Meta:
        model = PracticeStory

    class Params:
        draft = factory.Trait(published_at=None)

    organisation = factory.SubFactory(OrganisationFactory, area=factory.SubFactory(AreaFactory))
    area = factory.SelfAttribute("organisation.area")
    title = factory.Sequence(lambda n: both(f"Aprūpes maršruti {n}", f"Routes of care {n}"))
    themes = factory.LazyFunction(lambda: [Theme.SOCIAL.value])
    done = factory.LazyFunction(lambda: both("Maršrutus plāno šoferi.", "Drivers plan the routes."))
    names_agreed = True
    published_at = factory.LazyFunction(timezone.now)


class StoryPhotoFactory(DjangoModelFactory[StoryPhoto]):
    class Meta:
        model = StoryPhoto

    story = factory.SubFactory(PracticeStoryFactory)
    file = "none.jpg"
    alt = factory.LazyFunction(lambda: both("Auto pie mājas", "A car at a house"))
    people = StoryPhoto.People.NOBODY
