"""Everything that one resource's page shows, and what an area's page shows of its resources."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.territories.models import Area

from .. import access
from ..models import Paper, Photo, Resource
from .found import Asked, Glimpse, OfKind, by_kind, found, glimpses, owner_words, size_words, with_owner
from .places import whole_names

ON_AN_AREA = 6


@dataclass(frozen=True)
class Contact:
    """Whom to ask. `hidden`: there is a person whom only teams and those who enter resources may see."""

    organisation: str = ""
    website: str = ""
    name: str = ""
    position: str = ""
    email: str = ""
    phone: str = ""
    hidden: bool = False
    for_all: bool = True

    @property
    def anything(self) -> bool:
        return bool(self.organisation or self.name or self.email or self.phone)


@dataclass(frozen=True)
class ResourcePage:
    resource: Resource
    area: str
    size: str
    owner: str
    contact: Contact
    photos: Sequence[Photo]
    papers: Sequence[Paper]
    may_correct: bool
    own_contact: bool
    agreed: bool
    old: bool


def resource_page(resource: Resource, person: Person | None) -> ResourcePage:
    """A fixed number of queries, whatever hangs on it."""
    agreed = bool(access.agreed_contacts([resource]))
    return ResourcePage(
        resource=resource,
        area=whole_names([resource.area])[resource.area_id],
        size=size_words(resource),
        owner=owner_words(resource),
        contact=contact_of(resource, reads=access.may_read_contacts(person), agreed=agreed),
        photos=list(resource.photos.all()),
        papers=list(resource.papers.all()),
        may_correct=access.may_correct(person, resource),
        own_contact=person is not None and resource.contact_person_id == person.pk,
        agreed=agreed,
        old=(timezone.localdate() - resource.confirmed_on).days > 365,
    )


def contact_of(resource: Resource, *, reads: bool, agreed: bool) -> Contact:
    """What may be shown. reads: the reader may see contacts that are not for everybody; agreed: the person is content
    to be seen by all. Organisation and contact person must be read with the row."""
    organisation = resource.contact_organisation
    whole = organisation.name if organisation else ""
    website = organisation.website if organisation else ""
    person = resource.contact_person if resource.contact_person and not resource.contact_person.erased_at else None
    words = bool(resource.contact_name or resource.contact_email or resource.contact_phone)
    if person is None and not words:
        return Contact(whole, website)
    for_all = agreed if person else resource.contact_office
    if not (for_all or reads):
        return Contact(whole, website, hidden=True, for_all=False)
    if person:
        position = ", ".join(
            part for part in (person.position, person.organisation.name if person.organisation else "") if part
        )
        return Contact(whole, website, person.name, position, person.email, person.phone, for_all=for_all)
    return Contact(
        whole, website, resource.contact_name, "", resource.contact_email, resource.contact_phone, for_all=for_all
    )


@dataclass(frozen=True)
class AreaPart:
    """An area's resources on its own page: the last confirmed, how many of each kind."""

    rows: Sequence[Glimpse]
    kinds: Sequence[OfKind]
    total: int
    may_enter: bool


def area_part(area: Area, person: Person | None) -> AreaPart:
    """A fixed number of queries."""
    rows = found(Asked(area=area, order="fresh", illustrative=area.illustrative))
    kinds = by_kind(rows)
    return AreaPart(
        rows=glimpses(list(with_owner(rows)[:ON_AN_AREA])) if kinds else [],
        kinds=kinds,
        total=sum(each.number for each in kinds),
        may_enter=access.may_enter_in(person, area),
    )


def consent_words(resource: Resource) -> str:
    """What a contact person agrees to; kept with the consent."""
    return _(
        "I agree that everybody sees my name, e-mail address and telephone number as the contact of the resource "
        "“%(title)s”, until I take this back."
    ) % {"title": resource.title}
