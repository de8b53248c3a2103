"""The number of the request that is being answered. It stands on the page of a fault and in the lines of the log."""

import re
import secrets
from contextvars import ContextVar, Token

HEADER = "X-Request-ID"
# What a proxy or another program may name a request: signs of a hash or UUID only, so that no words get into a log.
GIVEN = re.compile(r"[0-9A-Fa-f-]{8,64}")

_number: ContextVar[str] = ContextVar("talka_request_number", default="")


def number_for(given: str) -> str:
    """The number somebody in front of us gave the request, where it is one; else a new one."""
    return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


def current() -> str:
    """The number of the request that this thread answers; "" outside of any."""
    return _number.get()


def begin(number: str) -> Token[str]:
    """From now on this thread answers that request. Give what is returned to `end`."""
    return _number.set(number)


def end(token: Token[str]) -> None:
    _number.reset(token)
