"""Claim: with 40 cohorts and 2,000 people in them no page of learning takes 100 ms or 60 kB.

As in `pages`, whose programme it is. Each cohort has 25 teams of two, six modules and sessions, four pieces of homework
of which most are handed in; one has 60 applications and two rounds of assessment. Beside them 40 learning networks, 40
peer reviews, 200 practice stories, 200 community plans, 200 impressions. See docs/developers/speed.md.
"""

import datetime as dt
import os
import random
import sys
from collections.abc import Sequence
from typing import Any

from bench._browser import Browser
from bench.cooperation import two
from bench.pages import run

COHORTS = int(os.environ.get("TALKA_BENCH_COHORTS", "40"))
TEAMS, MODULES, HOMEWORK, APPLICATIONS, ANGELS = 25, 6, 4, 60, 100
NETWORKS, MEMBERS, REVIEWS, STORIES = 40, 10, 40, 200
SEED = 7


def fill_cohorts(chance: random.Random) -> Sequence[Any]:
    """The cohorts, of one training programme; people are those of the programme."""
    from django.utils import timezone

    from talka.events.models import Event
    from talka.learning.models import Cohort, Learner, Module, Session, Team, Training
    from talka.people.models import Organisation, Person

    events = list(Event.objects.select_related("project").order_by("first_day"))
    programme = events[0].project.programme
    training = Training.objects.create(
        programme=programme,
        slug="kopienu-skola",
        title=two("Kopienu skola"),
        about=two("Kas pēc gada būs citādi. " * 20),
        least_hours=24,
        least_modules=4,
        homework_needed=True,
        published_at=timezone.now(),
    )
    modules = Module.objects.bulk_create(
        [
            Module(
                training=training, order=n + 1, title=two(f"Modulis {n + 1}"), outcomes=two("Pateikt\nDarīt"), hours=8
            )
            for n in range(MODULES)
        ]
    )
    cohorts = Cohort.objects.bulk_create(
        [
            Cohort(
                training=training,
                number=n + 1,
                title=two(f"Mācību grupa {n + 1}"),
                state="running",
                apply_from=timezone.now() - dt.timedelta(days=60),
                apply_until=timezone.now() - dt.timedelta(days=30),
            )
            for n in range(COHORTS)
        ]
    )
    own = [event for event in events if event.project.programme_id == programme.pk]
    Session.objects.bulk_create(
        [
            Session(cohort=cohort, module=module, event=event)
            for cohort in cohorts
            for module, event in zip(modules, chance.sample(own, MODULES), strict=True)
        ]
    )
    organisations = list(Organisation.objects.order_by("pk"))
    teams = Team.objects.bulk_create(
        [
            Team(cohort=cohort, organisation=one, order=place)
            for cohort in cohorts
            for place, one in enumerate(chance.sample(organisations, TEAMS))
        ]
    )
    people = iter(chance.sample(list(Person.objects.all()), 2 * len(teams)))
    Learner.objects.bulk_create([Learner(team=team, person=next(people)) for team in teams for _two in range(2)])
    return cohorts


def fill_homework(chance: random.Random, cohorts: Sequence[Any]) -> None:
    from django.utils import timezone

    from talka.learning.models import HandIn, HandInVersion, Homework

    now = timezone.now()
    tasks = Homework.objects.bulk_create(
        [
            Homework(
                cohort=cohort,
                title=two(f"Mājasdarbs {n + 1}"),
                task=two("Izdariet to savā vietā. " * 8),
                due_on=now.date() + dt.timedelta(days=chance.randint(-90, 60)),
            )
            for cohort in cohorts
            for n in range(HOMEWORK)
        ]
    )
    rows = []
    for task in tasks:
        for team in task.cohort.teams.all():
            state = chance.choice(("", "handed_in", "accepted", "accepted", "returned"))
            if state:
                answered = None if state == "handed_in" else now
                rows.append(
                    HandIn(homework=task, team=team, state=state, first_at=now, last_at=now, answered_at=answered)
                )
    HandIn.objects.bulk_create(rows, batch_size=1000)
    HandInVersion.objects.bulk_create(
        [HandInVersion(hand_in=row, number=1, text="Mēs to izdarījām. " * 12, at=now) for row in rows], batch_size=1000
    )


