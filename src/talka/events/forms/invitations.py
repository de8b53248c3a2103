"""Forms of inviting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.events.models import Event


class ListForm(forms.Form):
    """An address list."""

    file = forms.FileField(
        label=_("Table with addresses"),
        help_text=_("XLSX or CSV. Columns: given name, family name, e-mail; also organisation, position, language."),
    )


class FromEventForm(forms.Form):
    """Everybody who registered for an event."""

    event = forms.ModelChoiceField(Event.objects.none(), label=_("Event"), empty_label=None)

    def __init__(self, *args: Any, events: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events
