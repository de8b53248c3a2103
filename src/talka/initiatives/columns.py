"""The columns of the table of initiatives."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.sheets import Column

from .models import Initiative

COLUMNS = (
    Column("number", _("No."), kind="integer"),
    Column("title", _("Title"), width=40),
    Column("area", _("Territory"), width=30),
    Column("state", pgettext_lazy("how far it is", "State"), choices=dict(Initiative.State.choices)),
    Column("supporters", _("Supporters"), kind="integer"),
    Column("cost", _("What it costs, EUR"), kind="decimal"),
    Column("carrier", _("Who carries it"), width=30),
    Column("organisation", _("Organisation that carries it"), width=30),
    Column("programme", _("Programme"), width=30),
    Column("published", _("Day of publication"), kind="date"),
    Column("what", _("What is to be done"), width=60, longest=20_000),
    Column("where", _("Where"), width=30),
    Column("why", _("Why"), width=60, longest=20_000),
    Column("needs", _("What it needs"), width=40, longest=20_000),
)
