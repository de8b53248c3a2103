from pathlib import Path

import pytest


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    """Where snapshots of this test lie."""
    settings.TABLES_FOLDER = tmp_path / "tables"
    return settings.TABLES_FOLDER
