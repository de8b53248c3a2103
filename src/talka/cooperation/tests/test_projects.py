"""A joint project from its beginning to its end: who begins it, who reads it, how it moves, who its partners are."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from talka.cooperation import personal
from talka.cooperation.access import projects as access
from talka.cooperation.actions import partners as case_partners
from talka.cooperation.actions.projects import causes, naming, partners, projects
from talka.cooperation.actions.projects.partners import PartnerData
from talka.cooperation.actions.projects.projects import ProjectData
from talka.cooperation.factories import MunicipalityFactory, PartnerFactory, two
from talka.cooperation.factories.projects import JointPartnerFactory, JointProjectFactory
from talka.cooperation.models import JointPartner, JointProject, ProjectImport
from talka.links.models import Link
from talka.needs.factories import MeasureFactory, NeedFactory
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.plans.factories import GoalFactory
from talka.programmes.factories import ProgrammeFactory
from talka.territories.models import Area, Succession
from talka.ui.refusals import Refusal

from .project_world import region

pytestmark = pytest.mark.django_db
Role = JointPartner.Role
TODAY = timezone.localdate()


@pytest.fixture
def project(planner):
    """A draft led by the planner's municipality, with one partner."""
    project = JointProjectFactory(draft=True)
    JointPartnerFactory(project=project, organisation=planner.organisation, role=Role.LEAD, order=0)
    JointPartnerFactory(project=project, order=1)
    return project


def test_an_accepted_measure_waits_and_becomes_a_project_of_the_planners_municipality(client):
    planner = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    measure = MeasureFactory(
        words="Kopīga sporta halle", kind="joint_project", state="accepted", event=None, programme=ProgrammeFactory()
    )
    client.force_login(planner.account)
    address = f"{reverse('cooperation:new_project')}?from=measure:{measure.pk}"
    assert address in client.get(reverse("cooperation:projects")).content.decode()
    assert address in client.get(reverse("needs:measure", args=[measure.pk])).content.decode()
    form = client.get(address).content.decode()
    assert 'value="Kopīga sporta halle"' in form
    sent = {"title_0": "Kopīga sporta halle", "title_1": "", "about_0": "", "about_1": "", "service": ""}
    answer = client.post(address, sent)
    project = JointProject.objects.get()
    assert answer.url == reverse("cooperation:project", args=[project.slug])
    lead = project.partners.get()
    assert (lead.organisation, lead.role, lead.agreed_on) == (planner.organisation, Role.LEAD, TODAY)
    assert Link.objects.filter(from_kind="measure", from_id=str(measure.pk), to_kind="joint_project").exists()
    assert measure.words in client.get(answer.url).content.decode()
    assert address not in client.get(reverse("cooperation:projects")).content.decode()
    assert project.slug in client.get(reverse("needs:measure", args=[measure.pk])).content.decode()


def test_the_partners_of_a_case_come_along(client, case, planner, other):
    PartnerFactory(case=case, state="invited", answered_on=None)
    client.force_login(planner.account)
    page = client.get(reverse("cooperation:case_projects", args=[case.slug])).content.decode()
    address = f"{reverse('cooperation:new_project')}?from=cooperation_case:{case.pk}"
    assert address in page
    sent = {"title_0": "Kopā", "title_1": "", "about_0": "", "about_1": "", "service": "waste"}
    client.post(address, sent)
    project = JointProject.objects.get()
    found = {(row.organisation_id, row.role, row.agreed_on) for row in project.partners.all()}
    assert found == {(planner.organisation_id, Role.LEAD, TODAY), (other.organisation_id, Role.PARTNER, None)}
    assert project.slug in client.get(reverse("cooperation:case_projects", args=[case.slug])).content.decode()


def test_what_nobody_may_know_of_starts_no_project(planner):
    hidden = NeedFactory(programme__public=False, words="slepeni")
    with pytest.raises(Refusal):
        projects.begin_project(
            ProjectData("Kopā"), planner.organisation, by=planner, causes=(("need", str(hidden.pk)),)
        )
    assert JointProject.objects.count() == 0
    with pytest.raises(Refusal):
        projects.begin_project(ProjectData("Kopā"), planner.organisation, by=planner, causes=(("event", "1"),))


