"""What every method shares: the result's common fields, faults, contradictions, and the time a run may take."""

from __future__ import annotations

import dataclasses
import math
import time
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a problem as it was given.

    `path` says where: the table, then the row (counted from 0, in the order given), then the column; in rules the table
    is "rules" and the rest is the way to the value, e.g. ("rules", "together", 0, 1). `code` is for programs and
    translations, `what` for people.
    """

    path: tuple[str | int, ...]
    code: str
    what: str


class InvalidProblem(ValueError):
    """The problem contradicts its own form; `faults` lists everything that is wrong, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(fault.what for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Rule:
    """One hard rule of a problem, named so that a person finds it again.

    `path` as in Fault, `code` and `parameters` for programs and translations, `words` for people.
    """

    path: tuple[str | int, ...]
    code: str
    parameters: Mapping[str, str | int | float]
    words: str


class Infeasible(Exception):
    """No answer can keep these rules together.

    `rules` contradict each other, and with any one of them left out the others can be kept (`irreducible`); only when
    the time ran out before that was shown is `irreducible` false.
    """

    def __init__(self, rules: tuple[Rule, ...], *, irreducible: bool = True) -> None:
        super().__init__("; ".join(rule.words for rule in rules))
        self.rules = rules
        self.irreducible = irreducible


class OutOfTime(Exception):
    """The time limit passed before any answer that keeps all rules was found, or shown impossible."""


class Deadline:
    """The end of a run, set once when it starts. Seconds, by a clock that never goes back."""

    def __init__(self, seconds: float) -> None:
        if not (math.isfinite(seconds) and seconds > 0):
            raise ValueError("time_limit must be a positive number of seconds")
        self.started = time.perf_counter()
        self.seconds = seconds

    @property
    def spent(self) -> float:
        return time.perf_counter() - self.started

    @property
    def left(self) -> float:
        return self.seconds - self.spent

    @property
    def passed(self) -> bool:
        return self.left <= 0


@dataclass(frozen=True, kw_only=True)
class Result:
    """What every result carries. `objective`, `bound` and `gap` are None where a method optimises nothing."""

    method: str
    version: str
    seed: int
    seconds: float
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    proven_optimal: bool = False

    def to_json(self) -> dict[str, Any]:
        """The result as dicts, lists, strings and numbers only."""
        return typing.cast("dict[str, Any]", _plain(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The result that `to_json` was made from."""
        return typing.cast("Self", _revived(cls, data))


def relative_gap(objective: float, bound: float) -> float:
    """|objective - bound| / max(1, |objective|)."""
    return abs(objective - bound) / max(1.0, abs(objective))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


def _revived(wanted: Any, value: Any) -> Any:
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if value is None:
        return None
    if origin in (typing.Union, types.UnionType):
        first = next(option for option in arguments if option is not type(None))
        return value if isinstance(value, (str, int, float)) else _revived(first, value)
    if dataclasses.is_dataclass(wanted):
        hints = typing.get_type_hints(wanted)
        known = {field.name for field in dataclasses.fields(wanted)}
        revived = {name: _revived(hints[name], item) for name, item in value.items() if name in known}
        return typing.cast("Any", wanted)(**revived)
    if origin is tuple:
        item_types = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else list(arguments)
        return tuple(_revived(item_type, item) for item_type, item in zip(item_types, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {key: _revived(arguments[1], item) for key, item in value.items()}
    return value
