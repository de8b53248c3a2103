"""Learning networks as their pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from i18nfield.strings import LazyI18nString

from talka.events.access import events_known_to
from talka.events.models import AgendaItem, AgendaRelease
from talka.indicators.comparing.compared import Compared
from talka.indicators.models import Indicator
from talka.links.queries import came_from
from talka.links.registry import Shown
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.ui.folding import sought
from talka.ui.refusals import Words

from ..access import networks as access
from ..access.stories import stories_known_to
from ..models import (
    Network,
    NetworkMeeting,
    NetworkMember,
    NetworkNote,
    NetworkPerson,
    NetworkTarget,
    NetworkTask,
    PracticeStory,
)
from ..models.networks import Theme
from ..trail_of_networks import NETWORK
from .network_figures import TargetRow, rows_of, side_by_side

FEWEST, MOST = 5, 12
"""Members of a usual network; fewer or more is said, not refused."""
FEWEST_PEOPLE, MOST_PEOPLE = 3, 5
"""Of a member, from several levels of management."""
SHOWN_NOTES, SHOWN_TASKS, SHOWN_STORIES, SHOWN_TARGETS, SHOWN_ITEMS = 30, 15, 30, 24, 8
"""The page of the network stays light; the rest stands on the pages of the members."""
MOST_TARGETS = 500
"""Counted; no network sets as many."""
TELLING = {
    AgendaItem.Kind.TALK,
    AgendaItem.Kind.PANEL,
    AgendaItem.Kind.GROUP,
    AgendaItem.Kind.PLENARY,
    AgendaItem.Kind.VISIT,
    AgendaItem.Kind.OTHER,
}
"""What of an agenda says what a meeting is about; openings and breaks do not."""


def networks_of(person: Person | None, *, theme: str = "", words: str = "") -> QuerySet[Network]:
    """The networks a person may know of, the newest first. words: all of them, wherever they stand in the title, the
    aim, the theme or the names of members, without diacritics."""
    rows = access.networks_known_to(person).select_related("programme").annotate(member_count=_members())
    if theme:
        rows = rows.filter(theme=theme)
    for word in sought(words):
        members = NetworkMember.objects.filter(network=OuterRef("pk"), left_on=None)
        named = members.filter(organisation__folded__contains=word)
        themes = Theme.called(word)
        rows = rows.filter(Q(folded__contains=word) | Q(Exists(named)) | Q(theme__in=themes))
    return rows.order_by("-created_at", "-pk")


def networks_in(programme: Programme, person: Person | None) -> list[Network]:
    """Those of one programme, for its page. One query."""
    rows = access.networks_known_to(person).filter(programme=programme).annotate(member_count=_members())
    return list(rows.order_by("created_at", "pk"))


def retired_of(programmes: QuerySet[Programme]) -> list[Network]:
    """Those that were taken away, of programmes the reader organises. One query."""
    return list(Network.objects.filter(programme__in=programmes).exclude(retired_at=None).order_by("-retired_at")[:100])


def _members() -> Count:
    return Count("members", filter=Q(members__left_on=None), distinct=True)


@dataclass(frozen=True)
class MemberRow:
    """people: empty for readers who are not inside. hosted: how many meetings."""

    member: NetworkMember
    people: Sequence[NetworkPerson]
    hosted: int

    @property
    def unusual(self) -> bool:
        return not FEWEST_PEOPLE <= len(self.people) <= MOST_PEOPLE


@dataclass(frozen=True)
class MeetingRow:
    """items: (kind, title) of the agenda as it was last published."""

    meeting: NetworkMeeting
    items: Sequence[tuple[Words, str]]


@dataclass(frozen=True)
class NetworkPage:
    """A network on one page. What is for those inside only is empty for others. unusual: what is not as usual, in
    sentences. not_hosted: members that no meeting was at. all_targets, reached: how many there are, those that are not
    shown too."""

    members: Sequence[MemberRow]
    left: Sequence[NetworkMember]
    coordinators: Sequence[NetworkPerson]
    meetings: Sequence[MeetingRow]
    not_hosted: Sequence[NetworkMember]
    compared: Compared
    lacking: Sequence[NetworkMember]
    notes: Sequence[NetworkNote]
    more_notes: bool
    stories: Sequence[PracticeStory]
    more_stories: bool
    targets: Sequence[TargetRow]
    all_targets: int
    reached: int
    tasks: Sequence[NetworkTask]
    more_tasks: bool
    causes: Sequence[Shown]
    unusual: Sequence[Words]


def page_of_network(network: Network, person: Person | None) -> NetworkPage:
    """A fixed number of queries, however much the network holds: about twenty for those inside, fewer for others."""
    inside, runs = access.may_read_inside(person, network), access.may_run(person, network)
    members = list(
        NetworkMember.objects.filter(network=network)
        .select_related("organisation", "area")
        .defer("area__boundary", "area__outline")
    )
    present = [member for member in members if member.left_on is None]
    people = people_of(network) if inside else []
    meetings = _meetings(network, person)
    hosted: dict[int | None, int] = {}
    for row in meetings:
        hosted[row.meeting.host_id] = hosted.get(row.meeting.host_id, 0) + 1
    rows = [
        MemberRow(each, [one for one in people if one.member_id == each.pk], hosted.get(each.pk, 0)) for each in present
    ]
    compared = side_by_side(present, list(network.indicators.all()))
    notes = _notes(network)[: SHOWN_NOTES + 1] if inside else []
    tasks = _open_tasks(network)[: SHOWN_TASKS + 1] if inside else []
    stories = list(
        stories_known_to(person)
        .filter(network=network)
        .select_related("organisation")
        .order_by("-published_at", "-pk")[: SHOWN_STORIES + 1]
    )
    reads = access.may_read_targets(person, network)
    targets = rows_of(list(targets_of(network)[:MOST_TARGETS])) if reads else []
    return NetworkPage(
        members=rows,
        left=[member for member in members if member.left_on is not None],
        coordinators=[one for one in people if one.member_id is None],
        meetings=meetings,
        not_hosted=[row.member for row in rows if not row.hosted],
        compared=compared,
        lacking=[member for member in present if member.area_id is None],
        notes=notes[:SHOWN_NOTES],
        more_notes=len(notes) > SHOWN_NOTES,
        stories=stories[:SHOWN_STORIES],
        more_stories=len(stories) > SHOWN_STORIES,
        targets=targets[:SHOWN_TARGETS],
        all_targets=len(targets),
        reached=sum(row.reached for row in targets),
        tasks=tasks[:SHOWN_TASKS],
        more_tasks=len(tasks) > SHOWN_TASKS,
        causes=came_from(NETWORK, network.pk, person),
        unusual=_unusual(network, rows) if runs else [],
    )


def people_of(network: Network) -> list[NetworkPerson]:
    """Who takes part now, and who coordinates. One query."""
    rows = NetworkPerson.objects.filter(network=network, left_on=None)
    return list(rows.select_related("person__organisation"))


def targets_of(network: Network) -> QuerySet[NetworkTarget]:
    rows = NetworkTarget.objects.filter(member__network=network, retired_at=None, member__left_on=None)
    rows = rows.select_related("indicator", "member__organisation")
    return rows.order_by("member__order", "member_id", "pk")


def _notes(network: Network) -> list[NetworkNote]:
    rows = NetworkNote.objects.filter(member__network=network, retired_at=None)
    return list(rows.select_related("indicator", "member__organisation").order_by("-changed_at")[: SHOWN_NOTES + 1])


def _open_tasks(network: Network) -> list[NetworkTask]:
    """What is still to be done, the nearest day first."""
    rows = NetworkTask.objects.filter(member__network=network, member__left_on=None, retired_at=None, done_on=None)
    return list(rows.select_related("member__organisation").order_by("due_on", "pk")[: SHOWN_TASKS + 1])


def _meetings(network: Network, person: Person | None) -> list[MeetingRow]:
    """In the order of their days, as far as the reader may know of the events, with what their published agendas
    hold. Two queries."""
    found = NetworkMeeting.objects.filter(network=network, event__in=events_known_to(person))
    rows = list(found.select_related("event", "host__organisation").order_by("event__first_day", "pk"))
    released = AgendaRelease.objects.filter(event__in=[row.event_id for row in rows])
    newest = released.order_by("event_id", "-number").distinct("event_id").values_list("event_id", "items")
    items = {event: [item for item in frozen if _tells(item)] for event, frozen in newest}
    return [MeetingRow(row, [_told(item) for item in items.get(row.event_id, [])[:SHOWN_ITEMS]]) for row in rows]


def _tells(item: Mapping[str, Any]) -> bool:
    return item.get("kind") in TELLING and not item.get("cancelled")


def _told(item: Mapping[str, Any]) -> tuple[Words, str]:
    return AgendaItem.Kind(item["kind"]).label, str(LazyI18nString(item.get("title") or ""))


def _unusual(network: Network, rows: Sequence[MemberRow]) -> list[Words]:
    """What differs from a usual network, for those who run it. Nothing of it is forbidden."""
    said: list[Words] = []
    number = len(rows)
    if not FEWEST <= number <= MOST:
        words = ngettext(
            "The network has %(number)s member. Most have %(fewest)s to %(most)s, so that all can talk.",
            "The network has %(number)s members. Most have %(fewest)s to %(most)s, so that all can talk.",
            number,
        )
        said.append(words % {"number": number, "fewest": FEWEST, "most": MOST})
    odd = [str(row.member) for row in rows if row.unusual]
    if odd:
        words = _(
            "Usually %(fewest)s to %(most)s people of a member take part, from several levels. Otherwise: %(whose)s."
        )
        said.append(words % {"fewest": FEWEST_PEOPLE, "most": MOST_PEOPLE, "whose": ", ".join(odd)})
    if network.starts and network.ends and not 180 <= (network.ends - network.starts).days <= 550:
        said.append(_("Most networks work for about a year; this one is planned for another time."))
    return said


@dataclass(frozen=True)
class MemberPage:
    """A member's own page inside the network. retired: the notes, targets and homework taken away last, as (kind,
    row)."""

    people: Sequence[NetworkPerson]
    notes: Sequence[NetworkNote]
    targets: Sequence[TargetRow]
    tasks: Sequence[NetworkTask]
    stories: Sequence[PracticeStory]
    retired: Sequence[tuple[str, Any]]


MOST_ROWS = 100
SHOWN_RETIRED = 20


def page_of_member(member: NetworkMember, person: Person | None) -> MemberPage:
    """Six queries, and what was taken away is in them."""
    notes = list(
        NetworkNote.objects.filter(member=member).select_related("indicator").order_by("-changed_at")[:MOST_ROWS]
    )
    targets = list(NetworkTarget.objects.filter(member=member).select_related("indicator").order_by("pk")[:MOST_ROWS])
    tasks = list(NetworkTask.objects.filter(member=member).order_by("-due_on", "-pk")[:MOST_ROWS])
    rows: list[NetworkNote | NetworkTarget | NetworkTask] = [*notes, *targets, *tasks]
    for row in rows:
        row.member = member
    stories = stories_known_to(person).filter(network=member.network, organisation=member.organisation)
    gone: list[tuple[str, Any]] = [("note", row) for row in notes if row.retired_at is not None]
    gone += [("target", row) for row in targets if row.retired_at is not None]
    if access.may_run(person, member.network):
        gone += [("task", row) for row in tasks if row.retired_at is not None]
    people = NetworkPerson.objects.filter(member=member, left_on=None).select_related("person__organisation")
    return MemberPage(
        list(people),
        [row for row in notes if row.retired_at is None],
        rows_of([row for row in targets if row.retired_at is None]),
        [row for row in tasks if row.retired_at is None],
        list(stories.order_by("-pk")[:SHOWN_STORIES]),
        sorted(gone, key=lambda each: each[1].retired_at, reverse=True)[:SHOWN_RETIRED],
    )


def indicators_to_choose() -> QuerySet[Indicator]:
    """Those of which anything is known, by theme."""
    return Indicator.objects.filter(observations__current=True, observations__value__isnull=False).distinct()


def of_person(person: Person) -> list[NetworkPerson]:
    """Where somebody takes part now, for their own page. One query."""
    rows = NetworkPerson.objects.filter(person=person, left_on=None, member__left_on=None, network__retired_at=None)
    rows = rows.exclude(network__state=Network.State.ENDED)
    return list(rows.select_related("network", "member__organisation").order_by("-pk")[:MOST_ROWS])


def of_person_due(person: Person) -> list[NetworkTask]:
    """Homework of the members for which somebody takes part that is not done, the nearest day first. One query."""
    rows = NetworkTask.objects.filter(
        member__people__person=person, member__people__left_on=None, member__left_on=None,
        member__network__retired_at=None, retired_at=None, done_on=None,
    )  # fmt: skip
    return list(
        rows.exclude(member__network__state=Network.State.ENDED)
        .select_related("member__network")
        .order_by("due_on", "pk")[:20]
    )
