"""The four levels of evaluation on one page: each with who stands behind it, and "not known yet" where it is not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talka.events.factories import FeedbackAnswerFactory
from talka.learning.actions import assessing, assessments
from talka.learning.factories import CohortFactory, SessionFactory, StaffFactory
from talka.learning.factories.assessments import learners_of
from talka.learning.models import AssessmentRound
from talka.learning.queries.levels import levels_of
from talka.links.actions import connect
from talka.people.factories import PersonFactory
from talka.plans.factories import GoalFactory

from .test_assessment_results import held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def page(client, training, name="levels"):
    answer = client.get(reverse(f"learning:{name}", args=[training.slug]))
    return " ".join(answer.content.decode().split())


def test_nothing_is_known_at_first(client, training, cohort, organiser):
    client.force_login(organiser.account)
    told = page(client, training)
    for words in (
        "no session is entered",
        "no cohort has five people who answered both before and after",
        "no cohort has five people who answered both before and six months later",
        "Supervisors' views: not known yet",
        "no plan, joint project or other thing is linked",
    ):
        assert words.replace("'", "&#x27;") in told or words in told, words


def test_reaction_is_of_events_with_five_sheets(training, cohort, organiser):
    told, few = SessionFactory(cohort=cohort).event, SessionFactory(cohort=cohort).event
    other = CohortFactory(training=training, number=2)
    SessionFactory(cohort=other, event=told)  # where cohorts meet: counted once
    for _n in range(5):
        FeedbackAnswerFactory(event=told, ratings={"useful": 4, "content": 5})
    for _n in range(4):
        FeedbackAnswerFactory(event=few, ratings={"useful": 1})
    it = levels_of(training, organiser).reaction
    assert (it.mean, it.sheets, it.events, it.held) == (4.5, 5, 1, 2)


def test_learning_and_behaviour_are_weighted_by_people_of_cohorts_that_are_told(client, training, cohort, organiser):
    small = CohortFactory(training=training, number=2)
    few = CohortFactory(training=training, number=3)
    for group, many, gain in ((cohort, 10, 3), (small, 5, 2), (few, 4, 5)):
        people = learners_of(group, many)
        held(group, "before", people, (5, 1))
        held(group, "after", people, (5, gain))
        if many != 4:
            held(group, "later", people, (5, 4))
    found = levels_of(training, organiser)
    learning = found.learning
    assert [(step.people, step.ability_before, step.ability) for step in learning.steps] == [(10, 1, 3), (5, 1, 2)]
    assert learning.people == 15
    assert learning.ability == pytest.approx((10 * 3 + 5 * 2) / 15)
    assert learning.gap == pytest.approx((10 * 10 + 5 * 15) / 15)
    assert (found.behaviour.ability_before, found.behaviour.ability) == (1, 4)
    client.force_login(organiser.account)
    told = page(client, training)
    assert "15 people answered both times" in told
    assert str(few.title) not in told.partition("2. Learning")[2]


def test_it_says_where_the_figure_before_is_of_more_people(client, training, cohort, organiser):
    people = learners_of(cohort, 7)
    held(cohort, "before", people, (5, 1))
    held(cohort, "after", people[:6], (5, 3))
    client.force_login(organiser.account)
    assert levels_of(training, organiser).learning.exact is False
    assert "The earlier figure is of all who answered then" in page(client, training)


def test_supervisors_count_from_five_on(training, cohort, organiser):
    people = learners_of(cohort, 5)
    held(cohort, "before", people, (5, 1))
    later = held(cohort, "later", people, (5, 4), closed=False)
    for person in people:
        view = assessing.invite_supervisor(later, person, name="A", email=f"s{person.pk}@example.test")
        assessing.answer_as_supervisor(view, {"plan": 3, "count": 5})
    assessments.close_round(later, by=None)
    seen = levels_of(training, organiser).seen
    assert (seen.supervisors, seen.ability) == (5, 4.0)


def test_results_are_what_the_trail_leads_to_as_far_as_one_may_know(client, training, organiser, trainer):
    plan = GoalFactory(plan__published_at=None)
    public = GoalFactory()
    for goal in (plan, public):
        connect("training", training.pk, "led_to", "plan_goal", goal.pk)
    client.force_login(organiser.account)
    told = page(client, training)
    assert "Not known yet: no plan" not in told
    assert "links are counted, not people" in told
    for person, many in ((PersonFactory(administrator=True), 2), (trainer, 1)):
        assert sum(one.count for one in levels_of(training, person).results) == many


@pytest.mark.parametrize("name", ["levels", "print_levels"])
def test_who_works_for_it_reads_it_and_nobody_else(
    client, training, cohort, learner, trainer, organiser, stranger, name
):
    one_cohort = StaffFactory(training=training, cohort=cohort, role="trainer").person
    for person, status in (
        (None, 404),
        (stranger, 404),
        (learner, 404),
        (one_cohort, 404),
        (trainer, 200),
        (organiser, 200),
    ):
        client.logout()
        if person:
            client.force_login(person.account)
        assert client.get(reverse(f"learning:{name}", args=[training.slug])).status_code == status


def test_it_asks_a_fixed_number_of_queries(client, training, cohort, organiser):
    client.force_login(organiser.account)
    asked = []
    for number in range(3):
        group = CohortFactory(training=training, number=number + 10)
        people = learners_of(group, 5)
        for when in AssessmentRound.When.values:
            held(group, when, people, (5, 1))
        for _n in range(5):
            FeedbackAnswerFactory(event=SessionFactory(cohort=group).event)
        if number != 1:
            with CaptureQueriesContext(connection) as queries:
                page(client, training)
            asked.append(len(queries))
    assert asked[0] == asked[1] <= 30
