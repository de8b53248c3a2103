"""The certificate of a whole training programme, what it attests, and the keys by which its badges verify."""

import secrets
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.people.models import new_key, new_token
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .cohort import Cohort, Learner
from .training import Training


def new_salt() -> str:
    return secrets.token_hex(16)


class Achievement(models.Model):
    """What a training programme was when certificates were given: they point to it, and it does not change."""

    personal = texts(_("What certificates of training programmes attest"))

    key = models.CharField(max_length=20, unique=True, default=new_key)
    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="achievements")
    digest = models.CharField(max_length=64, help_text="of the facts: the same facts stand once")
    issuer = models.CharField(max_length=32, db_index=True, help_text="of who issues it, in addresses of badges")
    facts = models.JSONField(help_text="title, modules, rules, organiser, project as they were, per language")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "digest"], name="achievement_stands_once")]


class TrainingCertificate(models.Model):
    """Frozen when issued. One of a cohort holds for a person; a revoked one stays and says so."""

    personal = Personal(
        title=_("Certificates of training programmes"),
        purpose=_("Proof of what was learnt, for the person"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.PART),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM),
        source=(Source.ORGANISER,),
        retention=_("until the person erases it"),
        clock=Clock.PERSON,
    )

    code = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=60, unique=True, default=new_token, help_text="opens the holder's own page")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="certificates")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="certificates")
    learner = models.ForeignKey(Learner, on_delete=models.SET_NULL, null=True, blank=True, related_name="certificates")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="training_certificates")
    holder = models.CharField(max_length=200)
    facts = models.JSONField(help_text="hours, days, modules and team as they were, per language")
    by_decision = models.BooleanField(default=False, help_text="by the coordinator's decision, not by the rules")
    decision_reason = models.CharField(max_length=500, blank=True, help_text="read by those who run the cohort alone")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    subject = models.UUIDField(default=uuid.uuid4, help_text="the holder, in the badge; leads to nothing else")
    salt = models.CharField(max_length=40, default=new_salt, help_text="of the digest of the address in the badge")
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"],
                condition=models.Q(revoked_at__isnull=True),
                name="training_certificate_holds_once",
            ),
            models.CheckConstraint(
                condition=models.Q(by_decision=False) | ~models.Q(decision_reason=""),
                name="training_certificate_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True) | ~models.Q(revoked_reason=""),
                name="training_certificate_revoked_with_a_reason",
            ),
        ]


class BadgeKey(models.Model):
    """The public half of a key that has signed badges. It stays after the key has changed: old badges verify on."""

    kid = models.CharField(max_length=43, unique=True, help_text="its thumbprint (RFC 7638); stands in its address")
    jwk = models.JSONField(help_text="the public key (RFC 7517)")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
