import pytest

from talka.ui.lettering import width_of, wrapped

LONG = (
    "Latvijas plānošanas reģionu un vietējo pašvaldību teritoriālās attīstības plānošanas kapacitātes palielināšana un "
    "attīstības plānošanas dokumentu izstrādāšana"
)
WORD = "Pretpulksteņrādītājvirziens" * 3


@pytest.mark.parametrize("width", [6, 9.5, 16, 40])
@pytest.mark.parametrize(
    "words", [LONG, WORD, f"Īss {WORD} beigas", "WWWWWWWWWWWWWWWWW MMMMMMMMMMMMMM", "Dati", "", "日本語" * 9]
)
def test_no_line_is_wider_than_its_box_and_no_word_is_lost(words, width):
    found = wrapped(words, width, 99)
    assert all(width_of(line) <= width for line in found.lines)
    assert not found.cut
    assert "".join(found.lines).replace("-", "").replace(" ", "") == words.replace(" ", "")


def test_what_does_not_fit_ends_with_dots_inside_the_box():
    found = wrapped(LONG, 12, 3)
    assert found.cut
    assert len(found.lines) == 3
    assert found.lines[-1].endswith("…")
    assert all(width_of(line) <= 12 for line in found.lines)
    assert LONG.startswith(" ".join(found.lines).removesuffix("…"))
    assert wrapped(LONG, 12, 99).lines[:2] == found.lines[:2]


def test_letters_with_diacritics_are_as_wide_as_without():
    assert width_of("ķīļūņš") == width_of("kilums".replace("m", "n"))
    assert width_of("iii") < width_of("aaa") < width_of("AAA") < width_of("WWW")
