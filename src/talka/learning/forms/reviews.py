"""Forms of peer reviews: what is reviewed, the team, the statement, the visit, notes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.needs.models import Measure, Need
from talka.people.actions.persons import PersonData
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.models import Programme
from talka.ui.forms import DateInput, TimeInput

from .. import review_themes as themes
from ..access import angels as asking
from ..actions.review_work import MeetingData
from ..actions.reviews import ReviewData
from ..models import AngelRequest, Peer, PeerReview, PositionStatement, ReviewMeeting
from .angels import ASKING
from .trainings import WhoForm


class PeerReviewForm(forms.Form):
    """A new review, or one that is changed."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Who is reviewed"))
    title = forms.CharField(label=_("What it is about, in short"), max_length=200)
    wanted = forms.CharField(
        label=_("What you want to learn"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you are proud of, what worries you, what you would decide afterwards."),
    )
    themes = forms.MultipleChoiceField(
        label=_("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A full review looks at all five and at one that you choose."),
    )
    own_theme = forms.CharField(label=_("A theme of your own"), required=False, max_length=200)
    visit_from = forms.DateField(
        label=_("First day of the visit"),
        required=False,
        widget=DateInput(),
        help_text=_("Four days are usual. The days can be set later."),
    )
    visit_until = forms.DateField(
        label=_("Last day of the visit"),
        required=False,
        widget=DateInput(),
        help_text=_("By when the report, the plan and the progress review are due counts from it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        person: Person,
        review: PeerReview | None = None,
        cause: Need | Measure | AngelRequest | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _kept(review) if review is not None else _new(cause, person)
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = themes.choices()  # type: ignore[attr-defined]
        if review is not None:
            del self.fields["programme"], self.fields["organisation"]
            return
        programmes = asking.programmes_to_ask_in(person).order_by("code", "pk")
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        if asking.keeps_angels(person):
            rows = Organisation.objects.filter(merged_into=None, kind__in=ASKING).order_by("sort_key")
        else:
            office = office_of(person)
            rows = Organisation.objects.filter(pk=office.pk if office is not None else 0)
        self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]

    def data_of(self) -> ReviewData:
        said = self.cleaned_data
        return ReviewData(
            said["title"], said["wanted"], said["themes"], said["own_theme"], said["visit_from"], said["visit_until"]
        )


def _kept(review: PeerReview) -> dict[str, Any]:
    names = ("title", "wanted", "themes", "own_theme", "visit_from", "visit_until", "version")
    return {name: getattr(review, name) for name in names}


def _new(cause: Need | Measure | AngelRequest | None, person: Person) -> dict[str, Any]:
    initial: dict[str, Any] = {"themes": list(themes.CORE), "organisation": office_of(person)}
    if isinstance(cause, AngelRequest):
        asked = {"organisation": cause.organisation_id, "title": cause.title, "wanted": cause.wanted}
        initial |= asked | {"programme": cause.programme_id}
    elif cause is not None:
        initial |= {"programme": cause.programme_id, "title": cause.words[:200], "wanted": cause.words}
    return initial


class PeerForm(WhoForm):
    """Whom to ask into the team: of another organisation, by letter."""

    role = forms.ChoiceField(label=_("As what"), choices=Peer.Role.choices)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("For whom they work"),
        required=False,
        help_text=_("For somebody who is not in the register yet; for others what stands there holds."),
    )

    def __init__(self, *args: Any, review: PeerReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        rows = Organisation.objects.filter(merged_into=None, kind__in=ASKING).exclude(pk=review.organisation_id)
        self.fields["organisation"].queryset = rows.order_by("sort_key")  # type: ignore[attr-defined]

    def who(self) -> PersonData:
        said = self.cleaned_data
        return PersonData(said["given_name"], said["family_name"], said["email"], organisation=said.get("organisation"))


class SpeakerForm(WhoForm):
    """Who answers for the municipality."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True


class PartForm(forms.Form):
    """Another part on the team."""

    role = forms.ChoiceField(label=_("As what"), choices=Peer.Role.choices)


class DeclineForm(forms.Form):
    """An answer to an invitation; the reason is for who declines."""

    reason = forms.CharField(label=_("If you do not come: why"), max_length=500, required=False)


class StatementForm(forms.Form):
    """A version of the position statement. after: the one it is written upon."""

    text = forms.CharField(
        label=_("How you see yourselves"),
        max_length=50_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("For each theme: where you are, what goes well, what does not, what you are doing about it."),
    )
    file = forms.FileField(label=_("A file"), required=False)
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, statement: PositionStatement | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"after": 0}
        if statement is not None:
            kwargs["initial"] = {"text": statement.text, "after": statement.number}
        super().__init__(*args, **kwargs)


class MeetingForm(forms.Form):
    """One meeting of the visit."""

    day = forms.DateField(label=_("Day"), widget=DateInput())
    starts = forms.TimeField(label=pgettext_lazy("time", "From"), widget=TimeInput())
    ends = forms.TimeField(label=_("Until"), widget=TimeInput())
    whom = forms.CharField(
        label=_("Whom the team meets"),
        max_length=200,
        help_text=_("By what they do, not by name: heads of departments, elders of parishes, entrepreneurs."),
    )
    topic = forms.CharField(label=_("About what"), max_length=300)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    peers = forms.IntegerField(label=_("How many of the team are at it"), min_value=1, max_value=50, initial=2)
    met = forms.IntegerField(
        label=_("How many people came"),
        min_value=0,
        max_value=10_000,
        required=False,
        help_text=_("After the meeting; empty: not said yet."),
    )

    def __init__(self, *args: Any, review: PeerReview, meeting: ReviewMeeting | None = None, **kwargs: Any) -> None:
        if meeting is not None:
            kwargs["initial"] = {name: getattr(meeting, name) for name in self.base_fields}
        else:
            kwargs["initial"] = {"day": review.visit_from}
        super().__init__(*args, **kwargs)

    def data_of(self) -> MeetingData:
        return MeetingData(**self.cleaned_data)


class NoteForm(forms.Form):
    """A note that the team alone reads."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    text = forms.CharField(label=_("Note"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, review: PeerReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = [("", pgettext_lazy("theme of a note", "None of them"))]
        choices = [*empty, *themes.names_of(review.themes, review.own_theme)]
        self.fields["theme"].choices = choices  # type: ignore[attr-defined]
