"""A question to a council from being asked to its decision: who may what, what moves, who is told."""

import datetime as dt

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from talka.initiatives import answered
from talka.initiatives.access import council as access
from talka.initiatives.actions import council_questions as actions
from talka.initiatives.actions import initiatives
from talka.initiatives.actions.council_questions import QuestionData, TakenUp
from talka.initiatives.factories.council import CouncilDecisionFactory, CouncilQuestionFactory
from talka.initiatives.factories.initiatives import InitiativeFactory, SupporterFactory
from talka.initiatives.models import CouncilQuestion, InitiativeStep
from talka.initiatives.queries import council as queries
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.ui.refusals import Refusal

from .asking_councils import World, address, letters, reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def world(monkeypatch):
    monkeypatch.setattr(answered, "_receivers", [])
    return World()


def asked_form(world, **more):
    return {
        "title": "Vai dome atbalstīs laipu?",
        "text": "Lūdzam piešķirt līdzekļus.",
        "deadline": world.soon().isoformat(),
    } | more


def test_an_author_asks_and_the_municipality_is_told(world):
    page = reader(world.author)
    form = page.get(address("new_council_question") + f"?initiative={world.initiative.pk}").content.decode()
    assert world.initiative.title in form and world.soon().isoformat() in form
    sent = page.post(address("new_council_question") + f"?initiative={world.initiative.pk}", asked_form(world))
    row = CouncilQuestion.objects.get()
    assert sent.status_code == 302 and sent.url == address("council_question", row.pk)
    assert (row.state, row.council, row.asked_as, row.by) == ("asked", world.council, "author", world.author)
    assert world.state() == "asked"
    step = InitiativeStep.objects.get(initiative=world.initiative)
    assert (step.state, step.role, step.by) == ("asked", "author", world.author)
    assert [one.to_address for one in letters("council-asked")] == [world.clerk.email]
    everybody = reader().get(address("council_question", row.pk)).content.decode()
    assert "Lūdzam piešķirt līdzekļus." in everybody and "Take it up" not in everybody
    assert row.title in reader().get(address("council_questions")).content.decode()


@pytest.mark.parametrize("who", ["stranger", "clerk of another place", "supporter", "nobody"])
def test_others_neither_ask_for_an_initiative_nor_answer(world, who):
    row = world.ask()
    person = {
        "stranger": lambda: PersonFactory(with_account=True),
        "clerk of another place": lambda: PersonFactory(with_account=True, organisation=OrganisationFactory()),
        "supporter": lambda: SupporterFactory(initiative=world.initiative).person,
        "nobody": lambda: None,
    }[who]()
    page = reader(person)
    assert page.get(address("new_council_question") + f"?initiative={world.initiative.pk}").status_code == 404
    for name in ("take_up_council_question", "decide_council_question", "return_council_question", "council_draft"):
        assert page.get(address(name, row.pk)).status_code == 404, name
    for name in ("edit_council_question", "withdraw_council_question"):
        assert page.get(address(name, row.pk)).status_code == 404, name
    assert page.post(address("close_council_question", row.pk)).status_code == 404
    with pytest.raises(Refusal) as refused:
        actions.take_up(row, TakenUp("Izglītības komiteja"), version=row.version, by=person)
    assert refused.value.status == 403
    row.refresh_from_db()
    assert row.state == "asked" and not row.committee


def test_who_only_says_themselves_that_they_work_there_does_not_answer(world):
    row = world.ask()
    person = PersonFactory(with_account=True, organisation=None)
    with pghistory.context(by=person.pk):
        person.organisation = world.council
        person.save()
    assert reader(person).get(address("take_up_council_question", row.pk)).status_code == 404
    assert reader(world.clerk).get(address("take_up_council_question", row.pk)).status_code == 200


def test_a_question_of_a_draft_is_read_by_its_own_and_the_council_alone(world):
    draft = InitiativeFactory(draft=True, area=world.area)
    row = CouncilQuestionFactory(initiative=draft, council=world.council, title="Slepenais jautājums", by=world.author)
    for person in (None, PersonFactory(with_account=True)):
        assert reader(person).get(address("council_question", row.pk)).status_code == 404
        assert "Slepenais" not in reader(person).get(address("council_questions")).content.decode()
    for person in (world.author, world.clerk):
        assert "Slepenais" in reader(person).get(address("council_question", row.pk)).content.decode()


