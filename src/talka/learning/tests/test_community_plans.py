"""Community plans from being begun to being published: who writes, who reads, what is kept, what is refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from talka.events.factories import EventFactory
from talka.learning.access import community_plans as access
from talka.learning.actions import community_plans as actions
from talka.learning.actions import plan_versions
from talka.learning.actions.community_plans import ActivityData, ActorData, AssetData, PlanData
from talka.learning.factories import CohortFactory, LearnerFactory, SessionFactory, StaffFactory, TeamFactory
from talka.learning.factories.community_plans import (
    CommunityPlanFactory,
    PlanActivityFactory,
    PlanActorFactory,
    PlanAssetFactory,
    PlanCommentFactory,
)
from talka.learning.models import CommunityPlan, PlanActivity, PlanActor, PlanAsset
from talka.learning.queries import community_plans as queries
from talka.learning.queries.plan_versions import versions_of as plan_versions_of
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def plan(team):
    return CommunityPlanFactory(team=team, title="Kalnu ciems")


def address(name, *args):
    return reverse(f"learning:{name}", args=args)


def test_a_team_describes_its_place_and_publishes_the_plan(english, team, learner):
    english.force_login(learner.account)
    page = english.get(address("team", team.cohort.training.slug, team.cohort.number, team.pk)).content.decode()
    assert f"{address('new_community_plan')}?team={team.pk}" in page
    sent = {"whose": f"team-{team.pk}", "title": "Kalnu ciems", "about": "Simt ļaužu", "wanted": "Dzīvs ciems"}
    assert english.post(address("new_community_plan"), sent).status_code == 302
    plan = CommunityPlan.objects.get()
    assert (plan.team, plan.organisation, plan.published_at) == (team, team.organisation, None)
    asset = {"kind": "nature", "title": "Dīķis", "about": "Peldēt", "where": "Aiz skolas"}
    assert english.post(address("new_plan_asset", plan.pk), asset).status_code == 302
    actor = {"title": "Kalnu biedrība", "role": "uztur saietu namu", "gives": "Darbarokas"}
    assert english.post(address("new_plan_actor", plan.pk), actor).status_code == 302
    activity = {"what": "Iztīrīt dīķi", "state": "planned", "cost_eur": "1200.50", "by_when": "2026-09-01"}
    assert english.post(address("new_plan_activity", plan.pk), activity).status_code == 302
    row = PlanActivity.objects.get()
    assert (row.cost_eur, row.by_when) == (Decimal("1200.50"), dt.date(2026, 9, 1))
    done = activity | {"state": "done", "came_of_it": "Peldas arī kaimiņi", "version": "1"}
    assert english.post(address("edit_plan_activity", plan.pk, row.pk), done).status_code == 302
    assert english.post(address("publish_community_plan", plan.pk)).status_code == 302
    english.logout()
    page = english.get(address("community_plan", plan.pk)).content.decode()
    for words in ("Simt ļaužu", "Dzīvs ciems", "Dīķis", "Aiz skolas", "uztur saietu namu", "Darbarokas", "Peldas arī"):
        assert words in page
    assert "€1,200.50" in page
    assert address("edit_community_plan", plan.pk) not in page
    assert "Kalnu ciems" in english.get(address("community_plans")).content.decode()
    assert "Kalnu ciems" in english.get(address("community_plans") + "?q=kalnu").content.decode()
    assert "Kalnu ciems" not in english.get(address("community_plans") + "?q=lejas").content.decode()


READ = ("community_plan", "print_community_plan", "community_plan_pdf")
INSIDE = ("community_plan_versions", "community_plan_version")
WRITE = ("edit_community_plan", "new_plan_asset", "new_plan_actor", "new_plan_activity")
ROWS = ("edit_plan_asset", "edit_plan_actor", "edit_plan_activity")


@pytest.fixture
def roles(training, team, other_team, organiser, trainer, coach, learner, stranger):
    """The colleague works for the team's organisation and is in no team."""
    return {
        "nobody": None,
        "stranger": stranger,
        "neighbour": LearnerFactory(team=other_team).person,
        "left": LearnerFactory(team=team, left_on=dt.date(2026, 3, 1)).person,
        "colleague": PersonFactory(with_account=True, organisation=team.organisation),
        "elsewhere": StaffFactory(training=training, cohort=CohortFactory(training=training, number=2)).person,
        "trainer": trainer,
        "coach": coach,
        "coordinator": StaffFactory(training=training, role="coordinator").person,
        "organiser": organiser,
        "administrator": PersonFactory(administrator=True),
        "learner": learner,
    }


