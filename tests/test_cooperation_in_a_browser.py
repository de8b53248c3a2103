"""From a voiced need to money spent together, in real browsers: a case, its shares, an agreement, a joint project."""

import io
import re
from decimal import Decimal

import pytest
from docx import Document
from playwright.sync_api import expect

from talka.cooperation.actions.cases import publish
from talka.cooperation.factories import MunicipalityFactory
from talka.cooperation.models import Agreement, CooperationCase, JointProject, Partner
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.people.factories import PersonFactory
from talka.people.signin import make_link
from talka.programmes.factories import ProgrammeFactory

pytestmark = pytest.mark.browser
NEED = "Skolēnu autobuss katram novadam ir par dārgu"
FIGURES = {
    "Priežu novads": {"volume": "100", "cost_eur": "60000", "population": "20000", "fiscal_capacity_eur": "18000000"},
    "Ozolu novads": {"volume": "70", "cost_eur": "50000", "population": "10000", "fiscal_capacity_eur": "7000000"},
}
MODEL = {"unit": "skolēni", "fixed_eur": "30000", "unit_eur": "400", "elasticity": "0,95", "travel_eur": "1"}


@pytest.fixture(scope="module")
def site(django_db_blocker, tmp_path_factory):
    from .live_site import Visitor, Watch, house

    with house(django_db_blocker, "cooperation", tmp_path_factory.mktemp("cooperation") / "var") as (browser, server):
        watch = Watch()
        yield lambda **kind: Visitor(browser, server.address, watch, **kind)
    assert not watch.faults, "\n".join(["", *dict.fromkeys(watch.faults)])


@pytest.fixture
def planner_of(site):
    """Somebody who works for a municipality, signed in."""

    def signed_in(municipality, **kind):
        visitor = site(**kind)
        visitor.open(make_link(PersonFactory(with_account=True, organisation=municipality)))
        visitor.press("main button[type=submit]")
        return visitor

    return signed_in


@pytest.mark.parametrize("phone", [False, True])
def test_from_a_need_to_a_joint_project(site, planner_of, phone):
    pines, oaks = (MunicipalityFactory(name=name) for name in FIGURES)
    need = NeedFactory(words=NEED, event=None, programme=ProgrammeFactory())
    ilze, andris = planner_of(pines, phone=phone), planner_of(oaks, phone=not phone)

    case = _a_need_becomes_a_case(ilze, need)
    _the_neighbour_joins(ilze, andris, case, oaks)
    for planner, name in ((ilze, "Priežu novads"), (andris, "Ozolu novads")):
        _figures_are_entered(planner, case, name)
    amounts = _shares_are_chosen(ilze, case)
    agreement = _an_agreement_is_drafted(ilze, case, amounts)
    _councils_endorse(ilze, andris, agreement)
    project = _a_joint_project_gets_a_budget(ilze, case)
    _everybody_reads_the_way(site(), case, project)


def _a_need_becomes_a_case(ilze, need) -> CooperationCase:
    ilze.open(f"/needs/{need.pk}/")
    ilze.press("a[href^='/cooperation/cases/new/']")
    ilze.choose("service", "school-transport")
    ilze.fill(title_0="Kopīgs skolēnu autobuss", about_0="Trīs autobusi brauc pustukši.")
    ilze.press("main form button[type=submit]")
    case = CooperationCase.objects.latest("pk")
    assert Link.objects.filter(from_kind="need", from_id=str(need.pk), to_id=str(case.pk)).exists()
    expect(ilze.page.locator("main")).to_contain_text(NEED)
    return case


def _the_neighbour_joins(ilze, andris, case, oaks) -> None:
    ilze.open(f"/cooperation/cases/{case.slug}/partners/")
    ilze.choose("organisation", str(oaks.pk))
    ilze.press("main form:has(select[name=organisation]) button[type=submit]")
    andris.open(f"/cooperation/cases/{case.slug}/")
    andris.press("main a[href$='/answer/']")
    andris.choose("answer", "yes")
    andris.press("main form button[type=submit]")
    assert case.partners.filter(state=Partner.State.TAKING_PART).count() == 2


def _figures_are_entered(planner, case, name: str) -> None:
    partner = case.partners.get(organisation__name=name, organisation__in=case.partners.values("organisation"))
    planner.open(f"/cooperation/cases/{case.slug}/appraisal/partners/{partner.pk}/")
    planner.fill(**FIGURES[name], year="2025", source="Budžeta izpilde", population_year="2025", jobs="4")
    planner.page.check("input[name=results_open]")
    planner.press("main form button[type=submit]")


