"""Places of people: who takes part, where they sat before, what their phones sent."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from .workshop import Group, Workshop


class Seat(models.Model):
    """A person's place in a workshop, by registration or anonymous by the room's code."""

    class Role(models.TextChoices):
        PARTICIPANT = "participant", _("participant")
        PRACTITIONER = "practitioner", _("practitioner")
        MASTER = "master", _("games master")
        PUBLIC = "public", pgettext_lazy("who takes part", "public")

    personal = Personal(
        title=_("Places in group work"),
        purpose=_("Taking part in group work"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.PART, Data.NAME, Data.WORK, Data.ENTRY),
        readers=(Reader.PERSON, Reader.TEAM, Reader.ORGANISERS),
        source=(Source.PERSON, Source.TEAM),
        retention=_(
            "names given for the day 30 days after the event; the link to the person until the project's retention date"
        ),
        clock=Clock.PROJECT,
        carried_out=(
            "talka.workshops.actions.forgetting.forget_people",
            "talka.workshops.actions.forgetting.forget_the_day",
        ),
    )

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="the same on every server")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="seats")
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats")
    registration = models.ForeignKey(
        "events.Registration", on_delete=models.SET_NULL, null=True, blank=True, related_name="seats"
    )
    digest = models.CharField(max_length=64, unique=True, help_text="of the credential that the phone holds")
    name = models.CharField(max_length=120, blank=True, help_text="how they wish to be called, if they wish")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.PARTICIPANT)
    expertise = models.CharField(
        max_length=200, blank=True, help_text="of a practitioner: what teams may ask them about"
    )
    people = models.PositiveSmallIntegerField(default=1, help_text="more than one: a device that a whole table shares")
    move_digest = models.CharField(max_length=64, blank=True, help_text="of the short code that takes it elsewhere")
    move_until = models.DateTimeField(null=True, blank=True)
    kept = models.BooleanField(default=False, help_text="placed by hand: forming groups anew leaves them here")
    created_at = models.DateTimeField(auto_now_add=True)
    joined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "registration"],
                condition=models.Q(registration__isnull=False),
                name="one_seat_per_registration",
            ),
            models.CheckConstraint(condition=models.Q(people__gte=1), name="seat_has_people"),
        ]


class Receipt(models.Model):
    """A deed that a phone sent and that was done: sent again it is done already, another by its name is refused."""

    personal = Personal(
        title=_("What phones have sent"),
        purpose=_("Sending again what the network lost, without doing it twice"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.ENTRY,),
        readers=(Reader.NOBODY,),
        source=(Source.MACHINE,),
        retention=_("until the group work's codes end"),
        clock=Clock.EVENT,
        days=3,
        carried_out=("talka.workshops.actions.forgetting.forget_the_day",),
    )

    id = models.UUIDField(primary_key=True)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="receipts")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of what was sent")


class Sitting(models.Model):
    """Who sat where in an earlier round: forming groups anew keeps pairs from meeting again."""

    personal = Personal(
        title=_("Earlier places in groups"),
        purpose=_("Mixing people anew in each round"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.PART,),
        readers=(Reader.TEAM,),
        source=(Source.TEAM,),
        retention=_("the link to the person until the project's retention date"),
        clock=Clock.PROJECT,
        carried_out=("talka.workshops.actions.forgetting.forget_people",),
    )

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="sittings")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="sittings")
    round = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "round"], name="one_sitting_per_round")]
