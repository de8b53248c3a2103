"""Made-up assessments for tests."""

import datetime as dt
from collections.abc import Sequence

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.models import Person

from ..models import AssessmentAnswer, AssessmentItem, AssessmentRound, AssessmentScore, Cohort
from . import CohortFactory, LearnerFactory, TeamFactory


class RoundFactory(DjangoModelFactory[AssessmentRound]):
    """Open since yesterday, asking nothing yet; `planned=True` opens tomorrow."""

    class Meta:
        model = AssessmentRound

    class Params:
        planned = factory.Trait(
            opened_at=None, opens_at=factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=1))
        )

    cohort = factory.SubFactory(CohortFactory)
    when = AssessmentRound.When.BEFORE
    opens_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=14))
    opened_at = factory.LazyFunction(lambda: timezone.now() - dt.timedelta(days=1))


class ItemFactory(DjangoModelFactory[AssessmentItem]):
    class Meta:
        model = AssessmentItem

    round = factory.SubFactory(RoundFactory)
    key = factory.Sequence(lambda n: f"kompetence-{n}")
    version = 1
    title = factory.LazyAttribute(lambda one: one.key.capitalize())
    order = factory.Sequence(lambda n: n % 1000 + 1)


def learners_of(cohort: Cohort, count: int) -> list[Person]:
    """So many people of the cohort, two in a team, each with an account."""
    people: list[Person] = []
    while len(people) < count:
        team = TeamFactory(cohort=cohort)
        people += [LearnerFactory(team=team).person for _one in range(min(2, count - len(people)))]
    return people


def answered(round_: AssessmentRound, people: Sequence[Person], *scores: tuple[int, int]) -> None:
    """Each person rates every competence alike; the scores go round among the people."""
    items = list(round_.items.all())
    for place, person in enumerate(people):
        answer = AssessmentAnswer.objects.create(round=round_, person=person)
        importance, ability = scores[place % len(scores)]
        for item in items:
            AssessmentScore.objects.create(answer=answer, item=item, importance=importance, ability=ability)
