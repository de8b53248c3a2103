"""Forms of criteria, applications and their selection."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nForm

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.people.models import Organisation, Person
from talka.programmes.forms import words
from talka.territories.models import Area
from talka.ui import numbers
from talka.ui.forms import DateInput

from ..actions.applications import ADDRESSES, LONGEST, TEAM, ApplicationData, Asking, Lack, Named
from ..actions.criteria import MOST_POINTS, CriterionData
from ..actions.selection import LONGEST_NOTE, Given, MeetingData
from ..models import Application, Cohort, Criterion, SelectionMeeting

MUNICIPALITIES = (Area.Kind.MUNICIPALITY, Area.Kind.STATE_CITY)


class CriterionForm(I18nForm):
    title = words(_("Criterion"), required=True, longest=200)
    asked = words(_("What the applicant is asked to tell"), long=True)
    most_points = forms.IntegerField(label=_("Most points"), min_value=1, max_value=MOST_POINTS, initial=5)
    weight = forms.DecimalField(
        label=_("Weight"),
        min_value=0.01,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        initial=1,
        localize=True,
        help_text=_("Points count so many times."),
    )

    def __init__(self, *args: Any, criterion: Criterion | None = None, **kwargs: Any) -> None:
        if criterion is not None:
            kwargs["initial"] = {name: getattr(criterion, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def data_of(self) -> CriterionData:
        said = self.cleaned_data
        return CriterionData(said["title"], said["asked"] or "", said["most_points"], said["weight"])


class BeginForm(forms.Form):
    """Who applies. Somebody who may speak for an organisation chooses between it and a community."""

    whom = forms.ChoiceField(label=_("For whom you apply"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Organisation or community"),
        max_length=200,
        required=False,
        help_text=_("As people know it. A community needs no registration."),
    )
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), help_text=_("We send you a link under which you write it."))

    def __init__(self, *args: Any, person: Person | None, office: Organisation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.office = person, office
        if person is not None:
            for name in ("given_name", "family_name", "email"):
                del self.fields[name]
        if office is None:
            del self.fields["whom"]
        else:
            self.fields["whom"].choices = [
                ("office", office.name),
                ("community", gettext("Another organisation or community, by its name")),
            ]
            self.fields["whom"].initial = "office"

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("whom") != "office" and not (said.get("name") or "").strip():
            self.add_error("name", gettext("Please write the name."))
        return said

    def asking(self, language: str) -> Asking:
        said = self.cleaned_data
        return Asking(
            said["name"],
            said.get("whom") == "office",
            said.get("given_name", ""),
            said.get("family_name", ""),
            said.get("email", ""),
            language,
        )


class ApplicationForm(forms.Form):
    """One application: members as rows of the team, an answer for each criterion."""

    name = forms.CharField(label=_("Organisation or community"), max_length=200)
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=pgettext_lazy("local government", "Municipality"),
        required=False,
        empty_label=pgettext_lazy("area", "Not said"),
    )
    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, help_text=_("Village, parish or town, as people call it.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, application: Application, criteria: Sequence[Criterion], rows: int = 0, **kwargs: Any
    ) -> None:
        self.application, self.criteria = application, criteria
        named = list(application.members.all())
        self.rows = max(application.cohort.training.team_size, len(named), rows)
        kwargs["initial"] = self._initial(named)
        super().__init__(*args, **kwargs)
        made_up = application.cohort.training.illustrative
        self.fields["area"].queryset = Area.objects.filter(
            kind__in=MUNICIPALITIES, valid_to=None, illustrative=made_up
        ).defer("boundary", "outline")
        if application.organisation_id is not None:
            del self.fields["name"]
        for number in range(1, self.rows + 1):
            person = {"n": number}
            self.fields[f"given_{number}"] = forms.CharField(
                label=gettext("%(n)s. person of the team: given name") % person, max_length=100, required=False
            )
            self.fields[f"family_{number}"] = forms.CharField(
                label=gettext("%(n)s. person of the team: family name") % person, max_length=100, required=False
            )
            self.fields[f"email_{number}"] = forms.EmailField(
                label=gettext("%(n)s. person of the team: e-mail") % person, required=False
            )
        for one in criteria:
            self.fields[f"answer_{one.pk}"] = _long(str(one.title), str(one.asked))
        self.fields["motivation"] = _long(_("Why you want to take part"), "")
        self.fields["agreed"] = forms.BooleanField(
            label=_("I agree that those who select read this application and the names in it"),
            required=False,
            help_text=_("I have told the people I name. Nobody else reads it; needed to send it."),
        )
        self.order_fields([name for name in self.fields if name != "version"])

    def _initial(self, named: Sequence[Any]) -> dict[str, Any]:
        row = self.application
        initial: dict[str, Any] = {
            "name": row.name,
            "area": row.area_id,
            "place": row.place,
            "motivation": row.motivation,
            "agreed": row.agreed_at is not None,
            "version": row.version,
        }
        if row.version == 1 and not named:  # nothing saved yet: mostly whoever writes it is in the team
            mine = row.person
            initial |= {"given_1": mine.given_name, "family_1": mine.family_name, "email_1": mine.email}
        for number, one in enumerate(named, start=1):
            initial |= {
                f"given_{number}": one.given_name,
                f"family_{number}": one.family_name,
                f"email_{number}": one.email,
            }
        for criterion, text in row.answers.values_list("criterion_id", "words"):
            initial[f"answer_{criterion}"] = text
        return initial

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, self.rows + 1):
            names = (said.get(f"given_{number}"), said.get(f"family_{number}"))
            if any(names) != all(names) or (said.get(f"email_{number}") and not all(names)):
                self.add_error(f"family_{number}", gettext("Please write given name and family name."))
        return said

    def mark(self, lacks: Sequence[Lack]) -> None:
        """Say at each field what is missing yet; the form is bound and was right otherwise."""
        for one in lacks:
            said = gettext("Missing yet.")
            if one.about in (TEAM, ADDRESSES):  # of more than the one field at which it stands
                said = gettext("Missing yet: %(what)s.") % {"what": one.words}
            self.add_error(self._field_of(one), said)

    def _field_of(self, lack: Lack) -> str:
        if lack.about == TEAM:
            return "given_1"
        if lack.about == ADDRESSES:
            said = self.cleaned_data
            numbers = range(1, self.rows + 1)
            return next(f"email_{n}" for n in numbers if said.get(f"family_{n}") and not said.get(f"email_{n}"))
        return f"answer_{lack.about}" if isinstance(lack.about, int) else lack.about

    def data_of(self) -> ApplicationData:
        said = self.cleaned_data
        members = [
            Named(said[f"given_{n}"], said[f"family_{n}"], said[f"email_{n}"])
            for n in range(1, self.rows + 1)
            if said[f"family_{n}"]
        ]
        answers = {one.pk: said[f"answer_{one.pk}"] for one in self.criteria}
        return ApplicationData(
            said.get("name", ""), said["area"], said["place"], said["motivation"], said["agreed"], members, answers
        )


def _long(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class PointsForm(forms.Form):
    """The points and notes of one member of the selection, for each criterion."""

    def __init__(self, *args: Any, lines: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            one: Criterion = line.criterion
            points = gettext("%(what)s: points from 0 to %(most)s") % {"what": one, "most": one.most_points}
            self.fields[f"points_{one.pk}"] = forms.IntegerField(
                label=points,
                min_value=0,
                max_value=one.most_points,
                required=False,
                initial=line.own.points if line.own else None,
            )
            self.fields[f"note_{one.pk}"] = forms.CharField(
                label=gettext("%(what)s: note") % {"what": one},
                required=False,
                max_length=LONGEST_NOTE,
                initial=line.own.note if line.own else "",
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=gettext("Only those who run the cohort read it, never the applicant."),
            )

    def given(self) -> dict[int, Given]:
        said = self.cleaned_data
        pks = [line.criterion.pk for line in self.lines]
        return {pk: Given(said[f"points_{pk}"], said[f"note_{pk}"]) for pk in pks}


class ScorerForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Coordinator or trainer"))

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(pk__in=[one.pk for one in people])


class MeetingForm(forms.Form):
    held_on = forms.DateField(label=_("Day"), widget=DateInput())
    present = forms.CharField(
        label=_("Who was there"), widget=forms.Textarea(attrs={"rows": 5}), help_text=_("A name on each line.")
    )
    minutes = forms.CharField(
        label=pgettext_lazy("of a meeting", "Minutes"), required=False, widget=forms.Textarea(attrs={"rows": 12})
    )
    event = forms.ModelChoiceField(
        Event.objects.none(), label=_("Event"), required=False, empty_label=_("Held without an event")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, cohort: Cohort, person: Person | None, meeting: SelectionMeeting | None = None, **kwargs: Any
    ) -> None:
        if meeting is not None:
            kwargs["initial"] = {
                "held_on": meeting.held_on,
                "present": meeting.present,
                "minutes": meeting.minutes,
                "event": meeting.event_id,
                "version": meeting.version,
            }
        super().__init__(*args, **kwargs)
        rows = Event.objects.filter(pk__in=events_known_to(person), project__programme=cohort.training.programme)
        self.fields["event"].queryset = rows.order_by("-first_day", "pk")

    def data_of(self) -> MeetingData:
        said = self.cleaned_data
        return MeetingData(said["held_on"], said["present"], said["minutes"], said["event"])


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Decision"), choices=Application.Outcome.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=3_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant reads it. Needed for declining and for deciding anew."),
    )
    meeting = forms.ModelChoiceField(
        SelectionMeeting.objects.none(),
        label=_("Decided at the meeting"),
        required=False,
        empty_label=pgettext_lazy("meeting", "None of them"),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = SelectionMeeting.objects.filter(cohort=application.cohort)
        self.fields["meeting"].queryset = rows.order_by("-held_on", "-pk")
        self.fields["meeting"].label_from_instance = _day_of

    def said(self) -> tuple[str, str, SelectionMeeting | None]:
        found = self.cleaned_data
        return found["outcome"], found["reason"], found["meeting"]


def _day_of(meeting: SelectionMeeting) -> str:
    return numbers.date(meeting.held_on)
