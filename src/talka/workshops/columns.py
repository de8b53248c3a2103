"""The columns of a file of cards: what goes out comes in again."""

from django.utils.translation import gettext_lazy as _

from talka.documents.sheets import Column

CARDS: tuple[Column, ...] = (
    Column("id", _("Number of the card"), aliases=("id",), longest=36, width=12),
    Column("group", _("Group"), aliases=("grupa", "nr", "galds", "table"), required=True, kind="integer", example="2"),
    Column("lane", _("Column"), aliases=("kolonna", "par ko", "about"), longest=200),
    Column("text", _("Words of the card"), aliases=("teksts", "kartīte", "text", "card"), required=True, width=60),
    Column("theme", _("Theme"), aliases=("temats", "theme"), longest=300, width=30),
    Column("language", _("Language"), aliases=("valoda",), longest=10),
    Column("from_paper", _("From paper"), aliases=("papīrs",), kind="boolean"),
    Column("late", _("Late"), aliases=("novēloti",), kind="boolean"),
)
