"""An accepted measure becomes a joint project on a phone: partners, funder, budget, milestone, result, the board, the
table, the investments, a table sent in. Every page on the way is looked at by axe."""

import os

import pytest

from talka.cooperation.factories import MunicipalityFactory
from talka.cooperation.factories.projects import JointPartnerFactory, JointProjectFactory
from talka.cooperation.models import JointProject
from talka.needs.factories import MeasureFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.signin import make_link
from talka.programmes.factories import ProgrammeFactory

from .live_site import Visitor, Watch, house

pytestmark = pytest.mark.browser


def world():
    """A planner, a neighbour to work with, an accepted measure, and projects of others in every state."""
    home = MunicipalityFactory(name="Ābeļu novada pašvaldība", area__name="Ābeļu novads")
    MunicipalityFactory(name="Kļavu novada pašvaldība", area__name="Kļavu novads")
    OrganisationFactory(name="Biedrība “Kopā”", kind="ngo")
    MeasureFactory(
        words="Kopīga sporta halle", kind="joint_project", state="accepted", event=None, programme=ProgrammeFactory()
    )
    for number, state in enumerate(JointProject.State.values):
        other = JointProjectFactory(state=state, state_reason="Nav naudas" if state == "given_up" else "")
        JointPartnerFactory(project=other, role="lead")
        other.budget.create(source="other", year=2026, eur=number * 1000 + 10)
    return PersonFactory(with_account=True, organisation=home, email="planotaja@example.test")


def test_a_measure_becomes_a_project_with_a_budget(django_db_blocker, tmp_path):
    with house(django_db_blocker, "projects", tmp_path / "var") as (browser, server):
        planner, watch = world(), Watch()
        own = Visitor(browser, server.address, watch, phone=True)
        pictures = os.environ.get("TALKA_TEST_PICTURES", "")

        def picture(name: str) -> None:
            if pictures:
                own.page.screenshot(path=f"{pictures}/{name}.png", full_page=True)

        own.open(make_link(planner))
        own.press("main form button[type=submit]")
        own.open("/cooperation/projects/")
        picture("board")
        own.press("#waiting a")
        assert own.page.locator("[name=title_0]").input_value() == "Kopīga sporta halle"
        own.fill(starts="2026-03-01", ends="2028-12-31")
        own.press("form.form button[type=submit]")
        project = JointProject.objects.get(folded__contains="kopiga sporta halle", published_at=None)
        at = f"/cooperation/project/{project.slug}"
        own.open(f"{at}/partners/")
        own.page.locator("[name=organisation]").select_option(label="Kļavu novada pašvaldība")
        own.fill(does_0="Zeme un projekts")
        own.press("section form.form button[type=submit]")
        picture("partners")
        own.open(f"{at}/money/funders/new/")
        own.fill(funder="Kohēzijas fonds", eur_told="90000", publicity_0="Līdzfinansē Eiropas Savienība")
        own.choose("source", "eu")
        own.press("form.form button[type=submit]")
        own.open(f"{at}/money/lines/new/")
        own.choose("source", "eu")
        own.page.locator("[name=funding]").select_option(label="Kohēzijas fonds")
        own.fill(year_2026="10 000,50", year_2027="79999,49")
        picture("line")
        own.press("form.form button[type=submit]")
        assert own.page.locator(".notice-warning").count() == 2  # a draft, and a budget that does not add up
        own.press("#lines ~ div a")
        own.fill(year_2027="79999,50")
        own.press("form.form button[type=submit]")
        assert own.page.locator(".notice-warning").count() == 1
        own.open(f"{at}/money/spent/new/")
        own.fill(day="2026-03-05", document_number="R-1", eur="12,34")
        own.choose("source", "eu")
        own.press("form.form button[type=submit]")
        picture("money")
        for kind, fields in (
            ("milestone", {"title_0": "Tehniskais projekts", "due": "2026-04-01"}),
            ("decision", {"title_0": "Par dalību projektā", "who": "Ābeļu novada dome", "day": "2026-02-26"}),
            ("result", {"title_0": "Apmeklējumi gadā", "baseline_year": "2025", "baseline": "100"}),
        ):
            own.open(f"{at}/parts/{kind}/new/")
            own.fill(**fields)
            own.press("form.form button[type=submit]")
        own.open(f"{at}/parts/risk/new/")
        own.fill(title_0="Aug cenas")
        own.page.locator("[name=probability][value='4']").check()
        own.page.locator("[name=effect][value='5']").check()
        own.press("form.form button[type=submit]")
        picture("course")
        own.open(f"{at}/")
        picture("project")
        own.press("button[name=state][value=preparing]")
        own.press(f"form[action='{at}/publish/'] button")
        own.open("/cooperation/projects/")
        own.press(f"form[action='{at}/move/'] button[value=applied]")
        assert JointProject.objects.get(pk=project.pk).state == "applied"
        own.open(f"{at}/state/?to=given_up")
        own.open(f"{at}/edit/")
        own.open(f"{at}/causes/")
        own.open("/cooperation/projects/tables/in/")
        table = f"mark;source;year;eur;funder\n{project.slug};eu;2028;5;Kohēzijas fonds\n{project.slug};eu;2050;5;\n"
        own.choose("kind", "budget")
        own.page.set_input_files("[name=file]", {"name": "t.csv", "mimeType": "text/csv", "buffer": table.encode()})
        own.press("form.form button[type=submit]")
        assert own.page.locator("#faults li").count() == 1
        picture("imported")
        own.press("form.form button[type=submit]")

        stranger = Visitor(browser, server.address, watch, language="en")
        own = stranger
        for path, name in (
            ("/cooperation/projects/", "board-wide"),
            ("/cooperation/projects/?view=table&sort=eur", "table-wide"),
            ("/cooperation/projects/investments/", "investments-wide"),
            (f"{at}/", "project-wide"),
            (f"{at}/money/", "money-wide"),
            (f"{at}/course/", "course-wide"),
            (f"{at}/results/", "results-wide"),
        ):
            stranger.open(path)
            picture(name)
        assert "Kopīga sporta halle" in stranger.told() or stranger.page.locator("h1").count() == 1
        assert watch.faults == []
