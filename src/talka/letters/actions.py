"""Everything that can happen to a letter."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal

from . import access, jobs
from .access import Reader
from .models import Attachment, Letter, Suppression
from .rendering import Words, one_line, tidy
from .transport import connection_to, message_of, server

State = Letter.State
MOST_ATTEMPTS = 8
WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
KEPT = timedelta(days=365)
MOST_ATTACHED = 5_000_000
# A letter by which somebody signs in is sent also to those who asked for no other letters.
SIGN_IN = "sign-in"


@dataclass(frozen=True)
class File:
    """Something that goes with a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Sending:
    """What one round of sending did."""

    sent: int = 0
    again: int = 0
    failed: int = 0


def folded_address(address: str) -> str:
    """An address as it is kept and compared. Raises ValueError for what is none, or for more than one."""
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError as fault:
        raise ValueError("this is no e-mail address") from fault
    return address.lower()


def queue_letter(
    *,
    to: str,
    letter: Words,
    kind: str,
    key: str = "",
    to_name: str = "",
    reply_to: str = "",
    person_ref: str = "",
    about: tuple[str, str] = ("", ""),
    not_before: datetime | None = None,
    secret_until: datetime | None = None,
    files: Sequence[File] = (),
) -> Letter:
    """Put a letter into the outbox, in the caller's transaction; the permission to write is the caller's to check.

    key: naming the same key twice is writing once, the first letter is returned; about: kind and id of what the letter
    is about, as registered by `access.register_scope`; not_before: a reminder's moment; secret_until: the words hold a
    code or link that is worth nothing after it, and are forgotten then. Raises ValueError for a bad address.
    """
    address = folded_address(to)
    if sum(len(file.content) for file in files) > MOST_ATTACHED:
        raise ValueError("the files of a letter are too large")
    given: dict[str, object] = {
        "to_address": address,
        "to_name": one_line(to_name)[:200],
        "reply_to": folded_address(reply_to) if reply_to else "",
        "person_ref": person_ref,
        "language": letter.language,
        "kind": kind,
        "about_kind": about[0],
        "about_id": about[1],
        "subject": one_line(letter.subject)[:250],
        "text": tidy(letter.text) + "\n",
        "html": letter.html,
        "secret_until": secret_until,
        "state": _first_state(address, kind),
        "not_before": not_before or timezone.now(),
    }
    with transaction.atomic():
        if key:
            row, made = Letter.objects.get_or_create(idempotency_key=key, defaults=given)
        else:
            row, made = Letter.objects.create(**given), True
        if made:
            Attachment.objects.bulk_create(
                Attachment(letter=row, name=one_line(file.name)[:150], media_type=file.media_type, content=file.content)
                for file in files
            )
            if row.state == State.QUEUED and row.not_before <= timezone.now():
                transaction.on_commit(jobs.wake, robust=True)
    return row


def _first_state(address: str, kind: str) -> str:
    blocked = Suppression.objects.filter(address=address)
    if kind == SIGN_IN:
        blocked = blocked.exclude(reason=Suppression.Reason.WISH)
    if blocked.exists():
        return State.SUPPRESSED
    return State.QUEUED if server() else State.HELD


def withdraw_letters(*, about: tuple[str, str], kind: str = "", person_ref: str = "") -> int:
    """Take back what is not sent yet, e.g. reminders of an event that was cancelled. The number taken back."""
    waiting = Letter.objects.filter(state__in=[State.QUEUED, State.HELD], about_kind=about[0], about_id=about[1])
    if kind:
        waiting = waiting.filter(kind=kind)
    if person_ref:
        waiting = waiting.filter(person_ref=person_ref)
    return waiting.delete()[1].get("letters.Letter", 0)


# -- by hand, from the outbox page ---------------------------------------------------------------------------------


def hold(letter: Letter, *, by: Reader) -> None:
    """Keep a waiting letter from being sent."""
    _may(letter, by)
    if not Letter.objects.filter(pk=letter.pk, state=State.QUEUED).update(state=State.HELD):
        raise Refusal(_("The letter is no longer waiting to be sent."), advice=_("Look at its state again."))


