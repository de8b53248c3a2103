"""Who may see and enter resources. Everybody reads; a place's own people enter, and its municipality corrects."""

from django.http import Http404

from talka.people.access import is_team_member, may_keep_people, not_allowed, once
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.people.queries import agreed_to_be_named
from talka.territories.models import Area
from talka.territories.queries import MUNICIPAL

from .models import Import, Paper, Photo, Resource
from .queries.places import parents_of, within

OFFICIAL = (Organisation.Kind.MUNICIPALITY, Organisation.Kind.REGION)
CONTACT = "resource-contact"
"""What a consent to being shown as a resource's contact is about."""


def home_of(person: Person | None) -> Organisation | None:
    """The organisation a person stands for when entering: one with an area, not the whole state."""
    home = office_of(person)
    return home if home and home.area and home.area.kind != Area.Kind.STATE else None


def areas_of(person: Person | None) -> frozenset[int]:
    """The areas a person's own organisation may enter for: its own and what lies in it; from a place also the parish
    or town around it."""
    home = home_of(person)
    if person is None or home is None or home.area is None:
        return frozenset()
    area = home.area

    def found() -> frozenset[int]:
        own = set(within([area.pk]).values_list("pk", flat=True))
        if area.kind == Area.Kind.PLACE:
            around = parents_of(area).exclude(kind__in=(*MUNICIPAL, Area.Kind.REGION, Area.Kind.STATE))
            own |= set(around.values_list("pk", flat=True))
        return frozenset(own)

    return once(person, "areas of resources", found)


def ask_once(person: Person) -> None:
    """For long tables, also in the background: what somebody may is found out once, as in one request."""
    if person.asked is None:
        person.asked = {}


def may_enter(person: Person | None) -> bool:
    """Whether there is any area for which the person may enter resources."""
    return may_keep_people(person) or home_of(person) is not None


def may_enter_in(person: Person | None, area: Area) -> bool:
    return may_keep_people(person) or area.pk in areas_of(person)


def may_correct(person: Person | None, resource: Resource) -> bool:
    """Organisers, the local government or region the place belongs to, and those for whom it was entered."""
    if may_keep_people(person):
        return True
    home = home_of(person)
    if home is None:
        return False
    if resource.entered_for_id == home.pk:
        return True
    return home.kind in OFFICIAL and resource.area_id in areas_of(person)


def check_enter(person: Person | None, area: Area) -> None:
    """Raises Refusal(403). For actions."""
    if not may_enter_in(person, area):
        raise not_allowed()


def check_correct(person: Person | None, resource: Resource) -> None:
    """Raises Refusal(403). For actions."""
    if not may_correct(person, resource):
        raise not_allowed()


def may_read_contacts(person: Person | None) -> bool:
    """Contacts of persons who did not agree that everybody sees them: for teams and for those who enter resources."""
    return person is not None and (is_team_member(person) or may_enter(person))


def agreed_contacts(resources: "list[Resource]") -> set[int]:
    """Of these resources those whose contact person agreed to be shown to everybody. One query."""
    return agreed_to_be_named(CONTACT, {each.pk: each.contact_person_id for each in resources})


def resource_for(person: Person | None, key: str) -> Resource:
    """Taken back ones are there only for those who may bring them back."""
    rows = Resource.objects.select_related(
        "area", "owner", "contact_organisation", "contact_person__organisation", "entered_for"
    ).defer("area__boundary", "area__outline")
    resource = rows.filter(key=key).first()
    if resource is None or (resource.withdrawn_at and not may_correct(person, resource)):
        raise Http404
    return resource


def resource_to_correct(person: Person | None, key: str) -> Resource:
    resource = resource_for(person, key)
    if not may_correct(person, resource):
        raise Http404
    return resource


def enterers_only(person: Person | None) -> None:
    """For pages on which resources are entered: "not found" to everybody else."""
    if not may_enter(person):
        raise Http404


def photo_for(person: Person | None, key: str, token: str) -> Photo:
    photo = resource_for(person, key).photos.filter(token=token).select_related("resource").first()
    if photo is None:
        raise Http404
    return photo


def paper_for(person: Person | None, key: str, token: str) -> Paper:
    paper = resource_for(person, key).papers.filter(token=token).select_related("resource").first()
    if paper is None:
        raise Http404
    return paper


def import_for(person: Person | None, key: str) -> Import:
    """A table is for who sent it."""
    enterers_only(person)
    found = Import.objects.filter(key=key, by=person).first()
    if found is None:
        raise Http404
    return found