def test_nobody_begins_a_project_for_another_municipality(planner):
    with pytest.raises(Refusal) as refused:
        projects.begin_project(ProjectData("Kopā"), MunicipalityFactory(), by=planner)
    assert refused.value.status == 403


def test_a_draft_is_its_partners_own(client, project, planner):
    supporter = JointPartnerFactory(project=project, role=Role.SUPPORTER).organisation
    helper = PersonFactory(with_account=True, organisation=supporter)
    stranger = PersonFactory(with_account=True, organisation=MunicipalityFactory())
    address = reverse("cooperation:project", args=[project.slug])
    edit = reverse("cooperation:edit_project", args=[project.slug])
    for person, reads, changes in ((planner, 200, 200), (helper, 200, 404), (stranger, 404, 404)):
        client.force_login(person.account)
        assert client.get(address).status_code == reads, person
        assert client.get(edit).status_code == changes, person
        for view in ("board", "table"):
            listed = client.get(reverse("cooperation:projects"), {"view": view}).content.decode()
            assert (project.slug in listed) == (reads == 200)
    projects.publish(project, by=planner)
    client.logout()
    assert client.get(address).status_code == 200
    assert client.get(edit).status_code == 404


def test_who_answers_is_named_to_everybody_only_if_the_person_agrees(client, project, planner):
    planner.given_name, planner.family_name = "Anna", "Atbilde"
    planner.save()
    data = ProjectData(project.title, responsible=planner, responsible_office="Attīstības nodaļa")
    projects.change_project(project, data, version=project.version, by=planner)
    projects.publish(project, by=planner)
    address = reverse("cooperation:project", args=[project.slug])
    seen = client.get(address).content.decode()
    assert "Attīstības nodaļa" in seen
    assert "Atbilde" not in seen
    project.refresh_from_db()
    other = PersonFactory(with_account=True, organisation=planner.organisation)
    with pytest.raises(Refusal):
        naming.agree_to_be_named(project, wording="Jā", by=other)
    naming.agree_to_be_named(project, wording="Jā", by=planner)
    assert "Anna Atbilde" in client.get(address).content.decode()
    naming.stop_being_named(project, by=planner)
    assert "Atbilde" not in client.get(address).content.decode()


def test_who_answers_works_for_a_partner(project, planner):
    data = ProjectData(project.title, responsible=PersonFactory(organisation=MunicipalityFactory()))
    with pytest.raises(Refusal, match="partner"), translation.override("en"):
        projects.change_project(project, data, version=project.version, by=planner)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(dt.date(2027, 1, 1), dt.date(2026, 1, 1)), (dt.date(1066, 1, 1), None)],
)
def test_days_stand_in_their_order(project, planner, starts, ends):
    data = ProjectData("Kopā", starts=starts, ends=ends)
    with pytest.raises(Refusal, match="in order"), translation.override("en"):
        projects.change_project(project, data, version=project.version, by=planner)


def test_a_stale_form_is_told_so(project, planner):
    projects.change_project(project, ProjectData("Jauns"), version=project.version, by=planner)
    with pytest.raises(Refusal, match="Somebody else"), translation.override("en"):
        projects.change_project(project, ProjectData("Vecs"), version=project.version, by=planner)


def test_the_board_moves_a_project_by_buttons(client, project, planner):
    client.force_login(planner.account)
    board = client.get(reverse("cooperation:projects")).content.decode()
    assert 'value="applied"' in board
    move = reverse("cooperation:move_project", args=[project.slug])
    assert client.post(move, {"state": "applied", "back": "board"}).url == reverse("cooperation:projects")
    project.refresh_from_db()
    assert (project.state, project.state_since) == ("applied", TODAY)
    client.post(move, {"state": "given_up"})
    project.refresh_from_db()
    assert project.state == "applied"
    state = reverse("cooperation:project_state", args=[project.slug])
    assert client.post(state, {"state": "given_up", "reason": ""}).status_code == 422
    assert client.post(state, {"state": "given_up", "reason": "Nav finansējuma"}).status_code == 302
    project.refresh_from_db()
    assert (project.state, project.state_reason) == ("given_up", "Nav finansējuma")
    projects.move(project, "idea", by=planner)
    project.refresh_from_db()
    assert (project.state, project.state_reason) == ("idea", "")


def test_who_only_reads_finds_no_buttons(client, project, planner):
    projects.publish(project, by=planner)
    board = client.get(reverse("cooperation:projects")).content.decode()
    assert project.slug in board
    assert "/move/" not in board


