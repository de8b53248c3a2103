"""Forms of findings and of the needs register."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField, I18nTextarea

from ..models import Competence, Findings, Need


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


class StateForm(forms.ModelForm):
    """How far a need has come; who declines it says why."""

    class Meta:
        model = Need
        fields = ["state", "reason"]
        labels = {"state": _("How far it has come"), "reason": _("Why")}
        help_texts = {"reason": _("Needed where it is declined. Those who said it read the reason.")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}


class CompetenceChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Competence) -> str:
        return str(obj)


class AboutForm(forms.Form):
    """Where a need stands in the register."""

    theme = forms.CharField(label=_("Theme"), max_length=200, required=False)
    competence = CompetenceChoice(
        Competence.objects.none(),
        label=_("Competence"),
        required=False,
        help_text=_("What one would have to be able to do. Answers of assessments are shown beside the need."),
    )

    @classmethod
    def of(cls, need: Need, asked: Sequence[Competence], given: Any = None) -> "AboutForm":
        form = cls(given, initial={"theme": need.theme, "competence": need.competence_id})
        kept = {one.pk for one in asked} | {need.competence_id}
        form.fields["competence"].queryset = Competence.objects.filter(pk__in=kept)  # type: ignore[attr-defined]
        return form


class RecordForm(forms.Form):
    """A need from a published record."""

    words = forms.CharField(
        label=_("The need in one sentence"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    theme = forms.CharField(label=_("Theme"), max_length=200, required=False)
    source = forms.URLField(
        label=_("Where it is written"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("The address of the report or minutes that states it."),
    )
