"""In which order files of tests begin, and what a run leaves behind is taken away."""

import pytest

from .own_database import drop_pattern

LONGEST = (
    "test_who_may_what",
    "test_every_page",
    "test_bad_input",
    "test_played",
    "test_day",
    "test_archive",
    "test_hall_box",
    "test_backup_and_restore",
    "test_every_address_guarded",
    "test_renewal",
    "test_two_servers",
    "test_lifecycle",
    "test_new_tables",
    "test_words_stay_words",
)
"""The files that take a minute and more, longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, then the other tests of the whole house, then the rooms': whatever worker is done early takes
    one of many short ones, and none is left alone with a long one at the end."""
    items.sort(key=_begins)


def _begins(item: pytest.Item) -> int:
    if item.path.is_relative_to(item.config.rootpath / "src"):
        return len(LONGEST) + 1
    return LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST)


def pytest_sessionfinish() -> None:
    drop_pattern()
