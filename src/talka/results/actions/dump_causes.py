"""What things come from, as the files name it: needs, measures and what else leads on."""

from collections.abc import Mapping

from talka.links.models import Link
from talka.programmes.models import Programme

from .dump_needs import measures_by_key, needs_by_key

Named = Mapping[tuple[str, str], str]
"""Kind and row id, as arrows have them, to the key that the files use."""
PLURALS = {"need": "needs", "measure": "measures"}


def causes_by_key(programme: Programme) -> dict[tuple[str, str], str]:
    """The programme's needs and measures."""
    named = {("need", str(need.pk)): key for key, need in needs_by_key(programme).items()}
    return named | {("measure", str(measure.pk)): key for key, measure in measures_by_key(programme).items()}


def causes_of(kind: str, pk: int, named: Named, plurals: Mapping[str, str] = PLURALS) -> dict[str, list[str]]:
    """The keys of what led to a thing; plurals: under which word each kind stands."""
    links = Link.objects.filter(to_kind=kind, to_id=str(pk)).order_by("pk").values_list("from_kind", "from_id")
    found: dict[str, list[str]] = {name: [] for name in plurals.values()}
    for link in links:
        if link in named:
            found[plurals[link[0]]].append(named[link])
    return found


def showed_by(kind: str, pk: int, relation: str, named: Named) -> list[str]:
    """The keys of the needs to which an arrow of this meaning leads."""
    links = Link.objects.filter(from_kind=kind, from_id=str(pk), relation=relation, to_kind="need").order_by("pk")
    return [named["need", to] for to in links.values_list("to_id", flat=True) if ("need", to) in named]
