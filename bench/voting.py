"""Claim: 5,000 voters vote in ten minutes on two cores; no ballot is lost and none is double, and the published file
says what voters were told. A ballot is taken in less than 100 ms (p95), the page is sent in as little, under 60 kB.

Each voter opens the personal link and sends the form as a browser does. One in twenty sends it twice at once, one in
twenty tries again by a second link. Times count from when a voter was due. Voters and server share the machine's cores.
"""

import http.client
import json
import os
import random
import re
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from queue import Empty, Queue
from typing import Any
from urllib.parse import urlencode

from bench._browser import machine
from bench._copy import own_copy
from bench._load import percentiles
from talka.site.output import complain

VOTERS = int(os.environ.get("TALKA_BENCH_VOTERS", "5000"))
SECONDS = int(os.environ.get("TALKA_BENCH_SECONDS", "600"))
PROCESSES = int(os.environ.get("TALKA_BENCH_PROCESSES", "2"))
OPTIONS, HANDS, SEED = 25, 24, 11
LIMIT_MS, LIMIT_BYTES = 100, 60_000
LONGEST = SECONDS + 120
"""Seconds after which it gives up, whatever is still under way."""
SENDING = re.compile(r'name="sending" value="([0-9a-f-]{36})"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CODE = re.compile(r"\b(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}\b")


@dataclass
class Ballot:
    """One voter. links: addresses; code: what they were shown, "" where they were told nothing."""

    due: float
    links: Sequence[str]
    named: list[int]
    twice: bool
    again: bool
    code: str = ""
    refused: int = 0


@dataclass
class Hall:
    """What came of it. Times in seconds."""

    port: int
    pages: list[float] = field(default_factory=list)
    votes: list[float] = field(default_factory=list)
    largest: int = 0
    wrong: list[str] = field(default_factory=list)


def fill(voters: int) -> tuple[Any, list[list[str]]]:
    """A vote that is open, and two links for each voter."""
    from datetime import timedelta

    from django.utils import timezone

    from talka.initiatives.actions import choosing_options, choosings, rolls
    from talka.initiatives.models import Choosing, Voter, VoterLink
    from talka.people.personal_links import digest_of
    from talka.programmes.models import Programme
    from talka.territories.models import Area

    area = Area.objects.order_by("pk").first() or Area.objects.create(key="hall", name="Hall", sort_key="hall")
    made_up = area.illustrative  # true and made-up things are kept apart
    programme = Programme.objects.create(slug="hall", code="HALL", title="Hall", funder="Hall", illustrative=made_up)
    now = timezone.now()
    data = choosings.ChoosingData(
        "Ko darīsim pagastā",
        "Nauda ir visiem. " * 20,
        area,
        Decimal(20_000),
        "Europe/Riga",
        now,
        now + timedelta(days=1),
    )
    row = choosings.begin(choosings.Purse(programme=programme), data, by=None)
    for number in range(OPTIONS):
        option = choosing_options.OptionData(
            f"Taka gar ezeru {number}", "Iztīrīt krastu un ieklāt laipu. " * 8, "Pie ezera", Decimal(900 + 150 * number)
        )
        choosing_options.add(row, option, by=None)
    choosings.publish(row, by=None)
    rolls.invite(row, [rolls.Invited(f"balsotajs{number}@example.test") for number in range(voters)], by=None)
    lines = list(Voter.objects.filter(choosing=row).order_by("pk"))
    tokens = [[f"{SEED}-{line.pk}-{link}" for link in (1, 2)] for line in lines]
    VoterLink.objects.bulk_create(
        [
            VoterLink(voter=line, digest=digest_of(token))
            for line, own in zip(lines, tokens, strict=True)
            for token in own
        ],
        batch_size=2000,
    )
    return Choosing.objects.get(pk=row.pk), [[f"/initiatives/vote/{token}/" for token in own] for own in tokens]


def main() -> int:
    with own_copy("voting"):
        from bench._hall import served

        row, links = fill(VOTERS)
        with served(PROCESSES) as web:
            hall, ballots = vote(web.port, links)
            counted = count(row)
            published = fetch(web.port, f"/initiatives/choosing/{row.pk}/ballots.pb").decode()
        line: dict[str, Any] = {"claim": "voting", "machine": machine(), "web_processes": PROCESSES, "voters": VOTERS}
        line |= {"seconds": SECONDS, **compared(row, ballots, published), "counted": counted}
    line |= {f"vote_{name}_ms": value for name, value in percentiles(hall.votes).items()}
    line |= {f"page_{name}_ms": value for name, value in percentiles(hall.pages).items()}
    line |= {"limit_p95_ms": LIMIT_MS, "page_bytes": hall.largest, "limit_bytes": LIMIT_BYTES, "wrong": hall.wrong[:5]}
    line["ok"] = (
        line["told"] == line["kept"] == line["published"] == VOTERS
        and line["lost"] == line["double"] == line["other_than_told"] == 0
        and not hall.wrong
        and max(line["vote_p95_ms"], line["page_p95_ms"]) < LIMIT_MS
        and hall.largest < LIMIT_BYTES
    )
    print(json.dumps(line))
    return 0 if line["ok"] else 1


def vote(port: int, links: Sequence[Sequence[str]]) -> tuple[Hall, list[Ballot]]:
    """All voters, spread evenly over the time, by some hands that each do one after the other."""
    chance, hall = random.Random(SEED), Hall(port)
    begun = time.perf_counter() + 1
    queue: Queue[Ballot] = Queue()
    ballots = []
    for place, own in enumerate(links):
        named = sorted(chance.sample(range(1, OPTIONS + 1), chance.randint(1, 8)))
        due = begun + place * SECONDS / len(links)
        ballots.append(Ballot(due, own, named, chance.random() < 0.05, chance.random() < 0.05))
        queue.put(ballots[-1])
    hands = [threading.Thread(target=work, args=(hall, queue), daemon=True) for _hand in range(HANDS)]
    for hand in hands:
        hand.start()
    until = time.monotonic() + LONGEST
    for hand in hands:
        hand.join(max(0.0, until - time.monotonic()))
    if any(hand.is_alive() for hand in hands):
        hall.wrong.append("not all voters were done in time")
    complain(f"{len(ballots)} voters in {time.perf_counter() - begun:.0f} s")
    return hall, ballots


def work(hall: Hall, queue: "Queue[Ballot]") -> None:
    while True:
        try:
            ballot = queue.get_nowait()
        except Empty:
            return
        if (pause := ballot.due - time.perf_counter()) > 0:
            time.sleep(pause)
        try:
            one(hall, ballot)
        except (OSError, http.client.HTTPException, AttributeError) as fault:
            hall.wrong.append(f"{type(fault).__name__}: {fault}")


def one(hall: Hall, ballot: Ballot) -> None:
    """One voter: the page, the ballot, sometimes once more."""
    status, page, cookie = ask(hall.port, "GET", ballot.links[0])
    if status != 200:
        hall.wrong.append(f"the page answers {status}")
        return
    hall.pages.append(time.perf_counter() - ballot.due)
    hall.largest = max(hall.largest, len(page.encode()))
    given = filled(page, ballot.named)
    begun = time.perf_counter()
    status, answer, _cookie = ask(hall.port, "POST", ballot.links[0], given, cookie)
    hall.votes.append(time.perf_counter() - begun)
    if status != 200:
        hall.wrong.append(f"a ballot is answered with {status}")
        return
    ballot.code = CODE.search(answer).group()  # type: ignore[union-attr]
    if ballot.twice:
        status, answer, _cookie = ask(hall.port, "POST", ballot.links[0], given, cookie)
        if status != 200 or ballot.code not in answer:
            hall.wrong.append(f"the same ballot sent again is answered with {status}")
    if ballot.again:
        _status, page, cookie = ask(hall.port, "GET", ballot.links[1])
        other = [number for number in range(1, OPTIONS + 1) if number not in ballot.named][:1]
        status, _answer, _cookie = ask(hall.port, "POST", ballot.links[1], filled(page, other), cookie)
        ballot.refused = status
        if status != 409:
            hall.wrong.append(f"a second ballot is answered with {status}")


def filled(page: str, named: Sequence[int]) -> str:
    token, sending = TOKEN.search(page), SENDING.search(page)
    pairs = [("csrfmiddlewaretoken", token.group(1) if token else ""), ("sending", sending.group(1) if sending else "")]
    return urlencode([*pairs, *(("named", str(number)) for number in named)])


def ask(port: int, method: str, path: str, body: str = "", cookie: str = "") -> tuple[int, str, str]:
    """Status, text and the cookie to send next, of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Accept-Language": "lv", "Origin": f"http://127.0.0.1:{port}"}
    headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    headers |= {"Cookie": cookie} if cookie else {}
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return answer.status, answer.read().decode(), "; ".join(cookies)
    finally:
        connection.close()


def fetch(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        return connection.getresponse().read()
    finally:
        connection.close()


def count(row: Any) -> dict[str, Any]:
    """Close it, count, announce; as the worker does it."""
    from django.utils import timezone

    from talka.initiatives.actions import counting
    from talka.initiatives.models import Choosing

    Choosing.objects.filter(pk=row.pk).update(closes_at=timezone.now())
    row.refresh_from_db()
    begun = time.perf_counter()
    run = counting.finish_computing(counting.count(row, by=None))
    counting.announce(row, run, by=None)
    return {"seconds": round(time.perf_counter() - begun, 2), "funded": len((run.result or {})["funded"])}


def compared(row: Any, ballots: Sequence[Ballot], published: str) -> dict[str, int]:
    """What voters were told beside what is kept and what is published."""
    from talka.initiatives.actions.voting import key_of
    from talka.initiatives.models import Ballot as Kept
    from talka.initiatives.models import Voter

    kept = dict(Kept.objects.filter(choosing=row).values_list("key", "named"))
    told = {key_of(one.code): one.named for one in ballots if one.code}
    lines = published.partition("VOTES\n")[2].splitlines()[1:]
    file = {line.split(";")[0]: [int(each) for each in line.split(";")[2].split(",")] for line in lines}
    return {
        "told": len(told),
        "kept": len(kept),
        "published": len(file),
        "voted_by_the_roll": Voter.objects.filter(choosing=row, voted_on__isnull=False).count(),
        "lost": len(set(told) - set(kept)) + len(set(kept) - set(file)),
        "double": len(set(kept) - set(told)),
        "other_than_told": sum(kept.get(key) != named or file.get(key) != named for key, named in told.items()),
        "tried_again": sum(one.again for one in ballots),
        "sent_twice": sum(one.twice for one in ballots),
    }


if __name__ == "__main__":
    sys.exit(main())
