"""The worker, its queue, letters and the mail server."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from talka.letters.models import Letter
from talka.letters.transport import connection_to, server
from talka.site.doctor.finding import Finding, fault, ok, warning
from talka.site.logs.saying import kind_of
from talka.upkeep import sources
from talka.upkeep.queries import processes
from talka.upkeep.queries.attention import BACKUP_EVERY, WAITS_TOO_LONG
from talka.upkeep.queries.queue import periodic_jobs, queue


def worker() -> Iterator[Finding]:
    alive = processes.workers_alive()
    if alive:
        yield ok("worker", f"{alive} alive")
    else:
        yield fault("worker", "none alive", "Start talka serve; its log says why a worker ends.")
    versions = {each.version for each in processes.alive()}
    if len(versions) > 1:
        yield warning("worker", f"versions {', '.join(sorted(versions))} run", "Start the older ones anew.")


def jobs() -> Iterator[Finding]:
    now = queue()
    if now.oldest is not None and timezone.now() - now.oldest > WAITS_TOO_LONG:
        minutes = int((timezone.now() - now.oldest).total_seconds() // 60)
        yield fault(
            "queue", f"a job has waited for {minutes} min", "Look at the worker, or give it more: TALKA_WORKERS."
        )
    else:
        yield ok("queue", f"{now.waiting} waiting, {now.running} running")
    if now.failed:
        yield warning("queue", f"{now.failed} failed", "Try them again or forget them on the page /upkeep/.")
    for each in periodic_jobs():
        if each.state in ("failed", "missed"):
            yield warning("jobs", f"{each.task} {each.state}", "Look at /upkeep/, and run it now.")


def letters() -> Iterator[Finding]:
    since = timezone.now() - timedelta(days=7)
    lately = Letter.objects.filter(created__gt=since)
    for state, remedy in (
        (Letter.State.FAILED, "The outbox says what the mail server answered."),
        (Letter.State.BOUNCED, "Ask organisers for the right addresses."),
    ):
        if number := lately.filter(state=state).count():
            yield warning("letters", f"{number} {state} in the last week", remedy)
    waiting = Letter.objects.filter(state=Letter.State.QUEUED, not_before__lt=timezone.now() - timedelta(hours=1))
    if number := waiting.count():
        yield warning("letters", f"{number} are overdue by an hour", "Look at the worker and at the sending rate.")
    else:
        yield ok("letters", "none is overdue")


def mail_server() -> Iterator[Finding]:
    """Knocks and signs in; no letter is sent."""
    place = server()
    if place is None:
        yield warning("mail server", "EMAIL_URL is not set: no letter leaves", "Set it as docs/administrators say.")
        return
    line = connection_to(place)
    at = f"{place.host}, port {place.port}"
    try:
        line.open()
    except Exception as trouble:  # whatever the library or the network has to say
        yield fault("mail server", f"{at}: {kind_of(trouble)}", "Look at EMAIL_URL, the firewall and the password.")
        return
    finally:
        with contextlib.suppress(Exception):
            line.close()
    if not (place.encrypted or place.starttls):
        yield warning("mail server", f"{at} takes letters in the clear", "Use smtps:// or starttls=1.")
    else:
        yield ok("mail server", f"{at} lets us in")


def backup() -> Iterator[Finding]:
    last = sources.last_backup()
    if last is None:
        yield warning("backup", "none has been made", "talka backup, each night by a timer.")
        return
    age = timezone.now() - last.at
    said = f"the last is {age.days} d {age.seconds // 3600} h old, {last.bytes // 10**6} MB"
    if age > BACKUP_EVERY:
        yield fault("backup", said, "Look why the nightly one does not run: its timer, the disk, the log.")
    else:
        yield ok("backup", said)
