"""Figures that a partner hides come out nowhere: not on pages, not by subtraction, not in files, runs or versions."""

import io
import zipfile
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from talka.cooperation.actions.appraisal import choosing
from talka.cooperation.actions.appraisal.compute import compute
from talka.cooperation.actions.appraisal.model import set_joint_cost
from talka.cooperation.actions.cases import publish
from talka.cooperation.actions.partners import open_figures
from talka.cooperation.factories import PartnerFactory, PartnerFiguresFactory, ServiceCostFactory
from talka.cooperation.models import Partner, PartnerFigures
from talka.cooperation.queries.appraisal.figures import appraisal_of
from talka.cooperation.queries.appraisal.page import appraisal_page
from talka.people.factories import PersonFactory
from talka.people.personal_data import export
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
pytest.importorskip("talka.methods.cost_sharing.shapley")
pytest.importorskip("talka.methods.coalitions.evaluate")
SECRET = {
    "volume": 7_531,
    "cost_eur": Decimal("864209.75"),
    "population": 97_535,
    "fiscal_capacity_eur": 24_681_357,
    "jobs": Decimal("424242.5"),
    "level": "Slepenais līmenis",
    "source": "Slepenais avots",
    "own_cost_eur": Decimal("4321.55"),
    "benefit_eur": Decimal("8765.45"),
}
TELLING = ("7531", "864209", "97535", "24681357", "424242", "Slepen", "4321", "8765")
JOINT = Decimal("913000.50")


@pytest.fixture
def hiding(case, partner, other):
    """The other partner hides all; what both would pay together was worked out by both."""
    PartnerFiguresFactory(partner=partner, volume=1000, cost_eur=100_000, population=10_000)
    PartnerFiguresFactory(partner=other, population_year=2025, **SECRET)
    ServiceCostFactory(case=case)
    case.ways.create(a=min(partner, other, key=lambda one: one.pk), b=max(partner, other, key=lambda one: one.pk), km=9)
    other.openness = Partner.Openness.OWN
    other.save()
    set_joint_cost(case, [partner, other], JOINT, by=None)
    return case


def plain(text):
    """Without the blanks that part thousands."""
    return text.replace("\xa0", "").replace("\u202f", "").replace("&nbsp;", "").replace(" ", "").replace(",", "")


def leaks(text):
    bare = plain(text)
    return [sign for sign in TELLING if plain(sign) in bare]


def everything(client, case, person):
    """All pages and files of the appraisal, as text, as far as this reader gets them."""
    client.force_login(person.account) if person else client.logout()
    texts = []
    for name in ("appraisal", "appraisal_inputs", "partners", "case", "decide_key"):
        for query in ("", "?key=usage", "?key=shapley", f"?view={case.partners.get(order=1).pk}&key=equal"):
            texts.append(client.get(reverse(f"cooperation:{name}", args=[case.slug]) + query).content.decode())
    for what in ("cost-sharing.zip", "coalitions.zip", "appraisal.xlsx", "ways.csv"):
        answer = client.get(reverse("cooperation:appraisal_file", args=[case.slug, what]))
        if answer.status_code != 200:
            texts.append(answer.content.decode())
        elif what.endswith("zip"):
            archive = zipfile.ZipFile(io.BytesIO(b"".join(answer)))
            texts += [archive.read(entry).decode() for entry in archive.namelist()]
        elif what.endswith("xlsx"):
            book = load_workbook(io.BytesIO(b"".join(answer)))
            texts += [str(cell.value) for sheet in book for row in sheet for cell in row]
        else:
            texts.append(b"".join(answer).decode())
    return "\n".join(texts)


def test_hidden_figures_stand_on_no_page_and_in_no_file(client, hiding, planner, organiser, neighbour):
    compute(hiding, by=planner)
    publish(hiding, by=planner)
    for person in (planner, organiser, PersonFactory(administrator=True), PersonFactory(with_account=True), None):
        assert leaks(everything(client, hiding, person)) == [], person
    assert "864209" in leaks(everything(client, hiding, neighbour))  # its own people do see them


def test_only_keys_that_need_nothing_hidden_are_shown(hiding, planner, neighbour):
    compute(hiding, by=planner)
    rows = {row.key: row for row in appraisal_page(hiding, planner).computed.keys}
    assert [key for key, row in rows.items() if row.cells] == ["equal"]  # the joint cost is both partners' own work
    assert all(row.stable is None and not row.leavers for row in rows.values())
    theirs = {row.key: row for row in appraisal_page(hiding, neighbour).computed.keys}
    assert all(row.cells for row in theirs.values())


