"""Whoever a training programme takes in can sign in from then on, and is written to."""

from urllib.parse import urlencode

from talka.people.actions.accounts import INVITATION_DAYS
from talka.people.models import Person
from talka.people.signin import path_for
from talka.ui.refusals import Refusal

from .. import letters_of_joining as letters
from ..models import Learner, Staff


def welcome_learner(learner: Learner) -> None:
    """Call it in the transaction in which they joined; who may do that has been asked. Nobody without an address."""
    if _can_be_told(learner.person):
        letters.joined(learner, _way_in(learner.person, letters.page_of_learner(learner)))


def welcome_staff(staff: Staff) -> None:
    """As `welcome_learner`."""
    if _can_be_told(staff.person):
        letters.works_for(staff, _way_in(staff.person, letters.page_of_staff(staff)))


def _can_be_told(person: Person) -> bool:
    return bool(person.email) and person.erased_at is None and person.merged_into_id is None


def _way_in(person: Person, page: str) -> letters.WayIn:
    if person.account_id is not None:
        return letters.WayIn(page, first=False)
    try:
        path = path_for(person, minutes=INVITATION_DAYS * 24 * 60, by=None)
    except Refusal:  # somebody else signs in with this address, as where a community has one mailbox
        return letters.WayIn("", first=False)
    return letters.WayIn(f"{path}?{urlencode({'next': page})}", first=True)
