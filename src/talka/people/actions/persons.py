"""Entering persons, changing them, finding them again by what a table or a form says of them."""

import re
from dataclasses import dataclass, field, fields
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.people import names
from talka.people.access import is_administrator, is_frozen, may_change_person, not_allowed
from talka.people.history import deed
from talka.people.models import Organisation, Person, PersonalLink
from talka.ui.folding import fold, visible
from talka.ui.refusals import Refusal, Words

# A name stands in letters to mailboxes that somebody else has typed: it must not become a link there.
ADDRESS_IN_NAME = re.compile(r"://|www\.|\.\w{2,}/", re.IGNORECASE)


@dataclass(frozen=True)
class PersonData:
    """What somebody says of a person. Empty texts say nothing."""

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    phone: str = ""
    organisation: Organisation | None = None
    position: str = ""
    language: str = ""
    expertise: str = ""


@dataclass(frozen=True)
class Found:
    """The person that was meant. differs: field -> (what we keep, what was said); nothing of it has been written.

    shares_email: somebody else is known under the same e-mail address (a municipality's mailbox, for instance).
    """

    person: Person
    created: bool
    differs: dict[str, tuple[str, str]] = field(default_factory=dict)
    shares_email: bool = False


LABELS: dict[str, Words] = {
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "organisation": _("Organisation"),
    "position": _("Position"),
    "language": _("Language"),
    "expertise": _("Field of expertise"),
}


def create_person(data: PersonData, *, by: Person | None, illustrative: bool = False, public: bool = False) -> Person:
    """Enter a person. by None: themselves, in a room above that has checked what it must. Raises Refusal."""
    data = checked(data)
    with deed(by):
        return Person.objects.create(
            **_columns(data) | {"language": data.language or "lv"},
            sort_key=names.person_sort_key(data.given_name, data.family_name),
            folded=names.person_folded(data.given_name, data.family_name, data.email),
            illustrative=illustrative,
            public=public,
        )


def change_person(person: Person, data: PersonData, *, by: Person | None) -> Person:
    """Put all of `data` in the place of what stood there. The e-mail for signing in is not touched. Raises Refusal."""
    if not may_change_person(by, person):
        raise not_allowed()
    data = checked(data)
    with deed(by):
        row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
        if row.erased_at or row.merged_into_id:  # while we waited for it
            raise not_allowed()
        if row.email.lower() != data.email.lower():
            _end_ways_in(row)
        for name, value in (_columns(data) | {"language": data.language or row.language}).items():
            setattr(row, name, value)
        row.sort_key = names.person_sort_key(row.given_name, row.family_name)
        row.folded = names.person_folded(row.given_name, row.family_name, row.email)
        row.save()
    return row


def _end_ways_in(person: Person) -> None:
    """What was sent to the former address, of somebody else perhaps, signs nobody in any more."""
    from talka.people import own, signin  # they know accounts and letters, which know this

    ways = PersonalLink.objects.filter(person=person, purpose__in=(signin.PURPOSE, own.PURPOSE), used_at=None)
    ways.filter(expires_at__gt=timezone.now()).update(expires_at=timezone.now())


class Known(Protocol):
    """Where persons are looked up: in the database, or in all of them read at once for a long table."""

    def with_email(self, email: str) -> list[Person]: ...

    def with_name(self, sort_key: str, organisation: Organisation | None) -> list[Person]: ...


class InDatabase:
    def with_email(self, email: str) -> list[Person]:
        return list(_known().filter(email__iexact=email).order_by("pk"))

    def with_name(self, sort_key: str, organisation: Organisation | None) -> list[Person]:
        return list(_known().filter(sort_key=sort_key, organisation=organisation).order_by("pk")[:20])


class ReadAtOnce:
    """All persons by e-mail and by name: one query for a table of any length. New ones are added as they come."""

    def __init__(self) -> None:
        self.emails: dict[str, list[Person]] = {}
        self.names: dict[tuple[str, int | None], list[Person]] = {}
        for row in _known().order_by("pk"):
            self.add(row)

    def add(self, row: Person) -> None:
        if row.email:
            self.emails.setdefault(row.email.lower(), []).append(row)
        self.names.setdefault((row.sort_key, row.organisation_id), []).append(row)

    def renew(self, row: Person) -> None:
        """One that was just changed: what a later line of the table says is laid over what stands now."""
        row.refresh_from_db()
        self.add(row)

    def with_email(self, email: str) -> list[Person]:
        return list(self.emails.get(email.lower(), []))

    def with_name(self, sort_key: str, organisation: Organisation | None) -> list[Person]:
        return list(self.names.get((sort_key, organisation.pk if organisation else None), []))


