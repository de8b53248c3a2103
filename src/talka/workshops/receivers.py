"""News from the room below: somebody else comes instead."""

from typing import Any

from django.dispatch import receiver

from talka.events.signals import registration_substituted

from .actions.joining import hand_over_seats


@receiver(registration_substituted)
def hand_over(sender: Any, old: int, new: int, **_more: Any) -> None:
    hand_over_seats(old, new)
