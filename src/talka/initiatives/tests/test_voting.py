"""Voting by a personal link and by an account: a ballot is in once, is nobody's, is found and changed by its code."""

import datetime as dt
import re
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from talka.initiatives.actions import choosings, rolls, voting
from talka.initiatives.actions.voting import Said, code_from, key_of
from talka.initiatives.factories.choosing import ChoosingFactory, VoterFactory
from talka.initiatives.models import Ballot, Choosing, Voter
from talka.people.actions import merge_persons
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

from .choosing_world import cast, close, link_of, opened

pytestmark = pytest.mark.django_db
CODE = re.compile(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}")


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def browser():
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def row():
    return opened()


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def form(*named, sending=None, **more):
    return {"named": list(named), "sending": str(sending or uuid.uuid4())} | more


def test_a_ballot_is_given_by_a_link_and_is_nobody_s(browser, row):
    voter = VoterFactory(choosing=row, name="Zigrīda", email="zigrida@example.test")
    link = link_of(voter)
    page = browser.get(link)
    assert page.status_code == 200 and "Give my ballot" in page.content.decode()
    assert page["Cache-Control"].startswith("max-age=0") or "no-store" in page["Cache-Control"]
    answer = browser.post(link, form(1, 3))
    code = CODE.search(answer.content.decode()).group()
    ballot = Ballot.objects.get()
    assert (ballot.named, ballot.key) == ([1, 3], key_of(code))
    voter.refresh_from_db()
    assert (voter.voted_on, voter.how) == (timezone.localdate(), "online")
    columns = {field.name for field in Ballot._meta.get_fields()}
    assert columns == {"id", "choosing", "key", "named", "points", "paper"}, "no person and no time"
    assert isinstance(ballot.pk, uuid.UUID) and ballot.pk.version == 4
    found = browser.post(address("ballots", row.pk), {"code": code.lower().replace("-", " ")})
    assert "Your ballot is here" in found.content.decode()
    assert "No ballot has this code" in browser.post(address("ballots", row.pk), {"code": "AAAA"}).content.decode()


def test_sent_twice_is_once_and_shows_the_same_code(browser, row):
    link, sent = link_of(VoterFactory(choosing=row)), form(2)
    first, second = browser.post(link, sent), browser.post(link, sent)
    codes = {CODE.search(answer.content.decode()).group() for answer in (first, second)}
    assert codes == {code_from(uuid.UUID(sent["sending"]))}
    assert "sent twice is sent once" in second.content.decode()
    other = browser.post(link, sent | {"named": [3]})
    assert other.status_code == 409 and "another ballot" in other.content.decode()
    assert [one.named for one in Ballot.objects.all()] == [[2]]


def test_a_voter_with_two_links_has_one_ballot(browser, row):
    voter = VoterFactory(choosing=row)
    one, two = link_of(voter), link_of(voter)
    code = CODE.search(browser.post(one, form(1)).content.decode()).group()
    page = browser.get(two).content.decode()
    assert "You have one ballot, whichever link you use" in page
    refused = browser.post(two, form(2))
    said = refused.content.decode()
    assert refused.status_code == 409 and "also with two links" in said
    assert re.search(r'value="2"[^>]*checked', said), "nothing that was filled in is lost"
    assert [each.named for each in Ballot.objects.all()] == [[1]]
    wrong = browser.post(two, form(2, code="22222222222222AA"))
    assert wrong.status_code == 422 and "No ballot has this code" in wrong.content.decode()
    changed = browser.post(two, form(2, code=code.lower()))
    assert changed.status_code == 200 and "took the place" in changed.content.decode()
    assert [(each.named, each.key) for each in Ballot.objects.all()] == [([2], key_of(code))]


def test_two_addresses_of_one_known_person_are_one_voter(browser, row):
    person, double = PersonFactory(email="a@example.test"), PersonFactory(email="b@example.test")
    people = [rolls.Invited("a@example.test"), rolls.Invited("B@example.test"), rolls.Invited("A@EXAMPLE.test")]
    assert rolls.invite(row, people, by=None) == 2
    merge_persons(person, double, by=PersonFactory(administrator=True))
    first, second = Voter.objects.order_by("pk")
    assert first.person == second.person == person
    cast(row, 1, voter=first)
    refused = browser.post(link_of(second), form(2))
    assert refused.status_code == 409 and "You have voted already" in refused.content.decode()
    assert Ballot.objects.count() == 1


def test_two_lines_joined_by_hand_are_one_voter(row):
    keep, gone = VoterFactory(choosing=row), VoterFactory(choosing=row)
    cast(row, 1, voter=gone)
    rolls.join(keep, gone, by=None)
    rolls.join(keep, gone, by=None)
    keep.refresh_from_db()
    assert keep.joined == gone, "the line that has voted stays"
    with pytest.raises(Refusal, match="voted already"):
        cast(row, 2, voter=keep)
    one, two = VoterFactory(choosing=row), VoterFactory(choosing=row)
    cast(row, 1, voter=one)
    cast(row, 1, voter=two)
    with pytest.raises(Refusal, match="Both have voted"):
        rolls.join(one, two, by=None)
    elsewhere = VoterFactory()
    with pytest.raises(Refusal, match="this roll"):
        rolls.join(one, elsewhere, by=None)


