"""The code of a certificate, and why one is revoked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.ui.forms import CodeInput


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The certificate's code"),
        max_length=30,
        widget=CodeInput(),
        help_text=_("Twelve signs, at the foot of the certificate."),
    )


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it not hold any more?"),
        max_length=300,
        help_text=_("Everybody who verifies the certificate reads this."),
    )