def retry(letter: Letter, *, by: Reader) -> None:
    """Put a held or failed letter into the queue, to be sent now."""
    _may(letter, by)
    if server() is None:
        raise Refusal(
            _("This installation sends no letters."),
            _("The setting EMAIL_URL is empty, so letters stand here and are not sent."),
            _("Copy the letter or its link and hand it over another way."),
        )
    if letter.secret_over or letter.forgotten_at:
        raise Refusal(_("The letter can no longer be sent: its words have expired."), advice=_("Write a new one."))
    if _first_state(letter.to_address, letter.kind) == State.SUPPRESSED:
        raise Refusal(_("The address is blocked: letters to it came back, or the person asked for none."))
    changed = Letter.objects.filter(pk=letter.pk, state__in=[State.HELD, State.FAILED]).update(
        state=State.QUEUED, attempts=0, not_before=timezone.now(), last_error=""
    )
    if not changed:
        raise Refusal(_("The letter was sent already or is waiting to be sent."), advice=_("Look at its state again."))
    transaction.on_commit(jobs.wake, robust=True)


def hold_all(why: str, *, now: datetime | None = None) -> int:
    """Hold every letter that may have been sent already by an installation that is no more; how many.

    For after a restore. Who may read them finds them in the outbox as held, with `why`, and sends them or not. What is
    due later and was never tried cannot have been sent and goes on waiting.
    """
    tried = Q(not_before__lte=now or timezone.now()) | Q(attempts__gt=0)
    return Letter.objects.filter(tried, state=State.QUEUED).update(state=State.HELD, last_error=why[:2000])


def record_bounce(letter: Letter, *, by: Reader | None, reason: str = "") -> None:
    """Note that a letter came back; the address is not written to any more. by: None where a mail server told it."""
    if by is not None:
        _may(letter, by)
    with transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(state=State.BOUNCED, last_error=reason[:2000])
        suppress(letter.to_address, Suppression.Reason.BOUNCE)


def suppress(address: str, reason: str) -> None:
    """Write no more to an address; what waits for it is not sent."""
    address = folded_address(address)
    with transaction.atomic():
        Suppression.objects.get_or_create(address=address, defaults={"reason": reason})
        waiting = Letter.objects.filter(to_address=address, state__in=[State.QUEUED, State.HELD])
        if reason == Suppression.Reason.WISH:
            waiting = waiting.exclude(kind=SIGN_IN)
        waiting.update(state=State.SUPPRESSED)


def lift_suppression(address: str, *, by: Reader) -> None:
    """Allow letters to an address again; for administrators."""
    if not by.administrator:
        raise Refusal(_("Only an administrator may do this."), status=403)
    Suppression.objects.filter(address=address.strip().lower()).delete()


def _may(letter: Letter, by: Reader) -> None:
    if not access.may_change(by, letter):
        raise Refusal(_("You may not change this letter."), status=403)


# -- by the worker -------------------------------------------------------------------------------------------------


def send_due(*, now: datetime | None = None, connection: BaseEmailBackend | None = None) -> Sending:
    """Send what is due, no faster than the rate allows; sign-in letters first. Does nothing without EMAIL_URL.

    A letter is claimed by moving its next attempt into the future before the line is opened, so a worker that dies in
    between sends it again later and no lock is held while a mail server thinks.
    """
    place = server()
    if place is None:
        return Sending()
    now = now or timezone.now()
    _expire(now)
    used = Letter.objects.filter(sent_at__gt=now - timedelta(minutes=1)).count()
    line = connection or connection_to(place)
    sent = again = failed = 0
    try:
        for _turn in range(max(0, place.rate - used)):
            letter = _claim(now)
            if letter is None:
                break
            match _hand_over(letter, place.sender, line, now):
                case State.SENT:
                    sent += 1
                case State.QUEUED:
                    again += 1
                    if again > 3 and not sent:
                        break  # the server is away: the others need not knock too
                case _:
                    failed += 1
    finally:
        line.close()
    return Sending(sent, again, failed)


def _claim(now: datetime) -> Letter | None:
    with transaction.atomic():
        due = Letter.objects.select_for_update(skip_locked=True).filter(state=State.QUEUED, not_before__lte=now)
        letter = due.order_by(F("secret_until").asc(nulls_last=True), "not_before", "pk").first()
        if letter is None:
            return None
        letter.attempts += 1
        letter.not_before = now + min(WAIT * 2 ** (letter.attempts - 1), LONGEST_WAIT)
        letter.save(update_fields=["attempts", "not_before"])
        return letter