def test_a_total_tells_nothing_by_subtraction(hiding, planner, other):
    compute(hiding, by=planner)
    page = appraisal_page(hiding, planner)
    assert page.total_today_eur is None
    hiding.joint_costs.all().delete()  # now the cost together hangs on the hidden volume
    compute(hiding, by=planner)
    computed = appraisal_page(hiding, planner).computed
    assert computed.total_eur is None and computed.host == ""
    assert [row.key for row in computed.keys if row.cells] == []
    assert all(one.total_eur is None for one in computed.cases)
    assert [one.eur for one in computed.choices if one.name == "all"] == [None]


def test_what_all_agreed_to_show_is_shown_and_no_more(client, hiding, planner, other, organiser):
    PartnerFigures.objects.filter(partner=other).update(results_open=True)
    compute(hiding, by=planner)
    page = appraisal_page(hiding, planner)
    rows = {row.key: row for row in page.computed.keys}
    assert all(row.cells for row in rows.values())
    mine, theirs = rows["shapley"].cells
    assert mine.less_eur is not None and theirs.less_eur is None
    assert page.rows[1].amounts.cost_today_eur is None and page.total_today_eur is None
    assert rows["equal"].stable is False
    assert {names for row in rows.values() for names, _pays, _alone in row.leavers} == {page.computed.members[0]}
    assert leaks(everything(client, hiding, planner)) == []
    for person in (organiser, PersonFactory(administrator=True), None):  # they are no partners
        computed = appraisal_page(hiding, person).computed
        assert {row.key for row in computed.keys if row.cells} <= {"equal"}


def test_consent_taken_back_hides_what_was_computed_before(hiding, planner, other):
    PartnerFigures.objects.filter(partner=other).update(results_open=True)
    run = compute(hiding, by=planner)
    choosing.accept_key(hiding, run, "shapley", by=planner, reason="")
    assert appraisal_of(hiding, planner).total_eur == JOINT
    PartnerFigures.objects.filter(partner=other).update(results_open=False)
    said = appraisal_of(hiding, planner)
    assert (said.key, said.total_eur, said.stable) == ("shapley", None, None)
    assert [row.share_eur for row in said.partners] == [None, None]
    assert [row.cost_today_eur for row in said.partners] == [100_000, None]


def test_figures_closed_later_close_former_computations(hiding, planner, neighbour, other):
    open_figures(other, Partner.Openness.PUBLIC, by=neighbour)
    compute(hiding, by=planner)
    assert all(row.cells for row in appraisal_page(hiding, planner).computed.keys)
    open_figures(other, Partner.Openness.OWN, by=neighbour)
    rows = appraisal_page(hiding, planner).computed.keys
    assert [row.key for row in rows if row.cells] == ["equal"]


def test_nobody_decides_on_shares_that_they_do_not_see(hiding, planner, neighbour):
    run = compute(hiding, by=planner)
    with pytest.raises(Refusal, match=r"do not see|neredzat"):
        choosing.accept_key(hiding, run, "shapley", by=planner, reason="")
    assert choosing.accept_key(hiding, run, "equal", by=planner, reason="").accepted_key == "equal"


def test_figures_hidden_by_all_leave_each_its_own(client, hiding, partner, planner, neighbour):
    partner.openness = Partner.Openness.OWN
    partner.save()
    compute(hiding, by=planner)
    mine = appraisal_page(hiding, planner)
    assert [row.amounts.cost_today_eur for row in mine.rows] == [100_000, None]
    assert [row.key for row in mine.computed.keys if row.cells] == ["equal"]
    assert [one.eur for one in mine.computed.choices if one.name == "alone"] == [100_000]
    publish(hiding, by=planner)
    outside = appraisal_page(hiding, None)
    assert [row.key for row in outside.computed.keys if row.cells] == []
    assert [row.amounts.cost_today_eur for row in outside.rows] == [None, None]
    client.logout()
    assert client.get(reverse("cooperation:appraisal", args=[hiding.slug])).status_code == 200


def test_a_person_who_asked_for_a_computation_takes_no_figures_along(hiding, planner):
    compute(hiding, by=planner)
    assert leaks(str(export(planner))) == []


def test_a_partner_that_left_with_hidden_figures_stays_hidden(hiding, planner, other, neighbour):
    third = PartnerFactory(case=hiding, order=2)
    PartnerFiguresFactory(partner=third)
    PartnerFigures.objects.filter(partner=other).update(results_open=True)
    compute(hiding, by=planner)
    other.state, other.reason = Partner.State.WITHDRAWN, "Citādi"
    other.save()
    computed = appraisal_page(hiding, planner).computed
    assert computed.changed
    assert [row.key for row in computed.keys if row.cells] == []
