"""Who and how many stand behind needs and proposals: people who wrote the cards and people who gave them dots."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from talka.ui.few import FEW
from talka.workshops.models import Card, Cluster
from talka.workshops.queries import Backing, ClusterResult


@dataclass(frozen=True)
class Voices:
    """The joined voices of one or several themes; nobody is counted twice. by_hand: of the votes, those counted so."""

    cards: int = 0
    votes: int = 0
    by_hand: int = 0
    backing: Backing = field(default_factory=Backing)

    def __or__(self, other: "Voices") -> "Voices":
        return Voices(
            self.cards + other.cards,
            self.votes + other.votes,
            self.by_hand + other.by_hand,
            self.backing | other.backing,
        )

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
    """The voices behind every theme of some events, by its id; a merged theme speaks as the other. One query."""
    found = {row.id: _voices(row) for row in results}
    gone = merged_themes({row.group_id for row in results})
    return found | {pk: found[target] for pk, target in gone.items() if target in found}


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


def _voices(row: ClusterResult) -> Voices:
    return Voices(row.cards, row.votes, row.by_hand, row.backers)


def joined(voices: Iterable[Voices]) -> Voices:
    total = Voices()
    for one in voices:
        total |= one
    return total


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
