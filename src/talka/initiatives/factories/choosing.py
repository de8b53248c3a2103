"""Made-up votes, options, rolls and ballots."""

import datetime as dt
import uuid

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import OrganisationFactory
from talka.people.models import Organisation
from talka.territories.factories import AreaFactory

from ..actions.voting import code_from, key_of
from ..models import Ballot, Choosing, ChoosingOption, PaperEntry, Voter


class ChoosingFactory(DjangoModelFactory[Choosing]):
    """A draft of a local government. `open=True` people vote; `closed=True` no more; `options=3` of 300, 400, … EUR,
    numbered where it is published."""

    class Meta:
        model = Choosing
        skip_postgeneration_save = True

    class Params:
        open = factory.Trait(published_at=factory.LazyFunction(timezone.now), seed="0f1e2d3c4b5a6978")
        closed = factory.Trait(
            published_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=30)),
            seed="0f1e2d3c4b5a6978",
            opens_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=20)),
            closes_at=factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1)),
        )

    area = factory.SubFactory(AreaFactory)
    organisation = factory.SubFactory(
        OrganisationFactory, kind=Organisation.Kind.MUNICIPALITY, area=factory.SelfAttribute("..area")
    )
    title = factory.Sequence(lambda n: f"Ko darīsim pagastā {n}")
    budget = 1000
    opens_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=10))

    @factory.post_generation
    def options(self, create: bool, extracted: int | None, **kwargs: object) -> None:
        for place in range(extracted or 0 if create else 0):
            number = place + 1 if self.published_at else None  # type: ignore[attr-defined]
            ChoosingOptionFactory(choosing=self, cost=300 + 100 * place, number=number)


class ChoosingOptionFactory(DjangoModelFactory[ChoosingOption]):
    class Meta:
        model = ChoosingOption

    choosing = factory.SubFactory(ChoosingFactory)
    title = factory.Sequence(lambda n: f"Soliņi pie ezera {n}")
    cost = 300


class VoterFactory(DjangoModelFactory[Voter]):
    class Meta:
        model = Voter

    choosing = factory.SubFactory(ChoosingFactory, open=True, options=3)
    email = factory.Sequence(lambda n: f"balsotajs{n}@example.test")


class BallotFactory(DjangoModelFactory[Ballot]):
    class Meta:
        model = Ballot

    choosing = factory.SubFactory(ChoosingFactory, open=True, options=3)
    key = factory.LazyFunction(lambda: key_of(code_from(uuid.uuid4())))
    named = factory.LazyFunction(lambda: [1])


class PaperEntryFactory(DjangoModelFactory[PaperEntry]):
    class Meta:
        model = PaperEntry

    choosing = factory.SubFactory(ChoosingFactory, open=True, options=3, paper=True)
    number = factory.Sequence(lambda n: n + 1)
    look = PaperEntry.Look.FIRST
    named = factory.LazyFunction(lambda: [1])
    on = factory.LazyFunction(timezone.localdate)
