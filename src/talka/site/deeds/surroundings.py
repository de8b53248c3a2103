"""What deeds need around them: Django, a database whose schema is up to date, and an end in order."""

import os
import signal
from types import FrameType

from talka.site.trouble import Trouble


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    import django

    django.setup()


def end_in_order() -> None:
    """A short command that is told to end still closes the database it started."""

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, end)


def prepare(url: str) -> None:
    """Bring the schema up to date where this command comes before the first start of the server."""
    from talka.site import preparation
    from talka.site.folder import var_folder

    if "database" in preparation.needed(var_folder(), url) and preparation.main(["translations", "database"]):
        raise Trouble("The database could not be prepared.")
