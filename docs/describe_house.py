"""Writes what the code says of itself: docs/developers/signals-and-slots.md and docs/developers/measures.md.

    make describe

The first must agree with the code (tests/test_house.py); the second holds figures as they were when it was written.
"""

import ast
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[1]
HOUSE = TOP / "src" / "talka"
DEVELOPERS = TOP / "docs" / "developers"


def main() -> None:
    """With the word `signals` the first is only printed."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    import django

    django.setup()
    if sys.argv[1:] == ["signals"]:
        print(signals_and_slots(), end="")
        return
    (DEVELOPERS / "signals-and-slots.md").write_text(signals_and_slots())
    (DEVELOPERS / "measures.md").write_text(measures())


# Signals and slots


def signals_and_slots() -> str:
    """The tables of how rooms meet, from what they registered at start-up. Django must be set up."""
    from talka.events import certified
    from talka.events.queries import privacy
    from talka.letters import access as letters
    from talka.links import registry as links
    from talka.live import registry as live
    from talka.people import access as people
    from talka.people import personal_data
    from talka.results import further
    from talka.ui import declared, navigation, panels
    from talka.upkeep import sources
    from talka.workshops.actions import deeds

    hung = [
        (f"`{kind}`", str(order), _name(renderer), _first_line(renderer))
        for kind, rows in sorted(panels._panels.items())
        for order, renderer in rows
    ]
    entries = [(str(e.order), f"`{e.url_name}`", _english(e.label), _name(e.visible)) for e in navigation.entries()]
    kinds = sorted(links._kinds.values(), key=lambda kind: (kind.order, kind.name))
    trail = [(str(k.order), f"`{k.name}`", _english(k.label), _name(k.show), _leads_to(links, k.name)) for k in kinds]
    kept = [
        (
            f"`{room.name}`",
            *(
                f"`{deed.__module__.removeprefix('talka.')}`" if deed else "–"
                for deed in (room.export, room.erase, room.hold, room.holds, room.traces)
            ),
        )
        for room in personal_data.rooms()
    ]
    beside = [
        (f"`{each.what}`", _english(each.personal.title), _english(each.personal.retention))
        for _what, each in sorted(declared.declared_beside().items())
    ]
    asked = [
        (f"`{teller}`", what, ", ".join(_name(told) for told in answers) or "nobody yet")
        for teller, what, answers in (
            ("people.access.register_keeper", "whose work keeping the register of persons is", people._keepers),
            ("people.access.register_frozen", "whose data are to be left alone", people._frozen),
            ("events.queries.privacy.register_readers", "who reads what people write at an event", privacy._readers),
            ("events.certified.register", "the page of a certificate by its code", certified._shows),
            ("upkeep.sources.tell_of_backups", "the last backup that succeeded", sources._last_backup),
            ("upkeep.sources.tell_of_faults", "what speaks against letting strangers in", sources._faults),
        )
    ]
    folders = [(f"`{room}`", _name(part.load), _name(part.dump)) for room, part in sorted(further._parts.items())]
    streams = [(f"`{prefix}…`", _name(render)) for prefix, render in sorted(live._renderers.items())]
    scopes = [(f"`{kind}`", _name(ids_for)) for kind, ids_for in sorted(letters._scopes.items())]
    phones = [(f"`{name}`", _name(deed.do), _fields(deed)) for name, deed in sorted(deeds._deeds.items())]
    return "\n".join(
        [
            "# Signals and slots",
            "",
            "Written by `make describe` from what the rooms register at start-up; a test holds it to the code. How rooms",
            "meet without importing upwards, and why, says [the house in one page](house.md).",
            "",
            "## Signals: news for the rooms above, after commit",
            "",
            *_table(("signal", "says", "who listens"), _signals()),
            "## Panels on the pages of rooms below",
            "",
            *_table(("page of", "order", "hung by", "what it shows"), hung),
            "## Entries of the navigation",
            "",
            *_table(("order", "page", "label", "who sees it"), entries),
            "## Kinds of the trail, and where their arrows lead",
            "",
            *_table(("order", "kind", "label", "shown by", "leads to"), trail),
            "## What rooms keep of persons",
            "",
            *_table(("room", "export", "erase", "hold", "holds", "traces"), kept),
            "## What of people is kept where no model of ours says it",
            "",
            *_table(("what", "title", "how long"), beside),
            "## What rooms ask of those above",
            "",
            *_table(("told to", "what", "told by"), asked),
            "## Record files of rooms above `results`",
            "",
            *_table(("room", "load", "dump"), folders),
            "## Streams and who renders their moments",
            "",
            *_table(("stream", "rendered by"), streams),
            "## Letters: whose they are",
            "",
            *_table(("kind", "which of them a person may read"), scopes),
            "## Deeds that phones send",
            "",
            *_table(("deed", "done by", "fields"), phones),
        ]
    )


def _signals() -> Iterator[tuple[str, ...]]:
    """Every `Signal()` of a room's signals.py, with the comment above it and its receivers."""
    from importlib import import_module

    for path in sorted(HOUSE.glob("*/signals.py")):
        room = path.parent.name
        module = import_module(f"talka.{room}.signals")
        said: list[str] = []
        for line in path.read_text().splitlines():
            if line.startswith("#"):
                said.append(line.lstrip("# "))
            elif found := re.match(r"(\w+) = Signal\(", line):
                signal = getattr(module, found[1])
                heard = sorted(_name(receiver) for receiver in _receivers(signal))
                yield f"`{room}.{found[1]}`", " ".join(said), ", ".join(heard) or "nobody yet"
                said = []
            else:
                said = []


