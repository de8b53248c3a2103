"""Who answers is filled in at three levels; documents are made from it and from what is declared."""

import io
from typing import Any

import docx
import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from talka.events.factories import EventFactory, QuestionFactory, two
from talka.people.factories import PersonFactory
from talka.people.models import Person
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.protection.actions.facts import save_facts
from talka.protection.models import Facts
from talka.protection.queries.facts import Answering, answering
from talka.protection.queries.papers import DOCUMENTS
from talka.ui.declared import declarations
from talka.ui.refusals import Refusal
from talka.workshops.factories import WorkshopFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return PersonFactory(administrator=True)


def browser(person: Person | None = None, language: str = "en") -> Client:
    client = Client()
    client.cookies["talka_language"] = language
    if person and person.account:
        client.force_login(person.account)
    return client


def words_of(answer: Any) -> str:
    if answer.content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    made = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in made.paragraphs), *cells])


def test_what_is_empty_below_is_taken_from_above(admin: Person) -> None:
    project = ProjectFactory(controller="")
    assert answering(project) == Answering()
    save_facts({"controller": two("VARAM", "Ministry"), "officer_contact": "dpo@ministry.test"}, by=admin)
    save_facts({"officer_contact": "dpo@programme.test", "law": "likums"}, by=admin, programme=project.programme)
    save_facts({"law": "noteikumi"}, by=admin, project=project)
    with translation.override("en"):
        got = answering(project)
        assert (got.controller, got.officer_contact, got.law) == ("Ministry", "dpo@programme.test", "noteikumi")
        assert answering(programme=project.programme).law == "likums"
        assert answering().officer_contact == "dpo@ministry.test"
    project.controller = two("Ogres novads", "Ogre municipality")
    project.save()
    with translation.override("lv"):
        assert answering(project).controller == "Ogres novads", "the project's own data come first"
    save_facts({"law": ""}, by=admin, project=project)
    assert answering(project).law == "likums"
    assert Facts.objects.count() == 3


def test_who_answers_costs_one_query(django_assert_num_queries: Any) -> None:
    project = ProjectFactory()
    with django_assert_num_queries(1):
        answering(project)


def test_only_those_who_may_fill_it_in(admin: Person) -> None:
    project = ProjectFactory()
    organiser = TeamMemberFactory(project=project).person
    auditor = TeamMemberFactory(project=project, role=TeamMember.Role.AUDITOR).person
    save_facts({"law": "x"}, by=organiser, project=project)
    for who, what in (
        (auditor, {"project": project}),
        (organiser, {"programme": project.programme}),
        (organiser, {}),
        (TeamMemberFactory().person, {"project": project}),
        (None, {}),
    ):
        with pytest.raises(Refusal) as refusal:
            save_facts({"law": "y"}, by=who, **what)
        assert refusal.value.status == 403
    pages = {
        "protection:overview": [],
        "protection:facts": [],
        "protection:requests": [],
    }
    for name, args in pages.items():
        assert browser(admin).get(reverse(name, args=args)).status_code == 200
        for other in (None, organiser, auditor):
            assert browser(other).get(reverse(name, args=args)).status_code == 404
    inside = reverse("protection:project", args=[project.slug])
    assert [browser(who).get(inside).status_code for who in (organiser, auditor, admin)] == [200] * 3
    viewer = TeamMemberFactory(project=project, role=TeamMember.Role.VIEWER).person
    assert [browser(who).get(inside).status_code for who in (viewer, None)] == [404, 404]


