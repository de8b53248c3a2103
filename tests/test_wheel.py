"""The wheel holds everything that the source does, and what an installed Talka may not make for itself."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from talka.site.translations import LANGUAGES, po_path, rooms

TOP = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    words = ["pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "--wheel-dir", folder, TOP]
    subprocess.run([sys.executable, "-m", *words], check=True, timeout=120, cwd=folder)
    (wheel,) = folder.glob("talka-*.whl")
    with zipfile.ZipFile(wheel) as inside:
        return set(inside.namelist())


def kept(path: Path) -> bool:
    """Whether a file of the source belongs into an installation."""
    apart = {"tests", "factories", "__pycache__"} & set(path.parts)
    return not apart and path.name != "factories.py" and path.suffix not in {".po", ".mo", ".pyc"}


def test_every_file_of_the_house_is_in_it(names):
    files = [path.relative_to(TOP / "src") for path in (TOP / "src" / "talka").rglob("*") if path.is_file()]
    expected = {path.as_posix() for path in files if kept(path)}
    kinds = {Path(name).suffix for name in expected}
    assert {".html", ".css", ".js", ".toml", ".csv", ".typ", ".py"} <= kinds
    assert expected - names == set()


def test_catalogues_come_compiled_and_never_have_to_be_compiled_where_it_is_installed(names):
    of_rooms = [(room, language) for room in rooms() for language in LANGUAGES if po_path(room, language).exists()]
    compiled = {f"talka/{room}/locale/{language}/LC_MESSAGES/django.mo" for room, language in of_rooms}
    assert len(compiled) > 5
    assert compiled <= names
    assert [name for name in names if name.endswith(".po")] == []


def test_the_examples_of_the_demonstration_are_in_it(names):
    examples = TOP / "examples"
    expected = {f"talka/examples/{path.relative_to(examples).as_posix()}" for path in examples.rglob("*.*")}
    files = {name for name in expected if (examples / name.removeprefix("talka/examples/")).is_file()}
    assert "talka/examples/izspele/programme.toml" in files
    assert files - names == set()


def test_no_tests_and_nothing_of_the_checkout_is_in_it(names):
    tops = {name.split("/")[0] for name in names}
    assert {top.split("-")[0] for top in tops} == {"talka"}
    assert [name for name in names if "/tests/" in name or name.endswith(".pyc")] == []
