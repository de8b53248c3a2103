"""Who acts for a local government or another organisation here: its own people, as the register says."""

from django.utils import timezone

from talka.people.access import is_administrator, not_allowed
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.territories.models import Area
from talka.territories.queries import municipalities_of


def acts_for(person: Person | None, organisation: Organisation) -> bool:
    """Whether somebody else than the person put them into the organisation; administrators everywhere."""
    office = office_of(person)
    return is_administrator(person) or (office is not None and office.pk == organisation.pk)


def council_of(area: Area) -> Organisation | None:
    """The local government of an area: its own, else that of the municipality it lies in."""
    home = municipalities_of([area.pk], timezone.localdate()).get(area.pk)
    places = [area.pk] if home is None else [area.pk, home.pk]
    rows = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY, merged_into=None, area__in=places)
    found = {row.area_id: row for row in rows.order_by("-pk")}
    return next((found[place] for place in places if place in found), None)


def check_acts_for(person: Person | None, organisation: Organisation) -> None:
    """Raises Refusal(403). For actions."""
    if not acts_for(person, organisation):
        raise not_allowed()