def test_a_project_has_one_lead(project, planner):
    second = MunicipalityFactory()
    with pytest.raises(Refusal, match="lead partner already"), translation.override("en"):
        partners.add_partner(project, second, PartnerData(role=Role.LEAD), by=planner)
    assert not project.partners.filter(organisation=second).exists()
    row = partners.add_partner(project, second, by=planner)
    partners.make_lead(row, by=planner)
    leads = project.partners.filter(role=Role.LEAD)
    assert [one.organisation for one in leads] == [second]
    assert project.partners.get(organisation=planner.organisation).role == Role.PARTNER
    with pytest.raises(Refusal, match="cannot leave"), translation.override("en"):
        partners.leave(row, reason="projām", by=None)


def test_a_partner_says_itself_that_it_takes_part_and_leaves_with_a_reason(client, project, planner):
    neighbour = project.partners.get(order=1)
    JointPartner.objects.filter(pk=neighbour.pk).update(agreed_on=None)
    neighbour.refresh_from_db()
    person = PersonFactory(with_account=True, organisation=neighbour.organisation)
    with pytest.raises(Refusal) as refused:
        partners.agree(neighbour, by=planner)
    assert refused.value.status == 403
    client.force_login(person.account)
    client.post(reverse("cooperation:project_agree", args=[project.slug, neighbour.pk]))
    neighbour.refresh_from_db()
    assert neighbour.agreed_on == TODAY
    client.force_login(planner.account)
    leave = reverse("cooperation:project_leave", args=[project.slug, neighbour.pk])
    assert client.get(leave).status_code == 404
    client.force_login(person.account)
    assert client.post(leave, {"reason": ""}).status_code == 422
    answer = client.post(leave, {"reason": "Dome lēma citādi"})
    assert answer.url == reverse("cooperation:projects")
    assert client.get(reverse("cooperation:project", args=[project.slug])).status_code == 404
    client.force_login(planner.account)
    assert (
        neighbour.organisation.name
        in client.get(answer.url.replace("projects/", f"project/{project.slug}/")).content.decode()
    )


def test_who_never_agreed_is_taken_out_and_comes_back(project, planner):
    row = partners.add_partner(project, MunicipalityFactory(), by=planner)
    PersonFactory(with_account=True, organisation=row.organisation)
    partners.leave(row, reason="Kļūda", by=planner)
    back = partners.add_partner(project, row.organisation, by=planner)
    assert (back.pk, back.left_on) == (row.pk, None)
    with pytest.raises(Refusal, match="already"), translation.override("en"):
        partners.add_partner(project, row.organisation, by=planner)


def test_who_agrees_while_another_takes_it_out_stays(project, planner):
    row = project.partners.get(order=1)
    JointPartner.objects.filter(pk=row.pk).update(agreed_on=None)
    row.refresh_from_db()
    person = PersonFactory(with_account=True, organisation=row.organisation)
    partners.agree(JointPartner.objects.get(pk=row.pk), by=person)
    with pytest.raises(Refusal) as refused:
        partners.leave(row, reason="Neatbild", by=planner)
    assert refused.value.status == 403
    row.refresh_from_db()
    assert row.left_on is None


def test_true_and_made_up_do_not_mix(project, planner):
    with pytest.raises(Refusal, match="made-up"), translation.override("en"):
        partners.add_partner(project, OrganisationFactory(illustrative=True), by=planner)


def test_the_rule_says_how_far_it_reaches_and_a_person_decides(project, planner):
    towns = [row.organisation.area for row in project.partners.order_by("order")]
    region(*towns)
    far = MunicipalityFactory()
    region(far.area)
    projects.set_reach(project)
    assert (project.reach, project.level) == ("regional", "regional")
    partners.add_partner(project, OrganisationFactory(kind="ministry", area=None), by=planner)
    row = partners.add_partner(project, far, by=planner)
    project.refresh_from_db()
    assert (project.reach, project.level) == ("across", "")
    with pytest.raises(Refusal, match="say why"), translation.override("en"):
        projects.change_project(project, ProjectData("Kopā", impact="national"), version=project.version, by=planner)
    data = ProjectData("Kopā", impact="national", impact_reason="Paraugs visai valstij")
    changed = projects.change_project(project, data, version=project.version, by=planner)
    assert changed.level == "national"
    partners.change_partner(row, PartnerData(role=Role.SUPPORTER), by=planner)
    changed.refresh_from_db()
    assert (changed.reach, changed.level) == ("regional", "national")


