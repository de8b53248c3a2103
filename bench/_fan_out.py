"""How many events a second reach the phones: from our stream, and from a bare ASGI program that only fans out bytes.

One process each, the same phones, bursts of the same bytes. Our burst is moments in the database that are read,
rendered and handed out; the bare program has the bytes and nothing to ask.
"""

import asyncio
import contextlib
import subprocess
import sys
from typing import Any

BURST = 400
"""Events per burst, each for all phones."""
TIMES = 3


def ratio(phones: int, per_group: int) -> dict[str, Any]:
    """Deliveries a second of both, the best of three bursts each, and ours over theirs."""
    ours, bare = ours_a_second(phones, per_group), bare_a_second(phones, per_group)
    return {
        "deliveries_per_second": round(ours),
        "bare_deliveries_per_second": round(bare),
        "fan_out_ratio": round(ours / bare, 2),
    }


def ours_a_second(phones: int, per_group: int) -> float:
    from bench._hall import fill, served
    from bench._load import Load, Plan

    hall = fill(phones, per_group)
    hall.follow_from_now()
    with served(1) as web:
        load = Load(Plan(port=web.port, phones=hall.phones, settle=30))
        load.hear()
        found = [_burst(load, phones, lambda: _happen(hall)) for _time in range(TIMES)]
        load.end()
    return max(found)


def _happen(hall: Any) -> None:
    """A burst of moments that all phones hear of: cards taken back, whose part is a line of JSON and no question."""
    from django.db import transaction

    from talka.live.actions import append

    with transaction.atomic():
        for _moment in range(BURST):
            append(hall.workshop.stream, "card-withdrawn", card=NOBODY, group=hall.groups[0].pk)


def bare_a_second(phones: int, per_group: int) -> float:
    from bench._hall import fill
    from bench._load import Load, Plan

    hall = fill(phones, per_group)
    hall.follow_from_now()
    with _bare() as (port, push):
        load = Load(Plan(port=port, phones=hall.phones, settle=30))
        load.hear()
        found = [_burst(load, phones, push) for _time in range(TIMES)]
        load.end()
    return max(found)


def _burst(load: Any, phones: int, happen: Any) -> float:
    load.say({"events": BURST * phones})
    load.hear()
    happen()
    seen = load.hear()
    if seen["events"] < BURST * phones:
        raise RuntimeError(f"{seen['events']} of {BURST * phones} events arrived")
    return float(seen["events"] / (seen["last"] - seen["first"]))


NOBODY = "01980000-0000-7000-8000-000000000000"


@contextlib.contextmanager
def _bare() -> Any:
    """The bare program on a port of its own, and how to make it push."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench._fan_out"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    port = int(process.stdout.readline())
    pipe = process.stdin

    def push() -> None:
        pipe.write("push\n")
        pipe.flush()

    try:
        yield port, push
    finally:
        process.kill()  # its streams never end
        process.wait(10)


queues: set[asyncio.Queue[bytes]] = set()


async def bare(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Whoever asks gets a stream, and every push."""
    own: asyncio.Queue[bytes] = asyncio.Queue()
    queues.add(own)
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        await send({"type": "http.response.body", "body": b"event: beat\nid: 1\ndata: 1\n\n", "more_body": True})
        while not gone.done():
            waiting = [await own.get()]
            while not own.empty():
                waiting.append(own.get_nowait())
            await send({"type": "http.response.body", "body": b"".join(waiting), "more_body": True})
    finally:
        queues.discard(own)
        gone.cancel()


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _pushes() -> None:
    """A burst for each line: event after event, to everybody."""
    loop = asyncio.get_running_loop()
    number = 1
    while await loop.run_in_executor(None, sys.stdin.readline):
        for _event in range(BURST):
            number += 1
            table = f'{{"kind":"gone","card":"{NOBODY}"}}'
            event = f"id: {number}\ndata: {table}\n\n".encode()
            for queue in queues:
                queue.put_nowait(event)
            await asyncio.sleep(0)


def main() -> None:
    import socket

    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    print(listening.getsockname()[1], flush=True)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            self.pushing = asyncio.ensure_future(_pushes())

    config = uvicorn.Config(bare, lifespan="off", access_log=False, log_level="warning", backlog=2048)
    Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
