"""How large a rehearsal is, and how long."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.rehearsing import MOST_SEATS


class RehearsalForm(forms.Form):
    seats = forms.IntegerField(label=_("Simulated phones"), min_value=1, max_value=MOST_SEATS, initial=60)
    minutes = forms.IntegerField(
        label=_("Minutes for all steps together"),
        min_value=1,
        max_value=60,
        initial=5,
        help_text=_("Each step gets its share of the advised time."),
    )
