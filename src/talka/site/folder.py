"""The one folder that Talka writes to. Known before Django's settings are, which need it."""

import os
from pathlib import Path


def var_folder() -> Path:
    """Database, files, static copies, secrets made once: TALKA_VAR, else `var` where the command runs."""
    return Path(os.environ.get("TALKA_VAR") or "var").resolve()
