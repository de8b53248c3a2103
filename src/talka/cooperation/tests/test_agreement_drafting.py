"""An agreement from its case to its clauses, amounts and document."""

import datetime as dt
import io
from decimal import Decimal

import docx
import pytest
from django.urls import reverse

from talka.cooperation.actions.agreements import drafting, parties, text
from talka.cooperation.actions.agreements.drafting import Terms
from talka.cooperation.actions.agreements.parties import PartyData
from talka.cooperation.agreements.comparing import compared, words_compared
from talka.cooperation.agreements.filling import whole_text
from talka.cooperation.agreements.library import LibraryFault, documents, library, read_library
from talka.cooperation.agreements.months import months_later
from talka.cooperation.agreements.sharing import scaled
from talka.cooperation.factories import MunicipalityFactory, PartnerFactory
from talka.cooperation.law.register import forms
from talka.cooperation.models import Agreement, AgreementParty, Partner
from talka.documents.agreement import agreement_docx
from talka.links.models import Link
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Succession
from talka.ui.refusals import Refusal

from .agreement_world import again, drafted, endorsed_by, refused, set_shares

pytestmark = pytest.mark.django_db


def test_a_draft_begins_with_the_partners_and_the_clauses_of_its_legal_form(client, case, planner, neighbour):
    PartnerFactory(case=case, state=Partner.State.INVITED, answered_on=None, order=2)
    client.force_login(planner.account)
    address = reverse("cooperation:new_case_agreement", args=[case.slug])
    assert client.get(address).status_code == 200
    sent = {"form": "joint-institution", "title": "Kopīga būvvalde", "language": "lv"}
    answer = client.post(address, sent)
    row = Agreement.objects.get()
    assert answer.url == reverse("cooperation:agreement_text", args=[row.slug])
    assert [party.organisation for party in row.parties.all()] == [planner.organisation, neighbour.organisation]
    assert [party.role for party in row.parties.all()] == ["lead", "party"]
    assert [clause.key for clause in row.clauses.all()] == list(documents()["joint-institution"].clauses)
    assert Link.objects.filter(from_kind="cooperation_case", from_id=str(case.pk), to_kind="agreement").exists()
    assert row.service == case.service
    page = client.get(answer.url).content.decode()
    assert "Uzraudzības padome" in page
    assert planner.organisation.name in page


@pytest.mark.parametrize("form", list(documents()))
@pytest.mark.parametrize("language", ["lv", "en"])
def test_every_legal_form_has_a_whole_text_in_both_languages(case, planner, form, language):
    row = drafted(case, planner, form=form, language=language)
    clauses = list(row.clauses.all())
    whole = whole_text(row, list(row.parties.select_related("organisation")), clauses)
    assert len(whole.parts) == len(clauses) + 2
    assert all(part.paragraphs for part in whole.parts)
    assert "{" not in str(whole.stored())
    assert agreement_docx(_paper(row))[:2] == b"PK"


def _paper(row):
    from talka.cooperation.queries.agreements.paper import paper_of

    return paper_of(row)


def test_placeholders_are_filled_from_the_agreement_and_what_is_missing_is_said(case, planner):
    row = drafted(case, planner)
    changes = {
        "tasks": "Kopīgs maršruts\nKopīgs dispečers",
        "valid_from": dt.date(2027, 1, 1),
        "subject": "Braukt lētāk.",
    }
    row = drafting.change(row, changes, version=row.version, by=planner)
    whole = whole_text(row, list(row.parties.select_related("organisation")), list(row.clauses.all()))
    words = str(whole.stored())
    assert "Kopīgs maršruts; Kopīgs dispečers" in words
    assert "10\xa0000,01 EUR gadā" in words.replace("\\xa0", "\xa0")
    assert "6 mēnešus iepriekš" in words
    assert "2027. gada 1. janvāris" in words
    assert "ieguldījumi" in whole.gaps
    assert "[jāaizpilda: ieguldījumi]" in words


def test_what_parties_pay_adds_up_to_the_cent_or_the_difference_is_told(case, planner):
    row = drafted(case, planner)
    before = again(row).version
    with refused("less than the budget") as told:
        set_shares(row, "10000.01", ["7000.00", "3000.00"], by=planner)
    assert "0.01" in told.value.text()
    with refused("more than the budget"):
        set_shares(row, None, ["7000.00", None], by=planner)
    with refused("invested than the whole"):
        set_shares(row, "100", ["100", None], by=planner, capital="100.01")
    assert again(row).version == before
    assert [party.amount for party in row.parties.all()] == [Decimal("7000.01"), Decimal("3000.00")]
    set_shares(row, "100", ["100", None], by=planner, capital="40")
    assert [party.amount for party in row.parties.all()] == [Decimal("100"), Decimal("0")]


