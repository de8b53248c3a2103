"""Letters about homework, each once; and what goes when somebody is erased."""

import datetime as dt
import io

import pytest
from django.utils import timezone

from talka.documents.kept_files import Sent
from talka.documents.report import Report, report_pdf
from talka.learning.actions import homework as actions
from talka.learning.actions.answers import say
from talka.learning.actions.cohorts import leave
from talka.learning.actions.homework import HomeworkData
from talka.learning.actions.reminders import tend
from talka.learning.factories import CohortFactory, LearnerFactory, StaffFactory, TeamFactory
from talka.learning.factories.homework import HandInFactory, HomeworkFactory
from talka.learning.models import Homework, Learner
from talka.letters.models import Letter
from talka.people.actions import erase_person
from talka.people.personal_data import export

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()


@pytest.fixture
def homework(cohort):
    return HomeworkFactory(cohort=cohort)


@pytest.fixture
def place(learner):
    return Learner.objects.get(person=learner)


def pdf() -> bytes:
    return report_pdf(Report(title="Karte"))


def kinds(kind="learning-homework"):
    return [(letter.kind, letter.to_address) for letter in Letter.objects.filter(kind__startswith=kind)]


def test_trainers_are_written_to_once_a_day(cohort, homework, team, other_team, trainer, coach, learner, place):
    today = timezone.localdate()
    Homework.objects.update(due_on=today + dt.timedelta(days=60))
    actions.hand_in(homework, place, "Viens", by=learner)
    neighbour = LearnerFactory(team=other_team)
    actions.hand_in(homework, neighbour, "Divi", by=neighbour.person)
    coordinator = StaffFactory(training=cohort.training, role="coordinator").person
    assert tend(today) == 2
    assert {to for _kind, to in kinds()} == {trainer.email, coach.email}
    letter = Letter.objects.filter(kind="learning-homework-waiting", to_address=trainer.email).get()
    assert letter.text.count("Kopienas karte") == 2
    assert "Viens" not in letter.text  # the work itself is read inside
    assert tend(today) == 0
    actions.hand_in(homework, place, "Jauns", by=learner)
    tend(today)
    assert len(kinds()) == 2  # a day has one letter
    actions.hand_in(homework, place, "Vēl jaunāks", by=learner)
    assert tend(today + dt.timedelta(days=1)) == 2
    assert coordinator.email not in {to for _kind, to in kinds()}
    row = actions.hand_in(homework, place, "Atbildēts pirms vēstules", by=learner)
    say(row, "Labi", verdict="accepted", by=trainer)
    later = today + dt.timedelta(days=2)
    assert tend(later) == 0  # nothing waits any more
    say(row, "Un ko tālāk?", by=learner)
    assert tend(later) == 2


def test_where_nobody_teaches_the_coordinator_is_told_and_else_it_waits(cohort, homework, place, learner):
    actions.hand_in(homework, place, "Viens", by=learner)
    today = timezone.localdate()
    assert tend(today) == 0
    coordinator = StaffFactory(training=cohort.training, role="coordinator").person
    assert tend(today) == 1
    assert kinds() == [("learning-homework-waiting", coordinator.email)]


def test_a_team_that_has_left_is_not_led_to_a_page_that_is_closed_to_it(cohort, homework, team, learner, trainer):
    row = HandInFactory(homework=homework, team=team)
    leave(team, "Nav laika", by=StaffFactory(training=cohort.training, role="coordinator").person)
    say(row, "Labi", by=trainer)
    assert kinds("learning-homework-answered") == []


def test_reminders_come_before_the_due_day_once(cohort, team, other_team, learner, place, trainer):
    today = timezone.localdate()
    homework = HomeworkFactory(cohort=cohort, due_on=today + dt.timedelta(days=3))
    HomeworkFactory(cohort=cohort, due_on=today + dt.timedelta(days=4))
    HomeworkFactory(cohort=cohort, due_on=today, retired_at=timezone.now())
    HomeworkFactory(cohort=CohortFactory(training=cohort.training, number=2, state="ended"), due_on=today)
    done, gone = LearnerFactory(team=other_team), LearnerFactory(team=team, left_on=today)
    returned = LearnerFactory(team=TeamFactory(cohort=cohort))
    HandInFactory(homework=homework, team=other_team, told=True)
    HandInFactory(homework=homework, team=returned.team, state="returned", told=True)
    assert tend(today) == 2
    told = {to for kind, to in kinds() if kind == "learning-homework-due"}
    assert told == {learner.email, returned.person.email}
    assert not told & {done.person.email, gone.person.email}
    assert tend(today) == 0
    moved = HomeworkData(homework.title, homework.task, today + dt.timedelta(days=2))
    actions.change_homework(homework, moved, version=1, by=trainer)
    assert tend(today) == 2


def test_an_erased_persons_words_go_and_the_teams_work_stays(
    homework, place, learner, trainer, settings, django_capture_on_commit_callbacks
):
    row = actions.hand_in(homework, place, "Mūsu darbs", by=learner)
    own = HomeworkFactory(cohort=homework.cohort, each=True)
    mine = actions.hand_in(own, place, "Mans paša", by=learner, sent=Sent(io.BytesIO(pdf()), "es.pdf"))
    kept = mine.versions.get().file.name
    say(row, "Kā lai to saprot?", by=learner)
    say(row, "Jautājiet", by=trainer)
    told = str(export(learner))
    assert "Kā lai to saprot?" in told and "Mans paša" in told and "Mūsu darbs" in told
    assert "Jautājiet" not in told
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(learner, by=None)
    assert row.versions.get().text == "Mūsu darbs"
    assert [(one.text, one.emptied) for one in row.remarks.order_by("pk")] == [("", True), ("Jautājiet", False)]
    version = mine.versions.get()
    assert (version.text, version.file_name, version.is_kept) == ("", "", False)
    assert not (settings.MEDIA_ROOT / kept).exists()
