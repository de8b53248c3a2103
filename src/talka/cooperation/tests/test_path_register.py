"""The steps as data: whole, in both languages, and refused with the place where they do not hold together."""

import shutil

import pytest

from talka.cooperation.path.answers import Unfit, checked
from talka.cooperation.path.legal import constraint_questions, form_names, questions_of
from talka.cooperation.path.ratings import checked_ratings, rated, suggested
from talka.cooperation.path.register import FOLDER, Question, phases, read_step, steps

ORDER = [
    "needs", "partners", "law", "study", "areas", "support",
    "taskforce", "form", "financing", "agreement", "management",
    "monitoring", "communication",
    "evaluation",
]  # fmt: skip


def test_fourteen_steps_stand_in_four_phases():
    assert [len(phase.steps) for phase in phases()] == [6, 5, 2, 1]
    assert list(steps()) == ORDER
    assert [step.number for step in steps().values()] == list(range(1, 15))


def test_every_word_is_there_in_both_languages():
    for step in steps().values():
        for words in (step.title, step.purpose, *step.todo, *step.documents, *step.decisions):
            assert words.data["lv"].strip() and words.data["en"].strip(), step.key
        assert step.sources and step.questions, step.key


def test_partners_answer_seven_questions_and_say_who_reads_them():
    assert len(steps()["partners"].partner_questions) == 7
    assert steps()["partners"].partners_shown == "partners"
    assert steps()["study"].partners_shown == "figures"


def test_an_evaluation_asks_in_three_parts():
    groups = [str(question.group) for question in steps()["evaluation"].review_questions]
    assert list(dict.fromkeys(groups)) == ["Iecere", "Nauda", "Pārvaldība"]


def test_the_law_of_a_service_becomes_questions():
    asked = constraint_questions("waste")
    assert asked and all(question.kind == "answer" and question.group for question in asked)
    assert len({question.key for question in questions_of(steps()["law"], "waste")}) == len(
        questions_of(steps()["law"], "waste")
    )
    assert constraint_questions("no-such-service") == ()
    assert "joint-institution" in form_names()


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('parts = ["causes"]', 'parts = ["nonsense"]', "nonsense"),
        ('sources = ["imc1"', 'sources = ["imc99"', "imc99"),
        ('kind = "many"', 'kind = "several"', "several"),
        ('key = "trigger-words"', 'key = "trigger"', "twice"),
        ('kind = "date"', 'kind = "choice"', "begun"),
        ('en = "When talk of it began"', 'en = ""', "missing in a language"),
        ('parts = ["causes"]', 'parts = ["causes"]\nbody = "management"', "whose"),
        ('parts = ["causes"]', 'parts = ["causes"]\npartners_shown = "figures"', "partners answer"),
    ],
)
def test_a_faulty_file_is_refused_with_the_place(tmp_path, before, after, place):
    shutil.copytree(FOLDER / "steps", tmp_path / "steps")
    file = tmp_path / "steps" / "needs.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=place):
        read_step("needs", 1, "initiate", {source.key: source for source in steps()["needs"].sources}, tmp_path)


def fits(step: str, given, partners=()):
    return checked(steps()[step].questions, given, partners)


def test_answers_are_kept_plain_and_empty_ones_are_not():
    given = {"trigger": ["cost", "cost", "grant"], "initiator": "mayor", "begun": "2026-02-01", "assessment": "  "}
    assert fits("needs", given) == {"trigger": ["cost", "grant"], "initiator": "mayor", "begun": "2026-02-01"}
    rows = [{"partner": "abc", "votes": "3"}, {}, {"partner": "", "seats": ""}]
    assert fits("management", {"votes": rows}, ["abc"]) == {"votes": [{"partner": "abc", "votes": "3"}]}


@pytest.mark.parametrize(
    ("step", "given"),
    [
        ("needs", {"nonsense": "x"}),
        ("needs", {"trigger": ["nonsense"]}),
        ("needs", {"trigger": "cost"}),
        ("needs", {"initiator": "nobody"}),
        ("needs", {"begun": "2026-02-30"}),
        ("needs", {"begun": "tomorrow"}),
        ("needs", {"assessment": ["a"]}),
        ("needs", {"assessment": "x" * 10_001}),
        ("financing", {"capital": "-1"}),
        ("financing", {"capital": "1.005"}),
        ("financing", {"capital": "Infinity"}),
        ("financing", {"capital": "NaN"}),
        ("financing", {"sources": [{"amount": "many"}]}),
        ("financing", {"sources": [{"nonsense": "1"}]}),
        ("financing", {"sources": "none"}),
        ("financing", {"borrowing": [{"partner": "not-a-partner"}]}),
        ("form", {"form": "handshake-in-the-dark"}),
        ("management", {"votes": [{"votes": "1"}] * 61}),
    ],
)
def test_an_answer_that_does_not_fit_is_not_kept(step, given):
    with pytest.raises(Unfit):
        fits(step, given)


@pytest.mark.parametrize("value", [{"said": "perhaps"}, {"said": "yes", "more": "x"}, "yes", {"words": 3}])
def test_a_checklist_is_answered_with_its_own_words(value):
    with pytest.raises(Unfit):
        checked([Question("one", "answer", steps()["needs"].title)], {"one": value}, ())


def row(rationale, need, savings, feasibility):
    return {"rationale": rationale, "need": need, "savings": savings, "feasibility": feasibility}


def test_the_easiest_of_the_worthwhile_areas_is_suggested():
    found = rated(
        [
            {"waste": row(5, 5, 5, 2), "tourism": row(3, 3, 3, 5), "water": row(1, 1, 1, 5)},
            {"waste": row(5, 4, 5, 2), "tourism": row(3, 3, 4, 4)},
        ]
    )
    assert [(one.service, one.total, one.partners) for one in found] == [
        ("waste", 16.5, 2),
        ("tourism", 14.0, 2),
        ("water", 8.0, 1),
    ]
    assert suggested(found, 2).service == "tourism"
    assert suggested(rated([{"water": row(1, 1, 1, 5)}]), 1) is None
    assert suggested([], 0) is None
    alone = rated([{"waste": row(4, 4, 4, 2), "tourism": row(3, 3, 3, 5)}, {"waste": row(4, 4, 4, 2)}])
    assert suggested(alone, 2).service == "waste"


@pytest.mark.parametrize(
    "given",
    [
        {"waste": row(0, 1, 1, 1)},
        {"waste": row(6, 1, 1, 1)},
        {"waste": row(True, 1, 1, 1)},
        {"waste": {"need": 3}},
        {"nonsense": row(1, 1, 1, 1)},
        [],
    ],
)
def test_ratings_that_do_not_fit_are_refused(given):
    with pytest.raises(ValueError):
        checked_ratings(given, ["waste"])