@pytest.mark.parametrize("published", [False, True])
def test_who_may_what(client, plan, roles, learner, published):
    PlanCommentFactory(plan=plan, text="ZQPIEZĪME")
    asset, actor = PlanAssetFactory(plan=plan), PlanActorFactory(plan=plan)
    activity = PlanActivityFactory(plan=plan)
    plan_versions.keep_version(plan, "Pirms tikšanās", by=learner)
    if published:
        actions.publish_plan(plan, by=learner)
    inside = {"trainer", "coach", "coordinator", "organiser", "administrator", "learner"}
    writes = {"coordinator", "organiser", "administrator", "learner"}
    for role, person in roles.items():
        client.logout()
        if person is not None:
            client.force_login(person.account)
        for name in READ:
            expected = 200 if published or role in inside else 404
            assert client.get(address(name, plan.pk)).status_code == expected, (role, name)
        page = client.get(address("community_plan", plan.pk)).content.decode()
        assert ("ZQPIEZĪME" in page) == (role in inside), role
        assert ("ZQPIEZĪME" in client.get(address("print_community_plan", plan.pk)).content.decode()) is False
        for name in INSIDE:
            args = [plan.pk, 1] if name == "community_plan_version" else [plan.pk]
            assert client.get(address(name, *args)).status_code == (200 if role in inside else 404), (role, name)
        for name in WRITE:
            expected = 200 if role in writes else 404
            assert client.get(address(name, plan.pk)).status_code == expected, (role, name)
        for name, row in zip(ROWS, (asset, actor, activity), strict=True):
            expected = 200 if role in writes else 404
            assert client.get(address(name, plan.pk, row.pk)).status_code == expected, (role, name)
        if role not in writes:
            for name in ("unpublish_community_plan", "retire_community_plan", "restore_community_plan"):
                assert client.post(address(name, plan.pk)).status_code == 404, (role, name)
            assert client.post(address("remove_plan_asset", plan.pk, asset.pk)).status_code == 404
            assert client.post(address("community_plan_versions", plan.pk), {"note": "x"}).status_code == 404
        if role != "learner":  # whether everybody reads it is the community's to say
            assert client.post(address("publish_community_plan", plan.pk)).status_code == 404, role
        if role not in inside:
            assert client.post(address("community_plan", plan.pk), {"text": "x"}).status_code == 404, role
        shown = published or role in inside
        assert ("Kalnu ciems" in client.get(address("community_plans")).content.decode()) == shown, role
    plan.refresh_from_db()
    assert (plan.published_at is not None, plan.retired_at) == (published, None)
    assert PlanAsset.objects.filter(pk=asset.pk).exists()


def test_rows_of_another_plan_are_not_found_here(client, plan, learner):
    foreign = CommunityPlanFactory()
    client.force_login(learner.account)
    for name, row in (
        ("edit_plan_asset", PlanAssetFactory(plan=foreign)),
        ("edit_plan_actor", PlanActorFactory(plan=foreign)),
        ("edit_plan_activity", PlanActivityFactory(plan=foreign)),
    ):
        assert client.get(address(name, plan.pk, row.pk)).status_code == 404


def test_of_a_hidden_programme_nothing_is_public(client, team, training):
    plan = CommunityPlanFactory(team=team, published=True)
    training.published_at = None
    training.save()
    page = client.get(address("community_plan", plan.pk))
    assert page.status_code == 200
    assert reverse("learning:training", args=[training.slug]) not in page.content.decode()
    training.programme.public = False
    training.programme.save()
    assert client.get(address("community_plan", plan.pk)).status_code == 404


