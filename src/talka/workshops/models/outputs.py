"""What a group brings to the plenary, and what is called between groups and facilitators."""

import uuid

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .cards import Card
from .seats import Seat
from .workshop import Group, Stage, Workshop


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    model_name="ReportVersion",
    fields=["text", "version"],
    obj_field=pghistory.ObjForeignKey(related_name="versions", on_delete=models.CASCADE),
)
class Report(models.Model):
    """What a group tells the plenary."""

    personal = texts(_("Reports of groups"))

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="report")
    text = models.TextField(blank=True, max_length=4000)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    model_name="SheetVersion",
    fields=["title", "words", "version"],
    obj_field=pghistory.ObjForeignKey(related_name="versions", on_delete=models.CASCADE),
)
class Sheet(models.Model):
    """A group's idea sheet: a title and what stands under each heading of the stage's fields."""

    personal = texts(_("Sheets of group work"))

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="sheets")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="sheets")
    card = models.ForeignKey(
        Card, on_delete=models.SET_NULL, null=True, blank=True, related_name="sheets", help_text="the idea it grew from"
    )
    title = models.CharField(max_length=200, blank=True)
    words = models.JSONField(default=dict, help_text="by the key of the field")
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "stage"], name="one_sheet_per_group")]


class Award(models.Model):
    """Points of a small contest within a step; they count in no vote. Taking one back is a state."""

    personal = texts(_("Awards in the Game"))

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same on every server")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="awards")
    stage = models.ForeignKey(
        Stage, on_delete=models.SET_NULL, null=True, blank=True, related_name="awards", help_text="in which step"
    )
    words = models.CharField(max_length=200)
    points = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]


class Message(models.Model):
    """What the facilitator tells one group, or all."""

    personal = texts(_("What facilitators told groups"))

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same on every server")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="messages")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, null=True, blank=True, related_name="messages")
    text = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)


class Call(models.Model):
    """A group calls the facilitator, or a practitioner."""

    personal = Personal(
        title=_("Calls for help"),
        purpose=_("Bringing help to a group"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.PART, Data.WORDS),
        readers=(Reader.TEAM,),
        source=(Source.PERSON,),
        retention=_("thirty days after the event"),
        clock=Clock.EVENT,
        days=30,
        carried_out=("talka.workshops.actions.forgetting.forget_the_day",),
    )

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same on every server")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="calls")
    to = models.CharField(max_length=20, choices=[("help", _("facilitator")), ("practitioner", _("practitioner"))])
    practitioner = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="calls")
    words = models.CharField(max_length=200, blank=True, help_text="what about")
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
