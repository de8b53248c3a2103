"""What this room does on its own news."""

from typing import Any

from .signals import partner_withdrew


def tell_other_parties(partner: int, **_news: Any) -> None:
    """Those who are bound together with a partner that left the case get a letter."""
    from .actions.agreements.reminders import tell_of_withdrawal

    tell_of_withdrawal(partner)


def listen() -> None:
    partner_withdrew.connect(tell_other_parties, dispatch_uid="cooperation.tell_other_parties")
