"""Files made to overwhelm whoever opens them: each gets an answer in seconds, within bounded memory.

They are opened in a process of their own, which may not grow beyond a limit: what would break the server breaks there.
"""

import ast
import resource
import subprocess
import sys
from pathlib import Path

import pytest

MOST_MEMORY = 3_000 * 1024 * 1024
"""Bytes of addresses, most of them never touched."""
MOST_GROWTH = 900
"""Megabytes, with what making the file takes; 300 MB are the file before it is packed."""
LONGEST = 60
"""Seconds of the processor's time."""
BOMBS = Path(__file__).with_name("bombs.py")


def names() -> list[str]:
    """What bombs.py holds, without running it: it sets Django up anew."""
    for node in ast.parse(BOMBS.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "BOMBS":
            return [key.value for key in node.value.keys]  # type: ignore[attr-defined]
    raise LookupError("BOMBS")


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))


@pytest.mark.parametrize("name", names())
def test_a_bomb_is_answered(name: str) -> None:
    done = subprocess.run(
        [sys.executable, str(BOMBS), name], capture_output=True, text=True, preexec_fn=limited, timeout=300
    )
    assert done.returncode == 0, f"{name}: {done.returncode} {done.stderr[-1500:]}"
    refusals, grown, _seconds, words = done.stdout.strip().split("|", 3)
    assert int(refusals) > 0, f"{name} was taken"
    assert words, name
    assert int(grown) < MOST_GROWTH, f"{name} took {grown} MB"
