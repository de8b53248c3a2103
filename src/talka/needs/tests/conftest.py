"""A programme and whoever organises it; tests of one event or one team make their own."""

import pytest

from talka.programmes.factories import ProjectFactory, TeamMemberFactory


@pytest.fixture
def programme(db):
    return ProjectFactory().programme


@pytest.fixture
def organiser(programme):
    return TeamMemberFactory(programme=programme, project=None).person
