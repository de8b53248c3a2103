"""Planning documents as record files: there and back, and what is wrong."""

from decimal import Decimal

import pytest

from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.plans.actions.causes import say_cause
from talka.plans.factories import (
    GoalFactory,
    PartyFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlannedYearFactory,
    PlanProjectFactory,
    PlanValueFactory,
)
from talka.plans.models import Goal, Plan, PlanIndicator, PlanProject, PlanValue
from talka.programmes.factories import ProjectFactory, ProjectPartnerFactory
from talka.results.loading import dump, load
from talka.territories.factories import AreaFactory
from talka.territories.models import Area
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(tmp_path):
    """A programme whose partner's municipality has a document, and another municipality with one; as a folder."""
    project = ProjectFactory()
    area = AreaFactory(kind=Area.Kind.MUNICIPALITY)
    ProjectPartnerFactory(project=project, organisation=OrganisationFactory(area=area, name="Ābeļu novada dome"))
    plan = PlanFactory(area=area, key="abelu-programma", link="https://example.org/p", decision="Nr. 1")
    task = GoalFactory(
        plan=plan, number="U1", order=1, parent=GoalFactory(plan=plan, kind="objective", number="M1", order=2)
    )
    done = PlanProjectFactory(plan=plan, goal=task, eur_eu=Decimal("10.50"), state="done", done_in=2024)
    PartyFactory(project=done, name="Ābeļu novada dome")
    PlannedYearFactory(project=done, eur=Decimal("10.50"))
    PlanValueFactory(indicator=PlanIndicatorFactory(plan=plan, goal=task), value=Decimal("1.25"), note="piezīme")
    PlanIndicatorFactory(plan=plan, project=done, target=None, target_year=None, direction="keep")
    need = NeedFactory(event=None, programme=project.programme, words="Ceļi")
    say_cause(done, "need", need.pk, by=PersonFactory(administrator=True))
    PlanFactory(key="cita-programma")
    PlanFactory(area=area, key="melnraksts", draft=True)
    dump(tmp_path / "one", project.programme.slug)
    return tmp_path, project.programme.slug


def texts(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "plans").iterdir()}


def test_a_document_comes_back_as_it_was(written):
    folder, slug = written
    told = texts(folder / "one")
    assert set(told) == {"abelu-programma.toml", "melnraksts.toml"}
    Link.objects.all().delete()
    for model in (PlanValue, PlanIndicator, PlanProject):
        model.objects.all().delete()
    Goal.objects.exclude(parent=None).delete()
    Goal.objects.all().delete()
    Plan.objects.all().delete()
    load(folder / "one")
    load(folder / "one")
    dump(folder / "two", slug)
    assert texts(folder / "two") == told
    plan = Plan.objects.get(key="abelu-programma")
    assert plan.published_at and not Plan.objects.get(key="melnraksts").published_at
    project = plan.projects.get()
    assert project.parties.get().organisation.name == "Ābeļu novada dome"
    assert project.eur == Decimal("100010.50") and project.goal.parent.number == "M1"
    assert Link.objects.get().from_kind == "need"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('area = "', 'area = "nekur-'),
        ('parent = "M1"', 'parent = "M9"'),
        ('kind = "objective"', 'kind = "wish"'),
        ('"10.5"', '"daudz"'),
        ('needs = [\n    "n1"', 'needs = [\n    "n77"'),
        ("year = 2024", 'year = "pērn"'),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_changes_nothing(written, right, wrong):
    folder, _slug = written
    path = folder / "one" / "plans" / "abelu-programma.toml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1).replace("starts = 2022", "starts = 2023", 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load(folder / "one")
    assert "abelu-programma.toml" in str(refused.value)
    assert Plan.objects.get(key="abelu-programma").starts == 2022
