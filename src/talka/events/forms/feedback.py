"""The sheet of feedback: marks by radio buttons big enough for a thumb, and three texts. Nothing is required."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.events.actions.feedback import LONGEST, RATINGS, TEXTS

MARKS = [(mark, mark) for mark in "12345"]


class FeedbackForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, question in RATINGS.items():
            self.fields[key] = forms.ChoiceField(
                label=question,
                choices=MARKS,
                required=False,
                help_text=_("1 – very poor, 5 – very good"),
                widget=forms.RadioSelect({"class": "marks"}),
            )
        for key, question in TEXTS.items():
            self.fields[key] = forms.CharField(
                label=question, required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 3})
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("The sheet is empty. Answer at least one question."))
        return cleaned

    def ratings(self) -> dict[str, int]:
        return {key: int(self.cleaned_data[key]) for key in RATINGS if self.cleaned_data[key]}

    def texts(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in TEXTS}
