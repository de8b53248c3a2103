"""Ballots: what was chosen, by nobody. Nothing here leads to a person, and nothing tells in which order they came."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .choosings import Choosing


class Ballot(models.Model):
    """`key` is the digest of a code that only the voter has. No time and no person stand here, and the number of the
    row is drawn by lot; when votes are counted all rows are written anew, in the order of their keys."""

    personal = Personal(
        title=_("Ballots"),
        purpose=_("Counting what people chose, so that anybody can count it again"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.VOTES,),
        readers=(Reader.PUBLIC,),
        source=(Source.PERSON,),
        retention=_("as the record of the vote; no ballot says whose it is"),
        clock=Clock.PERSON,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    choosing = models.ForeignKey(Choosing, on_delete=models.CASCADE, related_name="ballots")
    key = models.CharField(max_length=64, help_text="SHA-256 of the voter's code; of a paper ballot: of its number")
    named = models.JSONField(help_text="numbers of options; a ranking has them in its order")
    points = models.JSONField(default=list, blank=True, help_text="for each of them, on a ballot of points")
    paper = models.PositiveIntegerField(null=True, blank=True, help_text="the number of a paper ballot")

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["choosing", "key"], name="ballot_key_once"),
            models.UniqueConstraint(fields=["choosing", "paper"], name="ballot_paper_once"),
        ]


class PaperEntry(models.Model):
    """What one person read on a numbered paper ballot. Two who agree make it a ballot; else a third decides."""

    personal = texts(_("Paper ballots as they were read"), Data.DEEDS)

    class Look(models.IntegerChoices):
        FIRST = 1, _("First reading")
        SECOND = 2, _("Second reading")
        THIRD = 3, _("Third look")

    choosing = models.ForeignKey(Choosing, on_delete=models.CASCADE, related_name="paper_entries")
    number = models.PositiveIntegerField(help_text="printed on the ballot")
    look = models.PositiveSmallIntegerField(choices=Look.choices)
    named = models.JSONField(default=list, blank=True)
    points = models.JSONField(default=list, blank=True)
    spoilt = models.BooleanField(default=False, help_text="cannot be read as a ballot: it is not counted")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["number", "look"]
        constraints = [
            models.UniqueConstraint(fields=["choosing", "number", "look"], name="paper_look_once"),
            models.UniqueConstraint(fields=["choosing", "number", "by"], name="paper_read_by_different_people"),
            models.CheckConstraint(
                condition=models.Q(number__gt=0, look__gte=1, look__lte=3), name="paper_is_numbered"
            ),
        ]
