"""A deliberation from a draft to its close: who knows of it, takes part and runs it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from talka.initiatives.actions import deliberations as actions
from talka.initiatives.actions import statements
from talka.initiatives.actions.deliberation_results import tend
from talka.initiatives.actions.deliberations import DeliberationData
from talka.initiatives.factories.deliberation import (
    DeliberationFactory,
    DeliberationMemberFactory,
    DeliberationQuestionFactory,
    StatementFactory,
)
from talka.initiatives.factories.initiatives import InitiativeFactory
from talka.initiatives.models import Deliberation, Statement, StatementVote
from talka.initiatives.trail_of_deliberation import show_deliberations
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.ui.refusals import Refusal

from .deliberating import SET, address, browser, page

pytestmark = pytest.mark.django_db
DATA = DeliberationData("Kam lai kalpo vecā skola?", entry="account")


@pytest.fixture
def clerk():
    """Of a municipality, entered there by somebody else."""
    return PersonFactory(with_account=True)


@pytest.fixture
def row(clerk):
    return DeliberationFactory(organisation=clerk.organisation)


@pytest.fixture
def resident():
    return PersonFactory(with_account=True)


def test_the_whole_way(clerk, resident):
    runs, comes = browser(clerk), browser(resident)
    sent = SET | {"holder": f"organisation-{clerk.organisation_id}"}
    assert runs.post(address("new_deliberation"), sent).status_code == 302
    row = Deliberation.objects.get()
    assert (row.state, row.organisation, row.by) == ("draft", clerk.organisation, clerk)
    assert comes.get(address("deliberation", row.pk)).status_code == 404
    assert runs.post(address("open_deliberation", row.pk)).status_code == 409, "there is nothing to vote on"
    runs.post(address("deliberation_statements", row.pk), {"text": "Vajag bibliotēku."})
    runs.post(address("open_deliberation", row.pk))
    row.refresh_from_db()
    assert row.state == "open"
    assert row.question in page(comes, address("deliberations"))
    card = page(comes, address("vote_deliberation", row.pk))
    assert "Vajag bibliotēku." in card and "Statement 1 of 1" in card
    vote = {"statement": Statement.objects.get().pk, "side": "1"}
    assert comes.post(address("vote_deliberation", row.pk), vote).status_code == 302
    assert comes.post(address("propose_statement", row.pk), {"text": "Vajag jauniešu centru."}).status_code == 302
    card = page(comes, address("vote_deliberation", row.pk))
    assert "Vajag jauniešu centru." in card and "Statement 2 of 2" in card
    assert "Vajag bibliotēku." in page(comes, address("own_votes", row.pk))
    given = StatementVote.objects.get()
    assert (given.side, given.member.person) == (1, resident)
    assert "not shown yet" in page(comes, address("deliberation_results", row.pk))
    assert runs.post(address("close_deliberation", row.pk)).status_code == 302
    assert "Fewer than 5 people have voted" in page(comes, address("deliberation_results", row.pk))
    assert comes.post(address("vote_deliberation", row.pk), vote | {"side": "-1"}).status_code == 410
    given.refresh_from_db()
    assert given.side == 1


def test_an_organiser_begins_it_about_an_initiative():
    member = TeamMemberFactory(project=None, programme=ProgrammeFactory())
    initiative = InitiativeFactory(title="Taka gar ezeru")
    client = browser(member.person)
    where = address("new_deliberation") + f"?initiative={initiative.pk}"
    assert "Taka gar ezeru" in page(client, where)
    assert client.post(where, SET | {"holder": f"programme-{member.programme_id}"}).status_code == 302
    row = Deliberation.objects.get()
    assert (row.initiative, row.programme, row.organisation) == (initiative, member.programme, None)
    draft = InitiativeFactory(draft=True)
    assert client.get(address("new_deliberation") + f"?initiative={draft.pk}").status_code == 404


def test_who_has_no_organisation_begins_nothing(clerk):
    person = PersonFactory(with_account=True, organisation=None)
    assert browser(person).get(address("new_deliberation")).status_code == 404
    assert browser().get(address("new_deliberation")).status_code == 404
    with pytest.raises(Refusal) as refused:
        actions.begin(DATA, organisation=clerk.organisation, by=person)
    assert refused.value.status == 403


@pytest.mark.parametrize("kind", ["draft", "account", "invited", "hidden programme"])
def test_who_knows_of_it(clerk, resident, kind):
    about = {"organisation": clerk.organisation, "question": "ZQKAM?"}
    organises = TeamMemberFactory(project=None, programme=ProgrammeFactory(public=False))
    organiser = organises.person
    if kind == "hidden programme":
        about |= {"organisation": None, "programme": organises.programme}
    row = DeliberationFactory(draft=kind == "draft", invited=kind == "invited", **about)
    guest = DeliberationMemberFactory(deliberation=row, invited_at=timezone.now(), joined_at=None).person
    StatementFactory(deliberation=row)
    who = {
        "nobody": None,
        "resident": resident,
        "guest": guest,
        "clerk": clerk,
        "organiser": organiser,
        "administrator": PersonFactory(administrator=True),
    }
    knows = {
        "draft": {"clerk", "administrator"},
        "account": set(who),
        "invited": {"guest", "clerk", "administrator"},
        "hidden programme": {"guest", "organiser", "administrator"},
    }[kind]
    runs = {"organiser", "administrator"} if kind == "hidden programme" else {"clerk", "administrator"}
    for name, person in who.items():
        client = browser(person)
        expected = 200 if name in knows else 404
        for where in ("deliberation", "vote_deliberation", "propose_statement", "deliberation_questions"):
            assert client.get(address(where, row.pk)).status_code == expected, (name, where)
        assert client.get(address("deliberation_results", row.pk)).status_code == expected, name
        assert ("ZQKAM?" in client.get(address("deliberations")).content.decode()) == (name in knows), name
        for where in ("edit_deliberation", "deliberation_people", "deliberation_hearings", "deliberation_statements"):
            assert client.get(address(where, row.pk)).status_code == (200 if name in runs else 404), (name, where)
        if name not in runs:
            for where in ("open_deliberation", "close_deliberation", "retire_deliberation", "compute_deliberation"):
                assert client.post(address(where, row.pk)).status_code == 404, (name, where)


def test_a_stale_form_changes_nothing(clerk, row):
    client = browser(clerk)
    same = SET | {"question": row.question, "introduction": "Cits", "version": 1}
    assert client.post(address("edit_deliberation", row.pk), same).status_code == 302
    assert client.post(address("edit_deliberation", row.pk), same | {"introduction": "Vēl cits"}).status_code == 409
    row.refresh_from_db()
    assert (row.introduction, row.version) == ("Cits", 2)


def test_what_people_voted_on_stays_as_it_was(clerk, row):
    client = browser(clerk)
    other = SET | {"question": "Kam lai kalpo parks?", "version": 1}
    assert client.post(address("edit_deliberation", row.pk), other).status_code == 422
    door = SET | {"question": row.question, "entry": "invited", "version": 1}
    assert client.post(address("edit_deliberation", row.pk), door).status_code == 422
    actions.close(row, by=clerk)
    late = SET | {"question": row.question, "showing": "live", "version": 2}
    assert client.post(address("edit_deliberation", row.pk), late).status_code == 422
    assert client.post(address("edit_deliberation", row.pk), late | {"showing": "closed"}).status_code == 302


def test_it_closes_at_its_moment_in_every_time_zone(clerk, resident, monkeypatch):
    """At midnight in Riga, on the night in which clocks change; written down by the house some minutes later."""
    end = dt.datetime(2027, 3, 28, 0, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    row = DeliberationFactory(organisation=clerk.organisation, closes_at=end)
    statement = StatementFactory(deliberation=row)
    before = dt.datetime(2027, 3, 27, 21, 59, 59, tzinfo=dt.UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: before)
    assert statements.vote(statement, 1, by=resident).side == 1
    monkeypatch.setattr("django.utils.timezone.now", lambda: before + dt.timedelta(seconds=1))
    with pytest.raises(Refusal, match="closed"):
        statements.vote(statement, -1, by=resident)
    own, theirs = (page(browser(who), address("vote_deliberation", row.pk)) for who in (resident, None))
    assert "The deliberation is closed" in own and "The deliberation is closed" in theirs
    assert statement.text not in own and address("own_votes", row.pk) in own
    assert address("own_votes", row.pk) not in theirs and address("propose_statement", row.pk) not in theirs
    monkeypatch.setattr("django.utils.timezone.now", lambda: before + dt.timedelta(minutes=4))
    tend()
    tend()
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("closed", end)
    assert StatementVote.objects.get().side == 1


def test_what_is_over_is_not_opened_again_by_a_later_end(clerk):
    """Also before the house has written down that it is closed."""
    past = timezone.now().replace(second=0, microsecond=0) - dt.timedelta(minutes=2)
    row = DeliberationFactory(organisation=clerk.organisation, closes_at=past)
    later = timezone.localtime(past + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    sent = SET | {"question": row.question, "introduction": "Cits", "version": 1}
    assert browser(clerk).post(address("edit_deliberation", row.pk), sent | {"closes_at": later}).status_code == 422
    same = timezone.localtime(past).strftime("%Y-%m-%dT%H:%M")
    assert browser(clerk).post(address("edit_deliberation", row.pk), sent | {"closes_at": same}).status_code == 302
    row.refresh_from_db()
    assert (row.closes_at, row.introduction) == (past, "Cits")


def test_it_opens_by_itself_and_not_before(clerk, resident):
    soon = timezone.now() + dt.timedelta(hours=1)
    row = DeliberationFactory(organisation=clerk.organisation, opens_at=soon)
    statement = StatementFactory(deliberation=row)
    with pytest.raises(Refusal, match="not begun"):
        statements.vote(statement, 1, by=resident)
    assert "not begun" in page(browser(resident), address("deliberation", row.pk))
    assert browser(resident).post(address("propose_statement", row.pk), {"text": "Agri"}).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"question": " "},
        {"closes_at": "2026-01-01T10:00", "opens_at": "2026-01-01T10:00"},
        {"entry": "anybody"},
        {"most_per_person": "101"},
        {"most_per_hour": "0"},
        {"holder": "organisation-0"},
    ],
)
def test_what_cannot_be_is_said_in_the_form(clerk, wrong):
    sent = SET | {"holder": f"organisation-{clerk.organisation_id}"} | wrong
    assert browser(clerk).post(address("new_deliberation"), sent).status_code == 422
    assert not Deliberation.objects.exists()


def test_drafts_go_and_what_people_took_part_in_stays(clerk, row):
    draft = DeliberationFactory(draft=True, organisation=clerk.organisation)
    client = browser(clerk)
    assert client.post(address("retire_deliberation", draft.pk)).status_code == 302
    assert client.get(address("deliberation", draft.pk)).status_code == 404
    assert client.post(address("retire_deliberation", row.pk)).status_code == 409
    assert client.get(address("deliberation", row.pk)).status_code == 200


def test_actions_ask_who_acts(row, resident):
    statement = StatementFactory(deliberation=row, state="waiting")
    for deed in (
        lambda: actions.change(row, DATA, version=1, by=resident),
        lambda: actions.open_(row, by=resident),
        lambda: actions.close(row, by=resident),
        lambda: actions.retire(row, by=resident),
        lambda: statements.add_seed(row, "Sava", by=resident),
        lambda: statements.let_in(statement, by=resident),
        lambda: statements.decline(statement, "Nē", by=resident),
        lambda: statements.take_seed_back(statement, by=resident),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.status == 403


@pytest.mark.parametrize("name", ["deliberations", "deliberation_statements", "deliberation_questions", "deliberation"])
def test_pages_ask_a_fixed_number_of_queries(clerk, row, name):
    client = browser(clerk)
    args = [] if name == "deliberations" else [row.pk]
    asked = []
    for many in (1, 2):
        for _number in range(many):
            member = DeliberationMemberFactory(deliberation=DeliberationFactory(organisation=OrganisationFactory()))
            StatementFactory(deliberation=member.deliberation)
            StatementFactory(deliberation=row)
            DeliberationQuestionFactory(deliberation=row)
        client.get(address(name, *args))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(name, *args)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] < 30, asked


def test_nothing_says_that_it_was_computed_where_too_few_have_voted(clerk, row):
    answer = browser(clerk).post(address("compute_deliberation", row.pk), follow=True)
    assert "Computed from the votes" not in answer.content.decode()


def test_the_trail_says_of_what_opens_later_not_that_it_is_open(row):
    later = DeliberationFactory(opens_at=timezone.now() + dt.timedelta(days=1))
    over = DeliberationFactory(closes_at=timezone.now() - dt.timedelta(minutes=1))
    shown = show_deliberations([str(one.pk) for one in (row, later, over)], None)
    with translation.override("en"):
        notes = [str(shown[str(one.pk)].note).rpartition(", ")[2] for one in (row, later, over)]
    assert notes == ["Open", "Opens later", "Closed"]
