"""What became of what was said: of the needs of an event, and of one person's own words."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from talka.events.access import events_known_to
from talka.events.models import Event, Registration
from talka.people.models import Person
from talka.programmes.access import team_projects
from talka.ui.few import shown_parts
from talka.workshops.models import Ballot, Card, Cluster

from ..access import known_to, plan_told
from ..models import Answering, Measure, Need, NeedEvidence, NeedResponse
from .findings import voiced_needs
from .voices import merged_themes

UNDER_WAY = (Measure.State.ACCEPTED, Measure.State.DONE)


@dataclass(frozen=True)
class Became:
    """A need and what is done about it. measures: those decided on or done, as far as the reader may know."""

    need: Need
    measures: tuple[Measure, ...]

    @property
    def answered(self) -> bool:
        return self.need.state == Need.State.ANSWERED

    @property
    def declined(self) -> bool:
        return self.need.state == Need.State.DECLINED

    @property
    def under_way(self) -> bool:
        return not self.answered and not self.declined and bool(self.measures)


@dataclass(frozen=True)
class Whole:
    """All needs of an event, those answered first, then those under way, the declined ones last."""

    rows: tuple[Became, ...]

    @property
    def answered(self) -> int:
        return sum(1 for row in self.rows if row.answered)

    @property
    def under_way(self) -> int:
        return sum(1 for row in self.rows if row.under_way)


def became_of(event: Event, person: Person | None) -> Whole:
    """What became of the needs voiced at an event that the person may know of. A fixed number of queries."""
    needs = known_to(person, voiced_needs(event)).order_by("pk")
    return Whole(tuple(sorted(_rows(needs, person), key=_place)))


def _rows(needs: QuerySet[Need], person: Person | None) -> Iterable[Became]:
    told = _told_measures(person)
    answers = Answering.objects.filter(measure__in=told).select_related("measure").order_by("measure_id")
    held = Prefetch("answerings__measure__held_as", events_known_to(person))
    for need in needs.prefetch_related(Prefetch("answerings", answers), held):
        yield Became(need, tuple(answer.measure for answer in need.answerings.all()))


def _told_measures(person: Person | None) -> QuerySet[Measure]:
    """Measures that are decided on: for everybody once the decision is published or an event is held as it."""
    rows = known_to(person, Measure.objects.filter(state__in=UNDER_WAY))
    told = plan_told() | Q(state=Measure.State.DONE)
    if person is not None:
        told |= Q(programme__in=team_projects(person).values("programme"))
    return rows.filter(told).distinct()


def _place(row: Became) -> tuple[int, int]:
    order = 0 if row.answered else 3 if row.declined else 1 if row.measures else 2
    return order, row.need.pk


@dataclass(frozen=True)
class Said:
    """A card in the person's own words, and the needs and measures that its theme became."""

    text: str
    language: str
    needs: tuple[Became, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class Wording:
    """A need that the person spoke for, and what they said to its wording."""

    row: Became
    response: NeedResponse | None


@dataclass(frozen=True)
class OwnWords:
    """said: cards; wordings: every need that the person wrote or voted for."""

    said: tuple[Said, ...]
    wordings: tuple[Wording, ...]


def own_words(registration: Registration) -> OwnWords:
    """What became of what one person said at one event. A fixed number of queries."""
    cards = list(_written().filter(seat__registration=registration).order_by("written_at", "pk"))
    spoken = _spoken(registration, cards)
    groups, gone = _gone(spoken)
    needs_of = _needs_of(spoken, groups, gone)
    wanted = {need for needs in needs_of.values() for need in needs}
    # Whoever spoke may know what became of it: also where the report is still being written.
    rows = {row.need.pk: row for row in _rows(Need.objects.filter(pk__in=wanted), None)}
    measures_of = _measures_of(spoken, gone)
    responses = {row.need_id: row for row in NeedResponse.objects.filter(person=registration.person, need__in=wanted)}
    return OwnWords(
        tuple(
            Said(
                card.text,
                card.language,
                tuple(rows[pk] for pk in sorted(needs_of.get(card.cluster_id or 0, ())) if pk in rows),
                measures_of.get(card.cluster_id or 0, ()),
            )
            for card in cards
        ),
        tuple(Wording(rows[pk], responses.get(pk)) for pk in sorted(rows)),
    )


def spoke_for(registration: Registration, need: int) -> bool:
    """Whether the person wrote a card of the need's themes or gave them a vote."""
    spoken = _spoken(registration, _written().filter(seat__registration=registration))
    return any(need in needs for needs in _needs_of(spoken, *_gone(spoken)).values())


def _written() -> QuerySet[Card]:
    """Cards that stand, of group work that was no rehearsal."""
    return Card.objects.filter(withdrawn_at__isnull=True, workshop__rehearsal=False)


def _given() -> QuerySet[Ballot]:
    """Votes for themes that count, of group work that was no rehearsal."""
    return Ballot.objects.filter(cluster__isnull=False, counted=True, cluster__group__workshop__rehearsal=False)


def _spoken(registration: Registration, cards: Iterable[Card]) -> set[int]:
    """The themes that a person wrote a card of or gave a vote. One query besides that of the cards."""
    gave = _given().filter(seat__registration=registration)
    return {card.cluster_id for card in cards if card.cluster_id} | set(gave.values_list("cluster_id", flat=True))


def _gone(themes: Collection[int]) -> tuple[set[int], Mapping[int, int]]:
    """The groups of themes, and which of their themes went into another. Two queries."""
    groups = set(Cluster.objects.filter(pk__in=themes).values_list("group_id", flat=True))
    return groups, merged_themes(groups)


def _needs_of(themes: Collection[int], groups: Collection[int], gone: Mapping[int, int]) -> dict[int, set[int]]:
    """By theme, the needs it says: by itself, or as the one that a theme in evidence was merged into; needs that went
    into another are told as that one."""
    rows = NeedEvidence.objects.filter(cluster__group__in=groups).values_list("cluster_id", "need_id")
    into = dict(Need.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    found: dict[int, set[int]] = {}
    for theme, need in rows:
        while need in into:
            need = into[need]
        for name in {theme, gone.get(theme, theme)} & set(themes):
            found.setdefault(name, set()).add(need)
    return found


def _measures_of(themes: Collection[int], gone: Mapping[int, int]) -> dict[int, tuple[Measure, ...]]:
    """By theme, the measures that are decided on and told which it proposes: by itself, or as the one that a theme in
    evidence was merged into."""
    wanted = {*themes, *(pk for pk, into in gone.items() if into in themes)}
    found: dict[int, tuple[Measure, ...]] = {}
    rows = _told_measures(None).filter(evidence__cluster__in=wanted, merged_into=None)
    for measure in rows.prefetch_related("evidence").order_by("pk"):
        said = {each.cluster_id for each in measure.evidence.all()}
        for theme in said | {gone.get(pk, pk) for pk in said}:
            found[theme] = (*found.get(theme, ()), measure)
    return found


def speakers(themes: Collection[int]) -> QuerySet[Person]:
    """The people known by name who wrote a card of these themes or gave them a vote that counts."""
    groups = set(Cluster.objects.filter(pk__in=themes).values_list("group_id", flat=True))
    gone = merged_themes(groups)
    wanted = {gone.get(pk, pk) for pk in themes} | set(themes)
    wrote, gave = _written().filter(cluster__in=wanted), _given().filter(cluster__in=wanted)
    named = Q(pk__in=wrote.values("seat__registration__person")) | Q(pk__in=gave.values("seat__registration__person"))
    return Person.objects.filter(named, erased_at=None, merged_into=None)


def groups_people(themes: Collection[int]) -> QuerySet[Person]:
    """The people known by name who sat in the groups where these themes were said, whatever each said there."""
    groups = Cluster.objects.filter(pk__in=themes).values("group_id")
    seated = Registration.objects.filter(seats__group__in=groups, seats__workshop__rehearsal=False)
    return Person.objects.filter(pk__in=seated.values("person"), erased_at=None, merged_into=None)


def spoke_at(event: Event) -> QuerySet[Registration]:
    """Who wrote a card or voted in the group work of an event, by their registrations."""
    wrote, gave = _written().filter(workshop__event=event), _given().filter(cluster__group__workshop__event=event)
    own = Q(pk__in=wrote.values("seat__registration")) | Q(pk__in=gave.values("seat__registration"))
    return Registration.objects.filter(own, event=event, person__erased_at=None)


@dataclass(frozen=True)
class Responses:
    """What those who spoke say to the wording of a need. confirmed, corrected: how many people, None where they are
    fewer than five together; corrections: in their words, without names."""

    confirmed: int | None
    corrected: int | None
    corrections: tuple[NeedResponse, ...]


def responses_to(need: Need) -> Responses:
    """One query."""
    rows = list(need.responses.all())
    sides = [sum(1 for row in rows if row.confirms), sum(1 for row in rows if not row.confirms)]
    confirmed, corrected = shown_parts(sides) if rows else (0, 0)
    open_ones = (row for row in rows if not row.confirms and row.settled_at is None and row.wording == need.words)
    return Responses(confirmed, corrected, tuple(sorted(open_ones, key=lambda row: row.words)))
