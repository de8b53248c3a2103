"""The played example's cooperation case: it is read whole, and the command solves the same case in plain files."""

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction

from talka.cooperation.models import Agreement, CooperationCase, Endorsement, JointProject, Partner
from talka.cooperation.path.register import steps
from talka.cooperation.queries.appraisal.figures import appraisal_of
from talka.cooperation.queries.brief.page import brief_of
from talka.links.models import Link
from talka.results.loading import dump, load
from talka.territories.models import Border

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "izspele"
SLUG = "skolenu-parvadajumi"
FILES = EXAMPLE / "cooperation" / SLUG
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def case(django_db_setup, django_db_blocker):
    """The example's case, read once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load(EXAMPLE)
        yield CooperationCase.objects.get(slug=SLUG)
        transaction.set_rollback(True)


def command(out: Path, *words: str) -> dict:
    asked = [sys.executable, "-m", "talka.site.methods_command", *words, "--out", str(out)]
    done = subprocess.run(asked, cwd=FILES, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads((out / "result.json").read_text(encoding="utf-8"))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_five_neighbouring_municipalities_take_part_and_three_needs_led_to_it(case):
    assert case.illustrative and case.published_at
    rows = list(case.partners.filter(state=Partner.State.TAKING_PART).select_related("organisation__area"))
    towns = {row.organisation.area_id for row in rows if row.organisation.kind == "municipality"}
    assert len(towns) == 5
    near = {town for a, b in Border.objects.filter(a__in=towns, b__in=towns).values_list("a", "b") for town in (a, b)}
    assert near == towns, "each borders another one"
    assert Link.objects.filter(to_kind="cooperation_case", to_id=str(case.pk), from_kind="need").count() == 3


def test_every_council_has_its_brief(case):
    for row in case.partners.select_related("organisation", "brief"):
        row.case = case
        if row.organisation.kind == "municipality" and row.takes_part:
            brief = brief_of(row, None)
            assert brief.risks and brief.form and brief.row.households, row


def test_every_step_is_filled(case):
    filled = {row.step: row for row in case.steps.all() if row.answers and row.state != "open"}
    assert list(steps()) == [key for key in steps() if key in filled]
    assert case.seats.count() == 12 and case.evaluations.count() == 1 and case.papers.count() >= 12


def test_the_accepted_shares_are_what_the_agreement_says_and_the_command_computes(case):
    figures = appraisal_of(case, case.partners.get(role="initiator").focal_point)
    agreement = Agreement.objects.get(case=case)
    assert (figures.key, figures.stable, figures.stale) == ("shapley", True, False)
    amounts = {row.organisation_id: row.amount for row in agreement.parties.all()}
    shares = {row.partner.organisation_id: row.share_eur for row in figures.partners if row.shares}
    assert shares == amounts and sum(amounts.values()) == agreement.budget == figures.total_eur
    assert agreement.state == "endorsed" and agreement.text_number == 1
    assert Endorsement.objects.filter(party__agreement=agreement, answer="endorsed").count() == 5


def test_the_joint_project_came_of_the_case_and_its_budget_adds_up(case):
    project = JointProject.objects.get(slug="septini-autobusi")
    assert Link.objects.filter(from_kind="cooperation_case", to_kind="joint_project", to_id=str(project.pk)).exists()
    assert sum(row.eur for row in project.budget.all()) == project.total_told == 420_000
    told = project.fundings.get()
    assert sum(row.eur for row in told.budget.all()) == told.eur_told


def test_what_comes_out_goes_in(case, tmp_path):
    dump(tmp_path / "one", "izspele")
    load(tmp_path / "one")
    dump(tmp_path / "two", "izspele")
    told = written(tmp_path / "one")
    assert told == written(tmp_path / "two")
    assert set(told) == {
        f"cooperation/{SLUG}.toml",
        f"cooperation/{SLUG}/path.toml",
        "agreements/skolenu-parvadajumu-ligums.toml",
        "joint_projects/septini-autobusi.toml",
    }


def written(folder: Path) -> dict[str, str]:
    parts = ("cooperation", "agreements", "joint_projects")
    files = [path for part in parts for path in (folder / part).rglob("*.toml")]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def test_the_command_finds_that_all_five_together_cost_least(tmp_path):
    told = command(tmp_path, "coalitions", "municipalities.csv", "pairs.csv", "--rules", "rules.toml")
    assert round(told["total_eur"], 2) == 1679492 and round(told["saving_eur"], 2) == 116708
    (group,) = table(tmp_path / "coalitions.csv")
    assert group["host"] == "apinlauku-novads" and len(group["members"].split(";")) == 5 and group["in_core"] == "1"


def test_the_command_shares_it_so_that_nobody_would_be_better_off_outside(tmp_path):
    told = command(tmp_path, "cost-sharing", "partners.csv", "costs.csv", "--key", "shapley")
    shares = {row["id"]: Decimal(row["eur"]) for row in table(tmp_path / "shares.csv")}
    assert sum(shares.values()) == Decimal("1679492.00") and len(shares) == 5
    stable = {each["key"]: each["in_core"] for each in told["keys"]}
    assert stable["shapley"] and stable["population"] and not stable["usage"] and not stable["equal"]


def test_the_plain_files_speak_of_the_partners_of_the_case(case):
    areas = {
        row.organisation.area.key
        for row in case.partners.select_related("organisation__area")
        if row.takes_part and row.organisation.kind == "municipality"
    }
    assert {row["code"] for row in table(FILES / "municipalities.csv")} == areas
    assert {row["id"] for row in table(FILES / "partners.csv")} == areas
    population = {
        row["area"]: row["value"]
        for row in table(EXAMPLE / "facts.csv")
        if (row["indicator"], row["year"]) == ("population-registered", "2025")
    }
    assert all(population[row["id"]] == row["population"] for row in table(FILES / "partners.csv"))
