"""From the councils to force, amendment and end; partners that leave, municipalities that were merged away."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from talka.cooperation.actions import partners
from talka.cooperation.actions.agreements import drafting, endorsements, life, parties
from talka.cooperation.actions.agreements.endorsements import Decision
from talka.cooperation.factories import MunicipalityFactory, PartnerFactory
from talka.cooperation.models import Agreement, Endorsement
from talka.cooperation.queries.agreements.page import page_of_agreement
from talka.documents.kept_files import Sent
from talka.people.factories import PersonFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Succession
from talka.ui.refusals import Refusal

from .agreement_world import DAY, again, drafted, endorsed_by, in_force, refused, set_shares, signed_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(case, planner, neighbour):
    return drafted(case, planner)


def test_all_councils_endorse_and_it_takes_effect(client, row, planner, neighbour):
    client.force_login(planner.account)
    client.post(reverse("cooperation:send_agreement", args=[row.slug]))
    assert again(row).state == "sent"
    party = row.parties.get(organisation=planner.organisation)
    address = reverse("cooperation:endorse", args=[row.slug, party.pk])
    assert client.get(address).status_code == 200
    sent = {"answer": "endorsed", "decided_on": "2026-03-02", "decision_number": "5.1", "reason": "", "link": ""}
    sent |= {"text_number": again(row).text_number, "open_file": "on"}
    file = SimpleUploadedFile("lemums.edoc", signed_file().getvalue(), "application/octet-stream")
    assert client.post(address, sent | {"file": file}).status_code == 302
    made = Endorsement.objects.get()
    assert (made.media_type, made.file_name, made.is_kept) == ("application/vnd.etsi.asic-e+zip", "lemums.edoc", True)
    assert again(row).state == "sent"
    endorsed_by(row, neighbour)
    assert again(row).state == "endorsed"
    in_force_page = reverse("cooperation:in_force", args=[row.slug])
    signed = SimpleUploadedFile("ligums.asice", signed_file().getvalue())
    assert client.post(in_force_page, {"on": "2026-04-01", "number": "L-7", "file": signed}).status_code == 302
    row = again(row)
    assert (row.state, row.valid_from, row.number) == ("in_force", dt.date(2026, 4, 1), "L-7")
    answer = client.get(reverse("cooperation:signed_agreement", args=[row.slug]))
    assert answer["Content-Disposition"].endswith('"ligums.asice"')


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("lemums.asice", signed_file(complete=False).getvalue(), "not a complete signed document"),
        ("lemums.asice", b"%PDF-1.7 not signed", "does not fit its content"),
        ("lemums.pdf", signed_file().getvalue(), "does not fit its content"),
        ("lemums.edoc", b"<html><script>alert(1)</script>", "a web page"),
    ],
)
def test_an_unsigned_container_or_a_wrong_name_is_refused_and_nothing_kept(row, planner, name, content, told):
    endorsements.send(row, by=planner)
    party = row.parties.get(organisation=planner.organisation)
    decision = Decision("endorsed", again(row).text_number, DAY, "5.1")
    with refused(told):
        endorsements.answer(party, decision, Sent(SimpleUploadedFile(name, content), name), by=planner)
    assert not Endorsement.objects.exists()


def test_a_refusal_stands_with_its_reason_and_the_agreement_waits(row, planner, neighbour):
    endorsements.send(row, by=planner)
    endorsed_by(row, planner)
    with refused("say why the council refused"):
        endorsed_by(row, neighbour, answer="refused")
    row = endorsed_by(row, neighbour, answer="refused", reason="Daļa ir par lielu")
    assert row.state == "sent"
    with refused("Not all councils"):
        life.enter_into_force(row, on=DAY, number="", sent=Sent(), by=planner)
    row = endorsed_by(row, neighbour)  # the council decided anew
    assert row.state == "endorsed"
    assert Endorsement.objects.count() == 3


def test_a_changed_text_asks_the_councils_anew_and_tells_which_version_each_endorsed(client, row, planner, neighbour):
    endorsements.send(row, by=planner)
    row = endorsed_by(row, planner, neighbour)
    number = row.text_number
    set_shares(row, "10000.01", ["6000.01", "4000.00"], by=planner)
    row = again(row)
    assert (row.state, row.text_number) == ("sent", number + 1)
    page = page_of_agreement(row, planner)
    assert [(one.answer, one.earlier.text_number) for one in page.rows] == [(None, number)] * 2
    client.force_login(planner.account)
    shown = client.get(reverse("cooperation:agreement", args=[row.slug])).content.decode()
    assert f"/versions/{number}/?with={number + 1}" in shown
    party = row.parties.first()
    with refused("The text has changed"):
        endorsements.answer(party, Decision("endorsed", number, DAY, "6"), Sent(), by=planner)


def test_what_does_not_add_up_is_not_sent(row, case, planner):
    third = PartnerFactory(case=case, order=2)
    from talka.cooperation.actions.agreements.parties import PartyData

    added = parties.add(row, third.organisation, PartyData(), by=planner)
    type(added).objects.filter(pk=added.pk).update(amount=Decimal("1.00"))
    with refused("more than the budget"):
        endorsements.send(again(row), by=planner)
    assert again(row).state == "draft"


def test_days_and_numbers_of_decisions_are_checked(row, planner):
    endorsements.send(row, by=planner)
    party, number = row.parties.first(), again(row).text_number
    for decision, told in (
        (Decision("endorsed", number, DAY, " "), "has a number"),
        (Decision("endorsed", number, dt.date(2999, 1, 1), "5"), "in the future"),
        (Decision("perhaps", number, DAY, "5"), "not known"),
    ):
        with refused(told):
            endorsements.answer(party, decision, Sent(), by=planner)
    with refused("not an address"):
        endorsements.answer(party, Decision("endorsed", number, DAY, "5"), Sent(link="javascript:1"), by=planner)
    assert not Endorsement.objects.exists()


def test_a_draft_does_not_wait_for_councils(row, planner):
    with refused("does not wait"):
        endorsed_by(row, planner)


def test_one_council_is_not_answered_for_by_another_party(client, row, planner, neighbour):
    endorsements.send(row, by=planner)
    theirs = row.parties.get(organisation=neighbour.organisation)
    with pytest.raises(Refusal) as told:
        endorsements.answer(theirs, Decision("endorsed", again(row).text_number, DAY, "5"), Sent(), by=planner)
    assert told.value.status == 403
    client.force_login(planner.account)
    assert client.get(reverse("cooperation:endorse", args=[row.slug, theirs.pk])).status_code == 404


def test_what_holds_is_changed_by_an_amendment_that_takes_its_place(row, planner, neighbour):
    row = in_force(row, planner, planner, neighbour)
    with refused("cannot be changed any more"):
        drafting.change(row, {"title": "Cits"}, version=row.version, by=planner)
    new = life.amend(row, by=planner)
    assert [(one.organisation, one.amount) for one in new.parties.all()] == [
        (one.organisation, one.amount) for one in row.parties.all()
    ]
    assert [one.text for one in new.clauses.all()] == [one.text for one in row.clauses.all()]
    with refused("being drafted already"):
        life.amend(row, by=planner)
    assert again(row).state == "in_force"
    in_force(new, planner, planner, neighbour, on=dt.date(2026, 9, 1))
    row = again(row)
    assert (row.state, row.ended_on) == ("ended", dt.date(2026, 8, 31))


def test_it_is_terminated_with_a_reason_and_a_last_day(row, planner, neighbour):
    with refused("in force is terminated"):
        life.terminate(row, on=DAY, reason="Nevajag", by=planner)
    row = in_force(row, planner, planner, neighbour)
    with refused("say why"):
        life.terminate(row, on=dt.date(2026, 5, 1), reason=" ", by=planner)
    with refused("before it begins"):
        life.terminate(row, on=dt.date(2026, 3, 1), reason="Nevajag", by=planner)
    row = life.terminate(row, on=dt.date(2026, 5, 1), reason="Nevajag", by=planner)
    assert (row.state, row.ended_on, row.state_reason) == ("terminated", dt.date(2026, 5, 1), "Nevajag")


def test_terminating_makes_nothing_last_longer_than_was_agreed(case, planner, neighbour):
    last = dt.date(2027, 3, 31)
    row = in_force(drafted(case, planner, valid_to=last), planner, planner, neighbour)
    with refused("ends by itself before that day"):
        life.terminate(row, on=last + dt.timedelta(days=1), reason="Nevajag", by=planner)
    assert (again(row).state, again(row).ended_on) == ("in_force", None)
    assert life.terminate(row, on=last, reason="Nevajag", by=planner).ended_on == last


def test_what_goes_on_by_itself_is_terminated_also_in_a_term_to_come(case, planner, neighbour):
    terms = {"valid_to": dt.date(2027, 3, 31), "renewal": "automatic", "renews_months": 12}
    row = in_force(drafted(case, planner, **terms), planner, planner, neighbour)
    assert life.terminate(row, on=dt.date(2027, 6, 30), reason="Nevajag", by=planner).state == "terminated"


def test_no_second_amendment_is_offered_while_one_is_drafted(client, row, planner, neighbour):
    row = in_force(row, planner, planner, neighbour)
    client.force_login(planner.account)
    address, deed = (reverse(f"cooperation:{name}", args=[row.slug]) for name in ("agreement", "amend_agreement"))
    assert deed in client.get(address).content.decode()
    new = life.amend(row, by=planner)
    assert deed not in client.get(address).content.decode()
    drafting.retire(new, by=planner)
    assert deed in client.get(address).content.decode()


def test_an_amendment_taken_away_comes_not_back_beside_another(row, planner, neighbour):
    row = in_force(row, planner, planner, neighbour)
    first = life.amend(row, by=planner)
    drafting.retire(first, by=planner)
    second = life.amend(row, by=planner)
    with refused("Another amendment is being drafted"):
        drafting.restore(first, by=planner)
    drafting.retire(second, by=planner)
    drafting.restore(first, by=planner)
    assert again(first).retired_at is None


def test_a_partner_that_withdraws_after_endorsing_loses_nothing_and_the_page_says_what_to_do(
    client, case, row, other, planner, neighbour
):
    third = PartnerFactory(case=case, order=2)
    from talka.cooperation.actions.agreements.parties import PartyData

    parties.add(row, third.organisation, PartyData(), by=planner)
    set_shares(row, "10000.00", ["5000.00", "3000.00", "2000.00"], by=planner)
    endorsements.send(again(row), by=planner)
    endorsed_by(row, planner, neighbour)
    partners.withdraw(other, reason="Dome lēma citādi", by=neighbour)
    row = again(row)
    page = page_of_agreement(row, planner)
    assert [one.party.organisation for one in page.troubles.withdrawals] == [other.organisation]
    assert [(one.now, one.then) for one in page.troubles.new_shares] == [
        (Decimal("5000.00"), Decimal("7142.86")),
        (Decimal("2000.00"), Decimal("2857.14")),
    ]
    assert page.troubles.exact
    client.force_login(planner.account)
    shown = client.get(reverse("cooperation:agreement", args=[row.slug])).content.decode()
    assert "Dome lēma citādi" in shown and "7\xa0142,86" in shown
    client.force_login(neighbour.account)  # who left the case still reads what it is a party to
    assert client.get(reverse("cooperation:agreement", args=[row.slug])).status_code == 200
    party = row.parties.get(organisation=other.organisation)
    with refused("say why"):
        parties.leave(party, on=DAY, reason="", by=neighbour)
    parties.leave(party, on=DAY, reason="Dome lēma citādi", by=neighbour)
    party = again(party)
    assert (party.state, party.endorsements.count(), party.amount) == ("left", 1, Decimal("3000.00"))
    assert other.organisation.name not in str(again(row).texts.first().parts)
    assert again(row).texts.filter(number=1).exists()


def test_notice_is_kept_by_a_party_that_leaves_what_is_in_force(row, other, planner, neighbour):
    row = in_force(row, planner, planner, neighbour)
    partners.withdraw(other, reason="Prom", by=neighbour)
    (one,) = page_of_agreement(row, planner).troubles.withdrawals
    from django.utils import timezone

    from talka.cooperation.agreements.months import months_later

    assert one.earliest == months_later(timezone.localdate(), 6)
    number = row.text_number
    parties.leave(one.party, on=one.earliest, reason="Prom", by=neighbour)
    assert again(row).text_number == number  # what was endorsed stays as it was


def test_a_merged_municipality_is_replaced_by_its_successor_with_its_history(client, row, planner, neighbour):
    row = in_force(row, planner, planner, neighbour)
    new = MunicipalityFactory(name="Jaunā novada pašvaldība")
    Succession.objects.create(old=neighbour.organisation.area, new=new.area, share=1, on=dt.date(2025, 7, 1))
    (one,) = page_of_agreement(row, planner).troubles.mergers
    assert (one.heirs, one.names) == ((new,), (new.area.name,))
    client.force_login(planner.account)
    shown = client.get(reverse("cooperation:agreement", args=[row.slug])).content.decode()
    assert "Jaunā novada pašvaldība" in shown
    address = reverse("cooperation:party_successor", args=[row.slug, one.party.pk])
    assert client.post(address, {"organisation": new.key}).status_code == 302
    old, heir = again(one.party), row.parties.get(organisation=new)
    assert (old.state, old.left_on) == ("succeeded", dt.date(2025, 7, 1))
    assert (heir.succeeds, heir.amount, heir.stands) == (old, Decimal("3000.00"), True)
    assert old.endorsements.count() == 1
    assert not page_of_agreement(again(row), planner).troubles.mergers
    assert client.post(address, {"organisation": planner.organisation.key}).status_code == 422


def test_two_parties_merged_into_one_pay_together(row, planner, neighbour):
    area = AreaFactory(name="Kopīgais novads")
    heir = MunicipalityFactory(area=area)
    for each in (planner, neighbour):
        Succession.objects.create(old=each.organisation.area, new=area, share=1, on=dt.date(2025, 7, 1))
    for party in list(row.parties.all()):
        parties.put_in_successor(party, heir, by=None)
    assert row.parties.get(state="party").amount == Decimal("10000.01")
    with refused("at least two parties"):
        endorsements.send(again(row), by=None)


def test_who_takes_the_place_of_the_one_that_led_leads(row, planner, other):
    led = row.parties.get(role="lead")
    Succession.objects.create(old=led.organisation.area, new=other.organisation.area, share=1, on=dt.date(2025, 7, 1))
    parties.put_in_successor(led, other.organisation, by=planner)
    assert row.parties.get(state="party").role == "lead"


def test_who_did_not_take_over_the_territory_is_no_successor(row, planner):
    with refused("did not take over"):
        parties.put_in_successor(row.parties.first(), MunicipalityFactory(), by=planner)


def test_a_party_that_entered_by_mistake_goes_but_not_once_its_council_answered(row, case, planner, neighbour):
    third = PartnerFactory(case=case, order=2)
    from talka.cooperation.actions.agreements.parties import PartyData

    parties.remove(parties.add(row, third.organisation, PartyData(), by=planner), by=planner)
    assert row.parties.count() == 2
    endorsements.send(again(row), by=planner)
    endorsed_by(row, neighbour)
    with refused("has answered already"):
        parties.remove(row.parties.get(organisation=neighbour.organisation), by=planner)


def test_back_to_drafting_keeps_what_councils_decided(client, row, planner, neighbour):
    endorsements.send(row, by=planner)
    endorsed_by(row, planner, neighbour)
    client.force_login(planner.account)
    client.post(reverse("cooperation:recall_agreement", args=[row.slug]))
    assert again(row).state == "draft"
    endorsements.send(again(row), by=planner)
    assert again(row).state == "endorsed"  # nothing of the text has changed


def test_last_days_pass_by_night(row, planner, neighbour):
    row = in_force(row, planner, planner, neighbour)
    Agreement.objects.filter(pk=row.pk).update(valid_to=dt.date(2026, 12, 31), renewal="automatic", renews_months=12)
    assert life.pass_the_last_day(dt.date(2026, 12, 31)) == (0, 0)
    assert life.pass_the_last_day(dt.date(2028, 1, 1)) == (0, 1)
    assert again(row).valid_to == dt.date(2028, 12, 31)
    Agreement.objects.filter(pk=row.pk).update(renewal="none")
    assert life.pass_the_last_day(dt.date(2029, 1, 1)) == (1, 0)
    assert (again(row).state, again(row).ended_on) == ("ended", dt.date(2028, 12, 31))


def test_an_organiser_writes_down_what_a_council_without_accounts_decided(case, organiser, partner, other):
    row = drafted(case, organiser)
    endorsements.send(row, by=organiser)
    for party in row.parties.all():
        endorsements.answer(party, Decision("endorsed", again(row).text_number, DAY, "5"), Sent(), by=organiser)
    assert again(row).state == "endorsed"
    PersonFactory(with_account=True, organisation=other.organisation)
    with pytest.raises(Refusal):
        party = row.parties.get(organisation=other.organisation)
        endorsements.answer(party, Decision("refused", again(row).text_number, DAY, "5", "x"), Sent(), by=organiser)


def test_the_shares_are_taken_from_the_appraisal(client, case, partner, other, planner, neighbour, organiser):
    from talka.cooperation.actions.appraisal import choosing
    from talka.cooperation.actions.appraisal.compute import compute
    from talka.cooperation.factories import PartnerFiguresFactory, ServiceCostFactory

    row = drafted(case, planner)
    with refused("have not taken a key"):
        parties.take_shares(row, version=again(row).version, by=planner)
    PartnerFiguresFactory(partner=partner, volume=1000, cost_eur=100_000, population=10_000)
    PartnerFiguresFactory(partner=other, volume=3000, cost_eur=220_000, population=40_000)
    ServiceCostFactory(case=case)
    case.ways.create(a=min(partner, other, key=lambda one: one.pk), b=max(partner, other, key=lambda one: one.pk), km=0)
    run = compute(case, by=planner)
    choosing.accept_key(case, run, "mixed", by=planner, reason="Visiem skaidrs")
    client.force_login(planner.account)
    shares = reverse("cooperation:agreement_shares", args=[row.slug])
    take = reverse("cooperation:take_shares", args=[row.slug])
    assert take in client.get(shares).content.decode()
    assert client.post(take, {"version": again(row).version - 1}).status_code == 409
    assert client.post(take, {"version": again(row).version}).status_code == 302
    row = again(row)
    assert (row.cost_key, row.budget, row.per) == ("mixed", Decimal("280000.00"), "year")
    assert row.cost_key_note.startswith("30 %") and "70 %" in row.cost_key_note
    assert [party.amount for party in row.parties.all()] == [Decimal("91000.00"), Decimal("189000.00")]
    with refused("You do not see these shares"):  # an organiser sees no figures that the partners keep to themselves
        parties.take_shares(row, version=row.version, by=organiser)
    third = PartnerFactory(case=case, order=2)
    PartnerFiguresFactory(partner=third, volume=500, cost_eur=70_000, population=5_000)
    for each in (partner, other):
        case.ways.create(a=each, b=third, km=10)
    choosing.accept_key(case, compute(case, by=planner), "equal", by=planner, reason="Vienkārši")
    with refused("is no party to the agreement"):
        parties.take_shares(row, version=row.version, by=planner)
