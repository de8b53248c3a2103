"""Between the sessions in a real browser, on a phone and on a desk: handed in, returned, accepted; axe silent."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.events.factories import AttendanceFactory, RegistrationFactory
from talka.learning.factories import LearnerFactory, ModuleFactory, SessionFactory, TeamFactory
from talka.learning.factories.homework import (
    CoachingFactory,
    HandInFactory,
    HandInRemarkFactory,
    HandInVersionFactory,
    HomeworkFactory,
    MaterialFactory,
    TwinMeetingFactory,
    TwinningFactory,
)
from talka.learning.models import HandIn, Learner
from talka.site.browsers import OVERFLOW, axe_script, opened, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = "document.querySelectorAll('main details').forEach(each => each.open = true)"
DAY = dt.date(2026, 3, 10)


def address(name, cohort, *args):
    return reverse(f"learning:{name}", args=[cohort.training.slug, cohort.number, *args])


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing(
    browser, live_server, cohort, team, other_team, learner, trainer, coach, organiser, width, language
):
    training = cohort.training
    training.least_hours, training.least_modules, training.homework_needed = Decimal(12), 2, True
    training.save()
    modules = [ModuleFactory(training=training, order=number) for number in range(1, 6)]
    session = SessionFactory(
        cohort=cohort, module=modules[0], event__first_day=DAY, event__last_day=DAY, event__certificate_hours=Decimal(6)
    )
    AttendanceFactory(registration=RegistrationFactory(event=session.event, person=learner), day=DAY)
    homework = HomeworkFactory(cohort=cohort, module=modules[0])
    late = HomeworkFactory(cohort=cohort, due_on=timezone.localdate() - dt.timedelta(days=9), needed=False)
    waits = HandInFactory(homework=homework, team=team, version__number=1, version__late=True)
    HandInVersionFactory(hand_in=waits, number=2, text="Un mežs.", by=learner)
    HandInRemarkFactory(hand_in=waits, by=trainer, verdict="returned")
    HandInRemarkFactory(hand_in=waits, by=learner, from_staff=False, text="Kas tieši dīķī?")
    HandInFactory(homework=homework, team=LearnerFactory(team=other_team).team, open_to_cohort=True, state="accepted")
    MaterialFactory(module=modules[0])
    MaterialFactory(module=modules[1], retired_at=timezone.now())
    CoachingFactory(team=team, coach=coach, next="Izmērīt dīķi.")
    twins = TwinningFactory(first=team, second=other_team)
    TwinMeetingFactory(twinning=twins)
    shown = {
        learner: ["my_way", "homework_list", ("homework", homework.pk), ("homework", late.pk), ("hand_in", waits.pk),
                  "materials", ("coaching", team.pk), ("twins", team.pk), ("write_to_twin", team.pk, twins.pk)],
        trainer: ["waiting", "homework_list", "new_homework", ("homework", homework.pk), ("hand_in", waits.pk)],
        coach: [("coaching", team.pk), ("new_coaching", team.pk)],
        organiser: ["progress", "all_twins", "materials", ("edit_homework", homework.pk), ("team", team.pk)],
    }  # fmt: skip
    for person, pages in shown.items():
        page = opened(browser, live_server, person, width, language)
        for name, *args in (each if isinstance(each, tuple) else (each,) for each in pages):
            page.goto(address(name, cohort, *args))
            page.evaluate(OPEN)
            assert page.evaluate(OVERFLOW) <= 0, name
            page.evaluate(axe_script())
            assert violations(page) == [], name
        page.goto(reverse("people:me"))
        page.evaluate(axe_script())
        assert violations(page) == []


def test_homework_goes_from_a_phone_to_the_trainer_and_back(browser, live_server, cohort, team, learner, trainer):
    homework = HomeworkFactory(cohort=cohort)
    TeamFactory(cohort=cohort)
    phone = opened(browser, live_server, learner, 360, "en")
    phone.goto(address("my_way", cohort))
    phone.get_by_role("link", name="A map of the community").click()
    phone.get_by_role("button", name="Hand in").click()
    assert "nothing to hand in yet" in phone.locator(".error-summary").inner_text()
    phone.get_by_label("Your text").fill("We have a pond.")
    phone.get_by_role("button", name="Hand in").click()
    phone.locator(".notice-success").wait_for()
    desk = opened(browser, live_server, trainer, 1280, "en")
    desk.goto(address("waiting", cohort))
    desk.get_by_role("link", name="A map of the community").click()
    assert "We have a pond." in desk.content()
    desk.get_by_label("What you say").fill("And the school?")
    desk.get_by_label("Returned").check()
    desk.get_by_role("button", name="Send the answer").click()
    desk.locator(".notice-success").wait_for()
    phone.reload()
    assert "And the school?" in phone.content()
    phone.get_by_role("link", name="Hand in a new version").click()
    phone.get_by_label("Your text").fill("A pond and a school.")
    phone.get_by_role("button", name="Hand in").click()
    phone.locator(".notice-success").wait_for()
    desk.reload()
    desk.get_by_label("Accepted").check()
    desk.get_by_role("button", name="Send the answer").click()
    desk.locator(".notice-success").wait_for()
    row = HandIn.objects.get(homework=homework)
    assert (row.state, row.versions.count(), row.remarks.count()) == ("accepted", 2, 2)
    assert Learner.objects.get(person=learner).team == row.team
