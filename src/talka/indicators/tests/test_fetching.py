"""Tables by their address: from named hosts only, and bounded in size and time. Nothing leaves the machine."""

import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from talka.indicators.actions import fetching
from talka.indicators.models import FigureImport
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
HOST = "data.stat.gov.lv"


@pytest.fixture
def admin(settings):
    settings.STATISTICS_HOSTS = (HOST,)
    return PersonFactory(administrator=True)


@pytest.mark.parametrize(
    "address",
    [
        f"http://{HOST}/t",
        f"ftp://{HOST}/t",
        f"https://{HOST}./t",
        f"https://{HOST}:8443/t",
        f"https://{HOST}:abc/t",
        f"https://someone@{HOST}/t",
        f"https://:secret@{HOST}/t",
        f"https://{HOST}\\@evil.example/t",
        f"https://evil.example\\@{HOST}/t",
        f"https://evil.example/@{HOST}",
        f"https://evil.example#@{HOST}/",
        f"https://{HOST}.evil.example/t",
        "https://dаta.stat.gov.lv/t",
        "https://[::1]/t",
        "https://[",
        "https://127.0.0.1/t",
        f"https://{HOST}/\x00",
        f"https://{HOST}/a\nb",
        f"https://{HOST}/" + "a" * 1001,
        "",
    ],
)
def test_from_other_addresses_nothing_is_fetched(admin, later, address):
    with pytest.raises(Refusal) as refusal:
        fetching.send_address(address, by=admin)
    assert refusal.value.status == 422
    assert not FigureImport.objects.exists()


@pytest.mark.parametrize("address", [f"https://{HOST}/t", f"https://{HOST.upper()}:443/t"])
def test_a_named_host_in_capitals_or_with_its_usual_port_is_the_same(admin, address):
    assert fetching.send_address(address, by=admin).state == FigureImport.State.FETCHING


class Answer:
    """What a server says, piece by piece."""

    def __init__(self, pieces, status=200, kind="text/csv"):
        self.pieces, self.status_code, self.headers = iter(pieces), status, {"Content-Type": kind}

    def __enter__(self):
        return self

    def __exit__(self, *_about):
        return None

    @property
    def raw(self):
        return self

    def read1(self, _size, *, decode_content):
        assert decode_content
        return next(self.pieces, b"")


def fetched(monkeypatch, admin, answer):
    def get(_address, **given):
        assert given["allow_redirects"] is False
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(requests, "get", get)
    row = fetching.send_address(f"https://{HOST}/t.csv", by=admin)
    fetching.fetch(row.key)
    row.refresh_from_db()
    return row


def endless():
    while True:
        yield b"x" * 65536


def test_an_answer_without_end_is_bounded_in_size_and_in_time(monkeypatch, admin):
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)
    assert fetched(monkeypatch, admin, Answer(endless())).state == FigureImport.State.FAILED
    monkeypatch.setattr(fetching, "MOST_BYTES", 10**15)
    ticks = iter(range(0, 10**9, 100))
    monkeypatch.setattr(fetching.time, "monotonic", lambda: next(ticks))
    row = fetched(monkeypatch, admin, Answer(endless()))
    assert row.state == FigureImport.State.FAILED
    assert row.fault


@pytest.mark.parametrize(
    "answer",
    [
        Answer([b""], status=302),
        Answer([b"Teritorija;2022\n"], status=404),
        Answer([b"\x89PNG\r\n\x1a\n" + bytes(200)], kind="text/csv"),
        requests.ConnectionError(),
        requests.exceptions.ContentDecodingError(),
    ],
)
def test_what_is_no_table_is_said_in_words(monkeypatch, admin, answer):
    row = fetched(monkeypatch, admin, answer)
    assert row.state == FigureImport.State.FAILED
    assert row.fault


def test_a_kind_that_lies_does_not_matter_where_the_content_is_a_table(monkeypatch, admin):
    content = "Teritorija;2022;2023\nCēsu novads;1;2\n".encode()
    row = fetched(monkeypatch, admin, Answer([content], kind="image/png; charset=nonsense"))
    assert row.state == FigureImport.State.READ


def test_a_server_that_drips_is_given_up_in_time(monkeypatch, admin):
    """A real one, on this machine: an octet now and then, each well within the time between two pieces."""

    class Dripping(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                for _drop in range(200):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.05)

        def log_message(self, *_about):
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    get = requests.get
    monkeypatch.setattr(fetching, "SECONDS_IN_ALL", 0.4)
    monkeypatch.setattr(
        requests, "get", lambda _address, **given: get(f"http://127.0.0.1:{server.server_port}/", **given)
    )
    try:
        row = fetching.send_address(f"https://{HOST}/t.csv", by=admin)
        begun = time.monotonic()
        fetching.fetch(row.key)
        assert time.monotonic() - begun < 8, "it would have taken ten seconds"
    finally:
        server.shutdown()
        server.server_close()
    row.refresh_from_db()
    assert row.state == FigureImport.State.FAILED
    assert "slowly" in row.fault or "lēni" in row.fault