def _hand_over(letter: Letter, sender: str, line: BaseEmailBackend, now: datetime) -> str:
    if _first_state(letter.to_address, letter.kind) == State.SUPPRESSED:
        return _settle(letter, State.SUPPRESSED)
    try:
        message_of(letter, sender, line).send()
    except smtplib.SMTPRecipientsRefused as fault:
        codes = [code for code, _words in fault.recipients.values()]
        told = "; ".join(f"{code} {_said(words)}" for code, words in fault.recipients.values())
        if codes and all(500 <= code < 600 for code in codes):
            record_bounce(letter, by=None, reason=told)
            return State.BOUNCED
        return _try_later(letter, told)
    except smtplib.SMTPResponseException as fault:
        line.close()
        told = f"{fault.smtp_code} {_said(fault.smtp_error)}"
        # A refused sign-in is the installation's fault, not the letter's: it is tried again when that is mended.
        if 500 <= fault.smtp_code < 600 and not isinstance(fault, smtplib.SMTPAuthenticationError):
            return _settle(letter, State.FAILED, told)
        return _try_later(letter, told)
    except (smtplib.SMTPException, OSError) as fault:
        line.close()
        return _try_later(letter, f"{type(fault).__name__}: {fault}")
    except (ValueError, UnicodeError) as fault:
        return _settle(letter, State.FAILED, f"{type(fault).__name__}: {fault}")
    gone = {"text": "", "html": ""} if access.is_private(letter.kind) else {}
    Letter.objects.filter(pk=letter.pk).update(state=State.SENT, sent_at=now, last_error="", **gone)
    return State.SENT


def _said(words: object) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)


def _try_later(letter: Letter, told: str) -> str:
    return _settle(letter, State.FAILED if letter.attempts >= MOST_ATTEMPTS else State.QUEUED, told)


def _settle(letter: Letter, state: str, told: str = "") -> str:
    # Someone may have held it meanwhile; only what still waits is moved.
    Letter.objects.filter(pk=letter.pk, state=State.QUEUED).update(state=state, last_error=told[:2000])
    return state


# -- forgetting ----------------------------------------------------------------------------------------------------


def _expire(now: datetime) -> None:
    """Codes that were not sent in time are worth nothing any more."""
    Letter.objects.filter(state=State.QUEUED, secret_until__lte=now).update(
        state=State.FAILED, last_error="expired before it could be sent"
    )


def forget_words(*, now: datetime | None = None) -> int:
    """Empty the words of letters whose code has expired, and words and address of those older than a year."""
    now = now or timezone.now()
    _expire(now)
    with transaction.atomic():
        old = Letter.objects.filter(created__lte=now - KEPT, forgotten_at__isnull=True)
        number = _empty(old.exclude(state=State.QUEUED, not_before__gt=now - KEPT), now)
        spent = Letter.objects.filter(secret_until__lte=now, forgotten_at__isnull=True).exclude(text="")
        Attachment.objects.filter(letter__in=spent).delete()
        return number + spent.update(text="", html="")


def erase_address(address: str) -> int:
    """Forget a person: empty every letter to the address, and its block. The number of letters emptied."""
    address = address.strip().lower()
    with transaction.atomic():
        number = _empty(Letter.objects.filter(to_address=address), timezone.now())
        Letter.objects.filter(reply_to=address).update(reply_to="")
        Suppression.objects.filter(address=address).delete()
    return number


def erase_person(person_ref: str) -> int:
    """Forget a person by reference, whatever address was written to. The number of letters emptied."""
    with transaction.atomic():
        return _empty(Letter.objects.filter(person_ref=person_ref).exclude(person_ref=""), timezone.now())


def erase_written(key: str) -> int:
    """Forget what one person wrote to others: every letter whose idempotency key begins so; those that wait are not
    sent. The number of letters emptied."""
    with transaction.atomic():
        return _empty(Letter.objects.filter(idempotency_key__startswith=key), timezone.now())


def _empty(letters: QuerySet[Letter], now: datetime) -> int:
    keys = list(letters.values_list("pk", flat=True))
    Attachment.objects.filter(letter__in=keys).delete()
    rows = Letter.objects.filter(pk__in=keys)
    rows.filter(Q(state=State.QUEUED) | Q(state=State.HELD)).update(state=State.FAILED)
    # The key of a letter may be made of an address; a new one keeps it unique and says nothing.
    for letter in rows.only("pk", "key"):
        Letter.objects.filter(pk=letter.pk).update(idempotency_key=f"forgotten-{letter.key}")
    return rows.update(
        to_address="",
        to_name="",
        reply_to="",
        person_ref="",
        subject="",
        folded="",
        text="",
        html="",
        last_error="",
        forgotten_at=now,
    )