def test_a_municipality_alone_is_local(planner):
    project = projects.begin_project(ProjectData("Viens"), planner.organisation, by=planner)
    assert project.level == "local"


def test_the_page_says_what_became_of_a_partner(client, case, project, planner, other, neighbour):
    gone = project.partners.get(order=1)
    now = MunicipalityFactory().area
    Area.objects.filter(pk=gone.organisation.area_id).update(valid_to=dt.date(2021, 7, 1))
    Succession.objects.create(old=gone.organisation.area, new=now, share=1, on=dt.date(2021, 7, 1))
    partners.add_partner(project, other.organisation, by=planner)
    causes.say_cause(project, ("cooperation_case", str(case.pk)), by=planner)
    case_partners.withdraw(other, reason="Citi plāni", by=neighbour)
    client.force_login(planner.account)
    for name in ("project", "project_partners"):
        page = client.get(reverse(f"cooperation:{name}", args=[project.slug])).content.decode()
        assert now.name in page
        assert page.count(case.title.data["lv"]) >= 1
    assert project.partners.filter(left_on=None).count() == 3


def test_two_municipalities_that_became_one_are_one(project):
    towns = [row.organisation.area for row in project.partners.order_by("order")]
    Area.objects.filter(pk=towns[0].pk).update(valid_to=dt.date(2021, 7, 1))
    Succession.objects.create(old=towns[0], new=towns[1], share=1, on=dt.date(2021, 7, 1))
    projects.set_reach(project)
    assert project.reach == "local"


def test_it_comes_from_tasks_of_plans_too(client, project, planner):
    goal = GoalFactory(plan__area=planner.organisation.area, kind="task")
    stranger = GoalFactory(kind="task", title=two("Cits", "Other"))
    client.force_login(planner.account)
    address = reverse("cooperation:project_causes", args=[project.slug])
    page = client.get(address).content.decode()
    assert f"plan_goal:{goal.pk}" in page
    assert f"plan_goal:{stranger.pk}" not in page
    assert client.post(address, {"cause": f"plan_goal:{goal.pk}"}).status_code == 302
    assert str(goal) in client.get(reverse("cooperation:project", args=[project.slug])).content.decode()
    client.post(address, {"unsay": f"plan_goal:{goal.pk}"})
    assert not Link.objects.filter(to_kind="joint_project", to_id=str(project.pk)).exists()


def test_a_project_is_taken_away_and_comes_back(client, project, planner):
    projects.publish(project, by=planner)
    client.force_login(planner.account)
    client.post(reverse("cooperation:retire_project", args=[project.slug]))
    assert access.projects_known_to(planner).count() == 0
    assert client.get(reverse("cooperation:edit_project", args=[project.slug])).status_code == 404
    project.refresh_from_db()
    with pytest.raises(Refusal, match="taken away"), translation.override("en"):
        projects.move(project, "done", by=planner)
    client.post(reverse("cooperation:restore_project", args=[project.slug]))
    assert access.projects_known_to(planner).count() == 1
    client.logout()
    assert client.get(reverse("cooperation:project", args=[project.slug])).status_code == 404


def test_a_person_is_told_and_erased(project, planner):
    planner.given_name, planner.family_name = "Ņina", "Šķēlīte"
    planner.save()
    project.responsible = planner
    project.save()
    named = ProjectImport.objects.create(
        kind="projects", file_name="p.csv", by=PersonFactory(), rows=[[2, {"about_lv": "Zvaniet: Ņina Šķēlīte"}]]
    )
    sent = ProjectImport.objects.create(kind="projects", file_name="p.csv", by=planner)
    other = ProjectImport.objects.create(kind="projects", file_name="p.csv", by=PersonFactory())
    assert str(project) in str(personal.export(planner))
    assert any(planner.pk in {pk for row in rows for pk in row.values()} for rows in personal.holds(TODAY))
    personal.erase(planner, TODAY)
    project.refresh_from_db()
    assert project.responsible is None
    assert set(ProjectImport.objects.all()) == {other}
    assert {named.pk, sent.pk}.isdisjoint(ProjectImport.objects.values_list("pk", flat=True))
