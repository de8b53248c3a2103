import pytest

from talka.people.factories import OrganisationFactory, PersonFactory
from talka.plans.factories import PlanFactory


@pytest.fixture
def plan():
    return PlanFactory()


@pytest.fixture
def planner(plan):
    """Somebody who works for the local government whose document it is."""
    return PersonFactory(with_account=True, organisation=OrganisationFactory(area=plan.area))


@pytest.fixture
def as_planner(client, planner):
    client.force_login(planner.account)
    return client
