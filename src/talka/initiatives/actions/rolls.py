"""The roll: who is invited, links that are sent, paper ballots given out, two lines that are one person."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from talka.documents.sheets import Column
from talka.documents.tables import Fault, read_table
from talka.letters.actions import folded_address
from talka.people.history import deed
from talka.people.models import Person
from talka.people.personal_links import digest_of
from talka.ui.refusals import Refusal

from .. import jobs
from .. import letters_of_choosing as letters
from ..access import choosings as access
from ..models import Choosing, Voter, VoterLink
from .choosings import AT_ONCE, held
from .voting import know

MOST_VOTERS = 100_000
MOST_ROWS = 20_000
COLUMNS = (
    Column("email", gettext_lazy("E-mail"), aliases=("e-pasts", "mail"), required=True, example="anna@example.org"),
    Column("name", gettext_lazy("Name"), aliases=("vārds", "vards")),
    Column(
        "language",
        gettext_lazy("Language"),
        aliases=("valoda",),
        choices={"lv": gettext_lazy("Latvian"), "en": gettext_lazy("English")},
    ),
)


@dataclass(frozen=True)
class Invited:
    email: str
    name: str = ""
    language: str = "lv"


@dataclass(frozen=True)
class ListRead:
    """new: how many came onto the roll; there: those who stood there already; faults: of rows that were not taken."""

    new: int
    there: int
    faults: Sequence[Fault]


def read_list(row: Choosing, file: BinaryIO, name: str, *, right_ones: bool = False, by: Person | None) -> ListRead:
    """An XLSX or CSV list of addresses. Nothing comes in while a row is wrong, unless right_ones: then the others do.
    Raises Refusal."""
    access.check_runs(by, row)
    read = read_table(file, name, COLUMNS, most_rows=MOST_ROWS)
    if read.unreadable:
        fault = read.faults[0]
        raise Refusal(fault.what, _("Nobody was added."), fault.advice, status=422, field="file")
    faults, people = list(read.faults), []
    for each in read.rows:
        said = {key: str(value or "") for key, value in each.values.items()}
        try:
            people.append(Invited(folded_address(said["email"]), said["name"], said["language"] or "lv"))
        except ValueError:
            faults.append(Fault(each.number, str(COLUMNS[0].title), _("This is no e-mail address.")))
    faults.sort(key=lambda one: one.row or 0)
    if (faults and not right_ones) or not people:
        return ListRead(0, 0, faults)
    new = invite(row, people, by=by)
    return ListRead(new, len(people) - new, faults)


def invite(row: Choosing, people: Iterable[Invited], *, by: Person | None) -> int:
    """Put them on the roll; an address stands there once, however often it is said. No letter goes out yet. How many
    are new. Raises Refusal."""
    access.check_runs(by, row)
    wanted: dict[str, Invited] = {}
    for one in people:
        try:
            address = folded_address(one.email)
        except ValueError:
            raise Refusal(
                _("“%(address)s” is no e-mail address.") % {"address": one.email[:100]},
                _("Nobody was added."),
                status=422,
                field="email",
            ) from None
        wanted.setdefault(address, one)
    with deed(by):
        now = _with_roll(row)
        there = set(Voter.objects.filter(choosing=now).exclude(email="").values_list("email", flat=True))
        if len(there | set(wanted)) > MOST_VOTERS:
            raise Refusal(
                _("A roll has at most %(number)s lines.") % {"number": MOST_VOTERS}, _("Nobody was added."), status=422
            )
        new = {address: one for address, one in wanted.items() if address not in there}
        known = _persons_by_address(list(new))
        rows = [
            Voter(
                choosing=now,
                email=address,
                name=" ".join(one.name.split())[:200],
                language=one.language if one.language in ("lv", "en") else "lv",
                person_id=known.get(address),
            )
            for address, one in new.items()
        ]
        for each in rows:
            each.folded = each.searched_words()
        Voter.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def _persons_by_address(addresses: list[str]) -> dict[str, int]:
    """Of known persons, so that two addresses of one person are one voter. One query."""
    rows = Person.objects.filter(email__in=addresses, erased_at=None).order_by("pk")
    return {email.lower(): merged or pk for email, pk, merged in rows.values_list("email", "pk", "merged_into")}


def send_links(row: Choosing, *, by: Person | None) -> int:
    """A letter with a link of their own to everybody on the roll who got none; how many. Raises Refusal."""
    access.check_runs(by, row)
    with deed(by):
        now = _with_roll(row)
    if now.published_at is None:
        raise Refusal(
            _("The vote is still a draft."), _("No letter was sent."), _("Publish it first: links open its page.")
        )
    waiting = unsent(now).count()
    if waiting <= AT_ONCE:
        return write_links(now)
    jobs.choosing.send_links.defer(choosing=now.pk)
    return waiting


def unsent(row: Choosing) -> QuerySet[Voter]:
    return Voter.objects.filter(choosing=row, sent_on=None, joined=None).exclude(email="")


def write_links(row: Choosing) -> int:
    """Letters to those who got none, each in a transaction of its own, so that doing it again goes on where it
    stopped."""
    sent = 0
    for pk in list(unsent(row).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            voter = unsent(row).select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if voter is not None:
                voter.choosing = row
                _send(voter)
                sent += 1
    return sent


def send_again(voter: Voter, *, by: Person | None) -> None:
    """Another link to whoever has lost theirs; both lead to the one ballot. Raises Refusal."""
    access.check_runs(by, voter.choosing)
    with deed(by):
        _with_roll(voter.choosing)
        now = Voter.objects.select_for_update(of=("self",)).select_related("choosing").get(pk=voter.pk)
        if not now.email or now.choosing.published_at is None:
            raise Refusal(_("There is no address to write to, or the vote is still a draft."), _("No letter was sent."))
        _send(now)


def _send(voter: Voter) -> None:
    token = make_link(voter)
    voter.sent_on = timezone.localdate()
    voter.save(update_fields=["sent_on"])
    letters.invited(voter, token)


def make_link(voter: Voter) -> str:
    """The token of a new link of the voter, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    VoterLink.objects.create(voter=voter, digest=digest_of(token))
    return token


