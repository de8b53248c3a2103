"""Forms of group work."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.ui.forms import CodeInput

from ..actions.cards import MOST_SIGNS
from ..models import Workshop
from ..queries.stages import LaneRow


class EnterForm(forms.Form):
    code = forms.CharField(
        label=_("Room code"), max_length=20, widget=CodeInput, help_text=_("Six signs; you see them on the screen.")
    )


class NameCardForm(forms.Form):
    name_card = forms.CharField(
        label=_("Code on your name card"),
        max_length=20,
        widget=CodeInput,
        help_text=_("It leads you to the group where you have a place."),
    )


class MoveForm(forms.Form):
    digits = forms.CharField(
        label=_("The six digits"),
        max_length=12,
        widget=CodeInput(attrs={"inputmode": "numeric"}),
        help_text=_("The other device shows them under “Take my place to another device”."),
    )


class ThemeForm(forms.Form):
    name = forms.CharField(label=_("Name of the theme"), max_length=300)


class NamelessForm(forms.Form):
    """Joining without a name: choose a group."""

    group = forms.TypedChoiceField(label=_("Your group"), coerce=int)
    name = forms.CharField(
        label=_("How may we call you"),
        max_length=60,
        required=False,
        help_text=_("Not needed. The facilitator sees it; others only in steps that say so before you write."),
    )

    people = forms.IntegerField(
        label=_("How many of you share this device"),
        min_value=1,
        max_value=12,
        initial=1,
        required=False,
        help_text=_("One device may write and vote for a whole table."),
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = workshop.groups.select_related("item")
        self.fields["group"].choices = [(g.number, f"{g.number}. {g}") for g in groups]  # type: ignore[attr-defined]


class LaneForm(forms.Form):
    """Words that go into a column. Where a stage has one column only, nothing is asked."""

    stage = forms.CharField(widget=forms.HiddenInput, max_length=40)
    lane = forms.ChoiceField(label=_("What is it about"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, lanes: Sequence[LaneRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lane = self.fields["lane"]
        lane.choices = [(row.key, row.words) for row in lanes]  # type: ignore[attr-defined]
        if lanes:
            self.initial = {"stage": lanes[0].stage, "lane": lanes[0].key} | self.initial
        if len(lanes) == 1:
            lane.widget = forms.HiddenInput()


class CardForm(LaneForm):
    """One card. The page names it, so that sending it twice is sending it once."""

    card = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.TypedChoiceField(
        label=_("Whose report"), coerce=int, empty_value=None, required=False, widget=forms.Select
    )
    text = forms.CharField(
        label=_("Your card"),
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_SIGNS}),
        help_text=_("One thing per card, in your own words."),
        strip=False,
    )

    def __init__(self, *args: Any, about: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "–"), *about]  # type: ignore[attr-defined]
        if about:
            self.fields["text"].required = False
            self.fields["text"].help_text = _("Words are not needed where you only support.")

    @property
    def asks_whose(self) -> bool:
        """Cards are about somebody's report: then whose must be said, and words need not be."""
        return len(self.fields["about"].choices) > 1  # type: ignore[attr-defined]

    @classmethod
    def fresh(
        cls, lanes: Sequence[LaneRow], lane: str = "", *, about: Sequence[tuple[int, str]] = (), chosen: str = ""
    ) -> "CardForm":
        """A form for a new card. about: the groups whose reports it may be about; chosen: number of one of them."""
        first: dict[str, Any] = {"card": uuid.uuid4()}
        if lane in {row.key for row in lanes}:
            first["lane"] = lane
        if chosen in {str(number) for number, _words in about}:
            first["about"] = chosen
        return cls(lanes=lanes, about=about, initial=first)


class CorrectForm(LaneForm):
    text = forms.CharField(
        label=_("Your card"), widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_SIGNS}), strip=False
    )


class TableForm(LaneForm):
    """Cards typed in by the facilitator, one per line."""

    batch = forms.UUIDField(widget=forms.HiddenInput)
    texts = forms.CharField(
        label=_("Cards"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One card per line."),
        strip=False,
    )


class ReportForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What the group tells the plenary"),
        widget=forms.Textarea(attrs={"rows": 10}),
        required=False,
        help_text=_("A few sentences: on the projector they are read by everybody."),
        strip=False,
    )


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # Django itself takes no type here
    class Meta:
        model = Workshop
        fields = ["audience"]
        labels = {
            "audience": _("Who will read the cards"),
        }
        help_texts = {
            "audience": _("People are told before they write. Later it can only become fewer."),
        }
        widgets = {"audience": forms.RadioSelect}


class ProposeForm(forms.Form):
    """How groups are to be formed."""

    source = forms.ChoiceField(
        label=_("From whom"),
        choices=[("registered", _("Everybody registered")), ("present", _("Those who are here"))],
        widget=forms.RadioSelect,
    )
    keep = forms.ChoiceField(
        label=_("Who stays where they are"),
        choices=[
            ("present", _("Everybody who already has a group")),
            ("by_hand", _("Only those placed by hand")),
            ("none", _("Nobody: form all groups anew")),
        ],
        widget=forms.RadioSelect,
    )
    at_most = forms.IntegerField(
        label=_("People of one organisation in one group, at most"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Empty: no limit."),
    )
    balance = forms.MultipleChoiceField(
        label=_("Spread evenly over the groups"),
        choices=[
            ("region", _("Planning regions")),
            ("kind", _("Kinds of organisation")),
            ("area", _("Municipalities and places")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