def _receivers(signal: Any) -> Iterator[Callable[..., Any]]:
    from weakref import ReferenceType

    for entry in signal.receivers:
        receiver = entry[1]() if isinstance(entry[1], ReferenceType) else entry[1]
        if receiver is not None:
            yield receiver


def _leads_to(links: Any, kind: str) -> str:
    return ", ".join(f"`{name}`" for name in sorted({a.to_kind for a in links._arrows if a.from_kind == kind}))


def _fields(deed: Any) -> str:
    return ", ".join(f"`{field}`" for field in sorted(deed.fields))


def _name(deed: Any) -> str:
    """`room.module.function` of ours, without the house's own name; what makes others is named by its maker."""
    named = getattr(deed, "func", deed)
    name = named.__qualname__.split(".<locals>")[0]
    return f"`{named.__module__.removeprefix('talka.')}.{name}`"


def _first_line(deed: Any) -> str:
    return (getattr(deed, "func", deed).__doc__ or "").strip().split("\n")[0]


def _english(label: Any) -> str:
    from django.utils import translation

    with translation.override("en"):
        return str(label)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return [*lines, ""]


# Measures


@dataclass(frozen=True)
class Function:
    """Of a module's top level or a class. public: its name and its class's begin with no underscore."""

    lines: int
    documented: bool
    typed: bool
    public: bool


def measures() -> str:
    """Figures of the source as it stands: how long, how typed, how documented."""
    code = [path for path in HOUSE.rglob("*.py") if not {"tests", "migrations"} & set(path.parts)]
    tests = [*HOUSE.glob("*/**/tests/**/*.py"), *(TOP / "tests").rglob("*.py")]
    templates = list(HOUSE.rglob("templates/**/*.html"))
    rooms = sorted({path.relative_to(HOUSE).parts[0] for path in code if len(path.relative_to(HOUSE).parts) > 1})
    parts = [
        ("everything", code),
        *((room, [path for path in code if path.relative_to(HOUSE).parts[0] == room]) for room in rooms),
    ]
    layers = [
        (layer, [path for path in code if layer in (path.stem, *path.relative_to(HOUSE).parts[1:-1])])
        for layer in ("models", "access", "actions", "queries", "views", "forms")
    ]
    return "\n".join(
        [
            "# Measures of the source",
            "",
            f"Written by `make describe` at commit {_commit()}, without tests and migrations unless a line says so.",
            "Typed: every parameter and the answer is annotated. Documented: it has a docstring. Public: neither its name",
            "nor its class's begins with an underscore; a method that Django calls by a name of its own counts as well.",
            "",
            "## Rooms",
            "",
            *_table(HEAD, (_row(name, files) for name, files in parts if files)),
            "## Layers",
            "",
            *_table(HEAD, (_row(name, files) for name, files in layers)),
            "## Tests and templates",
            "",
            *_table(
                ("what", "files", "lines", "median", "90 %", "largest"),
                [
                    (name, *_sizes([len(p.read_text().splitlines()) for p in files]))
                    for name, files in (("tests", tests), ("templates", templates))
                ],
            ),
            f"The longest line of a template has {_longest(templates)} signs.",
            "",
        ]
    )


HEAD = (
    "part",
    "files",
    "lines",
    "median",
    "90 %",
    "largest",
    "public functions",
    "typed",
    "documented",
    "lines of a function: median, 90 %, largest",
)


def _row(name: str, files: list[Path]) -> tuple[str, ...]:
    found = [function for path in files for function in _functions(path)]
    public = [function for function in found if function.public]
    lengths = [function.lines for function in found]
    return (
        name,
        *_sizes([len(path.read_text().splitlines()) for path in files]),
        f"{len(public):,}",
        _share(sum(function.typed for function in public), len(public)),
        _share(sum(function.documented for function in public), len(public)),
        f"{statistics.median(lengths):g}, {_ninth(lengths)}, {max(lengths)}" if lengths else "–",
    )


def _sizes(lines: list[int]) -> tuple[str, str, str, str, str]:
    return f"{len(lines):,}", f"{sum(lines):,}", f"{statistics.median(lines):g}", str(_ninth(lines)), str(max(lines))


def _ninth(values: list[int]) -> int:
    return sorted(values)[int(0.9 * (len(values) - 1))]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


def _functions(path: Path) -> Iterator[Function]:
    def below(node: ast.AST, public: bool) -> Iterator[Function]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                yield from below(child, public and not child.name.startswith("_"))
            elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                given = [*child.args.posonlyargs, *child.args.args, *child.args.kwonlyargs]
                given += [each for each in (child.args.vararg, child.args.kwarg) if each]
                own = given[1:] if isinstance(node, ast.ClassDef) and given else given
                yield Function(
                    (child.end_lineno or child.lineno) - child.lineno + 1,
                    ast.get_docstring(child) is not None,
                    child.returns is not None and all(each.annotation is not None for each in own),
                    public and not child.name.startswith("_"),
                )

    return below(ast.parse(path.read_text()), True)


def _longest(templates: list[Path]) -> int:
    return max(len(line) for path in templates for line in path.read_text().splitlines())


def _commit() -> str:
    asked = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=TOP, capture_output=True, text=True)
    return asked.stdout.strip() or "unknown"


if __name__ == "__main__":
    main()
