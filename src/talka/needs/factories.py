"""Made-up findings for tests: a closed workshop whose voices are known."""

import datetime as dt
from dataclasses import dataclass

import factory
from factory.django import DjangoModelFactory

from talka.events.factories import EventFactory
from talka.events.models import Event, Registration
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.territories.factories import AreaFactory
from talka.workshops.factories import (
    BallotFactory,
    CardFactory,
    ClusterFactory,
    GroupFactory,
    SeatFactory,
    WorkshopFactory,
)
from talka.workshops.models import Cluster, Group, Workshop

from .models import Measure, Need


class NeedFactory(DjangoModelFactory[Need]):
    class Meta:
        model = Need

    event = factory.SubFactory(EventFactory)
    programme = factory.LazyAttribute(lambda o: o.event.project.programme)
    words = factory.Sequence(lambda n: f"Prasme vadīt kopīgus projektus {n}")


class MeasureFactory(DjangoModelFactory[Measure]):
    class Meta:
        model = Measure

    event = factory.SubFactory(EventFactory)
    programme = factory.LazyAttribute(lambda o: o.event.project.programme)
    words = factory.Sequence(lambda n: f"Mācību diena par kopīgiem projektiem {n}")


@dataclass
class Voiced:
    """An event with one closed workshop of one group."""

    event: Event
    workshop: Workshop
    group: Group

    def theme(self, name: str, people: int, *, kind: str = "lack", dots: int = 1, municipalities: int = 1) -> Cluster:
        """A theme with a card and `dots` from each of `people`, who come from so many municipalities."""
        cluster = ClusterFactory(group=self.group, name=name, kind=kind)
        homes = [OrganisationFactory(area=AreaFactory()) for _ in range(municipalities)]
        for number in range(people):
            home = homes[number % municipalities]
            person = PersonFactory(organisation=home)
            registration = Registration.objects.create(
                event=self.event,
                person=person,
                organisation=home,
                state=Registration.State.REGISTERED,
                token=f"token-{person.pk}",
                code=f"C{person.pk}",
            )
            seat = SeatFactory(group=self.group, registration=registration)
            CardFactory(seat=seat, cluster=cluster, kind=kind, text=f"{name}: balss {number}")
            if dots:
                BallotFactory(seat=seat, cluster=cluster, value=dots)
        return cluster


def voiced_event(audience: str = "public", **fields: object) -> Voiced:
    event = EventFactory(
        state=Event.State.PUBLISHED, first_day=dt.date(2026, 2, 11), last_day=dt.date(2026, 2, 11), **fields
    )
    workshop = WorkshopFactory(event=event, at="closed", audience=audience)
    return Voiced(event, workshop, GroupFactory(workshop=workshop))
