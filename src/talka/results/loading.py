"""Reading and writing a programme as plain files, as the `talka` command calls it."""

from .actions.dump import dump
from .actions.load import load

__all__ = ["dump", "load"]
