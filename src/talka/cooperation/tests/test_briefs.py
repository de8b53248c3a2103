"""What a council is told: the page, its paper on one page, the draft decision; and who may read which."""

import datetime as dt
import io
from decimal import Decimal

import docx
import pytest
from django.urls import reverse
from django.utils import translation

from talka.cooperation.actions import briefs as actions
from talka.cooperation.actions.appraisal import choosing
from talka.cooperation.actions.appraisal.compute import compute
from talka.cooperation.actions.briefs import BriefData
from talka.cooperation.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    CouncilBriefFactory,
    MunicipalityFactory,
    PartnerFactory,
    PartnerFiguresFactory,
    ServiceCostFactory,
)
from talka.cooperation.models import CouncilBrief, Endorsement, Partner
from talka.cooperation.models.brief import LONG
from talka.cooperation.queries.brief import page
from talka.cooperation.queries.brief.decision import basis_of, decision_of
from talka.cooperation.queries.brief.money import Money
from talka.cooperation.queries.brief.page import brief_of, paper_of
from talka.documents.council_brief import brief_data, brief_pdf
from talka.documents.council_decision import decision_docx
from talka.documents.pdf import render_pages
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """What is refused is read in English here."""
    with translation.override("en"):
        yield


@pytest.fixture
def written(partner):
    return CouncilBriefFactory(partner=partner)


@pytest.fixture
def counted(monkeypatch, partner, other):
    """The case has accepted shares."""
    money = Money(
        today=Decimal("120000.00"),
        after=Decimal("96000.50"),
        less=Decimal("23999.50"),
        key="Pēc lietojuma",
        total=Decimal("150000.75"),
        shares=((partner.pk, Decimal("96000.50")), (other.pk, Decimal("54000.25"))),
        level="Autobuss divreiz dienā",
        jobs=Decimal("4"),
        year=2025,
        source="budžeta izpilde",
    )
    monkeypatch.setattr(page, "money_of", lambda *_asked: money)
    return money


def by_id(row: Partner) -> int:
    return row.pk


def texts(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    heads = [line.text for section in file.sections for line in section.header.paragraphs]
    return "\n".join([*(line.text for line in file.paragraphs), *cells, *heads])


def test_the_partner_writes_and_a_stale_form_is_told_so(partner, planner):
    row = actions.write_brief(partner, BriefData(risks="Tālāk jābrauc"), version=0, by=planner)
    assert (row.version, row.by) == (1, planner)
    actions.write_brief(partner, BriefData(risks="Citādi"), version=1, by=planner)
    with pytest.raises(Refusal, match="Somebody else"):
        actions.write_brief(partner, BriefData(risks="Vecs"), version=1, by=planner)
    assert CouncilBrief.objects.get().risks == "Citādi"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"households": 100}, "year and its source"),
        ({"households": 0, "households_year": 2024, "households_source": "CSP"}, "at least one"),
        ({"seats": 3, "seats_all": 2}, "more seats"),
        ({"votes": 3, "votes_all": 2}, "more votes"),
        ({"jobs_after": Decimal("-1")}, "fewer than none"),
        ({"form": "handshake"}, "not known"),
        ({"risks": "x" * (LONG + 1)}, "longer than"),
    ],
)
def test_what_does_not_add_up_is_told_and_nothing_changed(partner, planner, given, told):
    with pytest.raises(Refusal, match=told):
        actions.write_brief(partner, BriefData(**given), version=0, by=planner)
    assert not CouncilBrief.objects.exists()


def test_nobody_writes_for_another_council(partner, neighbour):
    with pytest.raises(Refusal) as refused:
        actions.write_brief(partner, BriefData(), version=0, by=neighbour)
    assert refused.value.status == 403


