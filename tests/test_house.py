"""The order of the rooms where imports do not show it: foreign keys by name, page names, includes, file names."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

TOP = Path(__file__).parents[1]
HOUSE = TOP / "src" / "talka"
DOCS = TOP / "docs"

LAYERS = re.compile(r"^layers =\n((?:    .*\n)+)", re.MULTILINE)
FLOORS = [re.findall(r"\w+", line) for line in LAYERS.search((TOP / ".importlinter").read_text())[1].splitlines()]
"""As import-linter is told them, from the roof down; rooms in brackets are still to be built."""

FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
ROOMS = sorted(path.parent.name for path in HOUSE.glob("*/__init__.py"))


def may_use(room: str, other: str) -> bool:
    return room == other or FLOOR[other] > FLOOR[room]


def test_every_room_has_its_floor():
    assert [room for room in ROOMS if room not in FLOOR] == []


def test_foreign_keys_point_downwards():
    wrong = []
    for model in apps.get_models():
        room = model.__module__.split(".")[1] if model.__module__.startswith("talka.") else None
        for field in model._meta.get_fields():
            other = field.related_model if field.is_relation and field.concrete else None
            if room and other is not None and other.__module__.startswith("talka."):
                target = other.__module__.split(".")[1]
                if not may_use(room, target):
                    wrong.append(f"{model.__name__}.{field.name} -> {target}")
    assert wrong == []


def texts(room: str, pattern: str):
    for path in sorted((HOUSE / room).rglob(pattern)):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield path.relative_to(HOUSE), path.read_text(encoding="utf-8")


# `{% url … as name %}` is left out: it gives nothing where the page is not there
PAGE = re.compile(
    r"""(?:\{%\s*url\s+(?![^%]*\sas\s)|\breverse(?:_lazy)?\(\s*|\bredirect\(\s*)["']([a-z_]+):[\w-]+["']"""
)
INCLUDE = re.compile(r"""\{%\s*(?:include|extends)\s+["']([a-z_]+)/""")


@pytest.mark.parametrize("room", ROOMS)
def test_pages_and_includes_of_rooms_above_are_not_named(room):
    wrong = []
    for kind in ("*.py", "*.html", "*.txt"):
        for path, text in texts(room, kind):
            for pattern in (PAGE, INCLUDE):
                wrong += [
                    f"{path}: {name}" for name in pattern.findall(text) if name in FLOOR and not may_use(room, name)
                ]
    assert wrong == []


def names_of_pages(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> set[str]:
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                found.add(":".join((*spaces, entry.name)))
        else:
            found |= names_of_pages(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
    return found


NAMED = re.compile(r"""\{%\s*url\s+["']([\w:-]+)["']""")


@pytest.mark.parametrize("room", ROOMS)
def test_every_page_that_a_template_names_exists(room):
    known = names_of_pages(get_resolver())
    assert known
    wrong = [
        f"{path}: {name}" for path, text in texts(room, "*.html") for name in NAMED.findall(text) if name not in known
    ]
    assert wrong == []


def test_file_names_say_what_is_inside():
    empty_words = {"util", "utils", "helper", "helpers", "common", "misc"}
    assert [str(path) for path in HOUSE.rglob("*.py") if path.stem in empty_words] == []


def test_exports_tell_days_where_the_house_stands():
    """A moment's own day is that of UTC: `personal_data.day_of` is asked instead."""
    paths = [path for path in HOUSE.rglob("*.py") if "personal" in path.relative_to(HOUSE).as_posix()]
    assert paths
    assert [str(path) for path in paths if ".date()" in path.read_text() and "tests" not in path.parts] == []


def test_no_address_of_an_index_stands_in_the_locked_sets():
    for path in (HOUSE.parents[1] / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "://" not in text, path.name
        assert "index" not in text
        assert text.count("--hash=") > text.count("==") / 2


def test_what_is_installed_is_what_is_declared():
    """Each direct dependency stands in the lock."""
    top = HOUSE.parents[1]
    declared = tomllib.loads((top / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (top / "requirements" / "base.txt").read_text(), re.MULTILINE))
    names = {re.split(r"[\[<>=; ]", line)[0].lower().replace("_", "-") for line in declared}
    assert names - locked == set()


def test_the_tables_of_signals_and_slots_are_those_of_the_code():
    """Asked of a process of its own: other tests register things too."""
    words = [sys.executable, str(DOCS / "describe_house.py"), "signals"]
    environment = os.environ | {"PYTHONPATH": str(TOP / "src")}
    told = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    written = (DOCS / "developers" / "signals-and-slots.md").read_text()
    assert written == told.stdout, "make describe writes them anew"


FILE_NAMED = re.compile(r"`((?:[\w-]+/)+[\w.-]*)`")


@pytest.mark.parametrize("page", sorted((DOCS / "developers").glob("*.md")), ids=lambda page: page.stem)
def test_files_that_developers_are_sent_to_are_there(page):
    places = [HOUSE, DOCS.parent, *(HOUSE / room for room in ROOMS)]
    named = set(FILE_NAMED.findall(page.read_text()))
    first = {*ROOMS, "src", "tests", "docs", "bench", "examples"}
    meant = {name for name in named if name.split("/")[0] in first and not re.search("<|SLUG|KEY", name)}
    assert sorted(name for name in meant if not any((place / name).exists() for place in places)) == []


WRITES = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "update", "delete"}
WRITERS = {
    "people/personal_data.py",  # the registry of erasing, called by people/actions/erasure.py
    "people/failed_codes.py",  # counting wrong codes is no deed of a person
    "people/personal_links.py",  # one idea with its two rows: making, opening and ending a link
    "people/own.py",  # the same for the code that opens the own page
    "people/models.py",  # the manager that Django makes accounts with
}


def writes_in(path: Path) -> list[str]:
    """Calls that write rows: of a manager's methods, and `save` of a row."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            said = ast.unparse(node.func)
            manager = ".objects." in said or "_base_manager" in said
            row = node.func.attr == "save" and (not node.args or any(k.arg == "update_fields" for k in node.keywords))
            if (manager and node.func.attr in WRITES) or (row and not node.args and not said.startswith("super()")):
                found.append(f"{path.relative_to(HOUSE)}:{node.lineno}: {said[:60]}")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_actions_are_the_only_code_that_writes(room):
    """A room's part of an erasure (`personal.py`) is run by the action of the whole."""
    found = []
    for path in sorted((HOUSE / room).rglob("*.py")):
        inside = path.relative_to(HOUSE / room).parts
        apart = {"actions", "tests", "migrations", "factories", "personal"} & {*inside[:-1], path.stem}
        if not apart and str(path.relative_to(HOUSE)) not in WRITERS:
            found += writes_in(path)
    assert found == []
