"""A table by its address: fetched by the worker, over HTTPS, from hosts that the administrator named, from no other."""

import hashlib
import io
import time
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from talka.documents.statistics.limits import MOST_BYTES
from talka.documents.statistics.reading import read_statistics
from talka.indicators.access import may_enter, not_allowed
from talka.indicators.models import FigureImport
from talka.indicators.reading import kept_tables
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .imports import keep, tell_apart

SECONDS = 60
"""To connect and between two pieces; a server that is slower than that is not waited for."""
SECONDS_IN_ALL = 600
"""A server that sends a little now and then is not waited for without end."""
CHUNK = 1 << 16
LONGEST_ADDRESS = 1_000
"""What the column holds."""


def hosts() -> tuple[str, ...]:
    """The hosts from which tables may be fetched (setting `TALKA_STATISTICS_HOSTS`)."""
    return tuple(settings.STATISTICS_HOSTS)


def send_address(address: str, *, by: Person | None) -> FigureImport:
    """Have a table fetched. Raises Refusal for an address from which nothing is fetched."""
    if by is None or not may_enter(by):
        raise not_allowed()
    if not _may_be_fetched(address):
        raise Refusal(
            _("Tables are not fetched from this address."),
            _("Nothing was fetched."),
            _("Allowed are: %(hosts)s, over https. Download the file and send it, or ask the administrator.")
            % {"hosts": ", ".join(hosts())},
            status=422,
        )
    row = FigureImport.objects.create(
        file_name=address.rsplit("/", 1)[-1][:200] or str(urlsplit(address).hostname),
        address=address,
        state=FigureImport.State.FETCHING,
        by=by,
        language=get_language() or "lv",
    )
    from talka.indicators.jobs import fetch_table

    transaction.on_commit(lambda: fetch_table.defer(key=row.key))
    return row


def _may_be_fetched(address: str) -> bool:
    """Over https, from a host that was named, at its usual port, and without a name or password before the host."""
    try:
        parts = urlsplit(address)
        usual = parts.port in (None, 443)
    except ValueError:
        return False
    plain = len(address) <= LONGEST_ADDRESS and address.isprintable() and "@" not in parts.netloc
    return plain and usual and parts.scheme == "https" and parts.hostname in hosts()


def fetch(key: str) -> None:
    """The worker's part: fetch, read, tell apart; or say in words why not."""
    row = FigureImport.objects.get(key=key)
    if row.state != FigureImport.State.FETCHING:
        return
    with override(row.language):
        try:
            content, content_type = _fetched(row.address)
            table = read_statistics(io.BytesIO(content), row.file_name, content_type=content_type)
        except Refusal as refusal:
            row.state, row.fault = FigureImport.State.FAILED, refusal.text()
            row.save(update_fields=["state", "fault"])
            return
        row.digest = hashlib.sha256(content).hexdigest()
        keep(row, kept_tables.packed(table))
        tell_apart(row)


def _fetched(address: str) -> tuple[bytes, str]:
    """The content, not more than a file may hold. A server that sends us elsewhere is not followed."""
    until = time.monotonic() + SECONDS_IN_ALL
    try:
        with requests.get(address, timeout=SECONDS, stream=True, allow_redirects=False) as answer:
            if answer.status_code != 200:
                raise Refusal(
                    _("The address answered with %(status)s.") % {"status": answer.status_code},
                    advice=_("Open it in a browser: it must give the table itself."),
                )
            content = bytearray()
            # What has arrived, however little: a server that drips is noticed between two drops.
            while piece := answer.raw.read1(CHUNK, decode_content=True):
                content += piece
                if time.monotonic() > until:
                    raise Refusal(_("The address answers too slowly."), advice=_("Download the file and send it."))
                if len(content) > MOST_BYTES:
                    raise Refusal(_("The table is too large."), advice=_("Ask for fewer years or areas."))
            return bytes(content), answer.headers.get("Content-Type", "")
    except requests.RequestException as fault:
        raise Refusal(
            _("The address could not be reached (%(why)s).") % {"why": type(fault).__name__},
            advice=_("Try again later, or download the file and send it."),
        ) from None
