"""How an event is written down: TALKA_LOG_FORMAT=json gives one JSON object per line, plain a line for people."""

import json
import logging
import os
from datetime import UTC, datetime
from typing import Any

from talka.site.logs import current, saying

FORMATS = ("plain", "json")
CARRIED = ("status", "ms", "bytes", "state")
"""What the house's own events carry beside their sentence: numbers and names of states."""


def chosen() -> str:
    """TALKA_LOG_FORMAT; plain where it is empty or unknown (`talka check` complains)."""
    given = os.environ.get("TALKA_LOG_FORMAT", "").lower()
    return given if given in FORMATS else "plain"


def process_name() -> str:
    """`web 2`, `worker`, `supervisor`; `command` for what an administrator runs by hand."""
    return os.environ.get("TALKA_PROCESS") or "command"


def event(record: logging.LogRecord) -> dict[str, Any]:
    """All that may be said of a record, in the order in which it is read."""
    found: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "process": process_name(),
        "pid": record.process,
        "logger": record.name,
        "message": saying.sentence(record),
    }
    found |= current.facts(getattr(record, "request", None))
    if isinstance(status := getattr(record, "status_code", None), int):
        found["status"] = status
    found |= {name: value for name in CARRIED if (value := getattr(record, name, None)) is not None}
    found |= job_facts(record)
    if record.exc_info and record.exc_info[1] is not None:
        found["faults"] = saying.chain(record.exc_info[1])
    return found


def job_facts(record: logging.LogRecord) -> dict[str, Any]:
    """Which job a line is about: its number and its task, never its arguments."""
    job = getattr(record, "job", None)
    if not isinstance(job, dict):
        return {}
    facts = {"job": job.get("id"), "task": job.get("task_name")}
    return {name: value for name, value in facts.items() if isinstance(value, (int, str))}


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(event(record), ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """The same for people. With TALKA_DEBUG, which `talka check --deploy` refuses, everything is told as it is."""

    def __init__(self, *, everything: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self.everything = everything

    def format(self, record: logging.LogRecord) -> str:
        if self.everything:
            return super().format(record)
        said = event(record)
        head = f"{said.pop('time')} {said.pop('level').upper()} {said.pop('process')} {said.pop('logger')}: "
        head += said.pop("message")
        said.pop("pid")
        faults = said.pop("faults", [])
        facts = " ".join(f"{name}={value}" for name, value in said.items())
        return "\n".join([f"{head} ({facts})" if facts else head, *_traceback(faults)])


def _traceback(faults: list[dict[str, Any]]) -> list[str]:
    lines: list[str] = []
    for number, fault in enumerate(faults):
        lines.append("Caused by:" if number else "Traceback (most recent call last), without its words:")
        lines += [f"  {frame}" for frame in fault["frames"]]
        about = " ".join(f"{name}={fault[name]}" for name in ("table", "constraint") if name in fault)
        lines.append(f"{fault['kind']} {about}".rstrip())
    return lines


def configuration(level: str, *, access: bool, everything: bool) -> dict[str, Any]:
    """Django's LOGGING. access: whether every request is noted (TALKA_ACCESS_LOG)."""
    formatter: dict[str, Any] = {"()": "talka.site.logs.lines.JsonLines"}
    if chosen() == "plain":
        formatter = {"()": "talka.site.logs.lines.PlainLines", "everything": everything}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "talka.access": {"level": "INFO" if access else "CRITICAL"},
            # Its own handlers would write beside ours.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
        },
    }
