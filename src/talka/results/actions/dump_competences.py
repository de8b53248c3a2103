"""The competences that a programme made its own, in the shape of those that come with the house."""

from pathlib import Path

from talka.needs.models import Competence
from talka.programmes.models import Programme

from ..record_files import plain_words, write_toml


def write_competences(programme: Programme, folder: Path) -> None:
    """competences.toml; none where the programme asks about what comes with the house."""
    rows = [
        {
            "key": row.key,
            "title": plain_words(row.title),
            "description": plain_words(row.description),
            "retired": row.retired_at is not None or None,
        }
        for row in Competence.objects.filter(programme=programme)
    ]
    if rows:
        write_toml(folder / "competences.toml", {"competences": rows})
