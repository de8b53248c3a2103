"""Forms of assessments."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.needs.queries import framework_of
from talka.ui.forms import DateTimeInput

from ..actions.assessments import RoundData
from ..models import AssessmentRound, Cohort
from ..models.assessment import GREATEST, LEAST
from ..queries.assessments import OwnRow

HALF_A_YEAR = dt.timedelta(days=182)
LASTS = dt.timedelta(days=14)
MARKS = [(str(mark), str(mark)) for mark in range(LEAST, GREATEST + 1)]


class RoundForm(forms.Form):
    """When a cohort is asked, and about what. Once it is open, only until when."""

    when = forms.ChoiceField(label=_("Which time"), choices=AssessmentRound.When.choices)
    opens_at = forms.DateTimeField(
        label=_("Opens"), widget=DateTimeInput(), help_text=_("Everybody in the cohort then gets a link of their own.")
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"),
        widget=DateTimeInput(),
        help_text=_("Five days before, those who have not answered are reminded once."),
    )
    keys = forms.MultipleChoiceField(
        label=_("Competences to ask about"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: those of the round before, else those that the modules teach, else all."),
    )

    def __init__(self, *args: Any, cohort: Cohort, round_: AssessmentRound | None = None, **kwargs: Any) -> None:
        kept = ("opens_at", "closes_at", "keys")
        kwargs["initial"] = {name: getattr(round_, name) for name in kept} if round_ else _proposed(cohort)
        super().__init__(*args, **kwargs)
        self.round = round_
        if round_ is not None:
            del self.fields["when"]
        if round_ is not None and round_.opened_at is not None:
            del self.fields["opens_at"], self.fields["keys"]
        else:
            asked = framework_of(cohort.training.programme).asked
            self.fields["keys"].choices = [(one.key, str(one)) for one in asked]

    def data_of(self) -> RoundData:
        said = self.cleaned_data
        return RoundData(
            self.round.when if self.round else said["when"],
            said["opens_at"] if "opens_at" in said or self.round is None else self.round.opens_at,
            said["closes_at"],
            tuple(said.get("keys", ())),
        )


def _proposed(cohort: Cohort) -> dict[str, Any]:
    """The next time that is not planned; half a year after the second one closed for the third."""
    rounds = {one.when: one for one in AssessmentRound.objects.filter(cohort=cohort)}
    when = next((each for each in AssessmentRound.When.values if each not in rounds), "")
    after = rounds.get(AssessmentRound.When.AFTER)
    opens = timezone.now().replace(minute=0, second=0, microsecond=0)
    if when == AssessmentRound.When.LATER and after is not None:
        opens = max(opens, after.closes_at + HALF_A_YEAR)
    return {"when": when, "opens_at": opens, "closes_at": opens + LASTS}


class AnswerForm(forms.Form):
    """Two ratings of every competence."""

    def __init__(self, *args: Any, rows: tuple[OwnRow, ...], **kwargs: Any) -> None:
        kwargs["initial"] = {
            f"{name}-{row.item.key}": str(score)
            for row in rows
            for name, score in (("importance", row.importance), ("ability", row.ability))
            if score is not None
        }
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            for name, label in (("importance", _("How important it is")), ("ability", _("How well I master it"))):
                self.fields[f"{name}-{row.item.key}"] = forms.ChoiceField(
                    label=label, choices=MARKS, widget=forms.RadioSelect, error_messages={"required": _("Please rate.")}
                )

    def asked(self) -> list[tuple[OwnRow, list[forms.BoundField]]]:
        """Each competence with its two questions."""
        return [(row, [self[f"{name}-{row.item.key}"] for name in ("importance", "ability")]) for row in self.rows]

    def scores(self) -> dict[str, tuple[int, int]]:
        said = self.cleaned_data
        return {
            row.item.key: (int(said[f"importance-{row.item.key}"]), int(said[f"ability-{row.item.key}"]))
            for row in self.rows
        }


class SupervisorForm(forms.Form):
    """Whom the person asks for their view."""

    name = forms.CharField(label=_("Your supervisor's name"), max_length=200)
    email = forms.EmailField(label=_("Your supervisor's e-mail"))


class SupervisorAnswerForm(forms.Form):
    """How well somebody masters each competence, as who sees them work can tell."""

    def __init__(self, *args: Any, rows: list[tuple[str, str, str]], said: dict[str, int], **kwargs: Any) -> None:
        kwargs["initial"] = {f"ability-{key}": str(said.get(key, "")) for key, _title, _words in rows}
        super().__init__(*args, **kwargs)
        self.rows = rows
        for key, title, _words in rows:
            self.fields[f"ability-{key}"] = forms.ChoiceField(
                label=title,
                choices=[*MARKS, ("", _("I cannot judge"))],
                required=False,
                widget=forms.RadioSelect,
            )

    def asked(self) -> list[tuple[str, str, forms.BoundField]]:
        return [(title, words, self[f"ability-{key}"]) for key, title, words in self.rows]

    def abilities(self) -> dict[str, int]:
        said = self.cleaned_data
        return {key: int(said[f"ability-{key}"]) for key, _title, _words in self.rows if said[f"ability-{key}"]}


class NeedWordsForm(forms.Form):
    words = forms.CharField(
        label=_("The need in words"), max_length=300, help_text=_("As it will stand in the programme's register.")
    )
