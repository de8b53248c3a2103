"""Planted applications: one that was sent, one that is a draft, with points, a meeting and a decision."""

import datetime as dt

from django.utils import timezone

from talka.events.factories import two
from talka.learning.factories.applications import (
    ApplicationAnswerFactory,
    ApplicationFactory,
    ApplicationMemberFactory,
    CriterionFactory,
    ScorerFactory,
)
from talka.learning.models import Cohort, Criterion, Score, SelectionDecision, SelectionMeeting
from talka.people.factories import PersonFactory

from .planted_place import Place


def plant_applications(place: Place) -> None:
    """To the planted cohort, whose applications have closed; the planted trainer is of its selection."""
    word, has = place.word, place.has
    now, cohort = timezone.now(), has["cohort"]
    cohort.apply_from, cohort.apply_until = now - dt.timedelta(days=9), now - dt.timedelta(days=1)
    Cohort.objects.filter(pk=cohort.pk).update(apply_from=cohort.apply_from, apply_until=cohort.apply_until)
    has["criterion"] = CriterionFactory(
        training=has["training"], order=1, title=two(word("criterion"), word("criterion"))
    )
    Criterion.objects.filter(pk=has["criterion"].pk).update(created_at=now - dt.timedelta(days=10))
    has["application"] = ApplicationFactory(
        cohort=cohort,
        posted=True,
        number=1,
        name=f"{place.mark} kopiena",
        person=PersonFactory(family_name=word("applicant")),
        motivation=word("application"),
    )
    ApplicationAnswerFactory(
        application=has["application"], criterion=has["criterion"], words=word("applicationanswer")
    )
    ApplicationMemberFactory(application=has["application"], order=1, family_name=word("named"), email="n@example.test")
    ApplicationFactory(cohort=cohort, name=f"{place.mark} melnraksts", motivation=word("applicationdraft"))
    has["scorer"] = ScorerFactory(cohort=cohort, person=has["staff"].person)
    Score.objects.create(
        application=has["application"],
        scorer=has["scorer"],
        criterion=has["criterion"],
        points=3,
        note=word("scorenote"),
    )
    has["selection meeting"] = SelectionMeeting.objects.create(
        cohort=cohort, held_on=dt.date(2026, 3, 2), present="Anna", minutes=word("minutes")
    )
    SelectionDecision.objects.create(application=has["application"], outcome="reserve", reason=word("selectionreason"))
