"""Forms of a team's work: the idea sheet, as many headings as the format has, and evidence from a test."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.cards import LONGEST_SOURCE, MOST_SIGNS
from ..actions.pictures import LONGEST
from ..actions.sheets import MOST_TITLE, TITLE
from ..queries.sheets import SheetRow
from ..queries.stages import LaneRow
from . import LaneForm


class SheetForm(forms.Form):
    """version: of the sheet that the page showed. Gives `said`, the words by the keys of their headings."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    title = forms.CharField(
        label=_("What the idea is called"), max_length=MOST_TITLE, required=False, widget=forms.TextInput
    )

    def __init__(self, *args: Any, sheet: SheetRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"version": sheet.version, TITLE: sheet.title} | self.initial
        self.headings = {f"field-{each.key}": each for each in sheet.headings}
        for name, each in self.headings.items():
            self.initial.setdefault(name, each.value)
            if each.options:
                self.fields[name] = forms.ChoiceField(
                    label=each.words,
                    help_text=each.help,
                    required=False,
                    choices=each.options,
                    widget=forms.RadioSelect,
                )
            else:
                self.fields[name] = forms.CharField(
                    label=each.words,
                    help_text=each.help,
                    required=False,
                    strip=False,
                    widget=forms.Textarea(attrs={"rows": 3, "maxlength": each.most}),
                )

    @property
    def said(self) -> dict[str, str]:
        """Of a form that is valid: only headings that were sent, so that a part of the sheet may be saved by itself."""
        sent = {name: each.key for name, each in self.headings.items() if name in self.data}
        words = {key: str(self.cleaned_data[name]) for name, key in sent.items()}
        return words | ({TITLE: str(self.cleaned_data[TITLE])} if TITLE in self.data else {})


class EvidenceForm(LaneForm):
    """What a team brings back: a note, what somebody said, a photo, or all of them."""

    card = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What you saw or heard"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_SIGNS}),
        strip=False,
    )
    source = forms.CharField(
        label=_("Whom you asked"),
        required=False,
        max_length=LONGEST_SOURCE,
        help_text=_("For an interview: “a shopkeeper”, “a mother of two”. No names: they were not asked for them."),
    )
    picture = forms.FileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("People on it must agree to be seen. Where and when it was taken is removed from the file."),
    )
    picture_words = forms.CharField(
        label=_("What the photo shows"),
        required=False,
        max_length=LONGEST,
        help_text=_("For those who cannot see it."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        text, words = cleaned.get("text", "").strip(), cleaned.get("picture_words", "").strip()
        if not text and not words:
            self.add_error("text", _("Write what you saw or heard, or what the photo shows."))
        if cleaned.get("picture") and not words:
            if not text or len(text) > LONGEST:
                self.add_error("picture_words", _("Say in a few words what the photo shows."))
            cleaned["picture_words"] = text
        cleaned["text"] = cleaned.get("text", "") if text else words
        return cleaned

    @classmethod
    def fresh(cls, lanes: Sequence[LaneRow]) -> "EvidenceForm":
        return cls(lanes=lanes, initial={"card": uuid.uuid4()})


class PictureForm(forms.Form):
    """A photo for a card that stands."""

    picture = EvidenceForm.base_fields["picture"]
    picture_words = forms.CharField(
        label=_("What the photo shows"), max_length=LONGEST, help_text=_("For those who cannot see it.")
    )
