"""The library of practice stories."""

import datetime as dt

from django.db.models import F, Q, QuerySet

from talka.people.models import Person
from talka.territories.models import Area, Belonging
from talka.territories.queries import standing
from talka.ui.folding import sought
from talka.ui.refusals import Words

from ..access import stories as access
from ..models import PracticeStory
from ..models.networks import Theme


def stories_of(
    person: Person | None, *, words: str = "", theme: str = "", area: Area | None = None, today: dt.date | None = None
) -> QuerySet[PracticeStory]:
    """The stories a reader may know of, the newest first, own drafts before them. words: all of them, wherever they
    stand in the story or the names of municipality, area and themes, without diacritics; area: with all in it."""
    rows = access.stories_known_to(person).select_related("organisation", "area", "indicator")
    rows = rows.defer("area__boundary", "area__outline")
    if theme:
        rows = rows.filter(themes__contains=[theme])
    if area is not None:
        inside = Belonging.objects.filter(parent=area)
        inside = inside.filter(standing(today)) if today is not None else inside
        rows = rows.filter(Q(area=area) | Q(area__in=inside.values("child")))
    for word in sought(words):
        found = Q(folded__contains=word) | Q(organisation__folded__contains=word) | Q(area__folded__contains=word)
        for key in Theme.called(word):
            found |= Q(themes__contains=[key])
        rows = rows.filter(found)
    return rows.order_by(F("published_at").desc(nulls_first=True), "-pk")


def of_area(area: Area) -> list[PracticeStory]:
    """What is published of an area, the newest first, for its page. One query."""
    rows = PracticeStory.objects.filter(area=area, retired_at=None, published_at__isnull=False)
    return list(rows.select_related("organisation").order_by("-published_at", "-pk")[:20])


def retired_of(person: Person | None) -> list[PracticeStory]:
    """Those taken away that the reader may bring back. One query and those of access."""
    rows = access.stories_to_change(person).exclude(retired_at=None)
    return list(rows.select_related("organisation").order_by("-retired_at")[:100])


def themes_of(story: PracticeStory) -> list[tuple[str, Words]]:
    """Key and name, in the order in which themes stand; unknown ones are passed over."""
    return [(key, label) for key, label in Theme.choices if key in story.themes]
