"""The true record loads, loads again without change, and what is dumped loads to the same."""

import csv
import datetime as dt
import hashlib
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from talka.events.factories import CostFactory, EventFactory, QuestionFactory, QuotaFactory, RegistrationFactory
from talka.events.models import AgendaItem, Answer, Event, Question
from talka.needs import actions as needs
from talka.needs.models import Answering, Findings, Measure, Need
from talka.needs.queries import framework_of
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Person
from talka.programmes.models import Programme, Project
from talka.results.actions import columns
from talka.results.factories import IndicatorFactory, IndicatorValueFactory
from talka.results.loading import dump, load
from talka.results.models import Indicator, IndicatorValue, Tally
from talka.results.record_files import write_csv
from talka.territories import actions as territories
from talka.territories.factories import AreaFactory
from talka.territories.models import AreaCode, AreaName
from talka.territories.register_files import read_areas
from talka.ui.refusals import Refusal

EXAMPLES = Path(__file__).parents[4] / "examples"
pytestmark = pytest.mark.django_db


@pytest.fixture
def register(db):
    territories.load_areas(read_areas())


def empty() -> None:
    """As on another machine: nothing of a programme, a person or an area is left, and what comes with the house is."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        tables = "programmes_programme, people_account, people_person, people_organisation, territories_area"
        cursor.execute(f"TRUNCATE {tables} CASCADE")
    needs.keep_shipped()


def tree(folder: Path) -> dict[str, str]:
    """Each file as text; what is none as one line that stands for its bytes."""
    return {str(path.relative_to(folder)): said(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def said(path: Path) -> str:
    if path.suffix in (".toml", ".csv"):
        return path.read_text()
    return hashlib.sha256(path.read_bytes()).hexdigest()


def rows(folder: Path) -> dict[str, list[str]]:
    """The same, whatever the order of the rows of a list."""
    return {name: sorted(text.splitlines()) for name, text in tree(folder).items()}


@pytest.mark.parametrize(
    "example", sorted(p.name for p in EXAMPLES.iterdir() if p.is_dir()) if EXAMPLES.exists() else []
)
def test_dump_of_a_load_loads_to_the_same(register, tmp_path, example):
    load(EXAMPLES / example)
    (first,) = dump(tmp_path / "first")
    load(EXAMPLES / example)
    (again,) = dump(tmp_path / "again")
    assert tree(first) == tree(again), "loading twice changes nothing"
    empty()
    territories.load_areas(read_areas())
    load(first)
    (after,) = dump(tmp_path / "after")
    assert rows(after) == rows(first), "what comes out goes in, elsewhere too"


def test_what_is_asked_limited_and_paid_goes_along(register, tmp_path):
    """A place of the programme's own, a quota of it, an answer, and two costs in the same words."""
    made_up = AreaFactory(key="mezmalas-novads", name="Mežmalas novads", illustrative=True)
    AreaCode.objects.create(area=made_up, scheme="ATVK", code="9900000", valid_to=dt.date(2021, 7, 1), source="x")
    AreaName.objects.create(area=made_up, name="Mežmala county", language="en")
    organisation = OrganisationFactory(area=made_up, illustrative=True)
    event = EventFactory(
        project__programme__illustrative=True, project__programme__slug="mezmala", self_check_in=False, reminder_days=5
    )
    person = PersonFactory(organisation=organisation, illustrative=True)
    registration = RegistrationFactory(event=event, person=person, organisation=organisation)
    question = QuestionFactory(event=event, kind=Question.Kind.SEVERAL, options=[{"lv": "Jā"}, {"lv": "Nē"}])
    Answer.objects.create(registration=registration, question=question, value=[0, 1])
    QuotaFactory(event=event, organisation=None, area=made_up, seats=3)
    for document in ("1", "2"):
        CostFactory(event=event, what="Telpas", document_number=document)
    (first,) = dump(tmp_path / "first", "mezmala")
    empty()
    territories.load_areas(read_areas())
    load(first)
    load(first)
    (after,) = dump(tmp_path / "after", "mezmala")
    assert tree(after) == tree(first)
    read = Event.objects.get(slug=event.slug)
    assert (read.self_check_in, read.reminder_days) == (False, 5)
    area = read.quotas.get().area
    assert area.name == "Mežmalas novads"
    assert [(c.scheme, c.code, c.valid_to, c.source) for c in area.codes.all()] == [
        ("ATVK", "9900000", dt.date(2021, 7, 1), "x")
    ]
    assert [name.name for name in area.names.all()] == ["Mežmala county"]
    assert Answer.objects.get(registration__event=read).value == [0, 1]
    assert [cost.document_number for cost in read.costs.order_by("pk")] == ["1", "2"]


