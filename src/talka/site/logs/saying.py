"""What of a log record may be said. Names, addresses, tokens and texts reach a log through the values that are put
into a message and through the messages of exceptions; so neither is ever written. Said are: the sentence as it stands
in the source, numbers, names of tasks, kinds of faults, and where in the source something happened.
"""

import errno
import logging
import re
import traceback
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

HIDDEN = "…"
# Loggers whose sentences stand in the source, with placeholders for values. What others say may be put together
# from values beforehand (procrastinate's lines name the arguments of a job), so only its place is told.
SENTENCES = ("talka", "django", "uvicorn", "psycopg", "asgiref")
PUT_TOGETHER = ("django.security",)
PLAIN_WORD = re.compile(r"GET|HEAD|POST|OPTIONS|[a-z]+/[0-9]{1,12}")
MOST_FRAMES = 30
MOST_CAUSES = 4


def sentence(record: logging.LogRecord) -> str:
    """The record's message without anything that could tell of a person."""
    if not _below(record.name, SENTENCES) or _below(record.name, PUT_TOGETHER) or not isinstance(record.msg, str):
        action = getattr(record, "action", None)
        return str(action).replace("_", " ") if isinstance(action, str) else f"event at {place(record)}"
    if not record.args:
        return record.msg
    try:
        if isinstance(record.args, Mapping):
            return record.msg % {name: word(value) for name, value in record.args.items()}
        return record.msg % tuple(word(value) for value in record.args)
    except (TypeError, ValueError):
        return record.msg


def _below(name: str, tops: tuple[str, ...]) -> bool:
    return any(name == top or name.startswith(f"{top}.") for top in tops)


def word(value: object) -> object:
    """A value as it may stand in a line: numbers and names of the house's own things; anything else is hidden."""
    if isinstance(value, (int, float)) or value is None:
        return value
    if isinstance(value, BaseException):
        return kind_of(value)
    if isinstance(value, str) and (PLAIN_WORD.fullmatch(value) or value in _tasks()):
        return value
    return HIDDEN


def _tasks() -> Mapping[str, Any]:
    from procrastinate.contrib.django import app

    return getattr(app, "tasks", {})


def place(record: logging.LogRecord) -> str:
    return f"{record.name}:{record.funcName}:{record.lineno}"


def kind_of(fault: BaseException) -> str:
    """A fault's kind with the code that its maker gave it: `UniqueViolation 23505`, `SMTPDataError 554`."""
    code = getattr(fault, "sqlstate", None) or getattr(fault, "smtp_code", None)
    if code is None and isinstance(fault, OSError) and isinstance(fault.errno, int):
        code = errno.errorcode.get(fault.errno, fault.errno)
    return f"{type(fault).__name__} {code}" if code else type(fault).__name__


def told(fault: BaseException) -> dict[str, Any]:
    """A fault without its message: its kind, the table and constraint it concerns, its way through the source."""
    found: dict[str, Any] = {"kind": kind_of(fault), "frames": frames(fault)}
    facts = getattr(fault, "diag", None)
    for name in ("table_name", "constraint_name"):
        if value := getattr(facts, name, None):
            found[name.removesuffix("_name")] = str(value)
    return found


def chain(fault: BaseException | None) -> list[dict[str, Any]]:
    """The fault and what caused it, the last first."""
    found: list[dict[str, Any]] = []
    while fault is not None and len(found) < MOST_CAUSES:
        found.append(told(fault))
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return found


def frames(fault: BaseException) -> list[str]:
    """`talka/events/actions/registration.py:120 register`, the innermost last."""
    walked = traceback.extract_tb(fault.__traceback__, limit=-MOST_FRAMES)
    return [f"{short(frame.filename)}:{frame.lineno} {frame.name}" for frame in walked]


def short(path: str) -> str:
    """A source file's path from its package on: where it is installed may name a person's home folder."""
    parts = PurePath(path).parts
    for top in ("site-packages", "src", "lib"):
        if top in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(top) :])
    return parts[-1] if parts else HIDDEN
