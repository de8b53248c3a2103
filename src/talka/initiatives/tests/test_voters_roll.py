"""The roll: lists brought, links sent once, paper ballots given out; and what is kept of a person."""

import re
import threading
import uuid

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from talka.initiatives.actions import choosings, rolls, voting
from talka.initiatives.actions.voting import Said
from talka.initiatives.factories.choosing import ChoosingFactory, PaperEntryFactory, VoterFactory
from talka.initiatives.models import Ballot, Choosing, PaperEntry, Voter, VoterLink
from talka.initiatives.personal import choosing
from talka.letters.models import Letter
from talka.links.registry import kind_of
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory
from talka.people.personal_data import export, versions_of
from talka.people.personal_links import digest_of
from talka.ui.refusals import Refusal

from .choosing_world import cast, close, opened, runner_of

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


def table(text, name="saraksts.csv"):
    return SimpleUploadedFile(name, text.encode())


def test_a_list_is_brought_and_says_what_is_wrong_by_row(browser):
    row = opened()
    VoterFactory(choosing=row, email="ir@example.test")
    browser.force_login(runner_of(row).account)
    wrong = "E-pasts;Vārds;Valoda\nanna@example.test;Anna;en\nnav adrese;Juris;\nir@example.test;;\n"
    answer = browser.post(address("read_roll", row.pk), {"file": table(wrong)})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Row 3" in page and "Nobody was added" in page
    assert Voter.objects.count() == 1
    taken = browser.post(address("read_roll", row.pk), {"file": table(wrong), "right_ones": "on"})
    assert "Row 3" in taken.content.decode()
    assert set(Voter.objects.values_list("email", "name", "language")) == {
        ("ir@example.test", "", "lv"),
        ("anna@example.test", "Anna", "en"),
    }
    right = browser.post(address("read_roll", row.pk), {"file": table("epasts\nANNA@example.test\nbaiba@example.test")})
    assert right.status_code == 302
    assert Voter.objects.count() == 3
    page = browser.get(address("voters_roll", row.pk) + "?q=baib").content.decode()
    assert "baiba@example.test" in page and "anna@example.test" not in page
    broken = browser.post(address("read_roll", row.pk), {"file": table("<html></html>", "x.csv")})
    assert broken.status_code == 422 and "web page" in broken.content.decode()


def test_links_are_sent_once_and_only_their_digests_are_kept(browser):
    row = opened()
    person = runner_of(row)
    browser.force_login(person.account)
    for email, language in (("a@example.test", "lv"), ("b@example.test", "en")):
        given = {"email": email, "language": language}
        assert browser.post(address("invite_voter", row.pk), given).status_code == 302
    assert browser.post(address("invite_voter", row.pk), {"email": "x", "language": "lv"}).status_code == 422
    for _time in range(2):
        assert browser.post(address("send_voter_links", row.pk)).status_code == 302
    letters = {one.to_address: one for one in Letter.objects.filter(kind="initiatives-vote-invited")}
    assert set(letters) == {"a@example.test", "b@example.test"} and len(VoterLink.objects.all()) == 2
    token = re.search(r"/initiatives/vote/([\w-]+)/", letters["a@example.test"].text).group(1)
    assert VoterLink.objects.filter(digest=digest_of(token)).exists()
    assert letters["a@example.test"].secret_until == row.closes_at, "the words with the link are forgotten then"
    assert letters["a@example.test"].language == "lv" and letters["b@example.test"].language == "en"
    assert "You are asked to choose" in letters["b@example.test"].text
    assert Client().get(f"/initiatives/vote/{token}/").status_code == 200
    voter = Voter.objects.get(email="a@example.test")
    assert browser.post(address("send_voter_link", row.pk, voter.pk)).status_code == 302
    assert voter.links.count() == 2
    assert token not in str(list(VoterLink.objects.values()))


def test_no_links_of_a_draft_and_no_change_of_a_roll_that_is_over():
    draft = ChoosingFactory(options=2)
    VoterFactory(choosing=draft)
    with pytest.raises(Refusal, match="still a draft"):
        rolls.send_links(draft, by=None)
    row = opened()
    voter, other = VoterFactory(choosing=row), VoterFactory(choosing=row)
    close(row)
    for deed in (
        lambda: rolls.invite(row, [rolls.Invited("a@example.test")], by=None),
        lambda: rolls.send_links(row, by=None),
        lambda: rolls.send_again(voter, by=None),
        lambda: rolls.give_paper(voter, by=None),
        lambda: rolls.join(voter, other, by=None),
    ):
        with pytest.raises(Refusal, match="Voting is over"):
            deed()
    assert not Letter.objects.exists()


def test_a_long_roll_is_left_to_the_worker(monkeypatch):
    monkeypatch.setattr(rolls, "AT_ONCE", 2)
    row = opened()
    for _number in range(3):
        VoterFactory(choosing=row)
    assert rolls.send_links(row, by=None) == 3
    assert not Letter.objects.exists()
    assert rolls.write_links(row) == 3
    assert rolls.write_links(row) == 0, "done again it does nothing"


