"""The ZIP: made once, for those who may have it; its digest outlives it; what is wrong with a file is said."""

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from talka.documents.storage import open_file, private_storage
from talka.events.factories import AttendanceFactory, EventFactory, RegistrationFactory
from talka.events.models import Event
from talka.evidence.actions.packages import ask_for_package, make_package
from talka.evidence.binding import bind_event
from talka.evidence.factories import EvidenceFileFactory, PackageFactory
from talka.evidence.models import Package
from talka.evidence.verifying import verify
from talka.evidence.zipping import packing
from talka.people.actions.erasure import erase_person
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

from .people import READ, client_of, team_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return EventFactory(state=Event.State.PUBLISHED, first_day=dt.date(2026, 3, 1), last_day=dt.date(2026, 3, 1))


@pytest.fixture
def people(event):
    return team_of(event.project)


def data_of(row: Package) -> dict:
    with open_file(row.file.name) as file, zipfile.ZipFile(file) as archive:
        (name,) = [name for name in archive.namelist() if name.count("/") == 1 and name.endswith("index.json")]
        return json.loads(archive.read(name))


@pytest.mark.parametrize(
    "role", ["anonymous", "elsewhere", "viewer", "facilitator", "auditor", "organiser", "administrator"]
)
def test_who_has_it_made_and_who_has_it(event, people, role):
    client = client_of(people[role])
    of_event, of_project = PackageFactory(event=event), PackageFactory(event=None, project=event.project)
    allowed = role in READ
    asked = client.post(reverse("evidence:ask", args=[event.slug]))
    assert asked.status_code == (302 if allowed else 404)
    assert client.post(reverse("evidence:ask_of_project", args=[event.project.slug])).status_code == asked.status_code
    assert Package.objects.filter(state="waiting").count() == (2 if allowed else 0)
    for address in (
        reverse("evidence:package", args=[event.slug, of_event.token]),
        reverse("evidence:package_of_project", args=[event.project.slug, of_project.token]),
        reverse("evidence:project", args=[event.project.slug]),
    ):
        assert client.get(address).status_code == (200 if allowed else 404)
    crossed = reverse("evidence:package", args=[event.slug, of_project.token])
    assert client.get(crossed).status_code == 404
    if not allowed:
        with pytest.raises(Refusal):
            ask_for_package(event.project, event, by=people[role])


def test_asked_twice_it_is_made_once_and_the_digest_outlives_it(event, people, django_capture_on_commit_callbacks):
    organiser = people["organiser"]
    first = ask_for_package(event.project, event, by=organiser)
    assert ask_for_package(event.project, event, by=people["auditor"]) == first
    jobs = ProcrastinateJob.objects.filter(task_name="evidence.make_package")
    assert {job.args["package"] for job in jobs} == {first.pk}
    made = make_package(first)
    assert made.state == "ready" and made.missing == 13 and made.asked_by == organiser
    with open_file(made.file.name) as file:
        assert zipfile.ZipFile(io.BytesIO(file.read())).testzip() is None
    assert make_package(made).sha256 == made.sha256
    stored = made.file.name
    with django_capture_on_commit_callbacks(execute=True):
        newer = make_package(ask_for_package(event.project, event, by=organiser))
    made.refresh_from_db()
    assert not made.file and made.gone_why == "replaced" and made.sha256 == newer.sha256
    assert not private_storage().exists(stored) and private_storage().exists(newer.file.name)
    page = client_of(people["auditor"]).get(reverse("evidence:event", args=[event.slug])).content.decode()
    assert page.count(made.sha256) == 2 and "a newer one was made" in page


def test_a_stored_file_that_is_lost_or_changed_is_said_so(event, people):
    lost = EvidenceFileFactory(event=event, item="signed_list", content=b"%PDF lost")
    changed = EvidenceFileFactory(event=event, item="publicity", content=b"%PDF as it came")
    private_storage().delete(lost.file.name)
    Path(private_storage().path(changed.file.name)).write_bytes(b"%PDF something else")
    row = make_package(ask_for_package(event.project, event, by=people["organiser"]))
    assert sorted(row.faults) == sorted([f"evidence-{lost.pk}", f"evidence-{changed.pk}"])
    told = {one["item"]: one for one in data_of(row)["files"]}
    assert told["publicity"]["changed_since_upload"] is True and "signed_list" not in told
    assert data_of(row)["lost"]


