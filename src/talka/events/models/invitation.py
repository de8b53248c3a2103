"""Who was invited, by a personal link."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.people.models import new_token
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from .event import Event


class Invitation(models.Model):
    personal = Personal(
        title=_("Invitations"),
        purpose=_("Inviting to an event"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.PART, Data.ENTRY),
        readers=(Reader.PERSON, Reader.ORGANISERS),
        source=(Source.ORGANISER,),
        retention=_("the project's retention date"),
        clock=Clock.PROJECT,
        carried_out=("talka.events.actions.retention.forget_past_projects",),
    )

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=64, unique=True, default=new_token)
    invited_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    times_sent = models.PositiveSmallIntegerField(default=0)
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="invited_once")]