def test_indicators_go_along_with_what_was_entered_and_kept(register, tmp_path):
    event = EventFactory(project__programme__slug="mezmala")
    project, activity = event.project, event.activity
    counted = IndicatorFactory(
        project=project, number="1.1", counted="answered", question="dzimums", answer="sieviete", activity=activity
    )
    entered = IndicatorFactory(project=project, number="1.2", baseline=Decimal("2.50"), kind="outcome", public=True)
    IndicatorFactory(project=project, number="1.3", retired_at=timezone.now(), target=None)
    IndicatorValueFactory(
        indicator=entered, value=Decimal("7.25"), evidence="Lēmums,\nNr. 7", link="https://x.example/"
    )
    IndicatorValueFactory(indicator=entered, day=dt.date(2026, 4, 1), withdrawn_at=timezone.now())
    Tally.objects.create(indicator=counted, event=event, people=9)
    leave_out = {"id", "project_id", "activity_id", "version", "retired_at", "order"}
    before = [{k: v for k, v in row.items() if k not in leave_out} for row in Indicator.objects.values()]
    (first,) = dump(tmp_path / "first", "mezmala")
    empty()
    territories.load_areas(read_areas())
    for _time in ("once", "twice"):
        load(first)
        (after,) = dump(tmp_path / "after", "mezmala")
        assert tree(after) == tree(first)
        assert [{k: v for k, v in row.items() if k not in leave_out} for row in Indicator.objects.values()] == before
        assert [row.retired_at is not None for row in Indicator.objects.all()] == [False, False, True]
        value = IndicatorValue.objects.get()
        assert (value.value, value.evidence, value.day) == (Decimal("7.25"), "Lēmums,\nNr. 7", dt.date(2026, 3, 31))
        tally = Tally.objects.get()
        assert (tally.people, tally.indicator.number, tally.event.slug) == (9, "1.1", event.slug)


@pytest.mark.parametrize(
    ("name", "row", "fault"),
    [
        ("indicators.csv", {"project": "nav"}, "nav"),
        ("indicators.csv", {"counted": "by-feeling"}, "by-feeling"),
        ("indicators.csv", {"target": "daudz"}, "daudz"),
        ("indicators.csv", {"activity": "77"}, "77"),
        ("indicator_values.csv", {"indicator": "9.9"}, "9.9"),
        ("indicator_values.csv", {"day": "vakar"}, "vakar"),
        ("indicators.csv", {"source": "javascript:alert(1)"}, "javascript"),
        ("indicator_values.csv", {"link": "javascript:alert(1)"}, "javascript"),
        ("indicator_values.csv", {"evidence": ""}, "indicator_values.csv:2"),
        ("indicators.csv", {"target": "1e400"}, "target"),
        ("indicators.csv", {"event_kind": "feast"}, "feast"),
        ("indicators.csv", {"number": "9" * 400}, "number"),
        ("indicator_values.csv", {"value": "1e400"}, "value"),
        ("indicator_values.csv", {"link": "https://example.org/" + "a" * 2000}, "link"),
    ],
)
def test_a_wrong_row_of_indicators_is_named(register, tmp_path, name, row, fault):
    value = IndicatorValueFactory(indicator__project__programme__slug="mezmala", indicator__number="1.1")
    (folder,) = dump(tmp_path / "first", "mezmala")
    with (folder / name).open(newline="") as file:
        (kept,) = csv.DictReader(file)
    write_csv(folder / name, list(kept), [list((kept | row).values())])
    with pytest.raises(Refusal) as refused:
        load(folder)
    assert f"{name}:2" in str(refused.value)
    assert fault in str(refused.value)
    value.refresh_from_db()


