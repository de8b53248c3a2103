"""Who may open their own page without an account: by a personal link and a code sent to the address we know.

A link alone may have been passed on; it opens what it was made for. All that is kept of somebody, correcting, erasing
need the code too. What was confirmed holds for half an hour in this browser.
"""

import datetime as dt
import hashlib
import secrets

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.letters.actions import SIGN_IN, queue_letter
from talka.letters.rendering import render_letter
from talka.ui.refusals import Refusal

from . import failed_codes
from .letters import letter_reference
from .models import Person, PersonalLink

SESSION_KEY = "own_person"
PURPOSE = "own-data"
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ234567"
LENGTH = 8
CODE_LASTS = dt.timedelta(minutes=15)
LASTS = dt.timedelta(minutes=30)
MOST_CODES = 3
"""Codes that wait at a time: a mailbox is not to be filled."""


def own_person(request: HttpRequest) -> Person:
    """Whose own page it is: who is signed in, else who has confirmed themselves in this browser.

    Raises Http404 where that is nobody.
    """
    if (person := request.person or confirmed_person(request)) is None:  # type: ignore[attr-defined]
        raise Http404
    return person  # type: ignore[no-any-return]


def confirmed_person(request: HttpRequest) -> Person | None:
    """Who has typed the code within the last half an hour, in this browser."""
    key, until = request.session.get(SESSION_KEY, ("", 0))
    if not key or until < timezone.now().timestamp():
        return None
    rows = Person.objects.select_related("organisation", "account")
    return rows.filter(key=key, erased_at=None, merged_into=None).first()


def send_code(person: Person) -> str:
    """Send a code to the person's own address; where it went to, told without telling it.

    Raises Refusal where no address is known, or three codes are on their way.
    """
    if not person.email:
        raise Refusal(
            _("We know no e-mail address of yours, so no code can be sent."),
            meaning=_("A link alone does not open everything that is kept of you: somebody may have passed it on."),
            advice=_("Ask those who answer for your data; how to reach them stands in the privacy notice."),
        )
    now = timezone.now()
    standing = PersonalLink.objects.filter(person=person, purpose=PURPOSE, expires_at__gt=now, used_at=None)
    if standing.count() >= MOST_CODES:
        raise Refusal(
            _("Codes have been sent to your address already."),
            advice=_("Look into your mail, also among unwanted letters, or try again in a quarter of an hour."),
            status=429,
        )
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    PersonalLink.objects.create(
        person=person, purpose=PURPOSE, digest=_digest(person, code), expires_at=now + CODE_LASTS, single_use=True
    )
    minutes = int(CODE_LASTS.total_seconds() // 60)
    spaced = f"{code[:4]} {code[4:]}"
    words = render_letter(
        "people/letters/own_data.txt", {"person": person, "code": spaced, "minutes": minutes}, person.language
    )
    queue_letter(
        to=person.email,
        to_name=person.name,
        letter=words,
        kind=SIGN_IN,
        person_ref=letter_reference(person),
        secret_until=now + CODE_LASTS,
    )
    return hinted(person.email)


def confirm(request: HttpRequest, person: Person, code: str) -> bool:
    """Whether the code is right; then this browser opens the person's own page for half an hour.

    Raises Refusal(429) where too many wrong ones were tried. Call it outside a transaction, so that they are counted.
    """
    what, address = f"{PURPOSE} {person.pk}"[:40], failed_codes.client_address(request)
    if failed_codes.too_many(what, address):
        raise Refusal(_("Too many wrong codes."), advice=_("Wait ten minutes and ask for a new code."), status=429)
    typed = "".join(sign for sign in code.upper() if sign in SIGNS)
    now = timezone.now()
    waiting = PersonalLink.objects.filter(person=person, purpose=PURPOSE, expires_at__gt=now, used_at=None)
    if not waiting.filter(digest=_digest(person, typed)).update(used_at=now):
        failed_codes.note_failure(what, address)
        return False
    waiting.delete()  # one is enough
    request.session.cycle_key()
    request.session[SESSION_KEY] = (person.key, (now + LASTS).timestamp())
    return True


def hinted(address: str) -> str:
    """i•••@madona.lv: enough to know which mailbox to open, too little to write to."""
    name, _at, place = address.partition("@")
    return f"{name[:1]}•••@{place}"


def _digest(person: Person, code: str) -> str:
    return hashlib.sha256(f"{PURPOSE}:{person.key}:{code}".encode()).hexdigest()
