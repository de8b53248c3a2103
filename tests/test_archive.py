"""The archive of the played project opened from a disk, and of a planted one searched for what nobody may know."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from talka.archive.folder import write_archive
from talka.archive.sealing import seal_of, verify
from talka.events.factories import CertificateFactory
from talka.events.models import Certificate, Event, Registration
from talka.programmes.models import Project
from talka.results.loading import load
from talka.territories.actions import load_areas
from talka.territories.register_files import read_areas

from .archive_reading import faults_of, wrong_sums
from .own_database import own_database
from .planted import World, build

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PLAYED = "izspeles-seminars"
CODE = "ABCD23EFGH45"
ROUNDS = 2_000
"""Fewer than in earnest: what is tested is that a code opens what it sealed, not how long guessing takes."""
MOMENT = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)


AXE = "async rules => (await axe.run({runOnly: rules, resultTypes: ['violations'], preload: false})).violations"
"""Without axe's own reading of style sheets, which a browser forbids from a disk and tells as an error of the page."""


@dataclass
class Archived:
    folder: Path
    holder: str


@pytest.fixture(scope="module")
def played(django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archived]:
    """The played project's archive, with one certificate issued."""
    with own_database(django_db_blocker, "archive"):
        load_areas(read_areas())
        load(EXAMPLES / "izspele")
        came = Registration.objects.filter(event__slug=PLAYED, attendances__isnull=False).order_by("pk").first()
        certificate = CertificateFactory(registration=came, event=came.event, code=CODE, holder="Ķērsta Žagariņa-Šņore")
        folder = tmp_path_factory.mktemp("played") / "archive"
        write_archive(Project.objects.get(slug="kopa-planojam"), folder, made_at=MOMENT, rounds=ROUNDS)
        yield Archived(folder, certificate.holder)


def test_nothing_in_it_needs_a_server(played: Archived) -> None:
    assert faults_of(played.folder) == []
    assert wrong_sums(played.folder) == []


@pytest.mark.parametrize("language", ["lv", "en"])
def test_it_holds_what_a_visitor_sees(played: Archived, language: str) -> None:
    event = f"e/{PLAYED}"
    for name in (
        "index.html", "a-z.html", "documents.html", "certificates.html", "p/izspele/index.html",
        "p/izspele/kopa-planojam/index.html", "p/izspele/kopa-planojam/results/index.html", f"{event}/index.html",
        f"{event}/findings/index.html", f"{event}/findings.pdf", f"{event}/findings.docx", f"{event}/findings.xlsx",
        f"{event}/agenda.pdf", f"{event}/event.ics", "programmes/izspele/needs/index.html",
        "programmes/izspele/measures/index.html", "programmes/izspele/followup/index.html",
        "programmes/izspele/data/index.html", "programmes/izspele/data/needs.csv",
        "programmes/izspele/data/needs.json", "programmes/izspele/data/datapackage.json",
    ):  # fmt: skip
        assert (played.folder / language / name).is_file(), name
    trail = next((played.folder / language / "trail" / "need").glob("*/index.html")).read_text()
    assert "<svg" in trail, "the picture of the way"
    listed = (played.folder / language / "a-z.html").read_text()
    assert "Dati par savu teritoriju" in listed
    assert "Izspēle" in (played.folder / language / "index.html").read_text()


def test_the_page_of_an_event_says_what_the_live_one_says(played: Archived, client) -> None:  # type: ignore[no-untyped-def]
    page = (played.folder / "lv" / "e" / PLAYED / "index.html").read_text()
    client.cookies["talka_language"] = "lv"
    live = client.get(f"/e/{PLAYED}/").content.decode()
    for words in ("Ko plānotājiem vajag?", "Politiskā līderība un vietējās iniciatīvas", "Gaismezera kultūras nams"):
        assert words in live
        assert words in page


def test_who_holds_the_code_verifies_and_nobody_lists_names(played: Archived) -> None:
    told = verify(played.folder, CODE)
    assert told is not None
    assert played.holder in told["lv"]
    assert played.holder in told["en"]
    assert verify(played.folder, "ABCD23EFGH46") is None
    for path in played.folder.rglob("*"):
        assert CODE not in path.name
        if path.is_file():
            assert played.holder.encode() not in path.read_bytes(), path
            assert CODE.encode() not in path.read_bytes(), path


