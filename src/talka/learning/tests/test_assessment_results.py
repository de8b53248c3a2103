"""What a cohort's answers add up to: from five people on, the same people compared, nobody worked out from two figures;
needs that come of it."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.learning.actions import assessments
from talka.learning.factories import CohortFactory, TrainingFactory
from talka.learning.factories.assessments import ItemFactory, RoundFactory, answered, learners_of
from talka.learning.models import AssessmentFigure, AssessmentRound
from talka.learning.queries.assessments import results_of
from talka.links.models import Link
from talka.needs.models import Competence, Need
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
KEYS = ("plan", "count")


def held(cohort, when, people, *scores, titles=None, closed=True):
    """A round in which these people rated every competence so, closed by the house."""
    begun = timezone.now() - dt.timedelta(days=30 - 10 * AssessmentRound.When.values.index(when))
    row = RoundFactory(cohort=cohort, when=when, opened_at=begun)
    for place, key in enumerate(KEYS, start=1):
        ItemFactory(round=row, key=key, title=(titles or {}).get(key, key), order=place)
    answered(row, people, *scores)
    if closed:
        assessments.close_round(row, by=None)
        row.refresh_from_db()
    return row


def figure(row, key="plan"):
    return AssessmentFigure.objects.filter(item__round=row, item__key=key).first()


def test_gaps_of_five_by_hand(cohort):
    row = held(cohort, "before", learners_of(cohort, 5), (5, 1), (5, 2), (4, 2), (5, 3), (4, 2))
    one = figure(row)
    assert (row.told, row.people) == ("own", 5)
    assert one.importance == pytest.approx(4.6) and one.ability == pytest.approx(2)
    assert one.mwds == pytest.approx(2.6 * 4.6)
    assert one.low < one.mwds < one.high


def test_four_answers_show_nothing_and_say_why(client, cohort, learner):
    row = held(cohort, "before", learners_of(cohort, 4), (5, 1))
    assert (row.told, row.people) == ("few", 0) and not AssessmentFigure.objects.exists()
    client.force_login(learner.account)
    page = client.get(reverse("learning:assessment", args=[cohort.training.slug, 1])).content.decode()
    assert "Fewer than five people answered, so nothing is shown" in page
    assert results_of(cohort, learner).rows == () and "20" not in page.partition("<main")[2].partition("Rounds")[0]


def test_figures_are_shown_once_the_round_has_closed_and_not_before(client, cohort, learner):
    row = held(cohort, "before", learners_of(cohort, 6), (5, 1), closed=False)
    assert results_of(cohort, learner).headline is None
    assessments.close_round(row, by=None)
    assert results_of(cohort, learner).headline.mwds == 20


def test_only_those_who_answered_both_are_compared(cohort, learner):
    """Ten before, five of them after: five dropped out, so what the five said before can stand beside it."""
    people = learners_of(cohort, 10)
    held(cohort, "before", people[:5], (5, 1), closed=False)
    row = AssessmentRound.objects.get()
    answered(row, people[5:], (3, 3))
    assessments.close_round(row, by=None)
    after = held(cohort, "after", people[:5], (5, 3))
    one = figure(after)
    assert (after.told, after.people) == ("both", 5)
    assert (one.before_mwds, one.mwds, one.change, one.change_low, one.change_high) == (20, 10, -10, -10, -10)
    head = results_of(cohort, learner).headline
    assert (head.before, head.mwds, head.change, head.count, head.people, head.exact) == (20, 10, -10, 2, 5, True)


def test_who_came_to_the_second_round_alone_counts_in_no_figure(cohort):
    people = learners_of(cohort, 7)
    held(cohort, "before", people[:6], (5, 2))
    after = held(cohort, "after", people[:6], (5, 4), closed=False)
    answered(after, people[6:], (1, 5))
    assessments.close_round(after, by=None)
    after.refresh_from_db()
    assert (after.people, figure(after).mwds) == (6, 5)


def test_nobody_who_dropped_out_can_be_worked_out(cohort, learner):
    """Seven before, six of them after: the seventh's answers would be the difference."""
    people = learners_of(cohort, 7)
    held(cohort, "before", people, (5, 2), (4, 2), (5, 1))
    after = held(cohort, "after", people[:6], (5, 4))
    one = figure(after)
    assert (after.told, after.people) == ("both", 6)
    assert (one.before_mwds, one.before_importance, one.change, one.change_low) == (None, None, None, None)
    head = results_of(cohort, learner).headline
    assert head.before == pytest.approx(figure(AssessmentRound.objects.get(when="before")).mwds)
    assert head.exact is False


