"""A file with a table."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TableForm(forms.Form):
    file = forms.FileField(
        label=_("Table"),
        help_text=_("XLSX or CSV, at most 10,000 rows."),
        widget=forms.ClearableFileInput({"accept": ".xlsx,.csv,.tsv"}),
    )
