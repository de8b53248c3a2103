import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from talka.learning.factories import CohortFactory, LearnerFactory, StaffFactory, TeamFactory, TrainingFactory
from talka.learning.factories.angels import AngelFactory, AngelRequestFactory, ProposalFactory
from talka.learning.factories.networks import NetworkFactory, NetworkMemberFactory, NetworkPersonFactory
from talka.learning.factories.reviews import PeerFactory, PeerReviewFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import TeamMemberFactory


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def client():
    """In English, whatever is translated."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def training():
    """A published one in a programme."""
    return TrainingFactory()


@pytest.fixture
def cohort(training):
    return CohortFactory(training=training, number=1)


@pytest.fixture
def team(cohort):
    return TeamFactory(cohort=cohort, order=0)


@pytest.fixture
def other_team(cohort):
    return TeamFactory(cohort=cohort, order=1)


@pytest.fixture
def organiser(training):
    """An organiser of the programme in which the training stands."""
    return TeamMemberFactory(programme=training.programme, project=None).person


@pytest.fixture
def trainer(training):
    return StaffFactory(training=training, role="trainer").person


@pytest.fixture
def coach(training):
    return StaffFactory(training=training, role="coach").person


@pytest.fixture
def learner(team):
    """Somebody of the first team."""
    return LearnerFactory(team=team).person


@pytest.fixture
def stranger():
    """Signed in, and nothing to do with it."""
    return PersonFactory(with_account=True)


class English(Client):
    """A browser that reads English, signed in or not."""

    def __init__(self):
        super().__init__()
        self.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    def logout(self):
        super().logout()
        self.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


@pytest.fixture
def english():
    return English()


@pytest.fixture
def reviewed():
    """Somebody of the reviewed municipality."""
    return PersonFactory(with_account=True, family_name="Izvērtētā", organisation=OrganisationFactory())


@pytest.fixture
def review(training, reviewed):
    """Under way, in the programme of the organiser; the visit was from 9 to 12 March 2026."""
    return PeerReviewFactory(programme=training.programme, organisation=reviewed.organisation, asked_by=reviewed)


@pytest.fixture
def lead(review):
    return PeerFactory(review=review, role="lead", person__family_name="Vadītāja").person


@pytest.fixture
def peer(review):
    """On the team, beside the lead."""
    return PeerFactory(review=review, role="officer").person


@pytest.fixture
def asked(review):
    """Asked into the team; has not answered."""
    return PeerFactory(review=review, role="expert", state="invited", person__family_name="Neatbildēja").person


@pytest.fixture
def network():
    return NetworkFactory()


@pytest.fixture
def member(network):
    return NetworkMemberFactory(network=network, order=0)


@pytest.fixture
def other(network):
    return NetworkMemberFactory(network=network, order=1)


@pytest.fixture
def runner(network):
    """An organiser of the network's programme."""
    return TeamMemberFactory(programme=network.programme, project=None).person


@pytest.fixture
def insider(member):
    """Somebody of the first member."""
    return NetworkPersonFactory(member=member, person__family_name="Iekšniece").person


@pytest.fixture
def asker():
    """Somebody who works for an organisation of the register and asks for an angel."""
    return PersonFactory(with_account=True, organisation=OrganisationFactory())


@pytest.fixture
def angel():
    return AngelFactory()


@pytest.fixture
def work(training, asker, angel):
    """A request in the organiser's programme, agreed a moment ago."""
    row = AngelRequestFactory(
        programme=training.programme, organisation=asker.organisation, asked_by=asker, angel=angel, state="agreed",
        agreed_at=timezone.now(),
    )  # fmt: skip
    ProposalFactory(request=row, angel=angel, state="agreed")
    return row
