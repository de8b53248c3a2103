"""Forms of questions to a council, its decisions and what was done of them."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.kept_files import Sent
from talka.people.models import Organisation, Person
from talka.ui.forms import DateInput, EuroField

from ..access import council as access
from ..actions.council_decisions import MOST_COUNCILLORS, Annulment, DecisionData
from ..actions.council_follow_up import EntryData
from ..actions.council_questions import DAYS, LONGEST, QuestionData, TakenUp
from ..models import CouncilDecision, CouncilQuestion, Initiative
from ..queries.council import people_to_choose


def long(
    label: Any, help_text: Any = "", *, required: bool = False, rows: int = 4, most: int = LONGEST
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=most, widget=widget)


def day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=required, widget=DateInput())


class QuestionForm(forms.Form):
    """What a council is asked, and by when an answer is hoped for."""

    title = forms.CharField(label=_("Title"), max_length=200)
    text = long(
        _("What you ask the council"),
        _(
            "Ask for something it can decide: a yes, money, a permission, a plan. Everybody reads it, and so do those"
            " whom it names."
        ),
        required=True,
        rows=8,
    )
    deadline = day(
        _("You hope for an answer by"),
        _("Your wish, not a term of the law. A council sits about once a month."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, initiative: Initiative | None = None, row: CouncilQuestion | None = None, **kwargs: Any
    ) -> None:
        first: dict[str, Any] = {"deadline": timezone.localdate() + dt.timedelta(days=DAYS)}
        if initiative is not None:
            first["title"] = initiative.title
        if row is not None:
            first = {name: getattr(row, name) for name in ("title", "text", "deadline", "version")}
        kwargs["initial"] = first | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def data_of(self) -> QuestionData:
        said = self.cleaned_data
        return QuestionData(said["title"], said["text"], said["deadline"])


class FreeQuestionForm(QuestionForm):
    """A question of no initiative, to a council that is chosen."""

    council = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Which local government you ask"),
        empty_label=_("Choose a local government"),
    )
    field_order = ("council", "title", "text", "deadline")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = access.councils_to_ask(person)
        self.fields["council"].queryset = rows  # type: ignore[attr-defined]
        if len(only := list(rows[:2])) == 1:
            self.fields["council"].initial = only[0].pk


class TakeUpForm(forms.Form):
    committee = forms.CharField(label=_("Standing committee that prepares it"), max_length=200, required=False)
    rapporteur = forms.CharField(
        label=_("Rapporteur"), max_length=200, required=False, help_text=_("Who reports on it to the council.")
    )
    meeting_on = day(_("The council sits on"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: CouncilQuestion, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def data_of(self) -> TakenUp:
        said = self.cleaned_data
        return TakenUp(said["committee"], said["rapporteur"], said["meeting_on"])


class WhyForm(forms.Form):
    """A reason that is read by others."""

    why = long(_("Why"), rows=3, required=True, most=1000)

    def __init__(self, *args: Any, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].help_text = help_text


class DecisionForm(forms.Form):
    """What a council decided, with its reasons, its vote, who carries it out, and the file of it."""

    number = forms.CharField(label=_("Number of the decision"), max_length=60)
    decided_on = day(_("Day of the decision"))
    outcome = forms.ChoiceField(
        label=_("The council decided"), choices=CouncilDecision.Outcome.choices, widget=forms.RadioSelect
    )
    text = long(
        _("What was decided"), _("The points of the decision, in short or word by word."), required=True, rows=5
    )
    reasons = long(
        _("Reasons"),
        _("All who wait for the answer read them. Needed unless it is accepted in full."),
        rows=5,
    )
    votes_for = forms.IntegerField(label=_("Votes for"), required=False, min_value=0, max_value=MOST_COUNCILLORS)
    votes_against = forms.IntegerField(
        label=_("Votes against"), required=False, min_value=0, max_value=MOST_COUNCILLORS
    )
    votes_abstained = forms.IntegerField(label=_("Abstained"), required=False, min_value=0, max_value=MOST_COUNCILLORS)
    votes_by_name = long(
        _("Vote by name"), _("Only where the vote was open and the minutes say so; everybody reads it."), rows=2
    )
    responsible = forms.CharField(label=_("Responsible for carrying it out"), max_length=300, required=False)
    responsible_person = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Whom Talka reminds"),
        empty_label=_("Nobody but the clerk"),
        required=False,
        help_text=_("Somebody of the municipality; they may note what was done."),
    )
    due_on = day(_("To be carried out by"), required=False)
    money = EuroField(label=_("Money, EUR"), required=False)
    budget_line = forms.CharField(label=_("Budget line"), max_length=200, required=False)
    file = forms.FileField(
        label=_("File of the decision"),
        required=False,
        help_text=_(
            "PDF, DOCX, or signed: .edoc, .asice. At most 50 MB. Everybody can open it: leave personal data out."
        ),
    )
    link = forms.CharField(label=_("Or a link to it"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, question: CouncilQuestion, row: CouncilDecision | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"decided_on": timezone.localdate(), "version": question.version}
        if row is not None:
            names = [name for name in self.base_fields if name != "file"]
            kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["responsible_person"].queryset = people_to_choose(question)  # type: ignore[attr-defined]

    def data_of(self) -> DecisionData:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("file", "link", "version")}
        return DecisionData(**said)

    def sent(self) -> Sent:
        file = self.cleaned_data.get("file")
        return Sent(file, file.name if file else "", self.cleaned_data.get("link", "").strip())


class AnnulForm(forms.Form):
    annulled_on = day(_("Annulled on"))
    by_which = forms.CharField(
        label=_("By which decision or judgement"), max_length=300, help_text=_("For example the number and day of it.")
    )
    why = long(_("Why"), _("All who were told of the decision are told."), rows=3, required=True, most=1000)
    deadline = day(_("The council answers anew by"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: CouncilDecision, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {
            "annulled_on": today, "deadline": today + dt.timedelta(days=DAYS), "version": row.version,
        }  # fmt: skip
        super().__init__(*args, **kwargs)

    def data_of(self) -> Annulment:
        said = self.cleaned_data
        return Annulment(said["annulled_on"], said["why"], said["by_which"], said["deadline"])


class EntryForm(forms.Form):
    """What was done of a decision."""

    on = day(_("Day"))
    words = long(_("What was done"), _("Everybody reads it."), rows=4, required=True)
    last = forms.BooleanField(label=_("With this the decision is carried out"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate()}
        super().__init__(*args, **kwargs)

    def data_of(self) -> EntryData:
        said = self.cleaned_data
        return EntryData(said["on"], said["words"], said["last"])