def test_a_session_that_one_may_not_know_of_is_not_named(client, cohort, plan, learner):
    """The draft of an event is its organisers'; the plan that names it may be everybody's."""
    hidden = EventFactory(state="draft", project__programme=cohort.training.programme, project__public=True)
    hidden.title = "ZQSLEPENA NODARBĪBA"
    hidden.save()
    PlanActivityFactory(plan=plan, session=SessionFactory(cohort=cohort, event=hidden))
    actions.publish_plan(plan, by=learner)
    for name in READ[:2]:
        assert "ZQSLEPENA" not in client.get(address(name, plan.pk)).content.decode()
    client.force_login(learner.account)
    assert "ZQSLEPENA" not in client.get(address("new_plan_activity", plan.pk)).content.decode()


@pytest.mark.parametrize(
    "deed",
    [
        lambda plan, by: actions.change_plan(plan, PlanData(" "), version=1, by=by),
        lambda plan, by: actions.change_plan(plan, PlanData("A", about="x" * 20_001), version=1, by=by),
        lambda plan, by: actions.change_plan(plan, PlanData("A"), version=7, by=by),
        lambda plan, by: actions.add_asset(plan, AssetData("nature", " "), by=by),
        lambda plan, by: actions.add_asset(plan, AssetData("gold", "A"), by=by),
        lambda plan, by: actions.add_actor(plan, ActorData("A", " "), by=by),
        lambda plan, by: actions.add_activity(plan, ActivityData(" "), by=by),
        lambda plan, by: actions.add_activity(plan, ActivityData("A", state="lost"), by=by),
        lambda plan, by: actions.add_activity(plan, ActivityData("A", state="dropped", reason=" "), by=by),
        lambda plan, by: actions.add_activity(plan, ActivityData("A", cost_eur=Decimal(-1)), by=by),
        lambda plan, by: actions.add_activity(plan, ActivityData("A", session=SessionFactory()), by=by),
        lambda plan, by: plan_versions.comment(plan, " ", by=by),
        lambda plan, by: plan_versions.comment(plan, "x" * 10_001, by=by),
        lambda plan, by: actions.begin_for_team(plan.team, PlanData("Otrs"), by=by),
    ],
)
def test_what_cannot_be_is_refused(plan, learner, deed):
    with pytest.raises(Refusal) as refused:
        deed(plan, learner)
    assert refused.value.status in (409, 422)
    plan.refresh_from_db()
    assert (plan.version, CommunityPlan.objects.count(), plan.comments.count()) == (1, 1, 0)
    assert not (plan.assets.exists() or plan.actors.exists() or plan.activities.exists())


