"""Forms of the follow-up programme. They only read what was typed; actions decide."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from talka.ui.forms import DateInput, EuroField

from ..actions.alternatives import FollowUpData
from ..models import FollowUp, Measure, Need


class FollowUpForm(forms.Form):
    """What an alternative goes by; `version` tells a stale form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Name of the alternative"), max_length=200)
    weighting = forms.ChoiceField(
        label=_("What a need weighs"),
        choices=FollowUp.Weighting.choices,
        help_text=_("This decides what comes out. Lay alternatives with other weights beside it."),
    )
    budget_eur = EuroField(label=_("Budget, EUR"), required=False)
    first_day = forms.DateField(label=_("Not before"), widget=DateInput, required=False)
    last_day = forms.DateField(label=_("Not after"), widget=DateInput, required=False)
    max_per_month = forms.IntegerField(
        label=_("At most so many in one month"), min_value=0, max_value=1000, required=False
    )
    least_share = forms.DecimalField(
        label=_("Of what each region voiced, answer at least (percent)"),
        min_value=0,
        max_value=100,
        max_digits=3,
        decimal_places=0,
        required=False,
        help_text=_("So that no region is left out. Counted by where those who spoke come from."),
    )
    must = forms.TypedMultipleChoiceField(
        label=_("In it in any case"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    apart_one = forms.TypedChoiceField(label=_("Not both: this one"), coerce=int, empty_value=None, required=False)
    apart_other = forms.TypedChoiceField(label=_("and this one"), coerce=int, empty_value=None, required=False)

    def __init__(
        self, *args: Any, measures: Sequence[Measure], follow_up: FollowUp | None = None, **kwargs: Any
    ) -> None:
        self.kept = list(follow_up.apart.select_related("one", "other")) if follow_up else []
        super().__init__(*args, **kwargs)
        offered = [(measure.pk, measure.words) for measure in measures]
        self.fields["must"].choices = offered  # type: ignore[attr-defined]
        for name in ("apart_one", "apart_other"):
            self.fields[name].choices = [("", "–"), *offered]  # type: ignore[attr-defined]
        if self.kept:
            self.fields["apart_kept"] = forms.TypedMultipleChoiceField(
                label=_("Not both in it"),
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(pair.pk, f"{pair.one.words} – {pair.other.words}") for pair in self.kept],
                initial=[pair.pk for pair in self.kept],
                help_text=_("Take the tick away to let both be in it."),
            )

    @classmethod
    def initial_of(cls, follow_up: FollowUp) -> dict[str, Any]:
        given = {name: getattr(follow_up, name, None) for name in cls.base_fields}
        share = follow_up.least_share
        return given | {
            "must": [measure.pk for measure in follow_up.must.all()],
            "least_share": None if share is None else round(share * 100),
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        one, other = data.get("apart_one"), data.get("apart_other")
        if (one is None) != (other is None) or (one is not None and one == other):
            raise ValidationError(_("“Not both” wants two different measures."))
        return data

    def values(self, weights: dict[int, float]) -> FollowUpData:
        data = self.cleaned_data
        still = set(data.get("apart_kept", []))
        apart = [(pair.one_id, pair.other_id) for pair in self.kept if pair.pk in still]
        if data["apart_one"] is not None:
            apart.append((data["apart_one"], data["apart_other"]))
        share = data["least_share"]
        return FollowUpData(
            title=data["title"],
            weighting=data["weighting"],
            budget_eur=data["budget_eur"],
            first_day=data["first_day"],
            last_day=data["last_day"],
            max_per_month=data["max_per_month"],
            least_share=None if share is None else Decimal(share) / 100,
            must=tuple(data["must"]),
            apart=tuple(apart),
            weights=weights,
        )


class WeightsForm(forms.Form):
    """What each need weighs where weights are entered by hand; empty: nothing."""

    def __init__(self, *args: Any, needs: Sequence[Need], weights: dict[str, float], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for need in needs:
            self.fields[f"weight-{need.pk}"] = forms.FloatField(
                label=need.words,
                min_value=0,
                max_value=1_000_000,
                required=False,
                localize=True,
                initial=weights.get(str(need.pk)),
            )

    def weights(self) -> dict[int, float]:
        return {int(re.sub(r"\D", "", name)): value for name, value in self.cleaned_data.items() if value}


class BlockedDayForm(forms.Form):
    """A day that is taken by something else."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    why = forms.CharField(label=_("What is on that day"), max_length=200)
    source = forms.URLField(label=_("Where it is announced"), max_length=500, required=False, assume_scheme="https")


class DecisionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands on the page of the follow-up programme. Needed where the choice was changed by hand."),
    )
