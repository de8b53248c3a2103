"""Forms of what an angel and those who asked do together: aims, visits, advice, answers, the review."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.people.models import Person
from talka.programmes.models import BudgetLine
from talka.ui.forms import DateInput, EuroField

from ..access import angels as access
from ..actions.mentoring import VisitData
from ..models import Advice, AngelRequest, MentorVisit


class AimsForm(forms.Form):
    aims = forms.CharField(
        label=_("What you want to reach together"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What the municipality can do afterwards that it cannot do today, and by what you will see it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: AngelRequest, **kwargs: Any) -> None:
        kwargs["initial"] = {"aims": request.aims, "version": request.version}
        super().__init__(*args, **kwargs)


class VisitForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DateInput())
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("Or how you talked, at a distance."))
    done = forms.CharField(label=_("What was done"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    notes = forms.CharField(
        label=_("Notes"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the two sides and the organisers read them."),
    )
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=0.5,
        max_digits=5,
        decimal_places=1,
        localize=True,
        help_text=_("With the way there and back."),
    )
    km = forms.IntegerField(label=_("Kilometres, there and back"), min_value=0, max_value=100_000, initial=0)
    travel_eur = EuroField(label=_("Travel costs, EUR"), required=False)
    budget_line = forms.ModelChoiceField(
        BudgetLine.objects.none(),
        label=_("Budget line"),
        required=False,
        empty_label=pgettext_lazy("budget line", "None"),
    )
    document_number = forms.CharField(label=_("Document number"), max_length=80, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        request: AngelRequest,
        person: Person | None,
        visit: MentorVisit | None = None,
        **kwargs: Any,
    ) -> None:
        self.kept = visit.budget_line if visit is not None else None
        if visit is not None:
            kwargs["initial"] = {name: getattr(visit, name) for name in self.base_fields}
        else:
            kwargs["initial"] = {"day": timezone.localdate(), "place": str(request.area or request.organisation)}
        super().__init__(*args, **kwargs)
        # From which line it is paid is the organisers' to say: budgets are not told to angels.
        if not access.organises_request(person, request):
            del self.fields["budget_line"]
            return
        lines = BudgetLine.objects.filter(access.lines_of(person, request)).select_related("project")
        self.fields["budget_line"].queryset = lines.order_by("project", "code")  # type: ignore[attr-defined]
        self.fields["budget_line"].label_from_instance = lambda line: f"{line.code} {line.title}"  # type: ignore[attr-defined]

    def data_of(self) -> VisitData:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return VisitData(**{"budget_line": self.kept} | said)


class AdviceForm(forms.Form):
    given_on = forms.DateField(label=_("Day of the advice"), widget=DateInput())
    text = forms.CharField(
        label=_("The advice"), max_length=50_000, required=False, widget=forms.Textarea(attrs={"rows": 10})
    )
    recommendations = forms.CharField(
        label=_("Recommendations"),
        max_length=25_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One on each line: each gets an answer of its own."),
    )
    file = forms.FileField(label=_("A file"), required=False)

    def __init__(self, *args: Any, advice: Advice | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"given_on": timezone.localdate()}
        if advice is not None:
            lines = "\n".join(each.words for each in advice.recommendations.all())
            kwargs["initial"] = {"given_on": advice.given_on, "text": advice.text, "recommendations": lines}
        super().__init__(*args, **kwargs)


class ReviewDayForm(forms.Form):
    due = forms.DateField(label=_("Look back on"), widget=DateInput())

    def __init__(self, *args: Any, due: dt.date | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"due": due}
        super().__init__(*args, **kwargs)
