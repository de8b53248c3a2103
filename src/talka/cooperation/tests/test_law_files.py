"""What the files say of forms, services and the law: read whole, and refused with the place of what is wrong."""

import datetime as dt

import pytest
from django.utils.translation import override

from talka.cooperation.law import register
from talka.cooperation.law.articles import Place
from talka.cooperation.law.reading import LawFault
from talka.cooperation.law.register import CheckedBy, Kind
from talka.cooperation.law.words import ANSWERS, CHECKERS, KINDS

LAWS = """
[[law]]
key = "municipal"
title = { lv = "Pašvaldību likums", en = "Local Government Law" }
url = "https://likumi.lv/ta/id/336956"
text_of = 2026-02-21

[[law]]
key = "european"
union = true
title = { lv = "Regula", en = "Regulation" }
url = "https://eur-lex.europa.eu/x"
"""
FORM = """
agreed = [{ lv = "kas ko dara", en = "who does what" }]

[[form]]
key = "agreement"
name = { lv = "Līgums", en = "Agreement" }
checked = 2026-11-29
checked_by = "editors"
what = { lv = "Vienošanās.", en = "An agreement." }
when = [{ lv = "vienmēr", en = "always" }]
when_not = [{ lv = "nekad", en = "never" }]
decides = { lv = "Dome.", en = "The council." }
legal_person = false
employ = { answer = "no", why = { lv = "nav", en = "none" } }
own = { answer = "partly", why = { lv = "nav", en = "none" } }
borrow = { answer = "yes", why = { lv = "ir", en = "some" } }
exit = { lv = "Uzteic.", en = "By notice." }
must = [{ lv = "termiņš", en = "term" }]
must_at = { law = "municipal", at = "80(1)" }

[[form.provision]]
law = "municipal"
at = "80(2)"
says = { lv = "tā ir", en = "so it is" }
"""
CONSTRAINT = """
[[constraint]]
key = "zone"
name = { lv = "Zona", en = "Zone" }
checked = 2026-11-29
checked_by = "lawyer"
about = { lv = "Par zonu.", en = "On the zone." }

[[constraint.provision]]
law = "european"
at = "26"
says = { lv = "tā ir", en = "so it is" }

[[constraint.question]]
key = "inside"
text = { lv = "Vai iekšā?", en = "Inside?" }

[[constraint]]
key = "always"
general = true
name = { lv = "Vienmēr", en = "Always" }
checked = 2026-11-29
checked_by = "editors"
about = { lv = "Par visu.", en = "On all." }

[[constraint.provision]]
verified = false
says = { lv = "nav atrasts", en = "not found" }

[[constraint.question]]
key = "known"
text = { lv = "Vai zināms?", en = "Is it known?" }
"""
SERVICE = """
[[service]]
key = "waste"
name = { lv = "Atkritumi", en = "Waste" }
checked = 2026-11-29
checked_by = "editors"
kind = "production"
unit = { lv = "tonnas", en = "tonnes" }
forms = ["agreement"]
constraints = ["zone"]
count = [{ lv = "tonnas", en = "tonnes" }]
site = { lv = "poligons", en = "landfill" }
scale = { lv = "Nezināms.", en = "Not known." }

[[service.provision]]
law = "municipal"
at = "4(1)1"
says = { lv = "funkcija", en = "a function" }
"""


