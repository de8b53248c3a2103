"""The event file of the played seminar is complete, its digests hold and its index opens; that of the true record says
what is missing."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import html

from talka.documents.storage import open_file
from talka.events.models import Event
from talka.evidence.actions.packages import ask_for_package, make_package
from talka.evidence.binding import bind_event, bind_project
from talka.evidence.checklists import standard
from talka.evidence.models import Package
from talka.evidence.queries.checklist import State, checklist
from talka.evidence.verifying import verify
from talka.people.models import Person
from talka.programmes.models import Project
from talka.results.loading import load
from talka.site.browsers import axe_script, browsing, violations
from talka.site.command import main
from talka.territories.actions import load_areas
from talka.territories.register_files import read_areas

from .own_database import own_database

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PLAYED = "izspeles-seminars"


@pytest.fixture(scope="module")
def examples(django_db_blocker):
    with own_database(django_db_blocker, "eventfile"):
        load_areas(read_areas())
        load(EXAMPLES / "lv07")
        load(EXAMPLES / "izspele")
        yield


def event_of(slug: str) -> Event:
    return Event.objects.select_related("project__programme", "area").get(slug=slug)


@pytest.fixture(scope="module")
def made(examples, tmp_path_factory) -> Path:
    """The ZIP as the worker makes it, brought out of the storage."""
    event = event_of(PLAYED)
    organiser = Person.objects.get(email="zane.organizatore@izspele.example")
    row = make_package(ask_for_package(event.project, event, by=organiser))
    assert (row.state, row.faults, row.missing) == (Package.State.READY, [], 0)
    place = tmp_path_factory.mktemp("made") / row.file_name
    with open_file(row.file.name) as source, place.open("wb") as target:
        shutil.copyfileobj(source, target)
    assert verify(place).sha256 == row.sha256 and place.stat().st_size == row.size
    return place


@pytest.fixture(scope="module")
def unpacked(made, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder)
    (top,) = folder.iterdir()
    assert top.name == f"{PLAYED}-pasakuma-lieta"
    return top


def test_everything_is_there(examples):
    found = checklist(event_of(PLAYED))
    states = {line.item.key: line.state for line in found.lines}
    assert states == dict.fromkeys(states, State.THERE) | {"certificates": State.APART}
    assert set(states) == set(standard().items)
    assert found.complete and not found.open


def test_every_item_has_its_files(unpacked):
    data = json.loads((unpacked / "index.json").read_text())
    by_item = {}
    for one in data["files"]:
        assert (unpacked / one["path"]).stat().st_size == one["size"]
        assert one["at"] or one["origin"] == "talka", "what was brought says when"
        by_item.setdefault(one["item"], []).append(one)
    assert set(by_item) == set(standard().items) - {"certificates"}
    assert {one["origin"] for one in by_item["signed_list"]} == {"upload"}
    assert {one["origin"] for one in by_item["attendance_list"]} == {"talka"}
    assert sorted(one["media_type"].rpartition(".")[2] for one in by_item["results"])[0] == "application/pdf"
    assert len(data["events"][0]["publications"]) == 2
    (apart,) = [one for one in data["events"][0]["items"] if one["state"] == "apart"]
    assert apart["key"] == "certificates" and apart["does_not_apply"]
    assert data["made_up"] is True


def test_the_digests_hold_and_tell_a_change(unpacked, made, tmp_path):
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=unpacked, check=True)
    named = {line[66:] for line in (unpacked / "SHA256SUMS").read_text().splitlines()}
    assert named == {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    other = tmp_path / "other"
    shutil.copytree(unpacked, other)
    scan = next(other.glob("04-*/*"))
    scan.write_bytes(scan.read_bytes()[:-1] + b"x")
    said = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=other, capture_output=True, text=True, check=False)
    assert said.returncode == 1 and scan.name in said.stdout


def test_the_command_needs_no_database(made, capsys):
    assert main(["evidence", "verify", str(made)]) == 0
    said = capsys.readouterr().out
    assert verify(made).sha256 in said and "Unchanged" in said
    assert main(["evidence", "verify", str(made), "--sha256", "0" * 64]) == 1
    environment = {"PATH": "/usr/bin:/bin", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    words = [sys.executable, "-m", "talka.site.command", "evidence", "verify", str(made)]
    source = str(Path(__file__).resolve().parents[1] / "src")
    subprocess.run(words, env=environment | {"PYTHONPATH": source}, check=True, capture_output=True)


def test_the_same_state_gives_the_same_bytes(examples, made, tmp_path):
    again = tmp_path / "again.zip"
    with again.open("wb") as target:
        bind_event(event_of(PLAYED), target)
    assert verify(again).sha256 == verify(made).sha256


def test_the_index_leads_to_every_file_and_runs_nothing(unpacked):
    tree = html.document_fromstring((unpacked / "index.html").read_bytes())
    assert tree.get("lang") == "lv" and not tree.xpath("//script | //link | //img | //*[@onclick]")
    links = {link for link in tree.xpath("//a/@href") if not link.startswith(("http:", "https:"))}
    files = {one["path"] for one in json.loads((unpacked / "index.json").read_text())["files"]}
    assert links == files | {"SHA256SUMS"}
    assert all((unpacked / link).is_file() for link in links)
    text = tree.text_content()
    assert "Parakstītā dalībnieku saraksta skenējums" in text and "IZD-2026/7" in text


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_the_index_opens_from_a_folder(unpacked, width):
    with browsing() as browser:
        page = browser.new_page(viewport={"width": width, "height": 800})
        faults: list[str] = []
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.goto((unpacked / "index.html").as_uri())
        page.evaluate(axe_script())
        assert violations(page) == []
        assert not faults


def test_the_true_record_says_what_is_missing(examples):
    found = checklist(event_of("imc-0"))
    states = {line.item.key: line.state for line in found.lines}
    assert {key for key, state in states.items() if state is State.THERE} == {"results", "publication_links"}
    assert {state for key, state in states.items() if key not in ("results", "publication_links")} == {State.MISSING}
    agenda = next(line for line in found.lines if line.item.key == "agenda")
    assert agenda.made.lacks, "it was released, but its hours are not on record"


def test_a_project_in_one_zip(examples, tmp_path):
    project = Project.objects.select_related("programme").get(slug="kopa-planojam")
    place = tmp_path / "all.zip"
    with place.open("wb") as target:
        bound = bind_project(project, target)
    found = verify(place)
    assert found.right, found.faults
    with zipfile.ZipFile(place) as archive:
        archive.extractall(tmp_path)
        data = json.loads(archive.read(f"{bound.folder}/index.json"))
    top = tmp_path / bound.folder
    subprocess.run(["sha256sum", "-c", "--strict", "--quiet", "SHA256SUMS"], cwd=top, check=True)
    events = Event.objects.filter(project=project).exclude(state=Event.State.DRAFT)
    assert {one["slug"] for one in data["events"]} == set(events.values_list("slug", flat=True))
    for index in (top / "index.html", *top.glob("*/index.html")):
        for link in html.document_fromstring(index.read_bytes()).xpath("//a/@href"):
            assert link.startswith(("http:", "https:")) or (index.parent / link).is_file(), (index, link)
    assert max(len(str(path.relative_to(tmp_path))) for path in top.rglob("*")) < 200
