"""Forms for what comes from paper."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..actions.paper import MOST_VOTERS
from ..queries.paper import CountSheet


class CardFileForm(forms.Form):
    batch = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(label=_("File of cards (XLSX or CSV)"))
    good_rows = forms.BooleanField(
        label=_("Take in the right rows and leave out the faulty ones"),
        required=False,
        help_text=_("Otherwise nothing is taken in until all rows are right."),
    )

    @classmethod
    def fresh(cls) -> "CardFileForm":
        return cls(initial={"batch": uuid.uuid4()})


class CountForm(forms.Form):
    """Stickers of one voting by one criterion. Gives `counts` by the id of the thing."""

    voters = forms.IntegerField(label=_("How many people voted"), min_value=0, max_value=MOST_VOTERS)

    def __init__(self, *args: Any, sheet: CountSheet, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"{sheet.stage.key}-{sheet.criterion}", **kwargs)
        self.sheet = sheet
        self.fields["voters"].initial = sheet.voters
        for number, row in enumerate(sheet.rows):
            self.fields[f"thing_{number}"] = forms.IntegerField(
                label=row.words, min_value=0, max_value=32_000, required=False, initial=row.value
            )

    @property
    def counts(self) -> dict[str, int]:
        given = self.cleaned_data
        return {row.id: given.get(f"thing_{number}") or 0 for number, row in enumerate(self.sheet.rows)}
