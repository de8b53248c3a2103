"""Who and how many stand behind needs and proposals: people who wrote the cards and people who gave them dots."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from talka.events.models import Event
from talka.ui.few import FEW
from talka.workshops.models import Card, Cluster
from talka.workshops.queries import Backing, ClusterResult, ThemeSum, combined, theme_sums


@dataclass(frozen=True)
class Voices:
    """The joined voices of one or several themes; nobody is counted twice. by_hand: of the votes, those counted so."""

    cards: int = 0
    votes: int = 0
    by_hand: int = 0
    backing: Backing = field(default_factory=Backing)

    @property
    def told(self) -> bool:
        """Whether figures may be shown: at least five people, or nobody known (cards from paper only)."""
        return self.backing.people >= FEW or not self.backing.people

    @property
    def figures(self) -> dict[str, int | None]:
        """cards, votes, people, municipalities, regions: each a number, or None where it may not or cannot be told."""
        if not self.told:
            return dict.fromkeys(("cards", "votes", "people", "municipalities", "regions"))
        known = bool(self.backing.people)
        return {
            "cards": self.cards,
            "votes": self.votes,
            "people": self.backing.people if known else None,
            "municipalities": len(self.backing.municipalities) if known else None,
            "regions": len(self.backing.regions) if known else None,
        }


def voices_of(results: Sequence[ClusterResult]) -> Mapping[int, Voices]:
    """The voices behind every theme of an event, by its id; a merged theme speaks as the other. One query."""
    found = {row.id: _voices(row) for row in results}
    return found | _as_others(merged_themes({row.group_id for row in results}), found)


def voices_behind(themes: Mapping[int, int], events: Collection[Event], on: dt.date) -> Mapping[int, Voices]:
    """The same of some themes of several events. themes: the group of each; on: the day as of which areas are told. A
    fixed number of queries."""
    gone = {pk: into for pk, into in merged_themes({*themes.values()}).items() if pk in themes}
    sums = theme_sums([event.pk for event in events], {*themes, *gone.values()}, on)
    found = {pk: _voices(row) for pk, row in sums.items()}
    return found | _as_others(gone, found)


def _as_others(gone: Mapping[int, int], found: Mapping[int, Voices]) -> dict[int, Voices]:
    return {pk: found[target] for pk, target in gone.items() if target in found}


def merged_themes(groups: Collection[int]) -> Mapping[int, int]:
    """Themes of these groups that went into another, with the one that speaks for them. One query."""
    rows = Cluster.objects.filter(group__in=groups, merged_into__isnull=False)
    gone = dict(rows.values_list("pk", "merged_into_id"))
    return {pk: _last(pk, gone) for pk in gone}


def _last(pk: int, gone: Mapping[int, int]) -> int:
    seen = {pk}
    while pk in gone and gone[pk] not in seen:
        pk = gone[pk]
        seen.add(pk)
    return pk


def _voices(row: ClusterResult | ThemeSum) -> Voices:
    return Voices(row.cards, row.votes, row.by_hand, row.backers)


def joined(voices: Iterable[Voices]) -> Voices:
    every = tuple(voices)
    return Voices(
        sum(one.cards for one in every),
        sum(one.votes for one in every),
        sum(one.by_hand for one in every),
        combined(one.backing for one in every),
    )


@dataclass(frozen=True)
class Words:
    """A card's own words, and the theme they stand in."""

    card: str
    text: str
    language: str
    cluster: int


def words_of(clusters: Collection[int], *, inside: bool = False) -> list[Words]:
    """The cards of themes in the order they were written, as far as their readers may see them.

    Writers were told who would read their card: who does not run the event is quoted only those for everybody, once the
    group work is closed and the words can no longer be changed.
    """
    cards = Card.objects.filter(cluster__in=clusters, withdrawn_at__isnull=True).order_by("written_at", "pk")
    if not inside:
        cards = cards.filter(workshop__audience="public", workshop__closed_at__isnull=False, workshop__rehearsal=False)
    return [
        Words(str(pk), text, lang, cl)
        for pk, text, lang, cl in cards.values_list("pk", "text", "language", "cluster_id")
    ]
