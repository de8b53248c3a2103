from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm, I18nFormField, I18nTextarea

from talka.programmes.forms import words

from .models import Competence, Findings, Need


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


class CompetenceForm(I18nForm):
    """A new competence, or one whose words are changed; `version` tells a stale form."""

    title = words(_("Title"), required=True, longest=200)
    description = words(
        _("What it means"), long=True, help_text=_("For those who set up an assessment; may stay empty.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, competence: Competence | None = None, **kwargs: Any) -> None:
        if competence is not None:
            kwargs["initial"] = {name: getattr(competence, name) for name in ("title", "description", "version")}
        super().__init__(*args, **kwargs)
        if competence is None:
            del self.fields["version"]


class AssessmentForm(I18nForm):
    """Which competences an assessment asks about, and what its format is called."""

    title = words(_("Name of the format"), required=True, longest=200)
    competences = forms.MultipleChoiceField(
        label=_("Competences"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one competence.")},
    )

    def __init__(self, *args: Any, rows: Sequence[Competence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competences"].choices = [(row.key, str(row)) for row in rows]  # type: ignore[attr-defined]
        self.fields["competences"].initial = [row.key for row in rows]
