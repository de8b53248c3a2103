"""What is said of matches, of those who wait, and of changes by hand: true, and in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.matching import explain
from talka.methods.matching.evaluate import Judge
from talka.methods.matching.explain import ENGLISH, Explanation, Reason, words
from talka.methods.matching.problem import Angel, Pair, Problem, Request
from talka.methods.matching.solve import solve
from talka.methods.matching.wanted import places_wanted, what_is_wanted
from talka.methods.tests.matching_problems import made_up

LV = ("lv",)
ANGELS = (
    Angel("anna", ("budget", "schools"), ("lv", "en"), "Valmiera", 57.54, 25.42, 1),
    Angel("bruno", ("schools", "transport"), LV, "Liepaja", 56.5, 21.01, 2),
    Angel("clara", ("schools",), LV, "", None, None, 1),
)
REQUESTS = (
    Request("r1", ("schools",), LV, "Valmiera", 57.5, 25.4, 3),
    Request("r2", ("budget", "schools"), LV, "Cesis", 57.31, 25.27, 2),
    Request("r3", ("budget", "transport"), LV, "Ogre", 56.82, 24.6, 1),
)
PROBLEM = Problem(ANGELS, REQUESTS)


def told(problem: Problem) -> Explanation:
    return Explanation.of(problem, solve(problem))


def test_a_match_in_words():
    explanation = told(PROBLEM)
    assert explanation.pairs == {"r1": "bruno", "r2": "anna", "r3": "bruno"}
    assert words(explanation.of_match("r1")) == (
        "Knows all that is asked about: schools. Language in common: lv. 288 km away. "
        '"clara" would come next: knows 1 of 1 topics, distance not known.'
    )
    assert words(explanation.of_match("r3")) == (
        "Knows 1 of 2 topics: transport; not: budget. Language in common: lv. 222 km away. "
        '"anna" would suit this request better (knows 1 of 2 topics, 94 km away), but all places there are needed for '
        "others."
    )
    assert [reason.code for reason in explanation.of_match("r2")][-1] == "next"
    with pytest.raises(KeyError):
        explanation.of_match("r9")


def test_all_others_are_full():
    problem = Problem((ANGELS[0], replace(ANGELS[1], max_requests=0)), REQUESTS[1:2])
    assert words(told(problem).of_match("r2")).endswith("27 km away. Others who could take it have no place left: 1.")


def test_nobody_else_and_agreed_pairs():
    only = Problem(ANGELS[:1], REQUESTS[1:2])
    assert words(told(only).of_match("r2")).endswith("27 km away. Nobody else could take it.")
    agreed = told(replace(PROBLEM, fixed=(Pair("r3", "clara"),)))
    assert words(agreed.of_match("r3")) == (
        "Knows none of the topics asked about: budget, transport. Language in common: lv. "
        "How far away is not known: the place of the angel is missing. Agreed already."
    )


def test_where_pairs_were_changed_by_hand_somebody_better_may_be_free():
    explanation = Explanation(PROBLEM, {"r2": "clara"})
    assert explanation.of_match("r2")[-1].sentence() == (
        '"anna" would suit this request better (knows 2 of 2 topics, 27 km away), and has a place left.'
    )


def test_offers_are_the_best_first_with_places_left():
    offers = told(PROBLEM).offers("r2")
    assert [(one.angel, one.fit, one.places) for one in offers] == [
        ("anna", 1.0, 0),
        ("bruno", 0.5, 0),
        ("clara", 0.5, 1),
    ]
    assert offers[2].km is None
    refused = replace(PROBLEM, refused=(Pair("r2", "anna"),))
    assert [one.angel for one in told(refused).offers("r2")] == ["bruno", "clara"]


def test_a_change_by_hand_tells_what_it_costs_and_breaks():
    explanation = told(PROBLEM)
    change = explanation.assign("r3", "anna")
    assert (float(change.urgency), float(change.fit)) == (0.0, 0.0)
    assert change.km == pytest.approx(94 - 222, abs=1)
    assert [rule.code for rule in change.breaks] == ["places"]
    assert [reason.sentence() for reason in change.reasons] == [
        '"r3" with "anna": 128 km less of travel.',
        '"r3" with "anna": this would break a rule: max_requests: "anna" takes at most 1 requests.',
    ]
    assert [reason.sentence() for reason in explanation.release("r3").reasons] == [
        '"r3" without angel: 1 less of urgency is served.',
        '"r3" without angel: the fits add up to 0.5 less.',
        '"r3" without angel: 222 km less of travel.',
    ]
    assert explanation.assign("r1", "bruno").reasons[0].code == "change_free"
    unknown = explanation.assign("r1", "clara").reasons
    assert unknown[-1].sentence() == '"r1" with "clara": matches whose distance is not known: 1 more.'
    assert {rule.code for rule in explanation.assign("r1", "anna").breaks} == {"own", "places"}
    with pytest.raises(KeyError):
        explanation.assign("r1", "nobody")


def test_the_whole_in_words():
    waiting = Request("r4", ("forests",), LV, "Cesis", urgency=4)
    problem = replace(PROBLEM, requests=(*REQUESTS, waiting), angels=(*ANGELS, replace(ANGELS[2], id="dora")))
    result = solve(problem)
    lines = [reason.sentence() for reason in Explanation.of(problem, result).overview(result)]
    assert lines == [
        "3 of 4 requests have an angel: 6 of 10 of urgency.",
        "On average an angel knows 83 % of what is asked about.",
        "179 km between them on average, 537 km in all.",
        "Requests that wait, as nobody knows any of their topics: 1.",
    ]
    anew = Explanation.of(problem, result).overview()
    assert [one.code for one in anew] == ["whole", "fit", "travel", "waiting_no_topic"]


def test_of_many_who_are_full_some_are_named():
    full = tuple(Angel(f"a{number}", ("x",), LV, max_requests=0) for number in range(8))
    problem = Problem(full, (Request("r", ("x",), LV),))
    result = solve(problem)
    assert words(Explanation.of(problem, result).of_unmatched(result.unmatched[0])) == (
        "Those who could take it (8) have no place left: a0, a1, a2, a3, a4 and 3 others. "
        "One more place with any of them would do."
    )


def test_where_others_would_do_as_well_this_is_said():
    twins = (Angel("a", ("x",), LV), Angel("b", ("x",), LV))
    problem = Problem(twins, (Request("r", ("x",), LV),))
    result = solve(problem)
    assert [(one.request, one.angel, one.other) for one in result.ties] == [("r", "a", "b")]
    said = [reason.sentence() for reason in Explanation.of(problem, result).overview(result)]
    assert "Requests that could have another angel with all as good: 1." in said
    assert "Matches whose distance is not known: 1." in said


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_everything_said_of_a_result_is_true(seed: int):
    problem = made_up(seed, angels=12, requests=15, agreed=0)
    result = solve(problem)
    explanation, judge = Explanation.of(problem, result), Judge(problem)
    for one in result.matches:
        assert words(explanation.of_match(one.request))
        offers = explanation.offers(one.request)
        assert one.angel in {offer.angel for offer in offers}
        assert {offer.angel for offer in offers} == {
            angel.id for angel in problem.angels if not judge.book.against(one.request, angel.id)
        }
        # A proven result leaves nobody better free.
        assert "better_free" not in {reason.code for reason in explanation.of_match(one.request)}
        for offer in offers:
            change = explanation.assign(one.request, offer.angel)
            after = judge.judge({**explanation.pairs, one.request: offer.angel})
            assert change.fit == after.fit - explanation.now.fit
            assert bool(change.breaks) == (not after.feasible)
            assert (
                not after.feasible
                or after.worth <= explanation.now.worth
                or after.travel == pytest.approx(explanation.now.travel)
            )
    for rest in result.unmatched:
        assert words(explanation.of_unmatched(rest))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_a_place_more_serves_as_much_more_as_is_said(seed: int):
    problem = made_up(seed, angels=6, requests=12, topics=4, agreed=0)
    result = solve(problem)
    gains = places_wanted(Explanation.of(problem, result))
    for row, angel in enumerate(problem.angels):
        # Whose places are taken twice over needs more than one to take a request more.
        most = max(angel.max_requests, angel.taken)
        angels = list(problem.angels)
        angels[row] = replace(angel, max_requests=most + 1)
        more = solve(replace(problem, angels=tuple(angels)))
        assert more.objective - result.objective == pytest.approx(float(gains.get(angel.id, 0)))


def test_what_is_wanted_in_words():
    waiting = (
        Request("r4", ("forests", "water"), LV, "Cesis", urgency=4),
        Request("r5", ("forests",), LV, "Ogre", urgency=1),
        Request("r6", ("budget",), ("ru",), "Ogre", urgency=2),
        Request("r7", ("budget",), LV, "Ogre", 56.82, 24.6, urgency=0.5),
        Request("r8", ("budget",), LV, "Ogre", 56.82, 24.6, urgency=0.5),
    )
    problem = replace(PROBLEM, requests=(*REQUESTS, *waiting))
    result = solve(problem)
    told = Explanation.of(problem, result)
    assert [reason.sentence() for reason in what_is_wanted(told, result)] == [
        'Wanted: somebody who knows "forests". Requests that wait for it: 2, 5 of urgency.',
        'Wanted: somebody who knows "water". Requests that wait for it: 1, 4 of urgency.',
        'Wanted: somebody who speaks "ru" and knows what is asked about. Requests that wait for it: 1, 2 of urgency.',
        'One more place with "anna" would serve 0.5 more of urgency.',
    ]
    assert len(what_is_wanted(told, result, most=1)) == 3


def test_every_code_has_its_sentence_and_every_sentence_is_said():
    texts = (
        "known",
        "missing",
        "languages",
        "other",
        "topics",
        "angels",
        "organisation",
        "change",
        "rule",
        "topic",
        "language",
        "angel",
    )
    numbers = ("covered", "asked", "count", "more", "km", "total", "distance", "urgency", "asked_urgency", "share")
    steps = ("urgency_step", "fit_step", "km_step", "count_step", "served", "requests")
    about = {**dict.fromkeys(texts, "x"), **dict.fromkeys((*numbers, *steps), 1.0)}
    for code in ENGLISH:
        assert Reason(code, about).sentence()
    assert explain.kilometres(0.2) == "less than 1 km"
    assert explain.percent(0.999) == "99 %"
