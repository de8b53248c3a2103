"""Made-up certificates of training programmes for tests."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.documents.qr import new_code

from ..models import Achievement, TrainingCertificate
from ..queries.frozen import achievement_facts, digest_of, issuer_of, team_name
from . import LearnerFactory

LANGUAGES = ("lv", "en")


def achievement_of(cohort):  # type: ignore[no-untyped-def]
    facts = achievement_facts(cohort)
    row, _made = Achievement.objects.get_or_create(
        training=cohort.training,
        digest=digest_of(facts),
        defaults={"facts": facts, "issuer": issuer_of(facts), "made_at": timezone.now()},
    )
    return row


class TrainingCertificateFactory(DjangoModelFactory[TrainingCertificate]):
    """Of somebody in a team, with hours and days but no modules."""

    class Meta:
        model = TrainingCertificate

    code = factory.LazyFunction(lambda: new_code(12))
    learner = factory.SubFactory(LearnerFactory)
    cohort = factory.SelfAttribute("learner.team.cohort")
    person = factory.SelfAttribute("learner.person")
    holder = factory.SelfAttribute("person.name")
    achievement = factory.LazyAttribute(lambda row: achievement_of(row.cohort))
    facts = factory.LazyAttribute(
        lambda row: {
            "words": {code: {"team": team_name(row.learner.team), "modules": []} for code in LANGUAGES},
            "module_hours": [],
            "hours": "24",
            "days": ["2026-03-02", "2026-05-12"],
            "language": "lv",
        }
    )
    issued_at = factory.LazyFunction(timezone.now)
