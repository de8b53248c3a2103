"""News from below: an erasure goes into the journals that lie beside the backups."""

import datetime as dt
from typing import Any

from django.conf import settings

from talka.site.backups import journal


def write_down(sender: object, keys: list[str], at: dt.datetime, **_more: Any) -> None:
    journal.append(settings.TALKA_VAR, keys, at)