def give_paper(voter: Voter, *, by: Person | None) -> None:
    """A paper ballot was handed to them: they do not vote here any more. Twice is once. Raises Refusal."""
    access.check_runs(by, voter.choosing)
    with deed(by):
        row = _with_roll(voter.choosing)
        know(voter)
        now = Voter.objects.select_for_update(of=("self",)).get(pk=voter.pk)
        if now.joined_id is not None:
            now = Voter.objects.select_for_update(of=("self",)).get(pk=now.joined_id)
        if now.how == Voter.How.PAPER:
            return
        if not row.paper or row.phase != "open":
            raise Refusal(
                _("Paper ballots are given out while voting is open, where the vote has them."),
                _("Nothing was changed."),
            )
        if Voter.objects.filter(pk__in=access.same_person(now), voted_on__isnull=False).exists():
            raise Refusal(
                _("This person has voted already."),
                _("Each person has one ballot: do not give out a second one."),
                _("They can change theirs by the code they were shown."),
            )
        now.voted_on, now.how = timezone.localdate(timezone=row.zone), Voter.How.PAPER
        now.save(update_fields=["voted_on", "how"])


def join(voter: Voter, other: Voter, *, by: Person | None) -> None:
    """Two lines are one person, under two addresses: both links lead to one ballot from now on. Twice is once. Raises
    Refusal where both have voted, because nobody can tell whose ballots these are."""
    access.check_runs(by, voter.choosing)
    with deed(by):
        row = _with_roll(voter.choosing)
        rows = Voter.objects.select_for_update(of=("self",)).filter(choosing=row, pk__in=[voter.pk, other.pk])
        both = {one.pk: one for one in rows.order_by("pk")}
        if len(both) < 2:
            raise Refusal(_("Choose two different lines of this roll."), _("Nothing was changed."), status=422)
        keep, gone = both[voter.pk], both[other.pk]
        same = access.same_person(keep)
        if gone.pk in same:
            return
        if keep.joined_id or gone.joined_id:
            raise Refusal(
                _("One of the lines is joined with another already."),
                _("Nothing was changed."),
                _("Join with the line that holds the vote."),
            )
        voted = Voter.objects.filter(voted_on__isnull=False)
        if voted.filter(pk__in=same).exists() and voted.filter(pk__in=access.same_person(gone)).exists():
            raise Refusal(
                _("Both have voted."),
                _("Ballots are secret: nobody can tell which two these are, and both are counted."),
                _("Write into the minutes that it happened."),
            )
        if gone.voted_on:
            keep, gone = gone, keep
        gone.doubles.update(joined=keep)
        gone.joined = keep
        gone.save(update_fields=["joined"])


def _with_roll(row: Choosing) -> Choosing:
    """Held; the roll of a vote that is over changes no more. Raises Refusal."""
    now = held(row)
    if now.phase in ("closed", "ended", "off") or now.retired_at is not None:
        raise Refusal(_("Voting is over: the roll stands as it is."), _("Nothing was changed."), status=410)
    return now
