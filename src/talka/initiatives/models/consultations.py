"""A public consultation: a text in parts that everybody may comment on until a day, and what came of it."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.declared import Data, texts
from talka.ui.searched import Searched

from .initiatives import Initiative


@pghistory.track(model_name="ConsultationVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Consultation(Searched):
    """Held by a municipality or another organisation, or by the organisers of a programme. A draft is its holders' own;
    both days are whole days where it is held."""

    personal = texts(_("Public consultations"), Data.DEEDS)
    SEARCHED = ("title", "about", "subject")

    class State(models.TextChoices):
        """Not kept: it follows from the days."""

        DRAFT = "draft", pgettext_lazy("consultation", "Draft")
        COMING = "coming", pgettext_lazy("consultation", "Opens soon")
        OPEN = "open", pgettext_lazy("consultation", "Open")
        CLOSED = "closed", pgettext_lazy("consultation", "Closed, answers are being written")
        REPORTED = "reported", pgettext_lazy("consultation", "Answered")

    title = models.CharField(max_length=200)
    about = models.TextField(blank=True, help_text="introduction")
    subject = models.CharField(max_length=300, blank=True, help_text="which plan or decision, in words")
    link = models.URLField(max_length=500, blank=True, help_text="where the whole document stands")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="whose people hold it",
    )  # fmt: skip
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="whose organisers hold it",
    )  # fmt: skip
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, related_name="consultations")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations",
        help_text="of which it is about",
    )  # fmt: skip
    event = models.ForeignKey(
        "events.Event", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="the hearing"
    )
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="the last day on which comments are taken")
    published_at = models.DateTimeField(null=True, blank=True, help_text="everybody reads it from then on")
    after = models.TextField(blank=True, help_text="the text as it stands after the consultation, whole")
    conclusion = models.TextField(blank=True, help_text="what came of it, above the answers")
    reported_at = models.DateTimeField(null=True, blank=True, help_text="the answers are everybody's from then on")
    illustrative = models.BooleanField(default=False, help_text="made up, as its place is")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["-closes_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="consultation_closes_after_opening"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(programme__isnull=False), name="consultation_has_a_holder"
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True) | Q(published_at__isnull=False) | Q(retired_at__isnull=False),
                name="consultation_report_of_a_published_one",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> "Consultation.State":
        """On this day, where it is held."""
        today = timezone.localdate()
        if self.published_at is None:
            return self.State.DRAFT
        if self.reported_at is not None:
            return self.State.REPORTED
        if today < self.opens_on:
            return self.State.COMING
        return self.State.OPEN if today <= self.closes_on else self.State.CLOSED

    @property
    def days(self) -> int:
        """How many days comments are taken, the first and the last one with them."""
        return (self.closes_on - self.opens_on).days + 1

    @property
    def holder(self) -> str:
        return str(self.organisation or self.programme)


@pghistory.track(model_name="ConsultationPartVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class ConsultationPart(models.Model):
    """One part of the text, commented on by itself. A part that was taken out keeps its comments."""

    personal = texts(_("Texts that are consulted on"))

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveIntegerField()
    heading = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removed_why=""), name="part_is_removed_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.heading
