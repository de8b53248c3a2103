"""A learning network in a real browser, on a phone and on a desk: from figures to a story others find; axe silent."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.learning.actions import networks
from talka.learning.factories.networks import (
    NetworkFactory,
    NetworkMeetingFactory,
    NetworkMemberFactory,
    NetworkNoteFactory,
    NetworkPersonFactory,
    NetworkTargetFactory,
    NetworkTaskFactory,
    PracticeStoryFactory,
)
from talka.learning.models import Network, NetworkTarget, PracticeStory
from talka.people.factories import PersonFactory
from talka.programmes.factories import TeamMemberFactory
from talka.site.browsers import axe_script, violations

from .test_homework_browser import OPEN, opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def network():
    """Of three members with figures, and one that has left."""
    row = NetworkFactory(slug="tikls")
    indicators = [IndicatorFactory() for _number in range(3)]
    networks.choose_indicators(row, indicators, by=None)
    for order in range(4):
        member = NetworkMemberFactory(network=row, order=order)
        for each in indicators:
            ObservationFactory(indicator=each, area=member.area)
    member.left_on, member.left_reason = dt.date(2026, 5, 1), "Nav laika"
    member.save()
    return row


@pytest.fixture
def insider(network):
    return NetworkPersonFactory(member=network.members.first()).person


@pytest.fixture
def runner(network):
    return TeamMemberFactory(programme=network.programme, project=None).person


def at(name, *args):
    return reverse(f"learning:{name}", args=["tikls", *args])


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing(browser, live_server, network, insider, runner, width, language):
    member = network.members.first()
    note, task = NetworkNoteFactory(member=member), NetworkTaskFactory(member=member)
    target = NetworkTargetFactory(member=member)
    for _number in range(7):
        NetworkNoteFactory(member=member)
    NetworkMeetingFactory(network=network, host=member)
    story = PracticeStoryFactory(
        network=network, organisation=member.organisation, indicator=network.indicators.first(), before_value=30,
        before_year=2022, after_value=21, after_year=2025, money_eur=1200, contact_role="Vadītāja",
    )  # fmt: skip
    steps = [at("network") + f"?step={step}" for step in Network.Step.values]
    of_member = [
        at("network_member", member.pk),
        *(at(f"new_network_{what}", member.pk) for what in ("note", "target")),
    ]
    told = [reverse("learning:networks"), reverse("learning:stories"), reverse("learning:story", args=[story.pk])]
    shown = {
        insider: [*steps, *of_member, *told, reverse("learning:new_story"), reverse("people:me"),
                  at("edit_network_note", note.pk), at("network_reached", target.pk), at("network_task", task.pk),
                  reverse("learning:edit_story", args=[story.pk]), reverse("learning:story_photos", args=[story.pk])],
        runner: [*steps, at("network") + "?show=ranks", *of_member, reverse("learning:new_network"), at("edit_network"),
                 at("network_indicators"), at("network_coordinators"), at("network_meetings"), at("new_network_task"),
                 at("new_network_member"), at("leave_network", member.pk), at("network_evaluation")],
        PersonFactory(with_account=True, organisation=None): [*steps, *told],
    }  # fmt: skip
    for person, addresses in shown.items():
        page = opened(browser, live_server, person, width, language)
        for address in addresses:
            assert page.goto(address).status == 200, address
            page.evaluate(OPEN)
            page.evaluate(axe_script())
            assert violations(page) == [], address


def test_a_member_says_why_sets_a_target_and_tells_a_story_that_others_find(
    browser, live_server, network, insider, tmp_path
):
    picture = io.BytesIO()
    Image.new("RGB", (640, 400), "green").save(picture, "JPEG")
    phone = opened(browser, live_server, insider, 360, "en")
    phone.goto(reverse("people:me"))
    phone.get_by_role("link", name="Care at home").click()
    phone.get_by_role("link", name="The page of our municipality").click()
    phone.get_by_role("link", name="Write a note").click()
    phone.locator("[name=text]").fill("Our carers plan their own ways.")
    phone.get_by_role("button", name="Save").click()
    phone.locator(".notice-success").wait_for()
    phone.get_by_role("link", name="Set a target").click()
    for name, value in {"measured_1": "Waiting, days", "from_value": "30,5", "to_value": "10"}.items():
        phone.locator(f"[name={name}]").fill(value)
    phone.locator("[name=to_year]").fill("2027")
    phone.get_by_role("button", name="Save").click()
    assert "A value and its year go together" in phone.locator("main").inner_text()
    phone.locator("[name=from_year]").fill("2025")
    phone.get_by_role("button", name="Save").click()
    phone.locator(".notice-success").wait_for()
    assert "30.5 (2025)" in phone.locator("#targets ~ .stack").inner_text()
    phone.goto(at("network") + "?step=stories")
    phone.get_by_role("link", name="Tell a practice story").click()
    phone.locator("[name=title_1]").fill("Šķūņi un ceļi")
    phone.locator("[name=done_1]").fill("Carers share out the visits.")
    phone.get_by_role("button", name="Save").click()
    phone.locator(".notice-success").wait_for()
    story = PracticeStory.objects.get()
    phone.get_by_role("link", name="Photographs").click()
    phone.locator("[name=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    phone.locator("[name=alt_1]").fill("A barn")
    phone.locator("[name=people][value=nobody]").check()
    phone.get_by_role("button", name="Add").click()
    phone.locator("img[alt='A barn']").wait_for()
    phone.goto(reverse("learning:edit_story", args=[story.pk]))
    phone.locator("[name=names_agreed]").check()
    phone.get_by_role("button", name="Save").click()
    phone.get_by_role("button", name="Publish").click()
    phone.locator(".notice-success").wait_for()
    desk = opened(browser, live_server, PersonFactory(with_account=True, organisation=None), 1280, "en")
    desk.goto(reverse("learning:stories"))
    desk.get_by_label("Words").fill("skuni celi")
    desk.get_by_role("button", name="Show").click()
    desk.get_by_role("link", name="Šķūņi un ceļi").click()
    assert desk.locator("img[alt='A barn']").evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
    assert "Carers share out the visits." in desk.locator("main").inner_text()
    assert NetworkTarget.objects.get().from_value == 30.5
    assert Client().get(reverse("learning:story", args=[story.pk])).status_code == 200
