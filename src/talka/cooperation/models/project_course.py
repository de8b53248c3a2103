"""How a joint project goes: milestones, risks, decisions."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from talka.documents.kept_files import KeptFile
from talka.ui.declared import Data, texts

from .projects import JointPartner, JointProject


@pghistory.track(model_name="MilestoneVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Milestone(models.Model):
    """Something to be reached by a day."""

    personal = texts(_("Milestones of joint projects"))

    project = models.ForeignKey(JointProject, on_delete=models.CASCADE, related_name="milestones")
    title = I18nCharField(max_length=300)
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    partner = models.ForeignKey(
        JointPartner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="who sees to it"
    )
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track(model_name="RiskVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Risk(models.Model):
    """What may go wrong: probability and effect from 1 to 5, what is done about it, by whom."""

    personal = texts(_("Risks of joint projects"))

    project = models.ForeignKey(JointProject, on_delete=models.CASCADE, related_name="risks")
    title = I18nCharField(max_length=300)
    probability = models.PositiveSmallIntegerField()
    effect = models.PositiveSmallIntegerField()
    doing = I18nCharField(max_length=500, blank=True, help_text="what is done about it")
    partner = models.ForeignKey(
        JointPartner, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="who sees to it"
    )
    closed_on = models.DateField(null=True, blank=True, help_text="it has passed or has happened")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(probability__range=(1, 5), effect__range=(1, 5)), name="risk_from_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def size(self) -> int:
        """From 1 to 25."""
        return self.probability * self.effect


@pghistory.track(model_name="ProjectDecisionVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class ProjectDecision(KeptFile):
    """What a council, a steering group or a funder decided about the project, with its file or link."""

    personal = texts(_("Decisions on joint projects"), Data.DEEDS)

    project = models.ForeignKey(JointProject, on_delete=models.CASCADE, related_name="decisions")
    title = I18nCharField(max_length=300)
    who = models.CharField(max_length=200, help_text="the council, the steering group, the funder")
    day = models.DateField()
    number = models.CharField(max_length=80, blank=True)
    open_to_all = models.BooleanField(default=False, help_text="everybody may open the file once it is published")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return str(self.title)