@pytest.mark.parametrize(
    ("openness", "reads"),
    [("own", {"planner"}), ("partners", {"planner", "neighbour"}), ("public", {"planner", "neighbour", "organiser"})],
)
def test_a_brief_is_read_by_those_to_whom_the_partner_shows_its_figures(
    client, case, partner, planner, neighbour, organiser, openness, reads
):
    CouncilBriefFactory(partner=partner, risks="Slepens risks")
    Partner.objects.filter(pk=partner.pk).update(openness=openness)
    stranger = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    asked = {"planner": planner, "neighbour": neighbour, "organiser": organiser, "stranger": stranger, "nobody": None}
    case.published_at = case.created_at
    case.save()
    for name, person in asked.items():
        client.force_login(person.account) if person else client.logout()
        for address in ("brief", "brief_pdf", "decision_docx"):
            answer = client.get(reverse(f"cooperation:{address}", args=[case.slug, partner.pk]))
            assert (answer.status_code == 200) == (name in reads), (name, address)
        listed = client.get(reverse("cooperation:briefs", args=[case.slug]))
        assert (listed.status_code == 200) == (name not in ("stranger", "nobody"))
        edits = client.get(reverse("cooperation:edit_brief", args=[case.slug, partner.pk])).status_code
        assert (edits == 200) == (name == "planner"), name


def test_the_page_says_what_the_council_will_ask_and_saves(as_planner, case, partner):
    address = reverse("cooperation:brief", args=[case.slug, partner.pk])
    with translation.override("en"):
        empty = as_planner.get(address).content.decode()
    assert reverse("cooperation:edit_brief", args=[case.slug, partner.pk]) in empty
    sent = {"version": "0", "risks": "Tālāk jābrauc\n\nLēnāk lemj", "households": "5200", "households_year": "2024"}
    edit = reverse("cooperation:edit_brief", args=[case.slug, partner.pk])
    assert as_planner.post(edit, sent).status_code == 422, "the source is missing"
    assert as_planner.post(edit, sent | {"households_source": "CSP"}).url == address
    page_now = as_planner.get(address).content.decode()
    assert "<li>Tālāk jābrauc</li>" in page_now and "<li>Lēnāk lemj</li>" in page_now


def test_the_brief_says_the_cost_for_a_household_and_who_has_agreed(written, counted, partner, other, planner):
    with translation.override("en"):
        paper = paper_of(brief_of(partner, planner))
    assert paper.lead == "A household pays €24 a year for it together instead of €30 today."
    assert [(row.today, row.after) for row in paper.changes] == [
        ("€120,000", "€96,000.50"),
        ("€30", "€24"),
        ("Autobuss divreiz dienā", "Autobuss trīsreiz dienā"),
        ("4", "2.5"),
    ]
    assert [(one.partner, one.answer) for one in paper.answered] == [
        (other.organisation.name, "Takes part, 03/02/2026")
    ]
    assert ("Votes", "1 of 3") in paper.facts
    assert any("CSP" in note for note in paper.notes)


def test_the_agreement_says_seats_votes_way_out_and_who_endorsed_it(case, partner, other, planner):
    agreement = AgreementFactory(case=case, form="cooperation-agreement", way_out="Ar gada beigām", notice_months=6)
    own = AgreementPartyFactory(agreement=agreement, organisation=partner.organisation, seats=1, votes=2)
    theirs = AgreementPartyFactory(agreement=agreement, organisation=other.organisation, seats=2, votes=3)
    given = {"decided_on": dt.date(2026, 3, 5), "decision_number": "117", "answer": "endorsed"}
    Endorsement.objects.create(party=theirs, text_number=agreement.text_number, **given)
    Endorsement.objects.create(party=own, text_number=agreement.text_number + 1, **given)
    with translation.override("en"):
        found = brief_of(partner, planner)
        paper = paper_of(found)
    assert ("Votes", "2 of 5") in paper.facts and ("Seats in the steering body", "1 of 3") in paper.facts
    assert "Ar gada beigām" in paper.way_out and "6" in paper.way_out
    assert [one.answer for one in paper.answered] == ["Endorsed, 05/03/2026, No. 117"]
    assert found.form_key == "cooperation-agreement"


def test_shares_that_were_accepted_stand_in_the_brief_and_hidden_ones_do_not(case, partner, other, planner, neighbour):
    for row in (partner, other):
        PartnerFiguresFactory(partner=row)
    ServiceCostFactory(case=case)
    case.ways.create(a=min(partner, other, key=by_id), b=max(partner, other, key=by_id), km=0)
    run = compute(case, by=planner)
    choosing.accept_key(case, run, "equal", by=planner, reason="")
    own = brief_of(partner, planner).money
    assert own.after is not None and own.total == own.after + own.share_of(other)
    assert own.today == 100_000 and own.less == own.today - own.after
    Partner.objects.filter(pk=partner.pk).update(openness="own")
    hidden = Partner.objects.select_related("organisation", "case").get(pk=partner.pk)
    assert brief_of(hidden, neighbour).money.today is None


