"""Forms of what a municipality answers to recommendations, and of what became of them: of angels and of peers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ui.forms import DateInput

from ..actions.recommendations import AnswerData, ProgressData, fault_of
from ..models.recommendations import Answered
from .grouped import GroupedForm


def _under_words(rows: Sequence[Answered], *names: str) -> list[tuple[str, list[str]]]:
    """Each recommendation's words and the fields about it."""
    return [(f"{row.order}. {row.words}", [f"{name}_{row.order}" for name in names]) for row in rows]


class AnswersForm(GroupedForm):
    """The municipality's answer to each recommendation; what is left empty can follow. version: of what is answered,
    where it has one."""

    def __init__(
        self, *args: Any, recommendations: Sequence[Answered], version: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = recommendations
        self.grouped = _under_words(recommendations, "answer", "why", "what", "who", "until")
        if version is not None:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=version)
        empty = [("", _("Not answered yet"))]
        for row in recommendations:
            at = f"{row.order}"
            self.fields[f"answer_{at}"] = forms.ChoiceField(
                label=_("Answer"),
                choices=[*empty, *Answered.Answer.choices],
                required=False,
                initial=row.answer,
            )
            for name, label, longest, widget in (
                ("why", _("Why"), 1000, forms.Textarea(attrs={"rows": 2})),
                ("what", _("What will be done"), 1000, forms.Textarea(attrs={"rows": 2})),
                ("who", _("By whom"), 200, forms.TextInput()),
            ):
                self.fields[f"{name}_{at}"] = forms.CharField(
                    label=label, required=False, max_length=longest, initial=getattr(row, name), widget=widget
                )
            self.fields[f"until_{at}"] = forms.DateField(
                label=_("Until when"), required=False, widget=DateInput(), initial=row.until
            )

    def clean(self) -> dict[str, Any]:
        """What an answer lacks is said beside it."""
        said = super().clean() or self.cleaned_data
        for row in self.rows:
            fault = fault_of(self._answer(row))
            if fault is not None:
                name, refusal = fault
                self.add_error(f"{name}_{row.order}", refusal.text())
        return said

    def _answer(self, row: Answered) -> AnswerData:
        said = self.cleaned_data
        at = row.order
        words = {name: said.get(f"{name}_{at}") or "" for name in ("answer", "why", "what", "who")}
        return AnswerData(**words, until=said.get(f"until_{at}"))

    def answers(self) -> dict[int, AnswerData]:
        return {row.pk: self._answer(row) for row in self.rows}


class ReviewForm(GroupedForm):
    """What became of each recommendation."""

    held_on = forms.DateField(label=_("Looked back on"), widget=DateInput())
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        held_on: dt.date | None,
        said: str,
        version: int,
        recommendations: Sequence[Answered],
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"held_on": held_on or timezone.localdate(), "version": version}
        super().__init__(*args, **kwargs)
        self.rows = recommendations
        self.grouped = _under_words(recommendations, "progress", "words")
        empty = [("", _("Nobody has said"))]
        for row in recommendations:
            self.fields[f"progress_{row.order}"] = forms.ChoiceField(
                label=_("How it stands"),
                choices=[*empty, *Answered.Progress.choices],
                required=False,
                initial=row.progress,
            )
            self.fields[f"words_{row.order}"] = forms.CharField(
                label=_("What became of it"),
                required=False,
                max_length=1000,
                initial=row.progress_words,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["words"] = forms.CharField(
            label=_("What is different now"),
            required=False,
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 4}),
            initial=said,
        )

    def progress(self) -> dict[int, ProgressData]:
        said = self.cleaned_data
        return {row.pk: ProgressData(said[f"progress_{row.order}"], said[f"words_{row.order}"]) for row in self.rows}
