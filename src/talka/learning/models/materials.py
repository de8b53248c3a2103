"""Materials of a module or a session: files and links."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField

from talka.documents.kept_files import KeptFile
from talka.ui.declared import Data, texts

from .cohort import Session
from .training import Module, Training


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="MaterialChange",
    obj_field=pghistory.ObjForeignKey(related_name="changes"),
)
class Material(KeptFile):
    """Of a module every cohort has it, of a session its own cohort; for everybody, or for those who take part."""

    personal = texts(_("Materials of training programmes"), Data.IMAGE, Data.DEEDS)

    class Audience(models.TextChoices):
        COHORT = "cohort", pgettext_lazy("who reads it", "those who take part")
        PUBLIC = "public", pgettext_lazy("who reads it", "everybody")

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="materials")
    module = models.ForeignKey(Module, on_delete=models.PROTECT, null=True, blank=True, related_name="materials")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="materials")
    title = I18nCharField(max_length=200)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.COHORT)
    order = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(module__isnull=False, session__isnull=True)
                | models.Q(module__isnull=True, session__isnull=False),
                name="material_of_a_module_or_a_session",
            ),
            models.CheckConstraint(condition=~models.Q(file="") | ~models.Q(link=""), name="material_can_be_read"),
        ]

    def __str__(self) -> str:
        return str(self.title)
