"""Who writes an initiative together, and who supports it."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from .initiatives import Initiative


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="AuthorVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Author(models.Model):
    """Somebody who may change the initiative; the one who began it is the first. Whether the name stands on the page
    is asked of `people.Consent` each time it is shown."""

    personal = Personal(
        title=_("Authors of initiatives"),
        purpose=_("Knowing who may change an initiative and who hears what the council answered"),
        basis=(Basis.CONSENT,),
        data=(Data.NAME, Data.PART),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.PUBLIC),
        source=(Source.PERSON, Source.COLLEAGUE),
        retention=_("until the author leaves the initiative or is erased; everybody reads the name only with consent"),
        clock=Clock.PERSON,
    )

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("author of an initiative", "Invited")
        ACCEPTED = "accepted", pgettext_lazy("author of an initiative", "Author")
        DECLINED = "declined", pgettext_lazy("author of an initiative", "Declined")
        LEFT = "left", pgettext_lazy("author of an initiative", "Left")

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="authors")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=20, choices=State.choices, default=State.INVITED)
    invited_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True, help_text="accepted, declined or left")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "person"], name="author_stands_once")]


class Supporter(models.Model):
    """One person's support of an initiative, given by account or by a link that came to a mailbox. Taken back, it is
    gone: nothing is kept of it."""

    personal = Personal(
        title=_("Supporters of initiatives"),
        purpose=_("Showing how many people support an initiative, each counted once, and telling them the answer"),
        basis=(Basis.CONSENT,),
        data=(Data.NAME, Data.CONTACT, Data.VOTES),
        readers=(Reader.PERSON, Reader.PUBLIC),
        source=(Source.PERSON,),
        retention=_("until it is taken back or the person is erased; everybody reads the name only with consent"),
        clock=Clock.PERSON,
    )

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="supporters")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    mailbox = models.CharField(
        max_length=64, blank=True, help_text="digest of the address without capitals, dots and what follows a plus"
    )
    text = models.PositiveIntegerField(default=0, help_text="number of the text that was supported")
    wants_answer = models.BooleanField(default=True, help_text="hears by letter what the council answered")
    by_link = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "person"], name="supporter_counts_once"),
            models.UniqueConstraint(
                fields=["initiative", "mailbox"], condition=~models.Q(mailbox=""), name="supporter_mailbox_counts_once"
            ),
        ]