def fill_selection(cohort: Any) -> None:
    from talka.learning.factories.applications import ApplicationFactory, CriterionFactory

    for number in range(4):
        CriterionFactory(training=cohort.training, title=two(f"Kritērijs {number + 1}"))
    for number in range(APPLICATIONS):
        ApplicationFactory(
            cohort=cohort,
            posted=True,
            number=number + 1,
            name=f"Kopiena {number}",
            person__email=f"kopiena{number}@example.test",
        )


def fill_assessment(cohort: Any) -> None:
    from django.utils import timezone

    from talka.learning.actions.assessments import close_round
    from talka.learning.factories.assessments import ItemFactory, RoundFactory, answered
    from talka.people.models import Person

    people = list(Person.objects.filter(learning__team__cohort=cohort))
    for when, days, ability in (("before", 200, 2), ("after", 20, 4)):
        row = RoundFactory(cohort=cohort, when=when, opened_at=timezone.now() - dt.timedelta(days=days))
        for order in range(20):
            ItemFactory(round=row, key=f"k{order}", title=two(f"Kompetence {order + 1}"), order=order + 1)
        answered(row, people, (5, ability), (4, ability))
        close_round(row, by=None)


def fill_angels(chance: random.Random, programme: Any) -> None:
    from talka.learning.factories.angels import AngelFactory, AngelRequestFactory

    for number in range(ANGELS):
        AngelFactory(person__email=f"engelis{number}@example.test")
        AngelRequestFactory(programme=programme, urgency=chance.randint(1, 5))


def fill_networks(chance: random.Random, programme: Any) -> None:
    """Each with its members, their people, homework, notes and targets; the stories are spread over all."""
    from talka.learning.factories.networks import (
        NetworkFactory,
        NetworkMemberFactory,
        NetworkNoteFactory,
        NetworkPersonFactory,
        NetworkTargetFactory,
        NetworkTaskFactory,
        PracticeStoryFactory,
    )
    from talka.people.models import Organisation, Person

    organisations = list(Organisation.objects.exclude(area=None).order_by("pk"))
    people = list(Person.objects.order_by("pk")[:500])
    for number in range(NETWORKS):
        network = NetworkFactory(programme=programme, slug=f"tikls-{number}")
        for place, one in enumerate(chance.sample(organisations, MEMBERS)):
            member = NetworkMemberFactory(network=network, organisation=one, area=one.area, order=place)
            for person in chance.sample(people, 3):
                NetworkPersonFactory(member=member, person=person)
            NetworkTaskFactory(member=member)
            NetworkNoteFactory(member=member, text="Mums aprūpētāji plāno maršrutus paši. " * 6)
            NetworkTargetFactory(member=member)
    for _story in range(STORIES):
        one = chance.choice(organisations)
        PracticeStoryFactory(organisation=one, area=one.area)


def fill_reviews(chance: random.Random, programme: Any) -> None:
    """Each with its team, plan of four days, final report of 20 recommendations, all of it published."""
    from talka.learning.factories.reviews import (
        PeerFactory,
        PeerFindingFactory,
        PeerRecommendationFactory,
        PeerReportFactory,
        PeerReviewFactory,
        ReviewMeetingFactory,
    )
    from talka.people.models import Organisation, Person

    organisations = list(Organisation.objects.exclude(area=None).order_by("pk"))
    people = list(Person.objects.order_by("pk")[:500])
    for _review in range(REVIEWS):
        review = PeerReviewFactory(programme=programme, organisation=chance.choice(organisations), published=True)
        for person in chance.sample(people, 5):
            PeerFactory(review=review, person=person)
        for day in range(4):
            for hour in range(9, 17):
                times = {"starts": dt.time(hour), "ends": dt.time(hour + 1)}
                ReviewMeetingFactory(review=review, day=review.visit_from + dt.timedelta(days=day), **times)
        report = PeerReportFactory(review=review)
        PeerFindingFactory(report=report)
        for order in range(20):
            PeerRecommendationFactory(report=report, order=order + 1)


