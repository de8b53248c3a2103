"""What a learning network does: meetings hosted in turn, homework between them, why some do better, targets."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from talka.ui.declared import Data, acted, texts

from .networks import Network, NetworkMember


class NetworkMeeting(models.Model):
    """An event as a meeting of the network. What is in it (a lecture, a site visit, guests' cases), its agenda says."""

    personal = acted(_("Meetings of learning networks"))

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="meetings")
    event = models.ForeignKey("events.Event", on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(
        NetworkMember, on_delete=models.PROTECT, null=True, blank=True, related_name="hosted", help_text="empty: nobody"
    )

    class Meta:
        ordering = ["event__first_day", "pk"]
        constraints = [models.UniqueConstraint(fields=["network", "event"], name="network_meeting_stands_once")]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="NetworkTaskVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class NetworkTask(models.Model):
    """What a member does until a day, mostly until the next meeting. Set for all, it stands once for each."""

    personal = texts(_("Homework of learning networks"), Data.DEEDS)

    member = models.ForeignKey(NetworkMember, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    what = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True, help_text="what came of it")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="not asked any more")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="NetworkNoteVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class NetworkNote(models.Model):
    """Why a member does better or worse than the others, as it sees it. Read inside the network only."""

    personal = texts(_("Notes of learning networks on why some do better"), Data.DEEDS)

    member = models.ForeignKey(NetworkMember, on_delete=models.CASCADE, related_name="notes")
    indicator = models.ForeignKey(
        "indicators.Indicator",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="about what; empty: about the theme as a whole",
    )
    text = models.TextField()
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="taken away")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["member__order", "pk"]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="NetworkTargetVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class NetworkTarget(models.Model):
    """What a member sets out to reach: from, to, by which year. By an indicator of the catalogue, whose figures then
    tell what was reached; or by something it measures itself, and enters."""

    personal = texts(_("Targets of members of learning networks"), Data.DEEDS)

    member = models.ForeignKey(NetworkMember, on_delete=models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(
        "indicators.Indicator", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    measured = I18nCharField(max_length=200, blank=True, help_text="what it measures itself, with the unit")
    from_value = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_value = models.DecimalField(max_digits=16, decimal_places=4)
    to_year = models.PositiveSmallIntegerField()
    how = models.TextField(blank=True, help_text="what it does for it, perhaps as another member does")
    reached_value = models.DecimalField(
        max_digits=16, decimal_places=4, null=True, blank=True, help_text="entered, where no figure tells it"
    )
    reached_year = models.PositiveSmallIntegerField(null=True, blank=True)
    reached_words = models.TextField(blank=True, help_text="what was reached, and what was learnt of it")
    retired_at = models.DateTimeField(null=True, blank=True, help_text="taken away")
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["member__order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_value__isnull=True, from_year__isnull=True)
                | models.Q(from_value__isnull=False, from_year__isnull=False, from_year__lt=models.F("to_year")),
                name="network_target_leads_ahead",
            ),
            models.CheckConstraint(
                condition=models.Q(reached_value__isnull=True, reached_year__isnull=True)
                | models.Q(reached_value__isnull=False, reached_year__isnull=False),
                name="network_target_reached_in_a_year",
            ),
        ]
