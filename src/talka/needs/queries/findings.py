"""What was found at an event: needs and proposals in the order of their votes, with the voices behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from talka.events.access import events_known_to
from talka.events.models import Event
from talka.people.models import Person
from talka.workshops.models import CardKind, Cluster
from talka.workshops.queries import ClusterResult, cluster_results

from ..access import events_told, may_read_cards, may_read_findings
from ..models import Answering, Measure, MeasureEvidence, Need, NeedEvidence
from .voices import Voices, Words, joined, voices_behind, voices_of, words_of


@dataclass(frozen=True)
class Finding:
    """A need or a measure as the pages show it. linked: the measures that answer it, or the needs it answers; events:
    on its own page, where it was voiced, as far as the reader may know."""

    thing: Need | Measure
    voices: Voices
    clusters: tuple[Cluster, ...]
    linked: tuple[Need | Measure, ...]
    words: tuple[Words, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(str(cluster.group) for cluster in self.clusters))

    @property
    def by_hand(self) -> bool:
        """Whether some of the votes that are told were counted by hand."""
        return self.voices.told and self.voices.by_hand > 0

    @property
    def figures(self) -> dict[str, int | None]:
        return self.voices.figures


@dataclass(frozen=True)
class Found:
    needs: tuple[Finding, ...] = ()
    measures: tuple[Finding, ...] = ()


def findings_of(event: Event, *, inside: bool = False, results: Sequence[ClusterResult] | None = None) -> Found:
    """Needs and measures voiced at `event`, most votes first; those whose figures may not be shown come last.

    inside: the reader runs the event and sees also cards that are not for everybody. results: the themes of the event
    where the caller has read them. A fixed number of queries whatever their number.
    """
    needs = list(
        _voiced_at(event, Need, NeedEvidence).prefetch_related(
            _evidence(NeedEvidence), Prefetch("answerings", _told("measure", event))
        )
    )
    measures = list(
        _voiced_at(event, Measure, MeasureEvidence)
        .select_related("held_as")
        .prefetch_related(_evidence(MeasureEvidence), Prefetch("answerings", _told("need", event)))
    )
    voices = voices_of(cluster_results(event) if results is None else results)
    things: list[Any] = [*needs, *measures]
    clusters = {row.cluster_id for thing in things for row in thing.evidence.all()}
    words: dict[int, list[Words]] = {}
    for one in words_of(clusters, inside=inside):
        words.setdefault(one.cluster, []).append(one)
    return Found(
        _ordered([_finding(need, [a.measure for a in need.answerings.all()], voices, words) for need in needs]),
        _ordered([_finding(m, [a.need for a in m.answerings.all()], voices, words) for m in measures]),
    )


def voiced_needs(event: Event) -> QuerySet[Need]:
    """The needs voiced at an event, whoever may know of them."""
    rows: QuerySet[Need] = _voiced_at(event, Need, NeedEvidence)
    return rows


def _voiced_at(event: Event, model: Any, evidence: Any) -> QuerySet[Any]:
    """What was first voiced there, and what its themes went into when needs of several events were merged."""
    owner = "need_id" if model is Need else "measure_id"
    themes = evidence.objects.filter(cluster__group__workshop__event=event).values(owner)
    rows: QuerySet[Any] = model.objects.filter(Q(event=event) | Q(pk__in=themes), merged_into__isnull=True)
    return rows


def finding_of(thing: Need | Measure, person: Person | None) -> Finding:
    """One need or measure with its voices and words, for its own page.

    It may have been voiced at several events: those whose findings the person may not read yet add nothing to it.
    """
    rows: Any = thing.evidence.select_related("cluster__group__item", "cluster__group__workshop__event__project")
    evidence = list(rows.filter(cluster__group__workshop__event__in=events_told(person)).order_by("pk"))
    events = {row.cluster.group.workshop.event for row in evidence}
    on = max((event.first_day for event in events), default=None)
    themes = {row.cluster_id: row.cluster.group_id for row in evidence}
    voices = voices_behind(themes, events, on) if on else {}
    inside = {event.pk for event in events if may_read_cards(person, event)}
    run = {row.cluster_id for row in evidence if row.cluster.group.workshop.event_id in inside}
    others = {row.cluster_id for row in evidence} - run
    words: dict[int, list[Words]] = {}
    for one in [*words_of(run, inside=True), *words_of(others)]:
        words.setdefault(one.cluster, []).append(one)
    linked: Sequence[Need | Measure]
    if isinstance(thing, Need):
        linked = [row.measure for row in _told("measure", thing.event).filter(need=thing)]
    else:
        linked = [row.need for row in _told("need", thing.event).filter(measure=thing)]
    spoken = events | ({thing.event} if thing.event and may_read_findings(person, thing.event) else set())
    found = _joined(thing, tuple(row.cluster for row in evidence), linked, voices, words)
    return replace(found, events=tuple(sorted(spoken, key=lambda event: (event.first_day, event.pk))))


def _told(side: str, event: Event | None) -> QuerySet[Answering]:
    """Answerings whose other `side` may be named beside what was found at `event`: voiced there too, or published."""
    published = Q(
        **{f"{side}__event__in": events_known_to(None), f"{side}__event__findings__published_at__isnull": False}
    )
    return Answering.objects.filter(
        published | Q(**{f"{side}__event": event}) | Q(**{f"{side}__event": None}), **{f"{side}__merged_into": None}
    ).select_related(side)


def _evidence(model: type[NeedEvidence] | type[MeasureEvidence]) -> Any:
    return Prefetch("evidence", model.objects.select_related("cluster__group__item").order_by("pk"))


def _finding(
    thing: Any,
    linked: Sequence[Need | Measure],
    voices: Mapping[int, Voices],
    words: Mapping[int, list[Words]],
) -> Finding:
    return _joined(thing, tuple(row.cluster for row in thing.evidence.all()), linked, voices, words)


def _joined(
    thing: Need | Measure,
    clusters: tuple[Cluster, ...],
    linked: Sequence[Need | Measure],
    voices: Mapping[int, Voices],
    words: Mapping[int, list[Words]],
) -> Finding:
    own = {cluster.pk for cluster in clusters}
    return Finding(
        thing,
        joined(voices[pk] for pk in own if pk in voices),
        clusters,
        tuple(linked),
        tuple(one for cluster in clusters for one in words.get(cluster.pk, ())),
    )


def _ordered(findings: list[Finding]) -> tuple[Finding, ...]:
    def place(finding: Finding) -> tuple[bool, int, int, str]:
        shown = finding.figures
        return (shown["votes"] is None, -(shown["votes"] or 0), -(shown["municipalities"] or 0), finding.thing.words)

    return tuple(sorted(findings, key=place))


def open_themes(event: Event) -> list[ClusterResult]:
    """Themes with cards that are neither a need nor a proposal yet, by group and order. Notes become neither."""
    taken = {*_taken(NeedEvidence, event), *_taken(MeasureEvidence, event)}
    return [row for row in cluster_results(event) if row.cards and row.kind != CardKind.NOTE and row.id not in taken]


def _taken(model: type[NeedEvidence] | type[MeasureEvidence], event: Event) -> set[int]:
    return set(model.objects.filter(cluster__group__workshop__event=event).values_list("cluster_id", flat=True))
