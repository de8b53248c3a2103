"""Made-up consultations."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import ConsentFactory, OrganisationFactory, PersonFactory
from talka.people.models import Consent
from talka.territories.factories import AreaFactory

from ..access.consultations import CONSENT
from ..models import CommentSupport, Consultation, ConsultationComment, ConsultationPart


class ConsultationFactory(DjangoModelFactory[Consultation]):
    """Open since ten days and for ten more; `draft=True` its holders' own, `closed=True` over since yesterday,
    `reported=True` also answered."""

    class Meta:
        model = Consultation

    class Params:
        draft = factory.Trait(published_at=None)
        closed = factory.Trait(closes_on=factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=1)))
        reported = factory.Trait(closed=True, reported_at=factory.LazyFunction(timezone.now))

    title = factory.Sequence(lambda n: f"Attīstības programmas projekts {n}")
    area = factory.SubFactory(AreaFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    opens_on = factory.LazyFunction(lambda: timezone.localdate() - dt.timedelta(days=10))
    closes_on = factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=10))
    published_at = factory.LazyFunction(timezone.now)


class ConsultationPartFactory(DjangoModelFactory[ConsultationPart]):
    class Meta:
        model = ConsultationPart

    consultation = factory.SubFactory(ConsultationFactory)
    order = factory.Sequence(lambda n: n + 1)
    heading = factory.Sequence(lambda n: f"{n}. Ceļi")
    text = "Grants ceļus pārbūvē reizi desmit gados."


class ConsultationCommentFactory(DjangoModelFactory[ConsultationComment]):
    """On the part that is given, else on the whole text; `named=True` with the writer's name and their consent."""

    class Meta:
        model = ConsultationComment
        skip_postgeneration_save = True

    consultation = factory.SubFactory(ConsultationFactory)
    person = factory.SubFactory(PersonFactory, with_account=True)
    words = factory.Sequence(lambda n: f"Ceļš gar skolu ir pirmais, {n}.")

    @factory.post_generation
    def named(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted:
            ConsentFactory(
                person=self.person,
                kind=Consent.Kind.QUOTING,
                subject_kind=CONSENT,
                subject_id=str(self.pk),  # type: ignore[attr-defined]
            )
            ConsultationComment.objects.filter(pk=self.pk).update(shown_as="name")  # type: ignore[attr-defined]


class CommentSupportFactory(DjangoModelFactory[CommentSupport]):
    class Meta:
        model = CommentSupport

    comment = factory.SubFactory(ConsultationCommentFactory)
    person = factory.SubFactory(PersonFactory, with_account=True)