def test_a_first_round_that_closes_last_is_not_compared_with_what_came_after_it(cohort, learner):
    people = learners_of(cohort, 5)
    before = held(cohort, "before", people, (5, 1), closed=False)
    after = held(cohort, "after", people, (5, 4))
    assessments.close_round(before, by=None)
    before.refresh_from_db()
    assert (before.told, figure(before).before_mwds, figure(before).change) == ("own", None, None)
    assert (after.told, figure(after).before_mwds) == ("own", None)
    later = held(cohort, "later", people, (5, 5))
    assert (later.told, figure(later).before_mwds) == ("both", figure(before).mwds)


def test_two_parts_of_the_first_round_that_differ_by_few_are_not_both_told(cohort):
    people = learners_of(cohort, 12)
    held(cohort, "before", people, (5, 1), (4, 3))
    after = held(cohort, "after", people[:7], (5, 4))
    assert figure(after).before_mwds is not None  # five dropped out
    later = held(cohort, "later", people[:6], (5, 4))
    assert figure(later).before_mwds is None  # one more would be told apart from the seven
    assert (later.told, later.people) == ("both", 6)


def test_the_same_part_may_be_told_again(cohort):
    people = learners_of(cohort, 12)
    held(cohort, "before", people, (5, 1), (4, 3))
    after, later = (held(cohort, when, people[:7], (5, 4)) for when in ("after", "later"))
    assert figure(later).before_mwds == figure(after).before_mwds is not None


def test_fewer_than_five_of_both_are_not_compared(cohort):
    people = learners_of(cohort, 10)
    held(cohort, "before", people[:5], (5, 1))
    after = held(cohort, "after", people[1:7], (5, 3))
    assert (after.told, after.people, figure(after).before_mwds) == ("own", 6, None)


def test_an_erased_person_s_answers_go_and_figures_stand(cohort, organiser):
    people = learners_of(cohort, 6)
    row = held(cohort, "before", people, (5, 1), (5, 4))
    stood = figure(row).mwds
    administrator = PersonFactory(administrator=True)
    erase_person(people[0], by=administrator)
    row.refresh_from_db()
    assert row.answers.count() == 5 and not row.answers.filter(person=people[0]).exists()
    assert figure(row).mwds == stood and row.people == 6
    after = held(cohort, "after", people[1:], (5, 5))
    assert (after.told, after.people, figure(after).before_mwds) == (
        "both",
        5,
        None,
    )  # the erased one is not told apart


def test_erased_before_the_end_counts_nowhere(cohort):
    people = learners_of(cohort, 5)
    row = held(cohort, "before", people, (5, 1), closed=False)
    erase_person(people[0], by=PersonFactory(administrator=True))
    assessments.close_round(row, by=None)
    row.refresh_from_db()
    assert (row.told, row.people) == ("few", 0)


