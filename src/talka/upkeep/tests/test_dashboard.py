"""The administrators' page: for whom it is, what it says, what its buttons do."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from talka.letters.factories import LetterFactory
from talka.letters.models import Letter
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.upkeep import sources
from talka.upkeep.factories import ProcessFactory, TaskRecordFactory, put_job, put_worker

pytestmark = pytest.mark.django_db
DEEDS = ("failed/retry/", "failed/forget/", "failed/1/retry/", "failed/1/forget/", "run/people.forget/", "test-letter/")


def signed_in(person=None):
    client = Client(headers={"accept-language": "en"})
    if person is not None:
        client.force_login(person.account)
    return client


@pytest.fixture
def administrator():
    return PersonFactory(administrator=True)


def test_for_everybody_else_it_is_not_there():
    number = put_job()
    organiser = PersonFactory(with_account=True)
    TeamMemberFactory(person=organiser, project=ProjectFactory(), role="organiser")
    inactive = PersonFactory(administrator=True)
    for person in (None, organiser, PersonFactory(with_account=True)):
        client = signed_in(person)
        assert client.get("/upkeep/").status_code == 404
        for deed in (*DEEDS, f"failed/{number}/forget/"):
            assert client.post(f"/upkeep/{deed}").status_code == 404, deed
        assert "/upkeep/" not in client.get("/").content.decode()
    inactive.account.is_active = False
    inactive.account.save()
    assert signed_in(inactive).get("/upkeep/").status_code == 404
    assert ProcrastinateJob.objects.filter(pk=number, status="failed").exists()


def test_deeds_are_no_pages(administrator):
    for deed in DEEDS:
        assert signed_in(administrator).get(f"/upkeep/{deed}").status_code == 405


def test_it_says_how_things_are_and_nothing_of_people(administrator, monkeypatch, settings):
    settings.DEMO = False
    monkeypatch.setattr(sources, "last_backup", lambda: None)
    LetterFactory(to_address="plant@planted.test", to_name="Plantīte Stādītā", state="failed", last_error="550 plant@")
    put_job("people.enter_import", args='{"key": "planted-key"}')
    TaskRecordFactory(
        task="people.enter_import", succeeded=False, fault="LookupError", failures=2, began_at=timezone.now()
    )
    ProcessFactory(kind="web", machine="one")
    ProcessFactory(kind="worker", machine="two", seen_at=timezone.now() - dt.timedelta(minutes=5))
    text = signed_in(administrator).get("/upkeep/").content.decode()
    assert "LookupError" in text
    assert "No worker has been heard" in text
    assert "No backup has been made here" in text
    assert "one, 1" in text and "two, 1" not in text
    assert "talka check --deploy names these faults" in text
    assert "TALKA_HOSTS is not set" in text
    assert "plant" not in text.lower().replace("explan", "")


def test_where_all_is_well_it_says_so(administrator, monkeypatch):
    put_worker()
    now = timezone.now()
    monkeypatch.setattr(sources, "last_backup", lambda: sources.Backup(now, 5_000_000, True))
    text = signed_in(administrator).get("/upkeep/").content.decode()
    assert "Nothing needs your attention" in text
    assert "No job has failed" in text


def test_one_number_of_queries(administrator, django_assert_num_queries, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(administrator)
    counts = []
    for _round in range(2):
        for _row in range(2):
            put_job()
            put_job(status="todo")
            ProcessFactory()
            LetterFactory(state="failed")
        put_worker()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get("/upkeep/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] < 35, counts


def test_a_failed_job_is_tried_again(administrator):
    number, other = put_job(), put_job()
    answer = signed_in(administrator).post(f"/upkeep/failed/{number}/retry/", follow=True)
    assert "The job waits again" in answer.content.decode()
    assert dict(ProcrastinateJob.objects.values_list("pk", "status")) == {number: "todo", other: "failed"}


def test_a_job_that_runs_or_waits_is_left_alone(administrator):
    """The queue's own function would take one that runs out of its worker's hands."""
    for status in ("doing", "todo", "cancelled"):
        number = put_job(status=status)
        for deed in ("retry", "forget"):
            answer = signed_in(administrator).post(f"/upkeep/failed/{number}/{deed}/")
            assert answer.status_code == 409
        assert ProcrastinateJob.objects.get(pk=number).status == status


def test_a_job_of_which_another_waits_is_not_doubled(administrator):
    number = put_job("people.forget", queueing_lock="people.forget")
    put_job("people.forget", "todo", queueing_lock="people.forget")
    answer = signed_in(administrator).post(f"/upkeep/failed/{number}/retry/")
    assert answer.status_code == 409
    assert "waits already" in answer.content.decode()
    other = put_job()
    signed_in(administrator).post("/upkeep/failed/retry/")
    assert ProcrastinateJob.objects.get(pk=number).status == "failed"
    assert ProcrastinateJob.objects.get(pk=other).status == "todo"


def test_failed_jobs_are_forgotten_one_or_all(administrator):
    first, _second, runs = put_job(), put_job(), put_job(status="doing")
    client = signed_in(administrator)
    client.post(f"/upkeep/failed/{first}/forget/")
    assert ProcrastinateJob.objects.filter(status="failed").count() == 1
    assert client.post(f"/upkeep/failed/{first}/forget/").status_code == 409
    client.post("/upkeep/failed/forget/")
    assert [*ProcrastinateJob.objects.values_list("pk", flat=True)] == [runs]


def test_a_job_runs_now_but_not_twice(administrator):
    client = signed_in(administrator)
    assert client.post("/upkeep/run/people.forget/").status_code == 302
    assert ProcrastinateJob.objects.filter(task_name="people.forget", status="todo").count() == 1
    assert client.post("/upkeep/run/people.forget/").status_code == 409
    assert client.post("/upkeep/run/people.enter_import/").status_code == 404
    assert ProcrastinateJob.objects.count() == 1


def test_a_test_letter_goes_the_way_of_all_letters(administrator, settings):
    client = signed_in(administrator)
    assert client.post("/upkeep/test-letter/").status_code == 409
    assert not Letter.objects.exists()
    settings.EMAIL_URL = "smtp://127.0.0.1:9?from=talka@example.test"
    answer = client.post("/upkeep/test-letter/", follow=True)
    letter = Letter.objects.get()
    assert (letter.to_address, letter.state, letter.kind) == (administrator.email, "queued", "test")
    assert "Test letter from Talka" in answer.content.decode()
