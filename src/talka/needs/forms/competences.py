"""Forms of competences and their assessment."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.programmes.forms import words

from ..models import Competence


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
