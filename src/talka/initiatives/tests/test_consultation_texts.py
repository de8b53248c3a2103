"""How a pasted text is cut, and how two texts are compared: without a page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talka.initiatives.splitting import LONGEST_PART, Part, heading_of, split_text
from talka.initiatives.text_changes import MOST_PAIRS, pairs, runs


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# Mērķi", "Mērķi"),
        ("### Mērķi ###", "Mērķi"),
        ("1. Ceļi un ielas", "1. Ceļi un ielas"),
        ("1.2.3 Skolas", "1.2.3 Skolas"),
        ("IV. Ūdens", "IV. Ūdens"),
        ("§ 5 Pārejas noteikumi", "§ 5 Pārejas noteikumi"),
        ("PĀRĒJĀ DAĻA", "PĀRĒJĀ DAĻA"),
        ("1. Pašvaldība pārbūvē ceļus.", ""),
        ("2027. gadā pārbūvē ceļus", ""),
        ("12 000 iedzīvotāju;", ""),
        ("Ceļi", ""),
        ("ES", ""),
        ("1. " + "gara rinda " * 20, ""),
        ("", ""),
    ],
)
def test_what_is_a_heading(line, heading):
    assert heading_of(line) == heading


def test_what_stands_before_the_first_heading_is_a_part_of_its_own():
    found = split_text("Ievads.\r\n\r\n# A\r\nViens\r\nDivi\r\n# B\r\n", "Sākums")
    assert found == [Part("Sākums", "Ievads."), Part("A", "Viens\nDivi"), Part("B", "")]


def test_nothing_has_no_parts():
    assert split_text(" \n\t\n", "Sākums") == []


def test_a_part_without_end_is_cut_at_a_line():
    text = "# A\n" + "\n".join(f"Rinda {number}" for number in range(5_000))
    found = split_text(text, "Sākums")
    assert len(found) > 1 and all(len(part.text) <= LONGEST_PART for part in found)
    assert "\n".join(part.text for part in found) == text.removeprefix("# A\n")
    assert [part.heading for part in found[:2]] == ["A (1)", "A (2)"]


@given(st.text(alphabet="ab #1.\n", max_size=200))
def test_no_words_are_lost(text):
    """Every word is in a heading or in a text, in order."""
    found = split_text(text, "")
    told = " ".join(f"{part.heading} {part.text}" for part in found)
    assert told.replace("#", "").split() == text.replace("#", "").split()


@given(st.text(alphabet="ab ,\n", max_size=60), st.text(alphabet="ab ,\n", max_size=60))
def test_both_texts_can_be_read_from_the_comparison(before, after):
    found = runs(before, after)
    assert "".join(run.text for run in found if run.kind != "added") == before
    assert "".join(run.text for run in found if run.kind != "removed") == after


def test_very_long_parts_are_compared_by_lines():
    lines = [f"viens divi {number}\n" for number in range(1_500)]
    before, after = "".join(lines), "".join([*lines[:700], "jauna\n", *lines[701:]])
    assert (len(lines) * 6) ** 2 > MOST_PAIRS
    assert [run.text for run in runs(before, after) if run.kind != "same"] == ["viens divi 700\n", "jauna\n"]


def test_parts_belong_together_though_their_numbers_shift():
    before = [Part("1. Ceļi", "a"), Part("2. Skolas", "b"), Part("3. Ūdens", "c")]
    after = [Part("1. Ceļi", "a"), Part("2. Mežs", "x"), Part("3. Skolas", "b"), Part("4. Ūdens", "d")]
    assert [(pair.heading, pair.kind) for pair in pairs(before, after)] == [
        ("1. Ceļi", "same"),
        ("2. Mežs", "added"),
        ("3. Skolas", "changed"),
        ("4. Ūdens", "changed"),
    ]
    assert [pair.kind for pair in pairs(before, [])] == ["removed"] * 3
