"""Questions to councils in the trail, and what becomes of them when a person's data are told or erased."""

import datetime as dt
import json

import pytest
from django.utils import timezone, translation

from talka.initiatives import answered
from talka.initiatives.actions import council_follow_up as following
from talka.initiatives.actions.council_follow_up import EntryData
from talka.initiatives.actions.council_questions import TakenUp, take_up
from talka.initiatives.council_registry import KIND
from talka.initiatives.factories.council import CouncilQuestionFactory
from talka.initiatives.factories.initiatives import InitiativeFactory
from talka.initiatives.models import CouncilDecision, CouncilQuestion, DecisionEntry
from talka.initiatives.moderated import kind_of as moderated_kind
from talka.initiatives.personal import council as personal
from talka.initiatives.trail_of_council import DECISION, QUESTION
from talka.links.registry import kind_of, steps_backward, steps_forward
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.people.personal_data import export, versions_of
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory

from .asking_councils import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(answered, "_receivers", [])
    return World()


@pytest.fixture
def decision(world):
    """Taken up, decided and followed by the clerk, who is responsible, too."""
    row = take_up(world.ask(), TakenUp("Komiteja"), version=1, by=world.clerk)
    made = world.decide(row, responsible_person=world.clerk)
    following.add_entry(made, EntryData(world.today, "Iepirkums izsludināts."), by=world.clerk)
    following.show_figures(world.council, shown=True, by=world.clerk)
    return made


def test_the_trail_leads_from_the_initiative_to_the_decision(world, decision):
    question = str(decision.question_id)
    assert (str(world.initiative.pk), QUESTION, question) in steps_forward("initiative", [str(world.initiative.pk)])
    assert (question, DECISION, str(decision.pk)) in steps_forward(QUESTION, [question])
    assert (question, "initiative", str(world.initiative.pk)) in steps_backward(QUESTION, [question])
    shown = kind_of(DECISION).show([str(decision.pk), "999999"], None)
    assert set(shown) == {str(decision.pk)}
    assert decision.number in str(shown[str(decision.pk)].title)
    assert shown[str(decision.pk)].url.endswith(f"#decision-{decision.pk}")


def test_the_trail_shows_no_question_of_a_draft_and_none_that_was_hidden(world):
    draft = CouncilQuestionFactory(initiative=InitiativeFactory(draft=True, area=world.area), council=world.council)
    hidden = CouncilQuestionFactory(hidden_at=timezone.now(), hidden_why="Naids")
    seen = CouncilQuestionFactory(title="Redzamais")
    shown = kind_of(QUESTION).show([str(one.pk) for one in (draft, hidden, seen)], PersonFactory(with_account=True))
    assert set(shown) == {str(seen.pk)}


def test_a_question_of_a_vote_hangs_on_it_in_the_trail():
    row = CouncilQuestionFactory(initiative=None, about_kind="choosing", about_id="77")
    assert ("77", QUESTION, str(row.pk)) in steps_forward("choosing", ["77"])
    assert not steps_forward("consultation", ["77"])


def test_a_person_is_told_what_is_kept(world, decision):
    told = json.dumps(export(world.clerk), default=str, ensure_ascii=False)
    for words in ("Vai dome atbalstīs laipu?", decision.number, "Iepirkums izsludināts.", str(world.council)):
        assert words in told, words
    own = json.dumps(export(world.author), default=str, ensure_ascii=False)
    assert "Lūdzam piešķirt līdzekļus laipai." in own and "Iepirkums izsludināts." not in own
    assert personal.export(PersonFactory()) == {}


@pytest.mark.parametrize("who", ["author", "clerk"])
def test_an_erased_person_goes_from_rows_and_versions_and_the_record_stays(world, decision, who):
    person = getattr(world, who)
    pk = person.pk
    erase_person(person, by=person)
    for model, columns in (
        (CouncilQuestion, ("by_id", "taken_up_by_id")),
        (CouncilDecision, ("by_id", "responsible_person_id")),
        (DecisionEntry, ("by_id",)),
    ):
        for table in (model, *versions_of(model)):
            for column in columns:
                assert not table._base_manager.filter(**{column: pk}).exists(), (table, column)
    row = CouncilQuestion.objects.get()
    assert (row.state, row.text) == ("under_way", "Lūdzam piešķirt līdzekļus laipai.")
    assert DecisionEntry.objects.get().words == "Iepirkums izsludināts."
    # The other one's part stands.
    assert (row.by_id is None) == (who == "author") and (row.taken_up_by_id is None) == (who == "clerk")


def test_who_waits_or_is_responsible_is_not_forgotten(world):
    def held():
        found = personal.holds(timezone.localdate())
        return {pk for rows in found for pk in Person.objects.filter(pk__in=rows).values_list("pk", flat=True)}

    row = world.ask()
    assert held() == {world.author.pk}
    decision = world.decide(row, responsible_person=world.clerk)
    assert held() == {world.clerk.pk}
    decision.refresh_from_db()
    following.add_entry(decision, EntryData(world.today, "Gatavs.", last=True), by=world.clerk)
    assert held() == set()


def test_its_words_can_be_reported_and_no_council_hides_what_it_is_asked(world):
    row = world.ask()
    programme = ProgrammeFactory()
    type(world.initiative).objects.filter(pk=world.initiative.pk).update(programme=programme)
    row = CouncilQuestion.objects.get(pk=row.pk)
    organiser = TeamMemberFactory(programme=programme, project=None).person
    kind = moderated_kind(KIND)
    assert kind.known(None, row.pk) == row and kind.known(None, 999999) is None
    assert row.text in kind.words(row) and kind.author(row) == world.author and str(row.pk) in kind.url(row)
    assert kind.moderates(organiser, row) and kind.moderates(PersonFactory(administrator=True), row)
    other = TeamMemberFactory(programme=ProgrammeFactory(), project=None).person
    for person in (None, world.author, world.clerk, other):
        assert not kind.moderates(person, row)
    organiser.organisation = world.council
    organiser.save()
    assert not kind.moderates(organiser, row)
    draft = CouncilQuestionFactory(initiative=InitiativeFactory(draft=True, area=world.area), council=world.council)
    assert kind.known(None, draft.pk) is None


def test_local_days_count_by_the_clock_of_the_house(world, settings, monkeypatch):
    """Late in the evening by UTC it is tomorrow in Rīga: a deadline of today's date there has come."""
    moment = dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert timezone.localdate() == dt.date(2026, 7, 1)
    world.today = timezone.localdate()
    assert world.ask().asked_on == dt.date(2026, 7, 1)
