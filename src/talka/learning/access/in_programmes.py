"""What training programmes and learning networks share: each stands in a programme, begins as a draft, may be taken
away."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from talka.people.access import is_administrator
from talka.people.models import Person
from talka.programmes.access import organises_anything, organises_in, programmes_organised

Row = TypeVar("Row", bound=Model)


def known(rows: QuerySet[Row], person: Person | None, inside: Q) -> QuerySet[Row]:
    """Published ones of public programmes; drafts of those inside and of who organises the programme."""
    rows = rows.filter(retired_at=None)
    if is_administrator(person):
        return rows
    found = Q(published_at__isnull=False, programme__public=True, programme__archived_at=None)
    if person is not None:
        found |= inside
        if organises_anything(person):
            found |= Q(programme__in=programmes_organised(person))
    return rows.filter(found)


def one_of(rows: QuerySet[Row], known_ones: QuerySet[Row], person: Person | None, slug: str) -> Row:
    """By its address, if it is known; taken away ones are there only for those who may bring them back."""
    row = rows.select_related("programme").filter(slug=slug).first()
    if row is None:
        raise Http404
    if row.retired_at is not None:  # type: ignore[attr-defined]
        if organises_in(person, row.programme_id):  # type: ignore[attr-defined]
            return row
    elif known_ones.filter(pk=row.pk).exists():
        return row
    raise Http404
