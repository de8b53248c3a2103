"""Badges are signed when their holder asks for one; the public half of the key that signs is published first."""

import logging

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal

from ..badges import credential, keys
from ..models import BadgeKey, TrainingCertificate

logger = logging.getLogger(__name__)


def badge_of(certificate: TrainingCertificate, language: str) -> str:
    """The certificate as an Open Badge 3.0, signed (a VC-JWT).

    Asked for twice, by the same key and in the same language, it is the same badge. Raises Refusal where the key of
    this installation cannot be read.
    """
    try:
        key = _published(keys.own_key())
    except keys.KeyFault as fault:
        logger.error("badges cannot be signed: %s", fault)
        raise Refusal(
            _("The badge cannot be signed just now."),
            _("The key of this installation cannot be read. The certificate itself holds and verifies by its code."),
            _("Tell those who run this installation; download the certificate meanwhile."),
            status=503,
        ) from fault
    document = credential.credential(certificate, language)
    return keys.signed(document, credential.claims(document), key, credential.key_address(key.kid))


def publish_key() -> str:
    """Let the public half of the key that signs badges be read by everybody, before a badge is asked for; returns its
    thumbprint, or "" where the key cannot be read, which is told to whoever asks for a badge. Twice is once."""
    try:
        return _published(keys.own_key()).kid
    except keys.KeyFault as fault:
        logger.error("badges cannot be signed: %s", fault)
        return ""


def renew_key() -> str:
    """Another key signs from now on; returns its thumbprint. Badges signed before verify on."""
    publish_key()
    return _published(keys.renew()).kid


def _published(key: keys.SigningKey) -> keys.SigningKey:
    BadgeKey.objects.get_or_create(kid=key.kid, defaults={"jwk": dict(key.jwk), "made_at": timezone.now()})
    return key
