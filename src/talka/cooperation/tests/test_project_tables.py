"""What comes out goes in: tables of joint projects and budgets, with faults by row, entered once accepted."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from talka.cooperation import jobs
from talka.cooperation.actions.projects import budget, tables
from talka.cooperation.actions.projects.budget import Line
from talka.cooperation.actions.projects.retirement import forget_imports
from talka.cooperation.factories import MunicipalityFactory, two
from talka.cooperation.factories.projects import (
    FundingFactory,
    JointBudgetLineFactory,
    JointPartnerFactory,
    JointProjectFactory,
    SpendingFactory,
)
from talka.cooperation.models import JointBudgetLine, JointPartner, JointProject, ProjectImport
from talka.cooperation.project_columns import columns_of
from talka.documents.sheets import Sheet, write_xlsx
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
EUR = Decimal
Role = JointPartner.Role


@pytest.fixture
def planner():
    return PersonFactory(with_account=True, organisation=MunicipalityFactory(name="Ābeļu novada pašvaldība"))


@pytest.fixture
def project(planner):
    project = JointProjectFactory(draft=True, title=two("Kopīga halle", "A hall together"), service="waste")
    lead = JointPartnerFactory(project=project, organisation=planner.organisation, role=Role.LEAD, order=0)
    other = JointPartnerFactory(project=project, organisation__name="Kļavu novada pašvaldība", order=1)
    fund = FundingFactory(project=project, funder="Kohēzijas fonds", folded="kohezijas fonds", number="L-1")
    JointBudgetLineFactory(project=project, source="own", partner=lead, year=2026, eur=EUR("100.10"))
    JointBudgetLineFactory(project=project, source="own", partner=other, year=None, eur=EUR("50"))
    JointBudgetLineFactory(project=project, source="eu", funding=fund, year=2027, eur=EUR("1234.56"), title="=būve")
    SpendingFactory(project=project, source="own", partner=lead)
    return project


@pytest.fixture
def as_planner(client, planner):
    client.force_login(planner.account)
    return client


def out(client, kind, ending="xlsx"):
    return client.get(reverse("cooperation:projects_table", args=[kind, ending]))


def send(client, kind, content, name="tabula.xlsx"):
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("cooperation:import_projects"), {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return ProjectImport.objects.get(key=answer.url.rstrip("/").rsplit("/", 1)[1])


def accept(client, table):
    client.post(reverse("cooperation:project_table", args=[table.key]))
    table.refresh_from_db()
    return table


def sheet(kind, *rows):
    return write_xlsx(Sheet("X", columns_of(kind), rows))


@pytest.mark.parametrize("kind", ["projects", "budget"])
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_comes_out_goes_in_and_changes_nothing(as_planner, project, kind, ending):
    before = list(JointBudgetLine.objects.values_list())
    table = send(as_planner, kind, out(as_planner, kind, ending).content, f"t.{ending}")
    assert (table.faults, table.ignored) == ([], [])
    rows = {"projects": 1, "budget": 3}[kind]
    assert table.result == {"new": 0, "changed": 0, "same": rows}
    table = accept(as_planner, table)
    assert (table.state, table.rows) == ("done", [])
    assert list(JointBudgetLine.objects.values_list()) == before


def test_a_workbook_has_both_tables(as_planner, project):
    book = openpyxl.load_workbook(io.BytesIO(out(as_planner, "all").content))
    assert [page.max_row for page in book.worksheets] == [2, 4]
    assert out(as_planner, "all", "csv").status_code == 404
    assert out(as_planner, "nothing").status_code == 404


def test_tables_hold_only_what_the_reader_may_know(client, project):
    project.responsible = PersonFactory(family_name="Slepenā")
    project.save()
    open_one = JointProjectFactory(title=two("Atklāts", "Open"), responsible=project.responsible)
    for kind in ("projects", "budget"):
        told = out(client, kind, "csv").content.decode()
        assert project.slug not in told
        assert "Slepenā" not in told
    assert open_one.slug in out(client, "projects", "csv").content.decode()


def test_a_new_project_comes_in_with_partners_and_sums(as_planner, planner):
    MunicipalityFactory(name="Liepu novada pašvaldība")
    row = {
        "title_lv": "Kopīgs jurists",
        "state": "applied",
        "starts": dt.date(2026, 1, 1),
        "ends": dt.date(2027, 12, 31),
        "partners": "Liepu novada pašvaldība",
        "eur_own": EUR("1000.01"),
        "eur_state": EUR("9000"),
        "eur": EUR("10000.01"),
    }
    table = send(as_planner, "projects", sheet("projects", row))
    assert table.result == {"new": 1, "changed": 0, "same": 0}
    assert not JointProject.objects.exists()
    accept(as_planner, table)
    project = JointProject.objects.get()
    assert (str(project), project.state, project.published_at) == ("Kopīgs jurists", "applied", None)
    assert {(one.organisation.name, one.role, one.agreed_on is not None) for one in project.partners.all()} == {
        (planner.organisation.name, Role.LEAD, True),
        ("Liepu novada pašvaldība", Role.PARTNER, False),
    }
    assert {(one.source, one.year, one.eur) for one in project.budget.all()} == {
        ("own", None, EUR("1000.01")),
        ("state", None, EUR("9000.00")),
    }


def test_faults_are_told_by_row_and_the_right_rows_can_be_entered(as_planner, project):
    good = {"mark": project.slug, "source": "own", "partner": "Ābeļu novada pašvaldība", "year": 2027, "eur": EUR("5")}
    rows = [
        good,
        good | {"eur": EUR("-5"), "year": 2028},
        good | {"year": 2050},
        good | {"partner": "Nekad nav bijis"},
        good | {"partner": ""},
        good | {"mark": "cits-projekts"},
        good,
        good | {"eur": EUR("1.001"), "year": 2028},
    ]
    table = send(as_planner, "budget", sheet("budget", *rows))
    assert [fault[0] for fault in table.faults] == [3, 4, 5, 6, 7, 8, 9]
    assert table.result == {"new": 1, "changed": 0, "same": 0}
    page = as_planner.get(reverse("cooperation:project_table", args=[table.key])).content.decode()
    assert "2050" in page
    assert project.budget.count() == 3
    accept(as_planner, table)
    assert project.budget.count() == 4


def test_a_sum_that_does_not_add_up_is_told_with_the_difference(as_planner, project):
    row = {"title_lv": "Jauns", "eur_own": EUR("100"), "eur_eu": EUR("50.50"), "eur": EUR("150.49")}
    other = {"mark": project.slug, "title_lv": "Kopīga halle", "eur_own": EUR("150.11")}
    whole = {"title_lv": "Vēl", "eur": EUR("7")}
    table = send(as_planner, "projects", sheet("projects", row, other, whole))
    assert [fault[0] for fault in table.faults] == [2, 3, 4]
    assert "0,01" in table.faults[0][2]
    assert "0,01" in table.faults[1][2]
    assert table.rows == []
    assert JointProject.objects.count() == 1


def test_a_mark_of_somebody_elses_project_says_nothing_of_it(as_planner, project):
    foreign = JointProjectFactory(title=two("Slepens", "Secret"), draft=True)
    table = send(
        as_planner,
        "projects",
        sheet("projects", {"mark": foreign.slug, "title_lv": "X"}, {"mark": "nav-tada", "title_lv": "Y"}),
    )
    told = [fault[2].replace(foreign.slug, "").replace("nav-tada", "") for fault in table.faults]
    assert told[0] == told[1]
    foreign.refresh_from_db()
    assert foreign.title.data["lv"] == "Slepens"


def test_words_days_and_partners_change_by_the_table(as_planner, project):
    MunicipalityFactory(name="Liepu novada pašvaldība")
    row = {
        "mark": project.slug,
        "title_lv": "Lielāka halle",
        "title_en": "A larger hall",
        "starts": project.starts,
        "ends": dt.date(2029, 6, 30),
        "partners": "Kļavu novada pašvaldība; Liepu novada pašvaldība",
        "state": "given_up",
        "state_reason": "Nav naudas",
    }
    accept(as_planner, send(as_planner, "projects", sheet("projects", row)))
    project.refresh_from_db()
    assert (project.title.data["lv"], project.ends, project.state) == (
        "Lielāka halle",
        dt.date(2029, 6, 30),
        "given_up",
    )
    assert project.partners.count() == 3
    assert "lielaka" in project.folded


def test_what_has_changed_since_the_check_enters_nothing(as_planner, project, planner):
    lead = project.partners.get(order=0)
    row = {"mark": project.slug, "source": "own", "partner": str(lead), "year": 2028, "eur": EUR("5")}
    table = send(as_planner, "budget", sheet("budget", row | {"year": 2027}, row))
    budget.save_line(
        project, Line("own", lead), {2026: EUR("100.10")}, by=planner, old=Line("own", lead), was={2026: EUR("100.10")}
    )
    JointProject.objects.filter(pk=project.pk).update(ends=dt.date(2027, 12, 31))
    table = accept(as_planner, table)
    assert table.state == "failed"
    assert "2028" in table.result["fault"]
    assert project.budget.count() == 3


def test_a_table_is_entered_once_and_only_by_who_sent_it(as_planner, client, project, planner):
    table = send(as_planner, "budget", out(as_planner, "budget").content)
    other = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    with pytest.raises(Refusal):
        tables.accept_table(table, by=other)
    accept(as_planner, table)
    with pytest.raises(Refusal):
        tables.accept_table(table, by=planner)
    client.force_login(other.account)
    assert client.get(reverse("cooperation:project_table", args=[table.key])).status_code == 404


def test_who_may_begin_nothing_sends_nothing(client):
    client.force_login(PersonFactory(with_account=True, organisation=None).account)
    assert client.get(reverse("cooperation:import_projects")).status_code == 404


def test_what_is_no_table_is_told(as_planner, project):
    table = send(as_planner, "projects", b"\x00\x01 no table", "x.xlsx")
    assert table.faults[0][0] is None
    assert as_planner.get(reverse("cooperation:project_table", args=[table.key])).status_code == 200


def test_a_long_table_waits_for_the_worker(as_planner, project, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(tables, "BACKGROUND_FROM", 2)
    deferred = []
    monkeypatch.setattr(jobs.carry_out_table, "defer", lambda key: deferred.append(key))
    lead = str(project.partners.get(order=0))
    rows = [
        {"mark": project.slug, "source": "own", "partner": lead, "title": f"Darbs {n}", "year": 2026, "eur": EUR(n)}
        for n in range(1, 5)
    ]
    with django_capture_on_commit_callbacks(execute=True):
        table = send(as_planner, "budget", sheet("budget", *rows))
    assert (table.state, deferred) == ("checking", [table.key])
    assert as_planner.get(reverse("cooperation:project_table", args=[table.key])).status_code == 200
    jobs.carry_out_table(table.key)
    table.refresh_from_db()
    assert (table.state, table.result["new"], project.budget.count()) == ("checked", 4, 3)
    with django_capture_on_commit_callbacks(execute=True):
        table = accept(as_planner, table)
    assert (table.state, len(deferred), project.budget.count()) == ("running", 2, 3)
    jobs.carry_out_table(table.key)
    jobs.carry_out_table(table.key)
    table.refresh_from_db()
    assert (table.state, project.budget.count()) == ("done", 7)


def test_tables_are_forgotten_after_a_day(as_planner, project):
    table = send(as_planner, "budget", out(as_planner, "budget").content)
    assert forget_imports(now=timezone.now()) == 0
    assert forget_imports(now=table.created_at + dt.timedelta(days=1, seconds=1)) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_tables_out_ask_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    for _each in range(number):
        one = JointProjectFactory()
        JointPartnerFactory.create_batch(number, project=one)
        JointBudgetLineFactory(project=one)
    with django_assert_num_queries(5):
        out(client, "all")
