"""Who may see and change what of learning networks. People, notes and homework are the network's own; a member keeps
what is its own, those who run the network all of it."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from talka.people.access import not_allowed, once
from talka.people.models import Person
from talka.programmes.access import organises_in

from ..models import (
    Network,
    NetworkMeeting,
    NetworkMember,
    NetworkNote,
    NetworkPerson,
    NetworkTarget,
    NetworkTask,
)
from .in_programmes import known, one_of

Row = TypeVar("Row", NetworkNote, NetworkTask, NetworkTarget)
"""What hangs on a member."""


def places_of(person: Person | None, network: Network) -> Sequence[NetworkPerson]:
    """As what somebody takes part in a network: its coordinator, or of a member that has not left. One query per
    request."""
    if person is None:
        return ()
    rows = NetworkPerson.objects.filter(network=network, person=person, left_on=None, member__left_on=None)
    return once(person, f"places in network {network.pk}", lambda: list(rows.select_related("member")))


def may_run(person: Person | None, network: Network) -> bool:
    """Who organises the programme in which it stands, and its coordinators."""
    if organises_in(person, network.programme_id):
        return True
    return any(place.member_id is None for place in places_of(person, network))


def members_of(person: Person | None, network: Network) -> frozenset[int]:
    """The members for which somebody takes part, by row id; mostly one."""
    return frozenset(place.member_id for place in places_of(person, network) if place.member_id is not None)


def may_read_inside(person: Person | None, network: Network) -> bool:
    """What the network keeps among its own: people, notes, homework."""
    return may_run(person, network) or bool(places_of(person, network))


def may_work_for(person: Person | None, member: NetworkMember) -> bool:
    """Write notes, targets and what was done for a member: its own people, and those who run the network."""
    network = member.network
    if may_run(person, network):
        return True
    return member.left_on is None and member.pk in members_of(person, network)


def may_read_targets(person: Person | None, network: Network) -> bool:
    return network.targets_open or may_read_inside(person, network)


def networks_known_to(person: Person | None) -> QuerySet[Network]:
    """Published ones of public programmes; drafts of those who run them or take part."""
    places = NetworkPerson.objects.filter(network=OuterRef("pk"), person=person, left_on=None, member__left_on=None)
    return known(Network.objects.all(), person, Q(Exists(places)))


def network_for(person: Person | None, slug: str) -> Network:
    """Taken away ones are there only for those who may bring them back."""
    return one_of(Network.objects.all(), networks_known_to(person), person, slug)


def network_to_run(person: Person | None, slug: str) -> Network:
    """For pages on which it is changed: "not found" to everybody else, and where it was taken away."""
    row = network_for(person, slug)
    if row.retired_at is not None or not may_run(person, row):
        raise Http404
    return row


def network_to_organise(person: Person | None, slug: str) -> Network:
    """For taking it away and bringing it back: organisers of its programme."""
    row = network_for(person, slug)
    if not organises_in(person, row.programme_id):
        raise Http404
    return row


def network_inside(person: Person | None, slug: str) -> Network:
    row = network_for(person, slug)
    if row.retired_at is not None or not may_read_inside(person, row):
        raise Http404
    return row


def member_for(person: Person | None, slug: str, pk: int) -> NetworkMember:
    """A member's own page stands inside the network."""
    return _member(network_inside(person, slug), pk)


def member_to_run(person: Person | None, slug: str, pk: int) -> NetworkMember:
    return _member(network_to_run(person, slug), pk)


def member_to_work_for(person: Person | None, slug: str, pk: int) -> NetworkMember:
    row = member_for(person, slug, pk)
    if row.left_on is not None or not may_work_for(person, row):
        raise Http404
    return row


def _member(network: Network, pk: int) -> NetworkMember:
    rows = NetworkMember.objects.select_related("organisation", "area").defer("area__boundary", "area__outline")
    row = rows.filter(network=network, pk=pk).first()
    if row is None:
        raise Http404
    row.network = network
    return row


def person_to_remove(person: Person | None, slug: str, pk: int) -> NetworkPerson:
    network = network_to_run(person, slug)
    row = NetworkPerson.objects.select_related("member").filter(network=network, pk=pk).first()
    if row is None:
        raise Http404
    row.network = network
    return row


def meeting_to_change(person: Person | None, slug: str, pk: int) -> NetworkMeeting:
    network = network_to_run(person, slug)
    row = NetworkMeeting.objects.select_related("event", "host").filter(network=network, pk=pk).first()
    if row is None:
        raise Http404
    row.network = network
    return row


def note_to_change(person: Person | None, slug: str, pk: int) -> NetworkNote:
    network = network_inside(person, slug)
    return _own(person, network, NetworkNote.objects.filter(member__network=network, pk=pk, retired_at=None).first())


def target_to_change(person: Person | None, slug: str, pk: int) -> NetworkTarget:
    network = network_inside(person, slug)
    rows = NetworkTarget.objects.select_related("indicator")
    return _own(person, network, rows.filter(member__network=network, pk=pk, retired_at=None).first())


def task_to_do(person: Person | None, slug: str, pk: int) -> NetworkTask:
    """For those of the member who is to do it, and those who run the network."""
    network = network_inside(person, slug)
    return _own(person, network, NetworkTask.objects.filter(member__network=network, pk=pk, retired_at=None).first())


def task_to_change(person: Person | None, slug: str, pk: int) -> NetworkTask:
    """What is asked is changed by those who run the network."""
    row = task_to_do(person, slug, pk)
    if not may_run(person, row.member.network):
        raise Http404
    return row


def row_to_take_away(person: Person | None, slug: str, kind: str, pk: int) -> NetworkNote | NetworkTask | NetworkTarget:
    """A note or target of one's own member; homework only by those who run the network. Taken away ones too."""
    network = network_inside(person, slug)
    if kind == "note":
        return _own(person, network, NetworkNote.objects.filter(member__network=network, pk=pk).first())
    if kind == "target":
        return _own(person, network, NetworkTarget.objects.filter(member__network=network, pk=pk).first())
    if kind == "task" and may_run(person, network):
        return _own(person, network, NetworkTask.objects.filter(member__network=network, pk=pk).first())
    raise Http404


def _own(person: Person | None, network: Network, row: Row | None) -> Row:
    if row is None:
        raise Http404
    member = NetworkMember.objects.select_related("organisation").get(pk=row.member_id)
    member.network = network
    row.member = member
    if not may_work_for(person, member):
        raise Http404
    return row


def check_run(person: Person | None, network: Network) -> None:
    """Raises Refusal(403). For actions."""
    if not may_run(person, network):
        raise not_allowed()


def check_work_for(person: Person | None, member: NetworkMember) -> None:
    """Raises Refusal(403). For actions."""
    if not may_work_for(person, member):
        raise not_allowed()
