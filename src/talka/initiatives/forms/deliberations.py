"""Forms of deliberations: setting one up, a statement, a question and its answer, whom to invite, a hearing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.events.models import Event
from talka.people.actions.persons import PersonData
from talka.people.models import Organisation
from talka.programmes.models import Programme
from talka.ui.forms import DateInput, DateTimeInput

from ..access.deliberations import Holders
from ..actions.deliberation_questions import DirectData
from ..actions.deliberations import LONGEST, DeliberationData
from ..models import Deliberation, DeliberationQuestion
from ..models.deliberation_questions import LONGEST_ANSWER, LONGEST_QUESTION
from ..models.statements import LONGEST_STATEMENT

Entry, Checking, Showing = Deliberation.Entry, Deliberation.Checking, Deliberation.Showing
KEPT = (
    "question", "introduction", "rules", "opens_at", "closes_at", "entry", "checking", "showing", "most_per_person",
    "most_per_hour",
)  # fmt: skip


class DeliberationForm(forms.Form):
    """One deliberation. Times are those of the house's clock."""

    question = forms.CharField(
        label=_("The question"),
        max_length=300,
        help_text=_("Open, and of one thing: “What should become of the old school?”"),
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What one should know before voting, and what becomes of the results."),
    )
    rules = forms.CharField(
        label=_("Rules"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("How people talk with each other here, and what is taken out."),
    )
    opens_at = forms.DateTimeField(
        label=_("Opens at"), required=False, widget=DateTimeInput(), help_text=_("Empty: once you open it.")
    )
    closes_at = forms.DateTimeField(
        label=_("Closes at"),
        required=False,
        widget=DateTimeInput(),
        help_text=_("Latvian time. Empty: once you close it. Who votes in that minute comes too late."),
    )
    entry = forms.ChoiceField(label=_("Who takes part"), choices=Entry.choices, widget=forms.RadioSelect)
    checking = forms.ChoiceField(
        label=_("Statements that people write"), choices=Checking.choices, widget=forms.RadioSelect
    )
    showing = forms.ChoiceField(
        label=_("When the results are shown"),
        choices=Showing.choices,
        widget=forms.RadioSelect,
        help_text=_("Who sees results while voting may be led by them."),
    )
    most_per_person = forms.IntegerField(
        label=_("Statements of one person, at most"), min_value=0, max_value=100, help_text=_("0: people only vote.")
    )
    most_per_hour = forms.IntegerField(label=_("Of these within an hour, at most"), min_value=1, max_value=100)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Deliberation | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in (*KEPT, "version")}
        else:
            blank = Deliberation()
            kwargs["initial"] = {name: getattr(blank, name) for name in KEPT} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def data_of(self) -> DeliberationData:
        return DeliberationData(**{name: self.cleaned_data[name] for name in KEPT})


class NewDeliberationForm(DeliberationForm):
    """A new one, of an organisation or a programme the person acts for."""

    holder = forms.ChoiceField(label=_("For whom you ask"))

    field_order = ("holder", *KEPT)

    def __init__(self, *args: Any, holders: Holders, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {f"organisation-{one.pk}": one for one in holders.organisations}
        self.programmes = {f"programme-{one.pk}": one for one in holders.programmes}
        choices = [(key, str(one)) for key, one in (*self.organisations.items(), *self.programmes.items())]
        self.fields["holder"].choices = choices  # type: ignore[attr-defined]

    def organisation(self) -> Organisation | None:
        return self.organisations.get(self.cleaned_data["holder"])

    def programme(self) -> Programme | None:
        return self.programmes.get(self.cleaned_data["holder"])


class StatementForm(forms.Form):
    text = forms.CharField(
        label=_("Your statement"),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence, one thing, so that others can agree or disagree. It stands without your name."),
    )


class DeclineStatementForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is not let in"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever wrote it reads this."),
    )


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands without your name. The organisers direct it to who can answer it."),
    )


class DirectForm(forms.Form):
    """To an official by name, or to a body without one."""

    office = forms.CharField(
        label=_("Office, or body"), max_length=200, help_text=_("“Head of the roads department”, “Education board”")
    )
    given_name = forms.CharField(label=_("First name"), max_length=100, required=False)
    family_name = forms.CharField(
        label=_("Last name"), max_length=100, required=False, help_text=_("Empty: the body answers, without a name.")
    )
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("They get a letter with a link under which they answer.")
    )
    due = forms.DateField(label=_("Answer until"), widget=DateInput())
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: DeliberationQuestion, **kwargs: Any) -> None:
        kwargs["initial"] = {"office": row.office, "due": row.due, "version": row.version}
        if row.official is not None:
            kwargs["initial"] |= {name: getattr(row.official, name) for name in ("given_name", "family_name", "email")}
        super().__init__(*args, **kwargs)

    def data_of(self) -> DirectData:
        said = self.cleaned_data
        named = said["given_name"] or said["family_name"] or said["email"]
        who = PersonData(said["given_name"], said["family_name"], said["email"]) if named else None
        return DirectData(said["office"], said["due"], who)


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=pgettext_lazy("of an official", "Your answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Everybody who may read the deliberation reads it at once."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: DeliberationQuestion, **kwargs: Any) -> None:
        kwargs["initial"] = {"answer": row.answer, "version": row.version}
        super().__init__(*args, **kwargs)


class InviteForm(forms.Form):
    given_name = forms.CharField(label=_("First name"), max_length=100, required=False)
    family_name = forms.CharField(label=_("Last name"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail"))

    def data_of(self) -> PersonData:
        said = self.cleaned_data
        return PersonData(said["given_name"], said["family_name"], said["email"])


class HearingForm(forms.Form):
    event = forms.ModelChoiceField(
        label=_("Event"),
        queryset=Event.objects.none(),
        help_text=_("One that you organise: its agenda, minutes and group work stay with it."),
    )

    def __init__(self, *args: Any, events: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].queryset = events  # type: ignore[attr-defined]
