"""Milestones, risks, decisions with their files, results with their figures."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from talka.cooperation.actions.projects import course, results
from talka.cooperation.actions.projects.course import DecisionData, MilestoneData, RiskData
from talka.cooperation.actions.projects.results import FigureData, ResultData
from talka.cooperation.factories.projects import (
    JointPartnerFactory,
    JointProjectFactory,
    MilestoneFactory,
    ProjectDecisionFactory,
    ProjectResultFactory,
    ProjectResultValueFactory,
    RiskFactory,
)
from talka.cooperation.models import JointPartner, ProjectDecision, ProjectResult
from talka.cooperation.queries.projects.page import course_of, parties
from talka.cooperation.queries.projects.results import results_of
from talka.documents.kept_files import Sent
from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.people.factories import PersonFactory
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def project():
    project = JointProjectFactory(published_at=timezone.now())
    JointPartnerFactory(project=project, role=JointPartner.Role.LEAD, order=0)
    return project


@pytest.fixture
def planner(project):
    return PersonFactory(with_account=True, organisation=project.partners.get().organisation)


def test_a_milestone_that_has_passed_is_late_until_it_is_reached(client, project, planner):
    row = MilestoneFactory(project=project, due=dt.date(2026, 2, 1))
    MilestoneFactory(project=project, due=dt.date(2090, 2, 1))
    found = course_of(project, parties(project), inside=False)
    assert [one.late for one in found.milestones] == [True, False]
    client.force_login(planner.account)
    address = reverse("cooperation:project_part", args=[project.slug, "milestone", row.pk])
    sent = {"title_0": "Gatavs", "title_1": "", "due": "2026-02-01", "done_on": "2026-02-10", "version": row.version}
    assert client.post(address, sent).status_code == 302
    assert course_of(project, parties(project), inside=False).late == 0
    assert client.post(address, sent).status_code == 409
    with pytest.raises(Refusal, match="not come"), translation.override("en"):
        course.save_milestone(project, MilestoneData("X", dt.date(2026, 1, 1), done_on=dt.date(2090, 1, 1)), by=planner)


def test_risks_stand_the_largest_first(project, planner):
    small, large = RiskFactory(project=project, probability=1, effect=2), RiskFactory(project=project)
    over = RiskFactory(project=project, probability=5, effect=5, closed_on=dt.date(2026, 1, 1))
    assert course_of(project, parties(project), inside=False).risks == [large, small, over]
    for probability, effect in ((0, 3), (3, 6)):
        with pytest.raises(Refusal, match="1 to 5"), translation.override("en"):
            course.save_risk(project, RiskData("X", probability, effect), by=planner)


def test_a_partner_of_another_project_sees_to_nothing_here(project, planner):
    with pytest.raises(Refusal, match="not of this project"), translation.override("en"):
        course.save_risk(project, RiskData("X", 1, 1, partner=JointPartnerFactory()), by=planner)


def test_a_file_of_a_decision_is_the_partners_until_it_is_opened_to_all(client, project, planner):
    client.force_login(planner.account)
    address = reverse("cooperation:new_project_part", args=[project.slug, "decision"])
    file = SimpleUploadedFile("lemums.pdf", PDF, "application/pdf")
    sent = {"title_0": "Par dalību", "title_1": "", "who": "Dome", "day": "2026-02-26", "file": file}
    assert client.post(address, sent).status_code == 302
    row = ProjectDecision.objects.get()
    url = reverse("cooperation:project_decision_file", args=[project.slug, row.pk])
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert "lemums.pdf" in answer["Content-Disposition"]
    client.logout()
    assert client.get(url).status_code == 404
    assert url not in client.get(reverse("cooperation:project_course", args=[project.slug])).content.decode()
    data = DecisionData("Par dalību", "Dome", dt.date(2026, 2, 26), open_to_all=True)
    course.save_decision(project, data, Sent(), by=planner, row=row, version=row.version)
    assert client.get(url).status_code == 200
    assert url in client.get(reverse("cooperation:project_course", args=[project.slug])).content.decode()


def test_a_file_that_is_none_enters_nothing(project, planner):
    data = DecisionData("Par dalību", "Dome", dt.date(2026, 2, 26))
    with pytest.raises(Refusal):
        course.save_decision(project, data, Sent(io.BytesIO(b"MZ\x90"), "lemums.exe"), by=planner)
    with pytest.raises(Refusal, match="https"):
        course.save_decision(project, data, Sent(link="javascript:alert(1)"), by=planner)
    assert not ProjectDecision.objects.exists()


def test_what_was_taken_away_comes_back(client, project, planner):
    client.force_login(planner.account)
    rows = {
        "milestone": MilestoneFactory(project=project),
        "risk": RiskFactory(project=project),
        "decision": ProjectDecisionFactory(project=project),
        "result": ProjectResultFactory(project=project),
    }
    for kind, row in rows.items():
        away = reverse("cooperation:stand_project_part", args=[project.slug, kind, row.pk, "away"])
        assert client.post(away).status_code == 302
        row.refresh_from_db()
        assert row.retired_at is not None
        assert client.get(reverse("cooperation:project_part", args=[project.slug, kind, row.pk])).status_code == 404
        client.post(away.replace("/away/", "/back/"))
        row.refresh_from_db()
        assert row.retired_at is None
    assert client.post(away.replace("/away/", "/gone/")).status_code == 404


def test_figures_tell_whether_a_result_is_on_the_way(client, project, planner):
    row = ProjectResultFactory(project=project)
    results.enter_figure(row, FigureData(2026, Decimal(140), "Pārskats"), by=planner)
    shown = results_of(project.pk)[0]
    assert (shown.standing.state, shown.standing.value) == ("on_the_way", 140)
    client.force_login(planner.account)
    page = client.get(reverse("cooperation:project_results", args=[project.slug])).content.decode()
    assert "way-chart" in page
    for data, says in (
        (FigureData(2026, Decimal(1), "Cits"), "there already"),
        (FigureData(2090, Decimal(1), "Cits"), "not come"),
        (FigureData(2025, Decimal(1), " "), "source"),
        (FigureData(2025, Decimal("Infinity"), "Cits"), "too large"),
    ):
        with pytest.raises(Refusal, match=says), translation.override("en"):
            results.enter_figure(row, data, by=planner)


def test_a_figure_is_corrected_and_taken_back(client, project, planner):
    row = ProjectResultValueFactory(result__project=project)
    client.force_login(planner.account)
    address = reverse("cooperation:project_figure", args=[project.slug, row.pk])
    sent = {"year": "2026", "value": "131,5", "source": "Pārskats", "version": row.version}
    assert client.post(address, sent).status_code == 302
    row.refresh_from_db()
    assert row.value == Decimal("131.5")
    assert client.post(address, sent).status_code == 409
    client.post(address, sent | {"take_out": "1", "version": row.version})
    assert results_of(project.pk)[0].values == []


def test_a_result_of_the_catalogue_takes_its_figures(project, planner):
    indicator, area = IndicatorFactory(), AreaFactory()
    ObservationFactory(indicator=indicator, area=area, year=2024, value=10.0)
    ObservationFactory(indicator=indicator, area=area, year=2025, value=20.0)
    data = ResultData(indicator=indicator, area=area, baseline_year=2024, target_year=2027, target=Decimal(40))
    row = results.save_result(project, data, by=planner)
    assert str(row.title) == str(indicator.title)
    shown = results_of(project.pk)[0]
    assert (shown.way.baseline, shown.standing.value) == (10.0, 20.0)
    with pytest.raises(Refusal, match="catalogue"), translation.override("en"):
        results.enter_figure(row, FigureData(2025, Decimal(1), "X"), by=planner)
    with pytest.raises(Refusal, match="territory"), translation.override("en"):
        results.save_result(project, ResultData("X", indicator=indicator), by=planner)


@pytest.mark.parametrize(
    "data",
    [
        ResultData(" "),
        ResultData("X", baseline=Decimal(1)),
        ResultData("X", target=Decimal(1)),
        ResultData("X", baseline_year=2027, target_year=2026),
        ResultData("X", kind="gold"),
        ResultData("X", target_year=20, target=Decimal(1)),
    ],
)
def test_results_that_cannot_be_are_refused(project, planner, data):
    with pytest.raises(Refusal):
        results.save_result(project, data, by=planner)
    assert not ProjectResult.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_ask_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    project = JointProjectFactory()
    for _each in range(number):
        partner = JointPartnerFactory(project=project)
        MilestoneFactory(project=project, partner=partner)
        RiskFactory(project=project, partner=partner)
        ProjectDecisionFactory(project=project)
        ProjectResultValueFactory(result__project=project)
    for name, queries in (("project_course", 5), ("project_results", 3)):
        address = reverse(f"cooperation:{name}", args=[project.slug])
        client.get(address)
        with django_assert_num_queries(queries):
            client.get(address)
