from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from .hall import Hall
from .installations import Installations


@pytest.fixture(scope="session")
def all_installations(
    django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installations]:
    there = Installations(django_db_blocker, tmp_path_factory.mktemp("installations"))
    yield there
    there.end()


@pytest.fixture
def there(all_installations: Installations, tmp_path: Path) -> Installations:
    """home and boxes, all empty."""
    all_installations.anew("home", "box", "other")
    all_installations.folder = tmp_path
    return all_installations


@pytest.fixture
def hall(there: Installations) -> Hall:
    """A day that was prepared at home."""
    with there.at("home"):
        return Hall.prepared()
