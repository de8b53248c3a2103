"""Forms of knowledge angels, of requests for them, and of proposals."""

from typing import Any

from django import forms
from django.db.models import Case, IntegerField, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.needs.models import Measure, Need
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.territories.queries import municipalities, regions
from talka.ui.forms import DateInput

from ..access import angels as access
from ..actions.angel_requests import RequestData
from ..actions.angels import AngelData, wording
from ..models import Angel, AngelRequest
from ..queries.angels import listed
from ..topics import COMPETENCE, competences_in, from_competence, house_competences, language_choices

ASKING = [kind for kind in Organisation.Kind.values if kind != Organisation.Kind.COMPANY]
"""Public bodies and communities; help is not given to companies."""
MOST_TO_PICK = 200


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class TopicsForm(forms.Form):
    """Topics and languages, in the one vocabulary of angels and requests."""

    competences = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("Other topics"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, in two or three words."),
    )
    languages = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    competences_label: Any = pgettext_lazy("of an angel", "Topics")
    languages_label: Any = _("Languages")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        competences, languages = self.fields["competences"], self.fields["languages"]
        competences.label, languages.label = self.competences_label, self.languages_label
        competences.choices = [(each.key, str(each.title)) for each in house_competences()]  # type: ignore[attr-defined]
        languages.choices = language_choices()  # type: ignore[attr-defined]


