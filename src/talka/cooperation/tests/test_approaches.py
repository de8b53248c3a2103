"""Writing to possible partners: who is written to, how often, and whose address is shown to whom."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from talka.cooperation.actions import approaches, partners
from talka.cooperation.factories import ApproachFactory, MunicipalityFactory
from talka.cooperation.models import Approach
from talka.cooperation.queries.reached import MOST_READERS, readers_of
from talka.letters.models import Letter
from talka.people import personal_data
from talka.people.actions import erase_person
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.history import deed
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """What is refused is read in English here."""
    with translation.override("en"):
        yield


@pytest.fixture
def asked():
    return MunicipalityFactory()


@pytest.fixture
def reader(asked):
    return PersonFactory(with_account=True, organisation=asked, email="lasa@example.test")


def write(organisation, by, **more):
    given = {"subject": "Kopīgs jurists", "words": "Vai jums arī trūkst jurista?", "shows_address": True}
    return approaches.write_to(organisation, by=by, **given | more)


def test_a_letter_goes_to_the_people_and_answers_come_to_the_writer(case, planner, asked, reader):
    row = write(asked, planner, case=case)
    letter = Letter.objects.get()
    assert (letter.to_address, letter.reply_to) == (reader.email, planner.email)
    assert "Vai jums arī trūkst jurista?" in letter.text and planner.email in letter.text
    assert (row.case, row.sender, row.organisation, row.by, row.people) == (
        case,
        planner.organisation,
        asked,
        planner,
        1,
    )
    assert case.slug not in letter.text, "who is only written to does not read the draft"


def test_only_who_signs_in_and_was_entered_by_somebody_else_is_written_to(case, planner, asked):
    PersonFactory(organisation=asked)  # without an account
    closed = PersonFactory(with_account=True, organisation=asked)
    closed.account.is_active = False
    closed.account.save()
    intruder = PersonFactory(with_account=True, organisation=None)
    with deed(intruder):
        intruder.organisation = asked
        intruder.save()
    with pytest.raises(Refusal, match="Nobody of this organisation"):
        write(asked, planner, case=case)
    assert not Letter.objects.exists() and not Approach.objects.exists()


def test_whom_the_partners_ask_is_read_first_and_at_most_five_read(case, planner, other, neighbour):
    PersonFactory.create_batch(6, with_account=True, organisation=other.organisation, family_name="Ābols")
    partners.name_focal_point(other, neighbour, by=neighbour)
    readers = readers_of(other.organisation, case)
    assert readers[0] == neighbour and len(readers) == MOST_READERS


def test_one_letter_a_week_about_a_case_whoever_writes(case, planner, neighbour, asked, reader):
    now = timezone.now()
    write(asked, planner, case=case, now=now)
    with pytest.raises(Refusal) as refused:
        write(asked, neighbour, case=case, now=now + dt.timedelta(days=6))
    assert refused.value.status == 429
    write(asked, neighbour, case=case, now=now + dt.timedelta(days=8))
    write(asked, planner, now=now)  # before there is a case
    assert Approach.objects.count() == 3


def test_nobody_writes_a_circular(planner, asked, reader):
    ApproachFactory.create_batch(approaches.MOST_A_DAY, by=planner, case=None)
    with pytest.raises(Refusal) as refused:
        write(asked, planner)
    assert refused.value.status == 429


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"subject": " "}, "Subject and text"),
        ({"words": ""}, "Subject and text"),
        ({"words": "x" * 4001}, "longer than"),
        ({"shows_address": False}, "your address"),
    ],
)
def test_what_is_missing_is_told_and_nothing_sent(planner, asked, reader, given, told):
    with pytest.raises(Refusal, match=told):
        write(asked, planner, **given)
    assert not Letter.objects.exists()


def test_no_letter_between_the_true_and_the_made_up(planner):
    made_up = OrganisationFactory(illustrative=True)
    PersonFactory(with_account=True, organisation=made_up)
    with pytest.raises(Refusal, match="made-up"):
        write(made_up, planner)


def test_nobody_writes_about_a_case_of_others(case, asked, reader):
    stranger = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    with pytest.raises(Refusal) as refused:
        write(asked, stranger, case=case)
    assert refused.value.status == 403


def test_who_works_nowhere_writes_to_nobody(client, asked, reader):
    nobody = PersonFactory(with_account=True, organisation=None)
    with pytest.raises(Refusal) as refused:
        write(asked, nobody)
    assert refused.value.status == 403
    client.force_login(nobody.account)
    assert client.get(reverse("cooperation:write_to", args=[asked.key])).status_code == 404


def test_the_partners_see_who_was_asked_and_nobody_else_does(client, case, planner, neighbour, asked, reader):
    client.force_login(planner.account)
    address = reverse("cooperation:write_to", args=[asked.key])
    assert reader.email not in client.get(f"{address}?case={case.slug}").content.decode()
    sent = {"case": case.pk, "subject": "Jurists", "words": "Slepeni vārdi", "shows_address": "on"}
    assert client.post(address, sent).status_code == 302
    case.published_at = timezone.now()
    case.save()
    page = reverse("cooperation:partners", args=[case.slug])
    for person, sees in ((planner, True), (neighbour, True), (reader, False), (None, False)):
        client.force_login(person.account) if person else client.logout()
        assert ("Slepeni vārdi" in client.get(page).content.decode()) == sees, person
    client.force_login(planner.account)
    assert client.post(address, sent).status_code == 429


def test_an_invitation_writes_to_the_invited_with_the_link_to_answer(case, planner, asked, reader):
    row = partners.invite(case, asked, by=planner)
    letter = Letter.objects.get()
    assert letter.to_address == reader.email and not letter.reply_to
    assert reverse("cooperation:answer", args=[case.slug, row.pk]) in letter.text
    assert planner.email not in letter.text, "nobody asked the writer whether their address may be shown"


def test_the_house_invites_without_letters(case, asked, reader):
    partners.invite(case, asked, by=None)
    assert not Letter.objects.exists()


def test_an_erased_writer_leaves_the_fact_and_takes_the_words(case, planner, asked, reader):
    row = write(asked, planner, case=case)
    assert "Vai jums arī trūkst jurista?" in str(personal_data.export(planner))
    erase_person(planner, by=PersonFactory(administrator=True))
    row.refresh_from_db()
    assert (row.subject, row.words, row.organisation) == ("", "", asked)
    assert not Letter.objects.filter(reply_to=planner.email).exists()


def test_letters_of_an_erased_writer_are_emptied_and_not_sent_any_more(case, planner, asked, reader):
    address = planner.email
    write(asked, planner, case=case)
    (letter,) = Letter.objects.filter(kind="cooperation-approach")
    assert address in letter.text and "Vai jums arī trūkst jurista?" in letter.text
    erase_person(planner, by=PersonFactory(administrator=True))
    letter.refresh_from_db()
    assert (letter.subject, letter.text, letter.html, letter.to_address) == ("", "", "", "")
    assert letter.state == Letter.State.FAILED
