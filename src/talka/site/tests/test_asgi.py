"""The ASGI front with a real server: forms, large uploads, uploads broken off, streams at the server's end."""

import asyncio
import hashlib
import http.client
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvicorn

from talka.live.endpoint import Answer
from talka.site import asgi
from talka.site.tests import upload_urls

BOUNDARY = "0123456789abcdef"
MEGABYTE = bytes(range(256)) * 4096


@pytest.fixture
def port(settings):
    settings.ROOT_URLCONF = "talka.site.tests.upload_urls"
    # only what reads the body: the rest of the chain is tested where it belongs
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    upload_urls.seen.clear()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    pages = asgi.WSGIMiddleware(asgi.get_wsgi_application(), workers=8)
    before, asgi.pages = asgi.pages, pages
    server = uvicorn.Server(uvicorn.Config(asgi.application, lifespan="off", log_level="critical", loop="uvloop"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)
    asgi.pages = before


def post(port, path, body, kind, length=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": kind} | ({"Content-Length": str(length)} if length else {})
    connection.request("POST", path, body=body, headers=headers)
    answer = connection.getresponse()
    assert answer.status == 200
    return json.loads(answer.read())


def multipart(megabytes):
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="words"\r\n\r\nnoderīgs\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="paper"; filename="a.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    return head, tail, len(head) + megabytes * len(MEGABYTE) + len(tail)


def test_a_form_arrives(port):
    kind = "application/x-www-form-urlencoded"
    assert post(port, "/form", "a=1&b=%C5%A1%C4%B7&a=2", kind) == {"a": ["1", "2"], "b": ["šķ"]}


def test_an_upload_of_100_megabytes_arrives_whole_in_a_file(port):
    head, tail, length = multipart(100)

    def body():
        yield head
        for _part in range(100):
            yield MEGABYTE
        yield tail

    answer = post(port, "/upload", body(), f"multipart/form-data; boundary={BOUNDARY}", length)
    whole = hashlib.sha256()
    for _part in range(100):
        whole.update(MEGABYTE)
    assert answer == {
        "size": 100 * len(MEGABYTE),
        "sha256": whole.hexdigest(),
        "kept": "TemporaryUploadedFile",
        "words": "noderīgs",
    }


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/upload", f"multipart/form-data; boundary={BOUNDARY}", multipart(5)[0] + MEGABYTE),
        ("/form", "application/x-www-form-urlencoded", b"card=Half+of+a+thou"),
    ],
)
def test_what_is_broken_off_never_passes_for_the_whole(port, path, kind, body):
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: {len(body) + 1000}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as sender:
        sender.sendall(head.encode() + body)
        time.sleep(0.2)
    time.sleep(0.4)
    assert upload_urls.seen == []


def test_senders_that_dawdle_keep_no_thread(port, monkeypatch):
    """More of them than there are threads; then somebody else comes."""
    monkeypatch.setattr(asgi, "PATIENCE", 1)
    kind = "application/x-www-form-urlencoded"
    head = f"POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 9999\r\n\r\n".encode()
    senders = [socket.create_connection(("127.0.0.1", port)) for _sender in range(20)]
    try:
        for sender in senders:
            sender.sendall(head + b"card=")
        assert post(port, "/form", "a=1", kind) == {"a": ["1"]}
    finally:
        for sender in senders:
            sender.close()
    assert len(upload_urls.seen) <= 1, "a part passed for the whole"


def test_slow_requests_do_not_wait_for_each_other(port):
    def get(_number):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/slow")
        return connection.getresponse().read()

    begun = time.monotonic()
    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(get, range(6))) == [b"done"] * 6
    assert time.monotonic() - begun < 2


def test_a_reader_who_leaves_a_long_answer_blocks_no_thread(port):
    for _reader in range(12):
        with socket.create_connection(("127.0.0.1", port)) as reader:
            reader.sendall(b"GET /parts HTTP/1.1\r\nHost: x\r\n\r\n")
            reader.recv(100)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/parts")
    assert len(connection.getresponse().read()) == 1_000_000


def asked(method="GET", path="/w/234567/live/", accept=b"text/event-stream", kind="http"):
    headers = [(b"host", b"x"), (b"accept", accept)]
    return {"type": kind, "method": method, "path": path, "query_string": b"", "headers": headers}


@pytest.mark.parametrize(
    ("scope", "way"),
    [
        (asked(), "stream"),
        (asked(path="/e/imc-0/groups/day/live/"), "stream"),
        (asked(accept=b"*/*"), "lean"),
        (asked(method="POST"), "lean"),
        (asked(method="POST", path="/w/234567/deeds/"), "lean"),
        (asked(path="/e/imc-0/groups/day/live/", accept=b"application/json"), "pages"),
        (asked(path="/live/x/"), "pages"),
        (asked(kind="websocket"), "pages"),
    ],
)
def test_each_request_goes_its_way(monkeypatch, scope, way):
    went = []

    async def follow(scope, receive, send):
        went.append("stream")

    async def pages(scope, receive, send):
        went.append("pages")

    async def ask(application, threads, scope, body=b""):
        assert application is asgi.lean
        went.append("lean")
        return Answer(200, [], b"")

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        return

    monkeypatch.setattr(asgi, "pages", pages)
    monkeypatch.setattr(asgi, "ask", ask)
    asyncio.run(asgi.application(scope, receive, send, follow))
    assert went == [way]


def test_a_lean_deed_arrives_whole_or_not_at_all(port):
    assert post(port, "/w/234567/deeds/", b'{"words": "noder\xc4\xabgs"}', "application/json") == {"words": "noderīgs"}
    large = json.dumps({"words": "a" * 2_000_000}).encode()
    assert len(post(port, "/w/234567/deeds/", large, "application/json")["words"]) == 2_000_000
    upload_urls.seen.clear()
    head = "POST /w/234567/deeds/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as sender:
        sender.sendall(head.encode() + b'{"half": ')
        time.sleep(0.2)
    time.sleep(0.2)
    assert upload_urls.seen == []


def test_streams_end_with_the_server(monkeypatch):
    ended = []

    class Hub:
        def end(self):
            ended.append(True)

    class Endpoint:
        hub = Hub()

    async def play():
        monkeypatch.setattr(asgi, "streams", Endpoint())
        asgi.closing.begin(asyncio.get_running_loop())
        assert ended == []
        await asyncio.sleep(0.05)

    asyncio.run(play())
    assert ended == [True]
