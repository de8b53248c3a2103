"""The user, the disk and the clock of the machine."""

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from talka.site.health import LEAST_FREE

ROOM_FOR_GROWTH = 5 * LEAST_FREE
"""Bytes: with less there is too little time between the first warning and the last byte."""

ROOM_FOR_UPLOADS = 3 * 110 * 1024 * 1024
"""Bytes: a file on its way in lies in the folder for temporary files; a few may come at a time."""

EARLIEST = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


def faults() -> Iterator[str]:
    if os.geteuid() == 0:
        yield "This runs as root. Run it as a user of its own."
    for what, folder, least in (
        ("TALKA_VAR", settings.TALKA_VAR, ROOM_FOR_GROWTH),
        ("uploads on their way in (TMPDIR)", Path(tempfile.gettempdir()), ROOM_FOR_UPLOADS),
    ):
        free = shutil.disk_usage(folder).free
        if free < least:
            yield f"{folder}, for {what}, has {free // 2**20} MB free; {least // 2**20} MB are needed. Make room."
    if dt.datetime.now(dt.UTC) < EARLIEST:
        yield "The clock of this machine is years behind: links and certificates would not be valid. Set it."
    try:
        ZoneInfo(settings.TIME_ZONE)
    except ZoneInfoNotFoundError:
        yield f"The time zone {settings.TIME_ZONE} is unknown to this machine. Install tzdata."
