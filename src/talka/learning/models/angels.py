"""A knowledge angel: a practitioner who helps municipalities with what they know from their own work."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="AngelVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Angel(models.Model):
    """What somebody can help with, where and how much. Listed and proposed only while their consent stands."""

    personal = Personal(
        title=_("Knowledge angels"),
        purpose=_("Finding who can help a municipality with what it lacks"),
        basis=(Basis.CONSENT,),
        data=(Data.NAME, Data.WORK, Data.WORDS),
        readers=(Reader.PERSON, Reader.ORGANISERS, Reader.PUBLIC),
        source=(Source.PERSON, Source.ORGANISER),
        retention=_("until the person is erased; listed and proposed only while the consent stands"),
        clock=Clock.PERSON,
    )

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="angel")
    topics = models.JSONField(default=list, blank=True, help_text="keys of topics, see topics.py; for search and match")
    words = models.JSONField(default=list, blank=True, help_text="topics beside the competences, as they were typed")
    languages = models.JSONField(default=list, blank=True, help_text="codes of languages they work in")
    areas = models.ManyToManyField(
        "territories.Area", blank=True, related_name="+", help_text="where they go to; none: everywhere"
    )
    home = models.ForeignKey(
        "territories.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="from where distances are counted; empty: their organisation's area",
    )
    about = models.TextField(blank=True, help_text="what everybody reads of them, if they agree to be public")
    availability = models.CharField(max_length=300, blank=True, help_text="when and how much, in words")
    most_requests = models.PositiveSmallIntegerField(default=1, help_text="so many requests at a time at most")
    public = models.BooleanField(default=False, help_text="everybody sees them in the list")
    paused_until = models.DateField(null=True, blank=True, help_text="the last day on which they are not proposed")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["person__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(most_requests__gte=1), name="angel_takes_a_request"),
        ]

    def __str__(self) -> str:
        return str(self.person.name)
