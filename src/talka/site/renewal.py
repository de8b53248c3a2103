"""Web processes and worker are replaced by ones with the code that is installed now, one after another.

The port stays open throughout, so nobody is refused: where the schema has to change first, who comes meanwhile waits.
"""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable
from typing import Protocol

from talka.site.children import Child
from talka.site.output import complain

SIGNAL = signal.SIGUSR1
"""Tells a web process to leave; see `draining`."""

LONGEST = 60.0
"""Seconds it then has for what is under way, such as a long upload."""

LONGEST_START = 90.0
"""Seconds a new web process may take until it serves."""


class House(Protocol):
    """What a renewal needs of the supervisor."""

    children: list[Child]

    def pages(self, number: int, ready: int) -> Child: ...

    def worker(self, place: int) -> Child: ...

    def note_children(self) -> None: ...


def replace_pages(house: House, number: int) -> bool:
    """Let the `number` web processes be new ones; False where one would not serve, and the rest stays as it was."""
    old = [child for child in house.children if child.name.startswith("web")]
    for place in range(number):
        started = _start(house, place + 1)
        if started is None:
            return False
        for leaving in old[place : place + 1] if place + 1 < number else old[place:]:
            dismiss(house, leaving, SIGNAL, LONGEST + 5)
    return True


def replace_workers(house: House, number: int) -> None:
    """Let the `number` workers be new ones. A job that is broken off is done again."""
    for child in [child for child in house.children if child.name.startswith("worker")]:
        dismiss(house, child, signal.SIGTERM, 5)
    for place in range(number):
        _add(house, house.worker(place + 1))


def pause(house: House) -> None:
    """End pages and worker; who comes now waits at the open port."""
    for child in list(house.children):
        child.leaving = True
        child.send(SIGNAL if child.name.startswith("web") else signal.SIGTERM)
    for child in list(house.children):
        dismiss(house, child, None, 10)


def dismiss(house: House, child: Child, sign: signal.Signals | None, patience: float) -> None:
    """Let a child go, by force after `patience` seconds."""
    child.leaving = True
    if sign is not None:
        child.send(sign)
    _wait(lambda: not child.alive(), patience)
    if child.alive():
        child.send(signal.SIGKILL)
        _wait(lambda: not child.alive(), 2)
    house.children.remove(child)
    house.note_children()


def _start(house: House, place: int) -> Child | None:
    """A new web process that serves, or None where it ended or did not come that far."""
    read, write = os.pipe()
    try:
        child = house.pages(place, write)
        _add(house, child)
        os.close(write)
        write = -1
        until = time.monotonic() + LONGEST_START
        while child.alive() and time.monotonic() < until:
            if select.select([read], [], [], 0.05)[0]:
                if os.read(read, 1):
                    child.forget_ready()
                    return child
                break  # closed without a word: it is about to end
        complain(f"The new process “{child.name}” does not serve; the old ones go on.")
        dismiss(house, child, signal.SIGTERM, 3)
        return None
    finally:
        for file in (read, write):
            with contextlib.suppress(OSError):
                os.close(file)


def _add(house: House, child: Child) -> None:
    house.children.append(child)
    child.start()
    house.note_children()


def _wait(done: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.02)
