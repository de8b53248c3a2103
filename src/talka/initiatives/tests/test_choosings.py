"""A vote from a draft to its publication, across clocks; withdrawn options; who may run it."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.initiatives.actions import choosing_options as options
from talka.initiatives.actions import choosings as actions
from talka.initiatives.actions import voting
from talka.initiatives.actions.voting import Said
from talka.initiatives.factories.choosing import ChoosingFactory, ChoosingOptionFactory, VoterFactory
from talka.initiatives.factories.initiatives import InitiativeFactory
from talka.initiatives.forms.choosings import moment
from talka.initiatives.models import Ballot, Choosing, ChoosingOption
from talka.initiatives.queries.choosings import stood_in
from talka.letters.models import Letter
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation
from talka.programmes.factories import ProgrammeFactory, TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

from .choosing_world import cast, link_of, opened, runner_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def browser():
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


@pytest.fixture
def clerk():
    area = AreaFactory()
    office = OrganisationFactory(kind=Organisation.Kind.MUNICIPALITY, area=area)
    return PersonFactory(with_account=True, organisation=office)


def sent(clerk, **more):
    return {
        "purse": f"organisation-{clerk.organisation_id}",
        "title": "Ko darīsim pagastā",
        "area": str(clerk.organisation.area_id),
        "budget": "1 000,50",
        "first_day": "2099-03-28",
        "last_day": "2099-03-28",
        "time_zone": "Europe/Riga",
        "form": "approval",
        "rule": "shares",
        "completion": "add1",
        "voters": "invited",
    } | more


def test_a_clerk_drafts_it_adds_options_and_publishes_it(browser, clerk):
    browser.force_login(clerk.account)
    assert browser.post(address("new_choosing"), sent(clerk)).status_code == 302
    row = Choosing.objects.get()
    assert (row.budget, row.organisation, row.by) == (Decimal("1000.50"), clerk.organisation, clerk)
    early = browser.post(address("publish_choosing", row.pk))
    assert early.status_code == 422 and "nothing to choose from" in early.content.decode()
    for title, cost in (("Laipa", "500"), ("Soliņi", "300"), ("Šūpoles", "300")):
        given = {"title": title, "cost": cost}
        assert browser.post(address("new_choosing_option", row.pk), given).status_code == 302
    initiative = InitiativeFactory(area=row.area, cost=800, what="Iztīrīt krastu.")
    free = InitiativeFactory(area=row.area, cost=None)
    far = InitiativeFactory(cost=100)
    offered = browser.get(address("add_choosing_initiatives", row.pk)).content.decode()
    assert initiative.title in offered and free.title not in offered and far.title not in offered
    assert browser.post(address("add_choosing_initiatives", row.pk), {"chosen": [initiative.pk]}).status_code == 302
    assert browser.post(address("publish_choosing", row.pk)).status_code == 302
    row.refresh_from_db()
    numbers = list(row.options.order_by("number").values_list("title", "cost"))
    same = sorted(["Soliņi", "Šūpoles"], key=lambda title: actions.lot(row.seed, title))
    assert [title for title, _cost in numbers] == [*same, "Laipa", initiative.title], "cheaper first, then by lot"
    page = Client().get(address("choosing", row.pk)).content.decode()
    assert row.seed in page and "Laipa" in page
    assert browser.post(address("edit_choosing", row.pk), sent(clerk, version=1)).status_code == 409
    assert browser.post(address("new_choosing_option", row.pk), {"title": "X", "cost": "1"}).status_code == 409
    option = row.options.get(title="Laipa")
    assert browser.post(address("remove_choosing_option", row.pk, option.pk)).status_code == 409
    assert browser.post(address("take_back_choosing", row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.published_at is None and row.seed == "" and row.options.filter(number=None).count() == 4
    assert Client().get(address("choosing", row.pk)).status_code == 404


def test_a_draft_is_of_those_who_run_it(browser):
    row = ChoosingFactory(title="ZQMELNRAKSTS", options=2)
    option = row.options.first()
    elsewhere = PersonFactory(
        with_account=True, organisation=OrganisationFactory(kind=Organisation.Kind.MUNICIPALITY, area=AreaFactory())
    )
    people = {
        "nobody": None,
        "stranger": PersonFactory(with_account=True),
        "clerk elsewhere": elsewhere,
        "organiser elsewhere": TeamMemberFactory().person,
        "runner": runner_of(row),
        "administrator": PersonFactory(administrator=True),
    }
    for role, person in people.items():
        browser = Client()
        if person is not None:
            browser.force_login(person.account)
        runs = role in ("runner", "administrator")
        status = 200 if runs else 404
        assert browser.get(address("choosing", row.pk)).status_code == status, role
        assert ("ZQMELNRAKSTS" in browser.get(address("choosings")).content.decode()) == runs, role
        for name in ("edit_choosing", "new_choosing_option", "voters_roll", "call_off_choosing", "paper_ballots"):
            assert browser.get(address(name, row.pk)).status_code == status, (role, name)
        assert browser.get(address("edit_choosing_option", row.pk, option.pk)).status_code == status, role
        assert browser.get(address("choosing_ideas", row.pk, "csv")).status_code == status, role
        if not runs:
            for name in ("publish_choosing", "take_back_choosing", "remove_choosing", "count_choosing"):
                assert browser.post(address(name, row.pk)).status_code == 404, (role, name)
    row.refresh_from_db()
    assert row.published_at is None and row.retired_at is None


def test_of_a_published_one_strangers_run_nothing():
    row, stranger = opened(), PersonFactory(with_account=True)
    voter = VoterFactory(choosing=row)
    browser = Client()
    browser.force_login(stranger.account)
    assert browser.get(address("choosing", row.pk)).status_code == 200
    for name in ("voters_roll", "paper_ballots", "paper_sheets", "read_roll"):
        assert browser.get(address(name, row.pk)).status_code == 404, name
    for name in ("send_voter_link", "give_paper_ballot", "join_voters"):
        assert browser.post(address(name, row.pk, voter.pk)).status_code == 404, name
    for deed in (
        lambda: actions.call_off(row, "x", by=stranger),
        lambda: actions.take_back(row, by=stranger),
        lambda: options.withdraw(row.options.first(), "x", by=stranger),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.status == 403


def test_an_organiser_of_the_programme_runs_its_vote(browser):
    member = TeamMemberFactory()
    browser.force_login(member.person.account)
    area = AreaFactory()
    given = sent(PersonFactory(organisation=OrganisationFactory(area=area)), purse=f"programme-{member.programme_id}")
    assert browser.post(address("new_choosing"), given).status_code == 302
    row = Choosing.objects.get()
    assert (row.programme, row.organisation) == (member.programme, None)
    assert browser.get(address("edit_choosing", row.pk)).status_code == 200
    other = PersonFactory(with_account=True, organisation=None)
    browser.force_login(other.account)
    assert browser.get(address("new_choosing")).status_code == 404
    assert browser.post(address("new_choosing"), given).status_code == 404


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"last_day": "2099-03-27"}, "closes before it opens"),
        ({"form": "points"}, "how many points"),
        ({"points": "5"}, "ballot of points"),
        ({"form": "ranking", "within_budget": "on"}, "without points or order"),
        ({"budget": "0"}, "greater than or equal to 1"),
        ({"title": " "}, "required"),
    ],
)
def test_what_cannot_be_asked_is_refused(browser, clerk, more, said):
    browser.force_login(clerk.account)
    answer = browser.post(address("new_choosing"), sent(clerk, **more))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Choosing.objects.exists()


@pytest.mark.parametrize(
    ("zone", "day", "utc"),
    [
        ("Europe/Riga", "2026-03-28", "2026-03-28T22:00"),  # the night before the clocks go forward
        ("Europe/Riga", "2026-03-29", "2026-03-29T21:00"),  # the day of 23 hours
        ("Europe/Riga", "2026-10-25", "2026-10-25T22:00"),  # the day of 25 hours
        ("Europe/Oslo", "2026-03-28", "2026-03-28T23:00"),
        ("Atlantic/Azores", "2026-03-28", "2026-03-29T01:00"),  # this midnight is skipped: the moment of the change
    ],
)
def test_it_closes_at_midnight_of_its_own_time_zone(zone, day, utc):
    last = dt.date.fromisoformat(day)
    closes = moment(last + dt.timedelta(days=1), dt.time(0), zone)
    assert closes == dt.datetime.fromisoformat(utc).replace(tzinfo=dt.UTC)
    row = ChoosingFactory(time_zone=zone, opens_at=closes - dt.timedelta(days=3), closes_at=closes)
    assert row.last_day == last


@pytest.mark.parametrize("reader", ["Europe/Riga", "America/New_York", "Asia/Tokyo"])
def test_wherever_the_server_and_the_voter_are_the_same_moment_counts(settings, monkeypatch, reader):
    """Oslo's midnight is an hour after Riga's."""
    settings.TIME_ZONE = reader
    closes = moment(dt.date(2026, 3, 30), dt.time(0), "Europe/Oslo")
    row = opened(time_zone="Europe/Oslo", opens_at=closes - dt.timedelta(days=3), closes_at=closes)
    early, late = VoterFactory(choosing=row), VoterFactory(choosing=row)
    with timezone.override(reader):
        monkeypatch.setattr(timezone, "now", lambda: closes - dt.timedelta(seconds=1))
        cast(row, 1, voter=early)
        early.refresh_from_db()
        assert early.voted_on == dt.date(2026, 3, 29), "by the day where the vote is"
        monkeypatch.setattr(timezone, "now", lambda: closes)
        with pytest.raises(Refusal, match="Voting is closed"):
            cast(row, 1, voter=late)
    assert Ballot.objects.count() == 1


def test_the_page_says_midnight_as_the_end_of_the_day(browser):
    closes = moment(dt.date(2099, 5, 4), dt.time(0), "Europe/Riga")
    row = opened(opens_at=closes - dt.timedelta(days=2), closes_at=closes)
    page = browser.get(address("choosing", row.pk)).content.decode()
    assert "until midnight at the end of 3 May 2099" in " ".join(page.split())


def test_a_stale_form_writes_over_nothing(browser):
    row = ChoosingFactory(options=2)
    person = runner_of(row)
    browser.force_login(person.account)
    given = sent(person, version=1) | {"area": str(row.area_id)}
    given.pop("purse")
    assert browser.post(address("edit_choosing", row.pk), given).status_code == 302
    stale = browser.post(address("edit_choosing", row.pk), given | {"title": "Cits"})
    assert stale.status_code == 409 and "Somebody else changed this" in stale.content.decode()
    option = row.options.first()
    words = {"title": "Jauns", "cost": "5", "version": 1}
    assert browser.post(address("edit_choosing_option", row.pk, option.pk), words).status_code == 302
    assert browser.post(address("edit_choosing_option", row.pk, option.pk), words).status_code == 409


def test_an_option_is_withdrawn_while_people_vote(browser):
    row = opened()
    option = row.options.get(number=2)
    voter, waiting = VoterFactory(choosing=row, language="en"), VoterFactory(choosing=row)
    code = cast(row, 1, 2, voter=voter)
    browser.force_login(runner_of(row).account)
    assert browser.post(address("withdraw_choosing_option", row.pk, option.pk), {"why": " "}).status_code == 422
    given = {"why": "Zemes īpašnieks nepiekrita."}
    for _time in range(2):
        assert browser.post(address("withdraw_choosing_option", row.pk, option.pk), given).status_code == 302
    assert Ballot.objects.get().named == [1, 2], "ballots stay"
    letters = Letter.objects.filter(kind="initiatives-vote-withdrawn")
    assert [one.to_address for one in letters] == [voter.email], "once, to those who were asked or voted"
    assert "Zemes īpašnieks nepiekrita." in letters[0].text and option.title in letters[0].text
    link = link_of(voter)
    page = browser.get(link).content.decode()
    assert "Zemes īpašnieks nepiekrita." in page and 'value="2"' not in page
    with pytest.raises(Refusal, match="withdrawn meanwhile"):
        cast(row, 2, voter=waiting)
    with pytest.raises(Refusal, match="withdrawn meanwhile"):
        voting.vote_by_link(voter, Said((2, 3)), sending=uuid.uuid4(), code=code)
    found = browser.post(address("ballots", row.pk), {"code": code}).content.decode()
    assert "withdrawn, not counted" in found


def test_a_vote_is_called_off_with_a_reason(browser):
    row = opened()
    voter = VoterFactory(choosing=row, name="Zigrīda", language="en")
    cast(row, 1, voter=voter)
    browser.force_login(runner_of(row).account)
    assert browser.post(address("call_off_choosing", row.pk), {"why": ""}).status_code == 422
    for _time in range(2):
        assert browser.post(address("call_off_choosing", row.pk), {"why": "Naudu vajag ceļam."}).status_code == 302
    letter = Letter.objects.get(kind="initiatives-vote-called-off")
    assert letter.to_address == voter.email and "Naudu vajag ceļam." in letter.text
    voter.refresh_from_db()
    assert (voter.email, voter.name) == ("", "") and voter.voted_on is not None
    page = Client().get(address("choosing", row.pk)).content.decode()
    assert "Naudu vajag ceļam." in page
    assert browser.post(address("count_choosing", row.pk)).status_code == 409


def test_a_draft_that_is_not_wanted_goes_with_its_roll(browser):
    row = ChoosingFactory(options=2)
    VoterFactory(choosing=row)
    browser.force_login(runner_of(row).account)
    for _time in range(2):
        assert browser.post(address("remove_choosing", row.pk)).status_code in (302, 404)
    assert browser.get(address("choosing", row.pk)).status_code == 404 and not row.roll.exists()
    running = opened(organisation=row.organisation)
    assert browser.post(address("remove_choosing", running.pk)).status_code == 409


def test_the_database_holds_what_must_be_true():
    row = ChoosingFactory(options=2)
    option = row.options.first()
    for wrong in (
        {"organisation": None},
        {"budget": 0},
        {"closes_at": row.opens_at},
        {"form": "points"},
        {"points": 3},
        {"published_at": timezone.now()},
        {"seed": "00"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Choosing.objects.filter(pk=row.pk).update(**wrong)
    for wrong in ({"cost": 0}, {"withdrawn_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ChoosingOption.objects.filter(pk=option.pk).update(**wrong)


def test_ideas_go_to_the_state_s_portal(browser):
    row = ChoosingFactory(options=1)
    carrier = OrganisationFactory(name="Ezera biedrība")
    initiative = InitiativeFactory(area=row.area, cost=700, where="Pie ezera", organisation=carrier, title="=Laipa")
    options.add_initiatives(row, [initiative], by=None)
    browser.force_login(runner_of(row).account)
    table = browser.get(address("choosing_ideas", row.pk, "csv")).content.decode("utf-8-sig").splitlines()
    assert table[0] == "Title;Description;Place;Cost, EUR;Author organisation"
    laipa = next(line for line in table if "Laipa" in line)
    assert laipa.startswith("'=Laipa;") and "Pie ezera" in laipa and "700" in laipa and "Ezera biedrība" in laipa
    assert any(str(row.organisation) in line and "300" in line for line in table)
    assert browser.get(address("choosing_ideas", row.pk, "xlsx")).content.startswith(b"PK")
    assert browser.get(address("choosing_ideas", row.pk, "pdf")).status_code == 404


def test_an_initiative_shows_where_it_stood_and_hides_drafts():
    initiative = InitiativeFactory(cost=300)
    draft, row = ChoosingFactory(), opened()
    ChoosingOptionFactory(choosing=draft, initiative=initiative)
    stood = ChoosingOptionFactory(choosing=row, initiative=initiative, number=9)
    assert stood_in(initiative, None) == stood_in(initiative, runner_of(draft)) == [stood]


@pytest.mark.parametrize("name", ["choosings", "choosing", "cast_ballot", "voters_roll"])
def test_pages_ask_a_fixed_number_of_queries(browser, name):
    row = opened(voters="declared", options=0)
    browser.force_login(runner_of(row).account)
    args = [] if name == "choosings" else [row.pk]
    asked = []
    for many in (1, 2):
        for number in range(many):
            opened(organisation=row.organisation, area=row.area)
            initiative = InitiativeFactory(area=row.area)
            ChoosingOptionFactory(choosing=row, number=10 * many + number, initiative=initiative)
            VoterFactory(choosing=row, person=PersonFactory())
            VoterFactory(choosing=row, joined=VoterFactory(choosing=row))
        browser.get(address(name, *args))
        with CaptureQueriesContext(connection) as found:
            assert browser.get(address(name, *args)).status_code == 200
        asked.append(len(found))
    assert asked[0] == asked[1], asked


def test_who_stands_on_the_roll_reads_a_vote_of_a_programme_that_is_not_public(browser):
    row = ChoosingFactory(open=True, options=2, organisation=None, programme=ProgrammeFactory(public=False))
    voter = PersonFactory(with_account=True)
    VoterFactory(choosing=row, person=voter)
    for person, status in ((None, 404), (PersonFactory(with_account=True), 404), (voter, 200)):
        if person is not None:
            browser.force_login(person.account)
        assert browser.get(address("choosing", row.pk)).status_code == status, person


def test_whoever_is_on_the_roll_by_their_address_reads_and_votes_before_anybody_knows_whose_it_is(browser):
    row = ChoosingFactory(open=True, options=2, organisation=None, programme=ProgrammeFactory(public=False))
    voter = PersonFactory(with_account=True)
    VoterFactory(choosing=row, email=voter.account.email.lower())
    browser.force_login(voter.account)
    for name in ("choosing", "cast_ballot"):
        assert browser.get(address(name, row.pk)).status_code == 200, name


def test_an_option_withdrawn_before_the_vote_was_taken_back_is_nothing_to_choose_from(browser, clerk):
    row = ChoosingFactory(
        organisation=clerk.organisation, open=True, options=2, opens_at=timezone.now() + dt.timedelta(days=1)
    )
    browser.force_login(clerk.account)
    option = row.options.first()
    assert (
        browser.post(address("withdraw_choosing_option", row.pk, option.pk), {"why": "Nav vietas."}).status_code == 302
    )
    assert browser.post(address("take_back_choosing", row.pk)).status_code == 302
    answer = browser.post(address("publish_choosing", row.pk))
    assert answer.status_code == 422 and "nothing to choose from" in answer.content.decode()


def test_an_option_withdrawn_before_voting_begins_is_not_said_to_be_withdrawn_while_people_vote(browser, clerk):
    soon = timezone.now() + dt.timedelta(days=1)
    row = ChoosingFactory(organisation=clerk.organisation, open=True, options=3, opens_at=soon)
    voter = VoterFactory(choosing=row, sent_on=timezone.localdate(), language="en")
    options.withdraw(row.options.first(), "Nav vietas.", by=clerk)
    letter = Letter.objects.get(to_address=voter.email)
    assert "Nav vietas." in letter.text and "while people vote" not in letter.text and "your ballot" not in letter.text
    Choosing.objects.filter(pk=row.pk).update(opens_at=timezone.now() - dt.timedelta(hours=1))
    page = browser.get(link_of(voter)).content.decode()
    assert "Nav vietas." in page and "since voting began" not in page