def test_the_database_holds_no_figure_of_fewer_than_five(cohort):
    row = held(cohort, "before", learners_of(cohort, 5), (5, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentRound.objects.filter(pk=row.pk).update(people=4)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssessmentFigure.objects.update(supervisors=4, seen=3.0)


def test_a_competence_renamed_between_rounds_is_compared_and_said_so(client, cohort, learner):
    people = learners_of(cohort, 5)
    held(cohort, "before", people, (5, 1), titles={"plan": "Plans"})
    after = held(cohort, "after", people, (5, 3), titles={"plan": "Plans with others"})
    assert figure(after).change == -10
    client.force_login(learner.account)
    page = client.get(reverse("learning:assessment", args=[cohort.training.slug, 1])).content.decode()
    assert "The wording has" in page and "Before: “Plans”." in " ".join(page.split())
    (row,) = [row for row in results_of(cohort, learner).rows if row.reworded]
    assert (row.key, str(row.item)) == ("plan", "Plans with others")


def test_a_competence_asked_once_is_not_compared(cohort, learner):
    people = learners_of(cohort, 5)
    held(cohort, "before", people, (5, 1))
    after = RoundFactory(cohort=cohort, when="after", opened_at=timezone.now())
    for place, key in enumerate(("plan", "speak"), start=1):
        ItemFactory(round=after, key=key, order=place)
    answered(after, people, (5, 3))
    assessments.close_round(after, by=None)
    assert figure(after).change == -10
    assert figure(after, "speak").change is None and figure(after, "speak").mwds == 10
    assert results_of(cohort, learner).headline.count == 1


@pytest.fixture
def keeper(training, organiser):
    """An organiser who keeps the programme's register."""
    ProjectFactory(programme=training.programme)
    return organiser


def test_an_organiser_makes_a_need_of_a_gap_once(client, cohort, keeper, learner):
    Competence.objects.create(programme=cohort.training.programme, key="plan", title="Plans", order=1)
    row = held(cohort, "before", learners_of(cohort, 6), (5, 1))
    client.force_login(keeper.account)
    address = reverse("learning:need_of_competence", args=[cohort.training.slug, 1, row.pk, "plan"])
    assert client.get(address).status_code == 200
    assert client.post(address, {"words": "We cannot plan"}).status_code == 302
    need = Need.objects.get()
    assert (need.words, need.competence.key, need.recorded) == ("We cannot plan", "plan", False)
    assert "6" in need.theme and str(cohort) in need.theme
    assert Link.objects.filter(from_kind="training", to_kind="need", to_id=str(need.pk)).count() == 1
    assert client.post(address, {"words": "Again"}).status_code == 409
    assert Need.objects.count() == 1
    for person, seen in ((keeper, True), (learner, True), (PersonFactory(with_account=True), False)):
        client.force_login(person.account)
        page = client.get(reverse("needs:need", args=[need.pk])).content.decode()
        assert ("As cohorts assessed it" in page) is seen
    client.logout()
    assert "As cohorts assessed it" not in client.get(reverse("needs:need", args=[need.pk])).content.decode()


def test_no_need_of_what_is_not_lacking_and_none_by_others(client, cohort, keeper, trainer, learner):
    row = held(cohort, "before", learners_of(cohort, 6), (3, 5))
    item = row.items.get(key="plan")
    with translation.override("en"), pytest.raises(Refusal, match="no gap"):
        assessments.record_as_need(item, "Words", by=keeper)
    gap = held(cohort, "after", learners_of(cohort, 6), (5, 1))
    address = reverse("learning:need_of_competence", args=[cohort.training.slug, 1, gap.pk, "plan"])
    for person in (trainer, learner):
        client.force_login(person.account)
        assert client.get(address).status_code == client.post(address, {"words": "x"}).status_code == 404
        with pytest.raises(Refusal):
            assessments.record_as_need(gap.items.get(key="plan"), "Words", by=person)
    assert not Need.objects.exists()


def test_the_page_asks_a_fixed_number_of_queries(client, cohort, learner):
    people = learners_of(cohort, 5)
    client.force_login(learner.account)
    address = reverse("learning:assessment", args=[cohort.training.slug, 1])
    asked = []
    for when in AssessmentRound.When.values:
        held(cohort, when, people, (5, 1))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] == asked[2] <= 24


def test_a_need_s_panel_asks_one_query_for_any_number_of_cohorts(client, cohort, keeper):
    competence = Competence.objects.create(programme=cohort.training.programme, key="plan", title="Plans", order=1)
    need = Need.objects.create(programme=cohort.training.programme, words="x", competence=competence)
    client.force_login(keeper.account)
    asked = []
    for _round in range(2):
        for _n in range(1 if not asked else 2):
            training = TrainingFactory(programme=cohort.training.programme)
            other = CohortFactory(training=training, number=1)
            held(other, "before", learners_of(other, 5), (5, 1))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("needs:need", args=[need.pk])).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_pages_stay_light_with_forty_competences(client, cohort, learner):
    people = [learner, *learners_of(cohort, 39)]
    client.force_login(learner.account)
    for when in AssessmentRound.When.values:
        row = RoundFactory(cohort=cohort, when=when, opened_at=timezone.now())
        for place in range(1, 41):
            words = f"Plānošanas prasme ar garāku nosaukumu, kāda mēdz būt {place}"
            ItemFactory(round=row, key=f"k{place}", title=words, description=words, order=place)
        own = client.get(reverse("learning:own_assessment", args=[cohort.training.slug, 1, row.pk]))
        assert own.status_code == 200 and len(own.content) < 60_000, len(own.content)
        answered(row, people[:10], (5, 1), (4, 3))
        assessments.close_round(row, by=None)
    page = client.get(reverse("learning:assessment", args=[cohort.training.slug, 1]))
    assert len(page.content) < 60_000, len(page.content)
    assert "1–15" in page.content.decode()
