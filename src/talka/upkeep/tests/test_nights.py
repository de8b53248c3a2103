"""Jobs that come by themselves: their last run, nights that were missed, and reminders."""

import datetime as dt

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.upkeep import sources
from talka.upkeep.actions.catching_up import catch_up
from talka.upkeep.actions.letters import remind
from talka.upkeep.actions.processes import Held, note_run, say_alive, say_gone, watched
from talka.upkeep.factories import ProcessFactory, TaskRecordFactory, put_job, put_worker
from talka.upkeep.models import Process, TaskRecord
from talka.upkeep.queries.processes import alive
from talka.upkeep.queries.queue import periodic_jobs, queue
from talka.upkeep.schedule import WORDS, periodic

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 12, 12, 3, tzinfo=dt.UTC)
"""people.forget comes at 3:23."""


def all_done_at(moment):
    for each in periodic():
        TaskRecordFactory(task=each.task, began_at=moment)


def waiting():
    return set(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))


def test_every_job_that_comes_by_itself_has_words():
    assert {each.task for each in periodic()} <= set(WORDS)


def test_a_run_leaves_what_it_was(monkeypatch):
    assert watched(lambda: 7, "t.one", str) == 7
    row = TaskRecord.objects.get(task="t.one")
    assert row.succeeded and row.succeeded_at == row.began_at
    for _turn in range(2):
        with pytest.raises(LookupError):
            watched(lambda: {}["Anna"], "t.one", lambda fault: type(fault).__name__)
    row.refresh_from_db()
    assert (row.succeeded, row.fault, row.failures) == (False, "KeyError", 2)
    assert row.succeeded_at is not None
    note_run("t.one", began=NOON, seconds=1)
    row.refresh_from_db()
    assert (row.succeeded, row.fault, row.failures, row.succeeded_at) == (True, "", 0, NOON)


def test_a_missed_night_is_caught_up_once():
    all_done_at(NOON - dt.timedelta(hours=2))
    TaskRecord.objects.filter(task="people.forget").update(
        began_at=NOON - dt.timedelta(days=2), succeeded_at=NOON - dt.timedelta(days=2)
    )
    assert catch_up(now=NOON) == ["people.forget"]
    assert waiting() == {"people.forget"}
    assert catch_up(now=NOON) == []
    assert ProcrastinateJob.objects.count() == 1


def test_a_new_installation_does_all_once_and_one_on_time_nothing():
    rare = {each.task for each in periodic() if each.is_rare}
    assert "people.forget" in rare and "letters.send_due" not in rare
    assert set(catch_up(now=NOON)) == rare


def test_what_was_done_in_time_or_is_just_due_is_left_alone():
    all_done_at(NOON - dt.timedelta(hours=5))
    assert catch_up(now=NOON) == []
    just_after = dt.datetime(2026, 5, 13, 3, 30, tzinfo=dt.UTC)
    assert "people.forget" not in catch_up(now=just_after)


def test_one_that_failed_is_tried_again_after_a_pause():
    all_done_at(NOON - dt.timedelta(minutes=1))
    TaskRecord.objects.filter(task="people.forget").update(
        succeeded=False, fault="OSError", failures=1, began_at=NOON - dt.timedelta(minutes=20), succeeded_at=None
    )
    assert catch_up(now=NOON) == []
    assert catch_up(now=NOON + dt.timedelta(hours=1)) == ["people.forget"]


def test_one_that_waits_or_runs_is_not_doubled():
    all_done_at(NOON - dt.timedelta(minutes=1))
    TaskRecord.objects.filter(task="people.forget").delete()
    put_job("people.forget", "doing")
    assert catch_up(now=NOON) == []


