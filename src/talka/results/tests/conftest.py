"""A project of two years and its team, in every role; tests of a played event make their own."""

import datetime as dt

import pytest
from django.test import Client

from talka.programmes.factories import ProjectFactory

from .team import client_of, team_of


@pytest.fixture
def project():
    return ProjectFactory(starts=dt.date(2026, 1, 1), ends=dt.date(2027, 12, 31))


@pytest.fixture
def people(project):
    return team_of(project)


@pytest.fixture
def organiser(people) -> Client:
    return client_of(people["organiser"])
