"""What happens when and where, who speaks, what they showed; released as versions."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from talka.documents.storage import private_storage
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, acted, texts

from .event import Event, new_key


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="AgendaItemVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class AgendaItem(models.Model):
    """A slot. Items of one `block` run in parallel: working groups are items of kind GROUP with a capacity."""

    personal = acted(_("Items of the agenda"))

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("Registration and coffee")
        OPENING = "opening", _("Opening")
        TALK = "talk", _("Talk")
        PANEL = "panel", _("Panel")
        GROUP = "group", _("Working group")
        PLENARY = "plenary", _("Plenary")
        BREAK = "break", _("Break")
        VISIT = "visit", _("Visit")
        OTHER = "other", _("Other")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="items")
    key = models.SlugField(max_length=60, help_text="stable within the event: in files and links")
    order = models.PositiveIntegerField(default=0, help_text="decides where hours are not on record")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.TALK)
    block = models.CharField(max_length=60, blank=True, help_text="items of one block run in parallel")
    part = I18nCharField(max_length=200, blank=True, help_text="heading that groups items, like First part")
    title = I18nCharField(max_length=400)
    description = I18nTextField(blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    room = models.CharField(max_length=120, blank=True)
    capacity_min = models.PositiveIntegerField(default=0)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    facilitators = models.ManyToManyField("people.Person", blank=True, related_name="facilitated_items")
    cancelled = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, help_text="grows with each edit; a stale form is told so")
    edited_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["starts_at", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="agenda_key_stands_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(starts_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="agenda_hours_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__isnull=True) | models.Q(capacity__gte=models.F("capacity_min")),
                name="agenda_capacity_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Speaker(models.Model):
    personal = Personal(
        title=_("Speakers"),
        purpose=_("Announcing who speaks"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.WORK, Data.PART),
        readers=(Reader.PUBLIC,),
        source=(Source.PERSON, Source.ORGANISER),
        retention=_("as the event's public record, until the person erases it"),
        clock=Clock.PERSON,
    )

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="speakers")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="speaking")
    introduced_as = I18nCharField(max_length=300, blank=True, help_text="position and institution on that day")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="speaker_stands_once")]


class AgendaRelease(models.Model):
    """The agenda as it was published: a frozen snapshot. The public page shows the last one."""

    personal = acted(_("Published agendas"))

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    items = models.JSONField(help_text="persons stand in it by id, so that erasing one empties every release")
    facts = models.JSONField(default=dict, help_text="days, hours and place of the event as released")
    changes = models.JSONField(default=list, help_text="what differs from the release before, told in words when shown")
    told = models.PositiveIntegerField(default=0, help_text="how many people got a letter about it")
    note = I18nTextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="release_number_stands_once")]


class Presentation(models.Model):
    personal = texts(_("Presentations"), Data.IMAGE, Data.DEEDS)

    token = models.CharField(max_length=64, unique=True, default=new_key, help_text="its address")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="presentations")
    title = I18nCharField(max_length=300)
    file = models.FileField(storage=private_storage, max_length=200, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, blank=True, help_text="office, pdf, image, video, signed")
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    url = models.URLField(blank=True, max_length=500)
    published = models.BooleanField(default=False)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
