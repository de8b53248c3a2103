"""Forms of practice stories."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.forms import I18nForm

from talka.indicators.models import Indicator
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.forms import words
from talka.territories.models import Area
from talka.territories.queries import municipalities, regions
from talka.ui.forms import EuroField

from ..access import stories as access
from ..actions.stories import StoryData
from ..models import Network, PracticeStory, StoryPhoto
from ..models.networks import Theme
from ..queries.networks import indicators_to_choose
from .networks import plain, value_field, year_field


class StoryForm(I18nForm):
    """A new practice story, or one that is changed; `version` tells a stale form."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whose story it is"))
    network = forms.ModelChoiceField(
        Network.objects.none(), label=_("From which network"), required=False, empty_label=_("From none")
    )
    title = words(_("Title"), required=True, longest=200, help_text=_("What was done, in one sentence."))
    themes = forms.MultipleChoiceField(label=_("Themes"), choices=Theme.choices, widget=forms.CheckboxSelectMultiple)
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Where"), required=False, empty_label=_("Where the organisation is")
    )
    year = year_field(_("Year in which it was done or begun"))
    done = words(_("What was done"), required=True, long=True)
    why = words(pgettext_lazy("practice story", "Why"), long=True, help_text=_("What was not good before."))
    money_eur = EuroField(label=_("Money, in euro"), required=False)
    money_words = words(_("Whose money, and for what"))
    people_words = words(_("People"), help_text=_("Who worked on it and how much of their time."))
    time_words = words(_("Time"), help_text=_("How long it took, from the first thought to the use of it."))
    came_of = words(_("What came of it"), long=True)
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("Indicator that shows it"),
        required=False,
        empty_label=pgettext_lazy("learning network", "None"),
    )
    before_value = value_field(pgettext_lazy("figure", "Before"))
    before_year = year_field(_("Year of this value"))
    after_value = value_field(pgettext_lazy("figure", "Afterwards"))
    after_year = year_field(_("Year of this value"))
    others = words(
        _("What others should know"), long=True, help_text=_("What was hard, what you would do otherwise now.")
    )
    contact_role = words(
        _("Whom to ask"), longest=200, help_text=_("An office, not a name: head of the social service.")
    )
    contact_email = forms.EmailField(label=_("E-mail of the office"), required=False)
    contact_phone = forms.CharField(label=_("Telephone of the office"), required=False, max_length=40)
    names_agreed = forms.BooleanField(
        label=_("Nobody is named in the story, or those who are have agreed that everybody reads it"),
        required=False,
        help_text=_("Without it the story stays a draft."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        person: Person | None,
        story: PracticeStory | None = None,
        network: Network | None = None,
        **kwargs: Any,
    ) -> None:
        if story is not None:
            kept = [name for name in self.base_fields if name not in ("organisation", "network", "area", "indicator")]
            kwargs["initial"] = {name: getattr(story, name) for name in kept}
            kwargs["initial"] |= {
                "area": story.area_id,
                "indicator": story.indicator_id,
                "before_value": plain(story.before_value),
                "after_value": plain(story.after_value),
            }
        else:
            own = office_of(person)
            kwargs["initial"] = {
                "organisation": own.pk if own is not None else None,
                "network": network.pk if network is not None else None,
                "themes": [network.theme] if network is not None else [],
            }
        super().__init__(*args, **kwargs)
        made_up = story.illustrative if story is not None else bool(person and person.illustrative)
        today = timezone.localdate()
        kept_area, kept_indicator = (story.area_id, story.indicator_id) if story is not None else (None, None)
        towns = municipalities(today, illustrative=made_up).values("pk")
        areas = Area.objects.defer("boundary", "outline").filter(Q(pk__in=towns) | Q(pk=kept_area))
        self.fields["area"].queryset = areas.order_by("sort_key")
        known = indicators_to_choose().values("pk")
        self.fields["indicator"].queryset = Indicator.objects.filter(Q(pk__in=known) | Q(pk=kept_indicator))
        if story is not None:
            self.fields["area"].empty_label = _("Nowhere in particular")
            del self.fields["organisation"], self.fields["network"]
            return
        self.fields["organisation"].queryset = access.organisations_to_tell_of(person).order_by("sort_key")
        self.fields["network"].queryset = access.networks_to_tell_from(person).order_by("-created_at")

    def data_of(self) -> StoryData:
        beside = ("organisation", "network", "area", "version")
        said = {name: value for name, value in self.cleaned_data.items() if name not in beside}
        optional = ("why", "money_words", "people_words", "time_words", "came_of", "others", "contact_role")
        return StoryData(**said | {name: said[name] or "" for name in optional})


class PhotoForm(I18nForm):
    file = forms.FileField(label=_("Photograph"), help_text=_("JPEG, PNG or WebP, at most 25 MB."))
    alt = words(
        _("What is to be seen"), required=True, help_text=_("In a few words, for those who do not see the picture.")
    )
    people = forms.ChoiceField(
        label=_("People in the picture"), choices=StoryPhoto.People.choices, widget=forms.RadioSelect
    )


class FilterForm(forms.Form):
    """What the library is asked for."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100)
    theme = forms.ChoiceField(label=pgettext_lazy("of learning", "Theme"), required=False)
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Region or municipality"), required=False, empty_label=_("Anywhere")
    )

    def __init__(self, *args: Any, made_up: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [("", pgettext_lazy("theme of learning", "Any")), *Theme.choices]  # type: ignore[attr-defined]
        today = timezone.localdate()
        towns, around = municipalities(today, illustrative=made_up), regions(today, illustrative=made_up)
        rows = Area.objects.defer("boundary", "outline")
        rows = rows.filter(Q(pk__in=towns.values("pk")) | Q(pk__in=around.values("pk")))
        self.fields["area"].queryset = rows.order_by("-kind", "sort_key")  # type: ignore[attr-defined]
