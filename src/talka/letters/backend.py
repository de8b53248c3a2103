"""Django's own letters (signing in, by allauth) go through the same outbox."""

from collections.abc import Sequence
from datetime import timedelta

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation

from .actions import SIGN_IN, queue_letter
from .rendering import Words, letter_html, one_line, tidy

CODE_LIVES = timedelta(minutes=15)


class OutboxBackend(BaseEmailBackend):
    """Queues what Django sends. These letters hold codes, so their words are forgotten when the codes expire."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        number = 0
        for message in email_messages:
            language = translation.get_language() or "lv"
            subject, text = one_line(str(message.subject)), tidy(str(message.body))
            words = Words(subject, text, letter_html(subject, text, "", language), language)
            for address in message.recipients():
                try:
                    queue_letter(to=address, letter=words, kind=SIGN_IN, secret_until=timezone.now() + CODE_LIVES)
                except ValueError:
                    if not self.fail_silently:
                        raise
                    continue
                number += 1
        return number