def test_whoever_has_a_paper_ballot_does_not_vote_here_too(browser):
    row = opened(paper=True)
    voter, voted = VoterFactory(choosing=row), VoterFactory(choosing=row)
    browser.force_login(runner_of(row).account)
    assert browser.post(address("give_paper_ballot", row.pk, voter.pk)).status_code == 302
    with pytest.raises(Refusal, match="paper ballot was given out"):
        cast(row, 1, voter=voter)
    cast(row, 1, voter=voted)
    refused = browser.post(address("give_paper_ballot", row.pk, voted.pk))
    assert refused.status_code == 409 and "voted already" in refused.content.decode()
    person = PersonFactory()
    one, two = VoterFactory(choosing=row, person=person), VoterFactory(choosing=row, person=person)
    cast(row, 1, voter=one)
    with pytest.raises(Refusal, match="voted already"):
        rolls.give_paper(two, by=None)
    assert Ballot.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_are_one_ballot():
    row = opened()
    person = PersonFactory()
    lines = [VoterFactory(choosing=row, person=person), VoterFactory(choosing=row, person=person)]
    start, came = threading.Barrier(4), []

    def give(line):
        try:
            start.wait(10)
            voting.vote_by_link(Voter.objects.get(pk=line.pk), Said((1,)), sending=uuid.uuid4())
            came.append("in")
        except Refusal:
            came.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=[lines[number % 2]]) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert sorted(came) == ["in", "refused", "refused", "refused"]
    assert Ballot.objects.count() == 1 and Voter.objects.filter(voted_on__isnull=False).count() == 1


def test_what_is_kept_of_a_person_is_told_and_erased():
    row = opened()
    person = PersonFactory(email="zigrida@example.test")
    line = VoterFactory(choosing=row, person=person, name="Zigrīda Ksaverija", email="zigrida@example.test")
    rolls.make_link(line)
    cast(row, 1, voter=line)
    PaperEntryFactory(choosing=row, by=person, number=77)
    begun = ChoosingFactory(by=person, title="Iesāktais balsojums")
    told = str(export(person))
    assert row.title in told and "Votes on whose roll you stand" in told and "zigrida@example.test" in told
    assert "Iesāktais balsojums" in told and "77" in told
    held = {one["person"] for rows in choosing.holds(timezone.localdate()) for one in rows}
    assert held == {person.pk}, "is to get the link, so is not forgotten for want of anything else"
    erase_person(person, by=person)
    line.refresh_from_db()
    assert (line.person, line.name, line.email, line.folded.strip()) == (None, "", "", "")
    assert line.voted_on is not None and Ballot.objects.count() == 1, "the ballot is nobody's and stays"
    assert not VoterLink.objects.exists()
    assert PaperEntry.objects.get().by is None and Choosing.objects.get(pk=begun.pk).by is None
    assert not versions_of(Choosing)[0]._base_manager.exclude(by=None).exists()


def test_a_ballot_is_in_nobody_s_export():
    row = opened()
    line = VoterFactory(choosing=row, person=PersonFactory())
    cast(row, 2, voter=line)
    key = Ballot.objects.get().key
    told = str(export(line.person, own=True))
    assert key not in told and row.options.get(number=2).title not in told


def test_the_trail_shows_what_the_reader_may_know():
    draft, row = ChoosingFactory(), opened()
    kind = kind_of("choosing")
    ids = [str(draft.pk), str(row.pk)]
    assert set(kind.show(ids, None)) == {str(row.pk)}
    assert set(kind.show(ids, runner_of(draft))) == set(ids)


@pytest.mark.django_db(transaction=True)
def test_a_ballot_does_not_wait_for_those_who_keep_the_roll():
    """Else a ballot and a paper ballot given out at the same moment wait for each other, and one is lost."""
    row = opened()
    line = VoterFactory(choosing=row)
    came = []

    def give():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            came.append(voting.vote_by_link(Voter.objects.get(pk=line.pk), Said((1,)), sending=uuid.uuid4()))
        finally:
            connection.close()

    with transaction.atomic():
        choosings.held(row)
        thread = threading.Thread(target=give)
        thread.start()
        thread.join(30)
        assert len(came) == 1
    assert Ballot.objects.count() == 1


def test_no_paper_ballot_for_whoever_voted_with_an_account():
    row = opened(voters=Choosing.Voters.DECLARED, paper=True)
    person = PersonFactory(with_account=True)
    voting.vote_as(person, row, Said((1,)), sending=uuid.uuid4(), declared="Tur dzīvoju")
    line = VoterFactory(choosing=row, email=person.account.email.lower())
    with pytest.raises(Refusal, match="voted already"):
        rolls.give_paper(line, by=None)


def test_a_line_brought_by_its_address_alone_is_told_and_erased_with_whoever_signs_in_by_it():
    row = opened()
    line = VoterFactory(choosing=row, email="zigrida@example.test", name="Zigrīda Ksaverija")
    rolls.make_link(line)
    person = PersonFactory(with_account=True, email="zigrida@example.test")
    assert person.account.email == "zigrida@example.test"
    assert row.title in str(export(person))
    erase_person(person, by=person)
    line.refresh_from_db()
    assert (line.name, line.email, line.folded.strip()) == ("", "", "") and not VoterLink.objects.exists()


def test_whoever_was_invited_hears_of_it_also_by_a_line_joined_with_another():
    row = opened()
    new, invited = VoterFactory(choosing=row), VoterFactory(choosing=row)
    rolls.send_again(invited, by=None)
    rolls.join(new, invited, by=None)
    choosings.call_off(row, "Naudas vairs nav.", by=None)
    assert [one.to_address for one in Letter.objects.filter(kind="initiatives-vote-called-off")] == [new.email]