def test_the_form_of_shares_says_what_does_not_add_up_and_keeps_what_was_typed(client, case, planner):
    row = drafted(case, planner)
    client.force_login(planner.account)
    one, two = row.parties.order_by("order")
    sent = {"cost_key": "equal", "cost_key_note": "", "budget": "1 000,00", "per": "year", "capital": ""}
    sent |= {f"amount_{one.pk}": "500", f"amount_{two.pk}": "499,50", "version": row.version}
    address = reverse("cooperation:agreement_shares", args=[row.slug])
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert "0,50" in answer.content.decode()
    assert "499,50" in answer.content.decode()
    assert client.post(address, sent | {f"amount_{two.pk}": "500"}).status_code == 302
    assert again(row).budget == Decimal("1000.00")


def test_a_party_stands_once(case, planner, other):
    row = drafted(case, planner)
    with refused("a party already"):
        parties.add(row, other.organisation, PartyData(), by=planner)
    with refused("at least two parties"):
        drafting.begin_without_a_case(
            Terms("Divreiz", "cooperation-agreement"), [planner.organisation, planner.organisation], by=planner
        )


@pytest.mark.parametrize("year", [2021, 2025])
def test_who_was_merged_away_is_no_party_to_what_begins_later(case, planner, year):
    old = MunicipalityFactory(name="Vecais novads")
    new = AreaFactory(name="Jaunais novads")
    Succession.objects.create(old=old.area, new=new, share=1, on=dt.date(year, 7, 1))
    row = drafted(case, planner)
    with refused("was merged") as told:
        parties.add(row, old, PartyData(), by=planner)
    assert "Jaunais novads" in told.value.text()
    assert str(year) in told.value.text()
    before = drafting.change(row, {"valid_from": dt.date(year, 6, 30)}, version=again(row).version, by=planner)
    assert parties.add(before, old, PartyData(), by=planner).stands  # it existed when that took effect


def test_true_and_made_up_do_not_agree(case, planner):
    row = drafted(case, planner)
    with refused("made-up"):
        parties.add(row, OrganisationFactory(illustrative=True), PartyData(), by=planner)


def test_it_does_not_end_before_it_begins(client, case, planner):
    row = drafted(case, planner)
    with refused("before it begins"):
        days = {"valid_from": dt.date(2027, 1, 1), "valid_to": dt.date(2026, 12, 31)}
        drafting.change(row, days, version=row.version, by=planner)
    client.force_login(planner.account)
    sent = {"valid_from": "2027-01-01", "valid_to": "2026-12-31", "renewal": "none", "remind_months": "6"}
    address = reverse("cooperation:edit_agreement", args=[row.slug, "validity"])
    assert client.post(address, sent | {"version": row.version}).status_code == 422
    sent |= {"valid_to": "2030-12-31", "renewal": "automatic", "version": row.version}
    assert client.post(address, sent).status_code == 422  # by how many months?
    assert client.post(address, sent | {"renews_months": "12"}).status_code == 302
    assert again(row).valid_to == dt.date(2030, 12, 31)


def test_a_stale_form_is_told_so(case, planner):
    row = drafted(case, planner)
    drafting.change(row, {"title": "Jauns"}, version=row.version, by=planner)
    with refused("Somebody else"):
        drafting.change(row, {"title": "Vecs"}, version=row.version, by=planner)
    clause = row.clauses.first()
    text.change_clause(clause, "Kāpēc", "Tāpēc.", version=clause.version, by=planner)
    with refused("Somebody else"):
        text.change_clause(clause, "Kāpēc", "Nē.", version=clause.version, by=planner)


def test_a_change_that_alters_the_text_is_a_new_version_and_one_that_does_not_is_none(case, planner):
    row = drafted(case, planner)
    number = again(row).text_number
    drafting.change(again(row), {"remind_months": 3}, version=again(row).version, by=planner)
    assert again(row).text_number == number
    clause = row.clauses.get(key="disputes-court")
    text.change_clause(clause, clause.heading, "Strīdu izšķir šķīrējtiesa.", version=1, by=planner)
    text.leave_out(row.clauses.get(key="closing"), left_out=True, by=planner)
    row = again(row)
    assert row.text_number == number + 2
    assert row.texts.first().by == planner
    assert "šķīrējtiesa" in str(row.texts.first().parts)
    assert "šķīrējtiesa" not in str(row.texts.get(number=number).parts)


