"""`talka doctor` and `talka mail-test`."""

import argparse
import json
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from talka.site.deeds import Deeds
from talka.site.deeds.surroundings import end_in_order, set_up_django
from talka.site.output import complain, say
from talka.site.trouble import Trouble

if TYPE_CHECKING:
    from talka.letters.models import Letter

MARKS = {"ok": "ok     ", "warning": "warning", "fault": "FAULT  "}


def add(deeds: Deeds) -> None:
    doctor = deeds.add_parser("doctor", help="go through everything and say what is well and what to do")
    doctor.add_argument("--json", action="store_true", help="one JSON list instead of lines")
    doctor.set_defaults(deed=_doctor)
    mail = deeds.add_parser(
        "mail-test", help="send a test letter by the queue and the worker, and say what became of it"
    )
    mail.add_argument("address", help="to whom")
    mail.add_argument("--language", choices=["lv", "en"], default="en", help="of the letter (en)")
    mail.add_argument("--seconds", type=float, default=120.0, help="how long to wait for its fate (120)")
    mail.set_defaults(deed=_mail_test)


def _doctor(given: argparse.Namespace) -> int:
    """0 where nothing is wrong, 1 with warnings, 2 with faults."""
    from talka.site.database import database
    from talka.site.doctor.examination import before_the_database, with_the_database
    from talka.site.doctor.finding import Finding, fault

    found: list[Finding] = []

    def tell(finding: Finding) -> None:
        found.append(finding)
        if not given.json:
            say(f"{MARKS[finding.state]}  {finding.topic}: {finding.said}")
            if finding.remedy:
                say(f"         {finding.remedy}")

    end_in_order()
    for finding in before_the_database():
        tell(finding)
    try:
        with database():
            set_up_django()
            for finding in with_the_database():
                tell(finding)
    except Trouble as trouble:
        tell(fault("database", trouble.what, trouble.advice))
    states = [finding.state for finding in found]
    if given.json:
        say(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        say(f"{states.count('ok')} well, {states.count('warning')} warnings, {states.count('fault')} faults.")
    return 2 if "fault" in states else 1 if "warning" in states else 0


def _mail_test(given: argparse.Namespace) -> int:
    """0 once the mail server has taken the letter."""
    from talka.site.database import database

    end_in_order()
    with database():
        set_up_django()
        from talka.letters.models import Letter
        from talka.letters.transport import server
        from talka.ui.refusals import Refusal
        from talka.upkeep.actions.letters import send_test
        from talka.upkeep.queries.processes import workers_alive

        try:
            letter = send_test(given.address, by=None, language=given.language)
        except Refusal as refusal:
            raise Trouble(str(refusal.what), str(refusal.advice)) from None
        place = server()
        assert place is not None
        say(f"1. The letter stands in the queue, from {place.sender}.")
        if letter.state == Letter.State.SUPPRESSED:
            raise Trouble("The address is blocked: letters to it came back, or the person asked for none.")
        workers = workers_alive()
        if not workers:
            raise Trouble("No worker runs, so nobody takes the letter.", "Start talka serve, then try again.")
        say(f"2. {workers} worker{'s' if workers > 1 else ''} alive; waiting for one to take it …")
        return _follow(letter, f"{place.host}, port {place.port}", given.seconds)


def _follow(letter: "Letter", place: str, seconds: float) -> int:
    until, told = time.monotonic() + seconds, ""
    while time.monotonic() < until:
        letter.refresh_from_db()
        if letter.attempts and letter.state == "queued" and letter.last_error and letter.last_error != told:
            told = letter.last_error
            complain(f"3. Attempt {letter.attempts} at {place} failed: {told}")
        if letter.state == "sent":
            say(f"3. The mail server {place} has taken it. Look into the mailbox, and among unwanted mail.")
            return 0
        if letter.state in ("failed", "bounced", "suppressed"):
            raise Trouble(f"The letter was not sent ({letter.state}): {letter.last_error}", "Look at EMAIL_URL.")
        time.sleep(0.25)
    raise Trouble(
        f"After {seconds:.0f} s the letter is not sent{': ' + told if told else ''}.",
        "It stays in the queue and is tried again; the page of the outbox says what becomes of it.",
    )
