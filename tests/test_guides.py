"""Guides for administrators in two languages give the same commands; what they are worth is tried in a bare Debian."""

import shlex

from talka.site.command import _parser

from .guide import GUIDES, commands


def test_both_languages_install_with_the_same_commands():
    english = commands("installing.md")
    assert len(english) > 10
    assert commands("uzstadisana.md") == english


def test_every_command_of_talka_in_them_can_be_said():
    lines = [shlex.split(line) for line in commands("installing.md")]
    ours = [line[1:] for line in lines if line[0].rpartition("/")[2] == "talka"]
    assert {words[0] for words in ours} >= {"setup", "check"}
    known = {name for action in _parser()._actions for name in (action.choices or {})}
    assert {words[0] for words in ours} - known - {"backup"} == set()
    for words in ours:
        if words[0] in {"setup", "check"}:
            _parser().parse_args(words)


def test_links_to_pages_beside_them_lead_somewhere():
    later = {"backup.md", "dublejumi.md"}
    for name in ("installing.md", "uzstadisana.md"):
        text = (GUIDES / name).read_text()
        for target in {part.split(")")[0] for part in text.split("](")[1:]}:
            assert target in later or (GUIDES / target).is_file(), target
