"""What a hub keeps and lets go: readers that leave or do not read, a database that goes away, hints that get lost."""

import asyncio
import contextlib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
from django.db import connection, transaction

from talka.live import place
from talka.live.actions import append
from talka.live.hints import Notifier, connection_parameters
from talka.live.tests import addresses
from talka.live.tests.conftest import Web, happen, serving
from talka.live.tests.reading import Reader, eventually

PATH = "/w/played-1/live/"


def end_others(where: str) -> int:
    """End connections of this database as an administrator does; how many."""
    with psycopg.connect(**connection_parameters()) as keeper:
        ended = keeper.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = current_database() AND pid <> pg_backend_pid() AND {where}"
        ).fetchall()
    return len(ended)


def is_empty(web: Web) -> bool:
    """No place, no channel and no task but those that wait for hints and for the clock."""
    return web.call(
        lambda: not web.hub.places and not web.hub.channels and len(asyncio.all_tasks()) <= 2 + SERVER_TASKS
    )


SERVER_TASKS = 2
"""uvicorn's own, and the one that counts."""


def test_200_who_come_and_go_leave_nothing_behind(web):
    def visit(number: int) -> int:
        with Reader(web.port, PATH, sees=f"all,seat-{number}") as reader:
            return reader.event().number

    happen("played-1", "all")
    with ThreadPoolExecutor(10) as visitors:
        assert set(visitors.map(visit, range(200))) == {1}
    assert eventually(lambda: is_empty(web))


