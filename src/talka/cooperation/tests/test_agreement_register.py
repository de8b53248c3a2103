"""The register of agreements: who finds what in it, tables out and in, letters before the last day."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from talka.cooperation.actions import partners
from talka.cooperation.actions.agreements import drafting, life, reminders, standing
from talka.cooperation.actions.agreements.drafting import Terms
from talka.cooperation.actions.agreements.standing import Standing
from talka.cooperation.factories import MunicipalityFactory
from talka.cooperation.models import Agreement
from talka.cooperation.queries.agreements.register import Asked, register_of
from talka.documents.kept_files import Sent
from talka.letters.models import Letter
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.territories.models import Succession
from talka.ui.refusals import Refusal

from .agreement_world import FIRST, again, drafted, entered, in_force, refused

pytestmark = pytest.mark.django_db


def test_a_council_enters_an_agreement_as_it_stands(client, clerk, friend):
    client.force_login(clerk.account)
    page = client.get(reverse("cooperation:agreements")).content.decode()
    assert reverse("cooperation:enter_agreement") in page
    sent = {"title": "Poligons", "form": "joint-company", "number": "12", "service": "waste", "state": "in_force"}
    sent |= {"parties": [clerk.organisation.pk, friend.pk], "valid_from": "2015-06-01", "renewal": "none"}
    sent |= {"remind_months": "6", "public": "on", "link": "https://example.org/ligums"}
    file = SimpleUploadedFile("ligums.pdf", b"%PDF-1.7 text", "application/pdf")
    answer = client.post(reverse("cooperation:enter_agreement"), sent | {"file": file})
    row = Agreement.objects.get()
    assert answer.url == reverse("cooperation:agreement", args=[row.slug])
    assert (row.standing, row.state, row.file_name, row.by) == (True, "in_force", "ligums.pdf", clerk)
    client.logout()
    page = client.get(answer.url).content.decode()
    assert friend.name in page and "ligums.pdf" in page
    assert client.get(reverse("cooperation:agreement_text", args=[row.slug])).status_code == 200
    assert client.get(reverse("cooperation:document", args=[row.slug, "docx"])).status_code == 404


def test_who_leads_goes_on_leading_when_a_word_is_corrected(client, clerk, friend):
    terms = Terms("Poligons", "cooperation-agreement", valid_from=FIRST)
    row = standing.enter(Standing(terms, (friend, clerk.organisation)), Sent(), by=clerk)
    client.force_login(clerk.account)
    sent = {"title": "Poligons Ābelēs", "form": "cooperation-agreement", "state": "in_force", "renewal": "none"}
    sent |= {"parties": [clerk.organisation.pk, friend.pk], "valid_from": "2024-01-01", "remind_months": "6"}
    address = reverse("cooperation:correct_agreement", args=[row.slug])
    assert client.post(address, sent | {"version": row.version}).status_code == 302
    assert again(row).title == "Poligons Ābelēs"
    assert row.parties.get(role="lead").organisation == friend


def test_nobody_enters_one_for_others(clerk, friend):
    stranger = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    data = Standing(Terms("Svešs", "cooperation-agreement", valid_from=FIRST), (clerk.organisation, friend))
    with pytest.raises(Refusal) as told:
        standing.enter(data, Sent(), by=stranger)
    assert told.value.status == 403


def test_what_is_wrong_with_an_entry_is_said(clerk, friend):
    good = Standing(Terms("Labs", "cooperation-agreement", valid_from=FIRST), (clerk.organisation, friend))
    for data, told in (
        (replace(good, terms=replace(good.terms, valid_from=None)), "from which it holds"),
        (replace(good, state="draft"), "is in force or has ended"),
        (replace(good, state="ended"), "needs its last day"),
        (replace(good, state="terminated", ended_on=dt.date(2025, 1, 1)), "why it was terminated"),
        (replace(good, parties=(clerk.organisation,)), "at least two parties"),
        (replace(good, budget=Decimal("10"), amounts=(Decimal("4"), Decimal("5"))), "1 less than|less than the budget"),
        (replace(good, amounts=(Decimal("4"),)), "1 amounts for 2"),
        (replace(good, terms=replace(good.terms, form="handshake")), "legal form is not known"),
        (replace(good, parties=(clerk.organisation, OrganisationFactory(illustrative=True))), "made-up"),
    ):
        with refused(told):
            standing.enter(data, Sent(), by=clerk)
    assert not Agreement.objects.exists()


def test_an_agreement_from_before_a_merger_enters_with_its_old_party_and_shows_the_successor(client, clerk):
    old, new = MunicipalityFactory(name="Kārklu novada pašvaldība"), MunicipalityFactory(name="Vītolu novads")
    Succession.objects.create(old=old.area, new=new.area, share=1, on=dt.date(2021, 7, 1))
    row = entered(clerk, old, valid_from=dt.date(2018, 1, 1))
    client.force_login(clerk.account)
    assert "Vītolu novads" in client.get(reverse("cooperation:agreement", args=[row.slug])).content.decode()
    with refused("was merged"):
        entered(clerk, old, valid_from=dt.date(2022, 1, 1))


def test_the_register_is_searched_by_words_service_form_party_and_day(clerk, friend):
    waste = entered(clerk, friend)
    water = entered(
        clerk, MunicipalityFactory(name="Šķiņķu novads"), title="Ūdens", service="water", form="joint-company"
    )
    ended = entered(clerk, friend, title="Vecais", state="ended", ended_on=dt.date(2024, 12, 31))
    later = entered(clerk, friend, title="Vēlāk", valid_from=dt.date(2030, 1, 1))

    def found(**asked):
        return {row.pk for row in register_of(None, Asked(**asked))}

    everything = {waste.pk, water.pk, ended.pk, later.pk}
    assert found() == everything
    assert found(words="skinku") == {water.pk}
    assert found(words="poligons atkritumu") == {waste.pk}
    assert found(service="water") == found(form="joint-company") == {water.pk}
    assert found(party="berzu") == everything - {water.pk}
    assert found(state="ended") == {ended.pk}
    assert found(day=dt.date(2024, 6, 1)) == {waste.pk, water.pk, ended.pk}
    assert found(day=dt.date(2025, 1, 1)) == {waste.pk, water.pk}
    assert found(day=dt.date(2031, 1, 1)) == {waste.pk, water.pk, later.pk}
    assert found(day=dt.date(2023, 12, 31)) == set()


@pytest.mark.parametrize(
    "query", ["?day=nonsense", "?day=2026-02-31", "?service=x&form=y&state=z", "?page=99", "?q=%00"]
)
def test_nonsense_in_the_address_finds_what_there_is(client, clerk, friend, query):
    entered(clerk, friend)
    assert client.get(reverse("cooperation:agreements") + query).status_code in (200, 400)


def test_who_reads_what(client, case, planner, neighbour, organiser):
    row = drafted(case, planner, title="zqslepens")
    stranger = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    admin = PersonFactory(administrator=True)
    inside = [
        reverse(f"cooperation:{name}", args=[row.slug])
        for name in ("agreement", "agreement_text", "agreement_versions")
    ]
    inside += [reverse("cooperation:document", args=[row.slug, "docx"])]
    register = [reverse("cooperation:agreements"), reverse("cooperation:export_agreements", args=["csv"])]
    register += [reverse("cooperation:export_agreements", args=["json"])]
    for person, reads in ((planner, 1), (neighbour, 1), (organiser, 1), (admin, 1), (stranger, 0), (None, 0)):
        client.force_login(person.account) if person else client.logout()
        for address in inside:
            assert client.get(address).status_code == (200 if reads else 404), (person, address)
        for address in register:
            assert ("zqslepens" in client.get(address).content.decode()) == bool(reads), (person, address)
    drafting.publish(row, by=planner)
    client.logout()
    assert (
        client.get(inside[0]).status_code
        == client.get(inside[1]).status_code
        == client.get(inside[3]).status_code
        == 200
    )
    assert client.get(inside[2]).status_code == 404  # versions stay inside


def test_a_public_draft_shows_no_comment_no_reason_and_no_hidden_file(client, case, other, planner, neighbour):
    from talka.cooperation.actions.agreements import endorsements, text
    from talka.cooperation.actions.agreements.endorsements import Decision

    row = drafted(case, planner)
    text.comment(row, "zqkomentars", by=neighbour, clause=row.clauses.first())
    endorsements.send(again(row), by=planner)
    party = row.parties.get(organisation=other.organisation)
    decision = Decision("refused", again(row).text_number, dt.date(2026, 3, 2), "5", "zqiemesls", open_file=False)
    file = SimpleUploadedFile("zqlemums.pdf", b"%PDF-1.7")
    endorsements.answer(party, decision, Sent(file, "zqlemums.pdf"), by=neighbour)
    partners.withdraw(other, reason="zqprom", by=neighbour)
    drafting.publish(again(row), by=planner)
    made = party.endorsements.get()
    pages = [reverse(f"cooperation:{name}", args=[row.slug]) for name in ("agreement", "agreement_text")]
    hidden = reverse("cooperation:decision_file", args=[row.slug, made.pk])
    for page in pages:
        assert "zq" not in client.get(page).content.decode()
    assert client.get(hidden).status_code == 404
    client.force_login(planner.account)
    assert "zqiemesls" in client.get(pages[0]).content.decode()
    assert "zqkomentars" in client.get(pages[1]).content.decode()
    assert client.get(hidden).status_code == 200
    made.open_file = True
    made.save()
    client.logout()
    assert client.get(hidden).status_code == 200


def test_who_may_not_change_meets_nothing(client, case, planner, friend):
    row = drafted(case, planner)
    drafting.publish(row, by=planner)
    clause, party = row.clauses.first(), row.parties.first()
    stranger = PersonFactory(with_account=True, organisation=friend)
    addresses = [
        reverse("cooperation:edit_agreement", args=[row.slug, "what"]),
        reverse("cooperation:agreement_shares", args=[row.slug]),
        reverse("cooperation:edit_party", args=[row.slug, party.pk]),
        reverse("cooperation:party_leaves", args=[row.slug, party.pk]),
        reverse("cooperation:edit_clause", args=[row.slug, clause.pk]),
        reverse("cooperation:endorse", args=[row.slug, party.pk]),
        reverse("cooperation:terminate_agreement", args=[row.slug]),
    ]
    deeds = [
        reverse(f"cooperation:{name}_agreement", args=[row.slug]) for name in ("send", "recall", "retire", "publish")
    ]
    for person in (stranger, None):
        client.force_login(person.account) if person else client.logout()
        for address in addresses:
            assert client.get(address).status_code == 404
            assert client.post(address, {}).status_code == 404
        for address in deeds:
            assert client.post(address, {}).status_code == 404
    assert again(row).state == "draft"
    client.force_login(planner.account)
    assert all(client.get(address).status_code == 200 for address in addresses)


def test_taken_away_and_brought_back(client, clerk, friend):
    row = entered(clerk, friend)
    client.force_login(clerk.account)
    client.post(reverse("cooperation:retire_agreement", args=[row.slug]))
    page = client.get(reverse("cooperation:agreements")).content.decode()
    assert reverse("cooperation:restore_agreement", args=[row.slug]) in page
    client.logout()
    assert client.get(reverse("cooperation:agreement", args=[row.slug])).status_code == 404
    client.force_login(clerk.account)
    client.post(reverse("cooperation:restore_agreement", args=[row.slug]))
    assert again(row).retired_at is None and again(row).published_at is None


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(client, django_assert_num_queries, clerk, number):
    for at in range(number):
        row = entered(clerk, MunicipalityFactory(), title=f"Līgums {at}")
    third = replace(
        Standing(Terms("Visi", "cooperation-agreement", valid_from=FIRST), ()),
        parties=(clerk.organisation, *MunicipalityFactory.create_batch(number)),
    )
    row = standing.correct(row, third, Sent(), version=row.version, by=clerk)
    client.get(reverse("cooperation:agreements"))
    with django_assert_num_queries(3):
        client.get(reverse("cooperation:agreements"))
    with django_assert_num_queries(5):
        client.get(reverse("cooperation:agreement", args=[row.slug]))


@pytest.mark.parametrize("number", [1, 3])
def test_a_draft_with_comments_asks_a_fixed_number_of_queries(client, django_assert_num_queries, case, planner, number):
    from talka.cooperation.actions.agreements import text

    row = drafted(case, planner)
    for clause in list(row.clauses.all())[:number]:
        text.comment(row, "Kāpēc?", by=planner, clause=clause)
        text.change_clause(clause, clause.heading, f"{clause.text}\nVēl.", version=1, by=planner)
    client.force_login(planner.account)
    page = client.get(reverse("cooperation:agreement_text", args=[row.slug]))
    assert len(page.content) < 60_000
    for name, count in (("agreement_text", 12), ("agreement_versions", 11), ("agreement", 16)):
        with django_assert_num_queries(count):
            client.get(reverse(f"cooperation:{name}", args=[row.slug]))


# -- tables


def test_one_letter_to_each_party_before_the_last_day(case, partner, other, planner, neighbour):
    row = in_force(drafted(case, planner, valid_to=dt.date(2027, 6, 30)), planner, planner, neighbour)
    partners.name_focal_point(partner, planner, by=planner)
    PersonFactory(with_account=True, organisation=partner.organisation)  # not the one whom the partners ask
    assert reminders.remind_all(dt.date(2026, 12, 29)) == 0
    assert reminders.remind_all(dt.date(2026, 12, 31)) == 2
    assert {letter.to_address for letter in Letter.objects.filter(kind="cooperation-last-day")} == {
        planner.email,
        neighbour.email,
    }
    assert reminders.remind_all(dt.date(2027, 1, 1)) == 0
    Agreement.objects.filter(pk=row.pk).update(renewal="automatic", renews_months=12)
    life.pass_the_last_day(dt.date(2027, 7, 1))
    assert reminders.remind_all(dt.date(2027, 7, 1)) == 0
    assert reminders.remind_all(dt.date(2027, 12, 31)) == 2  # of the next last day


def test_no_letter_where_nobody_wants_one(clerk, friend):
    entered(clerk, friend, valid_to=dt.date(2027, 6, 30), remind_months=0)
    assert reminders.remind_all(dt.date(2027, 6, 1)) == 0
    assert not Letter.objects.filter(kind="cooperation-last-day").exists()


def test_when_the_letter_comes_is_set_of_what_is_in_force_too(client, clerk, friend):
    row = entered(clerk, friend, valid_to=dt.date(2027, 6, 30))
    client.force_login(clerk.account)
    address = reverse("cooperation:agreement_reminder", args=[row.slug])
    assert client.get(address).status_code == 200
    assert client.post(address, {"remind_months": "12", "version": row.version}).status_code == 302
    assert again(row).remind_months == 12
    assert client.post(address, {"remind_months": "3", "version": row.version}).status_code == 409


def test_the_other_parties_are_told_of_a_partner_that_withdrew(
    django_capture_on_commit_callbacks, case, other, planner, neighbour
):
    in_force(drafted(case, planner), planner, planner, neighbour)
    drafted(case, planner, title="Vēl projekts")  # binds nobody yet
    with django_capture_on_commit_callbacks(execute=True):
        partners.withdraw(other, reason="Dome lēma citādi", by=neighbour)
    letter = Letter.objects.get(kind="cooperation-partner-left")
    assert letter.to_address == planner.email
    assert other.organisation.name in letter.subject and "/cooperation/agreements/" in letter.text
    assert "Dome lēma citādi" not in letter.text  # the reason stays on the page of the partners
    assert reminders.tell_of_withdrawal(other.pk) == 1
    assert Letter.objects.filter(kind="cooperation-partner-left").count() == 1
    partners.invite(case, other.organisation, by=planner)
    assert reminders.tell_of_withdrawal(other.pk) == 0
