"""`make check-audit`: whether a locked package has a known weakness, by pip-audit.

It fails for a weakness that requirements/accepted.toml does not name, or whose day there is over. Where no register of
weaknesses can be asked, it says so and does not fail; nor does it then claim that all is well.
"""

import datetime as dt
import json
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .locked import HERE, SETS

PATIENCE = 120
"""Seconds for one set."""
LONGEST = dt.timedelta(days=184)


@dataclass(frozen=True)
class Accepted:
    package: str
    id: str
    reason: str
    until: dt.date


@dataclass(frozen=True)
class Weakness:
    """names: its own and those of other registers; fixed: versions without it."""

    package: str
    version: str
    names: tuple[str, ...]
    fixed: tuple[str, ...] = ()


@dataclass
class Asked:
    """What the register answered. unasked: packages it was silent about; trouble: why it could not be asked at all."""

    looked_at: int = 0
    unasked: list[str] = field(default_factory=list)
    weaknesses: list[Weakness] = field(default_factory=list)
    trouble: str = ""


def accepted(text: str, today: dt.date) -> list[Accepted]:
    """What is accepted. Raises ValueError for an entry without a reason or with a day too far ahead."""
    found = []
    for row in tomllib.loads(text).get("accepted", []):
        entry = Accepted(str(row["package"]).lower(), str(row["id"]), str(row.get("reason", "")).strip(), row["until"])
        if len(entry.reason) < 20:
            raise ValueError(f"{entry.package} {entry.id}: say why it does not reach Talka.")
        if type(entry.until) is not dt.date or entry.until > today + LONGEST:
            raise ValueError(f"{entry.package} {entry.id}: “until” is a day at most half a year ahead.")
        found.append(entry)
    return found


def read(answer: str) -> Asked:
    """pip-audit's JSON. What it skips it has not looked at, though it then says "no known vulnerabilities"."""
    asked = Asked()
    for row in json.loads(answer)["dependencies"]:
        if "skip_reason" in row:
            asked.unasked.append(row["name"])
            continue
        asked.looked_at += 1
        for each in row["vulns"]:
            names = (each["id"], *each.get("aliases", []))
            asked.weaknesses.append(
                Weakness(row["name"].lower(), row["version"], names, tuple(each.get("fix_versions", [])))
            )
    return asked


def ask(name: str) -> Asked:
    """Let pip-audit look at one set."""
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner=off"]
    command += ["--timeout=10", "--format=json", f"--requirement={HERE / name}.txt"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)  # noqa: S603
    except subprocess.TimeoutExpired:
        return Asked(trouble=f"no answer within {PATIENCE} s")
    try:
        return read(done.stdout)
    except (ValueError, KeyError):
        last = done.stderr.strip().splitlines()[-1:] or ["no answer"]
        return Asked(trouble=last[0][:200])


def told(sets: dict[str, Asked], known: Sequence[Accepted], today: dt.date) -> tuple[list[str], bool]:
    """What to say, line by line, and whether it fails."""
    lines, failed, needed = [], False, set()
    for name, asked in sets.items():
        if asked.trouble or not asked.looked_at:
            why = asked.trouble or "it knows none of these packages"
            lines.append(f"{name}: NOT AUDITED, the register of weaknesses cannot be asked ({why}).")
            continue
        lines.append(f"{name}: {asked.looked_at} packages looked up, {len(asked.weaknesses)} known weaknesses.")
        if asked.unasked:
            lines.append(f"{name}: not looked up: {', '.join(asked.unasked)}.")
        for each in asked.weaknesses:
            entry = next((one for one in known if one.package == each.package and one.id in each.names), None)
            what = f"{name}: {each.package} {each.version} has {' = '.join(each.names)}"
            mended = f"; mended in {', '.join(each.fixed)}" if each.fixed else "; not mended yet"
            if entry is not None:
                needed.add(entry)
            if entry is not None and entry.until >= today:
                lines.append(f"{what}; accepted until {entry.until}: {entry.reason}")
            else:
                failed = True
                over = f"; was accepted until {entry.until}" if entry is not None else ""
                lines.append(f"{what}{mended}{over}. Take a newer version (make lock), or say why it does not matter.")
    if all(asked.looked_at for asked in sets.values()):
        lines += [
            f"{one.package} {one.id} is accepted, but nothing has it: delete it." for one in known if one not in needed
        ]
    return lines, failed


def main() -> int:
    today = dt.datetime.now(dt.UTC).date()
    known = accepted(Path(HERE / "accepted.toml").read_text(encoding="utf-8"), today)
    lines, failed = told({name: ask(name) for name in SETS}, known, today)
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
