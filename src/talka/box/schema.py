"""Which shape of the database this Talka has: the names of its migrations."""

from functools import cache
from importlib.resources import files

from django.apps import apps


@cache
def schema() -> tuple[str, ...]:
    """All migrations of all rooms, as room.name."""
    found = []
    for room in apps.get_app_configs():
        if room.name.startswith("talka."):
            folder = files(room.name) / "migrations"
            if folder.is_dir():
                found += [f"{room.label}.{path.name[:-3]}" for path in folder.iterdir() if path.name[:4].isdigit()]
    return tuple(sorted(found))
