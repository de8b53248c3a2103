"""Claim: from a fresh clone to the first useful page takes less than 60 s, from a second start less than 10 s.

`make run` in a clone of this checkout's last commit, on a port and in a folder of its own, with pip's cache as it is on
this machine. Useful is a page of an event that somebody follows from the first page. The work is what all processes of
the first start had of the machine's cores, in seconds: on a busy machine it says more than the wait.
"""

import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench._browser import machine

LIMIT_FIRST, LIMIT_SECOND, LONGEST = 60, 10, 600
CHECKOUT = Path(__file__).parents[1]


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="talka-start-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # the database's own user passes through
        clone = folder / "talka"
        begun = time.monotonic()
        subprocess.run(["git", "clone", "--quiet", f"file://{CHECKOUT}", str(clone)], check=True)
        cloned = time.monotonic() - begun
        first = start(clone, folder / "first.log", begun)
        work = resource.getrusage(resource.RUSAGE_CHILDREN)
        second = start(clone, folder / "second.log", time.monotonic())
    line = {
        "claim": "start",
        "machine": machine(),
        "clone_s": round(cloned, 1),
        "clone_to_page_s": first["page_s"],
        "limit_clone_to_page_s": LIMIT_FIRST,
        "clone_to_page_work_s": round(work.ru_utime + work.ru_stime, 1),
        "second_start_to_page_s": second["page_s"],
        "limit_second_start_s": LIMIT_SECOND,
        "page": first["page"],
        "ended_s": [first["ended_s"], second["ended_s"]],
        "ok": first["page_s"] < LIMIT_FIRST and second["page_s"] < LIMIT_SECOND and first["page"] == second["page"],
    }
    print(json.dumps(line))
    return 0 if line["ok"] else 1


def start(clone: Path, log: Path, begun: float) -> dict:
    """`make run` until an event's page is there, then end its whole process group. Seconds count from `begun`."""
    port = free_port()
    kept = {"PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "PYTHON"}
    environment = {n: v for n, v in os.environ.items() if n in kept or n.startswith(("PIP_", "PYENV_", "UV_"))}
    environment |= {"PORT": str(port), "HOST": "127.0.0.1", "TALKA_VAR": str(clone / "var")}
    with log.open("w") as out:
        made = subprocess.Popen(
            ["make", "run"], cwd=clone, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        page = useful_page(f"http://127.0.0.1:{port}", made, log)
        took = time.monotonic() - begun
    finally:
        ending = time.monotonic()
        os.killpg(made.pid, signal.SIGTERM)
        try:
            made.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(made.pid, signal.SIGKILL)
            made.wait()
            raise RuntimeError(f"It did not end within 20 s:\n{log.read_text()[-2000:]}") from None
    return {"page_s": round(took, 1), "page": page, "ended_s": round(time.monotonic() - ending, 1)}


def useful_page(address: str, made: subprocess.Popen[bytes], log: Path) -> str:
    """The address of the first event's page that the first page leads to, once it answers 200."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if made.poll() is not None:
            raise RuntimeError(f"make run ended with {made.returncode}:\n{log.read_text()[-2000:]}")
        home = read(f"{address}/")
        if home:
            found = re.search(r'href="(/e/[^/"]+/)"', home)
            if found is None:
                raise RuntimeError("The first page leads to no event.")
            if read(address + found[1]):
                return found[1]
        time.sleep(0.05)
    raise RuntimeError(f"No page within {LONGEST} s:\n{log.read_text()[-2000:]}")


def read(address: str) -> str:
    """The page, or "" while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.read().decode()
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