def test_actions_ask_who_acts(plan, stranger, trainer):
    row = PlanAssetFactory(plan=plan)
    for deed in (
        lambda: actions.begin_for_team(TeamFactory(), PlanData("A"), by=stranger),
        lambda: actions.begin_for_organisation(OrganisationFactory(), PlanData("A"), by=stranger),
        lambda: actions.change_plan(plan, PlanData("A"), version=1, by=trainer),
        lambda: actions.publish_plan(plan, by=trainer),
        lambda: actions.add_asset(plan, AssetData("nature", "A"), by=trainer),
        lambda: actions.change_asset(row, AssetData("nature", "A"), version=1, by=trainer),
        lambda: actions.remove_row(plan, PlanAsset, row.pk, by=trainer),
        lambda: plan_versions.keep_version(plan, "", by=trainer),
        lambda: plan_versions.comment(plan, "A", by=stranger),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.status == 403


def test_a_stale_form_loses_nobody_s_words(english, plan, learner):
    row = PlanAssetFactory(plan=plan, title="Dīķis")
    english.force_login(learner.account)
    sent = {"kind": "nature", "title": "Ezers", "version": "1"}
    assert english.post(address("edit_plan_asset", plan.pk, row.pk), sent).status_code == 302
    again = english.post(address("edit_plan_asset", plan.pk, row.pk), sent | {"title": "Upe"})
    assert again.status_code == 409
    assert "Somebody else changed this" in again.content.decode()
    row.refresh_from_db()
    assert (row.title, row.version) == ("Ezers", 2)
    assert english.post(address("remove_plan_asset", plan.pk, row.pk)).status_code == 302
    with pytest.raises(Refusal):
        actions.change_asset(row, AssetData("nature", "Upe"), version=2, by=learner)


def test_versions_are_kept_at_wish_and_with_publishing(english, plan, learner):
    PlanActivityFactory(plan=plan, what="Iztīrīt dīķi", state="under_way")
    english.force_login(learner.account)
    keep = address("community_plan_versions", plan.pk)
    assert english.post(keep, {"note": "Pirms trešās nodarbības"}).status_code == 302
    english.post(keep, {"note": "Vēlreiz"})  # nothing has changed: no other version
    actions.change_plan(plan, PlanData("Lejas ciems", about="Divsimt ļaužu"), version=1, by=learner)
    actions.publish_plan(plan, by=learner)
    actions.publish_plan(plan, by=learner)
    assert [(row.number, row.note) for row in plan_versions_of(plan)] == [
        (2, "Published"), (1, "Pirms trešās nodarbības"),
    ]  # fmt: skip
    old = english.get(address("community_plan_version", plan.pk, 1)).content.decode()
    assert "Iztīrīt dīķi" in old and "Under way" in old and "Divsimt ļaužu" not in old
    assert "Divsimt ļaužu" in english.get(address("community_plan_version", plan.pk, 2)).content.decode()
    assert english.get(address("community_plan_version", plan.pk, 3)).status_code == 404


def test_the_coach_and_the_team_talk_about_it(english, plan, learner, coach):
    english.force_login(coach.account)
    assert english.post(address("community_plan", plan.pk), {"text": "Un kas dīķī?"}).status_code == 302
    assert english.post(address("community_plan", plan.pk), {"text": "  "}).status_code == 422
    english.force_login(learner.account)
    page = english.get(address("community_plan", plan.pk)).content.decode()
    assert "Un kas dīķī?" in page and coach.name in page and "accompanies the cohort" in page
    english.post(address("community_plan", plan.pk), {"text": "Karpas."})
    assert list(plan.comments.values_list("text", "from_staff")) == [("Un kas dīķī?", True), ("Karpas.", False)]


def test_a_plan_is_taken_away_and_comes_back_unpublished(english, plan, learner, coach, stranger):
    client = english
    actions.publish_plan(plan, by=learner)
    client.force_login(learner.account)
    assert client.post(address("retire_community_plan", plan.pk)).status_code == 302
    assert client.get(address("community_plan", plan.pk)).status_code == 200
    assert client.get(address("edit_community_plan", plan.pk)).status_code == 404
    with pytest.raises(Refusal):
        actions.add_asset(plan, AssetData("nature", "A"), by=learner)
    with pytest.raises(Refusal):
        plan_versions.comment(plan, "A", by=coach)
    for person in (coach, stranger):
        client.force_login(person.account)
        assert client.get(address("community_plan", plan.pk)).status_code == 404
    client.force_login(learner.account)
    assert client.post(address("restore_community_plan", plan.pk)).status_code == 302
    plan.refresh_from_db()
    assert (plan.retired_at, plan.published_at) == (None, None)
    actions.retire_plan(plan, by=learner)
    actions.begin_for_team(plan.team, PlanData("Otrs"), by=learner)
    with pytest.raises(Refusal, match="another community plan"):
        actions.restore_plan(plan, by=learner)


def test_a_community_without_cohort_speaks_through_its_people(client, stranger):
    community = OrganisationFactory(kind="community", name="Kalnu ļaudis")
    one, two = PersonFactory.create_batch(2, with_account=True, organisation=community)
    client.force_login(one.account)
    sent = {"whose": f"organisation-{community.pk}", "title": "Kalnu ciems"}
    assert client.post(address("new_community_plan"), sent).status_code == 302
    plan = CommunityPlan.objects.get()
    assert (plan.team, plan.organisation) == (None, community)
    client.force_login(two.account)
    assert client.get(address("edit_community_plan", plan.pk)).status_code == 200
    client.force_login(stranger.account)
    assert client.get(address("community_plan", plan.pk)).status_code == 404
    sent = {"whose": f"organisation-{community.pk}", "title": "Svešs"}
    assert client.post(address("new_community_plan"), sent).status_code == 422
    actions.publish_plan(plan, by=two)
    assert client.get(address("community_plan", plan.pk)).status_code == 200


@pytest.mark.parametrize("organisation", ["none", "company"])
def test_whoever_speaks_for_nobody_begins_none(client, organisation):
    company = OrganisationFactory(kind="company") if organisation == "company" else None
    person = PersonFactory(with_account=True, organisation=company)
    for one in (None, person):
        client.logout()
        if one is not None:
            client.force_login(one.account)
        assert client.get(address("new_community_plan")).status_code == 404
        assert client.get(address("new_community_plan") + f"?team={TeamFactory().pk}").status_code == 404
        assert client.get(address("new_community_plan") + "?team=x").status_code == 404


def test_a_coordinator_begins_it_for_a_team_of_theirs(client, team, training):
    coordinator = StaffFactory(training=training, role="coordinator").person
    client.force_login(coordinator.account)
    asked = address("new_community_plan") + f"?team={team.pk}"
    assert client.post(asked, {"whose": f"team-{team.pk}", "title": "Kalnu ciems"}).status_code == 302
    assert CommunityPlan.objects.get().team == team
    assert not access.teams_to_plan(coordinator).exists()


def test_a_page_holds_so_many_rows_at_most(plan, learner):
    PlanActorFactory.create_batch(actions.MOST_ROWS, plan=plan)
    with pytest.raises(Refusal, match="At most 60"):
        actions.add_actor(plan, ActorData("A", "B"), by=learner)
    actions.add_asset(plan, AssetData("nature", "A"), by=learner)
    before = CommunityPlan.objects.get(pk=plan.pk).changed_at
    actions.remove_row(plan, PlanActor, plan.actors.first().pk, by=learner)
    assert CommunityPlan.objects.get(pk=plan.pk).changed_at > before
    actions.add_actor(plan, ActorData("A", "B"), by=learner)


def test_what_is_taken_up_again_has_no_reason_any_more(plan, learner):
    row = actions.add_activity(plan, ActivityData("Rakt", state="dropped", reason="Akmeņi"), by=learner)
    assert row.reason == "Akmeņi"
    row = actions.change_activity(row, ActivityData("Rakt", state="under_way", reason="Akmeņi"), version=1, by=learner)
    assert (row.state, row.reason) == ("under_way", "")


def test_costs_are_added_up_without_what_was_dropped(plan):
    assert queries.page_of_plan(plan, None).money is None
    for state, cost in (("planned", 100), ("done", 50), ("dropped", 900), ("planned", None)):
        PlanActivityFactory(plan=plan, state=state, cost_eur=cost, reason="Nav naudas" if state == "dropped" else "")
    money = queries.page_of_plan(plan, None).money
    assert (money.total, money.unknown) == (Decimal(150), 1)


@pytest.mark.parametrize("name", ["community_plans", "community_plan"])
def test_pages_ask_a_fixed_number_of_queries(client, cohort, plan, learner, name):
    client.force_login(learner.account)
    args = [plan.pk] if name == "community_plan" else []
    client.get(address(name, *args))  # what the first request after signing in asks besides
    asked = []
    for many in (1, 2):
        for _number in range(many):
            CommunityPlanFactory(published=True)
            PlanAssetFactory(plan=plan)
            PlanActorFactory(plan=plan)
            event = EventFactory(project__programme=cohort.training.programme)
            PlanActivityFactory(plan=plan, session=SessionFactory(cohort=cohort, event=event))
            PlanCommentFactory(plan=plan)
        with CaptureQueriesContext(connection) as queries_:
            assert client.get(address(name, *args)).status_code == 200
        asked.append(len(queries_))
    assert asked[0] == asked[1] <= 40


def test_long_lists_are_paged(client, training):
    for _number in range(40):
        CommunityPlanFactory(team=None, organisation=OrganisationFactory(), published_at=timezone.now())
    page = client.get(address("community_plans")).content
    assert page.count(b'class="card"') == 30
    assert len(page) < 60_000
