"""Made-up group work for tests."""

import hashlib
import secrets
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from .actions.setup import default_format, take_format
from .formats.spec import FormatSpec
from .models import Ballot, Card, Cluster, Group, Report, Seat, Workshop


class WorkshopFactory(DjangoModelFactory[Workshop]):
    class Meta:
        model = Workshop
        skip_postgeneration_save = True

    event = factory.SubFactory("talka.events.factories.EventFactory")
    block = factory.Sequence(lambda n: f"darba-grupas-{n}")
    slug = factory.SelfAttribute("block")
    code = factory.Sequence(lambda n: f"ABC{n:03}".translate(str.maketrans("01", "XY")))

    @factory.post_generation
    def stages(workshop, create: bool, extracted: FormatSpec | None, **_more: Any) -> None:  # noqa: N805  the object is passed so
        """`WorkshopFactory(stages=spec)`: another format than the working group's."""
        if create and not workshop.stages.exists():
            take_format(workshop, extracted or default_format())

    @factory.post_generation
    def at(workshop, create: bool, extracted: str | None, **_more: Any) -> None:  # noqa: N805
        """`WorkshopFactory(at="vote")`: the key of the stage it stands at, or "closed"."""
        if create and extracted:
            put_at(workshop, extracted)


def put_at(workshop: Workshop, key: str) -> Workshop:
    """Let the workshop stand at this stage ("" gathering, "closed"), without asking who may."""
    if key == "closed":
        workshop.closed_at = timezone.now()
    else:
        workshop.stage, workshop.closed_at = workshop.stages.filter(key=key).first(), None
        workshop.stages.filter(key=key, opened_at=None).update(opened_at=timezone.now())
    workshop.save()
    return workshop


class GroupFactory(DjangoModelFactory[Group]):
    class Meta:
        model = Group

    workshop = factory.SubFactory(WorkshopFactory)
    number = factory.LazyAttribute(lambda o: o.workshop.groups.count() + 1 if o.workshop.pk else 1)
    name = factory.LazyAttribute(lambda o: f"{o.number}. darba grupa")
    capacity = 20


class SeatFactory(DjangoModelFactory[Seat]):
    """A seat whose phone holds `credential` (`SeatFactory(credential="…")`)."""

    class Meta:
        model = Seat

    class Params:
        credential = factory.LazyFunction(lambda: secrets.token_urlsafe(24))

    group = factory.SubFactory(GroupFactory)
    workshop = factory.LazyAttribute(lambda o: o.group.workshop)
    digest = factory.LazyAttribute(lambda o: hashlib.sha256(o.credential.encode()).hexdigest())


class ClusterFactory(DjangoModelFactory[Cluster]):
    class Meta:
        model = Cluster

    group = factory.SubFactory(GroupFactory)
    kind = Card.Kind.LACK
    lane = factory.SelfAttribute("kind")
    name = factory.Sequence(lambda n: f"Prasme plānot kopā {n}")


class CardFactory(DjangoModelFactory[Card]):
    """`CardFactory(seat=seat)` is that seat's card; without a seat it came from paper."""

    class Meta:
        model = Card

    group = factory.LazyAttribute(lambda o: o.seat.group if o.seat else GroupFactory())
    workshop = factory.LazyAttribute(lambda o: o.group.workshop)
    seat = None
    kind = Card.Kind.LACK
    lane = factory.SelfAttribute("kind")
    stage = factory.LazyAttribute(lambda o: o.workshop.stages.get(key=o.lane))
    text = factory.Sequence(lambda n: f"Trūkst datu par pagastiem, {n}")


class BallotFactory(DjangoModelFactory[Ballot]):
    class Meta:
        model = Ballot

    seat = factory.SubFactory(SeatFactory)
    cluster = factory.LazyAttribute(lambda o: ClusterFactory(group=o.seat.group))
    stage = factory.LazyAttribute(lambda o: o.seat.workshop.stages.get(key="vote"))
    value = 1


class ReportFactory(DjangoModelFactory[Report]):
    class Meta:
        model = Report

    group = factory.SubFactory(GroupFactory)
    text = "Mums vajag mācības par datiem."
