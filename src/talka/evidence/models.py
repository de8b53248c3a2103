"""What proves that an event was held: files that were brought, where was told of it, what does not apply, and the
packages made of it all."""

import secrets

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from talka.documents.storage import private_storage
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source, acted


def new_key() -> str:
    """An address that nobody guesses."""
    return secrets.token_urlsafe(16)


class When(models.TextChoices):
    """From when on something is missing."""

    BEFORE = "before", _("Before the event")
    DAY = "day", _("On the day")
    AFTER = "after", _("After the event")


class OwnItem(models.Model):
    """What a programme wants in the event file beyond the checklist of its funder."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="evidence_items")
    key = models.SlugField(max_length=60, help_text="stable within the programme: in files and links")
    title = I18nCharField(max_length=200)
    about = I18nTextField(blank=True, help_text="what exactly is to be there")
    when = models.CharField(max_length=10, choices=When.choices, default=When.AFTER)
    people = models.BooleanField(default=True, help_text="its files may name or show people")
    order = models.PositiveSmallIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["programme", "key"], name="evidence_item_key_stands_once")]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track(model_name="EvidenceFileVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class EvidenceFile(models.Model):
    """A file that somebody brought for an item of the checklist. Taken back it stays on record."""

    personal = Personal(
        title=_("Files brought as evidence"),
        purpose=_("Proving to the funder that the event was held and who took part"),
        basis=(Basis.LEGAL_OBLIGATION,),
        data=(Data.NAME, Data.PART, Data.IMAGE, Data.DEEDS),
        readers=(Reader.ORGANISERS, Reader.FUNDER),
        source=(Source.TEAM,),
        retention=_("the project's retention date: then files that may name or show people are deleted"),
        clock=Clock.PROJECT,
        carried_out=("talka.evidence.actions.keeping.forget_past",),
    )

    token = models.CharField(max_length=64, unique=True, default=new_key, help_text="its address")
    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="evidence_files")
    item = models.CharField(max_length=60, help_text="key of the checklist's item")
    file = models.FileField(storage=private_storage, max_length=200, blank=True)
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, blank=True, help_text="as documents.uploads tells them apart")
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    caption = models.CharField(max_length=300, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    taken_back_reason = models.CharField(max_length=300, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True, help_text="when its content was deleted; the digest stays")

    class Meta:
        ordering = ["uploaded_at", "id"]
        indexes = [models.Index(fields=["event", "item"], name="evidence_file_event_item")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gone_at__isnull=True, file__gt="") | models.Q(gone_at__isnull=False, file=""),
                name="evidence_file_there_or_gone",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at__isnull=True) | ~models.Q(taken_back_reason=""),
                name="evidence_file_taken_back_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


@pghistory.track(model_name="PublicationVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Publication(models.Model):
    """Where was told of the event: an article, a post, a broadcast."""

    personal = acted(_("Publications about an event"))

    class Kind(models.TextChoices):
        PRESS = "press", pgettext_lazy("publication", "Newspaper or magazine")
        WEB = "web", pgettext_lazy("publication", "Web page")
        SOCIAL = "social", pgettext_lazy("publication", "Social media")
        BROADCAST = "broadcast", pgettext_lazy("publication", "Radio or television")
        OTHER = "other", pgettext_lazy("publication", "Something else")

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="publications")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.WEB)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True, help_text="newspaper, web site, station")
    url = models.URLField(max_length=500, blank=True)
    day = models.DateField(null=True, blank=True, help_text="when it was published; empty where not on record")
    copy = models.ForeignKey(EvidenceFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="copy_of")
    entered_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="deleted is a state")
    version = models.PositiveIntegerField(default=1, help_text="grows with each change; a stale form is told so")

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(url="") | ~models.Q(publisher=""), name="publication_can_be_found"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Statement(models.Model):
    """That an item does not apply to an event, and why. Withdrawn it stays on record."""

    personal = acted(_("What does not apply to an event, and who said so"))

    event = models.ForeignKey("events.Event", on_delete=models.CASCADE, related_name="evidence_statements")
    item = models.CharField(max_length=60, help_text="key of the checklist's item")
    reason = models.CharField(max_length=500)
    said_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "item"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_statement_stands_of_an_item",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="statement_has_a_reason"),
        ]


class Package(models.Model):
    """The event file as one ZIP, of an event or of all events of a project. Its digest stays when its content goes, so
    that whoever holds the file can prove years later that it is unchanged."""

    personal = Personal(
        title=_("Event files bound for those who check"),
        purpose=_("Handing the event file over to those who check the project"),
        basis=(Basis.LEGAL_OBLIGATION,),
        data=(Data.NAME, Data.PART, Data.IMAGE, Data.DEEDS),
        readers=(Reader.ORGANISERS, Reader.FUNDER),
        source=(Source.MACHINE,),
        retention=_("until a newer one is made, at most until the project's retention date; the digest stays"),
        clock=Clock.PROJECT,
        carried_out=("talka.evidence.actions.keeping.forget_past",),
    )

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("package", "Being made")
        READY = "ready", pgettext_lazy("package", "Ready")
        FAILED = "failed", pgettext_lazy("package", "Could not be made")

    class Gone(models.TextChoices):
        REPLACED = "replaced", _("a newer one was made")
        ERASED = "erased", _("a person in it was erased")
        RETENTION = "retention", _("the retention date has passed")

    token = models.CharField(max_length=64, unique=True, default=new_key, help_text="its address")
    project = models.ForeignKey("programmes.Project", on_delete=models.CASCADE, related_name="packages")
    event = models.ForeignKey(
        "events.Event",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="packages",
        help_text="empty: all events of the project",
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(storage=private_storage, max_length=200, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    size = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    files = models.PositiveIntegerField(default=0, help_text="how many files it holds")
    missing = models.PositiveIntegerField(default=0, help_text="how many items were missing when it was made")
    faults = models.JSONField(default=list, help_text="stored files that were not there or not as they came: their ids")
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_why = models.CharField(max_length=20, choices=Gone.choices, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "event"],
                condition=models.Q(state="waiting"),
                nulls_distinct=False,
                name="one_package_is_being_made",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | (~models.Q(sha256="") & models.Q(made_at__isnull=False)),
                name="package_ready_has_its_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