def test_who_leaves_while_much_is_sent_leaves_nothing_behind(web):
    readers = [Reader(web.port, PATH) for _ in range(20)]
    for reader in readers:
        reader.event()
    assert web.call(lambda: len(web.hub.places)) == 20
    for number in range(40):
        happen("played-1", "all")
        readers[number // 2].close()
    assert eventually(lambda: is_empty(web))


def test_a_reader_who_does_not_read_is_dropped_and_the_others_go_on(web, monkeypatch):
    monkeypatch.setattr(place, "MOST_BYTES", 200_000)
    with Reader(web.port, PATH) as good, socket.socket() as slow:
        good.event()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", web.port))
        slow.sendall(f"GET {PATH} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n".encode())
        assert eventually(lambda: web.call(lambda: len(web.hub.places)) == 2)
        for _ in range(60):
            last = happen("played-1", "all", words="x" * 20_000)
            assert good.event().number == last
        assert eventually(lambda: web.call(lambda: len(web.hub.places)) == 1)
        # its connection was cut off, not left to the end of time: what the system held comes, then nothing more
        slow.settimeout(5)
        got = 0
        with contextlib.suppress(ConnectionResetError):
            while part := slow.recv(100_000):
                got += len(part)
        assert got < 60 * 20_000
    # it resumes where it was
    with Reader(web.port, PATH, after=3) as back:
        assert [event.number for event in back.until(last)] == list(range(4, 61))


def test_a_stream_that_cannot_be_ended_in_order_is_cut_off(room, monkeypatch):
    with serving(beat=0.5, longest=0.5) as web, socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", web.port))
        slow.sendall(f"GET {PATH} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n".encode())
        assert eventually(lambda: web.call(lambda: len(web.hub.places)) == 1)
        for _ in range(30):
            happen("played-1", "all", words="x" * 20_000)
        assert eventually(lambda: is_empty(web), 8)


def test_silence_is_broken_by_a_beat_that_says_how_far_the_stream_is(room):
    with serving(beat=0.4) as web, Reader(web.port, PATH, sees="group-1") as reader:
        assert reader.event().number == 0
        happen("played-1", "group-2")
        begun = time.monotonic()
        event = reader.event()
        assert (event.kind, event.number, event.lines) == ("beat", 1, ["1"])
        assert time.monotonic() - begun < 3


def test_a_stream_does_not_live_for_ever(room):
    with serving(longest=0.3) as web, Reader(web.port, PATH) as reader:
        assert [reader.event().kind, reader.event().kind] == ["beat", "again"]
        assert reader.event() is None
        assert eventually(lambda: is_empty(web))


def test_streams_end_in_order_with_the_process(web):
    with Reader(web.port, PATH) as reader:
        reader.event()
        web.call(web.hub.end)
        assert reader.event() is None
        with Reader(web.port, PATH) as late:
            assert late.status == 503
            assert late.answer.headers["Retry-After"] == "2"


def test_the_listener_comes_back_after_its_connection_was_ended(room):
    with serving(read_every=60) as web, Reader(web.port, PATH) as reader:
        reader.event()
        happen("played-1", "all")
        assert reader.event().number == 1
        assert end_others("query LIKE 'LISTEN%'") >= 1
        happen("played-1", "all")
        assert reader.event().number == 2
        happen("played-1", "all")
        assert reader.event().number == 3


def test_everything_comes_back_after_all_connections_were_ended(room):
    with serving(read_every=0.5) as web, Reader(web.port, PATH, seconds=20) as reader:
        reader.event()
        for number in range(1, 4):
            happen("played-1", "all")
            assert reader.event().number == number
            connection.close()
            end_others("true")


def test_what_nobody_hinted_at_is_read_anyway(room, monkeypatch):
    monkeypatch.setattr("talka.live.actions.notifier.tell", lambda *_: None)
    with serving(read_every=0.3) as web, Reader(web.port, PATH) as reader:
        reader.event()
        happen("played-1", "all")
        assert reader.event().number == 1


def test_streams_nobody_follows_are_not_read(web):
    addresses.calls.clear()
    with Reader(web.port, PATH) as reader:
        reader.event()
        happen("played-2", "all")
        happen("played-1", "all")
        assert reader.event().number == 1
    assert {stream for stream, _numbers, _language in addresses.calls} == {"played-1"}
    assert eventually(lambda: is_empty(web))
    addresses.calls.clear()
    happen("played-1", "all")
    time.sleep(0.3)
    assert addresses.calls == []


def test_hints_are_few_and_name_the_newest(transactional_db):
    notifier = Notifier()
    with psycopg.connect(**connection_parameters()) as listening:
        listening.execute("LISTEN talka_live")
        for number in range(1, 1001):
            notifier.tell("played-1", number)
        notifier.tell("played-2", 7)
        notes = []
        for note in listening.notifies(timeout=5):
            notes.append(note.payload)
            if {"played-1 1000", "played-2 7"} <= set(notes):
                break
    notifier.close()
    assert {"played-1 1000", "played-2 7"} <= set(notes)
    assert len(notes) < 100


def test_the_notifier_survives_the_end_of_its_connection(transactional_db):
    notifier = Notifier()
    with psycopg.connect(**connection_parameters()) as listening:
        listening.execute("LISTEN talka_live")
        for number in (1, 2):
            notifier.tell("played-1", number)
            assert [note.payload for note in listening.notifies(timeout=5, stop_after=1)] == [f"played-1 {number}"]
            assert end_others("query LIKE '%pg_notify%' AND query NOT LIKE '%terminate%'") == 1
    notifier.close()


def test_a_closed_hub_asks_the_database_nothing_any_more(room, monkeypatch):
    """What still read would wait for tables that others lock, and they for it."""
    begun, ended = threading.Event(), threading.Event()

    def read_slowly(*_asked: object) -> list:
        begun.set()
        time.sleep(0.5)
        ended.set()
        return []

    monkeypatch.setattr("talka.live.channel.moments_after", read_slowly)
    with serving(read_every=60) as web, Reader(web.port, PATH) as reader:
        reader.event()
        happen("played-1", "all")
        assert begun.wait(5)
    assert ended.is_set()


def test_a_moment_costs_one_statement(db, django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        append("played-1", "card.written", card="c")
