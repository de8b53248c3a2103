"""The path in a real browser, on a phone and on a desk: filled in by keyboard, axe silent, nothing off the side."""

import datetime as dt

import pytest
from django.urls import reverse

from talka.cooperation.actions import steps as actions
from talka.cooperation.actions.evaluations import plan_evaluation
from talka.cooperation.factories import SeatFactory, StepPaperFactory
from talka.cooperation.models import CaseStep
from talka.cooperation.path.register import steps
from talka.site.browsers import OVERFLOW, axe_script, opened, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = "document.querySelectorAll('details.disclosure').forEach(each => each.open = true)"


@pytest.mark.parametrize(("width", "language"), [(360, "lv"), (1280, "en")])
def test_axe_finds_nothing_on_any_step(browser, live_server, case, partner, planner, width, language):
    given = dict.fromkeys(("rationale", "need", "savings", "feasibility"), 4)
    actions.rate_areas(partner, {"waste": given, "tourism": given}, version=0, by=planner)
    rows = [{"partner": partner.organisation.key, "seats": "1", "votes": "2"}]
    actions.answer_step(case, "management", {"votes": rows}, version=0, by=planner)
    actions.answer_for_partner(
        partner, "partners", {"solution": {"said": "partly", "words": "x"}}, version=0, by=planner
    )
    SeatFactory(partner=partner, chair_from=dt.date(2026, 1, 1))
    StepPaperFactory(case=case)
    evaluation = plan_evaluation(case, dt.date(2026, 1, 31), by=planner)
    page = opened(browser, live_server, planner, width, language)
    pages = [reverse("cooperation:step", args=[case.slug, step]) for step in steps()]
    pages += [
        reverse("cooperation:case", args=[case.slug]),
        reverse("cooperation:path", args=[case.slug]),
        reverse("cooperation:partner_step", args=[case.slug, "partners", partner.pk]),
        reverse("cooperation:partner_step", args=[case.slug, "areas", partner.pk]),
        reverse("cooperation:new_paper", args=[case.slug, "study", "decision"]),
        reverse("cooperation:new_seat", args=[case.slug, "task_force"]),
        reverse("cooperation:evaluation", args=[case.slug, evaluation.pk]),
    ]
    for address in pages:
        page.goto(address)
        page.evaluate(OPEN)
        assert page.evaluate(OVERFLOW) <= 0, address
        page.evaluate(axe_script())
        assert violations(page) == [], address


def test_a_table_is_filled_and_a_fault_leads_to_its_input(browser, live_server, case, planner):
    page = opened(browser, live_server, planner)
    page.goto(reverse("cooperation:step", args=[case.slug, "financing"]))
    page.locator("[name='q-sources-0-source']").fill("ES fonds")
    page.locator("[name='q-sources-0-amount']").fill("daudz")
    page.locator("section[aria-labelledby='answers'] button[type=submit]").click()
    page.locator(".error-summary a").click()
    assert page.evaluate("document.activeElement.name") == "q-sources-0-source"
    assert page.locator("[name='q-sources-0-source']").input_value() == "ES fonds"
    page.locator("[name='q-sources-0-amount']").fill("1 200,50")
    page.locator("section[aria-labelledby='answers'] button[type=submit]").click()
    page.locator(".notice-success").wait_for()
    assert CaseStep.objects.get().answers["sources"] == [{"source": "ES fonds", "amount": "1200.50"}]
