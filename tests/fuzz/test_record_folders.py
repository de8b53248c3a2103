"""`talka load`: a folder of record files of which one is changed. A refusal names the file; nothing is half-done."""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from talka.results.loading import dump, load
from talka.ui.refusals import Refusal
from tests.own_database import own_database
from tests.planted import build

from .feeding import fed, rows_in_all, undone
from .files import comma, edited, edited_cell, edits, words


@pytest.fixture(scope="module")
def folder(django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The planted programme as `talka dump` writes it: every kind of file, and few rows."""
    with own_database(django_db_blocker, "fed_by_folders"):
        build()
        written = tmp_path_factory.mktemp("record") / "pirma"
        dump(written, "pirma")
        yield written


def files_of(folder: Path) -> list[Path]:
    return sorted(each.relative_to(folder) for each in folder.rglob("*") if each.suffix in (".csv", ".toml"))


changed = st.fixed_dictionaries(
    {
        "file": st.floats(0, 1, exclude_max=True),
        "way": st.sampled_from(["cell", "cell", "cell", "edit", "line", "away"]),
        "at": st.floats(0, 1, exclude_max=True),
        "across": st.floats(0, 1, exclude_max=True),
        "words": words,
        "edits": edits,
    }
)


def change(path: Path, how: dict[str, Any]) -> None:
    content = path.read_bytes()
    if how["way"] == "away":
        path.unlink()
    elif how["way"] == "edit":
        path.write_bytes(edited(content, how["edits"]))
    elif path.suffix == ".csv":
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True)))
        if how["way"] == "line":
            rows.insert(1 + int(how["at"] * len(rows)), [*rows[int(how["at"] * len(rows))], how["words"]])
        else:
            rows = edited_cell(rows, how["at"], how["across"], how["words"])
        path.write_bytes(comma(rows))
    else:
        path.write_bytes(_toml_value(content, how))


def _toml_value(content: bytes, how: dict[str, Any]) -> bytes:
    """One value in place of another."""
    lines = content.decode().splitlines()
    valued = [at for at, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    at = valued[int(how["at"] * len(valued))]
    name = lines[at].split(" = ")[0]
    others = [
        "7",
        "-1",
        "1e400",
        "nan",
        "9" * 5000,
        "true",
        "[]",
        "{}",
        "[" * 300 + "]" * 300,
        "2026-02-30",
        "10:00",
        "2026-02-11",
        "[{}]",
        "{ lv = 1 }",
    ]
    text = how["words"].encode("utf-8", "replace").decode()
    quoted = (
        '"' + "".join(f"\\u{ord(sign):04x}" if ord(sign) < 32 or sign in '"\\\x7f' else sign for sign in text) + '"'
    )
    choice = int(how["across"] * (len(others) + 8))
    if choice == len(others):
        del lines[at]
    else:
        lines[at] = f"{name} = {others[choice] if choice < len(others) else quoted}"
    return "\n".join(lines).encode()


def test_unchanged_it_is_read(folder: Path) -> None:
    names = {str(each) for each in files_of(folder)}
    assert {"programme.toml", "people.csv", "events/own-pasakums.toml", "events/own-pasakums/cards.csv"} <= names
    with undone():
        assert load(folder).slug == "pirma"


@fed(changed, most=60)
def test_a_folder_with_one_file_changed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, how: dict[str, Any]
) -> None:
    copy = tmp_path_factory.mktemp("changed") / "pirma"
    shutil.copytree(folder, copy)
    files = files_of(copy)
    change(copy / files[int(how["file"] * len(files))], how)
    with undone():
        before = rows_in_all()
        try:
            load(copy)
        except Refusal as refusal:
            assert refusal.text().strip()
            assert rows_in_all() == before, "refused, and yet something stays"
    shutil.rmtree(copy)
