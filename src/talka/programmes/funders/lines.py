"""On which line of a TOML file a setting stands: the parser itself does not tell."""

import re

HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-]+)\s*\]\]?\s*(?:#.*)?$")
SETTING = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")


class Lines:
    """Finds "publicity.logo.2.alt": the second [[publicity.logo]], its setting `alt`. Tables of tables below a table of
    tables are counted from its last entry, as TOML does."""

    def __init__(self, text: str) -> None:
        self._at: dict[str, int] = {}
        counts: dict[str, int] = {}
        here = ""
        for number, line in enumerate(text.splitlines(), start=1):
            if header := HEADER.match(line):
                name = self._numbered(header[2], counts, grows=header[1] == "[[")
                here = name
                self._at.setdefault(name, number)
            elif setting := SETTING.match(line):
                self._at.setdefault(f"{here}.{setting[1]}" if here else setting[1], number)

    @staticmethod
    def _numbered(name: str, counts: dict[str, int], *, grows: bool) -> str:
        found = ""
        parts = name.split(".")
        for place, part in enumerate(parts):
            found = f"{found}.{part}" if found else part
            if grows and place == len(parts) - 1:
                counts[found] = counts.get(found, 0) + 1
            if found in counts:
                found = f"{found}.{counts[found]}"
        return found

    def of(self, place: str) -> int:
        """The line of a place, else of the nearest thing around it; 1 where nothing of it is in the file."""
        while place:
            if place in self._at:
                return self._at[place]
            place = place.rpartition(".")[0]
        return 1
