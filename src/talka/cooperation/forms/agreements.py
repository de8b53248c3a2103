"""Forms of agreements: their terms, parties, amounts, clauses, what councils decided."""

from collections.abc import Iterable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.documents.kept_files import Sent
from talka.people.models import Organisation, Person
from talka.ui.forms import DateInput, EuroField

from ..actions.agreements.drafting import Terms, terms_of
from ..actions.agreements.endorsements import Decision
from ..actions.agreements.parties import PartyData, Shares
from ..actions.agreements.standing import MONEY, Standing
from ..agreements.library import documents, form_name
from ..law.register import services
from ..models import Agreement, AgreementClause, AgreementParty, Endorsement
from ..queries.agreements.register import organisations_to_choose
from .cases import service_choices

LANGUAGES = [("lv", _("Latvian")), ("en", _("English"))]


def form_choices() -> list[tuple[str, Any]]:
    return [(key, form_name(key)) for key in documents()]


def forms_for(service: str) -> list[tuple[Any, Any]]:
    """Legal forms to choose from, those that suit the service first."""
    found = services().get(service)
    suiting = [form.key for form in found.forms] if found else []
    if not suiting:
        return form_choices()
    usual = [(key, form_name(key)) for key in suiting if key in documents()]
    others = [(key, form_name(key)) for key in documents() if key not in suiting]
    return [(_("Suits this service"), usual), (_("Other forms"), others)]


def long(label: Any, help_text: Any = "", *, required: bool = False, rows: int = 4) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=10_000, widget=widget)


def day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, required=required, widget=DateInput)


def months(label: Any, help_text: Any = "", *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, required=required, min_value=0, max_value=600)


class BeginForm(forms.Form):
    """A new agreement; without a case also between whom."""

    form = forms.ChoiceField(
        label=_("Legal form"),
        help_text=_("It decides which clauses the draft begins with. It can be changed until somebody edits a clause."),
    )
    title = forms.CharField(label=_("Title"), max_length=300)
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES, initial="lv")
    service = forms.ChoiceField(label=_("Service"), required=False)
    parties = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Parties"),
        help_text=_("At least two; the first one leads until you say otherwise."),
    )

    def __init__(self, *args: Any, of_case: bool, suits: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = forms_for(suits)
        self.fields["service"].choices = [("", "—"), *service_choices()]
        if of_case:
            del self.fields["parties"], self.fields["service"]
        else:
            self.fields["parties"].queryset = organisations_to_choose()

    def terms(self) -> Terms:
        said = self.cleaned_data
        return Terms(said["title"], said["form"], language=said["language"], service=said.get("service", ""))


class TermsForm(forms.Form):
    """One part of an agreement's terms; `version` tells a stale form."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(agreement, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if "form" in self.fields:
            self.fields["form"].choices = forms_for(agreement.service)
            self.fields["service"].choices = [("", "—"), *service_choices()]

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class WhatForm(TermsForm):
    """What it is called and about."""

    title = forms.CharField(label=_("Title"), max_length=300)
    form = forms.ChoiceField(label=_("Legal form"))
    number = forms.CharField(label=_("Number of the agreement"), max_length=60, required=False)
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    service = forms.ChoiceField(label=_("Service"), required=False)
    subject = long(_("Why you cooperate and about what"), _("One or two sentences; they open the agreement."))
    tasks = long(_("What is done together"), _("One task a line."))


class ConditionsForm(TermsForm):
    """Terms in the parties' own words. Where a field is empty the words of the clause library stand alone."""

    payment = long(_("Payments"), _("When and how the parties pay."), rows=3)
    governance = long(_("Steering"), _("Who decides what, how often the steering group meets."), rows=3)
    monitoring = long(_("Monitoring"), _("Which figures are watched, and by whom."), rows=3)
    liability = long(_("Liability"), rows=3)
    disputes = long(_("Disputes"), rows=3)
    data_protection = long(_("Personal data"), _("Which data, who is controller and who processor."), rows=3)
    assets = long(_("Property"), _("Whose it is, and who gets it in the end."), rows=3)
    review = long(_("Review"), rows=3)
    way_out = long(_("Leaving"), _("What has to be settled when a party leaves."), rows=3)


class ValidityForm(TermsForm):
    """From when until when, and how it goes on."""

    valid_from = day(_("Takes effect on"))
    valid_to = day(_("Last day"), _("Leave it empty for an indefinite time."))
    renewal = forms.ChoiceField(label=_("On the last day"), choices=Agreement.Renewal.choices, widget=forms.RadioSelect)
    renews_months = months(_("Goes on by how many months"))
    notice_months = months(_("Months of notice when a party leaves"))
    remind_months = months(
        _("Letter to the parties so many months before the last day"), _("0: no letter."), required=True
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("valid_from"), said.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The agreement would end before it begins."))
        if said.get("renewal") == Agreement.Renewal.AUTOMATIC and not said.get("renews_months"):
            self.add_error("renews_months", _("An agreement that goes on by itself needs to say by how many months."))
        return said


class ReminderForm(forms.Form):
    """What can still be set of an agreement whose text holds."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    remind_months = months(
        _("Letter to the parties so many months before the last day"), _("0: no letter."), required=True
    )


class PartyForm(forms.Form):
    """A party: who signs, and with what weight."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"))
    role = forms.ChoiceField(label=_("As what"), choices=AgreementParty.Role.choices, initial="party")
    signatory = forms.CharField(label=_("Who signs"), max_length=200, required=False)
    position = forms.CharField(
        label=_("Position of who signs"),
        max_length=200,
        required=False,
        help_text=_("For example: chair of the council"),
    )
    seats = forms.IntegerField(label=_("Seats"), min_value=0, max_value=999, required=False)
    votes = forms.IntegerField(label=_("Votes"), min_value=0, max_value=999, required=False)
    contact = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Whom letters about the agreement go to"),
        required=False,
        empty_label=_("Everybody of the organisation who has an account"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, agreement: Agreement, party: AgreementParty | None = None, **kwargs: Any) -> None:
        if party is not None:
            names = [name for name in self.base_fields if name not in ("organisation", "version")]
            kwargs["initial"] = {name: getattr(party, name) for name in names} | {"version": agreement.version}
        super().__init__(*args, **kwargs)
        if party is None:
            rows = organisations_to_choose().filter(illustrative=agreement.illustrative)
            self.fields["organisation"].queryset = rows
            del self.fields["contact"]
        else:
            people = Person.objects.filter(organisation=party.organisation_id, erased_at=None, merged_into=None)
            self.fields["contact"].queryset = people
            del self.fields["organisation"]

    def party(self) -> PartyData:
        said = self.cleaned_data
        names = ("role", "signatory", "position", "seats", "votes", "contact")
        return PartyData(**{name: said[name] for name in names if name in said})