def test_organisers_see_what_is_missing_and_the_public_no_empty_sentence(admin: Person) -> None:
    event = EventFactory(project=ProjectFactory(controller="", funder=""))
    organiser = TeamMemberFactory(project=event.project).person
    page = browser(organiser).get(reverse("protection:project", args=[event.project.slug])).content.decode()
    assert "Not filled in yet" in page and "Contact of the data protection officer" in page
    notice = browser().get(reverse("events:privacy", args=[event.slug])).content.decode()
    for empty in ("[", "Data protection officer", "Law that gives", "Article 77", "stands:", ">None", ": </"):
        assert empty not in notice.partition("<main")[2].partition("</main>")[0], empty
    statement = browser().get(reverse("protection:accessibility")).content.decode()
    assert "Enforcement procedure" not in statement and "partially compliant" in statement
    values = {
        "controller_contact": "Peldu iela 25", "officer_contact": "dpo@x.test", "authority": "DVI", "law": "likums",
        "place": "Rīga", "access_contact": "pieejamiba@x.test", "access_enforcement": "Tiesībsargs",
    }  # fmt: skip
    save_facts(values | {"controller": "VARAM"}, by=admin)
    notice = browser().get(reverse("events:privacy", args=[event.slug])).content.decode()
    for words in ("VARAM, Peldu iela 25", "dpo@x.test", "Article 77): DVI", "likums", "Rīga"):
        assert words in notice, words
    assert (
        "Not filled in yet"
        not in browser(organiser).get(reverse("protection:project", args=[event.project.slug])).content.decode()
    )
    assert "Tiesībsargs" in browser().get(reverse("protection:accessibility")).content.decode()


@pytest.mark.parametrize("name", list(DOCUMENTS))
@pytest.mark.parametrize("language", ["lv", "en"])
def test_documents_are_drafts_with_visible_blanks_as_page_and_file(admin: Person, name: str, language: str) -> None:
    project = ProjectFactory()
    client = browser(admin, language)
    page = client.get(reverse("protection:project_paper", args=[project.slug, name])).content.decode()
    assert "[" in page
    for ending in ("docx", "pdf"):
        answer = client.get(reverse("protection:project_paper_file", args=[project.slug, name, ending]))
        assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
        assert "2016/679" in words_of(answer).replace("\n", " ")
        assert client.get(reverse("protection:paper_file", args=[name, ending])).status_code == 200


def test_the_record_names_everything_that_is_declared(admin: Person) -> None:
    answer = browser(admin).get(reverse("protection:paper_file", args=["record", "docx"]))
    text = words_of(answer)
    with translation.override("en"):
        for each in declarations():
            assert str(each.personal.title) in text and str(each.personal.retention) in text, each.what


def test_the_notice_says_who_reads_cards_before_anybody_writes(admin: Person) -> None:
    event = EventFactory()
    url = reverse("events:privacy", args=[event.slug])
    assert "Who reads what you write" not in browser().get(url).content.decode()
    WorkshopFactory(event=event, audience="hall")
    page = browser().get(url).content.decode()
    assert "Who reads what you write" in page and "everybody in the hall" in page
    assert "health" not in page.partition("What is voluntary")[2].partition("</section>")[0]
    QuestionFactory(event=event, kind="diet", key="diet")
    assert "Article 9(2)(a)" in browser().get(url).content.decode()


def test_the_notice_is_linked_and_hidden_events_show_it_to_those_who_hold_a_link() -> None:
    from talka.events.factories import RegistrationFactory

    event = EventFactory(registration_open=True)
    form = browser().get(reverse("events:register", args=[event.slug])).content.decode()
    assert reverse("events:privacy", args=[event.slug]) in form
    for ending in ("pdf", "docx"):
        answer = browser().get(reverse("events:privacy_file", args=[event.slug, ending]))
        assert "Privacy notice" in words_of(answer)
    hidden = EventFactory(project=ProjectFactory(public=False))
    row = RegistrationFactory(event=hidden)
    assert browser().get(reverse("events:privacy", args=[hidden.slug])).status_code == 404
    own = browser().get(reverse("events:own", args=[row.token])).content.decode()
    assert reverse("events:own_notice", args=[row.token]) in own
    assert browser().get(reverse("events:own_notice", args=[row.token])).status_code == 200


def test_facts_are_filled_in_on_pages(admin: Person) -> None:
    client = browser(admin)
    answer = client.post(reverse("protection:facts"), {"controller_0": "VARAM", "officer_contact": "dpo@x.test"})
    assert answer.status_code == 302
    assert answering().controller == "VARAM" and answering().officer_contact == "dpo@x.test"
    project = ProjectFactory()
    form = client.get(reverse("protection:project_facts", args=[project.slug])).content.decode()
    assert "access_tested" not in form and "controller_contact" in form
    client.post(reverse("protection:programme_facts", args=[project.programme.slug]), {"law_0": "likums"})
    assert answering(project).law == "likums"
