"""Investments put together, and the fiche on one page."""

import datetime as dt
import io
from decimal import Decimal

import pypdf
import pytest
from django.urls import reverse

from talka.cooperation.factories import MunicipalityFactory, two
from talka.cooperation.factories.projects import (
    FundingFactory,
    JointBudgetLineFactory,
    JointPartnerFactory,
    JointProjectFactory,
    MilestoneFactory,
    ProjectResultFactory,
    SpendingFactory,
)
from talka.cooperation.models import JointPartner
from talka.cooperation.queries.projects.overview import overview
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.ui.numbers import euro

pytestmark = pytest.mark.django_db
EUR = Decimal


@pytest.fixture
def town():
    return MunicipalityFactory()


@pytest.fixture
def neighbour(town):
    place = AreaFactory(kind=Area.Kind.REGION)
    other = MunicipalityFactory()
    for one in (town, other):
        Belonging.objects.create(child=one.area, parent=place)
    return other


@pytest.fixture
def project(town, neighbour):
    """Of two municipalities of one region and a ministry: 100.10 + 200 of their own, 1000 of a fund for neither."""
    project = JointProjectFactory(reach="regional")
    first = JointPartnerFactory(project=project, organisation=town, role=JointPartner.Role.LEAD)
    second = JointPartnerFactory(project=project, organisation=neighbour)
    JointPartnerFactory(project=project, organisation=OrganisationFactory(kind="ministry", area=None))
    fund = FundingFactory(project=project, funder="Kohēzijas fonds", folded="kohezijas fonds")
    for partner, eur, source, funding, year in (
        (first, "100.10", "own", None, 2026),
        (second, "200", "own", None, 2027),
        (None, "1000", "eu", fund, 2026),
    ):
        JointBudgetLineFactory(
            project=project, partner=partner, source=source, funding=funding, year=year, eur=EUR(eur)
        )
    SpendingFactory(project=project, partner=first, source="own", eur=EUR("50.05"), day=dt.date(2026, 5, 1))
    return project


def test_a_project_of_several_municipalities_is_counted_once_and_its_shares_are_told(project, town, neighbour):
    found = overview(made_up=False)
    assert (found.projects, found.planned, found.spent) == (1, EUR("1300.10"), EUR("50.05"))
    shares = {one.label: (one.projects, one.planned, one.spent) for one in found.municipalities if one.area}
    assert shares == {
        town.area.name: (1, EUR("100.10"), EUR("50.05")),
        neighbour.area.name: (1, EUR("200.00"), EUR(0)),
    }
    assert sum(one.planned for one in found.municipalities) == found.planned
    assert [one.planned for one in found.municipalities if not one.area] == [EUR(0), EUR(1000)]
    region = next(one for one in found.regions if one.area)
    assert (region.projects, region.planned, region.levels) == (1, EUR("300.10"), [0, 1, 0, 0])
    assert [(one.key, one.planned) for one in found.by_source] == [("own", EUR("300.10")), ("eu", EUR(1000))]
    assert [(one.key, one.planned, one.projects) for one in found.by_funder] == [("kohezijas fonds", EUR(1000), 1)]
    assert [(one.key, one.planned) for one in found.by_year] == [("2026", EUR("1100.10")), ("2027", EUR(200))]
    assert [(one.key, one.projects) for one in found.by_level] == [("regional", 1)]


def test_the_year_and_the_stage_choose(project):
    assert overview(made_up=False, year=2027).planned == 200
    assert overview(made_up=False, stage="decided").projects == 0
    project.state = "approved"
    project.save()
    assert overview(made_up=False, stage="decided").projects == 1


def test_over_several_regions_a_person_decides(project):
    JointProjectFactory(reach="across")
    JointProjectFactory(reach="across", impact="national", impact_reason="Visai valstij")
    found = overview(made_up=False)
    assert found.across == 1
    assert {one.key: one.projects for one in found.by_level} == {"regional": 1, "national": 1, "": 1}


def test_drafts_made_up_and_given_up_ones_are_not_added(client, project):
    for other in (
        JointProjectFactory(draft=True),
        JointProjectFactory(illustrative=True),
        JointProjectFactory(state="given_up", state_reason="Nav"),
        JointProjectFactory(retired_at=project.published_at),
    ):
        JointBudgetLineFactory(project=other, eur=EUR("77777.77"))
    page = client.get(reverse("cooperation:investments")).content.decode()
    assert euro(EUR("1300.10")) in page
    assert "77" + "\u00a0" not in page
    assert 'class="bar-value" width="100' in page
    made_up = client.get(reverse("cooperation:investments"), {"made_up": "1"})
    assert made_up.context["illustrative"]
    assert euro(EUR("77777.77")) in made_up.content.decode()


def test_an_empty_overview_says_what_to_do(client):
    answer = client.get(reverse("cooperation:investments"), {"year": "x", "stage": "y"})
    assert answer.status_code == 200
    assert answer.context["found"].projects == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_overview_asks_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    for _each in range(number):
        one = JointProjectFactory()
        partner = JointPartnerFactory(project=one)
        Belonging.objects.create(child=partner.organisation.area, parent=AreaFactory(kind=Area.Kind.REGION))
        JointBudgetLineFactory(project=one, partner=partner, source="own")
    client.get(reverse("cooperation:investments"))
    with django_assert_num_queries(11):
        client.get(reverse("cooperation:investments"))


def fiche(client, project):
    answer = client.get(reverse("cooperation:project_fiche", args=[project.slug]))
    assert answer["Content-Type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def test_the_fiche_tells_partners_money_milestones_results_and_the_funders_words(client, project, town):
    project.responsible = PersonFactory(family_name="Slepenā", organisation=town)
    project.responsible_office = "Attīstības nodaļa"
    project.save()
    project.fundings.update(publicity="Līdzfinansē Eiropas Savienība", eur_told=EUR("1000.01"))
    MilestoneFactory(project=project, title=two("Projekts gatavs", "Design ready"))
    ProjectResultFactory(project=project, title=two("Apmeklējumi gadā", "Visits a year"))
    pages = fiche(client, project)
    assert len(pages) == 1
    for told in (
        town.name,
        "Kohēzijas fonds",
        "Projekts gatavs",
        "Apmeklējumi gadā",
        "Līdzfinansē Eiropas Savienība",
        "Attīstības nodaļa",
        f"/cooperation/project/{project.slug}/",
    ):
        assert told in pages[0], told
    assert "0,01" in pages[0]
    assert "Slepenā" not in pages[0]


def test_the_fiche_is_one_page_whatever_the_project_holds(client):
    long = "Ļoti garš nosaukums ar daudziem vārdiem un [zīmēm] #set page() & <b> "
    project = JointProjectFactory(title=two(long * 4, long * 4), about=two(long * 60, long * 60))
    for number in range(25):
        JointPartnerFactory(project=project, does=two(long * 4, long * 4), order=number)
        MilestoneFactory(project=project, title=two(long * 4, long * 4))
        ProjectResultFactory(project=project, title=two(long * 4, long * 4))
        JointBudgetLineFactory(project=project, year=2026 + number, source="other", title=str(number))
        FundingFactory(project=project, publicity=long * 3)
    assert len(fiche(client, project)) == 1


def test_a_made_up_project_says_so_on_its_fiche(client):
    assert "izdomāti dati" in fiche(client, JointProjectFactory(illustrative=True))[0]
