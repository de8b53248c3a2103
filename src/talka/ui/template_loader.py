"""Templates are written in lines that people can read, and sent without what makes them so.

A page of hundreds of rows would carry their indentation hundreds of times. The line ends between tags stay, since a
blank between two words may be nothing else; within a tag they become blanks. Letters, which are texts, stay as they
are.
"""

import re
from typing import Any

from django_cotton import cotton_loader

TAG = re.compile(r"<[a-zA-Z][^<>]*>")
LINE_END = re.compile(r"\s*\n\s*")


class Loader(cotton_loader.Loader):  # type: ignore[misc]
    """Looks in the engine's folders, then in those of the rooms, as Cotton's own loader does."""

    def get_contents(self, origin: Any) -> str:
        contents = super().get_contents(origin)
        return tightened(contents) if str(origin.name).endswith(".html") else contents


def tightened(source: str) -> str:
    """The template with tags of one line each and without indentation."""
    return LINE_END.sub("\n", TAG.sub(_in_one_line, source))


def _in_one_line(tag: re.Match[str]) -> str:
    return LINE_END.sub(" ", tag.group()).replace(" >", ">").replace(" />", "/>")