def test_lines_joined_by_hand_and_by_merging_are_one_voter_all_together(row):
    """One line is joined with another by hand; the same known person stands on a third."""
    person = PersonFactory()
    keep, gone, third = VoterFactory(choosing=row), VoterFactory(choosing=row), VoterFactory(choosing=row)
    Voter.objects.filter(pk__in=[gone.pk, third.pk]).update(person=person)
    rolls.join(keep, gone, by=None)
    stranger = VoterFactory(choosing=row)
    cast(row, 1, voter=Voter.objects.get(pk=third.pk))
    for line in (keep, gone):
        with pytest.raises(Refusal, match="voted already"):
            cast(row, 2, voter=Voter.objects.get(pk=line.pk))
    cast(row, 2, voter=stranger)
    assert Ballot.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "named", "points", "said"),
    [
        ({"within_budget": True}, (1, 2, 3), (), "the budget is 1000"),
        ({"most": 1}, (1, 2), (), "at most 1"),
        ({}, (1, 9), (), "not there"),
        ({}, (), (), "empty"),
        ({}, (1, 1), (), "twice"),
        ({"form": "points", "points": 10}, (1, 2), (6, 5), "11 points; there are 10"),
        ({"form": "points", "points": 10}, (1, 2), (12, -3), "less than nothing"),
        ({"form": "points", "points": 10}, (1, 2), (0, 0), "empty"),
        ({"form": "ranking"}, (2, 2), (), "twice"),
    ],
)
def test_a_ballot_against_the_rules_is_refused(given, named, points, said):
    row = opened(**given)
    voter = VoterFactory(choosing=row)
    with pytest.raises(Refusal, match=said):
        cast(row, *named, points=points, voter=voter)
    voter.refresh_from_db()
    assert not Ballot.objects.exists() and voter.voted_on is None


def test_a_form_that_is_refused_keeps_what_was_filled_in(browser):
    row = opened(form="points", points=10)
    link, sending = link_of(VoterFactory(choosing=row)), uuid.uuid4()
    refused = browser.post(link, {"option-1": "8", "option-2": "3", "sending": sending})
    page = refused.content.decode()
    assert refused.status_code == 422 and "11 points" in page and "Give 1 fewer" in page
    assert 'value="8"' in page and 'value="3"' in page and str(sending) in page
    assert browser.post(link, {"option-1": "8", "option-2": "2", "sending": sending}).status_code == 200
    assert [(one.named, one.points) for one in Ballot.objects.all()] == [([1, 2], [8, 2])]
    row = opened(form="ranking")
    link = link_of(VoterFactory(choosing=row))
    refused = browser.post(link, {"option-1": "1", "option-3": "1", "sending": sending})
    assert refused.status_code == 422 and "same place: 1" in refused.content.decode()
    assert browser.post(link, {"option-1": "2", "option-3": "1", "sending": sending}).status_code == 200
    assert Ballot.objects.get(choosing=row).named == [3, 1]


def test_late_and_early_ballots_are_refused_by_the_server_s_clock(browser, row):
    link = link_of(VoterFactory(choosing=row))
    close(row)
    late = browser.post(link, form(1))
    assert late.status_code == 410 and "after the end by the clock of the server" in late.content.decode()
    assert "Voting is closed" in browser.get(link).content.decode()
    Choosing.objects.filter(pk=row.pk).update(
        opens_at=timezone.now() + dt.timedelta(hours=1), closes_at=timezone.now() + dt.timedelta(hours=2)
    )
    early = browser.post(link, form(1))
    assert early.status_code == 409 and "has not begun" in early.content.decode()
    assert not Ballot.objects.exists()


def test_nobody_votes_by_a_link_that_nobody_sent_or_of_a_draft(browser, row):
    assert browser.get("/initiatives/vote/none-such/").status_code == 404
    assert browser.post("/initiatives/vote/none-such/", form(1)).status_code == 404
    draft = VoterFactory(choosing=ChoosingFactory(options=2))
    assert browser.get(link_of(draft)).status_code == 404


def test_the_id_of_another_s_ballot_takes_nothing_over(row):
    sending = uuid.uuid4()
    voting.vote_by_link(VoterFactory(choosing=row), Said((1,)), sending=sending)
    other = VoterFactory(choosing=row)
    with pytest.raises(Refusal, match="another ballot"):
        voting.vote_by_link(other, Said((1,)), sending=sending)
    other.refresh_from_db()
    assert other.voted_on is None and Ballot.objects.count() == 1


