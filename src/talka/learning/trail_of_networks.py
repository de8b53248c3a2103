"""What learning networks add to the trail: from needs and measures to networks, on to their meetings and stories."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.links.registry import Arrow, Kind, Shown, register, register_arrow
from talka.people.models import Person

from .access.networks import networks_known_to
from .access.stories import stories_known_to
from .models import NetworkMeeting, PracticeStory

NETWORK = "network"
STORY = "practice_story"


def show_networks(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = networks_known_to(person).filter(pk__in=ids).select_related("programme")
    return {
        str(row.pk): Shown(
            NETWORK,
            str(row.pk),
            str(row),
            reverse("learning:network", args=[row.slug]),
            row.get_state_display(),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def show_stories(ids: Collection[str], person: Person | None) -> Mapping[str, Shown]:
    rows = stories_known_to(person).filter(pk__in=ids).select_related("organisation")
    return {
        str(row.pk): Shown(
            STORY,
            str(row.pk),
            f"{row.title} ({row.organisation})",
            reverse("learning:story", args=[row.pk]),
            "" if row.published_at else _("draft"),
            illustrative=row.illustrative,
        )
        for row in rows
    }


def join_trail() -> None:
    register(Kind(NETWORK, gettext_lazy("Learning network"), 118, show_networks))
    register(Kind(STORY, gettext_lazy("Practice story"), 119, show_stories))
    register_arrow(
        Arrow(NETWORK, "event", lambda: NetworkMeeting.objects.filter(network__retired_at=None), "network", "event")
    )
    register_arrow(Arrow(NETWORK, STORY, lambda: PracticeStory.objects.filter(retired_at=None), "network", "pk"))