def fill_stories_of_teams(cohorts: Sequence[Any]) -> None:
    """Of five teams of each cohort a community plan, and what one of them tells of the year."""
    from talka.learning.factories.community_plans import (
        CommunityPlanFactory,
        PlanActivityFactory,
        PlanActorFactory,
        PlanAssetFactory,
    )
    from talka.learning.factories.impressions import ImpressionFactory

    for cohort in cohorts:
        for team in cohort.teams.select_related("cohort__training", "organisation").order_by("order")[:5]:
            plan = CommunityPlanFactory(team=team, published=True)
            for number in range(15):
                PlanAssetFactory(plan=plan, title=f"Dīķis {number}")
                PlanActorFactory(plan=plan, title=f"Biedrība {number}")
                PlanActivityFactory(plan=plan, what=f"Iztīrīt dīķi {number}")
            learner = team.learners.select_related("person").first()
            ImpressionFactory(team=team, person=learner.person, published=True, consents=["quoting"])


def learning(filled: Any) -> dict[str, tuple[Browser, str]]:
    from bench.pages import analyze
    from talka.learning.models import AngelRequest, CommunityPlan, Impression, Learner, PeerReview, PracticeStory

    chance = random.Random(SEED)
    cohorts = fill_cohorts(chance)
    fill_homework(chance, cohorts)
    fill_selection(cohorts[0])
    fill_assessment(cohorts[0])
    programme = cohorts[0].training.programme
    fill_angels(chance, programme)
    fill_networks(chance, programme)
    fill_reviews(chance, programme)
    fill_stories_of_teams(cohorts)
    analyze()
    visitor, runs = Browser(), Browser(filled.administrator)
    learner = Learner.objects.filter(team__cohort=cohorts[0]).select_related("person").first()
    assert learner is not None
    mine = Browser(account_of(learner.person))
    request, review = AngelRequest.objects.order_by("pk")[0], PeerReview.objects.order_by("pk")[0]
    story, plan = PracticeStory.objects.order_by("pk")[0], CommunityPlan.objects.order_by("pk")[0]
    impression = Impression.objects.order_by("pk")[0]
    training = "/learning/training/kopienu-skola"
    one = f"{training}/cohorts/1"
    return {
        "training programmes": (visitor, "/learning/"),
        "a training programme": (visitor, f"{training}/"),
        "a cohort, visitor": (visitor, f"{one}/"),
        "a cohort, coordinator": (runs, f"{one}/"),
        "progress": (runs, f"{one}/progress/"),
        "homework": (runs, f"{one}/homework/"),
        "waits for an answer": (runs, f"{one}/waiting/"),
        "twin teams": (runs, f"{one}/twins/"),
        "my way": (mine, f"{one}/my-way/"),
        "homework, mine": (mine, f"{one}/homework/"),
        "selection": (runs, f"{one}/selection/"),
        "applications": (runs, f"{one}/applications/"),
        "assessment": (runs, f"{one}/assessment/"),
        "four levels": (runs, f"{training}/levels/"),
        "certificates": (runs, f"{one}/certificates/"),
        "angels": (visitor, "/learning/angels/"),
        "requests": (runs, "/learning/angels/requests/"),
        "a request": (runs, f"/learning/angels/requests/{request.pk}/"),
        "peer reviews": (runs, "/learning/reviews/"),
        "a peer review, visitor": (visitor, f"/learning/reviews/{review.pk}/"),
        "a peer review, organiser": (runs, f"/learning/reviews/{review.pk}/"),
        "learning networks": (visitor, "/learning/networks/"),
        "a network, visitor": (visitor, "/learning/network/tikls-0/"),
        "a network, coordinator": (runs, "/learning/network/tikls-0/"),
        "practice stories": (visitor, "/learning/stories/"),
        "practice stories, searched": (visitor, "/learning/stories/?q=mar%C5%A1ruti"),
        "a practice story": (visitor, f"/learning/stories/{story.pk}/"),
        "community plans": (visitor, "/learning/community-plans/"),
        "a community plan": (visitor, f"/learning/community-plans/{plan.pk}/"),
        "impressions": (visitor, "/learning/impressions/"),
        "an impression": (visitor, f"/learning/impressions/{impression.pk}/"),
    }


def account_of(person: Any) -> Any:
    """The person's account, made where they have none."""
    from talka.people.models import Account

    if person.account is None:
        person.account = Account.objects.create_user(person.email)
        person.save(update_fields=["account"])
    return person.account


def main() -> int:
    return run("learning", learning)


if __name__ == "__main__":
    sys.exit(main())
