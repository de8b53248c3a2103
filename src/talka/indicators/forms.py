from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm, I18nFormField, I18nTextarea, I18nTextInput

from .models import Classification, Indicator, Theme


class TableForm(forms.Form):
    """A file or its address."""

    file = forms.FileField(
        label=_("Table of figures"),
        required=False,
        help_text=_("As a statistical office publishes it: XLSX, CSV, PC-Axis, JSON-stat 2, SDMX or Eurostat's TSV."),
    )
    address = forms.URLField(
        label=_("Or its address"),
        required=False,
        assume_scheme="https",
        help_text=_("Of a table in a statistical database, for example a PxWeb query saved as JSON-stat 2."),
    )

    def clean(self) -> dict[str, object]:
        given: dict[str, object] = super().clean() or {}
        if bool(given.get("file")) == bool(given.get("address")):
            raise forms.ValidationError(_("Choose a file, or give an address."))
        return given


class IndicatorForm(I18nForm):
    title = I18nFormField(label=_("Title"), widget=I18nTextInput, max_length=200)
    unit = I18nFormField(
        label=_("Unit"), widget=I18nTextInput, required=False, max_length=60, help_text=_("persons, EUR, %, km²")
    )
    theme = forms.ChoiceField(label=_("Section of the profile"), choices=Theme.choices)
    kind = forms.ChoiceField(
        label=_("How the figure of a whole follows from its parts"),
        choices=Indicator.Kind.choices,
        help_text=_("By this, figures of former municipalities are recalculated to those of today."),
    )
    weight = forms.ModelChoiceField(
        label=_("Weight of a mean"),
        queryset=Indicator.objects.filter(kind=Indicator.Kind.SUM),
        required=False,
        help_text=_("Only for a mean or share: by what its parts are weighted, for example inhabitants."),
    )
    direction = forms.ChoiceField(label=_("Is more better?"), choices=Indicator.Direction.choices)
    decimals = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=6)
    can_be_negative = forms.BooleanField(label=_("It can be negative"), required=False)
    classification = forms.ModelChoiceField(
        label=_("Broken down by"), queryset=Classification.objects.all(), required=False
    )
    periodicity = forms.ChoiceField(label=_("How often it is published"), choices=Indicator.Periodicity.choices)
    source = I18nFormField(label=_("Source"), widget=I18nTextInput, max_length=200)
    licence = forms.CharField(label=_("Licence"), max_length=60, help_text=_("For example CC-BY-4.0."))
    method = I18nFormField(
        label=_("How it is measured, and what to beware of"), widget=I18nTextarea, required=False, max_length=4000
    )
    in_profile = forms.BooleanField(label=_("Shown in profiles"), required=False)
