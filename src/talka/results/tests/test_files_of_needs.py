"""Measures, alternatives of the follow-up programme and taken days as record files: there and back, and what is
wrong."""

import csv
import datetime as dt
from decimal import Decimal

import pytest

from talka.needs import actions
from talka.needs.actions.alternatives import FollowUpData
from talka.needs.actions.measures import MeasureData
from talka.needs.factories import NeedFactory
from talka.needs.models import BlockedDay, Competence, FollowUp, Measure, Need
from talka.programmes.factories import BudgetLineFactory, ProjectFactory, TeamMemberFactory
from talka.results.loading import dump, load
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


def _texts(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}


def test_measures_alternatives_and_taken_days_come_back_as_they_were(tmp_path):
    project = ProjectFactory()
    programme = project.programme
    organiser = TeamMemberFactory(programme=programme, project=None).person
    competence = Competence.objects.filter(programme=None).first()
    needs = [
        NeedFactory(event=None, programme=programme, words=f"Vajadzība {n}", competence=competence) for n in range(2)
    ]
    data = MeasureData(
        "Diena", kind="training", planned_eur=Decimal("900.50"), capacity=30, hours=Decimal("6.5"), days=2,
        budget_line=BudgetLineFactory(project=project, code="2.1"), expert=organiser, pattern="training",
        dates=(dt.date(2031, 3, 4), dt.date(2031, 3, 11)), description="Par datiem",
        effects={needs[0].pk: Decimal("0.4"), needs[1].pk: Decimal(1)},
    )  # fmt: skip
    first = actions.record_measure(programme, data, by=organiser)
    actions.keep_measure(first, by=organiser)
    late = MeasureData("Otra", planned_eur=Decimal(10), dates=(dt.date(2031, 5, 6),))
    second = actions.record_measure(programme, late, by=organiser)
    actions.block_day(programme, dt.date(2031, 3, 4), "Cits seminārs", by=organiser)
    rules = FollowUpData(
        "Pirmā", weighting="hand", budget_eur=Decimal(1000), max_per_month=2, apart=((first.pk, second.pk),),
        weights={needs[0].pk: 2.5},
    )  # fmt: skip
    plan = actions.draw_up(programme, rules, by=organiser)
    actions.compute(plan, by=organiser)
    actions.decide_on(plan, reason="Tā vajag", by=organiser)
    actions.draw_up(programme, FollowUpData("Nav rēķināta", weighting="equal"), by=organiser)
    dump(tmp_path / "one", programme.slug)
    texts = _texts(tmp_path / "one")
    assert "n1=0.4;n2" in texts["measures.csv"] and "Cits seminārs" in texts["taken_days.csv"]
    for model in (FollowUp, Measure, Need, BlockedDay):
        model.objects.all().delete()
    load(tmp_path / "one")
    dump(tmp_path / "two", programme.slug)
    assert _texts(tmp_path / "two") == texts
    decided = FollowUp.objects.get(title="Pirmā")
    assert (decided.run.state, decided.run.reason, decided.told["answered"]) == ("accepted", "Tā vajag", 1.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"needs": "n7"},
        {"needs": "n1=2"},
        {"dates": "31.02.2031"},
        {"planned_eur": "-5"},
        {"capacity": "2.5"},
        {"budget_line": "nav:1"},
        {"expert": "nav"},
        {"catalogue": "c9"},
        {"kind": "feast"},
        {"state": "perhaps"},
        {"planned_eur": "1e400"},
        {"planned_eur": "NaN"},
        {"capacity": "1e400"},
        {"days": "99999"},
        {"dates": "9999-12-31"},
        {"words": "Š" * 301},
    ],
)
def test_a_measure_that_names_what_is_not_there_changes_nothing_and_says_where(tmp_path, wrong):
    programme = ProjectFactory().programme
    NeedFactory(event=None, programme=programme, words="Vajadzība")
    Measure.objects.create(programme=programme, words="Diena")
    dump(tmp_path, programme.slug)
    path = tmp_path / "measures.csv"
    rows = [row | wrong for row in csv.DictReader(path.open(encoding="utf-8"))]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    Need.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        load(tmp_path)
    assert "measures.csv:2" in str(refused.value.what)
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        '[[follow_up]]\ntitle = "A"\nmust = ["m9"]\n',
        '[[follow_up]]\ntitle = "A"\nweighting = "taste"\n',
        '[[follow_up]]\ntitle = "A"\nweights = { n9 = 1 }\n',
        '[[follow_up]]\ntitle = "A"\nplan = { m1 = "soon" }\n',
        '[[follow_up]]\ntitle = "A"\nplan = { m9 = 2031-01-01 }\n',
        '[[follow_up]]\ntitle = "A"\nplan = { m1 = 9999-12-31 }\n',
        '[[follow_up]]\ntitle = "A"\nplan = ["m1"]\n',
        "[[follow_up]]\ntitle = 5\n",
        "[[follow_up]]\nbudget_eur = 5\n",
        '[[follow_up]]\ntitle = "A"\napart = ["m1"]\n',
        '[[follow_up]]\ntitle = "A"\napart = [["m1", "m1"]]\n',
        '[[follow_up]]\ntitle = "A"\napart = [["m1"]]\n',
        '[[follow_up]]\ntitle = "A"\nmust = "m1"\n',
        '[[follow_up]]\ntitle = "A"\nmust = [["m1"]]\n',
        '[[follow_up]]\ntitle = "A"\nweights = []\n',
        '[[follow_up]]\ntitle = "A"\nweights = { n1 = nan }\n',
        '[[follow_up]]\ntitle = "A"\nweights = { n1 = -1 }\n',
        '[[follow_up]]\ntitle = "A"\nweights = { n1 = "5" }\n',
        '[[follow_up]]\ntitle = "A"\nleast_share = 2\n',
        '[[follow_up]]\ntitle = "A"\nbudget_eur = 1e300\n',
        '[[follow_up]]\ntitle = "A"\nbudget_eur = inf\n',
        '[[follow_up]]\ntitle = "A"\nmax_per_month = 99999\n',
        '[[follow_up]]\ntitle = "A"\nfirst_day = 2031-02-01\nlast_day = 2031-01-01\n',
        "follow_up = 5\n",
        'follow_up = ["A"]\n',
        '[follow_up]\ntitle = "A"\n',
    ],
)
def test_an_alternative_that_names_what_is_not_there_changes_nothing(tmp_path, text):
    programme = ProjectFactory().programme
    NeedFactory(event=None, programme=programme, words="Vajadzība")
    Measure.objects.create(programme=programme, words="Diena")
    dump(tmp_path, programme.slug)
    (tmp_path / "follow_ups.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load(tmp_path)
    assert "follow_ups.toml" in str(refused.value.what)
    assert not FollowUp.objects.exists()
