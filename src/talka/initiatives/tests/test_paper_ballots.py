"""Paper ballots: two people read each, a third decides where they differ, and only then it counts."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from talka.decisions.models import DecisionRun
from talka.initiatives.actions import counting, paper_ballots
from talka.initiatives.actions.paper_ballots import Reading
from talka.initiatives.actions.voting import Said
from talka.initiatives.models import Ballot, PaperEntry
from talka.people.actions.merging import merge_persons
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

from .choosing_world import cast, close, opened, runner_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def row():
    return opened(paper=True)


@pytest.fixture
def three(row):
    return [runner_of(row) for _person in range(3)]


def address(name, *args):
    return reverse(f"initiatives:{name}", args=args)


def signed_in(person):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.force_login(person.account)
    return client


def said(*named):
    return Reading(Said(named))


def test_two_who_agree_make_a_ballot(row, three):
    first, second, _third = (signed_in(person) for person in three)
    where = address("paper_ballots", row.pk)
    assert first.post(where, {"number": 7, "named": [1, 3]}).status_code == 302
    assert not Ballot.objects.exists(), "one reading is no ballot"
    page = second.get(where).content.decode()
    assert "Wait for a second reading: 7" in " ".join(page.split())
    again = first.post(where, {"number": 7, "named": [1, 3]})
    assert again.status_code == 409 and "You have read this ballot already" in again.content.decode()
    assert second.post(where, {"number": 7, "named": [3, 1]}).status_code == 302
    ballot = Ballot.objects.get()
    assert (ballot.paper, ballot.named) == (7, [1, 3])
    more = first.post(where, {"number": 7, "named": [2]})
    assert more.status_code == 409 and "counted once" in more.content.decode()
    assert Ballot.objects.get().named == [1, 3]


def test_where_they_differ_a_third_looks(row, three):
    where = address("paper_ballots", row.pk)
    one, two, third = (signed_in(person) for person in three)
    one.post(where, {"number": 8, "named": [1]})
    answer = two.post(where, {"number": 8, "named": [2]}, follow=True).content.decode()
    assert "The readings differ" in answer
    titles = dict(row.options.values_list("number", "title"))
    assert f"001 {titles[1]}" in answer and f"002 {titles[2]}" in answer
    assert not Ballot.objects.exists()
    for client in (one, two):
        assert client.post(where, {"number": 8, "named": [2]}).status_code == 409
    assert third.post(where, {"number": 8, "named": [2]}).status_code == 302
    assert Ballot.objects.get().named == [2]
    assert PaperEntry.objects.filter(number=8).count() == 3


def test_nothing_is_counted_while_a_ballot_waits(row, three):
    for number in range(5):
        cast(row, 1 + number % 3)
    paper_ballots.read(row, 4, said(1), by=three[0])
    close(row)
    with pytest.raises(Refusal, match="read by another person: 4"):
        counting.count(row, by=None)
    counting.count_closed()
    assert not DecisionRun.objects.exists()
    paper_ballots.read(row, 4, said(2), by=three[1])
    with pytest.raises(Refusal, match="read by another person: 4"):
        counting.count(row, by=None)
    assert paper_ballots.read(row, 4, said(1), by=three[2]) == "decided"
    assert counting.count(row, by=None).result["ballots"] == 6


def test_a_spoilt_ballot_is_read_twice_too_and_not_counted(row, three):
    assert paper_ballots.read(row, 1, Reading(None), by=three[0]) == "first"
    assert paper_ballots.read(row, 1, Reading(None), by=three[1]) == "agreed"
    assert paper_ballots.read(row, 2, Reading(None), by=three[0]) == "first"
    assert paper_ballots.read(row, 2, said(1), by=three[1]) == "differs"
    assert paper_ballots.read(row, 2, Reading(None), by=three[2]) == "decided"
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    ("number", "reading"), [(0, said(1)), (-1, said(1)), (3, said()), (3, said(9)), (3, said(1, 1))]
)
def test_what_cannot_stand_on_a_ballot_is_refused(row, three, number, reading):
    with pytest.raises(Refusal):
        paper_ballots.read(row, number, reading, by=three[0])
    assert not PaperEntry.objects.exists()


def test_paper_printed_before_an_option_was_withdrawn_is_read_as_it_is(row, three):
    from talka.initiatives.actions import choosing_options

    choosing_options.withdraw(row.options.get(number=1), "Nevar.", by=None)
    for person in three[:2]:
        paper_ballots.read(row, 1, said(1, 2), by=person)
    assert Ballot.objects.get().named == [1, 2]
    close(row)
    assert counting.count(row, by=None).result["options"]["002"]["votes"] == 1


def test_published_ballots_on_paper_stand_under_their_number(row, three):
    for _voter in range(5):
        cast(row, 1)
    for person in three[:2]:
        paper_ballots.read(row, 12, said(2), by=person)
    close(row)
    counting.announce(row, counting.count(row, by=None), by=None)
    table = Client().get(address("ballot_file", row.pk, "csv")).content.decode()
    assert "paper-12;paper;002" in table
    assert "paper-12;paper;002" in Client().get(address("ballot_file", row.pk, "pb")).content.decode()
    with translation.override("en"), pytest.raises(Refusal, match="until its result is announced"):
        paper_ballots.read(row, 13, said(1), by=three[0])


def test_without_paper_nobody_reads_and_strangers_never(three):
    plain = opened()
    with pytest.raises(Refusal):
        paper_ballots.read(plain, 1, said(1), by=runner_of(plain))
    stranger = PersonFactory(with_account=True)
    with pytest.raises(Refusal) as refused:
        paper_ballots.read(opened(paper=True), 1, said(1), by=stranger)
    assert refused.value.status == 403 and not PaperEntry.objects.exists()


def test_ballots_are_printed_with_their_numbers(row, three):
    page = signed_in(three[0]).get(address("paper_sheets", row.pk) + "?from=5&to=7").content.decode()
    assert all(f"Ballot {number}" in page for number in (5, 6, 7)) and "Ballot 8" not in page
    assert all(option.title in page for option in row.options.all())
    many = signed_in(three[0]).get(address("paper_sheets", row.pk) + "?from=1&to=99999").content.decode()
    assert "Ballot 200" in many and "Ballot 201" not in many


def test_nothing_is_announced_while_a_ballot_waits(row, three):
    """Read by one person after the count: it would be lost."""
    for number in range(5):
        cast(row, 1 + number % 3)
    close(row)
    run = counting.count(row, by=None)
    paper_ballots.read(row, 4, said(1), by=three[0])
    with pytest.raises(Refusal, match="read by another person: 4") as refused:
        counting.announce(row, run, by=None)
    assert "not announced" in str(refused.value.meaning)
    row.refresh_from_db()
    assert row.announced_at is None
    paper_ballots.read(row, 4, said(1), by=three[1])
    counting.announce(row, counting.count(row, by=None), by=None)
    assert Ballot.objects.count() == 6


@pytest.mark.parametrize("keeps_first", [True, False])
def test_two_readers_who_turn_out_to_be_one_person_leave_a_ballot_that_another_reads(row, three, keeps_first):
    first, second, third = three
    for reader in (first, second):
        paper_ballots.read(row, 7, said(1), by=reader)
    keep, gone = (first, second) if keeps_first else (second, first)
    merge_persons(keep, gone, by=PersonFactory(administrator=True), kept_row_holds=True)
    assert counting.waiting_papers(row)["once"] == [7]
    assert paper_ballots.read(row, 7, said(1), by=third) == paper_ballots.AGREED
    assert Ballot.objects.get(paper=7).named == [1]
    assert counting.waiting_papers(row) == {"once": [], "differs": []}
