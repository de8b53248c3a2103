"""Where real tables lie that tests read and the project does not carry: `shared/data` beside it or above."""

from __future__ import annotations

from pathlib import Path

import pytest


def folder(name: str) -> Path:
    """The folder of that name; skips the test where it is not there."""
    for above in Path(__file__).resolve().parents:
        if (above / "shared" / "data" / name).is_dir():
            return above / "shared" / "data" / name
    pytest.skip(f"the real tables of shared/data/{name} are not here")
