"""Erasing a person: rows, versions, letters, jobs, sessions. What a rule locks stays until its date, and says so."""

import contextlib
import datetime as dt
from dataclasses import dataclass, field

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.letters import actions as letters
from talka.people import names, personal_data
from talka.people.access import may_erase_person, not_allowed
from talka.people.history import deed
from talka.people.letters import letter_reference
from talka.people.models import Account, Consent, Import, Merge, Person, PersonalLink
from talka.people.personal_data import Kept
from talka.people.traces import Naming, Trace, find_traces, literal, naming_with_doubles, tables_naming, words_of
from talka.ui.refusals import Refusal

from .accounts import is_last_administrator
from .journal import write_down

NAME = ("given_name", "family_name", "position")
REST = ("email", "phone", "expertise")


@dataclass(frozen=True)
class Erased:
    """What became of an erasure. kept: what a rule locks, and until when; until: the day after which nothing is left.

    traces: where the name or the address still stands, in words that others wrote (a card, a report): for a person to
    look at, because no machine can tell whose name it is there.
    """

    kept: list[Kept] = field(default_factory=list)
    until: dt.date | None = None
    traces: list[Trace] = field(default_factory=list)


def erase_person(person: Person, *, by: Person | None, today: dt.date | None = None, again: bool = False) -> Erased:
    """Empty a person's data everywhere, at their own or the administrator's word. by None: a lock that has ended.

    again: they were erased before and a restored backup brought them back; then the last administrator goes as well.
    Raises Refusal where the person is the last administrator, or a table that names them is being entered just now.
    """
    if by is not None and not may_erase_person(by, person):
        raise not_allowed()
    today = today or timezone.localdate()
    with deed(by):
        named = naming_with_doubles(person)
        imports = _hold_tables(person, named)
        row = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person.pk)
        if not again and row.account and is_last_administrator(row.account):
            raise Refusal(
                _("This is the last administrator."),
                meaning=_("Nothing was erased."),
                advice=_("Make somebody else an administrator first."),
            )
        doubles = list(Person.objects.filter(merged_into=row).select_related("account"))
        words = sorted({word for each in (row, *doubles) for word in words_of(each)})
        files = [trace for room in personal_data.rooms() if room.traces for trace in room.traces(row)]
        kept = [k for room in personal_data.rooms() if room.erase for k in room.erase(row, today)]
        kept = [each for each in kept if each.until >= today]
        locks = [each.until for each in kept if each.name_too]
        until = max(locks, default=None)
        _empty(row, until)
        for double in doubles:
            _empty(double, None)
        Import.objects.filter(pk__in=imports).delete()
        _forget_around([row, *doubles], words)
        traces = files if until else [*find_traces(words), *files]
        write_down([row, *doubles])
    return Erased(kept=kept, until=until, traces=traces)


def finish_erasures(*, today: dt.date | None = None) -> int:
    """Erase the names whose locks have ended; how many. For the daily job; who is refused now is due the next night."""
    today = today or timezone.localdate()
    erased = 0
    for person in Person.objects.filter(erase_after__lt=today):
        with contextlib.suppress(Refusal):
            erase_person(person, by=None, today=today)
            erased += 1
    return erased


def _empty(row: Person, until: dt.date | None) -> None:
    """Empty the row and its versions; with a lock the name, the position and the organisation stay."""
    account = row.account
    columns = REST if until else (*NAME, *REST)
    for name in columns:
        setattr(row, name, "")
    if not until:
        row.organisation = None
    row.account = None
    row.public = False
    row.sort_key = names.person_sort_key(row.given_name, row.family_name)
    row.folded = names.person_folded(row.given_name, row.family_name, row.email)
    row.erased_at = row.erased_at or timezone.now()
    row.erase_after = until
    row.save()
    personal_data.blank_versions(Person, [row.pk], [*NAME, *REST, "folded", "sort_key"])
    if account:
        _end_sessions(account)
        account.delete()


def _forget_around(persons: list[Person], words: list[str]) -> None:
    """What this room and the ground floor keep beside the row."""
    ids = [person.pk for person in persons]
    PersonalLink.objects.filter(person__in=ids).delete()
    consents = list(Consent.objects.filter(person__in=ids).values_list("pk", flat=True))
    personal_data.drop_versions(Consent, consents)
    Consent.objects.filter(pk__in=consents).delete()
    Merge.objects.filter(Q(kept_person__in=ids) | Q(gone_person__in=ids)).update(removed=[], filled={})
    for person in persons:
        letters.erase_person(letter_reference(person))
    for address in (word for word in words if "@" in word):
        # A mailbox that somebody else is known by too: their letters stay.
        if not Person.objects.filter(email__iexact=address).exclude(pk__in=ids).exists():
            letters.erase_address(address)
    _forget_jobs(words)


def _hold_tables(person: Person, named: Naming) -> list[int]:
    """Lock the tables on their way that name the person, here and in the rooms above; the ids of those of this room.

    Whoever enters a table locks it before any person, and so do we: nobody waits for the other. Raises Refusal where
    one of them is being entered: its rows would bring the person back.
    """
    imports = tables_naming(Import, ("rows", "faults", "result"), named)
    free = personal_data.held(Import, imports, busy=[Import.State.RUNNING])
    if not free or not all(room.hold(person, named) for room in personal_data.rooms() if room.hold):
        raise Refusal(
            _("A table that names this person is being entered just now."),
            meaning=_("Nothing was erased."),
            advice=_("Try again in a few minutes."),
        )
    return imports


def _forget_jobs(words: list[str]) -> None:
    """Arguments of jobs that are done are emptied where they name the person. Waiting ones carry ids only."""
    patterns = [f"%{literal(word)}%" for word in words]
    if not patterns:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET args = '{}' "
            "WHERE status::text NOT IN ('todo', 'doing') AND args::text ILIKE ANY(%s)",
            [patterns],
        )


def _end_sessions(account: Account) -> None:
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
