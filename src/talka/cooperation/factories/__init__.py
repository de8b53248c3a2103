"""Made-up cooperation for tests."""

import datetime as dt
from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from talka.people.factories import OrganisationFactory
from talka.people.models import Organisation
from talka.territories.factories import AreaFactory
from talka.territories.models import Area
from talka.ui.folding import fold

from ..models import (
    Agreement,
    AgreementClause,
    AgreementParty,
    Approach,
    CaseStep,
    CooperationCase,
    CouncilBrief,
    Evaluation,
    Partner,
    PartnerAnswers,
    PartnerFigures,
    Seat,
    ServiceCost,
    StepPaper,
)
from ..models.path import Audience


def two(lv: str, en: str) -> LazyI18nString:
    return LazyI18nString({"lv": lv, "en": en})


class MunicipalityFactory(OrganisationFactory):
    """A local government with its area."""

    kind = Organisation.Kind.MUNICIPALITY
    area = factory.SubFactory(AreaFactory, kind=Area.Kind.MUNICIPALITY)


class CooperationCaseFactory(DjangoModelFactory[CooperationCase]):
    """A case about waste that everybody reads."""

    class Meta:
        model = CooperationCase

    class Params:
        draft = factory.Trait(published_at=None)

    slug = factory.Sequence(lambda n: f"iecere-{n}")
    title = factory.Sequence(lambda n: two(f"Kopīga atkritumu apsaimniekošana {n}", f"Waste together {n}"))
    service = "waste"
    published_at = factory.LazyFunction(timezone.now)


class PartnerFactory(DjangoModelFactory[Partner]):
    """A municipality that takes part."""

    class Meta:
        model = Partner

    case = factory.SubFactory(CooperationCaseFactory)
    organisation = factory.SubFactory(MunicipalityFactory)
    state = Partner.State.TAKING_PART
    answered_on = dt.date(2026, 2, 3)
    order = factory.Sequence(lambda n: n % 1000)


class CaseStepFactory(DjangoModelFactory[CaseStep]):
    """A step under way."""

    class Meta:
        model = CaseStep

    case = factory.SubFactory(CooperationCaseFactory)
    step = "needs"
    state = CaseStep.State.UNDER_WAY


class PartnerAnswersFactory(DjangoModelFactory[PartnerAnswers]):
    class Meta:
        model = PartnerAnswers

    partner = factory.SubFactory(PartnerFactory)
    step = "partners"


class StepPaperFactory(DjangoModelFactory[StepPaper]):
    """A document of the partners, to be read elsewhere."""

    class Meta:
        model = StepPaper

    class Params:
        public = factory.Trait(audience=Audience.PUBLIC)
        decision = factory.Trait(
            kind=StepPaper.Kind.DECISION, decided_by="Avotu novada dome", day=dt.date(2026, 3, 5), link=""
        )

    case = factory.SubFactory(CooperationCaseFactory)
    step = "needs"
    title = factory.Sequence(lambda n: f"Dokuments {n}")
    link = "https://example.test/dokuments"


class SeatFactory(DjangoModelFactory[Seat]):
    """A seat of the task force, for somebody who is not in the register."""

    class Meta:
        model = Seat

    case = factory.SelfAttribute("partner.case")
    partner = factory.SubFactory(PartnerFactory)
    body = Seat.Body.TASK_FORCE
    name = factory.Sequence(lambda n: f"Anna Avotiņa {n}")
    role = "finansiste"


class EvaluationFactory(DjangoModelFactory[Evaluation]):
    """A planned evaluation."""

    class Meta:
        model = Evaluation

    case = factory.SubFactory(CooperationCaseFactory)
    due_on = dt.date(2028, 3, 1)


class ApproachFactory(DjangoModelFactory[Approach]):
    """A letter of a case's partner to another organisation."""

    class Meta:
        model = Approach

    case = factory.SubFactory(CooperationCaseFactory)
    sender = factory.SubFactory(MunicipalityFactory)
    organisation = factory.SubFactory(MunicipalityFactory)
    subject = "Kopīgi atkritumi"
    words = "Vai jums arī sadārdzinās atkritumu vešana?"
    people = 1
    created_at = factory.LazyFunction(timezone.now)


class CouncilBriefFactory(DjangoModelFactory[CouncilBrief]):
    """All that a council asks."""

    class Meta:
        model = CouncilBrief

    partner = factory.SubFactory(PartnerFactory)
    households = 4000
    households_year = 2024
    households_source = "CSP"
    level_after = "Autobuss trīsreiz dienā"
    jobs_after = Decimal("2.5")
    seats, seats_all, votes, votes_all = 1, 3, 1, 3
    way_out = "Gadu iepriekš"
    risks = "Tālāk jābrauc\nLēnāk lemj"
    form = "cooperation-agreement"
    budget_note = "Ceļu uzturēšana"
    people = "Bērni mājās stundu agrāk"
    consulted = "Ar komiteju 5. maijā"
    responsible = "Izglītības pārvaldes vadītājs"


class AgreementFactory(DjangoModelFactory[Agreement]):
    """An agreement about waste that is in force and stands in the public register, made elsewhere."""

    class Meta:
        model = Agreement

    slug = factory.Sequence(lambda n: f"ligums-{n}")
    title = factory.Sequence(lambda n: f"Kopīga atkritumu apsaimniekošana {n}")
    folded = factory.LazyAttribute(lambda row: fold(row.title))
    form = "cooperation-agreement"
    service = "waste"
    standing = True
    state = Agreement.State.IN_FORCE
    valid_from = dt.date(2025, 1, 1)
    published_at = factory.LazyFunction(timezone.now)


class AgreementPartyFactory(DjangoModelFactory[AgreementParty]):
    class Meta:
        model = AgreementParty

    agreement = factory.SubFactory(AgreementFactory)
    organisation = factory.SubFactory(MunicipalityFactory)
    order = factory.Sequence(lambda n: n % 1000)


class AgreementClauseFactory(DjangoModelFactory[AgreementClause]):
    class Meta:
        model = AgreementClause

    agreement = factory.SubFactory(AgreementFactory)
    heading = "Kāpēc"
    text = "Tāpēc."
    order = factory.Sequence(lambda n: n % 1000)


class PartnerFiguresFactory(DjangoModelFactory[PartnerFigures]):
    """What a partner says of itself, enough for every key."""

    class Meta:
        model = PartnerFigures

    partner = factory.SubFactory(PartnerFactory)
    volume = 1000
    cost_eur = 100_000
    year = 2025
    population = 10_000
    population_year = 2025
    fiscal_capacity_eur = 5_000_000


class ServiceCostFactory(DjangoModelFactory[ServiceCost]):
    """A cost model with a fixed part."""

    class Meta:
        model = ServiceCost

    case = factory.SubFactory(CooperationCaseFactory)
    unit = "t"
    origin = ServiceCost.Origin.ENTERED
    fixed_eur = 40_000
    unit_eur = 60
    elasticity = 1