def test_what_costs_more_is_called_more(written, counted, monkeypatch, partner, planner):
    CouncilBrief.objects.update(households=None, households_year=None, households_source="")
    dearer = Money(today=Decimal(100), after=Decimal(130), less=Decimal(-30))
    monkeypatch.setattr(page, "money_of", lambda *_asked: dearer)
    partner.refresh_from_db()
    with translation.override("en"):
        assert "€30 a year more" in paper_of(brief_of(partner, planner)).lead


@pytest.mark.parametrize("long", [False, True])
def test_the_paper_is_one_page_whatever_is_written(case, written, counted, partner, planner, long):
    if long:
        text = ("Ļoti gara bažu rinda par attālumiem. " * 40)[:LONG]
        CouncilBrief.objects.update(
            way_out=text, risks="\n".join(text[at : at + 80] for at in range(0, LONG, 81)), level_after=text
        )
        PartnerFactory.create_batch(12, case=case)
        partner = Partner.objects.select_related("organisation", "case", "brief").get(pk=partner.pk)
    paper = paper_of(brief_of(partner, planner))
    assert brief_pdf(paper).startswith(b"%PDF")
    assert len(render_pages("council_brief", brief_data(paper), language="lv")) == 1


def test_the_draft_decision_holds_parties_key_and_amounts_and_says_that_it_is_a_draft(
    written, counted, partner, other, planner
):
    with translation.override("en"):
        told = texts(decision_docx(decision_of(brief_of(partner, planner))))
    for words in (
        "DRAFT",
        "EXPLANATORY NOTE",
        partner.organisation.name,
        other.organisation.name,
        "Pēc lietojuma",
        "96,000.50 EUR",
        "54,000.25 EUR",
        "150,000.75 EUR",
        "Local Government Law, Section 78",
        "Tālāk jābrauc",
        "Ar komiteju 5. maijā",
        "(signature)",
        "1. To take part",
    ):
        assert words in told, words


def test_without_a_form_the_basis_stays_open_and_no_section_is_cited(counted, partner, planner):
    with translation.override("en"):
        told = texts(decision_docx(decision_of(brief_of(partner, planner))))
    assert "to be filled in by a lawyer" in told and "Section" not in told.replace("Section\n", "")
    assert basis_of("nav") == ()


def test_amounts_the_reader_may_not_see_are_not_in_the_decision(written, partner, planner):
    with translation.override("en"):
        told = texts(decision_docx(decision_of(brief_of(partner, planner))))
    assert "EUR" not in told and "–" in told


def test_words_stay_words(written, counted, partner, planner):
    CouncilBrief.objects.update(risks="{{ 7*7 }} <b>&", way_out='#import "x" $a$ \\n', people="{% raw %}")
    partner = Partner.objects.select_related("organisation", "case", "brief").get(pk=partner.pk)
    brief = brief_of(partner, planner)
    told = texts(decision_docx(decision_of(brief)))
    assert "{{ 7*7 }} <b>&" in told and "{% raw %}" in told
    assert brief_pdf(paper_of(brief)).startswith(b"%PDF")


def test_a_partner_that_left_keeps_its_brief_on_record(client, case, written, partner, other, neighbour):
    Partner.objects.filter(pk=partner.pk).update(state="withdrawn", reason="projām")
    client.force_login(neighbour.account)
    assert client.get(reverse("cooperation:brief", args=[case.slug, partner.pk])).status_code == 200
    assert client.get(reverse("cooperation:edit_brief", args=[case.slug, partner.pk])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(as_planner, case, partner, written, django_assert_num_queries, number):
    for row in PartnerFactory.create_batch(number, case=case):
        CouncilBriefFactory(partner=row)
    for address, queries in (("brief", 20), ("briefs", 10)):
        args = [case.slug] + ([partner.pk] if address == "brief" else [])
        as_planner.get(reverse(f"cooperation:{address}", args=args))
        with django_assert_num_queries(queries):
            as_planner.get(reverse(f"cooperation:{address}", args=args))
