from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField, I18nTextarea

from .models import Findings


class FindingsForm(forms.ModelForm):
    """What the organisers say before and after the figures; `version` tells a stale form."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    lead = I18nFormField(
        label=_("The finding in one or two sentences"),
        required=False,
        widget=I18nTextarea,
        widget_kwargs={"attrs": {"rows": 3}},
        help_text=_("Stands at the top of the report and of the article."),
    )
    follows = I18nFormField(
        label=_("What follows from it"),
        required=False,
        widget=I18nTextarea,
        widget_kwargs={"attrs": {"rows": 3}},
        help_text=_("Which events and steps come next."),
    )

    class Meta:
        model = Findings
        fields = ["lead", "follows"]


class WordsForm(forms.Form):
    words = forms.CharField(label=_("Wording"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
