"""What this room does on news from below."""

from typing import Any

from django.db import transaction

from talka.people.signals import consent_withdrawn


def angel_took_consent_back(subject_kind: str, subject_id: str, **_news: Any) -> None:
    """Whoever took back the consent to be proposed, on whatever page: proposals that wait end."""
    from .access.angels import CONSENT
    from .actions.angels import tell_consent_ended

    if subject_kind == CONSENT and subject_id.isdigit():
        with transaction.atomic():
            tell_consent_ended(int(subject_id))


def listen() -> None:
    consent_withdrawn.connect(angel_took_consent_back, dispatch_uid="learning.angel_took_consent_back")
