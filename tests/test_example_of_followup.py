"""The played example's question as plain files: the same as in the database, and the command finds as much in them."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.db import transaction

from talka.needs.models import FollowUp
from talka.needs.queries.problem_files import problem_zip
from talka.people.models import Person
from talka.results.actions.dump_needs import measures_by_key, needs_by_key
from talka.results.loading import load
from talka.territories.models import Area

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "izspele"
FILES = EXAMPLE / "followup"
VOTES, MUNICIPALITIES = "Pēc balsīm", "Pēc pašvaldību skaita"
TABLES = ("needs.csv", "options.csv", "covers.csv")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def alternatives(django_db_setup, django_db_blocker):
    """The example's alternatives by their names, read once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        programme = load(EXAMPLE)
        yield {row.title: row for row in FollowUp.objects.filter(programme=programme).select_related("run")}
        transaction.set_rollback(True)


def with_keys(text: str, programme) -> str:
    """The same with the keys of the record files, which are the same in every database, for its own references."""
    with (EXAMPLE / "people.csv").open(encoding="utf-8") as file:
        people = {row["email"]: row["key"] for row in csv.DictReader(file)}
    known = (
        {f"need:{need.pk}": key for key, need in needs_by_key(programme).items()}
        | {f"measure:{measure.pk}": key for key, measure in measures_by_key(programme).items()}
        | {f"person:{one.pk}": people[one.email] for one in Person.objects.filter(email__in=people)}
        | {f"area:{area.pk}": area.key for area in Area.objects.filter(illustrative=True)}
    )
    return re.sub(r"\b(?:need|measure|person|area):\d+", lambda found: known[found.group()], text)


def files_of(follow_up: FollowUp) -> dict[str, str]:
    """What an organiser downloads from the page of the alternative."""
    organiser = Person.objects.get(family_name="Organizatore")
    with zipfile.ZipFile(io.BytesIO(problem_zip(follow_up, organiser))) as archive:
        return {name: with_keys(archive.read(name).decode(), follow_up.programme) for name in archive.namelist()}


def weights_of(follow_up: FollowUp) -> str:
    rows = (f"{need['id']},{need['weight']!r},\n" for need in follow_up.run.input["needs"])
    return with_keys("id,weight,region\n" + "".join(rows), follow_up.programme)


def solved(out: Path, needs: str = "needs.csv") -> dict[str, object]:
    words = [str(FILES / name) for name in (needs, *TABLES[1:])]
    command = [sys.executable, "-m", "talka.site.methods_command", "followup", *words]
    rules = ["--rules", str(FILES / "rules.toml"), "--time-limit", "20", "--out", str(out)]
    done = subprocess.run([*command, *rules], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    with (out / "plan.csv").open(encoding="utf-8") as file:
        plan = {row["option"]: row["date"] for row in csv.DictReader(file)}
    return json.loads((out / "result.json").read_text(encoding="utf-8")) | {"plan": plan}


def chosen(follow_up: FollowUp) -> dict[str, str]:
    keys = {measure.pk: key for key, measure in measures_by_key(follow_up.programme).items()}
    return {keys[each.measure_id]: each.day.isoformat() for each in follow_up.planned.all()}


def test_the_files_say_what_the_database_asks(alternatives, tmp_path):
    """Where they differ, the fresh ones lie in the test's own folder: copy them if the example was meant to change."""
    fresh = files_of(alternatives[VOTES]) | {"needs_by_municipalities.csv": weights_of(alternatives[MUNICIPALITIES])}
    for name, text in fresh.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    stored = {path.name: path.read_text(encoding="utf-8") for path in FILES.iterdir() if path.name in fresh}
    assert stored == fresh, f"fresh files: {tmp_path}"
    assert {path.name for path in FILES.iterdir()} == {*fresh, "README.md"}


def test_the_command_finds_in_the_files_what_the_run_found(alternatives, tmp_path):
    run = alternatives[VOTES].run.result
    found = solved(tmp_path)
    assert found["objective"] == pytest.approx(run["objective"], abs=1e-9)
    assert found["proven_optimal"] and run["proven_optimal"]
    assert found["plan"] == chosen(alternatives[VOTES])


def test_another_weight_chooses_otherwise(alternatives, tmp_path):
    votes, others = chosen(alternatives[VOTES]), chosen(alternatives[MUNICIPALITIES])
    assert len({*votes} - {*others}) >= 3 and len({*others} - {*votes}) >= 3
    assert {*solved(tmp_path, "needs_by_municipalities.csv")["plan"]} != {*votes}
    budgets = [row.budget_eur for row in alternatives.values()]
    assert max(budgets) == alternatives[VOTES].budget_eur == alternatives[MUNICIPALITIES].budget_eur > min(budgets)
    assert all(row.run.result["proven_optimal"] and row.state == "draft" for row in alternatives.values())


def test_the_example_has_what_makes_choosing_hard(alternatives):
    """Needs of few people, an expert asked twice on one day, taken days, no cost, no day: each once at least."""
    data = alternatives[VOTES].run.input
    assert len(data["needs"]) == 30
    smallest = min(need["weight"] for need in data["needs"])
    assert sum(need["weight"] == smallest for need in data["needs"]) == 3, "those of whom no figure may be told"
    asked = [(option["expert"], day) for option in data["options"] if option["expert"] for day in option["dates"]]
    assert len({*asked}) < len(asked)
    assert [option["id"] for option in data["options"] if not option["dates"]]
    measures = alternatives[VOTES].programme.measures
    assert measures.filter(planned_eur=None).count() == 1
    blocked = {*alternatives[VOTES].programme.blocked_days.values_list("day", flat=True)}
    assert measures.filter(dates__day__in=blocked).exists()