def read(folder, *, laws=LAWS, form=FORM, constraint=CONSTRAINT, service=SERVICE):
    for name, text in (("laws", laws), ("forms", form), ("constraints", constraint), ("services", service)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    known = register.read_laws(folder / "laws.toml")
    forms = register.read_forms(folder / "forms.toml", known)
    constraints = register.read_constraints(folder / "constraints.toml", known)
    return forms, constraints, register.read_services(folder / "services.toml", known, forms, constraints)


def test_what_a_file_says_is_kept_as_it_stands(tmp_path):
    forms, constraints, services = read(tmp_path)
    service = services["waste"]
    assert service.kind == Kind.PRODUCTION
    assert [each.key for each in service.forms] == ["agreement"]
    assert service.constraints == (constraints["zone"],)
    assert [each.key for each in constraints["zone"].questions] == ["inside"]
    assert constraints["zone"].checked.by == CheckedBy.LAWYER
    assert forms["agreement"].must_at.url == "https://likumi.lv/ta/id/336956#p80"
    assert constraints["zone"].checked.provisions[0].url == "https://eur-lex.europa.eu/x"
    assert not constraints["always"].checked.whole
    assert constraints["always"].checked.provisions[0].url == ""
    assert register.read_agreed(tmp_path / "forms.toml")[0].data == {"lv": "kas ko dara", "en": "who does what"}


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("form", 'law = "municipal"\nat = "80(2)"', 'law = "forgotten"\nat = "80(2)"', "“forgotten” is no law"),
        ("form", 'at = "80(2)"', 'at = "80.2"', "“80.2” is no place in a law"),
        ("form", 'at = "80(2)"', 'at = "80(13)"', "parts are counted from 1 to 12"),
        ("form", 'at = "80(2)"', "verified = false", "names no law"),
        (
            "form",
            'law = "municipal"\nat = "80(2)"',
            "verified = false\nwhy = 1",
            "[[provision]] 1: why: there is no such",
        ),
        ("form", 'must_at = { law = "municipal", at = "80(1)" }', "", "go together"),
        ("form", ', en = "An agreement." }', " }", "[[form]] agreement: what: words by language are expected"),
        ("form", 'en = "An agreement."', 'en = " "', "the words of a language are empty"),
        ("form", 'answer = "partly"', 'answer = "maybe"', "own: answer: one of these is expected: yes, partly, no"),
        ("form", "checked = 2026-11-29", 'checked = "today"', "checked: a day is expected"),
        ("form", 'checked_by = "editors"', 'checked_by = "somebody"', "editors, lawyer"),
        ("form", "legal_person = false", 'legal_person = "no"', "legal_person: true or false is expected"),
        ("form", 'key = "agreement"', 'key = "An Agreement"', "a short name of small letters"),
        ("constraint", 'key = "always"', 'key = "zone"', "constraints.toml: “zone” stands twice"),
        (
            "constraint",
            '[[constraint.question]]\nkey = "inside"\ntext = { lv = "Vai iekšā?", en = "Inside?" }',
            "",
            "asks",
        ),
        ("service", 'forms = ["agreement"]', 'forms = ["company"]', "“company” is no form of forms.toml"),
        ("service", 'constraints = ["zone"]', 'constraints = ["zones"]', "“zones” is no constraint"),
        ("service", 'constraints = ["zone"]', 'constraints = ["zone", "zone"]', "each once"),
        ("service", 'constraints = ["zone"]', 'constraints = ["always"]', "holds for every service"),
        ("service", 'kind = "production"', 'kind = "magic"', "production, administration, trade, planning"),
        ("service", "site = ", "sight = ", "[[service]] waste: sight: there is no such setting"),
        ("laws", "https://likumi.lv", "http://likumi.lv", "[[law]] municipal: url"),
        ("laws", "[[law]]", "[[law]", "laws.toml:"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tmp_path, file, before, after, told):
    text = {"laws": LAWS, "form": FORM, "constraint": CONSTRAINT, "service": SERVICE}[file]
    assert before in text
    with pytest.raises(LawFault) as refused:
        read(tmp_path, **{file: text.replace(before, after, 1)})
    assert told in str(refused.value)
    assert str(refused.value).startswith(("laws.toml", "forms.toml", "constraints.toml", "services.toml"))


@pytest.mark.parametrize(
    ("written", "lv", "en"),
    [
        ("80", "80. pants", "Section 80"),
        ("80(4)", "80. panta ceturtā daļa", "Section 80, paragraph 4"),
        ("17(11)", "17. panta vienpadsmitā daļa", "Section 17, paragraph 11"),
        ("22^1(1)", "22.¹ panta pirmā daļa", "Section 22¹, paragraph 1"),
        ("45(2^1)", "45. panta 2.¹ daļa", "Section 45, paragraph 2¹"),
        ("26(3)4", "26. panta trešās daļas 4. punkts", "Section 26, paragraph 3, clause 4"),
        (
            "7(1)1a",
            "7. panta pirmās daļas 1. punkta „a” apakšpunkts",
            "Section 7, paragraph 1, clause 1, sub-clause a",
        ),
    ],
)
def test_a_place_in_a_law_is_named_as_lawyers_name_it(written, lv, en):
    place = Place.parse(written)
    with override("lv"):
        assert str(place) == lv
    with override("en"):
        assert str(place) == en


def test_acts_of_the_union_have_articles():
    with override("en"):
        assert str(Place.parse("26", union=True)) == "Article 26"


def test_the_shipped_files_are_whole_and_nothing_in_them_is_idle():
    """Every law is named somewhere, every constraint holds for something, every form suits something."""
    services, forms, constraints = register.services(), register.forms(), register.constraints()
    told = [*forms.values(), *constraints.values(), *services.values()]
    named = {one.law.key for each in told for one in each.checked.provisions if one.law}
    assert named == set(register.laws())
    used = {one.key for each in services.values() for one in each.constraints}
    assert used | {one.key for one in constraints.values() if one.general} == set(constraints)
    assert {one.key for each in services.values() for one in each.forms} == set(forms)
    assert {one.kind for one in services.values()} == set(Kind)
    for one in services.values():
        assert all(each in register.constraints_of(one) for each in constraints.values() if each.general)
    questions = [(one.key, each.key) for one in constraints.values() for each in one.questions]
    assert len(questions) == len(set(questions)) > 40


def test_the_forms_usual_in_latvia_are_there_with_their_law():
    places = {
        key: {(one.law.key, one.at.latvian()) for one in form.checked.provisions if one.law and one.at}
        for key, form in register.forms().items()
    }
    assert ("state-administration", "61. panta pirmā daļa") in places["cooperation-agreement"]
    assert ("local-government", "80. panta ceturtā daļa") in places["joint-institution"]
    assert ("local-government", "81. panta pirmā daļa") in places["joint-commission"]
    assert ("state-administration", "40. panta trešā daļa") in places["delegation-contract"]
    assert ("state-administration", "88. panta pirmā daļa") in places["joint-company"]
    assert ("local-government", "79. panta pirmā daļa") in places["association-foundation"]
    assert not register.forms()["project-partnership"].checked.whole  # the funder's rules are no law


def test_every_choice_of_the_files_has_words():
    assert set(KINDS) == set(Kind)
    assert set(ANSWERS) == set(register.Answer)
    assert set(CHECKERS) == set(CheckedBy)


def test_a_check_grows_old_by_the_older_of_its_days(tmp_path):
    form = read(tmp_path)[0]["agreement"]
    assert form.checked.text_of == dt.date(2026, 2, 21)
    assert not form.checked.old(dt.date(2027, 2, 21))
    assert form.checked.old(dt.date(2027, 2, 22))
    young = read(tmp_path, laws=LAWS.replace("text_of = 2026-02-21\n", ""))[0]["agreement"]
    assert not young.checked.old(dt.date(2027, 2, 22))
    assert young.checked.old(dt.date(2027, 11, 30))
