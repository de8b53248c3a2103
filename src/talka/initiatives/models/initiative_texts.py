"""The text of an initiative as it stood: kept from its publication on, with every change."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Data, texts

from .initiatives import Initiative


class InitiativeText(models.Model):
    """One version of the words. Only added to."""

    personal = texts(_("Versions of initiatives"), Data.DEEDS)

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveIntegerField()
    content = models.JSONField(help_text="each field of the text by its name, as words")
    changed = models.CharField(max_length=500, blank=True, help_text="what changed and why, in the author's words")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["initiative", "number"], name="initiative_text_number_once")]
