"""Many phones in one process: each reads its group's stream, some send deeds, and every arrival is timed.

Plain asyncio protocols on sockets, lean enough to stand beside the server on the same two cores. It runs as a process
of its own (`Load`), is told what to do in one JSON line on standard input, and answers with one. It ends by itself.

Times of one post are from when it was due (not from when a connection was free) to when the other phones of its group
have its event: a server that falls behind cannot make its own figures look better.
"""

import asyncio
import json
import random
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from ._load_connections import Phone, Post, Sending

MOST_CONNECTIONS = 256
"""For posts; browsers keep theirs open too."""
LONGEST = 120.0
"""Seconds after which any run gives up."""


@dataclass
class Plan:
    """What the phones do. `phones`: per phone its stream's address, cookie and group. A post goes to `path` with the
    cookie and in the name of one of the phones in turn; in `body` the signs %ID% become a UUID of its own, which the
    event shows again after `mark`. rate: posts a second for `seconds`; 0 only listens. `settle`: seconds to wait for
    what is still under way. `bursts`: how many events each phone waits for where somebody else makes them."""

    port: int
    phones: list[dict[str, Any]]
    host: str = "127.0.0.1"
    mark: str = '"id": "'
    path: str = ""
    body: str = ""
    rate: float = 0
    seconds: float = 0
    settle: float = 3
    language: str = "lv"
    warm: float = 0


