"""What can be asked about persons and organisations; rows ready for a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from talka.territories.models import Area, Belonging
from talka.territories.queries import standing
from talka.ui.folding import sought

from .models import Consent, Merge, Organisation, Person

MUNICIPAL = (Area.Kind.MUNICIPALITY, Area.Kind.STATE_CITY)


@dataclass(frozen=True)
class PersonPage:
    """What stands on a person's page beside what rooms above hang there."""

    person: Person
    consents: Sequence[Consent]
    doubles: Sequence[Person]
    merges: Sequence[Merge]


def people_found(words: str = "", kind: str = "", area: str = "") -> QuerySet[Person]:
    """Persons in Latvian order: each word stands in the name, the e-mail or the organisation, without diacritics.

    kind: of the organisation; area: key of a municipality, or of a region with all that lies in it now.
    """
    rows = Person.objects.filter(merged_into=None, erased_at=None)
    for word in sought(words):
        rows = rows.filter(Q(folded__contains=word) | Q(organisation__folded__contains=word))
    if kind:
        rows = rows.filter(organisation__kind=kind)
    if area:
        rows = rows.filter(organisation__area__in=areas_within(area))
    return rows.select_related("organisation").order_by("sort_key", "pk")


def organisations_found(words: str = "", kind: str = "", area: str = "") -> QuerySet[Organisation]:
    """Organisations in Latvian order, each with how many persons it has."""
    rows = Organisation.objects.filter(merged_into=None)
    for word in sought(words):
        rows = rows.filter(folded__contains=word)
    if kind:
        rows = rows.filter(kind=kind)
    if area:
        rows = rows.filter(area__in=areas_within(area))
    known = Q(people__merged_into=None, people__erased_at=None)
    return (
        rows.select_related("area")
        .defer("area__boundary")
        .annotate(persons=Count("people", filter=known))
        .order_by("sort_key", "pk")
    )


def areas_within(key: str, on: date | None = None) -> QuerySet[Area]:
    """The area of that key and what lies directly in it now, as a subquery."""
    inside = Belonging.objects.filter(standing(on or timezone.localdate()), parent__key=key).values("child")
    return Area.objects.filter(Q(key=key) | Q(pk__in=inside)).only("pk")


def areas_to_choose(on: date | None = None) -> list[Area]:
    """Regions, then municipalities and state cities that stand now. One query."""
    rows = Area.objects.filter(standing(on or timezone.localdate()), kind__in=[Area.Kind.REGION, *MUNICIPAL])
    found = list(rows.only("key", "name", "name_en", "kind", "illustrative", "sort_key"))
    return sorted(found, key=lambda each: (each.kind != Area.Kind.REGION, each.sort_key))


def person_page(person: Person) -> PersonPage:
    return PersonPage(
        person=person,
        consents=consents_of(person),
        doubles=possible_doubles(person),
        merges=list(
            Merge.objects.filter(kept_person=person, undone_at=None).select_related("gone_person", "by").order_by("-at")
        ),
    )


def consents_of(person: Person) -> list[Consent]:
    """All that a person agreed to, those that hold first."""
    return sorted(person.consents.all(), key=lambda each: (each.withdrawn_at is not None, -each.given_at.timestamp()))


def agreed_to_be_named(subject_kind: str, whom: Mapping[int, int | None]) -> set[int]:
    """Of these rows those in which whoever is named agreed that everybody reads it. whom: row id to person id.
    One query where anybody is named."""
    named = {(person, str(pk)): pk for pk, person in whom.items() if person is not None}
    if not named:
        return set()
    rows = Consent.objects.filter(
        kind=Consent.Kind.CONTACT,
        subject_kind=subject_kind,
        subject_id__in=[pk for _person, pk in named],
        person__in={person for person, _pk in named},
        withdrawn_at=None,
    )
    return {named[found] for found in rows.values_list("person_id", "subject_id") if found in named}


def possible_doubles(person: Person) -> list[Person]:
    """Others with the same name or e-mail, at most ten. One query."""
    if person.erased_at or person.merged_into_id:
        return []
    same = Q(sort_key=person.sort_key)
    if person.email:
        same |= Q(email__iexact=person.email)
    rows = Person.objects.filter(same, merged_into=None, erased_at=None).exclude(pk=person.pk)
    return list(rows.select_related("organisation")[:10])


def people_of(organisation: Organisation) -> QuerySet[Person]:
    return Person.objects.filter(organisation=organisation, merged_into=None, erased_at=None).order_by("sort_key")


def merges_of(organisation: Organisation) -> list[Merge]:
    return list(
        Merge.objects.filter(kept_organisation=organisation, undone_at=None).select_related("gone_organisation", "by")
    )
