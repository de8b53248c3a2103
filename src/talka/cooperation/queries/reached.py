"""To whom of an organisation one can write: people who sign in and of whom somebody else said that they work there.

Their addresses are never shown; a letter goes to them and they decide whether to answer.
"""

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When

from talka.people.models import Organisation, Person
from talka.people.office import office_of

from ..models import CooperationCase, Partner
from ..models.cases import STANDING

MOST_READERS = 5
"""People to whom one letter goes: enough for it to be read, few enough not to be a circular."""
MOST_LOOKED_AT = 25


def readers_of(organisation: Organisation, case: CooperationCase | None = None) -> list[Person]:
    """At most five: whom the partners ask in this case, whom they ask in others, then the rest by name. Two queries for
    each person looked at, so for writing and not for lists."""
    standing = Partner.objects.filter(focal_point=OuterRef("pk"), state__in=STANDING)
    here = standing.filter(case=case) if case is not None else standing.none()
    place = Case(
        When(Exists(here), then=Value(0)),
        When(Exists(standing), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Person.objects.filter(
        organisation=organisation,
        account__is_active=True,
        erased_at=None,
        merged_into=None,
    )
    found: list[Person] = []
    for person in rows.exclude(email="").select_related("account").order_by(place, "sort_key", "pk")[:MOST_LOOKED_AT]:
        office = office_of(person)
        if office is not None and office.pk == organisation.pk:
            found.append(person)
        if len(found) == MOST_READERS:
            break
    return found
