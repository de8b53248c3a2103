"""What tests of applications share: a cohort whose applications are open, or have closed."""

import datetime as dt
import re

from django.utils import timezone

from talka.learning.factories import CohortFactory, StaffFactory
from talka.learning.factories.applications import (
    ApplicationAnswerFactory,
    ApplicationFactory,
    ApplicationMemberFactory,
    ScorerFactory,
)
from talka.learning.models import Application, Cohort, Criterion, Scorer
from talka.letters.models import Letter
from talka.people.factories import OrganisationFactory, PersonFactory

DAY = dt.timedelta(days=1)


def open_cohort(training, **more):
    now = timezone.now()
    return CohortFactory(training=training, apply_from=now - DAY, apply_until=now + DAY, **more)


def close(cohort):
    """The deadline has passed a moment ago."""
    Cohort.objects.filter(pk=cohort.pk).update(apply_until=timezone.now() - dt.timedelta(seconds=1))
    cohort.refresh_from_db()


def criterion(training, title="Gatavība", **more):
    """One that stood before applications opened."""
    row = Criterion.objects.create(training=training, title=title, order=training.criteria.count() + 1, **more)
    Criterion.objects.filter(pk=row.pk).update(created_at=timezone.now() - 10 * DAY)
    row.refresh_from_db()
    return row


def posted(cohort, number, **more):
    """One that was sent, whole."""
    row = ApplicationFactory(cohort=cohort, posted=True, number=number, **{"language": "en"} | more)
    ApplicationMemberFactory(application=row)
    for one in Criterion.objects.filter(training=cohort.training):
        ApplicationAnswerFactory(application=row, criterion=one)
    return row


def scorer(cohort, role="trainer", **more) -> Scorer:
    person = StaffFactory(training=cohort.training, role=role, person=PersonFactory(with_account=True, **more)).person
    return ScorerFactory(cohort=cohort, person=person)


def speaks_for(organisation=None):
    """Somebody whom others entered as working for an organisation."""
    return PersonFactory(with_account=True, organisation=organisation or OrganisationFactory())


def filled(application, send=True, **more):
    """A whole form of the application."""
    application.refresh_from_db()
    sent = {
        "name": application.name,
        "place": "Madliena",
        "motivation": "Gribam mācīties",
        "agreed": "on",
        "given_1": "Ilze",
        "family_1": "Kalniņa",
        "email_1": "ilze@example.test",
        "version": application.version,
        "send" if send else "keep": "1",
    }
    sent |= {
        f"answer_{one.pk}": f"Par: {one}" for one in Criterion.objects.filter(training=application.cohort.training)
    }
    return sent | more


def last_letter(address=None):
    rows = Letter.objects.order_by("-pk")
    return (rows.filter(to_address=address) if address else rows).first()


def link_in(letter):
    """The path of the link in a letter."""
    return re.search(r"https?://[^/\s]+(/learning/application/\S+)", letter.text)[1]


def fresh(row: Application) -> Application:
    return Application.objects.select_related("cohort__training__programme", "person", "organisation").get(pk=row.pk)
