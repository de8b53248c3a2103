"""Forms of a team's report: findings by theme, remarks to its facts, the action plan."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.ui.forms import DateInput

from ..actions.review_reports import FindingData, ReportData, fault_of_day
from ..models import PeerReport, PeerReview
from ..queries.reviews import FindingRow, ReportPage
from ..review_themes import names_of
from .angels import lines_of
from .grouped import GroupedForm


class PeerReportForm(GroupedForm):
    """A version of the report: three boxes for each theme. after: the version it is written upon."""

    stage = forms.ChoiceField(
        label=_("For whom"),
        choices=PeerReport.Stage.choices,
        initial=PeerReport.Stage.WORK,
        widget=forms.RadioSelect,
        help_text=_("The team's own is read by the team alone; a draft by the municipality and organisers too."),
    )
    check_until = forms.DateField(
        label=_("Facts are checked by"), required=False, widget=DateInput(), help_text=_("For a draft.")
    )
    text = forms.CharField(
        label=_("In short"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What the findings come to; its first paragraph stands first in the report."),
    )

    after_number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: PeerReview, page: ReportPage | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.themes = names_of(review.themes, review.own_theme)
        before: dict[str, FindingRow] = {}
        self.initial["after_number"] = 0
        if page is not None:
            before = {row.key: row for row in page.findings}
            known = {key for key, _words in self.themes}
            # What was written of a theme that is no longer the review's goes on, as long as nobody empties it.
            self.themes += [(row.key, row.theme) for row in page.findings if row.key not in known]
            self.initial |= {"text": page.report.text, "after_number": page.report.number}
        boxes = (
            ("strengths", _("Strengths")),
            ("consider", _("To consider")),
            ("recommendations", _("Recommendations")),
        )
        self.grouped = [(words, [f"{name}_{key}" for name, _label in boxes]) for key, words in self.themes]
        for key, _words in self.themes:
            kept = before.get(key)
            said = {
                "strengths": "\n".join(kept.strengths) if kept else "",
                "consider": "\n".join(kept.consider) if kept else "",
                "recommendations": "\n".join(row.words for row in kept.recommendations) if kept else "",
            }
            for name, label in boxes:
                self.fields[f"{name}_{key}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=20_000,
                    initial=said[name],
                    widget=forms.Textarea(attrs={"rows": 4}),
                )
        self.fields["file"] = forms.FileField(label=_("A file"), required=False)

    def clean(self) -> dict[str, Any]:
        """A draft needs its day: said beside it."""
        said = super().clean() or self.cleaned_data
        if said.get("stage") == PeerReport.Stage.DRAFT and not self.errors.get("check_until"):
            fault = fault_of_day(said.get("check_until"))
            if fault is not None:
                self.add_error("check_until", fault.text())
        return said

    def data_of(self) -> ReportData:
        said = self.cleaned_data
        findings = {
            key: FindingData(
                said[f"strengths_{key}"], said[f"consider_{key}"], lines_of(said[f"recommendations_{key}"])
            )
            for key, _words in self.themes
        }
        return ReportData(said["stage"], said["text"], findings, said["check_until"])


class RemarksForm(forms.Form):
    """What the municipality says to the facts of a draft."""

    remarks = forms.CharField(
        label=_("Facts that are wrong"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("With where it stands and what is right. Empty: all facts are right."),
    )

    def __init__(self, *args: Any, report: PeerReport, **kwargs: Any) -> None:
        kwargs["initial"] = {"remarks": report.remarks}
        super().__init__(*args, **kwargs)


class PlanForm(forms.Form):
    """The action plan as a whole."""

    made_on = forms.DateField(label=_("Day on which it was made"), widget=DateInput())
    words = forms.CharField(
        label=_("The plan as a whole"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Who watches over it and how you will know that it works."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: PeerReview, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "made_on": review.plan_made_on or timezone.localdate(),
            "words": review.plan_words,
            "version": review.version,
        }
        super().__init__(*args, **kwargs)
