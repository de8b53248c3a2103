"""What no list of addresses names: files, the ASGI front, the line itself, a foreign host's name.

Asked of the real server, byte by byte where a browser would not send it so.
"""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from talka.workshops.views.frame import cookie_of

from .live_site import Server, serving
from .own_database import own_database
from .planted import World, build


@pytest.fixture(scope="module")
def site(
    django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, Server]]:
    folder = tmp_path_factory.mktemp("site")
    with own_database(django_db_blocker, "beyond") as database:
        world = build()
        with serving(database, folder) as server:
            (folder / "files").mkdir(exist_ok=True)
            (folder / "files" / "kept.pdf").write_bytes(b"zqprivate")
            (folder / "static" / "inside.txt").write_text("zqstatic")
            yield world, server
    assert "Traceback" not in (folder / "server.txt").read_text()


def spoken(server: Server, *parts: bytes) -> bytes:
    """What the server says to these bytes until it closes or falls silent."""
    heard = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        for part in parts:
            line.sendall(part)
        line.settimeout(2)
        try:
            while chunk := line.recv(65_536):
                heard += chunk
        except (TimeoutError, ConnectionError):
            pass
    return heard


def asked(server: Server, path: str, method: str = "GET", headers: str = "", body: bytes = b"") -> bytes:
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n{headers}\r\n"
    return spoken(server, head.encode("latin-1") + body)


def statuses(heard: bytes) -> list[int]:
    return [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3}) ", heard)]


WAYS_OUT = [
    "/static/../secrets/secret_key",
    "/static/%2e%2e/secrets/secret_key",
    "/static/..%2fsecrets%2fsecret_key",
    "/static/%2e%2e%2f%2e%2e%2fetc/passwd",
    "/static//etc/passwd",
    "/static/..\\..\\etc\\passwd",
    "/static/staticfiles.json%00.css",
    "/files/kept.pdf",
    "/media/kept.pdf",
    "/static/../files/kept.pdf",
    "/static/%2e%2e/files/kept.pdf",
    "/.env",
    "/.git/config",
    "/server.txt",
    "/server-status",
    "/admin/",
    "/__debug__/",
]


@pytest.mark.parametrize("path", WAYS_OUT)
def test_no_way_leads_out_of_the_files_that_come_with_the_house(site: tuple[World, Server], path: str) -> None:
    _world, server = site
    heard = asked(server, path)
    assert statuses(heard)[0] in (301, 302, 400, 404), heard[:200]
    for secret in (b"zqprivate", b"root:", settings.SECRET_KEY.encode(), b"[core]"):
        assert secret not in heard


def test_files_that_come_with_the_house_are_for_everybody_and_cannot_act(site: tuple[World, Server]) -> None:
    _world, server = site
    page = asked(server, "/ui/").decode("utf-8", "replace")
    style = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert style
    heard = asked(server, style[1])
    assert statuses(heard) == [200]
    head = heard.partition(b"\r\n\r\n")[0].lower()
    assert b"x-content-type-options: nosniff" in head
    assert b"default-src 'none'" in head
    assert b"set-cookie" not in head


@pytest.mark.parametrize("way", ["live/", "deeds/"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("cookie", ["", "none-such", "seat-hidden"])
def test_streams_and_deeds_open_to_their_own_seat_only(
    site: tuple[World, Server], way: str, method: str, cookie: str
) -> None:
    """The front sends these another way than pages. Without a seat, with a made-up one, with one of another room."""
    world, server = site
    code = world.own.has["workshop"].code
    headers = "Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: 12\r\n"
    headers += f"Origin: http://127.0.0.1:{server.port}\r\n"
    if cookie:
        headers += f"Cookie: {cookie_of(code)}={cookie}\r\n"
    heard = asked(server, f"/w/{code}/{way}", method, headers, b'{"deeds":[]}')
    assert statuses(heard)[0] in (401, 404, 405), heard[:300]
    assert b"text/event-stream" not in heard
    assert b"default-src 'none'" in heard.lower()


def test_a_foreign_page_sends_no_deed(site: tuple[World, Server]) -> None:
    world, server = site
    code = world.own.has["workshop"].code
    for origin in ("Origin: http://evil.example\r\n", "Origin: null\r\n", ""):
        headers = f"{origin}Content-Type: application/json\r\nContent-Length: 12\r\n"
        assert statuses(asked(server, f"/w/{code}/deeds/", "POST", headers, b'{"deeds":[]}')) == [403]


SECOND = b"GET /zq-smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
ODD = {
    "length and chunks": b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "two lengths": b"Content-Length: 0\r\nContent-Length: 38\r\n\r\n" + SECOND,
    "a length with a sign": b"Content-Length: +5\r\n\r\nhello",
    "a length in words": b"Content-Length: five\r\n\r\nhello",
    "a length below nothing": b"Content-Length: -1\r\n\r\n",
    "chunks by another name": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SECOND,
    "a blank before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "a chunk of no length": b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "a folded line": b"X-A: b\r\n c: d\r\nContent-Length: 0\r\n\r\n",
    "a bare NUL": b"X-A: b\x00c\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("name", sorted(ODD))
@pytest.mark.parametrize("path", ["/ui/look/", "/w/ABCDEF/deeds/"])
def test_no_second_request_hides_in_the_body_of_the_first(site: tuple[World, Server], path: str, name: str) -> None:
    """What two servers in a row could read differently is refused and the line closed, never answered twice."""
    _world, server = site
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n".encode()
    heard = spoken(server, head + ODD[name])
    assert len(statuses(heard)) <= 1, heard[:600]
    assert b"zq-smuggled" not in heard
    assert statuses(asked(server, "/healthz")) == [200]


FIRST_LINES = [
    b"GET /?\xff\xfe HTTP/1.1",
    b"GET /\xc5\xa1 HTTP/1.1",
    b"GET /%ff%fe HTTP/1.1",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1",
    b"GET http://evil.example/ HTTP/1.1",
    b"BREW / HTTP/1.1",
    b"GET / HTTP/9.9",
    b"\x16\x03\x01\x02\x00",
]


@pytest.mark.parametrize("line", FIRST_LINES, ids=lambda line: repr(line[:20]))
def test_odd_first_lines_are_answered_calmly(site: tuple[World, Server], line: bytes) -> None:
    _world, server = site
    heard = spoken(server, line + f"\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode())
    assert all(status < 500 for status in statuses(heard)), heard[:300]
    assert statuses(asked(server, "/healthz")) == [200]


def test_thousands_of_header_lines_end_the_line_and_nothing_else(site: tuple[World, Server]) -> None:
    _world, server = site
    head = f"GET /ui/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n".encode()
    heard = spoken(server, head + b"".join(b"X-%d: %s\r\n" % (n, b"a" * 100) for n in range(5_000)) + b"\r\n")
    assert all(status < 500 for status in statuses(heard)), heard[:300]
    assert statuses(asked(server, "/healthz")) == [200]


def test_static_folder_is_where_it_is_said(site: tuple[World, Server]) -> None:
    """That the ways out were tried on a server that has such files at all."""
    _world, server = site
    folder = Path(server.environment["TALKA_VAR"])
    assert (folder / "files" / "kept.pdf").exists()
    assert (folder / "static" / "staticfiles.json").exists()
