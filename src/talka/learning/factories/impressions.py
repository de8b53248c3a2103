"""Made-up impressions for tests."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import ConsentFactory

from ..access.impressions import CONSENT
from ..models import Impression, ImpressionPhoto
from . import LearnerFactory, TeamFactory


class ImpressionFactory(DjangoModelFactory[Impression]):
    """Of somebody of a team, a draft; `published=True` everybody reads it. `consents=["quoting", "photos"]`: these
    consents of the writer stand."""

    class Meta:
        model = Impression
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(state=Impression.State.PUBLISHED, published_at=factory.LazyFunction(timezone.now))

    team = factory.SubFactory(TeamFactory)
    training = factory.SelfAttribute("team.cohort.training")
    programme = factory.SelfAttribute("training.programme")
    voice = Impression.Voice.LEARNER
    person = factory.LazyAttribute(lambda row: LearnerFactory(team=row.team).person)
    title = factory.Sequence(lambda n: f"Gads ar komandu {n}")
    text = "Vispirms nezinājām, ar ko sākt."
    changed = "Tagad sākam ar to, kas mums ir."
    day = dt.date(2026, 5, 5)

    @factory.post_generation
    def consents(self, create: bool, extracted: list[str] | None, **kwargs: object) -> None:
        for kind in extracted or [] if create else []:
            ConsentFactory(person=self.person, kind=kind, subject_kind=CONSENT, subject_id=str(self.pk))  # type: ignore[attr-defined]


class ImpressionPhotoFactory(DjangoModelFactory[ImpressionPhoto]):
    """Without a file: give one where it is to be served."""

    class Meta:
        model = ImpressionPhoto

    impression = factory.SubFactory(ImpressionFactory)
    alt = "Dīķis pavasarī"
    people = ImpressionPhoto.People.NOBODY
    width = 8
    height = 8
