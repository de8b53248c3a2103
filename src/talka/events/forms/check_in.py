"""Two fields with which a participant checks in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.ui.forms import CodeInput


class SelfCheckInForm(forms.Form):
    code = forms.CharField(
        label=_("The room's code"),
        max_length=20,
        widget=CodeInput(),
        help_text=_("Six signs, on the screen or at the door."),
    )
    who = forms.CharField(
        label=_("Your e-mail, or the code on your name card"),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("The address with which you registered."),
    )