@pytest.mark.browser
def test_a_browser_opens_it_from_the_disk(played: Archived) -> None:
    """At the width of a phone and of a desk: no error, no request but for its own files, nothing axe complains of."""
    from talka.site.browsers import OVERFLOW, RULES, axe_script, browsing

    pages = [
        "index.html", "lv/index.html", "lv/a-z.html", "lv/documents.html", "lv/certificates.html",
        "en/p/izspele/kopa-planojam/index.html", f"lv/e/{PLAYED}/index.html", f"lv/e/{PLAYED}/findings/index.html",
        "lv/programmes/izspele/needs/index.html", "lv/programmes/izspele/followup/index.html",
        "lv/programmes/izspele/data/index.html", "lv/p/izspele/kopa-planojam/results/index.html",
    ]  # fmt: skip
    kinds = ("trail/need", "trail/event", "needs", "measures")
    pages += [
        str(next((played.folder / "lv" / kind).glob("*/index.html")).relative_to(played.folder)) for kind in kinds
    ]
    faults: list[str] = []
    with browsing() as browser:
        for width in (360, 1280):
            context = browser.new_context(viewport={"width": width, "height": 800})
            page = context.new_page()
            page.set_default_timeout(40_000)
            here: list[str] = []
            page.on("console", lambda said, here=here: here.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error, here=here: here.append(str(error)))
            page.on("request", lambda asked, here=here: asked.url.startswith("file:") or here.append(asked.url))
            for name in pages:
                here.clear()
                page.goto((played.folder / name).as_uri())
                page.evaluate(axe_script())
                found = [
                    (fault["id"], [node["html"][:200] for node in fault["nodes"]][:2])
                    for fault in page.evaluate(AXE, RULES)
                ]
                faults += [f"{name} at {width}: {fault}" for fault in (*here, *found)]
                if page.evaluate(OVERFLOW) > 0:
                    faults.append(f"{name} at {width} is wider than its window")
            context.close()
    assert faults == []


@pytest.fixture(scope="module")
def world(django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with own_database(django_db_blocker, "archived"):
        yield build()


@pytest.fixture(scope="module")
def archived(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("planted") / "archive"
    write_archive(world.own.project, folder, made_at=MOMENT, rounds=ROUNDS)
    return folder


def whole(folder: Path) -> bytes:
    """Every byte of an archive, names of files too, with what stands packed in its documents unpacked."""
    parts = []
    for path in sorted(folder.rglob("*")):
        parts.append(str(path.relative_to(folder)).encode())
        if not path.is_file():
            continue
        body = path.read_bytes()
        parts.append(body)
        if body.startswith(b"%PDF"):
            parts += [page.extract_text().encode() for page in pypdf.PdfReader(io.BytesIO(body)).pages]
        elif body.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(body)) as packed:
                parts += [packed.read(name) for name in packed.namelist()]
    return b"\n".join(parts)


def test_what_only_the_team_knows_is_in_no_byte_of_it(world: World, archived: Path) -> None:
    found = whole(archived)
    told = [word for word in world.kept_from_all() if word.encode() in found]
    assert told == []
    for secret in (world.own.has["certificate"].code, world.own.has["registration"].code, "@example.test"):
        assert secret.encode() not in found
    assert "own pasākums".encode() in found, "what everybody may know is in it"
    assert faults_of(archived) == []
    told_there = verify(archived, world.own.has["certificate"].code)
    assert told_there is not None
    assert world.own.has["certificate"].holder in told_there["lv"], "whoever has the code has it from the holder"


def test_the_same_state_gives_the_same_bytes(world: World, archived: Path, tmp_path: Path) -> None:
    write_archive(world.own.project, tmp_path / "other", made_at=MOMENT, rounds=ROUNDS)
    assert (tmp_path / "other" / "SHA256SUMS").read_text() == (archived / "SHA256SUMS").read_text()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_a_browser_verifies_certificates_from_the_disk(archived: Path, world: World, width: int) -> None:
    """By the code as it is printed, and by the address a QR code may lead to; and it says when it knows none."""
    from talka.site.browsers import RULES, axe_script, browsing

    certificate: Certificate = world.own.has["certificate"]
    code, address = certificate.code, (archived / "lv" / "certificates.html").as_uri()
    faults: list[str] = []
    with browsing() as browser:
        page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(address)
        page.fill("#certificate-code", f"{code[:6].lower()} {code[6:]}")
        page.press("#certificate-code", "Enter")
        page.get_by_text(certificate.holder).wait_for()
        page.evaluate(axe_script())
        faults += [fault["id"] for fault in page.evaluate(AXE, RULES)]
        page.goto("about:blank")
        page.goto(f"{address}#{code}")
        page.get_by_text(certificate.holder).wait_for()
        assert faults == []
        page.fill("#certificate-code", "ABCD23EFGH46")
        page.press("#certificate-code", "Enter")
        page.get_by_text(page.locator("#certificate-place").get_attribute("data-archive-unknown")).wait_for()
        assert not page.get_by_text(certificate.holder).count()


def test_a_revoked_certificate_is_called_so(world: World, tmp_path: Path) -> None:
    certificate: Certificate = world.own.has["certificate"]
    Certificate.objects.filter(pk=certificate.pk).update(revoked_at=timezone.now(), revoked_reason="zqreason-told")
    write_archive(world.own.project, tmp_path / "archive", made_at=MOMENT, rounds=ROUNDS)
    told = verify(tmp_path / "archive", certificate.code)
    assert told is not None
    assert "zqreason-told" in told["en"]
    about = (tmp_path / "archive" / "certificates" / "about.json").read_text()
    assert seal_of(certificate.code, "another salt", ROUNDS).name not in about
    assert b"zqreason-told" not in whole(tmp_path / "archive")
    assert Event.objects.filter(project=world.own.project).exists()
