"""What rooms above this one read from and write to the folder of record files. They register it at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from talka.programmes.models import Programme

if TYPE_CHECKING:
    from .actions.load import Reading

Load = Callable[["Reading"], None]
Dump = Callable[[Programme, Path], None]


@dataclass(frozen=True)
class Part:
    """load: reads its files once everything below is read; dump: writes the same files."""

    load: Load
    dump: Dump


_parts: dict[str, Part] = {}


def register(room: str, *, load: Load, dump: Dump) -> None:
    """Say what `room` (its app label) adds. Saying it again replaces it."""
    _parts[room] = Part(load, dump)


def parts() -> tuple[Part, ...]:
    """In the order of the rooms' names."""
    return tuple(_parts[name] for name in sorted(_parts))
