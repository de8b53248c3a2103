"""Forms of the path: a step's questions, a partner's own, how far a step is, papers, seats, evaluations."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person
from talka.ui.forms import DateInput

from ..actions.papers import PaperData
from ..actions.seats import SeatData
from ..law.register import services
from ..models import CaseStep, CooperationCase, Evaluation, Partner, Seat, StepPaper
from ..models.path import Audience
from ..path.ratings import CRITERIA
from ..path.register import Question
from .questions import Names, field_of, kept, shown

BEFORE = "q-"
"""Before the key of a question, so that none meets a field of the form itself."""
CRITERIA_WORDS = {
    "rationale": _("Rationale"),
    "need": _("Need"),
    "savings": _("Savings"),
    "feasibility": _("Feasibility"),
}


class QuestionsForm(forms.Form):
    """The questions of a step; `version` tells a stale form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        answers: Mapping[str, Any],
        version: int,
        partners: Names = (),
        here: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        self.questions = questions
        told = {f"{BEFORE}{one.key}": shown(one.kind, answers.get(one.key)) for one in questions}
        kwargs["initial"] = told | {"version": version} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for one in questions:
            self.fields[f"{BEFORE}{one.key}"] = field_of(one, partners, here)

    def grouped(self) -> list[tuple[str, list[BoundField]]]:
        """The questions under their headings, in order; "" has none."""
        found: dict[str, list[BoundField]] = {}
        for one in self.questions:
            found.setdefault(str(one.group), []).append(self[f"{BEFORE}{one.key}"])
        return list(found.items())

    @property
    def has_tables(self) -> bool:
        return any(one.kind == "table" for one in self.questions)

    def answers(self) -> dict[str, Any]:
        """What was answered, as it is kept."""
        said = self.cleaned_data
        return {one.key: kept(said[f"{BEFORE}{one.key}"]) for one in self.questions}


