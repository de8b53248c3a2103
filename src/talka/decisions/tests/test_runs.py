"""What a run keeps, who decides, and that an erased person leaves it."""

import json
from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from talka.decisions import actions
from talka.decisions.models import DecisionRun
from talka.decisions.queries import decided, latest, run_row
from talka.methods.contract import Infeasible, Result, Rule
from talka.people.factories import PersonFactory
from talka.people.personal_data import export
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db

PROBLEM = {
    "people": [{"id": "registration:7", "choices": ["2"], "attributes": {"kind": "ngo"}}, {"id": "registration:8"}]
}


@dataclass(frozen=True, kw_only=True)
class Grouped(Result):
    assignment: dict


def solved(**changes):
    values = {
        "method": "grouping",
        "version": "1",
        "seed": 3,
        "seconds": 0.25,
        "objective": 12,
        "bound": 12,
        "gap": 0.0,
        "proven_optimal": True,
        "assignment": {"registration:7": "2", "registration:8": "1"},
    }
    return Grouped(**values | changes)


def proposed(by=None, **changes):
    return actions.run("grouping", ("workshop", 5), PROBLEM, lambda: solved(**changes), parameters={"seed": 3}, by=by)


def test_keeps_what_went_in_and_what_came_out():
    person = PersonFactory()
    run = proposed(by=person)
    run.refresh_from_db()
    assert run.state == "proposed"
    assert (run.input, run.result["objective"], run.version, run.created_by) == (PROBLEM, 12, "1", person)
    assert run.input_digest == actions.digest_of(PROBLEM, {"seed": 3})
    assert run.input_digest != actions.digest_of(PROBLEM, {"seed": 4})


def test_rules_that_contradict_each_other_are_kept_and_named():
    def solve():
        raise Infeasible((Rule(("groups", 0, "max"), "max", {"group": "1", "limit": 2}, "max: too few places"),))

    run = actions.run("grouping", ("workshop", 5), PROBLEM, solve, by=None)
    assert run.state == "failed"
    assert run.result["contradiction"] == [
        {"code": "max", "parameters": {"group": "1", "limit": 2}, "words": "max: too few places"}
    ]


def test_accepting_one_proposal_sets_the_others_aside():
    first, second, foreign = proposed(), proposed(), proposed()
    DecisionRun.objects.filter(pk=foreign.pk).update(subject_id="6")
    person = PersonFactory()
    actions.accept(second, by=person)
    states = dict(DecisionRun.objects.values_list("pk", "state"))
    assert states == {first.pk: "rejected", second.pk: "accepted", foreign.pk: "proposed"}
    assert decided("grouping", "workshop", 5) == second
    assert latest("grouping", "workshop", 5).pk == second.pk
    with pytest.raises(Refusal):
        actions.accept(second, by=person)


def test_a_change_by_hand_makes_it_overridden():
    run = proposed()
    actions.note_hand_change(run, {"person": "registration:7"}, cost=4, breaks=[], by=PersonFactory())
    assert actions.accept(run, by=None).state == "overridden"


def test_to_decide_otherwise_needs_a_reason():
    run = proposed()
    with pytest.raises(Refusal):
        actions.override(run, by=None, reason="  ")
    run.refresh_from_db()
    assert run.state == "proposed"
    assert actions.override(run, by=None, reason="Divas telpas ir slēgtas.").reason == "Divas telpas ir slēgtas."
    assert actions.reject(proposed(), by=None).state == "rejected"


def test_an_erased_person_leaves_inputs_results_and_changes():
    run = proposed()
    actions.note_hand_change(run, {"person": "registration:7", "to": "1"}, cost=1, breaks=[], by=None)
    assert actions.forget("registration:7") == 2
    run.refresh_from_db()
    everything = json.dumps([run.input, run.result, run.hand_changes.get().what])
    assert "registration:7" not in everything
    assert "ngo" not in everything
    assert "registration:8" in everything
    assert actions.forget("registration:") == 0


def test_the_page_opens_with_one_sentence_and_one_number():
    run = proposed(by=PersonFactory(given_name="Anna", family_name="Ozola"), gap=0.0125, bound=11, proven_optimal=False)
    actions.note_hand_change(
        run, {"x": 1}, cost=4, breaks=[{"words": "par daudz"}], by=None, reason="Viņa vada šo grupu."
    )
    row = run_row(run, words=lambda what: "Pārcelta uz 2. grupu")
    html = render_to_string("decisions/run.html", {"run": row, "sentence": "ir savā pirmajā grupā", "number": 41})
    assert html.index("41") < html.index("ir savā pirmajā grupā") < html.index("Pārcelta uz 2. grupu")
    for words in ("Anna Ozola", "Viņa vada šo grupu.", "par daudz", "0.25", "1.25"):
        assert words.replace(".", ",") in html or words in html


def test_a_persons_export_names_what_they_had_computed_and_decided_in_words():
    """And nothing of what went in or came out: that is about others."""
    asker, decider = PersonFactory(), PersonFactory()
    made = actions.run("grouping", ("workshop", 1), PROBLEM, solved, by=asker)
    actions.accept(made, by=decider)
    with translation.override("en"):
        asked, decided_on = export(asker)["decisions"], export(decider)["decisions"]
    assert [[row["What was computed"] for row in rows] for rows in asked.values()] == [["forming of groups"]]
    assert set(asked) == {"Computations you asked for"} and set(decided_on) == {"Computations you decided on"}
    assert "registration:7" not in str(asked) + str(decided_on)
