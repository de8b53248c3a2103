"""For which organisation somebody may speak: asked before a person acts for a municipality or another partner."""

from itertools import takewhile

from .access import once
from .models import Organisation, Person
from .personal_data import versions_of

MOST_VERSIONS = 200
HEAVY = ("area__boundary", "area__outline", "merged_into__area__boundary", "merged_into__area__outline")


def office_of(person: Person | None) -> Organisation | None:
    """The organisation a person works for, with its area; the one it was merged into. None where nobody but the person
    ever said so. One or two queries, once per request."""
    if person is None or person.organisation_id is None or person.erased_at:
        return None
    return once(person, "office", lambda: _office(person))


def _office(person: Person) -> Organisation | None:
    rows = Organisation.objects.select_related("area", "merged_into__area").defer(*HEAVY)
    own = rows.filter(pk=person.organisation_id).first()
    if own is None or _only_said_by_themselves(person):
        return None
    return own.merged_into or own


def _only_said_by_themselves(person: Person) -> bool:
    """People keep their own data, so they could say they belong to any municipality. It counts here once somebody else
    (an organiser, an administrator, a loaded file) has entered it or saved it."""
    versions = versions_of(Person)[0]._base_manager.filter(pgh_obj_id=person.pk).order_by("-pgh_id")
    held = versions.values_list("organisation_id", "pgh_context__metadata")[:MOST_VERSIONS]
    since = list(takewhile(lambda each: each[0] == person.organisation_id, held))
    by = [(metadata or {}).get("by") for _organisation, metadata in since]
    return bool(by) and by[-1] == person.pk and all(each in (None, person.pk) for each in by)
