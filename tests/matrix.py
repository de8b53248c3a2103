"""The table of docs/developers/who-may-what.md: every address by role, as the requests of the test were answered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .asking import Asked

FILE = Path(__file__).resolve().parents[1] / "docs" / "developers" / "who-may-what.md"
COLUMNS = (
    ("nobody", "anonymous", ("own",)),
    ("signed in", "outsider", ("own",)),
    ("viewer", "viewer", ("own",)),
    ("auditor", "auditor", ("own",)),
    ("facilitator", "facilitator", ("own",)),
    ("organiser", "organiser", ("own",)),
    ("administrator", "administrator", ("own",)),
    ("of another project", "stranger", ("own",)),
    ("at a hidden project", "organiser", ("hidden", "crossed")),
)
"""Heading, role, and the places whose answers stand in the column."""
HEAD = """# Who may what

Made by `tests/test_who_may_what.py` from the list of addresses, each asked as every role; the test fails where this
file is not what comes out (`TALKA_WRITE_MATRIX=1 make test TESTS=tests/test_who_may_what.py` writes it anew).

The roles are those of one project with a published event. “Of another project” is an organiser elsewhere in the same
installation; “at a hidden project” is an organiser who asks for the same things of a project that is not theirs and
not public, also with their own event in the address and the hidden project's thing behind it. Before the stroke
stands what a question (GET) is answered, behind it what a deed (POST) with plausible fields does; HEAD is GET, and
PUT, PATCH and DELETE exist nowhere.

| sign | question | deed |
|---|---|---|
| **S** | sees it | is answered, and nothing is changed: what was sent does not suffice, or it was so before |
| **D** | | does it: something is changed |
| **M** | is led on | is led on, and nothing is changed |
| **L** | is asked to sign in | is asked to sign in |
| **R** | is refused with a reason | is refused with a reason |
| **n** | is not found | is not found |
| **·** | belongs to a button, is not opened | there is no deed here |

Addresses that begin with `r/`, `f/`, `i/`, `q/`, `c/`, `w/` and `signin/` hold their secret: whoever has it may, and
`tests/test_secret_links.py` asks those whose secret is wrong, over, or somebody else's.
"""
BEYOND = """
## What is not in the list of addresses

`tests/test_beyond_the_list.py` asks for it.

| what | who |
|---|---|
| `/static/…` | everybody: files that come with Talka, and nothing outside their folders |
| uploads | have no address of their own; a view hands them out |
| `…/live/` as an event stream, `/w/<code>/deeds/` | the ASGI front asks the same view as here |
| anything else | not found |
"""
MOST_FIRST = "DSMLRn·"


def sign(asked: Asked, method: str) -> str:
    if asked.changed and method == "POST":
        return "D"
    if 300 <= asked.status < 400:
        return "L" if "/accounts/login/" in asked.to else "M"
    if asked.status < 300 or (method == "POST" and asked.status in (400, 422)):
        return "S"
    return {404: "n", 405: "·"}.get(asked.status, "R")


def written(met: Mapping[tuple[str, str], Iterable[Asked]]) -> str:
    """The whole file. met: what each role and method met."""
    found: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for (role, method), all_asked in met.items():
        for each in all_asked:
            names[each.address.route] = each.address.name
            found[each.address.route, role, each.place, method].append(sign(each, method))
    rooms: dict[str, list[str]] = defaultdict(list)
    for route, name in names.items():
        rooms[_room(name)].append(route)
    parts = [HEAD]
    for room in sorted(rooms):
        parts.append(f"\n## {room}\n\n")
        parts.append("| address | " + " | ".join(title for title, _role, _places in COLUMNS) + " |\n")
        parts.append("|---" * (len(COLUMNS) + 1) + "|\n")
        parts += [f"| `/{route}` | {' | '.join(_cells(found, route))} |\n" for route in sorted(rooms[room])]
    parts.append(BEYOND)
    return "".join(parts)


def _room(name: str) -> str:
    return name.partition(":")[0] if ":" in name else "house and sign-in"


def _cells(found: Mapping[tuple[str, str, str, str], Sequence[str]], route: str) -> list[str]:
    cells = []
    for _title, role, places in COLUMNS:
        signs = []
        for method in ("GET", "POST"):
            answers = [each for place in places for each in found.get((route, role, place, method), [])]
            # Of several answers the most that was given.
            signs.append(min(answers, key=MOST_FIRST.index) if answers else "")
        cells.append("/".join(signs) if any(signs) else "")
    return cells
