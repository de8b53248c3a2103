"""Files that are damaged, foreign, hostile or from another time: a clear answer each, and nothing changes."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from talka.box import parcel
from talka.box.actions.carrying import merge_file
from talka.events.models import Event
from talka.ui.refusals import Refusal

from .hall import Hall
from .installations import Installations


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(path) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    change(entries)
    made = path.with_name("cits.talka")
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return made


def head(**values: Any) -> Callable[[dict[str, bytes]], None]:
    def change(entries: dict[str, bytes]) -> None:
        entries["box.json"] = json.dumps(json.loads(entries["box.json"]) | values).encode()

    return change


def line(model: str, **values: Any) -> Callable[[dict[str, bytes]], None]:
    """Change fields of the first row of a list."""

    def change(entries: dict[str, bytes]) -> None:
        first, *more = entries[f"rows/{model}.jsonl"].splitlines()
        told = json.loads(first)
        told["fields"] |= values
        entries[f"rows/{model}.jsonl"] = b"\n".join([json.dumps(told).encode(), *more])

    return change


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(entries: dict[str, bytes]) -> None:
        del entries[name]

    return change


def text(name: str, content: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(entries: dict[str, bytes]) -> None:
        entries[name] = content

    return change


WRONG = {
    "newer format": (head(format=99), "jaunāk"),
    "newer schema": (head(schema=["workshops.9999_rit"]), "jaunāk"),
    "another program": (head(talka="cits"), "nav vesels"),
    "no head": (without("box.json"), "nav vesels"),
    "a head that is no JSON": (text("box.json", b"{"), "nav vesels"),
    "no installation": (head(by="x"), "bojāts"),
    "a list is missing": (without("rows/workshops.Card.jsonl"), "workshops.Card"),
    "a line is no JSON": (text("rows/workshops.Card.jsonl", b"{oops"), "workshops.Card.jsonl:1"),
    "a line is a number": (text("rows/workshops.Card.jsonl", b"7"), "workshops.Card.jsonl:1"),
    "a card of nobody's group": (line("workshops.Card", group="(nav)"), "(nav)"),
    "a word where a number stands": (line("workshops.Group", number="daudz"), "number"),
    "a number that is too large": (line("workshops.Group", number=99_999_999), "smallint"),
    "a moment that is none": (line("workshops.Card", written_at="vakar"), "bojāts"),
    "words that are too long": (line("workshops.Card", text="x" * 100_000), "500"),
    "an empty card": (line("workshops.Card", text=""), "card_says_something"),
    "a way out of the folder": (line("workshops.Picture", file="../../etc/passwd"), "files/"),
    "an absolute way": (line("workshops.Picture", file="/etc/passwd"), "files/"),
    "a list instead of a name": (line("workshops.Picture", file=["x"]), "files/"),
    "an object instead of a key": (line("workshops.Card", seat={"a": 1}), "seat"),
}


def test_what_is_wrong_is_said(there: Installations, hall: Hall) -> None:
    with there.at("home"):
        hall.picture()
    path, _packed = there.pack("home", hall.slug)
    unsaid = {}
    with there.at("box"):
        for wrong, (change, said) in WRONG.items():
            with pytest.raises(Refusal) as refused:
                merge_file(rewritten(path, change))
            if said not in (told := refused.value.text()) or "Nekas netika mainīts" not in told:
                unsaid[wrong] = told
            assert not Event.objects.exists(), wrong
            assert not list((there.folder / "box").rglob("*.png")), "its pictures went again"
    assert unsaid == {}


def test_a_file_cut_short_and_one_that_is_no_zip(there: Installations, hall: Hall) -> None:
    path, _packed = there.pack("home", hall.slug)
    whole = path.read_bytes()
    with there.at("box"):
        for content in (whole[: len(whole) // 2], b"", b"PK\x03\x04", b"hello" * 1000):
            path.write_bytes(content)
            with pytest.raises(Refusal):
                merge_file(path)
        damaged = bytearray(whole)
        for place in range(200, len(damaged) - 3000, 977):
            damaged[place] ^= 0xFF
        path.write_bytes(bytes(damaged))
        with pytest.raises(Refusal):
            merge_file(path)
        assert not Event.objects.exists()


def test_a_bomb_is_not_unpacked(there: Installations, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    path, _packed = there.pack("home", hall.slug)
    monkeypatch.setattr(parcel, "MOST_ROWS_BYTES", 300_000)
    made = rewritten(path, text("rows/workshops.Card.jsonl", b" " * 3_000_000))
    assert made.stat().st_size < 200_000
    with there.at("box"), pytest.raises(Refusal) as refused:
        merge_file(made)
    assert "liels" in refused.value.text()


def test_an_older_file_without_a_new_column_is_read(there: Installations, hall: Hall) -> None:
    path, _packed = there.pack("home", hall.slug)

    def older(entries: dict[str, bytes]) -> None:
        rows = [json.loads(row) for row in entries["rows/workshops.Card.jsonl"].splitlines()]
        for row in rows:
            del row["fields"]["source"]
        entries["rows/workshops.Card.jsonl"] = "\n".join(json.dumps(row) for row in rows).encode()

    with there.at("box"):
        merge_file(rewritten(path, older))
        assert hall.texts() == ["Mājās rakstīta 0", "Mājās rakstīta 1"]


def test_names_of_files_are_checked() -> None:
    assert parcel.safe("ab/cdef.png")
    for name in ("../x", "/x", "a/../b", "a//b", "", ".hidden", "a\\b", "a\0b", "x" * 300, "a/./b"):
        assert not parcel.safe(name), name
