"""Made-up questions to councils and what was decided."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from talka.people.factories import OrganisationFactory

from ..models import CouncilDecision, CouncilQuestion, DecisionEntry
from .initiatives import InitiativeFactory


class CouncilQuestionFactory(DjangoModelFactory[CouncilQuestion]):
    """Of an initiative that everybody reads, to the local government of its area; open."""

    class Meta:
        model = CouncilQuestion

    initiative = factory.SubFactory(InitiativeFactory, state="asked")
    council = factory.LazyAttribute(lambda row: OrganisationFactory(area=row.initiative and row.initiative.area))
    title = factory.Sequence(lambda n: f"Vai dome atbalstīs laipu {n}?")
    text = "Lūdzam piešķirt līdzekļus laipai."
    asked_on = dt.date(2026, 3, 2)
    deadline = dt.date(2026, 4, 1)


class CouncilDecisionFactory(DjangoModelFactory[CouncilDecision]):
    """Accepted, standing. The question's state is the caller's."""

    class Meta:
        model = CouncilDecision

    question = factory.SubFactory(CouncilQuestionFactory, state="decided", answered_on=dt.date(2026, 3, 26))
    number = factory.Sequence(lambda n: f"{n + 1}. § 12")
    decided_on = dt.date(2026, 3, 26)
    text = "Atbalstīt laipas izbūvi."
    outcome = CouncilDecision.Outcome.ACCEPTED


class DecisionEntryFactory(DjangoModelFactory[DecisionEntry]):
    class Meta:
        model = DecisionEntry

    decision = factory.SubFactory(CouncilDecisionFactory)
    on = dt.date(2026, 4, 10)
    words = "Iepirkums izsludināts."
