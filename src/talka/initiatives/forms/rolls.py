"""Forms of the roll of voters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.rolls import Invited
from ..models import Choosing, Voter


class ListForm(forms.Form):
    file = forms.FileField(
        label=_("Table with addresses"), help_text=_("XLSX or CSV. Columns: e-mail; also name, language (lv or en).")
    )
    right_ones = forms.BooleanField(label=_("Take the right rows although others are wrong"), required=False)


class InviteForm(forms.Form):
    email = forms.CharField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=[("lv", _("Latvian")), ("en", _("English"))])

    def invited(self) -> Invited:
        return Invited(**self.cleaned_data)


class JoinForm(forms.Form):
    """Which other line is the same person."""

    address = forms.CharField(
        label=_("The other address of this person"), max_length=254, help_text=_("As it stands on the roll.")
    )

    def __init__(self, *args: Any, row: Choosing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row

    def clean_address(self) -> Voter:
        said = self.cleaned_data["address"].strip().lower()
        found = Voter.objects.filter(choosing=self.row, email=said).first() if said else None
        if found is None:
            raise forms.ValidationError(_("This address is not on the roll."))
        return found
