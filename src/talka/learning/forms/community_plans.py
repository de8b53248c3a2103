"""Forms of community plans: the place, what it has, who is there, what is to be done, a word about it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from talka.events.access import events_known_to
from talka.people.models import Person
from talka.resources.area_field import AreaField
from talka.territories.models import Area
from talka.ui.forms import DateInput, EuroField

from ..access import community_plans as access
from ..actions.community_plans import LONGEST, ActivityData, ActorData, AssetData, PlanData
from ..actions.plan_versions import LONGEST_COMMENT
from ..models import CommunityPlan, PlanActivity, PlanActor, PlanAsset, Session, Team

TEAM, ORGANISATION = "team", "organisation"


def long_text(label: Any, *, rows: int = 5, help_text: Any = "", longest: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class PlanForm(forms.Form):
    """The place; `version` tells a stale form."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("As the place calls itself, and for what years the plan is.")
    )
    area = AreaField(
        label=_("Municipality, parish, town or place"),
        required=False,
        max_length=250,
        help_text=_("As in the register; its numbers are then one click away."),
    )
    about = long_text(
        _("What the place is like"),
        rows=8,
        help_text=_("Who lives there and how many, what changes, what is talked of."),
    )
    wanted = long_text(_("What we want it to be"), help_text=_("In a few sentences, as you would tell a guest."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, plan: CommunityPlan | None = None, area: Area | None = None, **kwargs: Any) -> None:
        if plan is not None:
            kwargs["initial"] = {name: getattr(plan, name) for name in ("title", "about", "wanted", "version")}
            area = plan.area
        super().__init__(*args, **kwargs)
        self.fields["area"].stands(area)  # type: ignore[attr-defined]

    def data_of(self) -> PlanData:
        said = self.cleaned_data
        return PlanData(said["title"], said["area"], said["about"], said["wanted"])


class NewPlanForm(PlanForm):
    """A new one, of one of the person's teams or of the organisation for which they speak."""

    whose = forms.ChoiceField(label=_("Whose plan it is"))

    field_order = ("whose", "title", "area", "about", "wanted")

    def __init__(self, *args: Any, person: Person | None, team: Team | None = None, **kwargs: Any) -> None:
        """team: for which it was asked; also one of a cohort that the person runs."""
        super().__init__(*args, area=team.area or team.organisation.area if team else None, **kwargs)
        teams = list(access.teams_to_plan(person).select_related("organisation", "cohort"))
        if team is not None and all(one.pk != team.pk for one in teams):
            teams.insert(0, team)
        self.own = access.organisation_to_plan(person)
        self.teams = {f"{TEAM}-{one.pk}": one for one in teams}
        choices = [(key, f"{one} ({one.cohort})") for key, one in self.teams.items()]
        if self.own is not None:
            choices.append((f"{ORGANISATION}-{self.own.pk}", str(self.own)))
        whose = self.fields["whose"]
        whose.choices = choices  # type: ignore[attr-defined]
        whose.initial = f"{TEAM}-{team.pk}" if team is not None else None

    def team(self) -> Team | None:
        """Whose it is; None: of the organisation, in no cohort."""
        return self.teams.get(self.cleaned_data["whose"])


class RowForm(forms.Form):
    """One row of a plan; `version` tells a stale form."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        plan: CommunityPlan,
        person: Person | None,
        row: PlanAsset | PlanActor | PlanActivity | None = None,
        **kwargs: Any,
    ) -> None:
        if row is not None:
            kwargs["initial"] = {name: getattr(row, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def version_shown(self) -> int:
        """Of which version the form was filled in."""
        return int(self.cleaned_data["version"] or 0)


class AssetForm(RowForm):
    kind = forms.ChoiceField(label=_("What it is"), choices=PlanAsset.Kind.choices)
    title = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Name no private person here; everybody may read it one day.")
    )
    about = long_text(_("What it could serve for"), rows=3)
    where = forms.CharField(label=_("Where"), required=False, max_length=200)

    def data_of(self) -> AssetData:
        said = self.cleaned_data
        return AssetData(said["kind"], said["title"], said["about"], said["where"])


class ActorForm(RowForm):
    title = forms.CharField(
        label=_("Who"), max_length=200, help_text=_("An organisation, an office or a group; no private person by name.")
    )
    role = forms.CharField(
        label=_("What they are for the place"),
        max_length=300,
        help_text=_("For example: keeps the hall, employs twenty."),
    )
    gives = long_text(_("What they bring into the plan"), rows=3)

    def data_of(self) -> ActorData:
        said = self.cleaned_data
        return ActorData(said["title"], said["role"], said["gives"])


class ActivityForm(RowForm):
    what = forms.CharField(label=_("What is to be done"), max_length=300)
    aim = long_text(_("What for"), rows=3, help_text=_("By what you will see that it was worth it."))
    carried_by = forms.CharField(
        label=_("Who carries it"), required=False, max_length=300, help_text=_("An organisation, an office or a group.")
    )
    session = forms.ModelChoiceField(
        Session.objects.none(),
        label=_("Planned at which session"),
        required=False,
        empty_label=_("At no session"),
    )
    by_when = forms.DateField(label=_("By when"), required=False, widget=DateInput())
    cost_eur = EuroField(label=_("What it costs, EUR"), required=False, help_text=_("Empty: not known yet."))
    paid_from = forms.CharField(
        label=_("Paid from"), required=False, max_length=300, help_text=_("A fund, a budget, own work.")
    )
    state = forms.ChoiceField(label=_("How far it is"), choices=PlanActivity.State.choices)
    reason = forms.CharField(
        label=_("Why it was dropped"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    came_of_it = long_text(_("What came of it"), rows=3)

    def __init__(
        self, *args: Any, plan: CommunityPlan, person: Person | None, row: PlanActivity | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, plan=plan, person=person, row=row, **kwargs)
        if plan.team is None:
            del self.fields["session"]
            return
        known, kept = Q(event__in=events_known_to(person)), row.session_id if isinstance(row, PlanActivity) else None
        rows = Session.objects.filter(cohort=plan.team.cohort_id).select_related("event")
        told = set(rows.filter(known).values_list("pk", flat=True))
        session = self.fields["session"]
        session.queryset = rows.filter(pk__in=told | {kept})  # type: ignore[attr-defined]
        session.label_from_instance = (  # type: ignore[attr-defined]
            lambda one: str(one.event) if one.pk in told else _("A session that you may not open")
        )

    def data_of(self) -> ActivityData:
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return ActivityData(**said)


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"), max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": 4})
    )


class KeepForm(forms.Form):
    note = forms.CharField(
        label=_("Why you keep it"),
        required=False,
        max_length=300,
        help_text=_("For example: before the third session."),
    )


PartForm = AssetForm | ActorForm | ActivityForm
