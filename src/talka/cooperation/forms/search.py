"""Forms of the search for partners and of letters to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person

from .. import access
from ..actions.approaches import LONGEST_WORDS
from ..models import CooperationCase


class LetterForm(forms.Form):
    """A letter to another organisation; `case` only among those into which the writer can ask partners."""

    case = forms.ModelChoiceField(
        CooperationCase.objects.none(),
        label=_("About which case"),
        required=False,
        empty_label=_("None yet"),
        help_text=_("Its partners see that the letter was written, and its words."),
    )
    subject = forms.CharField(label=_("Subject"), max_length=150)
    words = forms.CharField(
        label=_("Your letter"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What you want to do together, what you bring, and what you ask of them. In short."),
    )
    shows_address = forms.BooleanField(
        label=_("I agree that the readers see my e-mail address and answer there."),
        help_text=_("You do not see theirs, until they answer."),
    )

    def __init__(self, *args: Any, person: Person | None, illustrative: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = access.cases_to_change(person).filter(illustrative=illustrative).order_by("-created_at", "-pk")
        self.fields["case"].queryset = rows
