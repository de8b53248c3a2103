"""A table of agreements on its way in: read and checked, not yet entered; then what came of it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.people.models import SentTable
from talka.ui.declared import Basis, Clock, Controller, Data, Personal, Reader, Source


class AgreementImport(SentTable):
    personal = Personal(
        title=_("Tables of agreements being entered"),
        purpose=_("Entering agreements that are in force from a table"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.DEEDS, Data.WORDS),
        readers=(Reader.PERSON,),
        source=(Source.PERSON,),
        retention=_("one day"),
        clock=Clock.MADE,
        days=1,
        carried_out=("talka.cooperation.actions.agreements.imports.forget_imports",),
        controller=Controller.INSTALLATION,
    )

    class State(models.TextChoices):
        CHECKED = "checked", pgettext_lazy("table of agreements", "Read, not yet entered")
        RUNNING = "running", pgettext_lazy("table of agreements", "Being entered")
        DONE = "done", pgettext_lazy("table of agreements", "Entered")
        FAILED = "failed", pgettext_lazy("table of agreements", "Not entered")

    found = models.JSONField(default=list, help_text="keys of the columns that are there")
    rows = models.JSONField(
        default=list, encoder=DjangoJSONEncoder, help_text="[[number in the file, {column: value}], …]"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.CHECKED)
    result = models.JSONField(default=dict, help_text="how many rows are new, changed, the same; or the fault")

    def __str__(self) -> str:
        return self.file_name
