"""The stream as browsers read it: one order, nothing missed, nothing twice, and only what one may see."""

import json
import threading

import pytest
from django.db import connection
from django.test import Client

from talka.live.queries import last_number
from talka.live.tests import addresses
from talka.live.tests.conftest import happen, serving
from talka.live.tests.reading import Reader


def polled(path: str, **query: object) -> dict:
    answer = Client().get(path, query, headers={"accept-language": "lv"})
    assert answer.status_code == 200
    return answer.json()


def test_what_happens_comes_at_once_with_its_number_as_id(web):
    with Reader(web.port, "/w/played-1/live/") as reader:
        first = reader.event()
        assert (first.kind, first.number) == ("beat", 0)
        happen("played-1", "all", card="c1")
        event = reader.event()
        assert (event.kind, event.number) == ("message", 1)
        assert event.parts == [{"n": 1, "place": "to", "language": "lv", "to": "all", "card": "c1"}]
        headers = reader.answer.headers
        assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Accel-Buffering"] == "no"
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_everybody_sees_only_what_is_for_them(web):
    with (
        Reader(web.port, "/w/played-1/live/", sees="all,group-1,seat-7") as seat,
        Reader(web.port, "/w/played-1/live/", sees="all,group-2") as other,
        Reader(web.port, "/e/played-1/live/", sees="all,lead,group-1,group-2") as lead,
    ):
        for reader in (seat, other, lead):
            reader.event()
        happen("played-1", "group-1")
        happen("played-1", "seat-7", "lead")
        happen("played-1", "nobody")
        happen("played-1", "group-1", "group-2")
        happen("played-1", "all")
        assert [(e.number, [p["place"] for p in e.parts]) for e in seat.until(5)] == [
            (1, ["to"]),
            (2, ["to"]),
            (4, ["to"]),
            (5, ["to"]),
        ]
        assert [(e.number, [p["place"] for p in e.parts]) for e in other.until(5)] == [(4, ["and_to"]), (5, ["to"])]
        # two parts of one number come in one event: nobody can resume between them
        assert [(e.number, [p["place"] for p in e.parts]) for e in lead.until(5)] == [
            (1, ["to"]),
            (2, ["and_to"]),
            (4, ["to", "and_to"]),
            (5, ["to"]),
        ]


def test_writers_at_the_same_time_make_one_order_without_gaps_for_all(web):
    readers = [Reader(web.port, "/w/played-1/live/") for _ in range(5)]
    for reader in readers:
        reader.event()

    def write(writer: int) -> None:
        try:
            for number in range(25):
                happen("played-1", "all", card=f"{writer}-{number}")
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=[n]) for n in range(4)]
    for writer in writers:
        writer.start()
    try:
        told = [reader.until(100) for reader in readers]
    finally:
        for writer in writers:
            writer.join()
    for reader in readers:
        reader.close()
    assert [event.number for event in told[0]] == list(range(1, 101))
    assert all([(e.number, e.lines) for e in events] == [(e.number, e.lines) for e in told[0]] for events in told)


@pytest.mark.parametrize("how", ["header", "address"])
def test_who_resumes_misses_nothing_and_gets_nothing_twice_at_every_number(web, how):
    for number in range(1, 13):
        happen("played-1", "all" if number % 3 else "group-2")
    wanted = [number for number in range(1, 13) if number % 3]
    for after in range(13):
        known = {"headers": {"Last-Event-ID": str(after)}, "after": 0} if how == "header" else {"after": after}
        with Reader(web.port, "/w/played-1/live/", **known) as reader:
            found = []
            while (event := reader.event()).kind != "beat":
                found.append(event.number)
            assert found == [number for number in wanted if number > after]
            assert event.number == 12


def test_who_resumes_while_much_happens_misses_nothing(web):
    stop = threading.Event()

    def write() -> None:
        try:
            while not stop.wait(0.002):
                happen("played-1", "all")
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found, after = [], 0
        for _visit in range(20):
            with Reader(web.port, "/w/played-1/live/", after=after) as reader:
                assert reader.status == 200
                while (event := reader.event()).kind == "message":  # what was missed; then the beat
                    found.append(event.number)
                found += [reader.event().number, reader.event().number]
            after = reader.last or 0
    finally:
        stop.set()
        writer.join()
    assert found == list(range(1, len(found) + 1))
    assert len(found) > 20


def test_polling_tells_the_same_as_the_stream(web):
    for number in range(1, 8):
        happen("played-1", *[("all",), ("group-1",), ("group-2",), ("all", "group-1")][number % 4], card=number)
    path = "/w/played-1/live/"
    answer = polled(path, after=0, sees="all,group-1")
    with Reader(web.port, path, after=0, sees="all,group-1") as reader:
        streamed = [(event.number, line) for event in reader.until(7) for line in event.lines]
    assert [(part["n"], part["text"]) for part in answer["parts"]] == streamed
    assert (answer["stream"], answer["last"], answer["reload"]) == ("played-1", 7, False)
    assert polled(path, after=6, sees="group-2")["parts"] == []
    assert polled(path) == {"stream": "played-1", "last": 7, "parts": [], "reload": False}


