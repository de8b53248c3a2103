"""How the installation fares is for its administrators; for everybody else these pages are not there."""

from django.http import Http404

from talka.people.access import is_administrator, not_allowed
from talka.people.models import Person


def administrators_only(by: Person | None) -> Person:
    """For pages: the administrator who asks, or "not found"."""
    if by is None or not is_administrator(by):
        raise Http404
    return by


def check_administrator(by: Person | None) -> None:
    """For actions. by None: the operator at the machine. Raises Refusal."""
    if by is not None and not is_administrator(by):
        raise not_allowed()
