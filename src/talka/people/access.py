"""Who may see and keep persons and organisations. Rooms above say whose work it is (`register_keeper`)."""

from collections.abc import Callable
from typing import TypeVar

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal

from .models import Organisation, Person

Check = Callable[[Person], bool]
T = TypeVar("T")

_keepers: list[Check] = []
_frozen: list[Check] = []
_teams: list[Check] = []


def register_keeper(check: Check) -> None:
    """`check(person)` says whether keeping the register of persons is part of somebody's work, as an organiser's is."""
    if check not in _keepers:
        _keepers.append(check)


def register_frozen(check: Check) -> None:
    """`check(person)` says whether that person's data are to be left alone by all but themselves and administrators."""
    if check not in _frozen:
        _frozen.append(check)


def register_team(check: Check) -> None:
    """`check(person)` says whether that person works on the team of anything, in whatever role."""
    if check not in _teams:
        _teams.append(check)


def is_team_member(person: Person | None) -> bool:
    """Signed in and on a team: may read contacts that are not for everybody."""
    return is_administrator(person) or (person is not None and any(check(person) for check in _teams))


def is_frozen(person: Person) -> bool:
    return any(check(person) for check in _frozen)


def once(person: Person, question: str, answer: Callable[[], T]) -> T:
    """The answer to a question about who is asking, found out once per request. Elsewhere it is asked each time."""
    if person.asked is None:
        return answer()
    if question not in person.asked:
        person.asked[question] = answer()
    found: T = person.asked[question]
    return found


def ask_anew(person: Person | None) -> None:
    """Forget what was found out: for actions that change what somebody may do."""
    if person is not None and person.asked:
        person.asked.clear()


def is_administrator(person: Person | None) -> bool:
    return bool(person and person.account and person.account.is_staff and person.account.is_active)


def may_keep_people(person: Person | None) -> bool:
    """May see the register of persons and organisations and add to it: administrators, and organisers of anything."""
    return is_administrator(person) or (person is not None and any(check(person) for check in _keepers))


def may_read_person(by: Person | None, person: Person) -> bool:
    return by is not None and (by.pk == person.pk or may_keep_people(by))


def may_change_person(by: Person | None, person: Person) -> bool:
    """Whoever may sign in keeps their own data; the rest is kept by organisers. Administrators may help everyone."""
    if by is None or person.erased_at or person.merged_into_id:
        return False
    if by.pk == person.pk or is_administrator(by):
        return True
    return person.account_id is None and may_keep_people(by) and not is_frozen(person)


def may_erase_person(by: Person | None, person: Person) -> bool:
    return by is not None and (by.pk == person.pk or is_administrator(by))


def may_merge_persons(by: Person | None, keep: Person, gone: Person) -> bool:
    """Who signs in keeps their own data, and data that are to be left alone are left alone by merging too."""
    if is_administrator(by):
        return True
    alone = any(each.account_id is not None or is_frozen(each) for each in (keep, gone))
    return may_keep_people(by) and not alone


def person_for(by: Person | None, key: str) -> Person:
    """The person's page is for themselves and for who keeps the register; for others it is not there."""
    rows = Person.objects.select_related("organisation__area", "account", "merged_into")
    person = rows.filter(key=key).first()
    if person is None or not may_read_person(by, person):
        raise Http404
    return person


def organisation_for(by: Person | None, key: str) -> Organisation:
    organisation = Organisation.objects.select_related("area", "merged_into").filter(key=key).first()
    if organisation is None or not may_keep_people(by):
        raise Http404
    return organisation


def keepers_only(by: Person | None) -> None:
    """For pages of the register: "not found" to everybody else."""
    if not may_keep_people(by):
        raise Http404


def not_allowed() -> Refusal:
    """What an action answers to somebody who may not."""
    return Refusal(
        _("You may not do this."),
        meaning=_("Nothing was changed."),
        advice=_("Ask an organiser or the administrator of this installation."),
        status=403,
    )
