"""Who may read and change an initiative, who looks after it, and whose names stand with it."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator, not_allowed
from talka.people.models import Consent, Person
from talka.programmes.access import organises_anything, organises_in, programmes_organised

from ..models import Author, Consultation, Deliberation, Initiative
from .offices import acts_for, council_of

AUTHOR, SUPPORTER = "initiative_author", "initiative_supporter"
"""The subjects of the consents to be named, in `people.Consent`: their number is the initiative's."""
NAMED = Consent.Kind.QUOTING
HEAVY = ("area__boundary", "area__outline")


def published() -> QuerySet[Initiative]:
    """What everybody reads."""
    return Initiative.objects.filter(retired_at=None, published_at__isnull=False, hidden_at=None)


def initiatives_known_to(person: Person | None) -> QuerySet[Initiative]:
    """Published ones; drafts of those who write them or are asked to; also hidden ones, for those who look after them
    and those who wrote them."""
    rows = Initiative.objects.filter(retired_at=None)
    if is_administrator(person):
        return rows
    known = Q(published_at__isnull=False, hidden_at=None)
    if person is not None:
        known |= Q(Exists(_authorship(person, Author.State.ACCEPTED)))
        known |= Q(Exists(_authorship(person, Author.State.INVITED)), hidden_at=None)
        if organises_anything(person):
            known |= Q(published_at__isnull=False, programme__in=programmes_organised(person))
    return rows.filter(known)


def initiative_of(row: Consultation | Deliberation, person: Person | None) -> Initiative | None:
    """What it is about, if the reader may know of it. One query where it is about one."""
    known = row.initiative_id is not None and initiatives_known_to(person).filter(pk=row.initiative_id).exists()
    return row.initiative if known else None


def _authorship(person: Person, state: str) -> QuerySet[Author]:
    return Author.objects.filter(initiative=OuterRef("pk"), person=person, state=state)


def initiative_for(person: Person | None, pk: int) -> Initiative:
    """Of a hidden one everybody gets the row: its page says that it is hidden and why, see `reads_words`."""
    known = Q(pk__in=initiatives_known_to(person).values("pk")) | Q(hidden_at__isnull=False, published_at__isnull=False)
    rows = Initiative.objects.filter(known, retired_at=None, pk=pk).defer(*HEAVY)
    row = rows.select_related("area", "programme", "organisation").first()
    if row is None:
        raise Http404
    return row


def may_change(person: Person | None, row: Initiative) -> bool:
    """Its authors. One query."""
    if person is None:
        return False
    return Author.objects.filter(initiative=row, person=person, state=Author.State.ACCEPTED).exists()


def looks_after(person: Person | None, row: Initiative) -> bool:
    """Administrators, organisers of its programme, and the people of the local government of its place."""
    if person is None:
        return False
    if is_administrator(person) or (row.programme_id is not None and organises_in(person, row.programme_id)):
        return True
    return of_its_council(person, row)


def of_its_council(person: Person | None, row: Initiative) -> bool:
    """Whether somebody works for the local government of its place."""
    if person is None or person.organisation_id is None:
        return False
    council = council_of(row.area)
    return council is not None and acts_for(person, council)


def reads_words(person: Person | None, row: Initiative) -> bool:
    """Everybody, of one that is not hidden; of a hidden one its authors and those who look after it."""
    return row.hidden_at is None or may_change(person, row) or looks_after(person, row)


def initiative_to_change(person: Person | None, pk: int) -> Initiative:
    """For pages of its authors: "not found" to everybody else."""
    row = initiative_for(person, pk)
    if not may_change(person, row):
        raise Http404
    return row


def initiative_to_move(person: Person | None, pk: int) -> Initiative:
    """For who says how far it is: its authors, and those who look after it once it is published."""
    row = initiative_for(person, pk)
    if row.published_at is None or not (may_change(person, row) or looks_after(person, row)):
        raise Http404
    return row


def initiative_to_support(person: Person | None, pk: int) -> Initiative:
    """A published one whose words the person reads."""
    row = initiative_for(person, pk)
    if row.published_at is None or not reads_words(person, row):
        raise Http404
    return row


def initiative_to_read(person: Person | None, pk: int) -> Initiative:
    """For pages that show its words beside its own page."""
    row = initiative_for(person, pk)
    if not reads_words(person, row):
        raise Http404
    return row


def standing_initiative(pk: int) -> Initiative:
    """For who holds a personal link made for this one; the caller asks the link."""
    rows = Initiative.objects.filter(retired_at=None, pk=pk).defer(*HEAVY)
    row = rows.select_related("area", "programme", "organisation").first()
    if row is None:
        raise Http404
    return row


def author_of(row: Initiative, person: Person) -> Author | None:
    """What stands there of a person who was asked to write it. One query."""
    return Author.objects.filter(initiative=row, person=person).select_related("invited_by").first()


def author_in(row: Initiative, pk: int) -> Author:
    found = Author.objects.filter(initiative=row, pk=pk).select_related("person").first()
    if found is None:
        raise Http404
    found.initiative = row
    return found


def signed_in_only(person: Person | None) -> Person:
    """For the page on which one is begun: "not found" to whoever is not signed in."""
    if person is None:
        raise Http404
    return person


def exports(person: Person | None) -> bool:
    """Whether the list goes out as a table: to administrators and organisers of anything."""
    return is_administrator(person) or (person is not None and organises_anything(person))


def exporters_only(person: Person | None) -> None:
    if not exports(person):
        raise Http404


def names_agreed(row: Initiative, subject: str) -> QuerySet[Consent, int]:
    """Row ids of the persons whose consent to be named with it stands. As a subquery."""
    found = Consent.objects.filter(subject_kind=subject, subject_id=str(row.pk), kind=NAMED, withdrawn_at=None)
    return found.values_list("person", flat=True)


def named_among(row: Initiative, subject: str, persons: Collection[int]) -> set[int]:
    """Of these persons those whose consent to be named with it stands. One query."""
    return set(names_agreed(row, subject).filter(person__in=persons))


def check(allowed: bool) -> None:
    """Raises Refusal(403). For actions."""
    if not allowed:
        raise not_allowed()
