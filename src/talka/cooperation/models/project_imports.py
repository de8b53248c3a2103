"""A table of joint projects on its way in: read and checked, not yet entered; then what came of it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.people.models import SentTable
from talka.ui.declared import Basis, Clock, Controller, Data, Personal, Reader, Source


class ProjectImport(SentTable):
    personal = Personal(
        title=_("Tables of joint projects being entered"),
        purpose=_("Entering joint projects and their budgets from a table"),
        basis=(Basis.PUBLIC_TASK,),
        data=(Data.DEEDS, Data.WORDS),
        readers=(Reader.PERSON,),
        source=(Source.PERSON,),
        retention=_("one day"),
        clock=Clock.MADE,
        days=1,
        carried_out=("talka.cooperation.actions.projects.retirement.forget_imports",),
        controller=Controller.INSTALLATION,
    )

    class Kind(models.TextChoices):
        PROJECTS = "projects", pgettext_lazy("table of joint projects", "Projects")
        BUDGET = "budget", pgettext_lazy("table of joint projects", "Budgets")

    class State(models.TextChoices):
        CHECKING = "checking", pgettext_lazy("table of joint projects", "Being checked")
        CHECKED = "checked", pgettext_lazy("table of joint projects", "Read, not yet entered")
        RUNNING = "running", pgettext_lazy("table of joint projects", "Being entered")
        DONE = "done", pgettext_lazy("table of joint projects", "Entered")
        FAILED = "failed", pgettext_lazy("table of joint projects", "Not entered")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    found = models.JSONField(default=list, help_text="keys of the columns that are there")
    rows = models.JSONField(
        default=list, encoder=DjangoJSONEncoder, help_text="[[number in the file, {column: value}], …]"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.CHECKING)
