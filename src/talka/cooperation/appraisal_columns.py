"""Columns of tables that an appraisal takes in and gives out."""

from django.utils.translation import gettext_lazy

from talka.documents.sheets import Column

WAYS = (
    Column("a", gettext_lazy("One partner"), ("no", "from", "one"), required=True, longest=300),
    Column("b", gettext_lazy("Other partner"), ("uz", "to", "other"), required=True, longest=300),
    Column("km", gettext_lazy("Way, km"), ("attālums", "distance"), required=True, kind="decimal", example="23.5"),
)
