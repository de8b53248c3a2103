"""Reading and writing a programme as plain files, as the `talka` command calls it. Rooms above register their part."""

from .actions.dump import dump
from .actions.load import Reading, at, checked, load, unknown, wrong
from .further import register

__all__ = ["Reading", "at", "checked", "dump", "load", "register", "unknown", "wrong"]
