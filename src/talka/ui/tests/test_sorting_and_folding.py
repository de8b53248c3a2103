import random
from itertools import pairwise

import pytest

from talka.ui.folding import fold, sought, visible
from talka.ui.sorting import ALPHABET, latvian_key

IN_ORDER = [
    "Ainaži",
    "Aizkraukles novads",
    "Auce",
    "Ābeļi",
    "Ādažu novads",
    "Balvi",
    "Cēsis",
    "Čiekurkalns",
    "Dobele",
    "Engure",
    "Ērgļi",
    "Gulbene",
    "Ģibuļi",
    "Ikšķile",
    "Īslīce",
    "Jelgava",
    "Kuldīga",
    "Ķekava",
    "Limbaži",
    "Ļaudona",
    "Madona",
    "Nereta",
    "Ņukši",
    "Ogre",
    "Preiļi",
    "Rīga",
    "Saldus",
    "Šķibe",
    "Talsi",
    "Ugāle",
    "Ūdrīši",
    "Valka",
    "Zilupe",
    "Žīguri",
]


def shuffled(names):
    return random.Random(7).sample(names, len(names))


def test_the_latvian_order():
    mixed = shuffled(IN_ORDER)
    assert sorted(mixed, key=latvian_key) == IN_ORDER
    assert sorted(mixed, key=lambda text: latvian_key(text.upper())) == IN_ORDER


def test_every_letter_comes_after_the_one_before():
    for before, after in pairwise(ALPHABET):
        assert latvian_key(before) < latvian_key(after)
        assert latvian_key(before.upper()) < latvian_key(after)
        assert latvian_key(f"a{before}z") < latvian_key(f"a{after}a")


def test_numbers_count_by_their_value():
    names = ["Grupa 1", "Grupa 2", "Grupa 10", "Grupa 10a", "Grupa 123456789", "Grupa 1234567890", "Grupa A"]
    assert sorted(shuffled(names), key=latvian_key) == names


def test_a_shorter_name_comes_first_and_punctuation_only_parts_words():
    names = ["Ape", "Ape (pilsēta)", "Apes novads", "Apes pagasts"]
    assert sorted(shuffled(names), key=latvian_key) == names
    assert sorted(['SIA "Bērzs"', "SIA Ābols"], key=latvian_key) == ["SIA Ābols", 'SIA "Bērzs"']


def test_foreign_letters_stand_with_their_base():
    assert sorted(["Fux", "Föhn", "Foal"], key=latvian_key) == ["Foal", "Föhn", "Fux"]
    assert sorted(["Kalna iela", "Yard", "Jūra", "Īve"], key=latvian_key) == ["Īve", "Yard", "Jūra", "Kalna iela"]


@pytest.mark.parametrize("text", ["", "Šķiņķis", "北京", "😀 ok", "a\u0000b", "İstanbul", "ẞ", "½", "٣", "²"])
def test_any_text_has_a_key_in_plain_signs(text):
    assert latvian_key(text).isascii()


def test_case_decides_last():
    assert latvian_key("ogre") != latvian_key("Ogre")
    assert sorted(["Ogres", "ogre", "Ogre"], key=latvian_key)[2] == "Ogres"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Šķiņķis", "Skinkis"),
        ("ŠĶIŅĶIS", "šķiņķis"),
        ("Ā. Bērziņš-Kalniņš", "a.  berzins–kalnins"),
        ("„Zaļā”", '"zala"'),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("s\u030c", "š"),
    ],
)
def test_folding_forgets_marks_and_case(one, other):
    assert fold(one) == fold(other)


def test_folding_keeps_letters_apart():
    assert len({fold(text) for text in ("kase", "gase", "kāse ", "kasē")}) == 2


def test_a_search_is_as_long_as_somebody_would_type():
    assert sought("  Šķiņķa  SKINKIS ") == ["skinka", "skinkis"]
    assert len(sought("a " * 9_000)) == 12
    assert sum(map(len, sought("ā" * 9_000))) == 200


def test_signs_nobody_sees_are_left_out_and_letters_put_together():
    assert visible("S\u030c\u200bķi\u202eņķ\x07is\ufeff") == "Šķiņķis"
    assert visible("Divas\nrindas") == "Divas\nrindas"
    assert fold("Šķi\u200bņķis") == fold("Skinkis")