def test_states_of_jobs():
    all_done_at(NOON - dt.timedelta(hours=1))
    TaskRecord.objects.filter(task="events.forget").update(succeeded=False, fault="OSError", failures=1)
    TaskRecord.objects.filter(task="people.forget").update(
        succeeded_at=NOON - dt.timedelta(days=3), began_at=NOON - dt.timedelta(days=3)
    )
    TaskRecord.objects.filter(task="results.keep_tallies").delete()
    put_job("workshops.forget", "todo")
    put_job("upkeep.remind", "doing")
    states = {row.task: row.state for row in periodic_jobs(NOON)}
    assert states["events.forget"] == "failed"
    assert states["people.forget"] == "missed"
    assert states["results.keep_tallies"] == "never"
    assert states["workshops.forget"] == "waiting"
    assert states["upkeep.remind"] == "running"
    assert states["letters.send_due"] == "ok"


def test_the_queue_is_counted():
    put_job(status="todo")
    put_job(status="todo", scheduled_at=NOON + dt.timedelta(days=1))
    put_job(status="todo", scheduled_at=NOON - dt.timedelta(hours=2))
    put_job(status="doing")
    put_job()
    now = queue(NOON)
    assert (now.waiting, now.later, now.running, now.failed) == (2, 1, 1, 1)
    assert now.oldest == NOON - dt.timedelta(hours=2)


def test_processes_tell_that_they_live():
    ProcessFactory(name="silent", seen_at=NOON - dt.timedelta(days=3))
    for _beat in range(2):
        say_alive("a:1:2", kind="web", machine="a", number=1, version="1", held=Held(5, 6, 7))
    assert [(row.name, row.streams) for row in alive()] == [("a:1:2", 6)]
    assert Process.objects.count() == 1, "the silent one is forgotten"
    say_gone("a:1:2")
    assert not alive()


@pytest.fixture
def well(monkeypatch, settings):
    """A worker lives, a backup is there."""
    settings.DEMO = False
    put_worker()
    monkeypatch.setattr(sources, "last_backup", lambda: sources.Backup(dt.datetime.now(dt.UTC), 5, True))


def test_administrators_are_told_once_a_week_and_of_new_trouble_at_once(well, monkeypatch):
    latvian, english = PersonFactory(administrator=True), PersonFactory(administrator=True, language="en")
    PersonFactory(with_account=True)
    now = dt.datetime.now(dt.UTC)
    assert remind(now=now) == 0
    put_job()
    assert remind(now=now) == 2
    assert remind(now=now) == 0
    letter = Letter.objects.get(to_address=english.email)
    assert "1 job failed" in letter.text and "/upkeep/" in letter.text
    assert Letter.objects.get(to_address=latvian.email).language == "lv"
    monkeypatch.setattr(sources, "last_backup", lambda: sources.Backup(now - dt.timedelta(days=5), 5, True))
    assert remind(now=now) == 2
    newest = Letter.objects.filter(to_address=english.email).first()
    assert "The last backup is 5 days old" in newest.text


def test_organisers_are_told_before_their_data_goes(well):
    now = dt.datetime.now(dt.UTC)
    soon = ProjectFactory(retention_until=now.date() + dt.timedelta(days=20), ends=None, starts=None)
    later = ProjectFactory(retention_until=now.date() + dt.timedelta(days=40), ends=None, starts=None)
    gone = ProjectFactory(retention_until=now.date() - dt.timedelta(days=1), ends=None, starts=None)
    organiser, viewer, elsewhere = (PersonFactory(language="en") for _each in range(3))
    TeamMemberFactory(person=organiser, project=soon, programme=soon.programme, role="organiser")
    TeamMemberFactory(person=organiser, project=later, programme=later.programme, role="organiser")
    TeamMemberFactory(person=viewer, project=soon, programme=soon.programme, role="viewer")
    TeamMemberFactory(person=elsewhere, project=gone, programme=gone.programme, role="organiser")
    whole = PersonFactory(language="en")
    TeamMemberFactory(person=whole, project=None, programme=soon.programme, role="organiser")
    assert remind(now=now) == 2
    assert remind(now=now + dt.timedelta(days=1)) == 0
    assert set(Letter.objects.values_list("to_address", flat=True)) == {organiser.email, whole.email}
    letter = Letter.objects.get(to_address=organiser.email)
    assert f"/projects/{soon.slug}/" in letter.text
    assert letter.person_ref == f"person:{organiser.key}"
