"""Who may know of a practice story, and change it: the municipality it is of, and who runs the network it came from."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator, may_keep_people, not_allowed, once
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import organises_anything, programmes_organised

from ..models import Network, NetworkPerson, PracticeStory, StoryPhoto
from . import networks

MAY_TELL = (
    Organisation.Kind.MUNICIPALITY,
    Organisation.Kind.REGION,
    Organisation.Kind.ASSOCIATION,
    Organisation.Kind.ACTION_GROUP,
    Organisation.Kind.NGO,
    Organisation.Kind.COMMUNITY,
    Organisation.Kind.RESIDENTS,
    Organisation.Kind.ABROAD,
)
"""Whose practice is told; cases from abroad are worth knowing too."""


def own_organisations(person: Person | None) -> frozenset[int]:
    """For whom somebody may tell a story: where they work (somebody else said so), and the members of networks for
    which they take part. Two queries, once per request."""
    if person is None:
        return frozenset()
    return once(person, "organisations of own stories", lambda: _own(person))


def _own(person: Person) -> frozenset[int]:
    office = office_of(person)
    rows = NetworkPerson.objects.filter(
        person=person, left_on=None, member__left_on=None, member__isnull=False, network__retired_at=None
    )
    found = set(rows.values_list("member__organisation", flat=True))
    return frozenset(found | ({office.pk} if office is not None else set()))


def organisations_to_tell_of(person: Person | None) -> QuerySet[Organisation]:
    """Of whom somebody may begin a story: their own; those who keep the register, of all."""
    rows = Organisation.objects.filter(merged_into=None, kind__in=MAY_TELL)
    if may_keep_people(person):
        return rows
    return rows.filter(pk__in=own_organisations(person))


def networks_to_tell_from(person: Person | None) -> QuerySet[Network]:
    """The networks one takes part in or runs."""
    rows = Network.objects.filter(retired_at=None)
    if is_administrator(person):
        return rows
    if person is None:
        return rows.none()
    places = NetworkPerson.objects.filter(network=OuterRef("pk"), person=person, left_on=None, member__left_on=None)
    known = Q(Exists(places))
    if organises_anything(person):
        known |= Q(programme__in=programmes_organised(person))
    return rows.filter(known)


def may_tell(person: Person | None) -> bool:
    """One query more than `own_organisations`, once per request."""
    if person is None:
        return False
    rows = organisations_to_tell_of(person)
    return may_keep_people(person) or once(person, "tells stories", rows.exists)


def stories_to_change(person: Person | None) -> QuerySet[PracticeStory]:
    """Those of one's own municipality, of networks one coordinates or organises, and what one entered for others as one
    who keeps the register."""
    rows = PracticeStory.objects.all()
    if is_administrator(person):
        return rows
    if person is None:
        return rows.none()
    coordinates = NetworkPerson.objects.filter(network=OuterRef("network"), person=person, member=None, left_on=None)
    own = Q(organisation__in=own_organisations(person)) | Q(Exists(coordinates))
    if may_keep_people(person):
        own |= Q(by=person)
    if organises_anything(person):
        own |= Q(network__programme__in=programmes_organised(person))
    return rows.filter(own)


def stories_known_to(person: Person | None) -> QuerySet[PracticeStory]:
    """What is published, and one's own drafts."""
    rows = PracticeStory.objects.filter(retired_at=None)
    if is_administrator(person):
        return rows
    if person is None:
        return rows.filter(published_at__isnull=False)
    own = stories_to_change(person).values("pk")
    return rows.filter(Q(published_at__isnull=False) | Q(pk__in=own))


def may_change(person: Person | None, story: PracticeStory) -> bool:
    if person is None:
        return False
    rows = stories_to_change(person).filter(pk=story.pk)
    return once(person, f"changes story {story.pk}", rows.exists)


def story_for(person: Person | None, pk: int) -> PracticeStory:
    """Taken away ones are there only for those who may bring them back."""
    rows = PracticeStory.objects.select_related("organisation", "area", "network__programme", "indicator")
    row = rows.defer("area__boundary", "area__outline").filter(pk=pk).first()
    if row is None:
        raise Http404
    if (row.retired_at is not None or row.published_at is None) and not may_change(person, row):
        raise Http404
    return row


def story_to_change(person: Person | None, pk: int) -> PracticeStory:
    row = story_for(person, pk)
    if row.retired_at is not None or not may_change(person, row):
        raise Http404
    return row


def story_to_restore(person: Person | None, pk: int) -> PracticeStory:
    row = story_for(person, pk)
    if not may_change(person, row):
        raise Http404
    return row


def photo_for(person: Person | None, pk: int, token: str) -> StoryPhoto:
    row = StoryPhoto.objects.filter(story=story_for(person, pk), token=token).first()
    if row is None:
        raise Http404
    return row


def photo_to_remove(person: Person | None, pk: int, token: str) -> StoryPhoto:
    story = story_to_change(person, pk)
    row = StoryPhoto.objects.filter(story=story, token=token).first()
    if row is None:
        raise Http404
    row.story = story
    return row


def network_known(person: Person | None, story: PracticeStory) -> bool:
    """Whether the reader may know of the network it came from. At most one query."""
    if story.network_id is None:
        return False
    return networks.networks_known_to(person).filter(pk=story.network_id).exists()


def tellers_only(person: Person | None) -> Person:
    """For pages on which a story is begun: "not found" to everybody else."""
    if person is None or not may_tell(person):
        raise Http404
    return person


def check_change(person: Person | None, story: PracticeStory) -> None:
    """Raises Refusal(403). For actions."""
    if not may_change(person, story):
        raise not_allowed()
