"""Why a certificate is given by decision, and why one is revoked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it given although a rule is not fulfilled?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Those who run the cohort read this, and the person if they ask what is kept of them. The certificate says "
            "that it was a decision, and not why."
        ),
    )


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it not hold any more?"),
        max_length=300,
        help_text=_("Everybody who verifies the certificate reads this."),
    )
