"""Letters as they are sent, and the addresses that must not be written to."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Controller, Data, Personal, Reader, Source
from talka.ui.folding import fold


def new_key() -> str:
    return secrets.token_urlsafe(16)


class Letter(models.Model):
    """One letter to one address, with the very words that are sent."""

    personal = Personal(
        title=_("Letters"),
        purpose=_("Sending letters about events and signing in, and showing that they were sent"),
        basis=(Basis.PUBLIC_TASK, Basis.CONTRACT),
        data=(Data.NAME, Data.CONTACT, Data.LETTERS),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.ADMINISTRATORS),
        source=(Source.MACHINE,),
        retention=_("words and address for one year after the letter was written; sign-in codes until they expire"),
        clock=Clock.MADE,
        days=365,
        carried_out=("talka.letters.actions.forget_words",),
    )

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("letter", "Waiting to be sent")
        HELD = "held", pgettext_lazy("letter", "Held")
        SENT = "sent", pgettext_lazy("letter", "Sent")
        FAILED = "failed", pgettext_lazy("letter", "Failed")
        BOUNCED = "bounced", _("Returned as undeliverable")
        SUPPRESSED = "suppressed", _("Not sent: the address is blocked")

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    idempotency_key = models.CharField(max_length=200, unique=True, default=new_key)
    to_address = models.CharField(max_length=254, db_index=True)
    to_name = models.CharField(max_length=200, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    person_ref = models.CharField(max_length=64, blank=True, db_index=True)
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    secret_until = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    folded = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["-created", "-pk"]
        indexes = [
            models.Index(fields=["not_before"], name="letters_due", condition=Q(state="queued")),
            models.Index(fields=["about_kind", "about_id", "-created"], name="letters_about"),
            models.Index(fields=["-created", "-id"], name="letters_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "held", "sent", "failed", "bounced", "suppressed"]),
                name="letters_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(subject__contains="\n") & ~Q(subject__contains="\r") & ~Q(to_address__contains="\n"),
                name="letters_headers_one_line",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="letters_sent_has_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self.folded = fold(f"{self.to_name} {self.to_address} {self.subject}")
        super().save(*args, **kwargs)

    @property
    def secret_over(self) -> bool:
        """True when the words held a code or link for a short time and that time is over."""
        return self.secret_until is not None and self.secret_until <= timezone.now()

    @property
    def may_be_sent_again(self) -> bool:
        """True where a person may put the letter into the queue by hand."""
        return self.state in (self.State.HELD, self.State.FAILED) and not self.secret_over and not self.forgotten_at


class Attachment(models.Model):
    """A small file that goes with a letter: a calendar entry, a certificate."""

    personal = Personal(
        title=_("Files that go with letters"),
        purpose=_("Sending letters about events and signing in, and showing that they were sent"),
        basis=(Basis.PUBLIC_TASK, Basis.CONTRACT),
        data=(Data.LETTERS,),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.ADMINISTRATORS),
        source=(Source.MACHINE,),
        retention=_("as the letter it belongs to"),
        clock=Clock.WITH,
        belongs_to="letters.Letter",
    )

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=150)
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Suppression(models.Model):
    """An address that is not written to any more."""

    personal = Personal(
        title=_("Addresses that are not written to"),
        purpose=_("Not writing to those who cannot or do not want to be reached"),
        basis=(Basis.LEGITIMATE_INTEREST,),
        data=(Data.CONTACT, Data.CHOICES),
        readers=(Reader.ADMINISTRATORS,),
        source=(Source.PERSON, Source.MACHINE),
        retention=_("until the person or the administrator lifts it"),
        clock=Clock.PERSON,
        controller=Controller.INSTALLATION,
    )

    class Reason(models.TextChoices):
        BOUNCE = "bounce", _("the address does not exist")
        COMPLAINT = "complaint", _("the person complained")
        WISH = "wish", _("the person asked for it")

    address = models.CharField(max_length=254, unique=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=["bounce", "complaint", "wish"]), name="letters_reason_known")
        ]

    def __str__(self) -> str:
        return self.address
