"""What the councils said: each answer with its decision, and which version of the text it is about."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.kept_files import KeptFile
from talka.ui.declared import Data, texts

from .agreements import AgreementParty


@pghistory.track(model_name="EndorsementVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Endorsement(KeptFile):
    """One answer of one party. A later answer about the same version of the text stands in its place; both are kept."""

    personal = texts(_("Endorsements of agreements"), Data.NAME, Data.DEEDS)

    class Answer(models.TextChoices):
        ENDORSED = "endorsed", pgettext_lazy("council", "Endorsed")
        REFUSED = "refused", pgettext_lazy("council", "Refused")

    party = models.ForeignKey(AgreementParty, on_delete=models.CASCADE, related_name="endorsements")
    answer = models.CharField(max_length=20, choices=Answer.choices)
    text_number = models.PositiveIntegerField(help_text="the version of the text that it is about")
    decision_number = models.CharField(max_length=60, blank=True)
    decided_on = models.DateField()
    reason = models.TextField(blank=True, help_text="why it was refused, or on what condition it was endorsed")
    open_file = models.BooleanField(default=True, help_text="everybody may have the file once the agreement is public")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(answer="refused") | ~models.Q(reason=""), name="endorsement_refused_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision_number} {self.decided_on}"
