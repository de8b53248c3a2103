"""Keeping programmes and projects: publicity on every page, budgets in and out, teams, nothing lost."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from PIL import Image

from talka.letters.models import Letter
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation, Person
from talka.programmes import actions
from talka.programmes.actions.parts import Line
from talka.programmes.factories import (
    ActivityFactory,
    BudgetLineFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectPartnerFactory,
    TeamMemberFactory,
    both,
)
from talka.programmes.models import BudgetLine, Programme, Project, TeamMember
from talka.programmes.publicity import publicity_for_documents, publicity_of
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return ProjectFactory(slug="imc")


@pytest.fixture
def organiser(project: Project) -> Person:
    return TeamMemberFactory(project=project).person


@pytest.fixture
def keeper(client: Client, organiser: Person) -> Client:
    client.force_login(organiser.account)
    client.cookies["talka_language"] = "en"
    return client


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "#ba0c2f").save(out, "PNG")
    return out.getvalue()


def test_a_project_from_nothing(client: Client) -> None:
    client.force_login(PersonFactory(administrator=True).account)
    client.post(
        reverse("programmes:new_programme"),
        {"title_0": "Programma", "title_1": "Programme", "code": "LV07", "public": "on"},
    )
    programme = Programme.objects.get(slug="lv07")
    data = {
        "title_0": "Reģionālā politika",
        "title_1": "Regional policy",
        "number": "4.3-24/NFI/INP-002",
        "other_number": "LV07-0002",
        "publicity_0": "Finansē Norvēģija.",
        "starts": "2013-12-18",
        "ends": "2016-11-30",
        "budget_eur": "1195823.32",
        "retention_until": "2019-11-30",
        "public": "on",
    }
    answer = client.post(reverse("programmes:new_project", args=["lv07"]), data)
    project = Project.objects.get(slug="lv07-0002")
    assert answer["Location"] == reverse("programmes:work", args=["lv07-0002"])
    assert project.programme == programme and project.budget_eur == Decimal("1195823.32")
    client.logout()
    html = client.get(
        reverse("programmes:project", args=["lv07", "lv07-0002"]), headers={"Accept-Language": "lv"}
    ).content.decode()
    assert "Reģionālā politika" in html and "4.3-24/NFI/INP-002" in html and "Finansē Norvēģija." in html


def test_dates_must_make_sense(keeper: Client, project: Project) -> None:
    data = {"title_0": "X", "starts": "2016-01-01", "ends": "2015-01-01"}
    answer = keeper.post(reverse("programmes:edit_project", args=["imc"]), data)
    assert answer.status_code == 200 and "ends before it starts" in answer.content.decode()
    project.refresh_from_db()
    assert str(project.title) != "X"


def test_publicity_speaks_both_languages_and_says_made_up() -> None:
    project = ProjectFactory(programme=ProgrammeFactory(illustrative=True))
    with translation.override("lv"):
        assert publicity_of(project).text == "Projektu finansē Norvēģija."
    with translation.override("en"):
        assert publicity_of(project).text == "The project is financed by Norway."
    assert publicity_of(project).illustrative
    html = Client().get(publicity_of(project).url).content.decode()
    assert 'class="ribbon"' in html


def test_a_logo_stands_on_pages_and_in_documents_and_is_served_as_a_picture(
    keeper: Client, project: Project, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    url = reverse("programmes:logos", args=["imc"])
    file = SimpleUploadedFile("logo.png", png())
    assert keeper.post(url, {"file": file, "alt_0": "Norvēģijas granti"}).status_code == 302
    shown = publicity_of(project).logos[0]
    picture = Client().get(shown.url)
    assert picture["Content-Type"] in {"image/png", "image/jpeg"} and picture["X-Content-Type-Options"] == "nosniff"
    assert publicity_for_documents(project).logos[0].content == png()
    for name, content in (
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
        ("logo.png", b"%PDF-1.7"),
    ):
        answer = keeper.post(url, {"file": SimpleUploadedFile(name, content), "alt_0": "x"})
        assert answer.status_code == 200 and project.logos.count() == 1
    assert keeper.post(reverse("programmes:remove_logo", args=["imc", project.logos.get().pk])).status_code == 302
    assert project.logos.count() == 0
    assert Client().get(shown.url).status_code == 404


def test_a_logo_of_a_hidden_project_is_hidden(project: Project, organiser: Person, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    actions.add_logo(project, io.BytesIO(png()), "logo.png", both("a", "b"), by=organiser)
    url = publicity_of(project).logos[0].url
    assert Client().get(url).status_code == 200
    actions.archive_project(project, by=organiser)
    assert Client().get(url).status_code == 404


# -- budget ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_budget_goes_out_and_comes_in_again(keeper: Client, project: Project, ending: str) -> None:
    BudgetLineFactory(project=project, code="2.1", planned_eur=Decimal("1234.56"))
    BudgetLineFactory(project=project, code="2.10", title=both("=Ceļš", "=Travel"), planned_eur=0)
    content = keeper.get(reverse("programmes:export_budget", args=["imc", ending])).content
    before = list(BudgetLine.objects.order_by("pk").values())
    BudgetLine.objects.filter(code="2.1").update(planned_eur=1)
    url = reverse("programmes:import_budget", args=["imc"])
    assert keeper.post(url, {"file": SimpleUploadedFile(f"x.{ending}", content)}).status_code == 302
    assert list(BudgetLine.objects.order_by("pk").values()) == before


def test_a_budget_changes_in_every_language_and_loses_none(keeper: Client, project: Project) -> None:
    """Whatever language the page is read in."""
    line = BudgetLineFactory(project=project, code="2.1", title=both("Ceļš", "Travel"), planned_eur=1)
    tables = ("Code;What for (English);Planned, EUR\n2.1;Journeys;1\n", "Code;Nosaukums;Planned, EUR\n2.1;Ceļš;2\n")
    for language in ("lv", "en"):
        keeper.cookies["talka_language"] = language
        for table in tables:
            file = SimpleUploadedFile("b.csv", table.encode())
            keeper.post(reverse("programmes:import_budget", args=["imc"]), {"file": file})
    line.refresh_from_db()
    assert (line.title.data, line.planned_eur) == ({"lv": "Ceļš", "en": "Journeys"}, 2)


def test_one_wrong_row_and_nothing_is_entered(keeper: Client, project: Project) -> None:
    table = "Code;What for (English);Planned, EUR\n2.1;Fees;100\n2.2;Travel;much\n"
    answer = keeper.post(
        reverse("programmes:import_budget", args=["imc"]), {"file": SimpleUploadedFile("b.csv", table.encode())}
    )
    assert answer.status_code == 200 and "3" in answer.content.decode() and not project.budget_lines.exists()


def test_what_others_rest_on_cannot_be_taken_away(project: Project, organiser: Person) -> None:
    from talka.events.factories import EventFactory

    activity, line = ActivityFactory(project=project), BudgetLineFactory(project=project)
    event = EventFactory(project=project, activity=activity)
    event.costs.create(budget_line=line, what="Telpa")
    with pytest.raises(Refusal):
        actions.drop_activity(activity, by=organiser)
    with pytest.raises(Refusal):
        actions.drop_budget_line(line, by=organiser)
    actions.drop_budget_line(BudgetLineFactory(project=project), by=organiser)
    assert BudgetLine.versions.field.model.objects.filter(pgh_label="delete").count() == 1


def test_a_code_stands_once(project: Project, organiser: Person) -> None:
    actions.save_budget_line(project, Line("2.1", "a", Decimal(1)), by=organiser)
    with pytest.raises(Refusal):
        actions.save_budget_line(project, Line("2.1", "b", Decimal(1)), by=organiser)
    with pytest.raises(Refusal):
        actions.save_budget_line(project, Line("2.2", "b", Decimal(-1)), by=organiser)
    assert project.budget_lines.count() == 1


# -- team and partners ---------------------------------------------------------------------------------------------


def test_a_role_is_given_by_address_and_the_person_is_invited(keeper: Client, project: Project) -> None:
    data = {"given_name": "Jana", "family_name": "Jaunā", "email": "jana@x.test", "role": "facilitator", "invite": "on"}
    assert keeper.post(reverse("programmes:team", args=["imc"]), data).status_code == 302
    person = Person.objects.get(email="jana@x.test")
    assert person.account and TeamMember.objects.filter(person=person, project=project, role="facilitator").exists()
    assert Letter.objects.filter(to_address="jana@x.test").count() == 1
    assert keeper.post(reverse("programmes:team", args=["imc"]), data).status_code == 302
    assert TeamMember.objects.filter(person=person).count() == 1
    assert Letter.objects.count() == 1, "nobody is invited twice"


def test_an_organiser_of_one_project_gives_no_role_in_the_programme(project: Project, organiser: Person) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.add_team_member(PersonFactory(), "organiser", programme=project.programme, by=organiser)
    assert refusal.value.status == 403
    with pytest.raises(Refusal):
        actions.remove_team_member(TeamMember.objects.get(person=organiser), by=organiser)


def test_roles_have_the_programmes_own_words(client: Client) -> None:
    project = ProjectFactory(programme__labels={"facilitator": {"lv": "Spēles meistars", "en": "Games master"}})
    member = TeamMemberFactory(project=project, role="facilitator")
    client.force_login(member.person.account)
    assert (
        "Spēles meistars" in client.get(reverse("programmes:mine"), headers={"Accept-Language": "lv"}).content.decode()
    )


def test_a_partner_is_an_organisation_known_or_new(keeper: Client, project: Project) -> None:
    known = OrganisationFactory(name="Urbānais institūts")
    url = reverse("programmes:partners", args=["imc"])
    keeper.post(url, {"organisation": "urbanais instituts", "role": "partner"})
    keeper.post(url, {"organisation": "Vidzemes plānošanas reģions", "role": "promoter"})
    assert set(project.partners.values_list("organisation__name", "role")) == {
        (known.name, "partner"),
        ("Vidzemes plānošanas reģions", "promoter"),
    }
    assert Organisation.objects.get(name__startswith="Vidzemes").kind == "region"


@pytest.mark.parametrize("name", ["programmes", "project", "work", "budget", "mine", "programme"])
def test_one_or_three_rows_cost_the_same(keeper: Client, project: Project, name: str) -> None:
    arguments = {
        "programmes": [],
        "mine": [],
        "project": [project.programme.slug, "imc"],
        "programme": [project.programme.slug],
    }.get(name, ["imc"])
    url = reverse(f"programmes:{name}", args=arguments)

    def more() -> None:
        ActivityFactory(project=project)
        BudgetLineFactory(project=project)
        ProjectPartnerFactory(project=project)
        TeamMemberFactory(project=project, role="viewer")
        other = ProjectFactory(programme=project.programme)
        TeamMemberFactory(project=other, person=TeamMember.objects.filter(project=project).first().person)

    more()
    keeper.get(url)
    with CaptureQueriesContext(connection) as few:
        assert keeper.get(url).status_code == 200
    more()
    more()
    with CaptureQueriesContext(connection) as many:
        keeper.get(url)
    assert len(many) == len(few)
