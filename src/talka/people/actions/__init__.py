"""What can be done with persons, organisations, consents and accounts."""

from .accounts import close_account, create_account, invite_to_account, set_administrator
from .consents import agree_to_be_named, give_consent, stop_being_named, withdraw_consent
from .erasure import Erased, erase_person, finish_erasures
from .merging import Clash, MergeResult, merge_organisations, merge_persons, undo_merge
from .organisations import change_organisation, create_organisation, find_or_create_organisation
from .persons import Found, PersonData, change_person, create_person, find_or_create_person, find_person

__all__ = [
    "Clash",
    "Erased",
    "Found",
    "MergeResult",
    "PersonData",
    "agree_to_be_named",
    "change_organisation",
    "change_person",
    "close_account",
    "create_account",
    "create_organisation",
    "create_person",
    "erase_person",
    "find_or_create_organisation",
    "find_or_create_person",
    "find_person",
    "finish_erasures",
    "give_consent",
    "invite_to_account",
    "merge_organisations",
    "merge_persons",
    "set_administrator",
    "stop_being_named",
    "undo_merge",
    "withdraw_consent",
]
