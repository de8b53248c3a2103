"""Forms about formats: copy one, bring one as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField, I18nTextInput

from talka.programmes.models import Project

from ..formats.spec import FormatSpec
from ..queries.formats import format_to_use, own_rows, shipped_rows


class CopyForm(forms.Form):
    """Begin a format of one's own. Gives `spec`, the format copied, and `words`, its title by language."""

    format = forms.ChoiceField(label=_("Copy from"))
    title = I18nFormField(label=_("Its name"), widget=I18nTextInput, max_length=200)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        rows = [*shipped_rows(), *own_rows(project)]
        self.fields["format"].choices = [(row.key, row.title) for row in rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        spec: FormatSpec | None = format_to_use(self.project, cleaned.get("format", ""))
        title = cleaned.get("title")
        data = title.data if title is not None else None
        words = {"lv": data} if isinstance(data, str) else {code: text for code, text in (data or {}).items() if text}
        if spec is not None and words:
            cleaned |= {"spec": spec, "words": words}
        return cleaned


class FormatFileForm(forms.Form):
    file = forms.FileField(label=_("File of a format (TOML)"))
