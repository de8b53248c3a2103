"""Made-up reports."""

import factory
from factory.django import DjangoModelFactory

from talka.people.factories import PersonFactory

from ..models import ModerationStep, Report


class ReportFactory(DjangoModelFactory[Report]):
    """`kind` and `thing` name the words."""

    class Meta:
        model = Report

    kind = "comment"
    thing = 1
    reason = Report.Reason.INSULT
    by = factory.SubFactory(PersonFactory, with_account=True)


class ModerationStepFactory(DjangoModelFactory[ModerationStep]):
    class Meta:
        model = ModerationStep

    kind = "comment"
    thing = 1
    what = ModerationStep.What.STANDS
    reason = "Skarbi, bet par lietu."
