"""Votes become results as the formula says: worked by hand here, and never by the order in which they came."""

from fractions import Fraction

from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from talka.workshops.formats.spec import Way
from talka.workshops.queries.counting import Given, count

EQUAL = {"participant": 1.0, "practitioner": 1.0, "public": 1.0}
WHOLE = {"": 1.0}


def dots(thing, voter, value, role="participant", people=1, **more):
    return Given(thing, "", role, voter, people, value, **more)


def score(thing, criterion, voter, value, role="participant", people=1, **more):
    return Given(thing, criterion, role, voter, people, value, **more)


def values(result):
    return {row.thing: row.value for row in result.results}


def ranks(result):
    return [(row.thing, row.rank, row.tied) for row in result.results]


def test_dots_are_added_and_equal_sums_share_a_place():
    given = [dots("a", "1", 3), dots("a", "2", 2), dots("b", "2", 1), dots("b", "3", 4), dots("c", "3", 1)]
    result = count(Way.DOTS, ["c", "b", "a", "d"], given, WHOLE, {"participant": 1.0})
    assert values(result) == {"a": 5, "b": 5, "c": 1, "d": 0}
    assert ranks(result) == [("b", 1, True), ("a", 1, True), ("c", 3, False), ("d", 4, False)]
    assert result.people == 3


def test_a_role_without_a_weight_does_not_count_and_a_heavier_one_counts_more():
    given = [dots("a", "1", 2), dots("b", "2", 1, "practitioner"), dots("a", "3", 9, "public")]
    result = count(Way.DOTS, ["a", "b"], given, WHOLE, {"participant": 1.0, "practitioner": 2.5})
    assert values(result) == {"b": Fraction(5, 2), "a": 2}
    assert result.people == 2
    assert result.by_role == {"participant": 1, "practitioner": 1}


def test_scores_are_means_by_criterion_and_role_each_weighted():
    given = [
        # Players on fun: (5 + 4 + 3) / 3 = 4; practitioners: 2; so (4 + 2) / 2 = 3.
        score("a", "fun", "1", 5),
        score("a", "fun", "2", 4),
        score("a", "fun", "3", 3),
        score("a", "fun", "p", 2, "practitioner"),
        # On need players only: (1 + 2) / 2 = 1.5, which stands for all who gave any.
        score("a", "need", "1", 1),
        score("a", "need", "2", 2),
    ]
    criteria = {"fun": 1.0, "need": 3.0}
    row = count(Way.SCORES, ["a"], given, criteria, EQUAL).results[0]
    assert [(part.key, part.value, part.people) for part in row.criteria] == [
        ("fun", 3, 4),
        ("need", Fraction(3, 2), 2),
    ]
    # (1 * 3 + 3 * 1.5) / 4 = 1.875
    assert row.value == Fraction(15, 8)
    # Players alone: (1 * 4 + 3 * 1.5) / 4 = 2.125; practitioners: 2 on the one criterion that they scored.
    assert [(part.key, part.value) for part in row.roles] == [
        ("participant", Fraction(17, 8)),
        ("practitioner", 2),
        ("public", None),
    ]


def test_a_shared_device_weighs_as_its_people_and_a_hand_count_as_its_voters():
    given = [
        score("a", "", "1", 5, people=4),
        score("a", "", "2", 1),
        score("a", "", "hand", 14, people=5, by_hand=True),  # five people's stickers, fourteen together
    ]
    row = count(Way.SCORES, ["a"], given, WHOLE, EQUAL).results[0]
    assert row.value == Fraction(5 * 4 + 1 + 14, 4 + 1 + 5)
    assert (row.people, row.by_hand) == (10, True)


def test_a_device_gives_the_dots_of_its_people_itself():
    result = count(Way.DOTS, ["a"], [dots("a", "table", 12, people=4), dots("a", "1", 1)], WHOLE, EQUAL)
    assert values(result) == {"a": 13}
    assert result.people == 5


def test_what_nobody_scored_has_no_place():
    result = count(Way.SCORES, ["a", "b"], [score("b", "", "1", 1)], WHOLE, EQUAL)
    assert ranks(result) == [("b", 1, False), ("a", None, False)]
    assert values(result)["a"] is None


def test_a_tie_is_one_though_floats_would_break_it():
    given = [
        *(score("a", "x", str(n), value) for n, value in enumerate([1, 1, 2])),
        *(score("b", "x", str(n), value) for n, value in enumerate([2, 1, 1])),
        *(score(thing, "y", str(n), 3) for thing in "ab" for n in range(3)),
    ]
    result = count(Way.SCORES, ["a", "b"], given, {"x": 0.1, "y": 0.7}, {"participant": 0.3})
    assert [row.tied for row in result.results] == [True, True]


def test_the_same_voter_counts_once_however_much_they_gave():
    given = [score(thing, criterion, "1", 3) for thing in "ab" for criterion in "xy"]
    result = count(Way.SCORES, ["a", "b"], given, {"x": 1.0, "y": 1.0}, EQUAL)
    assert result.people == 1
    assert [row.people for row in result.results] == [1, 1]


@settings(deadline=None)
@given_any(
    st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from("xy"),
            st.integers(0, 8),
            st.integers(1, 5),
            st.sampled_from(list(EQUAL)),
        ),
        max_size=30,
    ),
    st.randoms(),
)
def test_the_order_of_votes_changes_nothing_and_means_stay_within_scores(rows, chance):
    given = list({(t, c, v): score(t, c, f"{v}-{r}", n, r) for t, c, v, n, r in rows}.values())
    criteria = {"x": 2.0, "y": 0.5}
    result = count(Way.SCORES, list("abc"), given, criteria, EQUAL)
    mixed = given[:]
    chance.shuffle(mixed)
    assert count(Way.SCORES, list("abc"), mixed, criteria, EQUAL) == result
    for row in result.results:
        own = [each.value for each in given if each.thing == row.thing]
        assert (row.value is None) == (not own)
        assert row.value is None or min(own) <= row.value <= max(own)
