"""`talka merge`: a packed event of which one entry is changed. A refusal, or the event comes; never half of it."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from talka.box.actions.carrying import merge_file
from talka.box.tests.hall import Hall
from talka.box.tests.installations import Installations
from talka.ui.refusals import Refusal

from .feeding import fed, rows_in_all, undone
from .files import damaged
from .test_formats_and_deeds import put, values, ways


@pytest.fixture(scope="module")
def there(django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installations]:
    made = Installations(django_db_blocker, tmp_path_factory.mktemp("fed"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def packed(there: Installations) -> bytes:
    with there.at("home"):
        hall = Hall.prepared()
        hall.picture()
    path, _packed = there.pack("home", hall.slug)
    return path.read_bytes()


@st.composite
def changes(draw: st.DrawFn) -> tuple[float, float, list[float], object] | None:
    """One value of one line of one list; None: the file itself is damaged."""
    if draw(st.integers(0, 3)) == 0:
        return None
    return (draw(st.floats(0, 1, exclude_max=True)), draw(st.floats(0, 1, exclude_max=True)), draw(ways), draw(values))


def one_value(content: bytes, how: tuple[float, float, list[float], object]) -> bytes:
    file, at, way, value = how
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    told = sorted(name for name, each in entries.items() if name.endswith((".json", ".jsonl")) and each.strip())
    name = told[int(file * len(told))]
    if name == "box.json":
        entries[name] = json.dumps(put(json.loads(entries[name]), way, value)).encode()
    else:
        lines = entries[name].splitlines()
        place = int(at * len(lines))
        lines[place] = json.dumps(put(json.loads(lines[place]), way, value)).encode()
        entries[name] = b"\n".join(lines)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for each, written in entries.items():
            target.writestr(each, written)
    return out.getvalue()


@fed(st.tuples(changes(), st.data()), most=60)
def test_a_parcel_with_one_thing_changed(
    there: Installations,
    packed: bytes,
    tmp_path_factory: pytest.TempPathFactory,
    how: tuple[tuple[float, float, list[float], object] | None, st.DataObject],
) -> None:
    change, data = how
    content = one_value(packed, change) if change else data.draw(damaged(packed))
    path = Path(tmp_path_factory.getbasetemp()) / "fed.talka"
    path.write_bytes(content)
    with there.at("box"), undone():
        before = rows_in_all()
        try:
            merge_file(path)
        except Refusal as refusal:
            assert refusal.text().strip()
            assert rows_in_all() == before
