"""Letters by which one organisation asks another, so that a case's partners see who was asked and in which words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.people.models import new_key
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source


class Approach(models.Model):
    """One letter to the people of an organisation, about a case or before there is one. Written once, never changed."""

    personal = Personal(
        title=_("Letters to possible partners"),
        purpose=_("Showing a case's partners who was asked, by whom and in which words, so that nobody is asked twice"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.WORDS, Data.DEEDS),
        readers=(Reader.NAMED, Reader.PERSON),
        source=(Source.PERSON,),
        retention=_("as the record of the case; the words of an erased person are emptied"),
        clock=Clock.PERSON,
    )

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    case = models.ForeignKey(
        "cooperation.CooperationCase", on_delete=models.CASCADE, null=True, blank=True, related_name="approaches"
    )
    sender = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="in whose name it was written",
    )
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", help_text="who was asked"
    )
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    subject = models.CharField(max_length=150, blank=True)
    words = models.TextField(blank=True, help_text="as they were sent; empty where their writer was erased")
    people = models.PositiveSmallIntegerField(help_text="to how many of its people the letter went")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="approach_to_whom"),
            models.Index(fields=["by", "-created_at"], name="approach_by_whom"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(people__gte=1), name="approach_reaches_somebody"),
            models.CheckConstraint(
                condition=~models.Q(sender=models.F("organisation")), name="approach_to_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
