"""A document's tables: out, in again, and every fault with its row."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from talka.documents.sheets import write_csv, write_xlsx
from talka.documents.tables import header_names, read_table
from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.people.factories import PersonFactory
from talka.plans.actions.tables import accept_table, check_table
from talka.plans.columns import TABLES, read_years
from talka.plans.factories import (
    GoalFactory,
    PartyFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlannedYearFactory,
    PlanProjectFactory,
    PlanValueFactory,
)
from talka.plans.models import Goal, PlanImport, PlanIndicator, PlanProject, PlanValue
from talka.plans.queries.tables import table_of
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
KINDS = ("goals", "investment", "monitoring")


@pytest.fixture
def admin():
    return PersonFactory(administrator=True)


@pytest.fixture
def whole(plan):
    """A document with a row of everything."""
    objective = GoalFactory(plan=plan, kind="objective", order=9)
    task = GoalFactory(plan=plan, parent=objective, order=1)
    project = PlanProjectFactory(plan=plan, goal=task, eur_eu=Decimal("2500.50"), state="done", done_in=2024)
    PartyFactory(project=project, name="Dome")
    PartyFactory(project=project, name="=Biedrība", role="partner")
    PlannedYearFactory(project=project)
    PlanProjectFactory(plan=plan, eur_own=None, starts=None, ends=None)
    PlanValueFactory(indicator=PlanIndicatorFactory(plan=plan, goal=task), value=Decimal("12.3456"))
    linked = IndicatorFactory(key="catalogue-one")
    PlanIndicatorFactory(plan=plan, project=project, indicator=linked, target=None, target_year=None)
    ObservationFactory(indicator=linked, area=plan.area, year=2023, value=55)
    return plan


def csv(*lines):
    return io.BytesIO("\n".join(lines).encode())


def test_no_header_belongs_to_two_columns_of_a_table():
    for columns in TABLES.values():
        seen = {}
        for column in columns:
            for name in header_names(column):
                assert seen.setdefault(name, column.key) == column.key, name


@pytest.mark.parametrize("language", ["lv", "en"])
@pytest.mark.parametrize("write", [write_xlsx, write_csv])
@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_comes_in_and_changes_nothing(whole, admin, kind, write, language):
    with translation.override(language):
        table = check_table(whole, kind, io.BytesIO(write(table_of(whole, kind))), "t", by=admin)
    assert table.faults == []
    assert (table.result["new"], table.result["changed"], table.result["same"]) == (0, 0, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_into_an_empty_document_whole(whole, admin, kind):
    other = PlanFactory(area=whole.area)
    for each in KINDS[: KINDS.index(kind) + 1]:
        table = check_table(other, each, io.BytesIO(write_xlsx(table_of(whole, each))), "t.xlsx", by=admin)
        assert table.faults == [] and table.result["new"] == 2
        accept_table(table, by=admin)
    assert table_of(other, kind).rows == table_of(whole, kind).rows
    table.refresh_from_db()
    assert table.state == PlanImport.State.DONE and table.rows == []
    with pytest.raises(Refusal):
        accept_table(table, by=admin)


def test_nothing_changes_until_it_is_accepted_and_only_right_rows_then(as_planner, plan):
    GoalFactory(plan=plan, number="U1")
    file = csv(
        "Nr.;Projekts;Uzdevums;Sākums;Beigas;EUR by year;Partneri;Nezināma",
        "P1;Ceļš;U1;2024;2025;2024: 1000;Biedrība A; x",
        "P2;Tilts;U9;2024;2025;;;",
        "P3;Skola;;2026;2025;;;",
        "P4;Parks;;2024;2025;nākamgad;;",
        "P1;Otrs ceļš;;2024;2025;;;",
        ";Bez numura;;;;;;",
        "P5;Laukums;;divi;;;;",
    )
    send = reverse("plans:import", args=[plan.key])
    upload = SimpleUploadedFile("plans.csv", file.read())
    answer = as_planner.post(send, {"kind": "investment", "file": upload})
    assert answer.status_code == 302
    assert not PlanProject.objects.exists()
    table = PlanImport.objects.get()
    assert {row for row, *_rest in table.faults} == {3, 4, 5, 6, 7, 8}
    assert table.faulty == 6 and len(table.rows) == 1 and table.ignored == ["Nezināma"]
    page = as_planner.get(answer["Location"]).content.decode()
    assert "U9" in page
    assert as_planner.post(answer["Location"]).status_code == 302
    assert [one.number for one in PlanProject.objects.all()] == ["P1"]
    assert PlanProject.objects.get().parties.get().name == "Biedrība A"


def test_a_column_that_is_not_there_leaves_what_stands(whole, admin):
    row = PlanProject.objects.filter(plan=whole).first()
    table = check_table(whole, "investment", csv("number;state", f"{row.number};dropped"), "t.csv", by=admin)
    assert table.result["changed"] == 1
    accept_table(table, by=admin)
    now = PlanProject.objects.get(pk=row.pk)
    assert (now.state, now.eur, now.title, now.goal) == ("dropped", row.eur, row.title, row.goal)
    assert now.parties.count() == 2 and now.years.count() == 1
    assert now.done_in is None


def test_figures_of_the_catalogue_are_passed_over_and_said_so(whole, admin):
    linked, own = (
        PlanIndicator.objects.get(plan=whole, indicator__isnull=False),
        PlanIndicator.objects.get(indicator=None),
    )
    file = csv(
        "number;value_year;value;value_source", f"{linked.number};2024;99;Uzskaite", f"{own.number};2023;7;Uzskaite",
        f"{own.number}x;2023;7;Uzskaite",
    )  # fmt: skip
    table = check_table(whole, "monitoring", file, "t.csv", by=admin)
    assert table.result["passed_over"] == 1 and table.result["changed"] == 1
    assert [row for row, *_rest in table.faults] == [4], "a new indicator needs a title"
    accept_table(table, by=admin)
    assert PlanValue.objects.get(year=2023).value == 7


def test_what_changed_since_the_check_takes_all_back(plan, admin):
    goal = GoalFactory(plan=plan, number="M1", kind="objective")
    file = csv("number;kind;parent;title_lv", "U1;task;;Pirmais", "U2;task;M1;Otrais")
    table = check_table(plan, "goals", file, "t.csv", by=admin)
    assert table.faults == []
    Goal.objects.filter(pk=goal.pk).update(retired_at=timezone.now())
    with pytest.raises(Refusal):
        accept_table(table, by=admin)
    assert not Goal.objects.filter(kind="task").exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html></html>", b"a;b\n1;2", b"PK\x03\x04broken"])
def test_a_file_that_is_no_such_table_gets_a_clear_answer(as_planner, plan, content):
    upload = SimpleUploadedFile("t.xlsx", content or b" ")
    answer = as_planner.post(reverse("plans:import", args=[plan.key]), {"kind": "goals", "file": upload})
    page = as_planner.get(answer["Location"])
    assert page.status_code == 200
    assert PlanImport.objects.get().faults
    assert as_planner.post(answer["Location"]).status_code == 409


def test_a_table_is_for_who_sent_it(client, plan, admin):
    table = check_table(plan, "goals", csv("number;kind;title_lv", "U1;task;zq"), "t.csv", by=admin)
    client.force_login(PersonFactory(administrator=True).account)
    assert client.get(reverse("plans:imported", args=[plan.key, table.key])).status_code == 404


def test_one_workbook_holds_all_tables(client, whole):
    answer = client.get(reverse("plans:export", args=[whole.key, "all", "xlsx"]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    assert len(book.sheetnames) == 3
    for table, ending in (("all", "csv"), ("goals", "pdf"), ("nonsense", "csv")):
        assert client.get(reverse("plans:export", args=[whole.key, table, ending])).status_code == 404
    assert len(read_table(write_csv(table_of(whole, "goals")), "g.csv", TABLES["goals"]).rows) == 2


@pytest.mark.parametrize("text", ["2025", "2025: x", "25: 1", "2025: 1; 2025: 2", "2025: -1", "2025: nan"])
def test_years_that_cannot_be_read(text):
    with pytest.raises(ValueError, match=r".+"):
        read_years(text)


def test_years_as_people_write_them():
    assert read_years("2025: 1 200,50 €; 2026:80000\n2027: 1.5") == {
        2025: Decimal("1200.50"), 2026: Decimal(80000), 2027: Decimal("1.5"),
    }  # fmt: skip
    assert read_years("") == {}
