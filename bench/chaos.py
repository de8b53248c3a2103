"""Claim: whatever a phone has accepted is there exactly once, in an order all agree on, though a fifth of 1,000 phones
lose the network for 10 to 60 seconds, one of two web processes is killed, and PostgreSQL is restarted.

Phones write cards and then vote, 33 deeds a second together. See docs/developers/speed.md.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from bench._browser import machine
from talka.site.embedded.cluster import Cluster
from talka.site.folder import var_folder
from talka.site.output import complain

PHONES, GROUP, RATE = int(os.environ.get("TALKA_BENCH_PHONES", "1000")), 30, 33
SECONDS = int(os.environ.get("TALKA_BENCH_SECONDS", "60"))
SETTLE = 150
"""Seconds that everything may take to arrive after the last deed."""


def main() -> int:
    var = var_folder() / "chaos"
    cluster = Cluster(Path(var), say=complain)
    os.environ |= {"TALKA_VAR": str(var), "DJANGO_SETTINGS_MODULE": "talka.site.settings"}
    os.environ["DATABASE_URL"] = cluster.start()
    try:
        step = [sys.executable, "-m", "talka.site.preparation", "translations", "static", "database"]
        subprocess.run(step, stdout=sys.stderr, check=True)
        import django

        django.setup()
        from django.db import connection

        from bench._hall import fill, served

        hall = fill(PHONES, GROUP)
        connection.close()
        with served(2) as web:
            found = asyncio.run(play(hall, web, cluster))
    finally:
        cluster.stop()
    line = {"claim": "chaos", "machine": machine(), "clients": PHONES, "web_processes": 2, **found}
    faults = ("lost", "doubled", "votes_wrong", "refused", "still_waiting", "orders_apart")
    line["ok"] = not any(line[fault] for fault in faults)
    print(json.dumps(line))
    return 0 if line["ok"] else 1


async def play(hall: Any, web: Any, cluster: Cluster) -> dict[str, Any]:
    from asgiref.sync import sync_to_async

    from bench._phones import Phone
    from talka.workshops.models import Cluster as Theme

    def themes() -> dict[int, list[int]]:
        made = [
            Theme(group=group, lane="lack", kind="lack", name=f"Theme {place}")
            for group in hall.groups
            for place in range(3)
        ]
        rows: dict[int, list[int]] = {}
        for theme in Theme.objects.bulk_create(made):
            rows.setdefault(theme.group_id, []).append(theme.pk)
        return rows

    votable = await sync_to_async(themes)()
    await sync_to_async(hall.follow_from_now)()
    page = f"/w/{hall.workshop.code}/"
    phones = [
        Phone(number, web.port, known["cookie"], page, known["path"], known["group"])
        for number, known in enumerate(hall.phones)
    ]
    running = []
    for start in range(0, len(phones), 50):
        for phone in phones[start : start + 50]:
            running += [asyncio.create_task(phone.send_all()), asyncio.create_task(phone.follow_all())]
        await asyncio.sleep(0.5)
    trouble = asyncio.create_task(troubles(phones, web, cluster))
    begun = time.perf_counter()
    for number in range(RATE * SECONDS):
        due = begun + number / RATE
        if (pause := due - time.perf_counter()) > 0:
            await asyncio.sleep(pause)
        if number == RATE * SECONDS // 2:
            await sync_to_async(vote_begins)(hall.workshop)
        phone = phones[(number * 7919) % len(phones)]
        phone.write(_deed(phone, number, votable) if number >= RATE * SECONDS // 2 else _card(number))
    await trouble
    ended = time.perf_counter()
    while time.perf_counter() - ended < SETTLE and any(phone.outbox for phone in phones):
        await asyncio.sleep(0.5)
    settled = time.perf_counter() - ended
    complain(f"All was taken {settled:.0f} s after the last deed")
    await asyncio.sleep(3)
    boards = {}
    for phone in phones[::7]:
        boards[phone.number] = await phone.board()
    for phone in phones:
        phone.over = True
        phone.lose_network()
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await sync_to_async(let_go)()
    found = await sync_to_async(compared)(hall, phones, boards)
    await sync_to_async(let_go)()
    return {"settled_s": round(settled, 1), **found}


def _card(number: int) -> dict[str, Any]:
    return {"deed": "card", "stage": "lack", "lane": "lack", "text": f"Kartīte {number}", "language": "lv"}


def _deed(phone: Any, number: int, votable: dict[int, list[int]]) -> dict[str, Any]:
    if number % 5 == 0:
        return _card(number)  # a late thought
    return {
        "deed": "vote",
        "stage": "vote",
        "thing": f"theme:{random.choice(votable[phone.group])}",
        "value": random.randint(0, 1),
    }


def let_go() -> None:
    """A connection to the database of before is none."""
    from django.db import connections

    connections.close_all()


def vote_begins(workshop: Any) -> None:
    """As the facilitator moves on, however often the database has to be asked."""
    from django.db import transaction
    from django.db.utils import OperationalError

    from talka.live.actions import append
    from talka.workshops.actions.stages import begin, locked_workshop

    for _attempt in range(20):
        try:
            with transaction.atomic():
                locked = locked_workshop(workshop)
                begin(locked, locked.stages.get(key="vote"))
                locked.save()
                append(locked.stream, "stage-changed", workshop=locked.pk)
        except OperationalError:
            let_go()
            time.sleep(0.5)
        else:
            return


async def troubles(phones: list[Any], web: Any, cluster: Cluster) -> None:
    """A fifth loses the network at some time for 10 to 60 seconds; a web process dies; the database is restarted."""

    async def away(phone: Any) -> None:
        await asyncio.sleep(random.uniform(2, SECONDS * 0.6))
        phone.lose_network()
        await asyncio.sleep(random.uniform(10, 60))
        phone.find_network()

    loop = asyncio.get_running_loop()
    leaving = [asyncio.create_task(away(phone)) for phone in random.sample(phones, len(phones) // 5)]
    await asyncio.sleep(SECONDS * 0.25)
    await loop.run_in_executor(None, web.kill_and_restart, 0, 2.0)
    complain("A web process was killed and restarted")
    await asyncio.sleep(SECONDS * 0.2)
    await loop.run_in_executor(None, cluster.stop)
    await loop.run_in_executor(None, cluster.start)
    complain("PostgreSQL was restarted")
    await asyncio.gather(*leaving)


def compared(hall: Any, phones: list[Any], boards: dict[int, list[str]]) -> dict[str, Any]:
    """What the phones accepted beside what is kept; what each has seen beside the order of the moments."""
    from talka.live.models import Moment
    from talka.workshops.models import Ballot, Card, Receipt

    kept = {str(card.pk): card for card in Card.objects.filter(workshop=hall.workshop)}
    taken = {deed["id"]: deed for phone in phones for deed in phone.taken if deed["deed"] == "card"}
    wrong = 0
    votes = sum(1 for phone in phones for deed in phone.taken if deed["deed"] == "vote")
    ballots = Counter(Ballot.objects.filter(stage__workshop=hall.workshop).values_list("seat_id", "cluster_id"))
    values = {
        (digest, f"theme:{theme}"): value
        for digest, theme, value in Ballot.objects.filter(stage__workshop=hall.workshop).values_list(
            "seat__digest", "cluster_id", "value"
        )
    }
    for phone in phones:
        last = {deed["thing"]: deed["value"] for deed in phone.taken if deed["deed"] == "vote"}
        digest = _digest(phone.cookie)
        wrong += sum(1 for thing, value in last.items() if values.get((digest, thing), 0) != value)
    order: dict[int, list[str]] = {}
    moments = Moment.objects.filter(stream__name=hall.workshop.stream).order_by("number")
    numbers = list(moments.values_list("number", flat=True))
    for ids in moments.filter(kind="card-written").values_list("ids", flat=True):
        order.setdefault(ids["group"], []).append(ids["card"])
    written = [card for cards in order.values() for card in cards]
    apart = 0
    for phone in phones:
        place = {card: at for at, card in enumerate(order.get(phone.group, []))}
        seen = [place[card] for card in dict.fromkeys(phone.seen)]
        apart += seen != sorted(seen)
    by_group: dict[int, set[tuple[str, ...]]] = {}
    for number, cards in boards.items():
        by_group.setdefault(phones[number].group, set()).add(tuple(cards))
    return {
        "cards": len(taken),
        "votes": votes,
        "lost": sum(1 for name in taken if name not in kept),
        "doubled": len(written) - len(set(written)) + sum(1 for count in ballots.values() if count > 1),
        "votes_wrong": wrong + abs(Receipt.objects.filter(seat__workshop=hall.workshop).count() - votes),
        "refused": sum(len(phone.refused) for phone in phones),
        "still_waiting": sum(len(phone.outbox) for phone in phones),
        "orders_apart": apart
        + sum(1 for each in by_group.values() if len(each) > 1)
        + (numbers != list(range(1, len(numbers) + 1))),
        "sent_again": sum(phone.sent for phone in phones) - len(taken) - votes,
        "came_again": sum(phone.came_again for phone in phones),
        "read_anew": sum(phone.read_anew for phone in phones),
    }


def _digest(cookie: str) -> str:
    import hashlib

    return hashlib.sha256(cookie.partition("=")[2].encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
