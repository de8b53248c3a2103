"""A programme's framework of competences: who changes it, what is kept, and how an assessment is made from it."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from talka.events.factories import EventFactory, two
from talka.needs import actions
from talka.needs.framework import shipped_competences
from talka.needs.models import Competence
from talka.needs.queries import framework_of
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProgrammeFactory, ProjectFactory, TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.ui.refusals import Refusal
from talka.workshops.factories import GroupFactory, SeatFactory, WorkshopFactory
from talka.workshops.formats.reading import shipped_format
from talka.workshops.models import Format

pytestmark = pytest.mark.django_db
Role = TeamMember.Role
MAY = {"organiser", "leader", "beside", "administrator"}
ALL = ("anonymous", "outsider", "viewer", "facilitator", "auditor", "elsewhere", *sorted(MAY))


@pytest.fixture(autouse=True)
def in_english():
    """What refusals say; pages are asked for in Latvian."""
    with override("en"):
        yield


@pytest.fixture
def programme():
    return ProgrammeFactory(slug="lv07")


@pytest.fixture
def people(programme):
    """beside: organises another project of the programme; elsewhere: one of another programme."""
    project, other = ProjectFactory(programme=programme), ProjectFactory(programme=programme)
    made = {"anonymous": None, "outsider": PersonFactory(with_account=True)}
    for role in (Role.VIEWER, Role.FACILITATOR, Role.AUDITOR, Role.ORGANISER):
        made[role.value] = TeamMemberFactory(project=project, role=role).person
    made["leader"] = TeamMemberFactory(project=None, programme=programme, role=Role.ORGANISER).person
    made["beside"] = TeamMemberFactory(project=other, role=Role.ORGANISER).person
    made["elsewhere"] = TeamMemberFactory(role=Role.ORGANISER).person
    made["administrator"] = PersonFactory(administrator=True)
    return made


@pytest.fixture
def organiser(people):
    return people["organiser"]


def client_of(person) -> Client:
    client = Client(headers={"accept-language": "lv"})
    if person is not None:
        client.force_login(person.account)
    return client


def keys(programme):
    return [one.key for one in framework_of(programme).asked]


SHIPPED = [one.key for one in shipped_competences()]


def test_the_shipped_framework_is_what_the_shipped_assessment_asks_about(programme):
    asked = shipped_format("needs-assessment").stage("rate").vote.items
    assert [(one.key, one.title) for one in shipped_competences()] == [(item.key, dict(item.words)) for item in asked]
    framework = framework_of(programme)
    assert ([one.key for one in framework.asked], framework.own, framework.retired) == (SHIPPED, False, ())
    assert Competence.objects.get(programme=None, key="law").title.localize("en") == "The law of planning"


def test_shipped_rows_follow_the_file_and_are_not_written_for_nothing(programme):
    kept = Competence.objects.get(programme=None, key="law")
    written = kept.events.count()
    actions.keep_shipped()
    assert kept.events.count() == written
    Competence.objects.filter(pk=kept.pk).update(title=LazyI18nString({"lv": "Cits"}))
    gone = Competence.objects.create(programme=None, key="old", title="Vecs", order=99)
    call_command("migrate", verbosity=0)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert kept.title.localize("en") == "The law of planning"
    assert gone.retired_at is not None
    assert "old" not in keys(programme)


@pytest.mark.parametrize("role", ALL)
def test_who_may_change_it(programme, people, role):
    person = people[role]
    deeds = (
        lambda: actions.add_competence(programme, title=two("Jauna", "New"), by=person),
        lambda: actions.change_competence(programme, "law", title="Tiesības", version=1, by=person),
        lambda: actions.move_competence(programme, "law", -1, by=person),
        lambda: actions.retire_competence(programme, "law", by=person),
        lambda: actions.restore_competence(programme, "law", by=person),
    )
    for each in deeds:
        if role in MAY:
            each()
        else:
            with pytest.raises(Refusal) as refused:
                each()
            assert refused.value.status == 403
    assert framework_of(programme).own is (role in MAY)


@pytest.mark.parametrize("role", ALL)
def test_who_gets_which_page(programme, people, role):
    client, base = client_of(people[role]), "/programmes/lv07/competences/"
    page = client.get(base)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Plānošanas tiesiskais regulējums" in text
    assert (f"{base}law/" in text) is (role in MAY)
    wanted = {True: (200, 302), False: (404,)}[role in MAY]
    assert client.get(f"{base}law/").status_code in wanted
    assert client.post(base, {"title_0": "Jauna", "title_1": ""}).status_code in wanted
    for deed in ("move", "retire", "restore"):
        assert client.post(f"{base}law/{deed}/").status_code in wanted
    assert f'href="{base}"' in client.get("/p/lv07/").content.decode()


def test_a_hidden_programme_keeps_its_competences_to_its_team(people, programme):
    programme.public = False
    programme.save()
    assert client_of(people["outsider"]).get("/programmes/lv07/competences/").status_code == 404
    assert client_of(people["viewer"]).get("/programmes/lv07/competences/").status_code == 200


def test_the_first_change_makes_all_the_programme_s_own_and_the_house_s_stay(programme, organiser):
    made = actions.add_competence(programme, title=two("Dizaina domāšana", "Design thinking"), by=organiser)
    assert made.key == "dizaina-domasana"
    assert keys(programme) == [*SHIPPED, "dizaina-domasana"]
    assert Competence.objects.filter(programme=None).count() == len(SHIPPED)
    assert keys(ProgrammeFactory()) == SHIPPED


def test_words_change_and_the_key_and_the_former_words_stay(programme, organiser):
    actions.change_competence(programme, "law", title=two("Tiesības", "Law"), version=1, by=organiser)
    row = Competence.objects.get(programme=programme, key="law")
    assert (str(row.title.localize("lv")), row.version) == ("Tiesības", 2)
    versions = row.events.order_by("pgh_id")
    assert [one.title.localize("lv") for one in versions] == ["Plānošanas tiesiskais regulējums", "Tiesības"]
    assert versions.last().pgh_context.metadata["by"] == organiser.pk
    with pytest.raises(Refusal, match="Somebody else"):
        actions.change_competence(programme, "law", title="Cits", version=1, by=organiser)


@pytest.mark.parametrize(
    "title", ["", "  ", LazyI18nString({"lv": "", "en": " "}), "x" * 201, "Iedzīvotāju IESAISTĪŠANA"]
)
def test_names_that_are_none_too_long_or_there_already(programme, organiser, title):
    with pytest.raises(Refusal):
        actions.add_competence(programme, title=title, by=organiser)
    with pytest.raises(Refusal):
        actions.change_competence(programme, "law", title=title, version=1, by=organiser)
    assert framework_of(programme).own is False


def test_order_and_retiring(programme, organiser):
    actions.move_competence(programme, SHIPPED[1], -1, by=organiser)
    assert keys(programme)[:2] == [SHIPPED[1], SHIPPED[0]]
    actions.move_competence(programme, SHIPPED[1], -1, by=organiser)
    assert keys(programme)[:2] == [SHIPPED[1], SHIPPED[0]]
    actions.retire_competence(programme, SHIPPED[0], by=organiser)
    actions.retire_competence(programme, SHIPPED[0], by=organiser)
    assert keys(programme)[:2] == [SHIPPED[1], SHIPPED[2]]
    actions.move_competence(programme, SHIPPED[2], -1, by=organiser)
    actions.restore_competence(programme, SHIPPED[0], by=organiser)
    assert sorted(keys(programme)) == sorted(SHIPPED)
    assert keys(programme)[0] == SHIPPED[2]
    with pytest.raises(Refusal, match="not there"):
        actions.retire_competence(programme, "nothing", by=organiser)


def test_at_most_so_many(programme, organiser):
    for number in range(40 - len(SHIPPED)):
        actions.add_competence(programme, title=f"Prasme {number}", by=organiser)
    with pytest.raises(Refusal, match="at most 40"):
        actions.add_competence(programme, title="Vēl viena", by=organiser)


def test_an_assessment_asks_about_what_was_chosen_in_the_programme_s_order(programme, organiser):
    project = TeamMember.objects.get(person=organiser).project
    event = EventFactory(project=project)
    actions.add_competence(programme, title=two("Dizains", "Design"), by=organiser)
    made = actions.make_assessment(event, ["dizains", "law"], title=two("Izvērtējums", "Assessment"), by=organiser)
    vote = made.spec.stage("rate").vote
    assert [(item.key, item.words["lv"]) for item in vote.items] == [
        ("law", "Plānošanas tiesiskais regulējums"),
        ("dizains", "Dizains"),
    ]
    assert {criterion.key for criterion in vote.criteria} == {"importance", "ability"}
    assert (made.project, made.table["title"]) == (project, {"lv": "Izvērtējums", "en": "Assessment"})
    assert (
        actions.make_assessment(event, ["law", "dizains"], title=two("Izvērtējums", "Assessment"), by=organiser) == made
    )
    with pytest.raises(Refusal, match="at least one"):
        actions.make_assessment(event, ["nothing"], title="Izvērtējums", by=organiser)
    assert Format.objects.count() == 1


@pytest.mark.parametrize("role", ALL)
def test_who_makes_an_assessment(programme, people, role):
    project = TeamMember.objects.get(person=people["organiser"]).project
    event = EventFactory(project=project)
    may = role in {"organiser", "leader", "administrator"}
    client = client_of(people[role])
    answer = client.post(f"/e/{event.slug}/assessment/", {"title_0": "Vajadzības", "competences": ["law"]})
    assert answer.status_code == (302 if may else 404)
    assert Format.objects.filter(project=project).exists() is may
    assert client.get(f"/e/{event.slug}/assessment/").status_code == (200 if may else 404)
    if may:
        assert f"/e/{event.slug}/assessment/" in client.get(f"/e/{event.slug}/manage/").content.decode()
        assert client.get(answer.headers["Location"]).status_code == 200


def test_forms_say_what_is_wrong_and_keep_what_was_typed(programme, organiser):
    client, base = client_of(organiser), "/programmes/lv07/competences/"
    answer = client.post(base, {"title_0": "Iedzīvotāju iesaistīšana", "description_0": "Ko tas nozīmē"})
    assert answer.status_code == 422
    assert "Ko tas nozīmē" in answer.content.decode()
    assert client.post(f"{base}law/", {"title_0": "", "version": "1"}).status_code == 422
    assert client.post(f"{base}law/", {"title_0": "Tiesības", "version": "7"}).status_code == 409
    assert client.post(f"{base}law/", {"title_0": "Tiesības", "version": "1"}).status_code == 302
    event = EventFactory(project=TeamMember.objects.get(person=organiser).project)
    assert client.post(f"/e/{event.slug}/assessment/", {"title_0": "Tests"}).status_code == 422


def test_nothing_to_ask_about_says_what_to_do(programme, organiser):
    for key in SHIPPED:
        actions.retire_competence(programme, key, by=organiser)
    assert framework_of(programme).asked == ()
    event = EventFactory(project=TeamMember.objects.get(person=organiser).project)
    page = client_of(organiser).get(f"/e/{event.slug}/assessment/").content.decode()
    assert 'href="/programmes/lv07/competences/"' in page
    assert "competences/law/restore/" in client_of(organiser).get("/programmes/lv07/competences/").content.decode()


def test_words_changed_later_do_not_change_what_goes_on(programme, organiser):
    """Group work keeps its copy; answers under one key are counted together."""
    event = EventFactory(project=TeamMember.objects.get(person=organiser).project)
    made = actions.make_assessment(event, ["law"], title="Izvērtējums", by=organiser)
    workshop = WorkshopFactory(event=event, stages=made.spec, at="rate")
    SeatFactory(group=GroupFactory(workshop=workshop))
    actions.change_competence(programme, "law", title="Tiesības", version=1, by=organiser)
    assert workshop.stages.get(key="rate").spec.vote.items[0].words["lv"] == "Plānošanas tiesiskais regulējums"


def test_pages_take_the_same_number_of_questions_however_many_there_are(
    programme, organiser, django_assert_max_num_queries
):
    client = client_of(organiser)
    client.get("/programmes/lv07/competences/")
    with django_assert_max_num_queries(12) as few:
        client.get("/programmes/lv07/competences/")
    for number in range(10):
        actions.add_competence(programme, title=f"Prasme {number}", by=organiser)
    with django_assert_max_num_queries(len(few)):
        client.get("/programmes/lv07/competences/")
