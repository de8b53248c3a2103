"""Resources of places as record files: there and back with pictures and documents, and read twice without a change."""

import io
from decimal import Decimal

import pytest
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory, ProjectFactory
from talka.resources import actions
from talka.resources.factories import ResourceFactory, picture
from talka.resources.models import Paper, Photo, Resource
from talka.results.actions.dump import dump
from talka.results.actions.load import load
from talka.territories.factories import AreaFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
LEFT_OUT = {"id", "entered_by", "confirmed_by", "reminded_on", "entered_at", "changed_at", "withdrawn_at"}


@pytest.fixture
def folder(tmp_path, settings):
    """A programme of true places with a resource that says everything, and one that was taken back."""
    settings.MEDIA_ROOT = tmp_path / "kept"
    ProjectFactory(programme=ProgrammeFactory(slug="saknes"))
    area = AreaFactory(key="abelu-novads-x")
    town, owner = OrganisationFactory(area=area), OrganisationFactory(name="SIA Ābele", kind="company")
    by = PersonFactory(administrator=True)
    data = actions.ResourceData(
        title=LazyI18nString({"lv": "Zeme", "en": "Land"}), description=LazyI18nString({"lv": "Rinda\nrinda"}),
        kind="land", area=area, place="Iela 1", lat=56.5, lon=26.25, size=Decimal("2.50"), unit="ha", state="ready",
        use="to_let", owner_kind="private", owner=owner, contact_organisation=town,
        contact_person=PersonFactory(given_name="Rasma", family_name="Kontakte"), source="Reģistrs",
        source_link="https://example.org/r", year=2024,
    )  # fmt: skip
    row = actions.enter(data, by=by)
    actions.add_photo(row, file=io.BytesIO(picture()), name="a.jpg", alt="Zeme", people="nobody", credit="X", by=by)
    actions.add_paper(row, title="Plāns", link="https://example.org/plans", by=by)
    actions.add_paper(row, title="Karte", file=io.BytesIO(picture()), name="karte.jpg", by=by)
    other = ResourceFactory(area=area, contact_name="Birojs", contact_office=True, entered_for=town)
    actions.withdraw(other, why="Nojaukta", by=by)
    ResourceFactory(area=AreaFactory(illustrative=True))
    to = tmp_path / "out"
    dump(to)
    return to


def said() -> list[dict]:
    rows = []
    for row in Resource.objects.filter(illustrative=False).order_by("key"):
        names = [field.name for field in row._meta.concrete_fields if field.name not in LEFT_OUT]
        told = {name: str(getattr(row, name)) for name in names}
        told["withdrawn"] = timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None
        told["photos"] = [(str(each.alt), each.people, each.credit, each.width) for each in row.photos.all()]
        told["papers"] = [(str(each.title), each.link, each.file_name, each.size) for each in row.papers.all()]
        rows.append(told)
    return rows


def test_what_comes_out_goes_in(folder):
    before = said()
    assert len(before) == 2 and before[0] != before[1]
    Resource.objects.all().delete()
    load(folder)
    assert said() == before


def test_read_again_it_changes_nothing(folder):
    before, versions = said(), sum(row.versions.count() for row in Resource.objects.all())
    load(folder)
    assert said() == before
    assert sum(row.versions.count() for row in Resource.objects.all()) == versions
    assert (Photo.objects.count(), Paper.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('kind = "land"', 'kind = "castle"'),
        ('unit = "ha"', 'unit = "mile"'),
        ('size = "2.50"', 'size = "much"'),
        ('area = "abelu-novads-x"', 'area = "nekur"'),
        ("lat = 56.5", "lat = 156.5"),
        ("year = 2024", 'year = "sen"'),
        ('people = "nobody"', 'people = "many"'),
        ("-photo-1.jpg", "-none.jpg"),
        ('file = "', 'file = "../'),
        ('state = "ready"', 'state = "alive"'),
    ],
)
def test_what_cannot_be_is_told_with_its_place_and_changes_nothing(folder, was, becomes):
    Resource.objects.all().delete()
    file = folder / "resources.toml"
    text = file.read_text()
    assert was in text
    file.write_text(text.replace(was, becomes))
    with pytest.raises(Refusal) as told:
        load(folder)
    assert "resources.toml" in told.value.text()
    assert not Resource.objects.exists()
