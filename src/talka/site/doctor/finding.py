"""One line of the doctor, and how a look into something becomes lines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "warning", "fault"]


@dataclass(frozen=True)
class Finding:
    """topic: what was looked at; said: what was found; remedy: what to do, empty where all is well."""

    topic: str
    state: State
    said: str
    remedy: str = ""


Look = Callable[[], Iterable[Finding]]


def ok(topic: str, said: str) -> Finding:
    return Finding(topic, "ok", said)


def warning(topic: str, said: str, remedy: str) -> Finding:
    return Finding(topic, "warning", said, remedy)


def fault(topic: str, said: str, remedy: str) -> Finding:
    return Finding(topic, "fault", said, remedy)


def findings(looks: Iterable[tuple[str, Look]]) -> Iterator[Finding]:
    """Each look in turn; one that breaks is a fault itself, and the others go on."""
    from talka.site.logs.saying import kind_of

    for topic, look in looks:
        try:
            yield from look()
        except Exception as broken:
            yield fault(topic, f"could not be looked at: {kind_of(broken)}", "Mend what stands above, then look again.")
