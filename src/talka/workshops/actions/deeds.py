"""What phones send: deeds with names of their own, done once however often they come.

Each module of actions registers the deeds that phones may send:

    @deed("vote", fields={"stage", "thing", "value", "criterion"})
    def vote(seat: Seat, sent: Sent) -> Done: …
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal

from ..models import Receipt, Seat
from .sent import Sent, read

RECEIPT = """
INSERT INTO workshops_receipt (id, seat_id, digest) VALUES (%s, %s, %s) ON CONFLICT (id) DO NOTHING RETURNING id
"""


@dataclass(frozen=True)
class Done:
    """A deed that is done. words: what its person should know, usually nothing; facts: what the page shows of it, like
    {"left": 2}; again: it was done before, and nothing happened now."""

    words: str | Promise = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    again: bool = False


Do = Callable[[Seat, Sent], Done]


@dataclass(frozen=True)
class Deed:
    """receipt: a row keeps what was done; where False, what the deed makes bears the deed's name and is its own."""

    fields: frozenset[str]
    receipt: bool
    do: Do


_deeds: dict[str, Deed] = {}


def deed(name: str, *, fields: Collection[str], receipt: bool = True) -> Callable[[Do], Do]:
    """Register what is done for `name`. fields: all that it may say."""

    def registered(do: Do) -> Do:
        if name in _deeds:
            raise ImproperlyConfigured(f"two deeds are called {name}")
        _deeds[name] = Deed(frozenset(fields), receipt, do)
        return do

    return registered


def perform(seat: Seat, told: object) -> Done:
    """Do what the phone of `seat` sent, in a transaction of its own; sent again it is done already.

    `told`: as it came out of JSON. Raises Refusal: 422 for what cannot be read, 409 where another seat or other
    content has this name already, and what the deed itself refuses.
    """
    sent = read(told)
    known = _deeds.get(sent.deed)
    if known is None:
        raise Refusal(
            _("This page is older or newer than what it sends to."),
            _("What you did was not saved."),
            _("Copy your words, load the page again and send them anew."),
            status=422,
        )
    sent.only(known.fields)
    if not known.receipt:
        return known.do(seat, sent)
    with transaction.atomic():
        if not _receipted(seat, sent):
            return Done(again=True)
        return known.do(seat, sent)


def _receipted(seat: Seat, sent: Sent) -> bool:
    """Whether the deed is new: then its receipt stands from now on. Raises Refusal for another deed of this name."""
    with connection.cursor() as cursor:
        cursor.execute(RECEIPT, [sent.id, seat.pk, sent.digest])
        if cursor.fetchone() is not None:
            return True
    known = Receipt.objects.get(pk=sent.id)
    if known.seat_id != seat.pk or bytes(known.digest) != sent.digest:
        raise Refusal(
            _("Something else was already sent under this number."),
            _("The first one stands as it was. This was not saved."),
            _("Load the page again and do it anew."),
        )
    return False
