"""Forms of moderation: a report, a decision with its reason, an appeal."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Report


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it"), choices=Report.Reason.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only those who look after the page read it. The author does not learn who reported."),
    )


class DecideForm(forms.Form):
    """seen: the last step that was shown."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The author and whoever reported read it; of hidden words everybody, in their place."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AppealForm(forms.Form):
    reason = forms.CharField(
        label=_("Why your words should be shown"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Somebody else than the one who hid them reads it and decides."),
    )
