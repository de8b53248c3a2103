"""Settings in a file, as systemd reads it."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.site import environment_file
from talka.site.command import main
from talka.site.trouble import Trouble


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A=plain", "plain"),
        ("A=", ""),
        ("  A = spaced out  \n", "spaced out"),
        ("# A=1\n; A=2\nA=3", "3"),
        ("A=1\nA=2", "2"),
        ('A="Talka <talka@example.lv>"', "Talka <talka@example.lv>"),
        ("A='with $ and \\ as they are'", "with $ and \\ as they are"),
        (r'A="a \"word\", a \\ and a \$"', 'a "word", a \\ and a $'),
        (r'A="no \n escape"', r"no \n escape"),
        ("A=one \\\ntwo", "one two"),
        ('A="one\ntwo"', "one\ntwo"),
        ("A=postgresql://t:s@h/talka?sslmode=verify-full", "postgresql://t:s@h/talka?sslmode=verify-full"),
        ('A="quoted" ', "quoted"),
        ("A=it's here", "it's here"),
    ],
)
def test_values_are_read_as_systemd_reads_them(text, value):
    assert environment_file.parse(text, "file")["A"] == value


@given(st.text(st.characters(blacklist_characters="\n\0\r", blacklist_categories=["Cs"]), max_size=40))
def test_what_is_written_is_read_again(value):
    # only what systemd takes for a blank may be lost, and it is kept by quoting
    assert environment_file.parse(environment_file.line("A", value) + "\nB=1\n", "file") == {"A": value, "B": "1"}


def test_what_is_no_setting_is_refused_with_its_line(tmp_path):
    with pytest.raises(Trouble, match="line 2: “not a setting”"):
        environment_file.parse("A=1\nnot a setting\n", "file")
    with pytest.raises(Trouble, match="not closed"):
        environment_file.parse('A="open', "file")
    with pytest.raises(Trouble, match="several lines"):
        environment_file.line("A", "1\n2")


def test_a_command_takes_its_settings_from_the_file_but_keeps_what_is_said_before_it(tmp_path, monkeypatch, capsys):
    file = tmp_path / "talka.env"
    file.write_text("TALKA_TRY_ONE=from the file\nTALKA_TRY_TWO=from the file\n")
    monkeypatch.setenv("TALKA_ENV", str(file))
    monkeypatch.setenv("TALKA_TRY_TWO", "said before")
    monkeypatch.setenv("TALKA_TRY_ONE", "")
    monkeypatch.delenv("TALKA_TRY_ONE")
    assert main(["version"]) == 0
    assert os.environ["TALKA_TRY_ONE"] == "from the file"
    assert os.environ["TALKA_TRY_TWO"] == "said before"
    capsys.readouterr()


def test_a_file_that_is_not_there_is_trouble_in_words(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TALKA_ENV", str(tmp_path / "missing.env"))
    assert main(["version"]) == 1
    assert "missing.env" in capsys.readouterr().err
