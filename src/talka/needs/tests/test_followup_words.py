"""What the method says has words on the page, or is told there in another way."""

import pytest

from talka.methods.followup.explain import ENGLISH
from talka.needs.followup_words import TOLD_OTHERWISE, reason_words

GIVEN = {"lost": 1, "gained": 1, "delta": 1, "cost": 100, "money": 100, "other": "measure:2", "option": "measure:1"}


@pytest.mark.parametrize("code", sorted(ENGLISH))
def test_every_code_has_words_or_is_told_otherwise(code):
    rule = {"code": "budget", "parameters": {"budget": 100}, "words": ""}
    words = reason_words({"code": code, "parameters": GIVEN, "rule": rule}, {"measure:2": "Otrā"}, 4)
    assert bool(words) is (code not in TOLD_OTHERWISE)


def test_only_codes_that_there_are_are_told_otherwise():
    assert set(ENGLISH) >= TOLD_OTHERWISE
