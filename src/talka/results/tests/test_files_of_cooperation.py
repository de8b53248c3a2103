"""Cooperation cases as record files: there and back, and what is wrong."""

import pytest

from talka.cooperation.actions import briefs
from talka.cooperation.actions.briefs import BriefData
from talka.cooperation.factories import ApproachFactory, CooperationCaseFactory, CouncilBriefFactory, PartnerFactory
from talka.cooperation.models import CooperationCase, CouncilBrief, Partner
from talka.links.actions import connect
from talka.links.models import Link
from talka.needs.factories import MeasureFactory, NeedFactory
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory
from talka.results.loading import dump, load
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(tmp_path):
    """A programme with a case of three partners, a draft, one that was taken away, and one of another programme."""
    programme = ProjectFactory().programme
    case = CooperationCaseFactory(programme=programme, slug="kopa", about="Autobuss brauc tukšs", state="establishing")
    first = PartnerFactory(case=case, role="initiator", openness="public", order=1)
    first.focal_point = PersonFactory(organisation=first.organisation)
    first.save()
    CouncilBriefFactory(partner=first)
    PartnerFactory(case=case, state="withdrawn", reason="Dome lēma citādi", order=2)
    PartnerFactory(case=case, state="invited", answered_on=None, order=3)
    ApproachFactory(case=case, words="vēstule paliek")
    need = NeedFactory(event=None, programme=programme, words="Autobuss")
    measure = MeasureFactory(event=None, programme=programme, words="Kopīgs maršruts")
    for kind, pk in (("need", need.pk), ("measure", measure.pk)):
        connect(kind, pk, "led_to", "cooperation_case", case.pk)
    CooperationCaseFactory(programme=programme, slug="melnraksts", draft=True)
    gone = CooperationCaseFactory(programme=programme, slug="nonemta")
    CooperationCase.objects.filter(pk=gone.pk).update(retired_at=gone.created_at)
    CooperationCaseFactory(slug="cita")
    dump(tmp_path / "one", programme.slug)
    return tmp_path, programme.slug


def texts(folder):
    return {path.name: path.read_text(encoding="utf-8") for path in (folder / "cooperation").iterdir()}


def test_a_case_comes_back_as_it_was(written):
    folder, slug = written
    told = texts(folder / "one")
    assert set(told) == {"kopa.toml", "melnraksts.toml"}
    assert "vēstule paliek" not in told["kopa.toml"]
    Link.objects.all().delete()
    CooperationCase.objects.all().delete()
    load(folder / "one")
    load(folder / "one")
    dump(folder / "two", slug)
    assert texts(folder / "two") == told
    case = CooperationCase.objects.get(slug="kopa")
    assert case.published_at and not CooperationCase.objects.get(slug="melnraksts").published_at
    assert [(row.role, row.state, row.openness) for row in case.partners.all()] == [
        ("initiator", "taking_part", "public"),
        ("partner", "withdrawn", "partners"),
        ("partner", "invited", "partners"),
    ]
    first = case.partners.first()
    assert first.focal_point is not None
    assert (first.brief.households, str(first.brief.jobs_after), first.brief.risks) == (
        4000,
        "2.5",
        "Tālāk jābrauc\nLēnāk lemj",
    )
    assert {link.from_kind for link in Link.objects.all()} == {"need", "measure"}


def test_what_was_loaded_can_be_worked_on(written):
    folder, _slug = written
    load(folder / "one")
    row = CouncilBrief.objects.get()
    changed = briefs.write_brief(row.partner, BriefData(risks="Citi"), version=row.version, by=None)
    assert changed.version == row.version + 1


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('organisation = "', 'organisation = "nekas-'),
        ('state = "withdrawn"', 'state = "asleep"'),
        ('openness = "public"', 'openness = "sometimes"'),
        ('jobs_after = "2.5"', 'jobs_after = "daudz"'),
        ("households = 4000", "households = -1"),
        ('needs = [\n    "n1"', 'needs = [\n    "n77"'),
        ('focal_point = "', 'focal_point = "nekas-'),
        ("answered_on = 2026-02-03", 'answered_on = "vakar"'),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_changes_nothing(written, right, wrong):
    folder, _slug = written
    path = folder / "one" / "cooperation" / "kopa.toml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1).replace('"establishing"', '"running"', 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load(folder / "one")
    assert "kopa.toml" in str(refused.value)
    assert CooperationCase.objects.get(slug="kopa").state == "establishing"
    assert Partner.objects.filter(case__slug="kopa").count() == 3
