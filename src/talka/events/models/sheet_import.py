"""A table that somebody brought: its rows wait here until they are checked and accepted, then they are emptied."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Data, Personal, Reader, Source

from .event import Event


class SheetImport(models.Model):
    personal = Personal(
        title=_("Tables being read"),
        purpose=_("Reading registrations, attendance or feedback from a table"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.NAME, Data.CONTACT, Data.WORK, Data.PART, Data.NEEDS),
        readers=(Reader.ORGANISERS,),
        source=(Source.ORGANISER,),
        retention=_("what stood in the table, at most 7 days"),
        clock=Clock.MADE,
        days=7,
        carried_out=("talka.events.actions.imports.forget_old_rows",),
    )

    class Kind(models.TextChoices):
        REGISTRATIONS = "registrations", _("Registrations")
        ATTENDANCE = "attendance", _("Attendance")
        FEEDBACK = "feedback", _("Feedback sheets")
        INVITATIONS = "invitations", _("Address list")

    class State(models.TextChoices):
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Waits for your decision")
        TAKING = "taking", _("Being taken in")
        DONE = "done", _("Taken in")
        GIVEN_UP = "given_up", _("Given up")
        FAILED = "failed", _("Could not be read")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.CHECKING)
    by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255)
    rows = models.JSONField(default=list, help_text="as they stood in the file; emptied at the end")
    row_count = models.PositiveIntegerField(default=0)
    good_count = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, help_text="[{row, column, text}], the first 500")
    faulty_count = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, help_text="what was done: {added, changed, unchanged}")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
