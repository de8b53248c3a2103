"""Who may read and change an initiative."""

from django.db.models import QuerySet
from django.http import Http404

from talka.people.access import is_administrator
from talka.people.models import Person

from ..models import Initiative


def initiatives_known_to(person: Person | None) -> QuerySet[Initiative]:
    """Published ones; drafts of those who write them."""
    rows = Initiative.objects.filter(retired_at=None)
    return rows if is_administrator(person) else rows.filter(published_at__isnull=False)


def initiative_for(person: Person | None, pk: int) -> Initiative:
    row = initiatives_known_to(person).select_related("area", "programme", "organisation").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
