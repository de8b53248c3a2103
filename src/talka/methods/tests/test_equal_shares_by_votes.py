"""The rules beside equal shares: by hand, and against what they promise in small elections of every shape."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from talka.methods.equal_shares.by_votes import take
from talka.methods.equal_shares.votes import Ballot

COSTS = (("a", Decimal("60.00")), ("b", Decimal("50.00")), ("c", Decimal("40.00")))


def codes(budget, ballots, *, majority=False, costs=COSTS):
    return {one.id: one.code for one in take(Decimal(budget), costs, ballots, majority=majority)}


def named(*names):
    return [Ballot(str(number), tuple(each)) for number, each in enumerate(names)]


def test_most_votes_first_and_what_does_not_fit_is_passed_over():
    ballots = named("ab", "ab", "a", "c")
    assert codes(100, ballots) == {"a": "funded", "b": "no_room", "c": "funded"}
    assert [one.room for one in take(Decimal(100), COSTS, ballots, majority=False)] == [100, 40, 40]
    assert codes(100, named("ab", "b")) == {"a": "no_room", "b": "funded", "c": "no_votes"}


def test_exactly_half_is_no_majority():
    assert codes(200, named("ab", "a", "b", "c"), majority=True) == {
        "a": "no_majority", "b": "no_majority", "c": "no_majority",
    }  # fmt: skip
    assert codes(200, named("ab", "a", "ac"), majority=True)["a"] == "funded"


def test_points_are_added_and_none_given_names_nobody():
    points = [
        Ballot("1", ("a", "b"), (Fraction(1), Fraction(3))),
        Ballot("2", ("a", "c"), (Fraction(1), Fraction(0))),
    ]
    rows = {one.id: one for one in take(Decimal(200), COSTS, points, majority=False)}
    assert [(rows[one].votes, rows[one].naming) for one in "abc"] == [(2, 2), (3, 1), (0, 0)]
    assert rows["c"].code == "no_votes"


def test_equals_are_told_where_order_alone_decided():
    rows = {one.id: one for one in take(Decimal(60), COSTS, named("ab"), majority=False)}
    assert (rows["a"].code, rows["a"].equals) == ("funded", ("b",))
    assert (rows["b"].code, rows["b"].equals) == ("no_room", ("a",))


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=6),
    st.lists(st.sets(st.integers(0, 5)), max_size=12),
    st.integers(1, 30),
    st.booleans(),
)
def test_what_is_promised(costs, ballots, budget, majority):
    options = [(str(number), Decimal(cost)) for number, cost in enumerate(costs)]
    kept = [
        Ballot(str(n), tuple(sorted(str(one) for one in names if one < len(costs)))) for n, names in enumerate(ballots)
    ]
    rows = take(Decimal(budget), options, kept, majority=majority)
    assert sorted(one.id for one in rows) == sorted(one for one, _cost in options)
    funded = [one for one in rows if one.code == "funded"]
    assert sum(one.cost for one in funded) <= budget
    counted = {one: sum(one in ballot.projects for ballot in kept) for one, _cost in options}
    assert [one.votes for one in rows] == [counted[one.id] for one in rows]
    assert [one.votes for one in rows] == sorted((one.votes for one in rows), reverse=True)
    for one in rows:
        if one.code == "no_room":
            earlier = [other for other in funded if rows.index(other) < rows.index(one)]
            assert one.cost > budget - sum(other.cost for other in earlier)
        assert (one.code == "no_votes") == (one.votes == 0)
        if majority and one.code == "funded":
            assert 2 * one.votes > len(kept)
    assert rows == take(Decimal(budget), options[::-1], kept[::-1], majority=majority)
