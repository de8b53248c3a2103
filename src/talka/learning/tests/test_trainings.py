"""A training programme from its beginning on: who begins it, who knows of it, its modules, cohorts and teams."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from talka.events.factories import EventFactory
from talka.learning.actions import cohorts, trainings
from talka.learning.actions.cohorts import CohortData
from talka.learning.actions.trainings import ModuleData, TrainingData
from talka.learning.factories import (
    CohortFactory,
    LearnerFactory,
    ModuleFactory,
    SessionFactory,
    StaffFactory,
    TeamFactory,
    TrainingFactory,
)
from talka.learning.models import Cohort, Learner, Session, Staff, Team, Training
from talka.learning.patterns import patterns
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.needs.models import Competence
from talka.people.actions.persons import PersonData
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_an_organiser_begins_one_that_answers_a_need(client, training, organiser):
    need = NeedFactory(words="Trūkst prasmes", event=None, programme=training.programme)
    client.force_login(organiser.account)
    address = f"{reverse('learning:new_training')}?need={need.pk}"
    sent = {"programme": training.programme.pk, "title_0": "Kopienu skola", "title_1": "", "team_size": 2}
    answer = client.post(address, sent)
    made = Training.objects.get(title__contains="Kopienu skola")
    assert answer.url == reverse("learning:training", args=[made.slug])
    assert made.published_at is None
    assert Link.objects.filter(from_kind="need", from_id=str(need.pk), to_kind="training", to_id=str(made.pk)).exists()
    assert "Trūkst prasmes" in client.get(answer.url).content.decode()


def test_nobody_begins_one_in_a_programme_of_others(organiser, stranger):
    for person in (organiser, stranger):
        with pytest.raises(Refusal) as refused:
            trainings.begin_training(TrainingData("Skola"), ProgrammeFactory(), by=person)
        assert refused.value.status == 403


def test_a_need_nobody_may_know_of_is_answered_by_none(training, organiser):
    hidden = NeedFactory(programme__public=False, words="slepeni")
    causes = (("need", hidden.pk),)
    with translation.override("en"), pytest.raises(Refusal, match="not known"):
        trainings.begin_training(TrainingData("Skola"), training.programme, by=organiser, causes=causes)
    assert Training.objects.count() == 1


def test_a_draft_is_known_to_who_runs_teaches_or_takes_part(client, stranger):
    draft = TrainingFactory(draft=True, title="SLEPENS")
    team = TeamFactory(cohort__training=draft, cohort__number=1)
    learner, trainer = LearnerFactory(team=team).person, StaffFactory(training=draft).person
    for person, seen in ((None, False), (stranger, False), (learner, True), (trainer, True)):
        client.logout()
        if person:
            client.force_login(person.account)
        assert ("SLEPENS" in client.get(reverse("learning:trainings")).content.decode()) is seen
        expected = 200 if seen else 404
        assert client.get(reverse("learning:training", args=[draft.slug])).status_code == expected
        assert client.get(reverse("learning:cohort", args=[draft.slug, 1])).status_code == expected


def test_names_in_teams_are_told_to_those_inside_alone(client, team, other_team, learner, trainer, stranger):
    learner.family_name = "Redzamā"
    learner.save()
    neighbour = LearnerFactory(team=other_team).person
    for person, seen in ((None, False), (stranger, False), (neighbour, True), (trainer, True), (learner, True)):
        client.logout()
        if person:
            client.force_login(person.account)
        for address in ("cohort", "team"):
            args = [team.cohort.training.slug, 1] + ([team.pk] if address == "team" else [])
            page = client.get(reverse(f"learning:{address}", args=args))
            assert page.status_code == 200
            assert ("Redzamā" in page.content.decode()) is seen


def test_only_those_who_run_it_change_it(client, training, cohort, team, learner, trainer, organiser):
    module = ModuleFactory(training=training, order=1)
    deeds = [
        reverse("learning:edit_training", args=[training.slug]),
        reverse("learning:retire_training", args=[training.slug]),
        reverse("learning:retire_module", args=[training.slug, module.pk]),
        reverse("learning:staff", args=[training.slug]),
        reverse("learning:edit_cohort", args=[training.slug, 1]),
        reverse("learning:new_team", args=[training.slug, 1]),
        reverse("learning:leave_team", args=[training.slug, 1, team.pk]),
    ]
    for person in (learner, trainer):
        client.force_login(person.account)
        assert [client.post(each).status_code for each in deeds] == [404] * len(deeds)
        with pytest.raises(Refusal):
            cohorts.add_team(cohort, OrganisationFactory(), by=person)
    coordinator = StaffFactory(training=training, cohort=cohort, role=Staff.Role.COORDINATOR).person
    assert cohorts.add_team(cohort, OrganisationFactory(), by=coordinator).cohort == cohort
    with pytest.raises(Refusal):  # of one cohort, not of the whole
        trainings.retire(training, by=coordinator)
    trainings.retire(training, by=organiser)
    client.logout()
    assert client.get(reverse("learning:training", args=[training.slug])).status_code == 404
    with translation.override("en"), pytest.raises(Refusal, match="taken away"):
        cohorts.add_team(cohort, OrganisationFactory(), by=organiser)


def test_a_coordinator_of_one_cohort_takes_it_away_and_brings_it_back(client, training, cohort, trainer):
    coordinator = StaffFactory(training=training, cohort=cohort, role=Staff.Role.COORDINATOR).person
    client.force_login(coordinator.account)
    page, deed = (reverse(f"learning:{name}", args=[training.slug, 1]) for name in ("cohort", "restore_cohort"))
    client.post(reverse("learning:retire_cohort", args=[training.slug, 1]))
    overview = reverse("learning:training", args=[training.slug])
    assert page in client.get(overview).content.decode()
    assert deed in client.get(page).content.decode()
    client.force_login(trainer.account)
    assert page not in client.get(overview).content.decode()
    assert client.get(page).status_code == client.post(deed).status_code == 404
    client.force_login(coordinator.account)
    assert client.post(deed).url == page
    cohort.refresh_from_db()
    assert cohort.retired_at is None


def test_modules_move_and_come_back(training, organiser):
    rows = [
        trainings.add_module(
            training,
            ModuleData(f"M{n}"),
            by=organiser,
            competences=[Competence.objects.create(programme=training.programme, key=f"k{n}", title=f"K{n}", order=n)],
        )
        for n in range(3)
    ]
    trainings.move_module(rows[2], up=True, by=organiser)
    assert [str(row) for row in training.modules.all()] == ["M0", "M2", "M1"]
    trainings.move_module(rows[0], up=True, by=organiser)  # at the end it stays
    trainings.retire_module(rows[2], by=organiser)
    trainings.move_module(rows[1], up=True, by=organiser)
    assert [str(row) for row in training.modules.filter(retired_at=None)] == ["M1", "M0"]
    trainings.restore_module(rows[2], by=organiser)
    assert training.modules.filter(retired_at=None).count() == 3
    assert rows[0].competences.count() == 1


def test_a_stale_form_is_told_so(training, organiser):
    trainings.change_training(training, TrainingData("Jauns"), version=1, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="Somebody else"):
        trainings.change_training(training, TrainingData("Cits"), version=1, by=organiser)
    training.refresh_from_db()
    assert str(training) == "Jauns"


def test_an_event_of_the_same_programme_becomes_a_session(training, cohort, organiser):
    event = EventFactory(project__programme=training.programme)
    row = cohorts.add_session(cohort, event, "session", by=organiser)
    assert cohorts.add_session(cohort, event, "final", by=organiser).pk == row.pk
    assert Session.objects.get().kind == "final"
    with translation.override("en"), pytest.raises(Refusal, match="another programme"):
        cohorts.add_session(cohort, EventFactory(), "session", by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="another training"):
        cohorts.add_session(cohort, event, "session", by=organiser, module=ModuleFactory())
    cohorts.remove_session(row, by=organiser)
    assert not Session.objects.exists()


def test_a_final_event_is_where_cohorts_meet(training, cohort, organiser):
    other = cohorts.begin_cohort(training, CohortData("Otrā"), by=organiser)
    event = EventFactory(project__programme=training.programme)
    for each in (cohort, other):
        cohorts.add_session(each, event, "final", by=organiser)
    assert Session.objects.filter(event=event).count() == 2


def test_a_draft_event_is_not_told_to_strangers(client, cohort):
    SessionFactory(cohort=cohort, event__title="Atklātais")
    SessionFactory(cohort=cohort, event__title="Noslēpums", event__state="draft")
    page = client.get(reverse("learning:cohort", args=[cohort.training.slug, 1])).content.decode()
    assert "Atklātais" in page
    assert "Noslēpums" not in page


def test_places_end_and_a_team_that_left_comes_back(cohort, organiser):
    Cohort.objects.filter(pk=cohort.pk).update(places=1)
    one = cohorts.add_team(cohort, OrganisationFactory(), by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="Every place"):
        cohorts.add_team(cohort, OrganisationFactory(), by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="already"):
        cohorts.add_team(cohort, one.organisation, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="say why"):
        cohorts.leave(one, " ", by=organiser)
    cohorts.leave(one, "No time", by=organiser)
    assert cohorts.add_team(cohort, one.organisation, by=organiser).pk == one.pk
    assert Team.objects.get().left_on is None


def test_a_team_has_no_more_people_than_its_size(team, organiser):
    for name in ("Anna", "Jānis"):
        cohorts.add_learner(team, PersonData(name, "Ozola", f"{name[0]}@example.test".lower()), by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="at most 2"):
        cohorts.add_learner(team, PersonFactory(), by=organiser)
    first = team.learners.first()
    assert first.person.organisation == team.organisation
    cohorts.remove_learner(first, by=organiser)
    cohorts.add_learner(team, PersonFactory(), by=organiser)
    assert Learner.objects.filter(team=team, left_on=None).count() == 2


@pytest.mark.parametrize(
    "data",
    [
        CohortData(" "),
        CohortData("A", state="nowhere"),
        CohortData("A", starts=dt.date(2026, 2, 2), ends=dt.date(2026, 2, 1)),
        CohortData("A", apply_until=dt.datetime(2026, 2, 2, tzinfo=dt.UTC)),
    ],
)
def test_a_cohort_that_cannot_be_is_refused(training, organiser, data):
    with pytest.raises(Refusal):
        cohorts.begin_cohort(training, data, by=organiser)
    assert not Cohort.objects.exists()


@pytest.mark.parametrize("address", ["trainings", "training", "cohort"])
def test_pages_ask_a_fixed_number_of_queries(client, training, cohort, learner, address):
    args = {"trainings": [], "training": [training.slug], "cohort": [training.slug, 1]}[address]
    client.force_login(learner.account)
    asked = []
    for round_ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"learning:{address}", args=args)).status_code == 200
        asked.append(len(queries))
        for number in range(3):
            TrainingFactory()
            ModuleFactory(training=training, order=round_ * 3 + number + 1)
            CohortFactory(training=training, number=round_ * 3 + number + 2)
            StaffFactory(training=training)
            SessionFactory(cohort=cohort)
            LearnerFactory(team=TeamFactory(cohort=cohort))
    assert asked[0] + 2 >= asked[1]  # prefetches of what was empty
    assert max(asked) <= 24


def test_a_ready_one_stands_with_its_modules_and_rules(client, training, organiser):
    need = NeedFactory(words="Trūkst prasmes", event=None, programme=training.programme)
    client.force_login(organiser.account)
    page = client.get(reverse("learning:new_training")).content.decode()
    for each in patterns():
        assert f'value="{each.key}"' in page
    assert page.count('id="id_programme"') == page.count('id="ready_programme"') == 1
    address = f"{reverse('learning:new_training_from')}?need={need.pk}"
    answer = client.post(address, {"pattern": "councillors", "programme": training.programme.pk})
    made = Training.objects.exclude(pk=training.pk).get()
    assert answer.url == reverse("learning:training", args=[made.slug])
    assert (made.team_size, made.least_modules, made.published_at) == (1, 3, None)
    assert [module.order for module in made.modules.all()] == [1, 2, 3]
    assert "Trūkst prasmes" in client.get(answer.url).content.decode()


def test_a_ready_one_that_is_none_is_refused(client, training, organiser, stranger):
    client.force_login(organiser.account)
    sent = {"pattern": "nothing", "programme": training.programme.pk}
    assert client.post(reverse("learning:new_training_from"), sent).status_code == 422
    client.force_login(stranger.account)
    sent = {"pattern": "councillors", "programme": training.programme.pk}
    assert client.post(reverse("learning:new_training_from"), sent).status_code == 404
    assert Training.objects.count() == 1


@pytest.mark.parametrize("each", patterns(), ids=lambda each: each.key)
def test_ready_ones_say_everything_in_both_languages(each):
    words = [each.name, each.about, each.for_whom]
    words += [text for module in each.modules for text in (module.title, module.outcomes)]
    assert all(set(text.data) == {"lv", "en"} and all(text.data.values()) for text in words)
    assert each.least_modules is None or each.least_modules <= len(each.modules)
    assert each.least_hours is None or each.least_hours <= sum(module.hours for module in each.modules)


def test_a_need_shows_what_answers_it_and_where_to_begin(client, training, organiser, stranger):
    need = NeedFactory(event=None, programme=training.programme)
    page, begin = reverse("needs:need", args=[need.pk]), f"{reverse('learning:new_training')}?need={need.pk}"
    for person, begins in ((None, False), (stranger, False), (organiser, True)):
        client.logout()
        if person:
            client.force_login(person.account)
        assert (begin in client.get(page).content.decode()) is begins
    trainings.begin_training(
        TrainingData("SLEPENA SKOLA"), training.programme, by=organiser, causes=(("need", need.pk),)
    )
    assert "SLEPENA SKOLA" in client.get(page).content.decode()
    client.logout()
    assert "SLEPENA SKOLA" not in client.get(page).content.decode()
