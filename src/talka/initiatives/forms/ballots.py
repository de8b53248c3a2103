"""The ballot as a form, online and as it is read from paper."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.ui.numbers import euro

from ..actions.paper_ballots import MOST_NUMBER, Reading
from ..actions.voting import Said
from ..models import Choosing, ChoosingOption


class BallotForm(forms.Form):
    """One field to tick, or one for each option. What is wrong is said by the action, so that nothing is lost."""

    def __init__(self, *args: Any, row: Choosing, options: Sequence[ChoosingOption], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.options = row, options
        before = dict(self.fields)
        self.fields.clear()
        if row.form == Choosing.Form.APPROVAL:
            self.fields["named"] = forms.TypedMultipleChoiceField(
                label=_("What you support"),
                choices=[(one.number, _label(one)) for one in options],
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for one in options if row.form != Choosing.Form.APPROVAL else ():
            self.fields[f"option-{one.number}"] = self._field(one)
        self.fields.update(before)

    def _field(self, one: ChoosingOption) -> forms.Field:
        if self.row.form == Choosing.Form.POINTS:
            return forms.IntegerField(
                label=_label(one), required=False, max_value=1_000_000, help_text=_("Points; empty: none.")
            )
        places = [("", _("not chosen")), *((str(place), str(place)) for place in range(1, len(self.options) + 1))]
        return forms.TypedChoiceField(
            label=_label(one), choices=places, coerce=int, empty_value=None, required=False, help_text=_("Place")
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.row.form == Choosing.Form.RANKING and not self.errors:
            places = [place for _number, place in self._given()]
            if twice := sorted({place for place in places if places.count(place) > 1}):
                self.add_error(
                    None,
                    _("Two options have the same place: %(places)s. Give each a place of its own.")
                    % {"places": ", ".join(map(str, twice))},
                )
        return said

    def _given(self) -> Iterator[tuple[int, int]]:
        for one in self.options:
            value = self.cleaned_data.get(f"option-{one.number}")
            if value is not None:
                yield one.number or 0, value

    def said(self) -> Said:
        if self.row.form == Choosing.Form.APPROVAL:
            return Said(tuple(self.cleaned_data["named"]))
        given = list(self._given())
        if self.row.form == Choosing.Form.POINTS:
            return Said(tuple(number for number, _points in given), tuple(points for _number, points in given))
        return Said(tuple(number for number, _place in sorted(given, key=lambda pair: pair[1])))


def _label(one: ChoosingOption) -> str:
    return f"{one.code} {one.title} – {euro(one.cost)}"


class VotingForm(BallotForm):
    """Online. sending: the browser's own id for this ballot, the same when it is sent again."""

    declared = forms.BooleanField(required=False)
    code = forms.CharField(
        label=_("The code of your ballot"),
        required=False,
        max_length=60,
        help_text=_("You were shown it when you voted. With it your ballot is changed to what you choose above."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    sending = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, declares: str = "", voted: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"sending": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        if declares:
            self.fields["declared"].label = declares
        else:
            del self.fields["declared"]
        if not voted:
            del self.fields["code"]


class PaperForm(BallotForm):
    """What stands on one paper ballot."""

    number = forms.IntegerField(label=_("Number on the ballot"), min_value=1, max_value=MOST_NUMBER)
    spoilt = forms.BooleanField(
        label=_("It cannot be read as a ballot"), required=False, help_text=_("A spoilt ballot is not counted.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["number"])

    def reading(self) -> Reading:
        return Reading(None if self.cleaned_data["spoilt"] else self.said())


class FindForm(forms.Form):
    code = forms.CharField(
        label=_("The code of your ballot"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
