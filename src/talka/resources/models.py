"""What a place has: land, buildings, nature, heritage, infrastructure, skills, institutions; pictures and papers."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField, I18nTextField

from talka.documents.storage import private_storage
from talka.people.models import SentTable, new_key
from talka.ui.declared import Basis, Clock, Controller, Data, Personal, Reader, Source, texts

from .kinds import Kind, OwnerKind, State, Unit, Use


@pghistory.track(model_name="ResourceVersion", obj_field=pghistory.ObjForeignKey(related_name="versions"))
class Resource(models.Model):
    """One thing that a place has. Taking it back is a state; `confirmed_on` says when it was last known to be so."""

    personal = Personal(
        title=_("Resources of places and whom to ask about them"),
        purpose=_("Telling whom to ask about a resource of a place, and who entered it"),
        basis=(Basis.PUBLIC_TASK, Basis.CONSENT),
        data=(Data.NAME, Data.CONTACT, Data.DEEDS),
        readers=(Reader.TEAM, Reader.ORGANISERS, Reader.PUBLIC),
        source=(Source.PERSON, Source.COLLEAGUE, Source.ORGANISER),
        retention=_(
            "as long as the resource is shown, and a year after it was taken back; everybody sees a person's name and "
            "address only while that person agrees"
        ),
        clock=Clock.EXPIRY,
        days=365,
        carried_out=("talka.resources.actions.retention.forget_contacts",),
        controller=Controller.INSTALLATION,
    )

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    area = models.ForeignKey("territories.Area", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = I18nCharField(max_length=300)
    description = I18nTextField(blank=True)
    place = models.CharField(max_length=300, blank=True, help_text="address or words that say where it is")
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    size = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=10, choices=Unit.choices, blank=True)
    smallest_size = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    smallest_unit = models.CharField(max_length=10, blank=True, help_text="see kinds.smallest")
    state = models.CharField(max_length=20, choices=State.choices, blank=True)
    use = models.CharField(max_length=20, choices=Use.choices, blank=True)
    owner_kind = models.CharField(max_length=20, choices=OwnerKind.choices, blank=True)
    owner = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_words = models.CharField(max_length=200, blank=True, help_text="where the register does not know the owner")
    contact_organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact_person = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    contact_name = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_office = models.BooleanField(
        default=False, help_text="the words and addresses are of an office, not of a person: everybody may see them"
    )
    source = models.CharField(max_length=300, blank=True)
    source_link = models.URLField(max_length=500, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the source")
    confirmed_on = models.DateField(help_text="when it was last said to be so")
    confirmed_by = models.ForeignKey(
        "people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reminded_on = models.DateField(null=True, blank=True)
    entered_for = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="told to forms, so that nobody writes over what they did not see")
    illustrative = models.BooleanField(default=False, help_text="made up, as its area is")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=600, db_collation="C")
    folded = models.TextField(help_text="what it is searched by")

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [models.Index("illustrative", "sort_key", "id", name="resource_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(size__isnull=True, unit="") | (models.Q(size__gt=0) & ~models.Q(unit="")),
                name="resource_size_with_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__gte=-90, lat__lte=90, lon__gte=-180, lon__lte=180),
                name="resource_point_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(owner_words=""), name="resource_one_owner"
            ),
            models.CheckConstraint(
                condition=models.Q(contact_person__isnull=True)
                | models.Q(contact_name="", contact_email="", contact_phone="", contact_office=False),
                name="resource_contact_from_register_or_words",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ResourcePhotoVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Photo(models.Model):
    """A picture, drawn anew when it came in. `people` says why nobody's consent is missing."""

    personal = texts(_("Photographs of resources"), Data.IMAGE)

    class People(models.TextChoices):
        NOBODY = "nobody", _("Nobody can be recognised in it")
        AGREED = "agreed", _("Those who can be recognised in it agreed that everybody sees it")

    token = models.CharField(max_length=64, unique=True, default=new_key, help_text="its address")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="photos")
    file = models.FileField(storage=private_storage, max_length=200)
    alt = I18nCharField(max_length=300)
    credit = models.CharField(max_length=120, blank=True)
    people = models.CharField(max_length=10, choices=People.choices)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="ResourcePaperVersion",
    obj_field=pghistory.ObjForeignKey(related_name="versions"),
)
class Paper(models.Model):
    """A document of a resource, or where it can be read: a plan, a land register entry, a page of the owner."""

    personal = texts(_("Documents and links of resources"))

    token = models.CharField(max_length=64, unique=True, default=new_key, help_text="its address")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="papers")
    title = I18nCharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    file = models.FileField(storage=private_storage, max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(link="") ^ models.Q(file=""), name="resource_paper_is_file_or_link"
            )
        ]


class Import(SentTable):
    """A table of resources."""

    personal = Personal(
        title=_("Tables of resources being entered"),
        purpose=_("Importing a table of resources"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.CONTACT),
        readers=(Reader.PERSON,),
        source=(Source.ORGANISER, Source.COLLEAGUE),
        retention=_("one day"),
        clock=Clock.MADE,
        days=1,
        carried_out=("talka.resources.actions.retention.forget_imports",),
        controller=Controller.INSTALLATION,
    )

    class Progress(models.TextChoices):
        CHECKED = "checked", _("Read, not yet entered")
        RUNNING = "running", _("Being entered")
        DONE = "done", _("Entered")
        FAILED = "failed", _("Not entered")

    state = models.CharField(max_length=20, choices=Progress.choices, default=Progress.CHECKED)
    overwrite = models.BooleanField(default=False)
