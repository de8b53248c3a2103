"""Links above a list that set one of what is asked and leave the rest."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode


def tabs(
    asked: Mapping[str, str], name: str, current: str, choices: Sequence[tuple[str, str]]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for value, label in choices:
        kept = {key: each for key, each in {**asked, name: value}.items() if each}
        rows.append({"href": f"?{urlencode(kept)}" if kept else "?", "label": label, "current": value == current})
    return rows
