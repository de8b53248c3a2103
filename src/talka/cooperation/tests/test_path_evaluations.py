"""Evaluations every two years, and the letter that reminds of them."""

import datetime as dt

import pytest
from django.urls import reverse

from talka.cooperation.actions import evaluations as actions
from talka.cooperation.factories import EvaluationFactory, PartnerFactory
from talka.cooperation.models import Evaluation
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
DUE = dt.date(2028, 3, 1)


def page_of(case):
    return reverse("cooperation:step", args=[case.slug, "evaluation"])


@pytest.fixture
def focal(partner):
    partner.focal_point = PersonFactory(organisation=partner.organisation, email="kontakts@example.test")
    partner.save()
    return partner.focal_point


def test_an_evaluation_is_planned_held_and_the_next_one_planned_two_years_later(as_planner, case):
    as_planner.post(reverse("cooperation:plan_evaluation", args=[case.slug]), {"due_on": "2026-01-31"})
    row = Evaluation.objects.get()
    where = reverse("cooperation:evaluation", args=[case.slug, row.pk])
    sent = {
        "version": "1",
        "q-aims-met_said": "yes",
        "q-aims-met_words": "lielākoties",
        "q-otherwise": "Vairāk stāstīt",
        "conclusions": "Turpinām",
        "audience": "public",
        "held_on": "",
    }
    assert as_planner.post(where, sent).status_code == 302
    row.refresh_from_db()
    assert row.answers == {"aims-met": {"said": "yes", "words": "lielākoties"}, "otherwise": "Vairāk stāstīt"}
    assert row.held_on is None
    assert as_planner.post(where, sent | {"version": "2", "held_on": "2999-03-09"}).status_code == 422
    assert as_planner.post(where, sent | {"version": "2", "held_on": "2024-02-29"}).status_code == 302
    assert as_planner.post(where, sent | {"version": "2"}).status_code == 409
    assert [str(one.due_on) for one in Evaluation.objects.filter(held_on=None)] == ["2026-02-28"]
    assert as_planner.post(where, sent | {"version": "3", "held_on": "2024-02-28"}).status_code == 302
    assert as_planner.post(where, sent | {"version": "4", "held_on": ""}).status_code == 422
    assert Evaluation.objects.count() == 2


def test_the_day_of_the_next_evaluation_is_moved_not_doubled(case, planner):
    actions.plan_evaluation(case, DUE, by=planner)
    Evaluation.objects.update(reminded_on=DUE)
    row = actions.plan_evaluation(case, DUE + dt.timedelta(days=90), by=planner)
    assert Evaluation.objects.get() == row
    assert row.reminded_on is None


def test_focal_points_get_one_letter_a_month_before(case, focal):
    EvaluationFactory(case=case, due_on=DUE)
    assert actions.remind_all(dt.date(2028, 1, 30)) == 0
    assert actions.remind_all(dt.date(2028, 1, 31)) == 1
    assert actions.remind_all(dt.date(2028, 2, 15)) == 0
    letter = Letter.objects.get()
    assert letter.to_address == focal.email
    assert case.slug in letter.text


def test_a_letter_waits_until_somebody_is_named(case, partner):
    EvaluationFactory(case=case, due_on=DUE)
    assert actions.remind_all(DUE) == 0
    assert Evaluation.objects.get().reminded_on is None
    partner.focal_point = PersonFactory(organisation=partner.organisation, email="kontakts@example.test")
    partner.save()
    assert actions.remind_all(DUE) == 1


def test_nobody_is_reminded_of_what_is_over(case, partner, focal):
    row = EvaluationFactory(case=case, due_on=DUE)
    case.state, case.state_reason = "ended", "Nav vairs vajadzīga"
    case.save()
    assert actions.remind_all(DUE) == 0
    case.state, case.state_reason, case.retired_at = "running", "", dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    case.save()
    assert actions.remind_all(DUE) == 0
    case.retired_at = None
    case.save()
    partner.state, partner.reason = "withdrawn", "Aizgāja"
    partner.save()
    assert actions.remind_all(DUE) == 0
    row.refresh_from_db()
    assert row.reminded_on is None


def test_others_see_days_and_conclusions_that_are_for_everybody(client, case):
    held = {"held_on": dt.date(2026, 2, 1), "due_on": dt.date(2026, 2, 1)}
    EvaluationFactory(case=case, conclusions="SLEPENS-SECINAJUMS", answers={"otherwise": "SLEPENA-ATBILDE"}, **held)
    EvaluationFactory(case=case, conclusions="REDZAMS", audience="public", answers={"improve": "SLEPENA"}, **held)
    EvaluationFactory(case=case, due_on=DUE)
    case.published_at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    case.save()
    for page in (page_of(case), reverse("cooperation:path", args=[case.slug])):
        words = client.get(page).content.decode()
        assert "REDZAMS" in words and "SLEPEN" not in words
    row = Evaluation.objects.first()
    assert client.get(reverse("cooperation:evaluation", args=[case.slug, row.pk])).status_code == 404
    assert client.get(reverse("cooperation:plan_evaluation", args=[case.slug])).status_code == 404


def test_only_who_may_change_the_case_plans(case):
    with pytest.raises(Refusal) as refused:
        actions.plan_evaluation(case, DUE, by=PersonFactory(with_account=True))
    assert refused.value.status == 403


@pytest.mark.parametrize("number", [1, 3])
def test_reminding_asks_for_each_case_once(django_assert_max_num_queries, number):
    for _each in range(number):
        partner = PartnerFactory()
        partner.focal_point = PersonFactory(organisation=partner.organisation, email=f"k{_each}@example.test")
        partner.save()
        EvaluationFactory(case=partner.case, due_on=DUE)
    with django_assert_max_num_queries(4 + 12 * number):
        assert actions.remind_all(DUE) == number
