"""The played seminar once more, as if it were held today: so that its console, phones and projector can be pictured.

Codes and places of group work open on the days around an event only, and the shipped examples lie in the past.
"""

import csv
import datetime as dt
import re
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "izspele"
PLAYED, TODAY = "izspeles-seminars", "seminars-sodien"
WORK = f"/e/{TODAY}/groups/darba-grupas/"
CODE = "SEM2DA"
PHONE_OF = "agnese-baltaisila"
"""Whose seat no phone holds yet: one can take it by the code of the name card."""
STAGE = "proposals"
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HASTY = 4
"""One in so many has not voted yet."""


def load(folder: Path) -> None:
    """Write the programme with this second seminar into the folder and let Talka read it."""
    whole = folder / EXAMPLE.name
    shutil.copytree(EXAMPLE, whole)
    for path in [*sorted((EXAMPLE / "events" / PLAYED).iterdir()), EXAMPLE / "events" / f"{PLAYED}.toml"]:
        copy = whole / str(path.relative_to(EXAMPLE)).replace(PLAYED, TODAY)
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(_moved(path), encoding="utf-8")
    _thin(whole / "events" / TODAY / "ballots.csv")
    subprocess.run([sys.executable, "-m", "talka.site.command", "load", str(whole)], check=True)  # noqa: S603


def name_card() -> str:
    """The code on the name card of the phone's person."""
    with (EXAMPLE / "events" / PLAYED / "registrations.csv").open(encoding="utf-8", newline="") as file:
        return next(row["code"] for row in csv.DictReader(file) if row["person"] == PHONE_OF)


def _moved(path: Path) -> str:
    """The file's words with today's date, cards of its own, and group work that goes on."""
    text = path.read_text(encoding="utf-8").replace("2026-10-14", dt.datetime.now().astimezone().date().isoformat())
    text = UUIDS.sub(lambda found: str(uuid.uuid5(uuid.NAMESPACE_URL, TODAY + found.group())), text)
    if path.name == "workshops.toml":
        text = re.sub(r'stage = "report"\nclosed = true', f'stage = "{STAGE}"\ncode = "{CODE}"', text, count=1)
    if path.name == "seats.csv":
        text = re.sub(rf"^(.*,{PHONE_OF},.*),1,,$", r"\1,,,", text, flags=re.MULTILINE)
    return text


def _thin(ballots: Path) -> None:
    lines = ballots.read_text(encoding="utf-8").splitlines(keepends=True)
    seats = sorted({line.split(",")[2] for line in lines[1:]})
    late = {PHONE_OF, *seats[::HASTY]}
    ballots.write_text("".join(line for line in lines if line.split(",")[2] not in late), encoding="utf-8")
