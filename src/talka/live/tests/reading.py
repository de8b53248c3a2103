"""A browser's side of a stream, by plain sockets: what the tests read with."""

import http.client
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode


@dataclass
class Event:
    kind: str
    number: int | None
    lines: list[str] = field(default_factory=list)

    @property
    def parts(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]


class Reader:
    """Opens a stream and reads its events. `status` is what the door answered."""

    def __init__(self, port: int, path: str, *, seconds: float = 10.0, headers: dict[str, str] | None = None, **query):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        asked = {"Accept": "text/event-stream", "Accept-Language": "lv"} | (headers or {})
        self.connection.request("GET", f"{path}?{urlencode(query)}" if query else path, headers=asked)
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.last: int | None = None

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.answer.close()
        self.connection.close()

    def event(self) -> Event | None:
        """The next event, the first (`retry`) left out; None at the stream's end. TimeoutError where none comes."""
        found = Event("message", None)
        assert self.status == 200, self.answer.read()
        while True:
            line = self.answer.readline().decode().rstrip("\n")
            if not line and not found.lines:
                if self.answer.isclosed():
                    return None
                continue
            if not line:
                self.last = found.number if found.number is not None else self.last
                return found
            name, _colon, value = line.partition(": ")
            if name == "event":
                found.kind = value
            elif name == "id":
                found.number = int(value)
            elif name == "data":
                found.lines.append(value)

    def until(self, number: int) -> list[Event]:
        """The messages up to the one with this number."""
        found: list[Event] = []
        while not found or found[-1].number != number:
            event = self.event()
            assert event is not None, "the stream ended"
            if event.kind == "message":
                found.append(event)
        return found

    def is_silent(self, seconds: float = 0.3) -> bool:
        """Whether nothing comes for a while; nothing can be read afterwards."""
        assert self.connection.sock is not None
        self.connection.sock.settimeout(seconds)
        try:
            return self.event() is None
        except TimeoutError:
            return True


def eventually(true, seconds: float = 5.0) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
