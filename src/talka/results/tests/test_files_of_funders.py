"""Record files carry the choice of a funder's template and what was done for it; the examples have theirs."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import translation

from talka.events.factories import EventFactory, RegistrationFactory
from talka.events.models import Registration
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory, ProjectFactory
from talka.programmes.funders import template_of
from talka.programmes.models import Programme, Project, PublicityDuty
from talka.programmes.publicity_check import publicity_check
from talka.results.loading import dump, load
from talka.territories import actions as territories
from talka.territories.register_files import read_areas
from talka.ui.refusals import Refusal

from .test_record_files import empty, rows

EXAMPLES = Path(__file__).parents[4] / "examples"
pytestmark = pytest.mark.django_db


def test_choice_duties_and_answers_come_back(tmp_path):
    project = ProjectFactory(
        programme=ProgrammeFactory(slug="p1", funder_template="norway-2009-14"),
        slug="p1-1",
        funder_template="esf-plus-2021-27",
        publicity_reason="Saskaņots 3. maijā",
    )
    PublicityDuty.objects.create(
        project=project,
        key="poster",
        state="done",
        day=dt.date(2026, 5, 5),
        note="Gaitenī",
        link="https://example.lv/a",
    )
    PublicityDuty.objects.create(project=project, key="big-events", state="not_needed", note="Tādu nav")
    event = EventFactory(project=project, activity=None, area=None)
    person = PersonFactory(organisation=None)
    RegistrationFactory(
        event=event, person=person, organisation=None, funder_answers={"sex": "woman", "education": "isced3-4"}
    )
    (first,) = dump(tmp_path / "first")
    assert "funder_answers.csv" in str(list(first.rglob("*.csv")))
    empty()
    load(first)
    assert Programme.objects.get().funder_template == "norway-2009-14"
    again = Project.objects.get()
    assert (again.funder_template, again.publicity_reason) == ("esf-plus-2021-27", "Saskaņots 3. maijā")
    assert list(again.publicity_duties.values_list("key", "state", "day", "note", "link")) == [
        ("poster", "done", dt.date(2026, 5, 5), "Gaitenī", "https://example.lv/a"),
        ("big-events", "not_needed", None, "Tādu nav", ""),
    ]
    assert Registration.objects.get().funder_answers == {"sex": "woman", "education": "isced3-4"}
    (after,) = dump(tmp_path / "after")
    assert rows(after) == rows(first)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("programme.toml", "esf-plus-2021-27", "unknown-fund", "unknown-fund"),
        ("programme.toml", "esf-plus-2021-27", "izdomats-fonds", "izdomats-fonds"),
        ("funder_answers.csv", ",woman", ",robot", "funder_answers.csv:2"),
        ("funder_answers.csv", ",sex,", ",shoe_size,", "funder_answers.csv:2"),
    ],
)
def test_what_the_template_does_not_know_is_refused(tmp_path, name, old, new, said):
    project = ProjectFactory(programme=ProgrammeFactory(slug="p1"), funder_template="esf-plus-2021-27")
    event = EventFactory(project=project, activity=None, area=None)
    RegistrationFactory(
        event=event, person=PersonFactory(organisation=None), organisation=None, funder_answers={"sex": "woman"}
    )
    (folder,) = dump(tmp_path / "broken")
    path = next(folder.rglob(name))
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(Refusal) as refusal:
        load(folder)
    assert said in str(refusal.value)


def test_the_examples_have_the_funders_they_had(db):
    territories.load_areas(read_areas())
    load(EXAMPLES / "lv07")
    load(EXAMPLES / "izspele")
    true, played = (
        Project.objects.select_related("programme").get(slug=s) for s in ("planning-capacity", "kopa-planojam")
    )
    assert template_of(true).key == "norway-2009-14"
    assert template_of(played).fictional, "the played programme has a made-up funder"
    with translation.override("en"):
        check = publicity_check(true)
        assert not check.text_differs, "the text on record is the template's"
        assert any("the logo is missing" in fault for fault in check.missing), "and what is not on record is missing"
        assert publicity_check(played).missing == ("Sign of the made-up fund: the logo is missing",)