@pytest.mark.parametrize("days", [0, -1, -400])
def test_a_deadline_that_has_passed_is_refused_and_the_words_stay(world, days):
    form = asked_form(world, deadline=world.soon(days).isoformat())
    answer = reader(world.author).post(address("new_council_question") + f"?initiative={world.initiative.pk}", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "has passed or is today" in page and "Lūdzam piešķirt līdzekļus." in page
    assert not CouncilQuestion.objects.exists() and world.state() == "open"


def test_the_database_takes_no_deadline_before_the_question(world):
    row = world.ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        CouncilQuestion.objects.filter(pk=row.pk).update(deadline=row.asked_on - dt.timedelta(days=1))


def test_one_question_of_an_initiative_is_open_at_a_time(world):
    world.ask()
    answer = reader(world.author).post(
        address("new_council_question") + f"?initiative={world.initiative.pk}", asked_form(world)
    )
    assert answer.status_code == 409
    assert "before the council already" in answer.content.decode()
    assert CouncilQuestion.objects.count() == 1


@pytest.mark.parametrize("state", ["withdrawn", "draft", "retired"])
def test_no_question_for_what_is_withdrawn_or_not_published(world, state):
    if state == "draft":
        world.initiative.state, world.initiative.published_at = "draft", None
    elif state == "retired":
        world.initiative.retired_at = timezone.now()
    else:
        world.initiative.state = state
    world.initiative.save()
    with pytest.raises(Refusal):
        world.ask()
    assert not CouncilQuestion.objects.exists()


def test_a_place_without_a_local_government_is_told_so(world):
    elsewhere = InitiativeFactory()
    with pytest.raises(Refusal, match="No local government"):
        actions.ask_of(elsewhere, QuestionData("Kas?", "Vai?", world.soon()), by=None)


def test_organisers_of_its_programme_ask_and_those_of_another_do_not(world):
    world.initiative.programme = ProgrammeFactory()
    world.initiative.save()
    organiser = TeamMemberFactory(programme=world.initiative.programme, project=None).person
    other = TeamMemberFactory(programme=ProgrammeFactory(), project=None).person
    with pytest.raises(Refusal) as refused:
        world.ask(by=other)
    assert refused.value.status == 403
    assert world.ask(by=organiser).asked_as == "organiser"


def test_a_free_question_is_asked_by_organisers_and_entered_by_the_municipality(world):
    organiser = TeamMemberFactory(programme=ProgrammeFactory(), project=None).person
    other = OrganisationFactory()
    form = asked_form(world, council=str(other.pk))
    assert reader(organiser).post(address("new_council_question"), form).status_code == 302
    assert CouncilQuestion.objects.get().council == other
    # A clerk enters what came on paper, to the own municipality alone.
    assert reader(world.clerk).post(address("new_council_question"), form).status_code == 422
    assert (
        reader(world.clerk).post(address("new_council_question"), form | {"council": world.council.pk}).status_code
        == 302
    )
    assert CouncilQuestion.objects.get(council=world.council).asked_as == "council"
    assert reader(world.author).get(address("new_council_question")).status_code == 404


def test_a_clerk_takes_it_up_and_who_asked_is_told(world):
    row = world.ask()
    page = reader(world.clerk)
    assert "Take it up" in page.get(address("council_question", row.pk)).content.decode()
    sent = {"committee": "Attīstības komiteja", "rapporteur": "J. Bērziņš", "meeting_on": world.soon(10).isoformat()}
    assert page.post(address("take_up_council_question", row.pk), sent | {"version": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.taken_up_by, row.taken_up_on) == ("taken_up", world.clerk, world.today)
    letter = letters("council-taken-up")[0]
    assert letter.to_address == world.author.email and "Attīstības komiteja" in letter.text
    assert "J. Bērziņš" in reader().get(address("council_question", row.pk)).content.decode()


def test_two_clerks_at_once_do_not_write_over_each_other(world):
    row = world.ask()
    other = PersonFactory(with_account=True, organisation=world.council)
    sent = {"committee": "Attīstības komiteja", "rapporteur": "", "meeting_on": "", "version": "1"}
    assert reader(world.clerk).post(address("take_up_council_question", row.pk), sent).status_code == 302
    late = reader(other).post(address("take_up_council_question", row.pk), sent | {"committee": "Finanšu komiteja"})
    assert late.status_code == 409 and "Finanšu komiteja" in late.content.decode()
    assert reader(other).post(address("decide_council_question", row.pk), world.sent()).status_code == 409
    row.refresh_from_db()
    assert row.committee == "Attīstības komiteja" and not row.decisions.exists()


def test_the_words_are_changed_until_somebody_is_at_work_on_them(world):
    row = world.ask()
    page, where = reader(world.author), address("edit_council_question", row.pk)
    assert page.post(where, asked_form(world, text="Labotais teksts", version="1")).status_code == 302
    row.refresh_from_db()
    actions.take_up(row, TakenUp(), version=row.version, by=world.clerk)
    late = page.post(where, asked_form(world, text="Vēlais teksts", version=str(row.version + 1)))
    assert late.status_code == 409 and "Vēlais teksts" in late.content.decode()
    row.refresh_from_db()
    assert row.text == "Labotais teksts"


def test_a_question_returned_with_a_reason_is_told_to_all_and_can_be_asked_again(world):
    row = world.ask()
    page = reader(world.clerk)
    assert page.post(address("return_council_question", row.pk), {"why": " "}).status_code == 422
    why = "Par to lemj valsts vides dienests."
    assert page.post(address("return_council_question", row.pk), {"why": why}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.ended_why) == ("returned", why) and world.state() == "open"
    assert why in letters("council-answered", world.author)[0].text
    assert why in reader().get(address("council_question", row.pk)).content.decode()
    assert world.ask().pk != row.pk


def test_who_asked_takes_it_back_and_the_council_can_answer_it_no_more(world):
    row = world.ask()
    page = reader(world.author)
    assert page.post(address("withdraw_council_question", row.pk), {"why": "Nauda atrasta."}).status_code == 302
    assert world.state() == "open"
    row.refresh_from_db()
    answer = reader(world.clerk).post(address("decide_council_question", row.pk), world.sent(version=str(row.version)))
    assert answer.status_code == 409 and "no longer open" in answer.content.decode()
    assert not row.decisions.exists()


def test_an_initiative_withdrawn_before_the_decision(world):
    row = world.ask()
    world.initiative.refresh_from_db()
    world.initiative.state = "withdrawn"
    world.initiative.save()
    clerk = reader(world.clerk)
    assert "was withdrawn" in clerk.get(address("council_question", row.pk)).content.decode()
    answer = clerk.post(address("decide_council_question", row.pk), world.sent())
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "withdrawn before the council decided" in page and "Atbalstīt laipas izbūvi." in page
    assert not row.decisions.exists() and world.state() == "withdrawn" and not letters("council-answered")
    assert clerk.post(address("close_council_question", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.state == "withdrawn" and world.state() == "withdrawn"


def test_closing_is_only_for_what_was_withdrawn(world):
    row = world.ask()
    assert reader(world.clerk).post(address("close_council_question", row.pk)).status_code == 409
    row.refresh_from_db()
    assert row.state == "asked"


def test_a_municipality_that_was_merged_is_followed_by_its_successor(world):
    row = world.ask()
    successor = OrganisationFactory()
    world.council.merged_into = successor
    world.council.save()
    clerk = PersonFactory(with_account=True, organisation=successor)
    assert reader(clerk).get(address("take_up_council_question", row.pk)).status_code == 200
    page = reader().get(address("council_question", row.pk)).content.decode()
    assert str(successor) in page
    listed = reader().get(address("council_questions") + f"?council={successor.pk}").content.decode()
    assert row.title in listed
    # Who worked for the old one works for the new one.
    assert reader(world.clerk).get(address("take_up_council_question", row.pk)).status_code == 200


def test_hidden_words_are_read_by_who_asked_and_the_municipality_alone(world):
    row = world.ask()
    CouncilQuestion.objects.filter(pk=row.pk).update(
        title="Naida virsraksts", text="Naida vārdi", hidden_at=timezone.now(), hidden_why="Aizskar cilvēkus."
    )
    for where in (address("council_question", row.pk), address("council_questions")):
        page = reader().get(where).content.decode()
        assert "Naida" not in page
    assert "Aizskar cilvēkus." in reader().get(address("council_question", row.pk)).content.decode()
    for person in (world.author, world.clerk):
        assert "Naida vārdi" in reader(person).get(address("council_question", row.pk)).content.decode()


def test_the_list_and_the_page_take_a_fixed_number_of_queries(world):
    clerk = reader(world.clerk)
    question = CouncilQuestionFactory(state="decided")
    taken = set()
    for rows in (1, 3):
        while question.decisions.count() < rows:
            CouncilQuestionFactory()
            CouncilDecisionFactory(question=question, outcome="put_off", reasons="Vēlāk.")
        with CaptureQueriesContext(connection) as listed:
            clerk.get(address("council_questions"))
        with CaptureQueriesContext(connection) as shown:
            page = clerk.get(address("council_question", question.pk)).content.decode()
        assert page.count("Put off") == rows
        taken.add((len(listed), len(shown)))
    assert len(taken) == 1, taken
    assert max(taken.pop()) <= 16


def test_search_finds_words_without_their_diacritics_and_by_state_and_council(world):
    row = CouncilQuestionFactory(title="Šķūņa jumts", text="Vai?")
    CouncilQuestionFactory(title="Cits", text="Kas?")
    for asked in ("q=skuna", f"council={row.council.pk}"):
        page = reader().get(address("council_questions") + f"?{asked}").content.decode()
        assert "Šķūņa jumts" in page and "Cits" not in page, asked
    for nonsense in ("state=done", "q=nekas", "council=999999"):
        page = reader().get(address("council_questions") + f"?{nonsense}").content.decode()
        assert "Šķūņa jumts" not in page and "Nothing fits" in page, nonsense
    assert reader().get(address("council_questions") + "?council=x&page=zz&state=zz").status_code == 200


def test_panels_of_an_initiative_and_an_area(world, rf):
    from talka.initiatives.council_panels import area_panel, initiative_panel

    def shown(panel, thing, person):
        request = rf.get("/")
        request.person = person
        return panel(thing, request)

    assert shown(initiative_panel, world.initiative, None) == ""
    assert "Ask the council" in shown(initiative_panel, world.initiative, world.author)
    assert shown(area_panel, world.area, None) == ""
    row = world.ask()
    world.initiative.refresh_from_db()
    panel = shown(initiative_panel, world.initiative, world.author)
    assert row.title in panel and "Ask the council" not in panel
    assert row.title in shown(area_panel, world.area, None)
    decision = world.decide(row)
    panel = shown(initiative_panel, world.initiative, None)
    assert decision.number in panel and "Accepted" in panel
    assert "Last decisions" in shown(area_panel, world.area, None)
    # Of a draft nothing hangs on the page of the area.
    draft = InitiativeFactory(draft=True, area=world.area)
    CouncilQuestionFactory(initiative=draft, council=world.council, title="Slepenais")
    assert "Slepenais" not in shown(area_panel, world.area, None)
    assert queries.of_area(world.area, None).figures is False
    assert access.may_see_figures(None, world.council) is False


def test_panels_take_the_same_queries_for_one_question_and_for_three(world):
    taken = set()
    for rows in (1, 3):
        while queries.questions(None, queries.Asked()).count() < rows:
            question = CouncilQuestionFactory(
                initiative=world.initiative, council=world.council, state="decided", answered_on=world.today
            )
            CouncilDecisionFactory(question=question)
        with CaptureQueriesContext(connection) as of_initiative:
            shown = queries.of_initiative(world.initiative, None)
            assert sum(len(row.decisions.all()) for row in shown) == rows
        with CaptureQueriesContext(connection) as of_area:
            assert len(queries.of_area(world.area, None).decisions) == rows
        taken.add((len(of_initiative), len(of_area)))
    assert len(taken) == 1 and max(taken.pop()) <= 5


@pytest.mark.parametrize("ended", ["returned", "withdrawn"])
def test_an_initiative_that_people_carry_out_themselves_goes_on_when_the_council_does_not_answer(world, ended):
    initiatives.carry_out(world.initiative, "under_way", "Sākām paši.", by=world.author)
    row = world.ask()
    assert world.state() == "asked"
    if ended == "returned":
        actions.return_question(row, "Par to lemj cita iestāde.", by=world.clerk)
    else:
        actions.withdraw(row, "Vairs nevajag.", by=world.author)
    assert world.state() == "under_way"
