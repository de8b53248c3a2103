"""Forms of initiatives: the text, a step with its reason, somebody to write with, support."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person
from talka.people.office import office_of
from talka.programmes.access import programmes_organised
from talka.programmes.models import Programme
from talka.resources.area_field import AreaField
from talka.territories.models import Area
from talka.ui.forms import EuroField

from ..access.initiatives import AUTHOR, SUPPORTER
from ..actions.initiatives import LONGEST, InitiativeData
from ..actions.naming import wording
from ..models import Initiative

KEPT = ("title", "what", "where", "why", "carrier", "needs", "cost", "version")


def long_text(label: Any, *, rows: int, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class InitiativeForm(forms.Form):
    """The text; `version` tells a stale form."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("So that a neighbour understands at once what it is.")
    )
    what = long_text(_("What is to be done"), rows=6, required=True, help_text=_("Begin with the first step."))
    area = AreaField(
        label=_("Municipality, parish, town or place"),
        max_length=250,
        help_text=_("As in the register. The council of this place can be asked about it."),
    )
    where = forms.CharField(
        label=_("Where exactly"), required=False, max_length=300, help_text=_("A street, a shore, a yard, in words.")
    )
    why = long_text(_("Why"), rows=4, help_text=_("Who needs it, and what happens if nothing is done."))
    carrier = forms.CharField(
        label=_("Who carries it"),
        required=False,
        max_length=300,
        help_text=_("Who does the work: neighbours, a society, the municipality. Name others only where they agreed."),
    )
    own_organisation = forms.BooleanField(required=False)
    needs = long_text(_("What it needs"), rows=3, help_text=_("Beside money: hands, tools, a permit, somebody's word."))
    cost = EuroField(
        label=_("What it costs, EUR"), required=False, help_text=_("As you guess it now. Empty where nobody knows.")
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=_("No programme"),
        help_text=_("Only where one helps with it: its organisers then see to it, too."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        person: Person | None,
        row: Initiative | None = None,
        told: Mapping[str, object] | None = None,
        area: Area | None = None,
        **kwargs: Any,
    ) -> None:
        """told: what it is filled with where it is new; area: the place from whose page one comes."""
        self.office, self.kept = office_of(person), row.organisation if row is not None else None
        home = row.area if row is not None else area
        initial: dict[str, object] = dict(told or {})
        if row is not None:
            initial = {name: getattr(row, name) for name in KEPT} | {"programme": row.programme_id}
            initial["own_organisation"] = row.organisation_id is not None
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.fields["area"].stands(home)  # type: ignore[attr-defined]
        known = Q(public=True, archived_at=None)
        if person is not None:
            known |= Q(pk__in=programmes_organised(person).values("pk"))
        if row is not None and row.programme_id is not None:
            known |= Q(pk=row.programme_id)
        self.fields["programme"].queryset = Programme.objects.filter(known)  # type: ignore[attr-defined]
        carries = self.kept or self.office
        if carries is None:
            del self.fields["own_organisation"]
        else:
            self.fields["own_organisation"].label = _("%(organisation)s carries it") % {"organisation": carries}

    def data_of(self) -> InitiativeData:
        said = self.cleaned_data
        return InitiativeData(
            title=said["title"],
            what=said["what"],
            area=said["area"],
            where=said["where"],
            why=said["why"],
            carrier=said["carrier"],
            needs=said["needs"],
            cost=said["cost"],
            organisation=(self.kept or self.office) if said.get("own_organisation") else None,
            programme=said["programme"],
        )


class ChangeForm(InitiativeForm):
    """Of a published one: also what changed."""

    changed = forms.CharField(
        label=_("What changed and why"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody reads it beside the versions of the text."),
    )
    field_order = (
        "title", "what", "area", "where", "why", "carrier", "own_organisation", "needs", "cost", "programme", "changed",
    )  # fmt: skip


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you withdraw it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it. The initiative stays to be read."),
    )


class StepForm(forms.Form):
    state = forms.ChoiceField(label=_("How far it is"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("A word about it"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, states: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = states  # type: ignore[attr-defined]


class AddressForm(forms.Form):
    """Somebody by name and address."""

    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), max_length=254)


class AskLinkForm(AddressForm):
    """For who supports it without an account."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("A letter with a link comes there. Your support counts once you press the button behind it."),
    )


class SupportForm(forms.Form):
    named = forms.BooleanField(required=False, help_text=_("Without this box you are counted, and nobody reads who."))
    wants_answer = forms.BooleanField(label=_("Write to me what the council answers"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].label = wording(SUPPORTER)


class AcceptForm(forms.Form):
    named = forms.BooleanField(required=False, help_text=_("Without this box only the authors know who you are."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].label = wording(AUTHOR)
