"""The path, the agreement, the costs and the joint project of a case as record files: what is wrong is told."""

import pytest

from talka.cooperation.actions.agreements.drafting import Terms, begin
from talka.cooperation.actions.steps import answer_step
from talka.cooperation.factories import (
    CooperationCaseFactory,
    PartnerFactory,
    PartnerFiguresFactory,
    SeatFactory,
    ServiceCostFactory,
)
from talka.cooperation.models import Agreement, CaseStep, JointBudgetLine, JointPartner, JointProject
from talka.programmes.factories import ProjectFactory
from talka.results.loading import dump, load
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(tmp_path):
    programme = ProjectFactory().programme
    case = CooperationCaseFactory(programme=programme, slug="kopa")
    partners = [PartnerFactory(case=case, order=order) for order in (0, 1)]
    for partner in partners:
        PartnerFiguresFactory(partner=partner)
    ServiceCostFactory(case=case)
    case.ways.create(a=partners[0], b=partners[1], km=12)
    talks = [{"day": "2026-03-02", "partner": partners[1].organisation.key, "outcome": "grib"}]
    answer_step(case, "partners", {"talks": talks}, version=0, by=None)
    SeatFactory(case=case, partner=partners[0])
    begin(case, Terms("Līgums", "cooperation-agreement"), by=None, slug="ligums")
    project = JointProject.objects.create(slug="busi", title="Busi", programme=programme, state_since="2026-03-01")
    lead = JointPartner.objects.create(project=project, organisation=partners[0].organisation, role="lead")
    JointBudgetLine.objects.create(project=project, source="own", partner=lead, year=2027, eur="10.50")
    dump(tmp_path / "one", programme.slug)
    return tmp_path, programme.slug


def texts(folder):
    files = [path for part in ("cooperation", "agreements", "joint_projects") for path in (folder / part).rglob("*")]
    return {path.name: path.read_text(encoding="utf-8") for path in files if path.is_file()}


def test_all_of_it_comes_back_as_it_was_and_reading_it_again_changes_nothing(written):
    folder, slug = written
    told = texts(folder / "one")
    assert set(told) == {"kopa.toml", "path.toml", "ligums.toml", "busi.toml"}
    before = Agreement.objects.get()
    load(folder / "one")
    after = Agreement.objects.get()
    assert (after.version, after.text_number) == (before.version, before.text_number), "the same text is no new one"
    after.delete()
    JointBudgetLine.objects.all().delete()
    JointProject.objects.get().delete()
    CaseStep.objects.all().delete()
    load(folder / "one")
    dump(folder / "two", slug)
    assert texts(folder / "two") == told
    assert JointProject.objects.get().budget.get().partner.organisation_id
    step = CaseStep.objects.get()
    assert step.answers["talks"][0]["partner"] in set(step.case.partners.values_list("organisation__key", flat=True))


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("cooperation/kopa/path.toml", 'key = "partners"', 'key = "party"'),
        ("cooperation/kopa/path.toml", 'day = "2026-03-02"', 'day = "vakar"'),
        ("cooperation/kopa/path.toml", 'partner = "', 'partner = "nekas-'),
        ("cooperation/kopa.toml", 'volume = "1000"', 'volume = "daudz"'),
        ("cooperation/kopa.toml", "km = 12.0", "km = -12.0"),
        ("cooperation/kopa.toml", 'a = "', 'a = "nekas-'),
        ("cooperation/kopa.toml", 'origin = "entered"', 'origin = "guessed"'),
        ("cooperation/kopa.toml", 'origin = "entered"', 'accepted_key = "dice"\norigin = "entered"'),
        ("agreements/ligums.toml", 'case = "kopa"', 'case = "nav"'),
        ("agreements/ligums.toml", 'renewal = "none"', 'renewal = "maybe"'),
        ("agreements/ligums.toml", 'organisation = "', 'organisation = "nekas-'),
        ("joint_projects/busi.toml", 'partner = "', 'partner = "nekas-'),
        ("joint_projects/busi.toml", 'eur = "10.5"', 'eur = "-10.5"'),
        ("joint_projects/busi.toml", 'state = "idea"', 'state = "wish"'),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_changes_nothing(written, name, right, wrong):
    folder, _slug = written
    path = folder / "one" / name
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    JointProject.objects.update(responsible_office="paliek")
    with pytest.raises(Refusal) as refused:
        load(folder / "one")
    assert path.name in str(refused.value)
    assert JointProject.objects.get().responsible_office == "paliek"
