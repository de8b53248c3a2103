"""Who came, per local day, and the certificate that outlives the event."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from .event import Event
from .registration import Registration


@pghistory.track(
    pghistory.DeleteEvent(),
    model_name="AttendanceUndone",
    obj_field=pghistory.ObjForeignKey(related_name="undone", on_delete=models.DO_NOTHING),
)
class Attendance(models.Model):
    personal = Personal(
        title=_("Attendance"),
        purpose=_("Proving to the funder who took part"),
        basis=(Basis.LEGAL_OBLIGATION,),
        data=(Data.PART, Data.DEEDS),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.TEAM, Reader.FUNDER),
        source=(Source.PERSON, Source.TEAM),
        retention=_("the project's retention date, also after erasure"),
        clock=Clock.PROJECT,
        carried_out=("talka.events.actions.retention.forget_past_projects",),
    )

    class How(models.TextChoices):
        QR = "qr", _("By the code on the name card")
        NAME = "name", _("Found by name")
        SELF = "self", _("By themselves, with the room's code")
        WALK_IN = "walk_in", _("Came without registering")
        LIST = "list", _("From the signed list")

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="attendances")
    day = models.DateField(help_text="the local day at the event")
    at = models.DateTimeField()
    how = models.CharField(max_length=20, choices=How.choices)
    checked_in_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["registration", "day"], name="attended_once_a_day")]
        indexes = [models.Index(fields=["day"], name="attendance_day")]


class Certificate(models.Model):
    """Frozen when issued, so that it verifies although the event or its name has changed since."""

    personal = Personal(
        title=_("Certificates"),
        purpose=_("Proof of attendance for the person"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.PART),
        readers=(Reader.PERSON, Reader.ORGANISERS),
        source=(Source.TEAM,),
        retention=_("until the person erases it"),
        clock=Clock.PERSON,
    )

    code = models.CharField(max_length=20, unique=True)
    event = models.ForeignKey(Event, on_delete=models.SET_NULL, null=True, related_name="certificates")
    registration = models.OneToOneField(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="certificate"
    )
    holder = models.CharField(max_length=200)
    facts = models.JSONField(help_text="title, days, hours, place, organiser, project as they were, per language")
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=300, blank=True)
