"""Archives are asked for by organisers, made by the worker, taken away by them and auditors."""

import datetime as dt
import hashlib
import io
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone, translation

from talka.archive import actions, jobs, queries
from talka.archive.factories import ArchiveFactory
from talka.archive.models import Archive
from talka.archive.walking import Unanswered
from talka.documents.storage import private_storage
from talka.events.factories import EventFactory
from talka.programmes.factories import ProjectFactory
from talka.programmes.models import Project
from talka.results.tests.team import ALL, client_of, team_of, words_of
from talka.ui.refusals import Refusal

State = Archive.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    project: Project = ProjectFactory(slug="kopa")
    EventFactory(project=project, slug="seminars", state="published", first_day=timezone.localdate())
    return project


def waiting_jobs() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'number' FROM procrastinate_jobs WHERE task_name = 'archive.make' ORDER BY id")
        return [int(number) for (number,) in cursor.fetchall()]


def test_asked_for_it_is_made_and_replaces_the_one_before(project: Project, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    organiser = team_of(project)["organiser"]
    before = ArchiveFactory(project=project)
    old_file = before.file.name
    row = actions.ask_for_archive(project, by=organiser)
    assert (row.state, waiting_jobs()) == (State.WAITING, [row.pk])
    with django_capture_on_commit_callbacks(execute=True):
        jobs.make_archive(row.pk)
    row.refresh_from_db()
    before.refresh_from_db()
    assert (row.state, before.state) == (State.READY, State.REPLACED)
    assert not private_storage().exists(old_file), "the file of the earlier one is gone"
    assert before.sha256, "and its digest is on record"
    with row.file.open("rb") as file:
        body = file.read()
    assert (row.size, row.sha256) == (len(body), hashlib.sha256(body).hexdigest())
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
    assert {"kopa-archive/index.html", "kopa-archive/lv/e/seminars/index.html", "kopa-archive/SHA256SUMS"} <= {*names}
    assert names == sorted(names)
    assert row.pages == sum(name.endswith(".html") for name in names)
    assert row.talka_version
    jobs.make_archive(row.pk)
    assert Archive.objects.filter(project=project).count() == 2, "asked twice it is made once"


def test_only_one_is_made_at_a_time(project: Project) -> None:
    organiser = team_of(project)["organiser"]
    actions.ask_for_archive(project, by=organiser)
    with translation.override("en"), pytest.raises(Refusal, match="made just now"):
        actions.ask_for_archive(project, by=organiser)


@pytest.mark.parametrize("hidden", ["project", "programme", "archived"])
def test_of_what_visitors_do_not_see_there_is_none(project: Project, hidden: str) -> None:
    organiser = team_of(project)["organiser"]
    if hidden == "archived":
        Project.objects.filter(pk=project.pk).update(archived_at=timezone.now())
    else:
        row = project if hidden == "project" else project.programme
        type(row).objects.filter(pk=row.pk).update(public=False)
    project = Project.objects.select_related("programme").get(pk=project.pk)
    with translation.override("en"), pytest.raises(Refusal, match="Visitors do not see"):
        actions.ask_for_archive(project, by=organiser)
    row = Archive.objects.create(project=project)
    made = actions.make_archive(row.pk)
    assert made is not None
    assert made.state == State.FAILED, "hidden after it was asked for"
    assert not made.file


def test_a_page_that_breaks_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise Unanswered("/e/seminars/", 500)

    monkeypatch.setattr(actions, "write_archive", broken)
    kept = ArchiveFactory(project=project)
    row = Archive.objects.create(project=project)
    made = actions.make_archive(row.pk)
    assert made is not None
    assert (made.state, made.fault) == (State.FAILED, "/e/seminars/: 500")
    kept.refresh_from_db()
    assert kept.state == State.READY, "what is there stays"
    answer = client_of(team_of(project)["organiser"]).get("/projects/kopa/static-archive/")
    assert "/e/seminars/: 500" in words_of(answer)


def test_who_sees_it_has_it_made_and_takes_it_away(project: Project) -> None:
    archive = ArchiveFactory(project=project)
    asked = {"GET": set(), "POST": set(), "file": set()}  # type: dict[str, set[str]]
    for name, person in team_of(project).items():
        client: Client = client_of(person)
        if client.get("/projects/kopa/static-archive/").status_code == 200:
            asked["GET"].add(name)
        answer = client.get("/projects/kopa/static-archive/file/")
        if answer.status_code == 200:
            asked["file"].add(name)
            assert answer["Content-Type"] == "application/zip"
            assert 'filename="kopa-archive-2026-11-30.zip"' in answer["Content-Disposition"]
            assert b"".join(answer.streaming_content).startswith(b"PK")
        else:
            assert answer.status_code == 404
        if client.post("/projects/kopa/static-archive/make/").status_code == 302:
            asked["POST"].add(name)
            Archive.objects.filter(state=State.WAITING).delete()
    assert asked == {
        "GET": {"organiser", "auditor", "administrator"},
        "file": {"organiser", "auditor", "administrator"},
        "POST": {"organiser", "administrator"},
    }
    assert archive.state == State.READY


@pytest.mark.parametrize("role", ALL)
def test_the_panel_hangs_where_the_archive_may_be_taken(project: Project, role: str) -> None:
    ArchiveFactory(project=project)
    answer = client_of(team_of(project)[role]).get("/projects/kopa/")
    seen = answer.status_code == 200 and "static-archive" in answer.content.decode()
    assert seen == (role in {"organiser", "auditor", "administrator"})


@pytest.mark.parametrize("state", [*State.values, "none"])
def test_the_page_says_how_it_stands(project: Project, state: str) -> None:
    if state == "replaced":
        ArchiveFactory(project=project, state="replaced", file="")
    elif state == "ready":
        ArchiveFactory(project=project)
    elif state != "none":
        Archive.objects.create(project=project, state=state, done=3, known=12, fault="/x/: 500")
    client = client_of(team_of(project)["organiser"])
    words = words_of(client.get("/projects/kopa/static-archive/"))
    told = {
        "waiting": "3 of 12 found so far",
        "making": "3 of 12 found so far",
        "ready": "Download (ZIP)",
        "failed": "The archive could not be made.",
        "replaced": "Earlier archives",
        "none": "No archive has been made yet",
    }
    assert told[state] in words
    part = client.get("/projects/kopa/static-archive/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
    assert ("hx-get" in part) == (state in ("waiting", "making")), "asks again only while something is to come"


@pytest.mark.parametrize("number", [1, 3])
def test_its_standing_takes_one_query(project: Project, number: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _each in range(number):
        ArchiveFactory(project=project, state="replaced", file="")
    ArchiveFactory(project=project)
    with django_assert_num_queries(1):
        standing = queries.standing_of(project)
        assert [str(row.asked_by) for row in standing.before] == ["None"] * number
    assert standing.ready is not None
    assert not standing.under_way


def test_the_same_files_give_the_same_zip(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from talka.archive.packing import pack

    folder = tmp_path / "folder"
    (folder / "lv").mkdir(parents=True)
    (folder / "lv" / "index.html").write_text("<p>ā</p>")
    (folder / "a.pdf").write_bytes(b"%PDF")
    moment = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
    for name in ("one", "other"):
        pack(folder, tmp_path / name, "x", moment)
        (folder / "a.pdf").touch()
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