def _shares_are_chosen(ilze, case) -> dict[str, Decimal]:
    ilze.open(f"/cooperation/cases/{case.slug}/appraisal/model/")
    ilze.choose("origin", "entered")
    ilze.fill(**MODEL, source="Pārvadātāja piedāvājums")
    ilze.press("main form button[type=submit]")
    first, second = case.partners.order_by("pk")
    ilze.open(f"/cooperation/cases/{case.slug}/appraisal/inputs/")
    ilze.choose("a", str(first.pk))
    ilze.choose("b", str(second.pk))
    ilze.fill(km="25")
    ilze.press("main form:has([name=km]) button[type=submit]")
    ilze.open(f"/cooperation/cases/{case.slug}/appraisal/")
    ilze.press("form[action$='/compute/'] button[type=submit]")
    shares = ilze.page.locator("#shares ~ *, section:has(#shares)").first
    expect(shares).to_contain_text("nevienam")
    assert re.search(r"par \d+ €", ilze.told().replace("\N{NO-BREAK SPACE}", "").replace("€", " €"))
    ilze.press("a[href$='/appraisal/decide/']")
    ilze.choose("key", "nucleolus")
    ilze.fill(reason="Neviens nepaliek zaudētājos.")
    ilze.press("main form button[type=submit]")
    case.refresh_from_db()
    from talka.cooperation.queries.appraisal.figures import appraisal_of

    found = appraisal_of(case, first.case.by)
    assert found.key == "nucleolus" and found.stable
    amounts = {row.partner.organisation.name: row.share_eur for row in found.partners}
    assert sum(amounts.values()) == found.total_eur
    return amounts


def _an_agreement_is_drafted(ilze, case, amounts: dict[str, Decimal]) -> Agreement:
    ilze.open(f"/cooperation/cases/{case.slug}/agreements/new/")
    ilze.choose("form", "cooperation-agreement")
    ilze.fill(title="Par kopīgu skolēnu autobusu")
    ilze.press("main form button[type=submit]")
    agreement = Agreement.objects.latest("pk")
    ilze.open(f"/cooperation/agreements/{agreement.slug}/shares/")
    ilze.press("form[action$='/shares/take/'] button")
    paid = {party.organisation.name: party.amount for party in agreement.parties.all()}
    assert paid == amounts
    ilze.open(f"/cooperation/agreements/{agreement.slug}/")
    ilze.press("form[action$='/send/'] button")
    told = _words_of(ilze.fetch(f"/cooperation/agreements/{agreement.slug}/agreement.docx"))
    for name, eur in amounts.items():
        assert name in told
        assert f"{eur:,.2f}".replace(",", "\N{NO-BREAK SPACE}").replace(".", ",") in told, told
    return agreement


def _words_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def _councils_endorse(ilze, andris, agreement) -> None:
    for number, planner in enumerate((ilze, andris), start=1):
        party = agreement.parties.order_by("order")[number - 1]
        planner.open(f"/cooperation/agreements/{agreement.slug}/parties/{party.pk}/decision/")
        planner.choose("answer", "endorsed")
        planner.fill(decided_on="2026-03-26", decision_number=f"{number}/12")
        planner.press("main form button[type=submit]")
    ilze.open(f"/cooperation/agreements/{agreement.slug}/in-force/")
    ilze.fill(on="2026-09-01", number="2026/7")
    ilze.press("main form button[type=submit]")
    agreement.refresh_from_db()
    assert agreement.state == Agreement.State.IN_FORCE


def _a_joint_project_gets_a_budget(ilze, case) -> JointProject:
    ilze.open(f"/cooperation/cases/{case.slug}/projects/")
    ilze.press("main a[href^='/cooperation/projects/new/']")
    ilze.fill(title_0="Divi jauni autobusi", starts="2026-09-01", ends="2027-08-31", total_told="300000")
    ilze.press("main form button[type=submit]")
    project = JointProject.objects.latest("pk")
    for source, in_2026, in_2027 in (("eu", "200000", "55000"), ("own", "30000", "15000")):
        ilze.open(f"/cooperation/project/{project.slug}/money/lines/new/")
        ilze.choose("source", source)
        if source == "own":
            ilze.choose("partner", str(project.partners.get(role="lead").pk))
        ilze.fill(year_2026=in_2026, year_2027=in_2027)
        ilze.press("main form button[type=submit]")
    ilze.open(f"/cooperation/project/{project.slug}/money/")
    assert "300" in ilze.told().replace("\N{NO-BREAK SPACE}", "")
    assert ilze.fetch(f"/cooperation/project/{project.slug}/fiche.pdf").startswith(b"%PDF")
    return project


def _everybody_reads_the_way(visitor, case, project) -> None:
    """Once published, the way from the need to the project is everybody's; the figures stay the partners'."""
    publish(case, by=case.by)
    visitor.open(f"/trail/cooperation_case/{case.pk}/")
    assert NEED in visitor.told() and "Kopīgs skolēnu autobuss" in visitor.told()
    visitor.open(f"/cooperation/cases/{case.slug}/appraisal/")
    assert "60000" not in visitor.told().replace("\N{NO-BREAK SPACE}", "")