def test_whoever_lives_there_says_so_with_the_first_ballot(browser, row):
    Choosing.objects.filter(pk=row.pk).update(voters="declared")
    person = PersonFactory(with_account=True)
    assert browser.get(address("cast_ballot", row.pk)).status_code == 404
    browser.force_login(person.account)
    page = browser.get(address("cast_ballot", row.pk)).content.decode()
    assert f"I declare that I live in this place: {row.area}." in page
    refused = browser.post(address("cast_ballot", row.pk), form(1))
    assert refused.status_code == 422 and "Say that you live there" in refused.content.decode()
    assert not Voter.objects.exists()
    assert browser.post(address("cast_ballot", row.pk), form(1, declared="on")).status_code == 200
    line = Voter.objects.get()
    assert (line.person, line.area) == (person, row.area)
    assert line.declared == f"I declare that I live in this place: {row.area}."
    again = browser.post(address("cast_ballot", row.pk), form(2, declared="on"))
    assert again.status_code == 409 and Ballot.objects.count() == 1


def test_members_are_those_whose_organisation_is_of_the_place(browser, row):
    from talka.people.factories import OrganisationFactory

    Choosing.objects.filter(pk=row.pk).update(voters="members")
    inside = PersonFactory(with_account=True, organisation=OrganisationFactory(area=row.area))
    outside = PersonFactory(with_account=True, organisation=OrganisationFactory())
    invited = PersonFactory(with_account=True, organisation=OrganisationFactory())
    VoterFactory(choosing=row, person=invited, email="")
    for person, status in ((inside, 200), (outside, 404), (invited, 200)):
        browser.force_login(person.account)
        assert browser.get(address("cast_ballot", row.pk)).status_code == status, person
        assert browser.post(address("cast_ballot", row.pk), form(1)).status_code == status, person
    assert Voter.objects.filter(voted_on__isnull=False).count() == Ballot.objects.count() == 2
    with pytest.raises(Refusal) as refused:
        voting.vote_as(outside, row, Said((1,)), sending=uuid.uuid4())
    assert refused.value.status == 403


def test_on_an_invited_roll_an_account_votes_by_its_own_line_only(browser, row):
    person = PersonFactory(with_account=True)
    browser.force_login(person.account)
    assert browser.get(address("cast_ballot", row.pk)).status_code == 404
    line = VoterFactory(choosing=row, person=person)
    assert browser.post(address("cast_ballot", row.pk), form(1)).status_code == 200
    line.refresh_from_db()
    assert line.voted_on is not None
    assert browser.post(link_of(line), form(2)).status_code == 409


def test_a_vote_that_was_called_off_takes_no_ballot(browser, row):
    link = link_of(VoterFactory(choosing=row))
    Choosing.objects.filter(pk=row.pk).update(called_off_at=timezone.now(), called_off_why="Naudas vairs nav.")
    refused = browser.post(link, form(1))
    assert refused.status_code == 410 and "Naudas vairs nav." in refused.content.decode()


def test_a_link_and_an_account_that_came_after_the_roll_are_one_voter(browser):
    """Nobody knew whose the address was when the roll was brought."""
    row = opened(voters=Choosing.Voters.DECLARED)
    line, other = VoterFactory(choosing=row), VoterFactory(choosing=row)
    person = PersonFactory(with_account=True)
    voting.vote_as(person, row, Said((1,)), sending=uuid.uuid4(), declared="Tur dzīvoju")
    Voter.objects.filter(pk=line.pk).update(email=person.account.email.lower())
    link = link_of(line)
    assert "The code of your ballot" in browser.get(link).content.decode()
    assert browser.post(link, form(2)).status_code == 409
    later = PersonFactory(with_account=True)
    Voter.objects.filter(pk=other.pk).update(email=later.account.email.lower())
    assert browser.post(link_of(other), form(1)).status_code == 200
    with pytest.raises(Refusal, match="voted already"):
        voting.vote_as(later, row, Said((2,)), sending=uuid.uuid4(), declared="Tur dzīvoju")
    assert Ballot.objects.count() == 2


def test_an_account_votes_by_the_line_of_its_address(browser, row):
    person = PersonFactory(with_account=True)
    line = VoterFactory(choosing=row, email=person.account.email.lower())
    browser.force_login(person.account)
    assert browser.post(address("cast_ballot", row.pk), form(1)).status_code == 200
    line.refresh_from_db()
    assert line.person == person and line.voted_on is not None
    assert browser.post(link_of(line), form(2)).status_code == 409
    assert Ballot.objects.count() == Voter.objects.count() == 1


def test_ballots_of_a_vote_that_was_called_off_lie_by_their_keys_too():
    row = opened()
    codes = [cast(row, 1) for _voter in range(8)]
    choosings.call_off(row, "Naudas vairs nav.", by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, xmin::text FROM initiatives_ballot ORDER BY ctid")
        rows = cursor.fetchall()
    assert [key for key, _by in rows] == sorted(key_of(code) for code in codes)
    assert len({by for _key, by in rows}) == 1
