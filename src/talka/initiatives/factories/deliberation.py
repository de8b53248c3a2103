"""Made-up deliberations for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import OrganisationFactory, PersonFactory

from ..actions.statements import sameness
from ..models import (
    Deliberation,
    DeliberationMember,
    DeliberationQuestion,
    Statement,
    StatementVote,
)


class DeliberationFactory(DjangoModelFactory[Deliberation]):
    """Of a municipality, open to everybody who signs in; `draft=True`, `closed=True`, `invited=True` otherwise; with
    `organisation=None, programme=…` of a programme."""

    class Meta:
        model = Deliberation

    class Params:
        draft = factory.Trait(state=Deliberation.State.DRAFT, opened_at=None)
        closed = factory.Trait(state=Deliberation.State.CLOSED, closed_at=factory.LazyFunction(timezone.now))
        invited = factory.Trait(entry=Deliberation.Entry.INVITED)

    question = factory.Sequence(lambda n: f"Kam lai kalpo vecā skola {n}?")
    introduction = "Skola stāv tukša trīs gadus."
    organisation = factory.SubFactory(OrganisationFactory)
    state = Deliberation.State.OPEN
    opened_at = factory.LazyFunction(timezone.now)


class DeliberationMemberFactory(DjangoModelFactory[DeliberationMember]):
    """Somebody with an account who came; `invited_at=…` by a link."""

    class Meta:
        model = DeliberationMember

    deliberation = factory.SubFactory(DeliberationFactory)
    person = factory.SubFactory(PersonFactory, with_account=True)
    joined_at = factory.LazyFunction(timezone.now)


class StatementFactory(DjangoModelFactory[Statement]):
    """One that stands, of those who run it."""

    class Meta:
        model = Statement

    deliberation = factory.SubFactory(DeliberationFactory)
    number = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Skolā vajag bibliotēku {n}")
    same = factory.LazyAttribute(lambda row: sameness(row.text))
    seed = True


class StatementVoteFactory(DjangoModelFactory[StatementVote]):
    class Meta:
        model = StatementVote

    statement = factory.SubFactory(StatementFactory)
    member = factory.SubFactory(
        DeliberationMemberFactory, deliberation=factory.SelfAttribute("..statement.deliberation")
    )
    side = 1
    at = factory.LazyFunction(timezone.now)


class DeliberationQuestionFactory(DjangoModelFactory[DeliberationQuestion]):
    class Meta:
        model = DeliberationQuestion

    deliberation = factory.SubFactory(DeliberationFactory)
    text = factory.Sequence(lambda n: f"Cik maksā skolas apkure {n}?")
    member = factory.SubFactory(DeliberationMemberFactory, deliberation=factory.SelfAttribute("..deliberation"))
