"""Whether there is a way back, as the index of backups tells."""

import datetime as dt
import stat
from collections.abc import Iterator

from django.conf import settings

from talka.site.backups import backups, folder, last_backup
from talka.upkeep.queries.attention import BACKUP_EVERY


def faults() -> Iterator[str]:
    last = last_backup(settings.TALKA_VAR)
    if last is None:
        yield "There is no backup yet: talka backup, and systemctl enable --now talka-backup.timer"
    elif (age := dt.datetime.now(dt.UTC) - last.time) > BACKUP_EVERY:
        yield f"The last backup is {age.days} days old. See why: systemctl status talka-backup.timer talka-backup"
    tries = backups(settings.TALKA_VAR)
    if tries and not tries[-1].ok:
        yield f"The last try to make a backup failed: {tries[-1].why or 'see journalctl -u talka-backup'}."
    place = folder(settings.TALKA_VAR)
    if place.is_dir() and stat.S_IMODE(place.stat().st_mode) & 0o007:
        yield f"{place} holds everything and is open to everybody: chmod 0700 {place}"
