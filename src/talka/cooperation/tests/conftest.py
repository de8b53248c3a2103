import pytest

from talka.cooperation.factories import CooperationCaseFactory, MunicipalityFactory, PartnerFactory
from talka.cooperation.models import Partner
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory


@pytest.fixture
def case():
    """A draft with two partners, in a programme."""
    case = CooperationCaseFactory(draft=True, programme=ProgrammeFactory())
    PartnerFactory(case=case, role=Partner.Role.INITIATOR, order=0)
    PartnerFactory(case=case, order=1)
    return case


@pytest.fixture
def partner(case):
    return case.partners.get(order=0)


@pytest.fixture
def other(case):
    return case.partners.get(order=1)


@pytest.fixture
def planner(partner):
    """Somebody of the partner that began the case."""
    return PersonFactory(with_account=True, organisation=partner.organisation)


@pytest.fixture
def neighbour(other):
    """Somebody of the other partner."""
    return PersonFactory(with_account=True, organisation=other.organisation)


@pytest.fixture
def organiser(case):
    """An organiser of the programme in which the case stands."""
    return TeamMemberFactory(programme=case.programme, project=None).person


@pytest.fixture
def as_planner(client, planner):
    client.force_login(planner.account)
    return client


@pytest.fixture
def clerk():
    """Somebody of a municipality that enters agreements."""
    return PersonFactory(with_account=True, organisation=MunicipalityFactory(name="Ābeļu novada pašvaldība"))


@pytest.fixture
def friend():
    """The municipality with which they are concluded."""
    return MunicipalityFactory(name="Bērzu novada pašvaldība")