class Hall:
    """All phones, and what was seen."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.mark = plan.mark.encode()
        self.phones = [Phone(number, known, self) for number, known in enumerate(plan.phones)]
        self.groups: dict[int, list[Phone]] = defaultdict(list)
        for phone in self.phones:
            self.groups[phone.group].append(phone)
        self.posts: dict[bytes, Post] = {}
        self.times: list[float] = []
        self.refused: Counter[int] = Counter()
        self.unknown = 0
        self.events = 0
        self.first = self.newest = 0.0
        self.over = False
        self.idle: list[Sending] = []
        self.queue: list[Post] = []
        self.open = 0
        self.lost_answers = 0
        self.listening: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # what phones see

    def ready(self, phone: Phone) -> None:
        self.listening.add(phone.number)

    def arrived(self, phone: Phone, event: bytes, now: float) -> None:
        self.events += event.count(b"\ndata: ")
        self.first = self.first or now
        self.newest = now
        at = event.find(self.mark)
        while at >= 0:
            start = at + len(self.mark)
            key = event[start : start + 36]
            post = self.posts.get(key)
            if post is None:
                self.unknown += 1
            else:
                post.arrivals[phone.number] += 1
                if phone.number != post.phone:
                    self.times.append(now - post.due)
            at = event.find(self.mark, start)

    # posts

    def free(self, sending: Sending) -> None:
        if self.queue:
            sending.send(self.queue.pop(0))
        else:
            self.idle.append(sending)

    def gone(self, sending: Sending, post: Post | None) -> None:
        self.open -= 1
        if sending in self.idle:
            self.idle.remove(sending)
        if post is not None:  # nobody knows whether it was kept: the same deed is sent again
            self.lost_answers += 1
            self._give(post)

    def answered(self, post: Post, status: int) -> None:
        post.status, post.answered = status, time.perf_counter()
        if status in (502, 503):
            self.lost_answers += 1
            self._give(post)

    def _give(self, post: Post) -> None:
        if self.idle:
            self.idle.pop().send(post)
            return
        self.queue.append(post)
        if self.open < MOST_CONNECTIONS and not self.over:
            self.open += 1
            self.spawn(self._connect())

    async def _connect(self) -> None:
        loop = asyncio.get_running_loop()
        while not self.over:
            try:
                _transport, sending = await loop.create_connection(
                    lambda: Sending(self), self.plan.host, self.plan.port
                )
            except OSError:
                await asyncio.sleep(0.1)
            else:
                self.free(sending)
                return
        self.open -= 1

    def _post(self, number: int, due: float) -> Post:
        plan, phone = self.plan, self.phones[(number * 7919) % len(self.phones)]
        stamp = int(time.time() * 1000).to_bytes(6, "big") + random.randbytes(10)
        digits = stamp.hex()
        key = f"{digits[:8]}-{digits[8:12]}-7{digits[13:16]}-8{digits[17:20]}-{digits[20:]}"
        body = plan.body.replace("%ID%", key).encode()
        host = f"{plan.host}:{plan.port}"
        path = phone.known.get("post") or plan.path
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nAccept: application/json\r\n"
            f"Accept-Language: {plan.language}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        )
        if cookie := phone.known.get("cookie"):
            head += f"Cookie: {cookie}\r\n"
        post = Post(key.encode(), phone.group, phone.number, due, head.encode() + b"\r\n" + body)
        self.posts[post.key] = post
        return post

    async def post_all(self) -> None:
        """Each post when it is due, whether the ones before were answered or not."""
        begun = time.perf_counter()
        for number in range(int(self.plan.rate * self.plan.seconds)):
            due = begun + number / self.plan.rate
            if (pause := due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            self._give(self._post(number, due))

    async def settle(self) -> None:
        """Until everything that was accepted has arrived, or `settle` seconds have passed."""
        until = time.perf_counter() + self.plan.settle
        while time.perf_counter() < until and (self.queue or not self._all_there()):
            await asyncio.sleep(0.05)

    def _all_there(self) -> bool:
        return all(
            post.status != 0 and (post.status >= 400 or len(post.arrivals) >= len(self.groups[post.group]))
            for post in self.posts.values()
        )

    async def listen(self) -> None:
        """Open all streams, not more than a few dozen at a time."""
        for start in range(0, len(self.phones), 50):
            await asyncio.gather(*(phone.open() for phone in self.phones[start : start + 50]))
            until = time.perf_counter() + 10
            while len(self.listening) < min(start + 50, len(self.phones)) and time.perf_counter() < until:
                await asyncio.sleep(0.005)

    def result(self) -> dict[str, Any]:
        accepted = [post for post in self.posts.values() if 200 <= post.status < 300]
        lost = sum(len(self.groups[p.group]) - len(p.arrivals) for p in accepted)
        doubled = sum(count - 1 for p in self.posts.values() for count in p.arrivals.values())
        answers = sorted(post.answered - post.due for post in accepted)
        return {
            "clients": len(self.phones),
            "listening": len(self.listening),
            "posts": len(self.posts),
            "accepted": len(accepted),
            "statuses": dict(Counter(post.status for post in self.posts.values())),
            "refused": dict(self.refused),
            "lost": lost,
            "doubled": doubled,
            "unknown": self.unknown,
            "events": self.events,
            "came_again": sum(phone.came_again for phone in self.phones),
            "sent_again": self.lost_answers,
            **{f"{name}_ms": value for name, value in percentiles(self.times).items()},
            **{f"answer_{name}_ms": value for name, value in percentiles(answers).items()},
        }


def percentiles(times: list[float]) -> dict[str, float]:
    """p50, p95, p99 in milliseconds of times in seconds; zeros where there are none."""
    if len(times) < 2:
        return dict.fromkeys(("p50", "p95", "p99"), 0.0)
    cuts = statistics.quantiles(times, n=100)
    return {f"p{cut}": round(cuts[cut - 1] * 1000, 1) for cut in (50, 95, 99)}


async def _play(plan: Plan, say: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    hall = Hall(plan)
    await hall.listen()
    say({"listening": len(hall.listening)})
    if plan.rate:
        await hall.post_all()
        await hall.settle()
    else:
        await _watch_bursts(hall, say)
    hall.over = True
    for phone in hall.phones:
        phone.stop()
    return hall.result()


async def _watch_bursts(hall: Hall, say: Callable[[dict[str, Any]], None]) -> None:
    """For each line of standard input, `{"events": n}`: wait for n arrivals, and say between which times they came."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        wanted = json.loads(line)["events"]
        hall.events, hall.first = 0, 0.0
        say({"watching": True})
        until = time.perf_counter() + hall.plan.settle
        while hall.events < wanted and time.perf_counter() < until:
            await asyncio.sleep(0.002)
        say({"events": hall.events, "first": hall.first, "last": hall.newest})


def main() -> None:
    import uvloop

    plan = Plan(**json.loads(sys.stdin.readline()))

    def say(line: dict[str, Any]) -> None:
        print(json.dumps(line), flush=True)

    async def play() -> None:
        async with asyncio.timeout(LONGEST):
            say(await _play(plan, say))

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(play())


class Load:
    """The other end of the pipe."""

    def __init__(self, plan: Plan) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench._load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.say(asdict(plan))

    def say(self, line: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the phones ended without a word")
        heard: dict[str, Any] = json.loads(line)
        return heard

    def end(self) -> dict[str, Any]:
        """No more bursts; what was seen in all."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        found = self.hear()
        self.process.wait(10)
        return found


if __name__ == "__main__":
    main()
