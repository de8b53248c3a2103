"""Lists of joint projects: found, sorted, and read with few queries."""

import datetime as dt

import pytest
from django.urls import reverse

from talka.cooperation.factories.projects import JointPartnerFactory, JointProjectFactory

from .project_world import region

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "finds"),
    [
        ({"q": "SPORTA"}, True),
        ({"q": "nekas"}, False),
        ({"state": "preparing"}, True),
        ({"state": "done"}, False),
        ({"service": "waste"}, True),
        ({"service": "water"}, False),
        ({"year": "2027"}, True),
        ({"year": "2040"}, False),
        ({"level": "regional"}, True),
        ({"level": "local"}, False),
    ],
)
def test_projects_are_found_by_what_is_asked(client, asked, finds):
    project = JointProjectFactory(service="waste", reach="regional")
    for view in ("board", "table"):
        page = client.get(reverse("cooperation:projects"), asked | {"view": view}).content.decode()
        assert (project.slug in page) == finds


def test_projects_are_found_by_place_and_funder(client):
    project = JointProjectFactory()
    partner = JointPartnerFactory(project=project)
    place = region(partner.organisation.area)
    empty = region()
    project.fundings.create(source="eu", funder="Kohēzijas fonds", folded="kohezijas fonds")
    for asked, finds in (
        ({"area": partner.organisation.area.key}, True),
        ({"area": place.key}, True),
        ({"area": empty.key}, False),
        ({"funder": "kohezijas fonds"}, True),
        ({"funder": "cits"}, False),
    ):
        page = client.get(reverse("cooperation:projects"), asked).content.decode()
        assert (project.slug in page) == finds, asked
    assert (
        project.slug in client.get(reverse("territories:area", args=[partner.organisation.area.key])).content.decode()
    )


@pytest.mark.parametrize("sort", ["changed", "state", "starts", "ends", "eur", "'; drop"])
def test_the_table_is_sorted(client, sort):
    rich, poor = JointProjectFactory(state="done", starts=None), JointProjectFactory(state="idea")
    rich.budget.create(source="other", year=2026, eur=100)
    page = client.get(reverse("cooperation:projects"), {"view": "table", "sort": sort}).content.decode()
    first = {"eur": rich, "state": poor, "starts": poor}.get(sort)
    if first is not None:
        second = poor if first is rich else rich
        assert page.index(f"/{first.slug}/") < page.index(f"/{second.slug}/")


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    for _each in range(number):
        project = JointProjectFactory()
        JointPartnerFactory.create_batch(number, project=project)
        project.budget.create(source="other", year=2026, eur=100)
        project.milestones.create(title="X", due=dt.date(2020, 1, 1))
    client.get(reverse("cooperation:projects"))
    with django_assert_num_queries(9):
        client.get(reverse("cooperation:projects"))
    with django_assert_num_queries(9):
        client.get(reverse("cooperation:projects"), {"view": "table"})
    with django_assert_num_queries(11):
        client.get(reverse("cooperation:project", args=[project.slug]))
    with django_assert_num_queries(3):
        client.get(reverse("cooperation:project_partners", args=[project.slug]))
