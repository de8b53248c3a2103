"""A table on its way into a plan: read and checked, not yet entered; then what came of it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.people.models import SentTable
from talka.ui.declared import Basis, Clock, Controller, Data, Personal, Reader, Source

from .documents import Plan


class PlanImport(SentTable):
    personal = Personal(
        title=_("Tables of planning documents being entered"),
        purpose=_("Entering goals, projects and indicators of a planning document from a table"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.DEEDS, Data.WORDS),
        readers=(Reader.PERSON,),
        source=(Source.PERSON,),
        retention=_("one day"),
        clock=Clock.MADE,
        days=1,
        carried_out=("talka.plans.actions.retirement.forget_imports",),
        controller=Controller.INSTALLATION,
    )

    class Kind(models.TextChoices):
        GOALS = "goals", pgettext_lazy("table of a plan", "Goals and tasks")
        INVESTMENT = "investment", pgettext_lazy("table of a plan", "Investment plan")
        MONITORING = "monitoring", pgettext_lazy("table of a plan", "Monitoring table")

    class State(models.TextChoices):
        CHECKED = "checked", pgettext_lazy("table of a plan", "Read, not yet entered")
        DONE = "done", pgettext_lazy("table of a plan", "Entered")

    language = None  # entered at once, by whoever looks at it
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    found = models.JSONField(default=list, help_text="keys of the columns that are there")
    rows = models.JSONField(
        default=list, encoder=DjangoJSONEncoder, help_text="[[number in the file, {column: value}], …]"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.CHECKED)
