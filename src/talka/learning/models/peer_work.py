"""What a peer review is made with: position statement, plan of the visit, notes of the team."""

import datetime as dt
from decimal import Decimal

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.documents.kept_files import KeptFile
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, texts

from .peer_reviews import Peer, PeerReview


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="PositionStatementVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class PositionStatement(KeptFile):
    """How the municipality sees itself before the visit, one row for each version."""

    personal = texts(_("Position statements for peer reviews"))

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveSmallIntegerField(help_text="of the version, from 1")
    text = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["review", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="position_statement_version_once"),
        ]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ReviewMeetingVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class ReviewMeeting(models.Model):
    """One meeting of the visit: when, with whom (a role, not a name) and about what; afterwards how many came."""

    personal = texts(_("Plans of visits of peer reviews"))

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="meetings")
    day = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    whom = models.CharField(max_length=200, help_text="the role of those the team meets")
    topic = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True)
    peers = models.PositiveSmallIntegerField(default=1, help_text="how many of the team are at it")
    met = models.PositiveIntegerField(null=True, blank=True, help_text="how many people came; empty: not said yet")

    class Meta:
        ordering = ["day", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="review_meeting_takes_time"),
            models.CheckConstraint(condition=models.Q(peers__gte=1), name="review_meeting_has_a_peer"),
        ]

    @property
    def hours(self) -> Decimal:
        """How long it takes."""
        day = dt.date(2000, 1, 1)
        took = dt.datetime.combine(day, self.ends) - dt.datetime.combine(day, self.starts)
        return Decimal(int(took.total_seconds())) / 3600


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="TeamNoteVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class TeamNote(models.Model):
    """What somebody of the team noted. The team alone reads it: no organiser, and nobody of the municipality."""

    personal = Personal(
        title=_("Notes of teams of peer reviews"),
        purpose=_("What the team saw and heard, from which it makes its report"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.WORDS),
        readers=(Reader.PERSON, Reader.NAMED),
        source=(Source.PERSON,),
        retention=_("until the person who wrote it is erased"),
        clock=Clock.PERSON,
    )

    review = models.ForeignKey(PeerReview, on_delete=models.CASCADE, related_name="notes")
    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="notes")
    theme = models.CharField(max_length=20, blank=True, help_text="a key of review_themes.py; empty: of none of them")
    text = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
