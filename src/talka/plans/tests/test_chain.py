"""Entering the chain of a document, changing it, taking away and bringing back."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.indicators.factories import IndicatorFactory
from talka.links.models import Link
from talka.needs.factories import MeasureFactory, NeedFactory
from talka.people.actions import erase_person, merge_persons
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.plans import personal
from talka.plans.actions import rows
from talka.plans.actions.causes import say_cause
from talka.plans.actions.documents import PlanData, change_plan, enter_plan
from talka.plans.actions.goals import GoalData, save_goal
from talka.plans.actions.indicators import IndicatorData, save_indicator
from talka.plans.actions.projects import ProjectData, save_project
from talka.plans.actions.values import ValueData, correct_value, enter_value, withdraw_value
from talka.plans.factories import GoalFactory, PlanFactory, PlanIndicatorFactory, PlanProjectFactory, PlanValueFactory
from talka.plans.models import Goal, Plan, PlanImport, PlanIndicator, PlanProject, PlanValue
from talka.territories.factories import AreaFactory
from talka.territories.models import Area
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return PersonFactory(administrator=True)


def test_what_comes_back_hangs_on_nothing_that_became_narrower_meanwhile(plan, admin):
    above = save_goal(plan, GoalData("M1", "Mērķis", Goal.Kind.OBJECTIVE), by=admin)
    below = save_goal(plan, GoalData("V1", "Virziens", Goal.Kind.DIRECTION, above), by=admin)
    rows.take_away(below, by=admin)
    save_goal(plan, GoalData("M1", "Uzdevums", Goal.Kind.TASK), goal=above, version=above.version, by=admin)
    rows.bring_back(below, by=admin)
    below.refresh_from_db()
    assert below.parent is None and below.retired_at is None


def test_tables_under_way_that_name_a_double_go_with_the_person(plan, planner, admin):
    """In their rows, and in the name of the file."""
    person, double = PersonFactory(email="ilze@x.test"), PersonFactory(email="skinke@y.test", family_name="Skinkova")
    merge_persons(person, double, by=admin)
    sent = {"plan": plan, "kind": "investment", "by": planner}
    PlanImport.objects.create(rows=[[2, {"responsible": "SKINKE@y.test"}]], file_name="a.csv", **sent)
    PlanImport.objects.create(file_name="skinkova.csv", **sent)
    other = PlanImport.objects.create(rows=[[2, {"responsible": "Dome"}]], file_name="b.csv", **sent)
    erase_person(person, by=admin)
    assert list(PlanImport.objects.all()) == [other]


def test_ones_own_data_tell_the_local_day_of_a_figure(admin):
    row = PlanValueFactory(by=admin)
    PlanValue.objects.filter(pk=row.pk).update(at=dt.datetime(2026, 1, 1, 22, 30, tzinfo=dt.UTC))
    assert "2026-01-02" in str(personal.export(admin))


def test_a_document_is_entered_by_a_planner_for_their_own_area_alone(as_planner, plan, planner):
    elsewhere = AreaFactory(kind=Area.Kind.MUNICIPALITY)
    fields = {"kind": "thematic", "title_0": "Mobilitātes plāns", "starts": 2024, "ends": 2030}
    address = reverse("plans:new_plan")
    assert as_planner.post(address, fields | {"area": elsewhere.key}).status_code == 422
    assert as_planner.post(address, fields | {"area": plan.area.key}).status_code == 302
    made = Plan.objects.get(kind="thematic")
    assert made.area == plan.area and made.published_at is None and made.by == planner
    assert made.key == f"{plan.area.key}-thematic-2024-2030"[:70]


@pytest.mark.parametrize(
    "changed",
    [
        {"title": " "},
        {"starts": 2028, "ends": 2027},
        {"starts": 2020, "ends": 2046},
        {"link": "javascript:alert(1)"},
        {"kind": "wish"},
    ],
)
def test_a_document_that_cannot_be_is_refused(admin, changed):
    area = AreaFactory(kind=Area.Kind.MUNICIPALITY)
    right = {"title": "Programma", "kind": "programme", "starts": 2022, "ends": 2027}
    with pytest.raises(Refusal) as refused:
        enter_plan(area, PlanData(**right | changed), by=admin)
    assert refused.value.status == 422
    assert not Plan.objects.exists()


def test_a_parish_has_no_planning_document_of_its_own(admin):
    with pytest.raises(Refusal):
        enter_plan(AreaFactory(kind=Area.Kind.PARISH), PlanData("Plāns", "programme", 2022, 2027), by=admin)


def test_a_stale_form_is_told_so_and_versions_stay(plan, admin):
    data = PlanData("Jauns nosaukums", "programme", 2022, 2027)
    change_plan(plan, data, version=1, by=admin)
    with pytest.raises(Refusal):
        change_plan(plan, data, version=1, by=admin)
    before = plan.versions.order_by("pgh_id").first()
    assert str(before.title) != "Jauns nosaukums"
    assert plan.versions.order_by("-pgh_id").first().pgh_context.metadata["by"] == admin.pk


def test_the_wide_stands_above_the_narrow(plan, admin):
    task = save_goal(plan, GoalData("U1", "Uzdevums", "task"), by=admin)
    objective = save_goal(plan, GoalData("M1", "Mērķis", "objective"), by=admin)
    with pytest.raises(Refusal):
        save_goal(plan, GoalData("M2", "Mērķis", "objective", parent=task), by=admin)
    with pytest.raises(Refusal):
        save_goal(plan, GoalData("U2", "Uzdevums", "task", parent=GoalFactory(kind="objective")), by=admin)
    task = save_goal(plan, GoalData("U1", "Uzdevums", "task", parent=objective), goal=task, version=1, by=admin)
    with pytest.raises(Refusal):
        save_goal(plan, GoalData("M1", "Mērķis", "task"), goal=objective, version=1, by=admin)
    assert task.parent == objective


def test_a_number_stands_once_until_it_is_taken_away(plan, admin):
    first = save_goal(plan, GoalData("U1", "Uzdevums", "task"), by=admin)
    with pytest.raises(Refusal):
        save_goal(plan, GoalData(" U1 ", "Cits", "task"), by=admin)
    rows.take_away(first, by=admin)
    second = save_goal(plan, GoalData("U1", "Cits", "task"), by=admin)
    with pytest.raises(Refusal):
        rows.bring_back(first, by=admin)
    rows.take_away(second, by=admin)
    rows.bring_back(first, by=admin)
    assert [one.pk for one in Goal.objects.filter(retired_at=None)] == [first.pk]


def test_what_something_hangs_on_is_not_taken_away(plan, admin):
    goal = GoalFactory(plan=plan)
    project = PlanProjectFactory(plan=plan, goal=goal)
    indicator = PlanIndicatorFactory(plan=plan, project=project)
    for row in (goal, project):
        with pytest.raises(Refusal) as refused:
            rows.take_away(row, by=admin)
        assert refused.value.status == 409
    for row in (indicator, project, goal):
        rows.take_away(row, by=admin)
    rows.bring_back(indicator, by=admin)
    indicator.refresh_from_db()
    assert indicator.project is None, "its project is still away"


def test_places_are_changed_among_those_that_hang_on_the_same(plan, admin):
    one, two, three = (GoalFactory(plan=plan, order=place) for place in (1, 2, 3))
    below = GoalFactory(plan=plan, parent=GoalFactory(plan=plan, kind="objective", order=9), order=4)
    rows.move(three, -1, by=admin)
    rows.move(below, -1, by=admin)
    rows.move(one, -1, by=admin)
    order = list(Goal.objects.filter(parent=None, kind="task").order_by("order").values_list("pk", flat=True))
    assert order == [one.pk, three.pk, two.pk]


def test_a_project_keeps_its_money_years_and_parties(plan, admin):
    known = OrganisationFactory(name="Ābeļu novada pašvaldība")
    data = ProjectData(
        number="P1",
        title="Ceļš",
        starts=2023,
        ends=2025,
        eur={"own": Decimal("1000.50"), "eu": Decimal(4000)},
        by_year={2023: Decimal(1000), 2024: Decimal("4000.50")},
        responsible=["Ābeļu novada pašvaldība"],
        partners=["Ceļinieku biedrība", "Ceļinieku biedrība", " "],
    )
    project = save_project(plan, data, by=admin)
    assert project.eur == Decimal("5000.50")
    assert {(one.role, one.name, one.organisation) for one in project.parties.all()} == {
        ("responsible", "Ābeļu novada pašvaldība", known),
        ("partner", "Ceļinieku biedrība", None),
    }
    fewer = ProjectData(number="P1", title="Ceļš", by_year={2024: Decimal(1)}, state="done")
    project = save_project(plan, fewer, project=project, version=1, by=admin)
    assert [(one.year, one.eur) for one in project.years.all()] == [(2024, 1)]
    assert project.done_in == timezone.localdate().year and project.eur is None
    assert not project.parties.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"starts": 2026, "ends": 2025},
        {"starts": 25},
        {"eur": {"own": Decimal(-1)}},
        {"eur": {"own": Decimal("NaN")}},
        {"by_year": {2024: Decimal("1e12")}},
        {"state": "hoped"},
        {"partners": ["x" * 201]},
        {"title": ""},
    ],
)
def test_a_project_that_cannot_be_is_refused(plan, admin, changed):
    with pytest.raises(Refusal) as refused:
        save_project(plan, ProjectData(**{"number": "P1", "title": "Ceļš"} | changed), by=admin)
    assert refused.value.status == 422
    assert not PlanProject.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"baseline": Decimal(1)},
        {"target": Decimal(1)},
        {"baseline_year": 2027, "target_year": 2027},
        {"baseline_year": 2021, "baseline": Decimal(10), "target_year": 2027, "target": Decimal(5)},
        {"direction": "sideways"},
        {"baseline_year": 2021, "baseline": Decimal("Infinity")},
        {"title": ""},
    ],
)
def test_an_indicator_that_cannot_be_is_refused(plan, admin, changed):
    with pytest.raises(Refusal) as refused:
        save_indicator(plan, IndicatorData(**{"number": "R1", "title": "Rādītājs"} | changed), by=admin)
    assert refused.value.status == 422
    assert not PlanIndicator.objects.exists()


def test_an_indicator_hangs_on_one_thing_of_its_own_document(plan, admin):
    goal, project = GoalFactory(plan=plan), PlanProjectFactory(plan=plan)
    for wrong in ({"goal": goal, "project": project}, {"goal": GoalFactory()}, {"project": PlanProjectFactory()}):
        with pytest.raises(Refusal):
            save_indicator(plan, IndicatorData("R1", "Rādītājs", **wrong), by=admin)
    assert save_indicator(plan, IndicatorData("R1", "Rādītājs", goal=goal), by=admin).goal == goal


def test_one_of_the_catalogue_takes_its_words_and_no_figures_of_its_own(plan, admin):
    linked = IndicatorFactory()
    row = save_indicator(plan, IndicatorData("A1", "", indicator=linked), by=admin)
    assert str(row.title) == str(linked.title)
    with pytest.raises(Refusal):
        enter_value(row, ValueData(2023, Decimal(1), "Uzskaite"), by=admin)
    own = PlanValueFactory(indicator__plan=plan).indicator
    data = IndicatorData(own.number, own.title, indicator=linked)
    with pytest.raises(Refusal):
        save_indicator(plan, data, indicator=own, version=1, by=admin)


def test_figures_are_entered_corrected_and_taken_back(plan, admin):
    indicator = PlanIndicatorFactory(plan=plan)
    value = enter_value(indicator, ValueData(2023, Decimal("12.5"), "Uzskaite"), by=admin)
    for wrong in (
        ValueData(2023, Decimal(1), "Cita"),
        ValueData(2024, Decimal(1), " "),
        ValueData(timezone.localdate().year + 1, Decimal(1), "Cerība"),
        ValueData(2024, Decimal("1e13"), "Uzskaite"),
    ):
        with pytest.raises(Refusal) as refused:
            enter_value(indicator, wrong, by=admin)
        assert refused.value.status == 422
    correct_value(value, ValueData(2023, Decimal(13), "Uzskaite", "pārskaitīts"), version=1, by=admin)
    with pytest.raises(Refusal):
        correct_value(value, ValueData(2023, Decimal(14), "Uzskaite"), version=1, by=admin)
    withdraw_value(value, by=admin)
    assert enter_value(indicator, ValueData(2023, Decimal(15), "Uzskaite"), by=admin).value == 15
    assert [str(one.value) for one in value.versions.order_by("pgh_id")][:2] == ["12.5000", "13.0000"]


def test_nothing_enters_a_document_that_was_taken_away(admin):
    plan = PlanFactory()
    indicator = PlanIndicatorFactory(plan=plan)
    Plan.objects.update(retired_at=dt.datetime.now(tz=dt.UTC))
    with pytest.raises(Refusal):
        enter_value(indicator, ValueData(2023, Decimal(1), "Uzskaite"), by=admin)
    assert not PlanValue.objects.exists()


def test_a_cause_must_be_known_to_whoever_names_it(plan, planner, admin):
    project = PlanProjectFactory(plan=plan)
    hidden = MeasureFactory()
    with pytest.raises(Refusal):
        say_cause(project, "measure", hidden.pk, by=planner)
    with pytest.raises(Refusal):
        say_cause(project, "letter", 1, by=admin)
    say_cause(project, "measure", hidden.pk, by=admin)
    say_cause(project, "measure", hidden.pk, by=admin)
    say_cause(project, "need", NeedFactory().pk, by=admin)
    assert Link.objects.filter(to_kind="plan_project", to_id=str(project.pk)).count() == 2


def test_the_forms_enter_what_they_show(as_planner, plan):
    def post(name, *args, **fields):
        answer = as_planner.post(reverse(f"plans:{name}", args=[plan.key, *args]), fields)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    post("new_goal", kind="objective", number="M1", title_0="Mērķis")
    goal = Goal.objects.get()
    post(
        "new_project", number="P1", title_0="Ceļš", goal=goal.pk, eur_own="1 200,50", by_year="2025: 1 200,50",
        responsible="Dome; Nodaļa", state="planned",
    )  # fmt: skip
    project = PlanProject.objects.get()
    assert project.eur_own == Decimal("1200.50") and project.parties.count() == 2
    post(
        "new_indicator", number="R1", title_0="Rādītājs", project=project.pk, direction="down", baseline_year=2021,
        baseline="10,5", target_year=2027, target="5", frequency="yearly", source="Uzskaite",
    )  # fmt: skip
    indicator = PlanIndicator.objects.get()
    assert indicator.baseline == Decimal("10.5")
    post("new_value", indicator.pk, year=2023, value="9,25", source="Uzskaite")
    value = PlanValue.objects.get()
    post("correct_value", indicator.pk, value.pk, year=2023, value="9,5", source="Uzskaite", version=1)
    value.refresh_from_db()
    assert value.value == Decimal("9.5")
    page = as_planner.get(reverse("plans:edit_indicator", args=[plan.key, indicator.pk])).content.decode()
    assert 'value="10,5"' in page and "9,5" in page
    post("edit_goal", goal.pk, kind="objective", number="M1", title_0="Cits mērķis", version=1)
    stale = {"kind": "objective", "number": "M1", "title_0": "Vēl cits", "version": 1}
    assert as_planner.post(reverse("plans:edit_goal", args=[plan.key, goal.pk]), stale).status_code == 409
    wrong = {"number": "P2", "title_0": "Tilts", "by_year": "nākamgad", "state": "planned"}
    assert as_planner.post(reverse("plans:new_project", args=[plan.key]), wrong).status_code == 422
    for kind, row in (("indicators", indicator), ("projects", project), ("goals", goal)):
        post("take_away", kind, row.pk)
    page = as_planner.get(reverse("plans:plan", args=[plan.key])).content.decode()
    assert reverse("plans:bring_back", args=[plan.key, "goals", goal.pk]) in page