class AngelForm(TopicsForm):
    """What somebody says of themselves as an angel; agreeing is a box of its own."""

    competences_label = _("With what you can help")
    languages_label = _("Languages in which you help")

    about = forms.CharField(
        label=_("What you have done yourself"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Whoever is asked to agree with you reads it, and everybody if you say so below."),
    )
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label=_("Where you go to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everywhere. A region stands for all its municipalities."),
    )
    home = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("From where you travel"),
        required=False,
        empty_label=_("As your organisation"),
    )
    availability = forms.CharField(
        label=_("When, and how much"),
        required=False,
        max_length=300,
        help_text=_("For example: Fridays, two visits a month."),
    )
    most_requests = forms.IntegerField(label=_("Requests at a time, at most"), min_value=1, max_value=50, initial=1)
    paused_until = forms.DateField(
        label=_("Pause until"),
        required=False,
        widget=DateInput(),
        help_text=_("You are not proposed up to and including this day; empty: no pause."),
    )
    public = forms.BooleanField(
        label=_("Everybody may see me in the list"),
        required=False,
        help_text=_("Otherwise only organisers see you, and those who ask once you are willing."),
    )
    agrees = forms.BooleanField(required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = (
        "about", "competences", "words", "languages", "areas", "home", "availability", "most_requests",
        "paused_until", "public", "agrees",
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, angel: Angel | None = None, agreed: bool = False, **kwargs: Any):
        if angel is not None:
            kept = ("about", "languages", "home", "availability", "most_requests", "paused_until", "public", "version")
            kwargs["initial"] = {name: getattr(angel, name) for name in kept} | {
                "competences": competences_in(angel.topics),
                "words": "\n".join(angel.words),
                "areas": list(angel.areas.all()),
            }
        else:
            kwargs["initial"] = {"languages": [person.language]}
        super().__init__(*args, **kwargs)
        today, made_up = timezone.localdate(), person.illustrative
        towns, around = municipalities(today, illustrative=made_up), regions(today, illustrative=made_up)
        ticked = [area.pk for area in kwargs["initial"].get("areas", [])]
        own = Q(pk__in=towns.values("pk")) | Q(pk__in=around.values("pk"))
        light = Area.objects.defer("boundary", "outline")
        self.fields["areas"].queryset = light.filter(own | Q(pk__in=ticked)).order_by("-kind", "sort_key")  # type: ignore[attr-defined]
        home = angel.home_id if angel is not None else None
        self.fields["home"].queryset = light.filter(Q(pk__in=towns.values("pk")) | Q(pk=home)).order_by("sort_key")  # type: ignore[attr-defined]
        if agreed:
            del self.fields["agrees"]
        else:
            self.fields["agrees"].label = wording()

    def data_of(self) -> AngelData:
        said = self.cleaned_data
        return AngelData(
            said["competences"],
            lines_of(said["words"]),
            said["languages"],
            list(said["areas"]),
            said["home"],
            said["about"],
            said["availability"],
            said["most_requests"],
            said["public"],
            said["paused_until"],
        )

    def agrees_to(self) -> str:
        return wording() if self.cleaned_data.get("agrees") else ""


class RequestForm(TopicsForm):
    """What an organisation wants help with."""

    competences_label = _("About what")
    languages_label = _("Languages in which it can be answered")

    programme = forms.ModelChoiceField(Programme.objects.none(), label=_("Programme"))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Who asks"))
    title = forms.CharField(label=_("What it is about, in short"), max_length=200)
    wanted = forms.CharField(
        label=_("What you want"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What you have tried, what you cannot do yourselves, what would be different afterwards."),
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Where"), required=False, empty_label=_("Where the organisation is")
    )
    urgency = forms.TypedChoiceField(label=_("How urgent"), coerce=int, choices=AngelRequest.Urgency.choices, initial=3)
    by_when = forms.DateField(
        label=_("By when"), required=False, widget=DateInput(), help_text=_("The last day on which help is of use.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = (
        "programme", "organisation", "title", "wanted", "competences", "words", "languages", "area", "urgency",
        "by_when",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        person: Person,
        request: AngelRequest | None = None,
        cause: Need | Measure | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _asked_before(request) if request is not None else _from_cause(cause, person)
        super().__init__(*args, **kwargs)
        made_up = (
            request.illustrative
            if request is not None
            else bool((cause.programme if cause is not None else person).illustrative)
        )
        towns = municipalities(timezone.localdate(), illustrative=made_up).values("pk")
        kept = request.area_id if request is not None else None
        areas = Area.objects.defer("boundary", "outline").filter(Q(pk__in=towns) | Q(pk=kept))
        self.fields["area"].queryset = areas.order_by("sort_key")  # type: ignore[attr-defined]
        if request is not None:
            del self.fields["programme"], self.fields["organisation"]
            return
        programmes = access.programmes_to_ask_in(person).order_by("code", "pk")
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        if access.keeps_angels(person):
            rows = Organisation.objects.filter(merged_into=None, kind__in=ASKING).order_by("sort_key")
            self.fields["organisation"].queryset = rows  # type: ignore[attr-defined]
        else:
            office = office_of(person)
            own = Organisation.objects.filter(pk=office.pk if office is not None else 0)
            self.fields["organisation"].queryset = own  # type: ignore[attr-defined]

    def data_of(self) -> RequestData:
        said = self.cleaned_data
        return RequestData(
            said["title"],
            said["wanted"],
            said["competences"],
            lines_of(said["words"]),
            said["languages"],
            said["area"],
            said["urgency"],
            said["by_when"],
        )


def _asked_before(request: AngelRequest) -> dict[str, Any]:
    kept = ("title", "wanted", "languages", "area", "urgency", "by_when", "version")
    return {name: getattr(request, name) for name in kept} | {
        "competences": competences_in(request.topics),
        "words": "\n".join(request.words),
    }


def _from_cause(cause: Need | Measure | None, person: Person) -> dict[str, Any]:
    """What a need or measure already says."""
    own = office_of(person)
    said: dict[str, Any] = {"languages": [person.language], "organisation": own.pk if own is not None else None}
    if cause is None:
        return said
    said |= {"programme": cause.programme_id, "title": cause.words[:200], "wanted": cause.words}
    if isinstance(cause, Measure):
        return said | {"wanted": cause.description or cause.words}
    if cause.competence is not None:
        keys, words = from_competence(cause.competence, house_competences())
        said |= {"competences": keys, "words": "\n".join(words)}
    return said


class PickForm(forms.Form):
    """An angel picked by hand."""

    angel = forms.ModelChoiceField(Angel.objects.none(), label=_("Whom"))
    reason = forms.CharField(label=_("Why this angel"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, person: Person | None, request: AngelRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = listed(person).filter(person__illustrative=request.illustrative)
        # Whoever knows a topic stands first; the others can be picked too, and the list stays short enough to read.
        knows = Q(pk=None)
        for topic in request.topics:
            knows |= Q(topics__contains=[topic])
        ids = list(rows.filter(knows).values_list("pk", flat=True)[:MOST_TO_PICK])
        ids += rows.exclude(pk__in=ids).values_list("pk", flat=True)[: MOST_TO_PICK - len(ids)]
        order = Case(*(When(pk=pk, then=place) for place, pk in enumerate(ids)), default=0, output_field=IntegerField())
        chosen = Angel.objects.filter(pk__in=ids).select_related("person__organisation")
        self.fields["angel"].queryset = chosen.order_by(order)  # type: ignore[attr-defined]
        self.fields["angel"].label_from_instance = lambda angel: (  # type: ignore[attr-defined]
            f"{angel.person.name}, {angel.person.organisation}" if angel.person.organisation else angel.person.name
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CloseForm(forms.Form):
    reason = forms.CharField(
        label=_("How it ended"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class FilterForm(forms.Form):
    """What the list of angels is asked for."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    topic = forms.ChoiceField(label=pgettext_lazy("of an angel", "Topic"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Where help is needed"), required=False, empty_label=_("Anywhere")
    )

    def __init__(self, *args: Any, made_up: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topics = [(f"{COMPETENCE}{each.key}", str(each.title)) for each in house_competences()]
        self.fields["topic"].choices = [("", _("Any")), *topics]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("Any")), *language_choices()]  # type: ignore[attr-defined]
        towns = municipalities(timezone.localdate(), illustrative=made_up)
        self.fields["area"].queryset = towns.order_by("sort_key")  # type: ignore[attr-defined]
