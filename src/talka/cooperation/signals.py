"""News of cooperation: sent after commit. The signal wakes, the tables tell."""

from django.db import transaction
from django.dispatch import Signal

# partner_withdrew.send(sender, partner=<id>): a party left a case; agreements and projects have to be looked at.
partner_withdrew = Signal()


def tell_after_commit(signal: Signal, **ids: int) -> None:
    """Send it once the transaction is committed; a receiver's fault stays the receiver's."""
    transaction.on_commit(lambda: signal.send_robust(sender=None, **ids) and None)
