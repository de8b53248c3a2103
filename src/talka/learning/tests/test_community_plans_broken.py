"""What people do to a community plan that nobody meant: twice, too much, too long, of places that are one now."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from talka.events.factories import EventFactory
from talka.learning.actions import community_plans as actions
from talka.learning.actions import plan_versions
from talka.learning.actions.community_plans import ActivityData, ActorData, AssetData, PlanData
from talka.learning.factories import SessionFactory
from talka.learning.factories.community_plans import (
    CommunityPlanFactory,
    CommunityPlanVersionFactory,
    PlanActivityFactory,
    PlanActorFactory,
    PlanAssetFactory,
    PlanCommentFactory,
)
from talka.learning.models import PlanActivity, PlanComment
from talka.people.actions import merge_organisations
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NASTY = '<script>alert("x")</script> {{ 7 }} {% now %} "\' &amp;'
LONG = "Ā" * 200


@pytest.fixture
def plan(team):
    return CommunityPlanFactory(team=team, title="Kalnu ciems")


@pytest.fixture
def signed_in(english, learner):
    english.force_login(learner.account)
    return english


def address(name, *args):
    return reverse(f"learning:{name}", args=args)


def test_what_is_removed_twice_is_gone_once(signed_in, plan):
    row = PlanAssetFactory(plan=plan)
    for _twice in range(2):
        assert signed_in.post(address("remove_plan_asset", plan.pk, row.pk)).status_code == 302
    assert not plan.assets.exists()
    elsewhere = PlanAssetFactory()
    signed_in.post(address("remove_plan_asset", plan.pk, elsewhere.pk))
    assert type(elsewhere).objects.filter(pk=elsewhere.pk).exists(), "a row of another plan stays"
    assert signed_in.post(address("edit_plan_asset", plan.pk, row.pk), {"title": "A"}).status_code == 404


def test_a_comment_pressed_twice_is_said_once(plan, learner, coach):
    first = plan_versions.comment(plan, "Un kas dīķī?", by=coach)
    assert plan_versions.comment(plan, " Un kas dīķī? ", by=coach) == first
    plan_versions.comment(plan, "Zivis.", by=learner)
    plan_versions.comment(plan, "Un kas dīķī?", by=coach)
    assert PlanComment.objects.count() == 3


def test_a_long_talk_is_paged_the_newest_first(signed_in, plan):
    for number in range(40):
        PlanCommentFactory(plan=plan, text=f"Vārds {number}.", at=timezone.now() + dt.timedelta(minutes=number))
    page = signed_in.get(address("community_plan", plan.pk)).content.decode()
    assert "Vārds 39." in page and "Vārds 10." in page and "Vārds 9." not in page
    assert "Vārds 9." in signed_in.get(address("community_plan", plan.pk) + "?page=2").content.decode()


def test_of_one_s_versions_there_is_an_end_but_publishing_keeps_one(plan, learner):
    for number in range(1, plan_versions.MOST_VERSIONS + 1):
        CommunityPlanVersionFactory(plan=plan, number=number)
    with pytest.raises(Refusal, match="At most 100"):
        plan_versions.keep_version(plan, "", by=learner)
    actions.publish_plan(plan, by=learner)
    assert plan.versions.first().number == 101


def test_a_version_shows_the_plan_as_it_stood_and_what_has_changed(signed_in, plan, learner):
    lake = actions.add_asset(plan, AssetData("nature", "Dīķis"), by=learner)
    club = actions.add_actor(plan, ActorData("Biedrība", "uztur namu"), by=learner)
    dig = ActivityData("Rakt", by_when=dt.date(2026, 9, 1), cost_eur=Decimal("1200.50"))
    row = actions.add_activity(plan, dig, by=learner)
    plan_versions.keep_version(plan, "Pirms", by=learner)
    page = signed_in.get(address("community_plan_version", plan.pk, 1)).content.decode()
    assert "€1,200.50" in page and "Planned" in page and "01/09/2026" in page
    assert "Nothing." in page
    assert "/edit/" not in page and address("edit_plan_asset", plan.pk, lake.pk) not in page

    actions.change_activity(row, ActivityData("Rakt", state="done"), version=1, by=learner)
    actions.change_asset(lake, AssetData("nature", "Tīrs dīķis"), version=1, by=learner)
    actions.remove_row(plan, type(club), club.pk, by=learner)
    actions.add_activity(plan, ActivityData("Svinēt"), by=learner)
    actions.change_plan(plan, PlanData("Kalnu ciems", about="Cits", wanted=plan.wanted), version=1, by=learner)
    page = signed_in.get(address("community_plan_version", plan.pk, 1)).content.decode()
    told = re.sub(r"<[^>]+>|\s+", " ", page.partition('id="since"')[2].partition("</section>")[0])
    told = " ".join(told.split())
    assert "Rakt: Planned → Done" in told
    for words in ("Entered: Svinēt", "Changed: Tīrs dīķis", "Removed: Biedrība", "otherwise: What the place is like"):
        assert words in told


def test_those_that_were_taken_away_are_listed_in_one_query(client, training, cohort, organiser):
    client.force_login(organiser.account)
    client.get(address("community_plans"))
    asked = []
    for many in (1, 2):
        for _number in range(many):
            CommunityPlanFactory(team__cohort=cohort, retired_at=timezone.now())
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("community_plans")).content
        asked.append(len(queries))
    assert page.count(b"/restore/") == 3
    assert asked[0] == asked[1]


def test_only_who_may_bring_it_back_sees_it_taken_away(client, plan, learner, coach, organiser, stranger):
    own = CommunityPlanFactory(
        team=None, organisation=OrganisationFactory(kind="community"), retired_at=timezone.now(), title="Bez grupas"
    )
    actions.retire_plan(plan, by=learner)
    one = PersonFactory(with_account=True, organisation=own.organisation)
    for person, seen in ((learner, [plan]), (organiser, [plan]), (coach, []), (stranger, []), (one, [own])):
        client.force_login(person.account)
        page = client.get(address("community_plans")).content.decode()
        for row in (plan, own):
            assert (address("restore_community_plan", row.pk) in page) == (row in seen), (person, row)


def test_it_is_not_said_that_everybody_reads_it_where_the_programme_is_closed(signed_in, client, plan, training):
    training.programme.public = False
    training.programme.save()
    page = signed_in.post(address("publish_community_plan", plan.pk), follow=True).content.decode()
    assert page.count("Everybody reads it once the programme") == 2
    assert "Everybody reads this plan since" not in page
    assert client.get(address("community_plan", plan.pk)).status_code == 404


def test_the_form_does_not_name_a_session_that_one_may_not_know_of(signed_in, cohort, plan):
    hidden = EventFactory(title="ZQSLEPENS", project__programme=cohort.training.programme, state="draft")
    row = PlanActivityFactory(plan=plan, session=SessionFactory(cohort=cohort, event=hidden))
    page = signed_in.get(address("edit_plan_activity", plan.pk, row.pk)).content.decode()
    assert "ZQSLEPENS" not in page and "A session that you may not open" in page
    sent = {"what": "Rakt", "state": "planned", "session": row.session_id, "version": "1"}
    assert signed_in.post(address("edit_plan_activity", plan.pk, row.pk), sent).status_code == 302
    row.refresh_from_db()
    assert row.session is not None, "saving does not lose it"


@pytest.mark.parametrize(
    "said",
    [
        {"cost_eur": "12345678901234"}, {"cost_eur": "-1"}, {"cost_eur": "1,2,3"}, {"cost_eur": "NaN"},
        {"cost_eur": "1e400"}, {"cost_eur": "1.005"}, {"by_when": "31.02.2026"}, {"by_when": "99999-01-01"},
        {"state": "flown"}, {"what": ""}, {"what": "A" * 301}, {"session": "999999999999999999999"},
        {"state": "dropped"}, {"aim": "A" * 20_001}, {"version": "x"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(signed_in, plan, said):
    sent = {"what": "Rakt", "state": "planned"} | said
    answer = signed_in.post(address("new_plan_activity", plan.pk), sent)
    assert answer.status_code == 422
    assert b"error" in answer.content
    assert not PlanActivity.objects.exists()


@pytest.mark.parametrize(
    ("said", "cost"),
    [("1 200,50", "1200.50"), ("1200.50 €", "1200.50"), ("0", "0"), ("", None), ("9999999999,99", "9999999999.99")],
)
def test_money_is_read_as_people_write_it(client, plan, learner, said, cost):
    client.force_login(learner.account)
    sent = {"what": "Rakt", "state": "planned", "cost_eur": said}
    assert client.post(address("new_plan_activity", plan.pk), sent).status_code == 302
    assert PlanActivity.objects.get().cost_eur == (None if cost is None else Decimal(cost))


def test_words_of_any_kind_stand_as_words_on_each_page_and_on_paper(signed_in, plan, learner):
    for words in (NASTY, LONG):
        actions.change_plan(plan, PlanData(words, about=words, wanted=words), version=plan.version, by=learner)
        plan.refresh_from_db()
        actions.add_asset(plan, AssetData("skills", words, words + "\x0b\u202e", words), by=learner)
        actions.add_actor(plan, ActorData(words, words, words), by=learner)
        for day in (dt.date(1, 1, 1), dt.date(9999, 12, 31)):
            said = ActivityData(words, words, words, None, day, Decimal(1), words, "dropped", words, words)
            actions.add_activity(plan, said, by=learner)
        plan_versions.keep_version(plan, words, by=learner)
        plan_versions.comment(plan, words, by=learner)
    actions.publish_plan(plan, by=learner)
    pk = plan.pk
    for name, args in (
        ("community_plans", []), ("community_plan", [pk]), ("print_community_plan", [pk]),
        ("edit_community_plan", [pk]),
        ("community_plan_versions", [pk]), ("community_plan_version", [pk, 1]), ("community_plan_version", [pk, 2]),
        ("edit_plan_activity", [pk, plan.activities.first().pk]),
    ):  # fmt: skip
        answer = signed_in.get(address(name, *args))
        assert answer.status_code == 200, name
        assert "<script>alert" not in answer.content.decode(), name
    assert signed_in.get(address("community_plan_pdf", pk)).content.startswith(b"%PDF")


@pytest.mark.parametrize("huge", [0, 2**31, 2**63, 10**30])
def test_numbers_of_no_row_are_not_found(signed_in, plan, huge):
    for name, args in (
        ("community_plan", [huge]), ("community_plan_version", [plan.pk, huge]), ("edit_plan_actor", [plan.pk, huge]),
    ):  # fmt: skip
        assert signed_in.get(address(name, *args)).status_code == 404, name
    assert signed_in.post(address("remove_plan_actor", plan.pk, huge)).status_code == 302
    assert signed_in.get(address("new_community_plan") + f"?team={huge}").status_code == 404


def test_the_people_of_a_merged_organisation_keep_their_plan(client):
    old, new = OrganisationFactory(name="Vecais novads"), OrganisationFactory(name="Jaunais novads")
    person = PersonFactory(with_account=True, organisation=old)
    plan = CommunityPlanFactory(team=None, organisation=old)
    merge_organisations(new, old, by=PersonFactory(administrator=True))
    person.refresh_from_db()
    client.force_login(person.account)
    assert client.get(address("edit_community_plan", plan.pk)).status_code == 200
    plan.refresh_from_db()
    assert plan.organisation == new


def test_a_full_plan_is_a_light_page(signed_in, plan):
    words = "Daudzfunkcionāls kopienas centrs"
    for number in range(actions.MOST_ROWS):
        PlanAssetFactory(plan=plan, title=f"{words} {number}", about=words, where=words)
        PlanActorFactory(plan=plan, title=f"{words} {number}", role=words, gives=words)
        PlanActivityFactory(plan=plan, what=f"{words} {number}", aim=words, carried_by=words, cost_eur=100)
        PlanCommentFactory(plan=plan, text=words)
    plan.published_at = timezone.now()
    plan.save()
    signed_in.logout()
    page = signed_in.get(address("community_plan", plan.pk)).content
    assert len(page) < 60_000, len(page)
