"""Made-up knowledge angels and requests for tests."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.people.factories import ConsentFactory, OrganisationFactory, PersonFactory
from talka.people.models import Consent
from talka.programmes.factories import ProgrammeFactory

from ..access.angels import CONSENT
from ..models import Advice, Angel, AngelRequest, MentorVisit, Proposal, Recommendation
from ..topics import topics_of


class AngelFactory(DjangoModelFactory[Angel]):
    """Their consent stands; `consents=False`: it does not."""

    class Meta:
        model = Angel
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory, with_account=True)
    words = factory.LazyFunction(lambda: ["budžets"])
    topics = factory.LazyAttribute(lambda o: topics_of([], o.words))
    languages = factory.LazyFunction(lambda: ["lv"])
    about = "Divdesmit gadus plānoju budžetus."
    public = True

    @factory.post_generation
    def consents(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted is not False:
            ConsentFactory(
                person=self.person, kind=Consent.Kind.CONTACT, subject_kind=CONSENT, subject_id=str(self.pk),  # type: ignore[attr-defined]
                wording="Piekrītu, ka mani piedāvā.",
            )  # fmt: skip


class AngelRequestFactory(DjangoModelFactory[AngelRequest]):
    class Meta:
        model = AngelRequest

    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"Budžeta sasaiste {n}")
    wanted = "Gribam budžetu, kas seko programmai."
    words = factory.LazyFunction(lambda: ["budžets"])
    topics = factory.LazyAttribute(lambda o: topics_of([], o.words))
    languages = factory.LazyFunction(lambda: ["lv"])

    class Params:
        mentored = factory.Trait(
            angel=factory.SubFactory(AngelFactory),
            state=AngelRequest.State.UNDER_WAY,
            agreed_at=factory.LazyFunction(timezone.now),
        )


class ProposalFactory(DjangoModelFactory[Proposal]):
    class Meta:
        model = Proposal

    request = factory.SubFactory(AngelRequestFactory, state=AngelRequest.State.PROPOSED)
    angel = factory.SubFactory(AngelFactory)
    by_hand = "Pazīst mūsu novadu."


class MentorVisitFactory(DjangoModelFactory[MentorVisit]):
    class Meta:
        model = MentorVisit

    request = factory.SubFactory(AngelRequestFactory, mentored=True)
    angel = factory.SelfAttribute("request.angel")
    day = dt.date(2026, 3, 12)
    place = "Ābeļu novads"
    done = "Skatījām budžetu kopā ar finanšu nodaļu."
    hours = Decimal("6.5")

    class Params:
        agreed = factory.Trait(
            day=factory.LazyFunction(lambda: timezone.localdate() + dt.timedelta(days=7)),
            aims="Apskatīt, kā top budžets.",
            done="",
            hours=None,
        )


class AdviceFactory(DjangoModelFactory[Advice]):
    class Meta:
        model = Advice

    request = factory.SubFactory(AngelRequestFactory, mentored=True, state=AngelRequest.State.ADVISED)
    angel = factory.SelfAttribute("request.angel")
    number = 1
    text = "Saistiet budžeta programmas ar attīstības programmas rīcībām."
    given_on = dt.date(2026, 4, 1)


class RecommendationFactory(DjangoModelFactory[Recommendation]):
    class Meta:
        model = Recommendation

    advice = factory.SubFactory(AdviceFactory)
    order = factory.Sequence(lambda n: n % 1000 + 1)
    words = "Viena tabula budžetam un rīcību plānam."