class StepForm(QuestionsForm):
    """A step's questions and the partners' notes."""

    notes = forms.CharField(
        label=_("Notes of the partners"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the partners read them, also when the case is published."),
    )


class StepStateForm(forms.Form):
    """How far a step is."""

    state = forms.ChoiceField(label=_("How far it is"), choices=CaseStep.State.choices)
    reason = forms.CharField(
        label=_("Why it is not needed"),
        max_length=500,
        required=False,
        help_text=_("Only for a step that is left out."),
    )


class PaperForm(forms.Form):
    """A document or a decision of a step."""

    title = forms.CharField(max_length=300)
    decided_by = forms.CharField(label=_("Who decided"), max_length=200, help_text=_("For example: council of …"))
    day = forms.DateField(label=_("Day"), required=False, widget=DateInput)
    number = forms.CharField(label=_("Number"), max_length=60, required=False, help_text=_("For example: 4, item 12."))
    file = forms.FileField(label=_("File"), required=False, help_text=_("At most 50 MB; a new one replaces the old."))
    link = forms.URLField(label=_("or where it can be read"), required=False, max_length=500, assume_scheme="https")
    audience = forms.ChoiceField(
        label=_("Who reads it"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        initial=Audience.PARTNERS,
        help_text=_("Everybody reads it once the case is published."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, paper: StepPaper | None = None, **kwargs: Any) -> None:
        if paper is not None:
            kept_now = ("title", "decided_by", "day", "number", "link", "audience", "version")
            kwargs["initial"] = {name: getattr(paper, name) for name in kept_now}
        elif kind == StepPaper.Kind.DECISION:
            kwargs["initial"] = {"audience": Audience.PUBLIC}
        super().__init__(*args, **kwargs)
        self.kind = kind
        decision = kind == StepPaper.Kind.DECISION
        self.fields["title"].label = _("What was decided") if decision else _("What it is")
        self.fields["day"].required = decision
        if not decision:
            del self.fields["decided_by"], self.fields["number"]

    def data_of(self) -> PaperData:
        said = self.cleaned_data
        return PaperData(
            title=said["title"],
            kind=self.kind,
            day=said["day"],
            decided_by=said.get("decided_by", ""),
            number=said.get("number", ""),
            audience=said["audience"],
        )


class _OfPartner(forms.ModelChoiceField):
    """People with the partner they work for."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.organisation.short_name or obj.organisation.name}"


class _ByName(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.organisation.name)


class SeatForm(forms.Form):
    """Who sits in a body for which partner."""

    partner = _ByName(Partner.objects.none(), label=_("Partner"))
    person = _OfPartner(
        Person.objects.none(), label=_("Person"), required=False, empty_label=_("Nobody of the register")
    )
    name = forms.CharField(
        label=_("or the name of somebody else"),
        max_length=200,
        required=False,
        help_text=_("For somebody who is not in the register. Leave both empty for a vacant seat."),
    )
    role = forms.CharField(
        label=_("Position, and what for"), max_length=200, help_text=_("For example: head of finance, for the budget.")
    )
    chair_from = forms.DateField(label=_("Chairs from"), required=False, widget=DateInput)
    chair_to = forms.DateField(
        label=_("Chairs until"), required=False, widget=DateInput, help_text=_("The chair rotates among the partners.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: CooperationCase, seat: Seat | None = None, **kwargs: Any) -> None:
        if seat is not None:
            kept_now = ("partner", "person", "name", "role", "chair_from", "chair_to", "version")
            kwargs["initial"] = {name: getattr(seat, name) for name in kept_now}
        super().__init__(*args, **kwargs)
        rows = Partner.objects.filter(case=case).select_related("organisation")
        here = rows.filter(state=Partner.State.TAKING_PART)
        if seat is not None:
            here = here | rows.filter(pk=seat.partner_id)
        self.fields["partner"].queryset = here
        people = Person.objects.filter(erased_at=None, merged_into=None).select_related("organisation")
        self.fields["person"].queryset = people.filter(organisation__in=here.values("organisation")).order_by(
            "sort_key"
        )

    def data_of(self) -> SeatData:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return SeatData(**said)


class EvaluationDayForm(forms.Form):
    due_on = forms.DateField(label=_("Day of the next evaluation"), widget=DateInput)


class EvaluationForm(QuestionsForm):
    """The set questions of an evaluation, its conclusions, and when it was held."""

    conclusions = forms.CharField(
        label=_("Conclusions, and what is changed"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    audience = forms.ChoiceField(
        label=_("Who reads the conclusions"), choices=Audience.choices, widget=forms.RadioSelect
    )
    held_on = forms.DateField(
        label=_("Held on"),
        required=False,
        widget=DateInput,
        help_text=_("Empty while you still work at it. With the day the next evaluation is planned two years later."),
    )

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        kept_now = ("conclusions", "audience", "held_on")
        kwargs["initial"] = {name: getattr(evaluation, name) for name in kept_now}
        super().__init__(*args, answers=evaluation.answers, version=evaluation.version, **kwargs)


class RatingsForm(forms.Form):
    """Services rated from 1 to 5; those not rated stay empty."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, ratings: Mapping[str, Mapping[str, int]], version: int, **kwargs: Any) -> None:
        told = {f"{key}.{name}": value for key, row in ratings.items() for name, value in row.items()}
        kwargs["initial"] = told | {"version": version}
        super().__init__(*args, **kwargs)
        choices = [("", "—"), *((number, str(number)) for number in range(1, 6))]
        for service in services().values():
            for name in CRITERIA:
                label = f"{service.name}: {CRITERIA_WORDS[name]}"
                field = forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, required=False)
                field.label = label
                field.widget.attrs["aria-label"] = label
                self.fields[f"{service.key}.{name}"] = field

    def criteria(self) -> list[Any]:
        return [CRITERIA_WORDS[name] for name in CRITERIA]

    def rows(self) -> list[tuple[Any, list[tuple[Any, BoundField]]]]:
        """Each service with its four inputs under their names."""
        return [
            (one, [(CRITERIA_WORDS[name], self[f"{one.key}.{name}"]) for name in CRITERIA])
            for one in services().values()
        ]

    def ratings(self) -> dict[str, dict[str, int]]:
        """The services for which anything was chosen, as it was."""
        found = {}
        for service in services():
            row = {name: self.cleaned_data[f"{service}.{name}"] for name in CRITERIA}
            given = {name: value for name, value in row.items() if value is not None}
            if given:
                found[service] = given
        return found