class SharesForm(forms.Form):
    """The key, the budget, and a field for what each party pays."""

    cost_key = forms.ChoiceField(label=_("Cost key"), required=False)
    cost_key_note = forms.CharField(
        label=_("More on the key"),
        max_length=500,
        required=False,
        help_text=_("For example: 30 percent equal, 70 percent by pupils carried in 2025."),
    )
    budget = EuroField(label=_("Budget"), required=False, max_digits=14)
    per = forms.ChoiceField(label=_("The budget is"), choices=Agreement.Per.choices, widget=forms.RadioSelect)
    capital = EuroField(
        label=_("Of that for investment"), required=False, max_digits=14, help_text=_("The rest is running cost.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, agreement: Agreement, parties: list[AgreementParty], **kwargs: Any) -> None:
        names = ("cost_key", "cost_key_note", "budget", "per", "capital", "version")
        first: dict[str, Any] = {name: getattr(agreement, name) for name in names}
        kwargs["initial"] = first | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.parties = [party for party in parties if party.stands]
        self.fields["cost_key"].choices = [("", _("Not agreed yet")), *Agreement.Key.choices]
        for party in self.parties:
            self.fields[f"amount_{party.pk}"] = EuroField(
                label=party.organisation.name, required=False, max_digits=14, initial=party.amount
            )

    def shares(self) -> Shares:
        said = self.cleaned_data
        amounts: dict[int, Decimal | None] = {party.pk: said[f"amount_{party.pk}"] for party in self.parties}
        return Shares(said["cost_key"], said["cost_key_note"], said["budget"], said["per"], said["capital"], amounts)


class ClauseForm(forms.Form):
    """A clause's heading and words."""

    heading = forms.CharField(label=_("Heading"), max_length=200)
    text = long(_("Words of the clause"), _("Each line becomes a numbered paragraph."), required=True, rows=10)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, clause: AgreementClause | None = None, **kwargs: Any) -> None:
        if clause is not None:
            kwargs["initial"] = {name: getattr(clause, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)


class CommentForm(forms.Form):
    words = forms.CharField(label=_("Comment"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class FileFields(forms.Form):
    """A file or a link; which of them a file may be is decided by its content."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("PDF, DOCX, or signed: .edoc, .asice. At most 50 MB.")
    )
    link = forms.CharField(label=_("Or a link to it"), max_length=500, required=False)

    def sent(self) -> Sent:
        file = self.cleaned_data.get("file")
        return Sent(file, file.name if file else "", self.cleaned_data.get("link", "").strip())


class EndorsementForm(FileFields):
    """What a council decided, about the version of the text that the page showed."""

    answer = forms.ChoiceField(label=_("The council"), choices=Endorsement.Answer.choices, widget=forms.RadioSelect)
    decided_on = day(_("Day of the decision"), required=True)
    decision_number = forms.CharField(label=_("Number of the decision"), max_length=60, required=False)
    reason = long(_("Reason or condition"), _("A refusal needs one."), rows=3)
    open_file = forms.BooleanField(
        label=_("Everybody may have the file once the agreement is public"), required=False, initial=True
    )
    text_number = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("answer", "decided_on", "decision_number", "reason", "file", "link", "open_file", "text_number")

    def decision(self) -> Decision:
        said = self.cleaned_data
        names = ("answer", "text_number", "decided_on", "decision_number", "reason", "open_file")
        return Decision(**{name: said[name] for name in names})


class InForceForm(FileFields):
    """The day an agreement takes effect, and the text as it was signed."""

    on = day(_("Takes effect on"), required=True)
    number = forms.CharField(label=_("Number of the agreement"), max_length=60, required=False)
    field_order = ("on", "number", "file", "link")

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": agreement.valid_from or timezone.localdate(), "number": agreement.number}
        super().__init__(*args, **kwargs)


class StandingForm(FileFields):
    """An agreement made elsewhere, as it stands."""

    title = forms.CharField(label=_("Title"), max_length=300)
    form = forms.ChoiceField(label=_("Legal form"))
    number = forms.CharField(label=_("Number of the agreement"), max_length=60, required=False)
    service = forms.ChoiceField(label=_("Service"), required=False)
    parties = forms.ModelMultipleChoiceField(
        Organisation.objects.none(), label=_("Parties"), help_text=_("At least two, your own among them.")
    )
    state = forms.ChoiceField(
        label=_("How far it is"),
        choices=[choice for choice in Agreement.State.choices if choice[0] in ("in_force", "ended", "terminated")],
    )
    valid_from = day(_("Took effect on"), required=True)
    valid_to = day(_("Last day"), _("Leave it empty for an indefinite time."))
    renewal = forms.ChoiceField(
        label=_("On the last day"), choices=Agreement.Renewal.choices, widget=forms.RadioSelect, initial="none"
    )
    renews_months = months(_("Goes on by how many months"))
    notice_months = months(_("Months of notice when a party leaves"))
    remind_months = months(
        _("Letter to the parties so many months before the last day"), _("0: no letter."), required=True
    )
    ended_on = day(_("Ended on"), _("Only where it has ended."))
    state_reason = forms.CharField(label=_("Why it ended"), max_length=500, required=False)
    subject = long(_("Why you cooperate and about what"))
    tasks = long(_("What is done together"), _("One task a line."))
    public = forms.BooleanField(
        label=_("Everybody may read it in the register"),
        required=False,
        initial=True,
        help_text=_("With the signed text, if you add it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, agreement: Agreement | None = None, **kwargs: Any) -> None:
        if agreement is not None:
            names = [name for name in self.base_fields if name not in ("file", "link", "parties", "public")]
            kept = {name: getattr(agreement, name) for name in names}
            standing = agreement.parties.filter(state=AgreementParty.State.PARTY)
            kwargs["initial"] = kept | {"parties": [party.organisation_id for party in standing]}
        else:
            kwargs["initial"] = {"remind_months": 6} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.fields["form"].choices = form_choices()
        self.fields["service"].choices = [("", "—"), *service_choices()]
        self.fields["parties"].queryset = Organisation.objects.order_by("sort_key")
        if agreement is not None:
            del self.fields["public"]

    def standing(self) -> Standing:
        """What it says; money is set on a page of its own and stays."""
        said = self.cleaned_data
        names = [each.name for each in fields(Terms) if each.name in said]
        organisations = self._in_their_order(said["parties"])
        money: dict[str, Any] = {}
        if self.agreement is not None:
            money = {name: getattr(self.agreement, name) for name in MONEY}
            paid = {party.organisation_id: party.amount for party in self.agreement.parties.all()}
            amounts = tuple(paid.get(each.pk) for each in organisations)
            money["amounts"] = amounts if any(each is not None for each in amounts) else ()
        values = {name: said[name] for name in names}
        terms = replace(terms_of(self.agreement), **values) if self.agreement else Terms(**values)
        return Standing(terms, organisations, said["state"], said["ended_on"], said["state_reason"], **money)

    def _in_their_order(self, chosen: Iterable[Organisation]) -> tuple[Organisation, ...]:
        """Who leads, then the others in their order, then who is new: the first one leads, and correcting a word
        changes no lead."""
        rows = self.agreement.parties.all() if self.agreement is not None else ()
        leads = AgreementParty.Role.LEAD
        places = {party.organisation_id: (party.role != leads, party.order) for party in rows if party.stands}
        return tuple(sorted(chosen, key=lambda one: (one.pk not in places, places.get(one.pk, (True, 0)))))


class TableForm(forms.Form):
    file = forms.FileField(label=_("Table (XLSX, CSV or JSON)"))


class EndForm(forms.Form):
    """The day something ends, and why."""

    on = day(_("Last day"), required=True)
    reason = forms.CharField(
        label=pgettext_lazy("end of an agreement", "Why it ends"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
