"""After a restore, before anybody sees a page: what is no longer so must not come back with the data."""

import datetime as dt
import logging
import time
from dataclasses import dataclass, field
from pathlib import Path

from talka.site import preparation
from talka.site.backups import journal
from talka.site.trouble import Trouble

log = logging.getLogger("talka.site.backups")
NOT_NOW = {"letters.send_due", "upkeep.catch_up", "upkeep.remind"}
"""Jobs that must not run by themselves after a restore: letters wait for a person, and what concerns the machine itself
(that no worker runs, that there is no backup) is not true of it yet."""


@dataclass
class Settled:
    """What was done. younger: erasures after the backup; refused: persons by key and why they are not erased."""

    younger: int = 0
    again: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    held: int = 0
    sessions: int = 0
    links: int = 0
    tables: int = 0
    failed_jobs: list[str] = field(default_factory=list)


def settle(url: str, var: Path, backup: dt.datetime, outside: journal.Erasures) -> Settled:
    """Bring the schema up to date, erase again, end ways in, carry out retention, hold letters. Twice is once."""
    if preparation.main(["database"]):
        raise Trouble(
            "The data is in, but the database could not be brought to this version.",
            "Look at the lines above; then the same command again.",
        )
    from django.utils.translation import override

    from talka.events.actions.imports import give_up_unfinished
    from talka.letters.actions import hold_all
    from talka.live.actions import leap
    from talka.people.actions import after_restore

    told = Settled()
    told.sessions, told.links = after_restore.end_ways_in()
    told.tables = after_restore.give_up_imports() + give_up_unfinished()
    erasures = journal.together([outside, journal.of_database(url)])
    told.younger = sum(at > backup for at in erasures.values())
    with override("en"):  # what is refused is said on a terminal
        erased = after_restore.erase_again(erasures)
    told.again, told.refused = len(erased.keys), erased.refused
    told.failed_jobs = _catch_up()
    told.held = hold_all(
        f"restored from a backup of {backup:%d.%m.%Y %H:%M} UTC: it may have been sent before, so it waits for a person"
    )
    leap()
    journal.spread(url, var, erasures)
    return told


def _catch_up() -> list[str]:
    """Run what is done each night and each quarter of an hour; names of those that failed.

    Retention that fell due since the backup is carried out. Reminders that are due now are written now, so that they
    are held with the other letters: the installation that is no more may have sent them.
    """
    from procrastinate.contrib.django import app

    def moment(cron: str) -> tuple[int, int]:
        minute, hour = cron.split()[:2]
        return int(hour) if hour.isdigit() else 24, int(minute) if minute.isdigit() else 60

    failed = []
    tasks = {periodic.task.name: periodic for periodic in app.periodic_registry.periodic_tasks.values()}
    for name, periodic in sorted(tasks.items(), key=lambda pair: moment(pair[1].cron)):
        if name in NOT_NOW:
            continue
        try:
            periodic.task.func(timestamp=int(time.time()))
        except Exception:  # one that fails must not keep the others from it
            log.exception("The job %s failed after the restore; it comes again at its time.", name)
            failed.append(name)
    return failed
