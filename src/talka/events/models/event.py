"""The event itself, what it costs and its photographs."""

import secrets

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from talka.documents.storage import private_storage
from talka.ui.declared import Data, acted, texts


def new_key() -> str:
    """An address that nobody guesses, for a file or a photograph."""
    return secrets.token_urlsafe(16)


@pghistory.track(model_name="EventVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Event(models.Model):
    personal = acted(_("Events"))

    class Kind(models.TextChoices):
        SEMINAR = "seminar", _("Seminar")
        TRAINING = "training", _("Training day")
        GAME = "game", _("Future City Game")
        VISIT = "visit", _("Study visit")
        CONFERENCE = "conference", _("Conference")
        OTHER = "other", _("Other event")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CANCELLED = "cancelled", _("Cancelled")

    project = models.ForeignKey("programmes.Project", on_delete=models.PROTECT, related_name="events")
    activity = models.ForeignKey(
        "programmes.Activity", on_delete=models.SET_NULL, null=True, blank=True, related_name="events"
    )
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SEMINAR)
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    title = I18nCharField(max_length=300)
    summary = I18nTextField(blank=True)
    description = I18nTextField(blank=True)
    record = I18nTextField(blank=True, help_text="what is on record about how it went")
    language = models.CharField(max_length=10, default="lv")
    time_zone = models.CharField(max_length=60, default="Europe/Riga")
    first_day = models.DateField()
    last_day = models.DateField()
    starts_at = models.DateTimeField(null=True, blank=True, help_text="empty where the hour is not on record")
    ends_at = models.DateTimeField(null=True, blank=True)
    venue = I18nCharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    online_url = models.URLField(blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    registration_open = models.BooleanField(default=False)
    invited_first = models.BooleanField(
        default=False, help_text="who is invited personally may register before it is open to all"
    )
    registration_closes_at = models.DateTimeField(null=True, blank=True)
    choices_asked = models.PositiveSmallIntegerField(default=3, help_text="how many working groups a person ranks")
    room_code = models.CharField(max_length=12, blank=True, help_text="short code for self check-in and joining")
    self_check_in = models.BooleanField(default=True)
    certificate_hours = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    feedback_open = models.BooleanField(default=False)
    reminder_days = models.PositiveSmallIntegerField(default=2)
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    version = models.PositiveIntegerField(default=1, help_text="grows with each edit; a stale form is told so")
    agenda_version = models.PositiveIntegerField(default=1, help_text="grows with each change of any agenda item")
    edited_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(auto_now=True)
    source = models.URLField(blank=True, max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["first_day", "starts_at", "slug"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last_day__gte=models.F("first_day")), name="event_days_in_order"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(starts_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="event_hours_in_order",
            ),
            models.UniqueConstraint(
                fields=["room_code"], condition=~models.Q(room_code=""), name="room_code_stands_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "first_day"], name="event_state_day")]

    def __str__(self) -> str:
        return str(self.title)


class Cost(models.Model):
    """Money planned or spent on an event, from which budget line, by which document. No bookkeeping."""

    personal = texts(_("Costs"))

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="costs")
    budget_line = models.ForeignKey(
        "programmes.BudgetLine", on_delete=models.PROTECT, null=True, blank=True, related_name="costs"
    )
    what = models.CharField(max_length=200)
    planned_eur = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    spent_eur = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    document_number = models.CharField(max_length=80, blank=True)
    document_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned_eur__gte=0, spent_eur__gte=0), name="event_cost_not_negative"
            )
        ]


class Photo(models.Model):
    personal = texts(_("Photographs of events"), Data.IMAGE)

    token = models.CharField(max_length=64, unique=True, default=new_key, help_text="its address")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=private_storage, max_length=200)
    caption = I18nCharField(max_length=300, blank=True)
    credit = models.CharField(max_length=120, blank=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    published = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
