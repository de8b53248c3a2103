"""Formats of group work that projects made their own, one file each."""

from collections.abc import Iterable
from pathlib import Path

from talka.programmes.models import Project
from talka.workshops.models import Format

from ..record_files import write_toml


def write_formats(projects: Iterable[Project], folder: Path) -> None:
    for row in Format.objects.filter(project__in=list(projects), removed_at=None).select_related("project"):
        path = folder / "formats" / row.project.slug / f"{row.key}.toml"
        write_toml(path, {"based_on": row.based_on, **row.table})