def test_what_fails_says_so_and_may_be_asked_for_again(event, people, monkeypatch):
    row = ask_for_package(event.project, event, by=people["organiser"])

    def broken(*_args):
        raise RuntimeError("zq")

    monkeypatch.setattr("talka.evidence.actions.packages.bind_event", broken)
    with pytest.raises(RuntimeError):
        make_package(row)
    row.refresh_from_db()
    assert row.state == "failed"
    page = client_of(people["organiser"]).get(reverse("evidence:event", args=[event.slug])).content.decode()
    assert "Could not be made" in page
    monkeypatch.undo()
    assert make_package(ask_for_package(event.project, event, by=people["organiser"])).state == "ready"


def test_whoever_is_erased_while_it_is_bound_is_not_in_it(event, people, monkeypatch):
    event.project.retention_until = None
    event.project.save()
    person = PersonFactory(family_name="Zqdzēstais")
    AttendanceFactory(registration=RegistrationFactory(event=event, person=person))
    EvidenceFileFactory(event=event, item="publicity", uploaded_by=person)
    times = []

    def slowly(one, target):
        bound = bind_event(one, target)
        if not times:
            erase_person(person, by=people["administrator"])
        times.append(target.seek(0) or b"Zqdz\xc4\x93stais" in target.read())
        return bound

    monkeypatch.setattr("talka.evidence.actions.packages.bind_event", slowly)
    make_package(ask_for_package(event.project, event, by=people["organiser"]))
    assert times == [True, False]


def test_names_of_files_are_plain_wherever_they_come_from(event, people):
    EvidenceFileFactory(event=event, file_name="../../Ļoti: <gara> “bilde”\u202e.pdf", caption="x")
    EvidenceFileFactory(event=event, file_name="ž" * 200 + ".pdf", content=b"%PDF other")
    AttendanceFactory(registration=RegistrationFactory(event=event))
    row = make_package(ask_for_package(event.project, event, by=people["organiser"]))
    for one in data_of(row)["files"]:
        assert one["path"].isascii() and ".." not in one["path"] and len(one["path"]) < 150
    assert len({one["path"].casefold() for one in data_of(row)["files"]}) == 3


@pytest.fixture
def whole(tmp_path):
    """A small event file, and a way to write it otherwise."""

    def write(name: str, change=lambda names: names) -> object:
        out = io.BytesIO()
        with packing(out, "lieta") as pack:
            one = pack.add("01-x/a.pdf", b"a")
            index = {"title": "Lieta", "files": [{"path": one.path, "sha256": one.sha256}]}
            pack.add("index.json", json.dumps(index).encode())
            pack.add("index.html", b"<!doctype html>")
            pack.sums()
        with zipfile.ZipFile(out) as archive:
            entries = change({entry: archive.read(entry) for entry in archive.namelist()})
        place = tmp_path / name
        with zipfile.ZipFile(place, "w") as archive:
            for entry, content in entries.items():
                archive.writestr(entry, content)
        return place

    return write


def test_a_whole_one_is_right(whole):
    found = verify(whole("a.zip"))
    assert found.right and found.files == 3 and found.made_of == "Lieta"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda names: names | {"lieta/01-x/a.pdf": b"b"}, "01-x/a.pdf: was changed"),
        (lambda names: {k: v for k, v in names.items() if not k.endswith("a.pdf")}, "01-x/a.pdf: is missing"),
        (lambda names: names | {"lieta/b.pdf": b"b"}, "b.pdf: was added"),
        (lambda names: names | {"lieta/SHA256SUMS": b"rubbish\n"}, "line 1 cannot be read"),
        (lambda names: {k: v for k, v in names.items() if "SUMS" not in k}, "is no event file"),
        (lambda names: names | {"lieta/index.json": b"{}"}, "index.json: was changed"),
        (lambda names: names | {"other/x": b""}, "is no event file"),
    ],
)
def test_what_differs_is_said(whole, change, said):
    found = verify(whole("b.zip", change))
    assert not found.right and any(said in fault for fault in found.faults), found.faults


def test_what_is_no_zip_or_is_cut_short_is_said(tmp_path, whole):
    place = tmp_path / "c.zip"
    place.write_bytes(b"PK but no")
    assert not verify(place).right
    place.write_bytes(whole("d.zip").read_bytes()[:-40])
    assert not verify(place).right


@pytest.mark.parametrize("path", ["../x", "/x", "a//b", "a\\b", "x.", "a/./b", "c:x", "x" * 200])
def test_no_path_leads_out(path):
    with packing(io.BytesIO(), "lieta") as pack, pytest.raises(ValueError, match="cannot be the name"):
        pack.add(path, b"")
