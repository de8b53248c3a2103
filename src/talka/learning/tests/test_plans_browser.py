"""Community plans and impressions in a real browser, on a phone and on a desk: axe silent, nothing wider than it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.learning.actions import community_plans as actions
from talka.learning.actions import plan_versions
from talka.learning.actions.community_plans import ActivityData, ActorData, AssetData
from talka.learning.factories import LearnerFactory, StaffFactory
from talka.learning.factories.community_plans import CommunityPlanFactory
from talka.learning.factories.impressions import ImpressionFactory
from talka.site.browsers import looked_at, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Daudzfunkcionālā jauniešupašpārvaldesattīstībaskompetencescentra"


def address(name, *args):
    return reverse(f"learning:{name}", args=args)


@pytest.fixture
def plan(team, learner, coach):
    row = CommunityPlanFactory(team=team, title=LONG)
    asset = actions.add_asset(row, AssetData("places", LONG, LONG, LONG), by=learner)
    actions.add_actor(row, ActorData(LONG, LONG, LONG), by=learner)
    actions.add_activity(row, ActivityData(LONG, LONG, LONG, by_when=dt.date(2026, 9, 1)), by=learner)
    plan_versions.keep_version(row, LONG, by=learner)
    actions.remove_row(row, type(asset), asset.pk, by=learner)
    actions.add_asset(row, AssetData("places", LONG), by=learner)
    plan_versions.comment(row, LONG, by=coach)
    actions.publish_plan(row, by=learner)
    return row


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing(browser, live_server, training, team, plan, learner, width, language):
    coordinator = StaffFactory(training=training, role="coordinator").person
    writer = LearnerFactory(team=team).person
    told = ImpressionFactory(team=team, published=True, title=LONG, text=LONG, changed=LONG, consents=["quoting"])
    offered = ImpressionFactory(team=team, state="offered", title=LONG, answer=LONG)
    draft = ImpressionFactory(team=team, person=writer, title=LONG, answer=LONG)
    CommunityPlanFactory(team__cohort=team.cohort, retired_at=timezone.now(), title=LONG)
    pk, row = plan.pk, plan.activities.get().pk
    for person, pages in (
        (None, [address("trainings"), address("community_plans"), address("community_plan", pk)]),
        (None, [address("print_community_plan", pk), address("impressions"), address("impression", told.pk)]),
        (learner, [address("community_plan", pk), address("edit_plan_activity", pk, row)]),
        (learner, [address("community_plan_versions", pk), address("community_plan_version", pk, 1)]),
        (writer, [address("new_impression"), address("impression", draft.pk), address("impression_photos", draft.pk)]),
        (coordinator, [address("community_plans"), address("impression", offered.pk), address("impressions")]),
    ):
        page = opened(browser, live_server, person, width, language)
        for path in pages:
            looked_at(page, path)
        page.context.close()


def test_the_parts_of_the_room_are_all_in_sight_on_a_phone(browser, live_server, training):
    """In two columns, each a target for a thumb, the one that is open marked."""
    page = opened(browser, live_server, None, 360, "lv")
    page.goto(address("trainings"))
    boxes = [one.bounding_box() for one in page.locator("main .tabs a").all()]
    assert len(boxes) == 7
    assert all(box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
    assert len({round(box["x"]) for box in boxes}) == 2
    assert boxes[-1]["y"] + boxes[-1]["height"] - boxes[0]["y"] <= 220
    assert page.locator("main .tabs a[aria-current]").count() == 1
