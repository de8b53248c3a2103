"""Guides for administrators in two languages give the same commands; what they are worth is tried in a bare Debian."""

import re
import shlex
from pathlib import Path
from urllib.parse import unquote

import pytest

from talka.site.command import _parser

from .guide import GUIDES, commands

DOCS = GUIDES.parent
TOP = DOCS.parent
SETTINGS = ("settings.md", "iestatijumi.md")
READ = re.compile(r"""(?:environ(?:\.\w+\(|\[)|\b(?:truth|secret|_number)\()"([A-Z][A-Z_]+)\"""")
LINK = re.compile(r"\]\(([^)\s]+)\)")
GUIDED = [TOP / "README.md", TOP / "SECURITY.md", *sorted(DOCS.rglob("*.md"))]
"""Pages whose links are followed."""


def test_both_languages_install_with_the_same_commands():
    english = commands("installing.md")
    assert len(english) > 10
    assert commands("uzstadisana.md") == english


def test_every_command_of_talka_in_them_can_be_said():
    lines = [shlex.split(line) for line in commands("installing.md")]
    ours = [line[1:] for line in lines if line[0].rpartition("/")[2] == "talka"]
    assert {words[0] for words in ours} >= {"setup", "check"}
    known = {name for action in _parser()._actions for name in (action.choices or {})}
    assert {words[0] for words in ours} - known == set()
    for words in ours:
        if words[0] in {"setup", "check"}:
            _parser().parse_args(words)


@pytest.mark.parametrize("page", GUIDED, ids=lambda page: str(page.relative_to(TOP)))
def test_links_lead_somewhere(page):
    wrong = []
    for target in LINK.findall(page.read_text()):
        name, _sign, part = unquote(target).partition("#")
        if "://" in name or name.startswith("mailto:"):
            continue
        there = (page.parent / name).resolve() if name else page
        if not there.exists() or (part and part not in anchors(there)):
            wrong.append(target)
    assert wrong == []


def anchors(page: Path) -> set[str]:
    """As pages of a repository name their headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_both_languages_have_the_same_pages():
    """Each names the other in its first lines."""
    for page in sorted(GUIDES.glob("*.md")):
        head = "\n".join(page.read_text().splitlines()[:5])
        (other,) = re.findall(r"^\*(?:Latviski|In English): \[[\w./-]+\]\(([\w./-]+)\)", head, re.MULTILINE)
        assert page.name in (page.parent / other).read_text(), page.name


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_that_the_code_reads_is_told(name):
    text = (GUIDES / name).read_text()
    house = TOP / "src" / "talka"
    read = {
        word for path in house.rglob("*.py") if "tests" not in path.parts for word in READ.findall(path.read_text())
    }
    assert len(read) > 25
    theirs = {word for word in read if word.startswith("PYTHON")} | {"DJANGO_SETTINGS_MODULE"}
    assert sorted(word for word in read - theirs if f"`{word}`" not in text) == []


@pytest.mark.parametrize("name", SETTINGS)
def test_every_command_is_told(name):
    text = (GUIDES / name).read_text()
    known = [name for action in _parser()._actions for name in (action.choices or {})]
    assert len(known) > 15
    assert [deed for deed in known if f"`talka {deed}" not in text] == []