def test_clauses_are_added_moved_and_left_out_with_a_warning(client, case, planner):
    row = drafted(case, planner)
    client.force_login(planner.account)
    page = reverse("cooperation:agreement_text", args=[row.slug])
    sent = {"heading": "Ziemas dienests", "text": "Ceļus tīra {lead}."}
    assert client.post(reverse("cooperation:new_clause", args=[row.slug]), sent).status_code == 302
    own = row.clauses.get(key="")
    client.post(reverse("cooperation:move_clause", args=[row.slug, own.pk]), {"to": "up"})
    keys = [clause.key for clause in row.clauses.all()]
    assert keys[-2:] == ["", "closing"]
    liability = row.clauses.get(key="liability")
    client.post(reverse("cooperation:leave_out_clause", args=[row.slug, liability.pk]), {"out": "1"})
    shown = client.get(page).content.decode()
    assert f"Ceļus tīra {planner.organisation.name}." in shown
    assert "notice-warning" in shown.partition(f'id="clause-{liability.pk}"')[2][:900]
    assert "nepārvarama vara" not in str(again(row).texts.first().parts)
    client.post(reverse("cooperation:leave_out_clause", args=[row.slug, liability.pk]), {"out": "0"})
    assert "nepārvarama vara" in str(again(row).texts.first().parts)


def test_what_nothing_fills_is_refused(case, planner):
    row = drafted(case, planner)
    with refused("Nothing fills {budžets}|Nothing fills {maksa}"):
        text.add_clause(row, "Maksa", "Maksā {maksa}.", by=planner)


def test_another_legal_form_is_not_laid_over_what_somebody_wrote(case, planner):
    row = drafted(case, planner)
    row = drafting.change(row, {"form": "joint-commission"}, version=row.version, by=planner)
    assert row.clauses.filter(key="commission").exists()
    assert not row.clauses.filter(key="governance").exists()
    clause = row.clauses.get(key="commission")
    text.change_clause(clause, clause.heading, "Mūsu vārdi.", version=1, by=planner)
    with refused("changed or commented"):
        drafting.change(row, {"form": "cooperation-agreement"}, version=again(row).version, by=planner)
    assert "Mūsu vārdi." in str(again(row).texts.first().parts)


def test_partners_people_comment_and_what_is_answered_is_marked(client, case, planner, neighbour):
    row = drafted(case, planner)
    clause = row.clauses.get(key="formula")
    client.force_login(neighbour.account)
    address = reverse("cooperation:comment", args=[row.slug])
    client.post(address, {"words": "Kāpēc ne pēc iedzīvotājiem?", "clause": clause.pk})
    client.post(address, {"words": "Kopumā labi", "clause": ""})
    said = clause.comments.get()
    assert (said.by, said.office) == (neighbour, neighbour.organisation)
    client.force_login(planner.account)
    assert (
        "Kāpēc ne pēc iedzīvotājiem?"
        in client.get(reverse("cooperation:agreement_text", args=[row.slug])).content.decode()
    )
    client.post(reverse("cooperation:resolve_comment", args=[row.slug, said.pk]), {"resolved": "1"})
    assert again(said).resolved_by == planner
    stranger = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    with pytest.raises(Refusal):
        text.comment(row, "Es arī", by=stranger)


