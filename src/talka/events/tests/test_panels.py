"""Events on the pages of projects and persons: what is hung there, and for whom."""

from decimal import Decimal

import pytest
from django.urls import reverse

from talka.events.factories import CostFactory, EventFactory
from talka.events.factories.day import RegistrationFactory
from talka.events.models import Event
from talka.people.factories import PersonFactory
from talka.programmes.factories import BudgetLineFactory, ProjectFactory, TeamMemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


def public(project):
    return f"/p/{project.programme.slug}/{project.slug}/"


def test_a_projects_events_stand_on_its_page_and_drafts_only_for_the_team(client, project):
    shown = EventFactory(project=project, state=Event.State.PUBLISHED)
    draft = EventFactory(project=project, state=Event.State.DRAFT)
    page = client.get(public(project)).content.decode()
    assert f"/e/{shown.slug}/" in page
    assert draft.slug not in page
    client.force_login(TeamMemberFactory(project=project, role="viewer").person.account)
    assert draft.slug in client.get(public(project)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(client, project, number, django_assert_num_queries):
    EventFactory.create_batch(number, project=project, state=Event.State.PUBLISHED)
    client.get(public(project))
    with django_assert_num_queries(QUERIES):
        client.get(public(project))


QUERIES = 6


@pytest.mark.parametrize(("role", "sees"), [("organiser", True), ("auditor", True), ("facilitator", False)])
def test_money_by_budget_line_is_for_organisers_and_auditors(client, project, role, sees):
    line = BudgetLineFactory(project=project, planned_eur=Decimal("1000.00"))
    event = EventFactory(project=project)
    CostFactory(event=event, budget_line=line, planned_eur=Decimal("400.00"), spent_eur=Decimal("123.45"))
    CostFactory(event=event, budget_line=None, planned_eur=Decimal("0.00"), spent_eur=Decimal("7.77"))
    client.force_login(TeamMemberFactory(project=project, role=role).person.account)
    page = client.get(f"/projects/{project.slug}/budget/").content.decode()
    assert ("123,45" in page) == sees
    assert ("876,55" in page) == sees, "what is left of the line"
    assert ("7,77" in page) == sees


def test_a_person_finds_their_own_registrations_and_an_organiser_only_those_of_their_projects(client, project):
    person = PersonFactory(with_account=True)
    own = RegistrationFactory(event=EventFactory(project=project), person=person)
    foreign = RegistrationFactory(event=EventFactory(), person=person)
    client.force_login(person.account)
    page = client.get("/me/").content.decode()
    assert f"/r/{own.token}/" in page
    assert f"/r/{foreign.token}/" in page
    client.force_login(TeamMemberFactory(project=project).person.account)
    page = client.get(reverse("people:person", args=[person.key])).content.decode()
    assert f"/e/{own.event.slug}/" in page
    assert foreign.event.slug not in page
    assert own.token not in page
