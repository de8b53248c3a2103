"""What an operator's command says on its terminal, which may have been closed meanwhile.

Where `talka serve` runs with TALKA_LOG_FORMAT=json, what it and its steps say are lines of the log as well.
"""

import contextlib
import json
import os
import sys
from datetime import UTC, datetime
from typing import TextIO


def say(text: str = "") -> None:
    _print(text, "info", sys.stdout)


def complain(text: str) -> None:
    _print(text, "warning", sys.stderr)


def _print(text: str, level: str, stream: TextIO) -> None:
    process = os.environ.get("TALKA_PROCESS")
    if process and os.environ.get("TALKA_LOG_FORMAT", "").lower() == "json":
        text = json.dumps(
            {
                "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "level": level,
                "process": process,
                "pid": os.getpid(),
                "logger": f"talka.site.{process.split()[0]}",
                "message": text.strip(),
            },
            ensure_ascii=False,
        )
    with contextlib.suppress(OSError, ValueError):
        print(text, file=stream, flush=True)