def test_competences_that_a_programme_made_its_own_go_along(register, tmp_path):
    programme = load(EXAMPLES / "lv07")
    (before,) = dump(tmp_path / "before")
    assert not (before / "competences.toml").exists(), "what comes with the house is no record of the programme's"
    administrator = PersonFactory(administrator=True)
    added = needs.add_competence(programme, title=LazyI18nString({"lv": "Dizains", "en": "Design"}), by=administrator)
    needs.move_competence(programme, added.key, -1, by=administrator)
    needs.retire_competence(programme, "law", by=administrator)
    (first,) = dump(tmp_path / "first", "lv07")
    empty()
    territories.load_areas(read_areas())
    there = framework_of(load(first))
    assert [one.key for one in there.asked][-2:] == ["dizains", "communication"]
    assert [one.key for one in there.retired] == ["law"]
    (again,) = dump(tmp_path / "again")
    assert tree(first) == tree(again)
    (first / "competences.toml").write_text('[[competences]]\nkey = "A b"\ntitle = "x"\n')
    with pytest.raises(Refusal, match="A b"):
        load(first)
    assert len(framework_of(Programme.objects.get()).asked) == len(there.asked)


def test_an_area_nobody_knows_is_named(register, tmp_path):
    (tmp_path / "programme.toml").write_text('slug = "x"\n')
    areas = ",".join(columns.AREAS)
    (tmp_path / "areas.csv").write_text(f"{areas}\nsala,,municipality,Sala{',' * (len(columns.AREAS) - 4)}\n")
    (tmp_path / "belongings.csv").write_text("child,parent,valid_from,valid_to\nsala,nekur,,\n")
    with pytest.raises(Refusal) as refusal:
        load(tmp_path)
    assert "nekur" in str(refusal.value)


def test_the_record_of_imc_0_stands_whole(register):
    load(EXAMPLES / "lv07")
    project = Project.objects.get(number="4.3-24/NFI/INP-002")
    assert project.other_number == "LV07-0002"
    event = Event.objects.get(slug="imc-0")
    assert str(event.first_day) == "2015-02-11"
    assert event.items.filter(kind=AgendaItem.Kind.GROUP).count() == 3
    assert {e.slug for e in event.followed_by.all()} == {"imc-02", "imc-03"}
    assert Findings.objects.get(event=event).published_at
    assert not Programme.objects.get(slug="lv07").illustrative


def test_what_imc_0_found_leads_to_the_seminars_that_took_it_up(register, client):
    """Needs and measures from the published record, each with its source; what is only inferred says so."""
    load(EXAMPLES / "lv07")
    found = Need.objects.filter(programme__slug="lv07")
    assert found.count() == 4
    assert all(need.recorded and need.source.startswith("https://") and not need.evidence.exists() for need in found)
    held = {(measure.theme.split()[0], measure.held_as.slug) for measure in Measure.objects.filter(event__slug="imc-0")}
    assert held == {("Teritoriju", "imc-02"), ("Pašvaldību", "imc-03"), ("Politiskā", "imc-03")}
    assert all("secināts" in measure.reason and "https://" in measure.reason for measure in Measure.objects.all())
    assert not Answering.objects.exists(), "no source says which need a measure answers"
    event, later = Event.objects.get(slug="imc-0"), Event.objects.get(slug="imc-02")
    down = client.get(f"/trail/event/{event.pk}/").content.decode()
    for words in ("Labāka sabiedrības iesaiste", "Mācības par politisko līderību", "IMC-02.", "IMC-03."):
        assert words in down, words
    up = client.get(f"/trail/event/{later.pk}/").content.decode()
    assert "Mācības par teritoriju ekonomikas attīstību" in up
    assert "Mācības par politisko līderību" not in up
    assert not [person.name for person in Person.objects.all() if person.given_name and person.name in down + up]
    findings = client.get("/e/imc-0/findings/").content.decode()
    row = findings.split("Labāka sabiedrības iesaiste</a>", 1)[1].split("</tr>", 1)[0]
    assert "bez kartītēm" in row and not any(sign.isdigit() for sign in row.split("colspan")[1][3:]), "no figure"
    clash = client.get("/e/imc-03/").content.decode()
    assert "starpposma novērtējuma seminārs" in clash


def test_a_fault_names_file_and_line_and_changes_nothing(register, tmp_path):
    load(EXAMPLES / "lv07")
    (folder,) = dump(tmp_path / "broken")
    team = folder / "team.csv"
    team.write_text("person,project,role\nnobody,planning-capacity,organiser\n")
    programme = folder / "programme.toml"
    programme.write_text(programme.read_text().replace("LV07", "XX99", 1))
    with pytest.raises(Refusal) as refusal:
        load(folder)
    assert "team.csv:2" in str(refusal.value)
    assert "nobody" in str(refusal.value)
    assert not Programme.objects.filter(code="XX99").exists()
    with pytest.raises(Refusal):
        load(tmp_path / "nothing")