def test_who_is_ahead_or_far_behind_reads_the_page_anew(web):
    path = "/w/played-1/live/"
    for number in range(1, 503):
        happen("played-1", "all" if number > 500 else "nobody")
    assert polled(path, after=1)["reload"] is True
    assert polled(path, after=503)["reload"] is True
    assert polled(path, after=2)["reload"] is False
    for after, kinds in {1: ["reload"], 503: ["reload"], 2: ["message", "message", "beat"]}.items():
        with Reader(web.port, path, after=after) as reader:
            assert [reader.event().kind for _ in kinds] == kinds
            assert kinds[-1] == "beat" or reader.event() is None


def test_a_database_put_back_is_noticed(room):
    with serving(read_every=0.2) as web, Reader(web.port, "/w/played-1/live/") as reader:
        happen("played-1", "all")
        happen("played-1", "all")
        reader.until(2)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM live_moment")
            cursor.execute("UPDATE live_stream SET last_number = 1")
        assert reader.event().kind == "reload"
        assert reader.event() is None
        with Reader(web.port, "/w/played-1/live/", after=1) as anew:
            anew.event()
            happen("played-1", "all")
            assert anew.event().number == 2


def test_the_door_refuses_streams_and_polling_alike(web):
    for status in (401, 404, 410, 429):
        with Reader(web.port, f"/w/{status}/live/") as reader:
            assert reader.status == status
            assert json.loads(reader.answer.read())["refusal"]["what"] == "No"
        answer = Client().get(f"/w/{status}/live/", headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["refusal"]["what"]) == (status, "No")
    assert web.call(lambda: (web.hub.channels, web.hub.places)) == ({}, set())


def test_a_stream_ends_with_its_seat_after_the_last_word(web):
    with (
        Reader(web.port, "/w/played-1/live/", sees="all,seat-1") as seat,
        Reader(web.port, "/w/played-1/live/", sees="all,seat-2") as other,
    ):
        seat.event(), other.event()
        happen("played-1", "seat-1", kind="closes")
        happen("played-1", "all")
        assert seat.event().number == 1
        assert seat.event() is None
        assert other.event().number == 2


def test_each_batch_is_rendered_once_per_language_for_all(web):
    readers = [
        Reader(web.port, "/w/played-1/live/", headers={"Accept-Language": language})
        for language in ("lv", "en", "lv", "en", "lv")
    ]
    for reader in readers:
        reader.event()
    addresses.calls.clear()
    happen("played-1", "all")
    told = [reader.event().parts[0]["language"] for reader in readers]
    assert told == ["lv", "en", "lv", "en", "lv"]
    assert sorted(addresses.calls) == [("played-1", [1], "en"), ("played-1", [1], "lv")]
    # also for those who come back
    addresses.calls.clear()
    for _ in range(5):
        with Reader(web.port, "/w/played-1/live/", after=0) as back:
            assert back.event().number == 1
    for reader in readers:
        reader.close()
    assert len(addresses.calls) <= 1


def test_what_cannot_be_rendered_costs_only_its_own_moment(web, caplog):
    with Reader(web.port, "/w/played-1/live/") as reader:
        reader.event()
        happen("played-1", "all", kind="broken")
        assert reader.event().kind == "reload"
        assert reader.event() is None
    happen("played-1", "all")
    assert "were not rendered" in caplog.text
    answer = polled("/w/played-1/live/", after=0)
    assert [part["n"] for part in answer["parts"]] == [2]
    assert answer["reload"] is True
    assert polled("/w/played-1/live/", after=1)["reload"] is False


def test_two_processes_tell_the_same(room):
    with serving() as one, serving() as two:
        with Reader(one.port, "/w/played-1/live/") as first, Reader(two.port, "/w/played-1/live/") as second:
            first.event(), second.event()
            for _ in range(20):
                happen("played-1", "all")
            told = [[(e.number, e.lines) for e in reader.until(20)] for reader in (first, second)]
            assert told[0] == told[1]
            assert [number for number, _lines in told[0]] == list(range(1, 21))
        # the other process goes on where this one was left
        with Reader(two.port, "/w/played-1/live/", after=first.last - 5) as moved:
            assert [event.number for event in moved.until(20)] == list(range(16, 21))


def test_a_page_rendered_a_moment_ago_is_not_ahead(room, monkeypatch):
    with serving(read_every=60) as web:
        monkeypatch.setattr(web.hub, "on_hint", lambda stream, number: None)
        with Reader(web.port, "/w/played-1/live/") as reader:
            reader.event()
            monkeypatch.setattr("talka.live.actions.notifier.tell", lambda *_: None)
            happen("played-1", "all")
            with Reader(web.port, "/w/played-1/live/", after=last_number("played-1")) as ahead:
                assert ahead.event().kind == "beat"
                assert reader.event().number == 1
