"""A table on its way in: read, its dimensions told apart, checked against the register, and then entered or not."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.storage import private_storage
from talka.people.models import new_key
from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from .observations import Release


class FigureImport(models.Model):
    """A file of figures that somebody sent, and what would come of it. The file goes when the import ends."""

    personal = Personal(
        title=_("Tables of figures being entered"),
        purpose=_("Entering published figures about areas"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.DEEDS,),
        readers=(Reader.ORGANISERS,),
        source=(Source.PERSON,),
        retention=_("thirty days"),
        clock=Clock.MADE,
        days=30,
        carried_out=("talka.indicators.actions.retirement.forget_imports",),
    )

    class State(models.TextChoices):
        FETCHING = "fetching", pgettext_lazy("table of figures", "Being fetched")
        READING = "reading", pgettext_lazy("table of figures", "Being read")
        READ = "read", pgettext_lazy("table of figures", "Read; say what is what")
        CHECKED = "checked", pgettext_lazy("table of figures", "Checked, not yet entered")
        ENTERING = "entering", pgettext_lazy("table of figures", "Being entered")
        ENTERED = "entered", pgettext_lazy("table of figures", "Entered")
        FAILED = "failed", pgettext_lazy("table of figures", "Could not be read")
        DROPPED = "dropped", pgettext_lazy("table of figures", "Set aside")

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    file = models.FileField(storage=private_storage, max_length=120, blank=True)
    file_name = models.CharField(max_length=200)
    address = models.URLField(max_length=1000, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    signature = models.CharField(max_length=64, blank=True, help_text="by which a table of this kind is known again")
    about = models.JSONField(default=dict, help_text="title, code, source, dimensions with their categories")
    mapping = models.JSONField(default=dict, help_text="what each dimension and series is")
    outlook = models.JSONField(default=dict, help_text="what entering would do: counts, faults, areas not found")
    fault = models.TextField(blank=True)
    release = models.ForeignKey(Release, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10, default="lv")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]


class TableMapping(models.Model):
    """What the dimensions and series of a kind of table are, remembered for the next one; and areas told by hand."""

    signature = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=400, blank=True)
    mapping = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)
