"""Initiatives of the same municipality that say much the same, so that two do not ask for one thing apart."""

from django.db.models import Q
from django.utils import timezone

from talka.methods.clustering.evaluate import Standing
from talka.methods.clustering.problem import Card, Problem
from talka.resources.queries.places import within
from talka.territories.models import Area
from talka.territories.queries import municipalities_of

from ..access.initiatives import published
from ..models import Initiative, Resemblance

ALIKE = 0.4
"""From this likeness on two are shown to each other. Above the method's own bound for cards: texts of one place share
subjects (a yard, a road, families) without asking for the same thing."""
MOST_COMPARED = 200
"""The newest ones; comparing takes a tenth of a second then."""
MOST_SHOWN = 5


def alike_to(row: Initiative) -> list[tuple[int, float]]:
    """Row ids of published initiatives that are like this one, with the likeness between 0 and 1, the most alike first.
    Compared is what is to be done, where and why. Three queries, and up to a tenth of a second of computing."""
    others = published().filter(area__in=within([_home(row.area)]).values("pk")).exclude(pk=row.pk)
    others = others.exclude(state=Initiative.State.WITHDRAWN)
    cards = [Card(str(one.pk), _words(one)) for one in others.order_by("-published_at", "-pk")[:MOST_COMPARED]]
    if not cards:
        return []
    own = Card("own", _words(row))
    standing = Standing(Problem((own, *cards)), {card.id: card.id for card in (own, *cards)})
    return [(int(pk), alike) for pk, alike in standing.nearest("own") if alike >= ALIKE]


def _home(area: Area) -> int:
    """The municipality an area lies in; itself where it lies in none."""
    home = municipalities_of([area.pk], timezone.localdate()).get(area.pk)
    return area.pk if home is None else home.pk


def _words(row: Initiative) -> str:
    return f"{row.title}. {row.what} {row.where} {row.why}"


def before_publishing(row: Initiative) -> list[Initiative]:
    """Of a draft, computed now: the most alike first. Queries as above, and one."""
    order = [pk for pk, _alike in alike_to(row)[:MOST_SHOWN]]
    found = Initiative.objects.select_related("area").in_bulk(order)
    return [found[pk] for pk in order if pk in found]


def similar_to(row: Initiative) -> list[Initiative]:
    """Of a published one, as it was compared when either was published or changed last. Two queries."""
    pairs = Resemblance.objects.filter(Q(initiative=row) | Q(other=row)).values_list("initiative", "other", "permille")
    nearest: dict[int, int] = {}
    for one, other, permille in pairs:
        pk = other if one == row.pk else one
        nearest[pk] = max(nearest.get(pk, 0), permille)
    rows = published().filter(pk__in=nearest).exclude(state=Initiative.State.WITHDRAWN).select_related("area")
    return sorted(rows, key=lambda one: (-nearest[one.pk], one.pk))[:MOST_SHOWN]