def test_the_docx_holds_parties_key_and_amounts_and_says_draft_on_every_page(client, case, planner, neighbour):
    row = drafted(case, planner)
    first = row.parties.order_by("order").first()
    data = PartyData("lead", signatory="Jānis Kalējs", position="domes priekšsēdētājs", seats=2, votes=2)
    parties.change(first, data, version=again(row).version, by=planner)
    client.force_login(planner.account)
    address = reverse("cooperation:document", args=[row.slug, "docx"])
    answer = client.get(address)
    assert "attachment" in answer["Content-Disposition"]
    paper = docx.Document(io.BytesIO(answer.content))
    words = "\n".join(line.text for line in paper.paragraphs).replace("\xa0", " ")
    for name in (planner.organisation.name, neighbour.organisation.name):
        assert name in words
    assert "domes priekšsēdētājs Jānis Kalējs" in words
    assert "proporcionāli tam, cik tā pakalpojumu izmanto" in words
    amounts, signatures = paper.tables
    cells = [[cell.text.replace("\xa0", " ") for cell in line.cells] for line in amounts.rows]
    assert cells[1][:2] == [planner.organisation.name, "7 000,01"]
    assert cells[2][:2] == [neighbour.organisation.name, "3 000,00"]
    assert cells[3][1] == "10 000,01"
    assert "Jānis Kalējs" in signatures.rows[1].cells[1].text
    mark = paper.sections[0].header.paragraphs[0].text
    assert mark
    assert client.get(reverse("cooperation:document", args=[row.slug, "pdf"])).content.startswith(b"%PDF")
    from talka.cooperation.actions.agreements import endorsements

    endorsements.send(again(row), by=planner)
    endorsed_by(row, planner, neighbour)
    paper = docx.Document(io.BytesIO(client.get(address).content))
    assert not paper.sections[0].header.paragraphs[0].text
    assert client.get(reverse("cooperation:document", args=[row.slug, "odt"])).status_code == 404


def test_two_versions_are_compared_word_by_word(client, case, planner):
    row = drafted(case, planner)
    number = again(row).text_number
    drafting.change(again(row), {"notice_months": 12}, version=again(row).version, by=planner)
    client.force_login(planner.account)
    address = reverse("cooperation:agreement_version", args=[row.slug, number])
    page = client.get(f"{address}?with={number + 1}").content.decode()
    removed, added = page.partition("<del>")[2][:120], page.partition("<ins>")[2][:120]
    assert "6" in removed and "12" in added
    assert client.get(address).status_code == 200
    for nonsense in ("nonsense", "0", str(10**17), "9" * 60):
        assert client.get(f"{address}?with={nonsense}").status_code == 200
    assert client.get(reverse("cooperation:agreement_version", args=[row.slug, 999])).status_code == 404


def test_what_comparing_says():
    pieces = words_compared("maksā vienādi", "maksā pēc izmantošanas")
    assert [(one.kind, one.text) for one in pieces] == [
        ("same", "maksā "),
        ("removed", "vienādi"),
        ("added", "pēc izmantošanas"),
    ]
    parts = compared([["A", "x"], ["B", "y"]], [["A", "x"], ["C", "z"], ["B", "y y"]])
    assert [(part.kind, part.heading[0].text) for part in parts] == [("same", "A"), ("added", "C"), ("changed", "B")]


def test_a_library_that_contradicts_itself_says_where(tmp_path):
    kept = (documents.__globals__["FILE"]).read_text(encoding="utf-8")
    for broken, told in (
        (kept.replace('key = "why"\n', 'key = "what"\n', 1), "twice"),
        (kept.replace('clauses = ["why", "what", "budget"', 'clauses = ["why", "nowhere", "budget"', 1), "nowhere"),
        (kept.replace("The Parties together provide this service: {service}.", "Nothing.", 1), "languages"),
        (kept.replace("{service}", "{servis}"), "servis"),
    ):
        file = tmp_path / "clauses.toml"
        file.write_text(broken, encoding="utf-8")
        with pytest.raises(LibraryFault, match=told):
            read_library(file)
    assert library().clauses["why"].usual


def test_shares_in_proportion_are_exact_to_the_cent():
    assert scaled(Decimal("100.00"), [Decimal(1), Decimal(1), Decimal(1)]) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert sum(scaled(Decimal("10000.01"), [Decimal("7000.01"), Decimal("0.02"), Decimal("13")])) == Decimal("10000.01")
    assert scaled(Decimal("5.00"), [Decimal(0), Decimal(0)]) == [Decimal("2.50"), Decimal("2.50")]


def test_months_keep_to_the_end_of_a_month():
    assert months_later(dt.date(2026, 8, 31), 6) == dt.date(2027, 2, 28)
    assert months_later(dt.date(2027, 2, 28), 12) == dt.date(2028, 2, 29)
    assert months_later(dt.date(2026, 1, 15), -6) == dt.date(2025, 7, 15)


def test_only_one_party_leads(case, planner):
    row = drafted(case, planner)
    second = row.parties.order_by("order").last()
    parties.change(second, PartyData("lead"), version=again(row).version, by=planner)
    assert [party.role for party in row.parties.order_by("order")] == ["party", "lead"]
    assert AgreementParty.objects.filter(role="lead").count() == 1


def test_every_legal_form_of_the_law_register_has_a_document():
    assert set(documents()) == set(forms())
