"""The criteria by which applications are compared, and what pages of applications cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from talka.learning.actions import criteria
from talka.learning.actions.criteria import CriterionData
from talka.learning.factories.applications import ApplicationFactory, ApplicationMemberFactory
from talka.learning.models import Criterion, Score
from talka.learning.queries.applications import criteria_of
from talka.people.factories import OrganisationFactory
from talka.ui.refusals import Refusal

from .applying_world import (
    DAY,
    close,
    criterion,
    open_cohort,
    posted,
    scorer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def cohort(training):
    criterion(training)
    return open_cohort(training, number=1)


def address(cohort, name="apply", *more):
    return reverse(f"learning:{name}", args=[cohort.training.slug, cohort.number, *more])


def test_the_cohort_s_page_says_what_is_asked_and_until_when(client, cohort):
    page = client.get(reverse("learning:cohort", args=[cohort.training.slug, 1])).content.decode()
    assert "Applications are open" in page and "Gatavība" in page and address(cohort) in page
    close(cohort)
    posted(cohort, 1, name="Ezera kopiena")
    page = client.get(reverse("learning:cohort", args=[cohort.training.slug, 1])).content.decode()
    assert "Applications closed on" in page and "Ezera kopiena" not in page


def test_criteria_are_entered_changed_moved_and_taken_away(client, training, organiser, trainer):
    client.force_login(organiser.account)
    where = reverse("learning:criteria", args=[training.slug])
    for title in ("Pirmais", "Otrais"):
        sent = {"title_0": title, "title_1": "", "most_points": 10, "weight": "1.5"}
        assert client.post(where, sent).url == where
    first, second = Criterion.objects.all()
    client.post(reverse("learning:move_criterion", args=[training.slug, second.pk]), {"to": "up"})
    assert [str(one) for one in Criterion.objects.all()] == ["Otrais", "Pirmais"]
    client.post(reverse("learning:retire_criterion", args=[training.slug, first.pk]))
    assert "Pirmais" in client.get(where).content.decode()
    client.post(reverse("learning:restore_criterion", args=[training.slug, first.pk]))
    assert not Criterion.objects.exclude(retired_at=None).exists()
    edited = reverse("learning:edit_criterion", args=[training.slug, first.pk])
    assert client.post(edited, {"title_0": "Trešais", "title_1": "", "most_points": 3, "weight": 1}).status_code == 302
    client.force_login(trainer.account)
    assert client.get(where).status_code == 404
    assert client.post(edited, {"title_0": "X"}).status_code == 404
    for wrong in (CriterionData(" "), CriterionData("A", most_points=0), CriterionData("A", weight=0)):
        with pytest.raises(Refusal):
            criteria.add_criterion(training, wrong, by=organiser)


def test_a_criterion_taken_away_later_still_counts_where_applications_have_closed(training, cohort, organiser):
    asked = Criterion.objects.get()
    close(cohort)
    other = open_cohort(training, number=2)
    criteria.retire_criterion(asked, by=organiser)
    later = criteria.add_criterion(training, CriterionData("Jauns"), by=organiser)
    assert criteria_of(cohort) == [asked]
    assert criteria_of(other) == [later]
    criteria.restore_criterion(asked, by=organiser)
    criteria.retire_criterion(asked, by=organiser)
    Criterion.objects.filter(pk=asked.pk).update(retired_at=timezone.now() - DAY)
    close(other)
    with translation.override("en"), pytest.raises(Refusal, match="closed without this criterion"):
        criteria.restore_criterion(asked, by=organiser)


def test_points_keep_a_criterion_as_it_is(cohort, organiser):
    one = Criterion.objects.get()
    Score.objects.create(application=posted(cohort, 1), criterion=one, scorer=scorer(cohort), points=2)
    with translation.override("en"), pytest.raises(Refusal, match="given by this criterion"):
        criteria.change_criterion(one, CriterionData("Gatavība", most_points=10), by=organiser)
    criteria.change_criterion(one, CriterionData("Gatavība un vēlme"), by=organiser)
    one.refresh_from_db()
    assert (str(one), one.most_points) == ("Gatavība un vēlme", 5)


@pytest.mark.parametrize("name", ["apply", "applications", "selection", "own"])
def test_pages_ask_a_fixed_number_of_queries(client, cohort, organiser, name):
    mine = ApplicationFactory(cohort=cohort, person=organiser)
    where = reverse("learning:own_application", args=[mine.pk]) if name == "own" else address(cohort, name)
    client.force_login(organiser.account)
    asked = []
    for round_ in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        asked.append(len(queries))
        for number in range(1 if round_ == 0 else 3):
            row = posted(cohort, round_ * 10 + number + 1, organisation=OrganisationFactory())
            ApplicationFactory(cohort=cohort)
            one = scorer(cohort, organisation=OrganisationFactory())
            Score.objects.create(application=row, criterion=Criterion.objects.first(), scorer=one, points=3)
            ApplicationMemberFactory(application=mine)
    assert asked[1] == asked[2]
    assert max(asked) <= 26