def find_person(data: PersonData, known: Known | None = None) -> tuple[Person | None, bool]:
    """(the person that `data` means, or None; whether somebody else has that e-mail).

    By e-mail without case, as long as the name can be the same person's; without e-mail by name and organisation.
    Merged and erased persons are never found. At most two queries.
    """
    known = known or InDatabase()
    if data.email:
        rows = known.with_email(data.email)
        exact = fold(f"{data.given_name} {data.family_name}")
        rows.sort(key=lambda row: fold(row.name) != exact)
        for row in rows:
            if names.same_person(row.given_name, row.family_name, data.given_name, data.family_name):
                return row, False
        if rows:
            return None, True
    if not (data.given_name or data.family_name):
        return None, False
    # Somebody known without an e-mail so far, or named here without one; a bare name alone is too little to say so.
    same = known.with_name(names.person_sort_key(data.given_name, data.family_name), data.organisation)
    if data.email or data.organisation is None:
        same = [row for row in same if not row.email]
    return (same[0] if same else None), False


def _known() -> QuerySet[Person]:
    return Person.objects.filter(merged_into=None, erased_at=None).select_related("organisation")


def find_or_create_person(
    data: PersonData,
    *,
    by: Person | None,
    illustrative: bool = False,
    complete: bool = False,
    known: ReadAtOnce | None = None,
) -> Found:
    """Find the person or enter them. What is kept is never overwritten: `differs` says what was said otherwise.

    complete: fill what stands empty (for imports by people whose work it is). Raises Refusal for a wrong e-mail.
    known: for long tables. Two at once do not make doubles.
    """
    data = checked(data)
    with deed(by):
        if known is None:
            _one_at_a_time(data)
        person, shares_email = find_person(data, known)
        if person is None:
            created = create_person(data, by=by, illustrative=illustrative)
            if known is not None:
                known.add(created)
            return Found(created, created=True, shares_email=shares_email)
        if complete:
            _fill(person, data, by)
        return Found(person, created=False, differs=differences(person, data))


def differences(person: Person, data: PersonData) -> dict[str, tuple[str, str]]:
    """field -> (kept, said) where something was said and something else is kept. An e-mail's case is no difference."""
    differs: dict[str, tuple[str, str]] = {}
    for name, said in _columns(data).items():
        kept = getattr(person, name)
        if not said or said == kept:
            continue
        if name == "email" and str(said).lower() == str(kept).lower():
            continue
        differs[name] = (str(kept or ""), str(said))
    return differs


def checked(data: PersonData) -> PersonData:
    """`data` without stray blanks. Raises Refusal where it cannot be a person."""
    values = {each.name: getattr(data, each.name) for each in fields(data)}
    for name, value in values.items():
        if isinstance(value, str):
            values[name] = visible(" ".join(value.split()) if name != "expertise" else value.strip()).strip()
            longest = getattr(Person._meta.get_field(name), "max_length", None)
            if longest and len(values[name]) > longest:
                raise Refusal(
                    _("The text in “%(field)s” is too long.") % {"field": LABELS[name]},
                    meaning=_("Nothing was changed."),
                    advice=_("At most %(count)s characters fit.") % {"count": longest},
                    status=422,
                )
    tidy = PersonData(**values)
    if not (tidy.given_name or tidy.family_name):
        raise Refusal(_("The name is missing."), advice=_("Enter the given name and the family name."), status=422)
    if ADDRESS_IN_NAME.search(f"{tidy.given_name} {tidy.family_name}"):
        raise Refusal(
            _("A name cannot hold a web address."),
            meaning=_("Nothing was changed."),
            advice=_("Enter the given name and the family name."),
            status=422,
        )
    if tidy.email:
        try:
            validate_email(tidy.email)
        except ValidationError:
            raise Refusal(
                _("“%(email)s” is not an e-mail address.") % {"email": tidy.email},
                advice=_("Look for a missing @ or a blank."),
                status=422,
            ) from None
    return tidy


def refusal_of(data: PersonData) -> Refusal | None:
    """Why `data` cannot be a person, asked before anything is written: for the rows of a table."""
    try:
        checked(data)
    except Refusal as refusal:
        return refusal
    return None


def _columns(data: PersonData) -> dict[str, object]:
    return {each.name: getattr(data, each.name) for each in fields(data) if each.name != "language"}


def _fill(person: Person, data: PersonData, by: Person | None) -> None:
    """Of who was erased meanwhile, or whose data are to be left alone, what is empty stays empty."""
    if not any(said and not getattr(person, name) for name, said in _columns(data).items()):
        return
    row = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if row.erased_at or row.merged_into_id or (is_frozen(row) and not is_administrator(by)):
        return
    filled = []
    for name, said in _columns(data).items():
        if said and not getattr(person, name):
            setattr(person, name, said)
            filled.append(name)
    person.sort_key = names.person_sort_key(person.given_name, person.family_name)
    person.folded = names.person_folded(person.given_name, person.family_name, person.email)
    person.save(update_fields=[*filled, "sort_key", "folded"])


def _one_at_a_time(data: PersonData) -> None:
    """A lock until the end of the transaction on who is meant, so that the second of two finds what the first made."""
    who = data.email.lower() or fold(f"{data.given_name} {data.family_name}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"person {who}"])
