"""Voting: a ballot is taken, changed by whoever holds its code, refused in words. The view has found out who votes, by
their own link or their account; the roll keeps only that they have."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import choosings as access
from ..models import Ballot, Choosing, ChoosingOption, Voter

SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of codes: none that is easily read as another."""
CODE, PART = 16, 4
COUNTING = 20_261
"""Kind of the lock that ballots share and the count takes alone; any number that no other lock has."""


@dataclass(frozen=True)
class Said:
    """What a ballot says. named: numbers of options, of a ranking in its order; points: for each of them, or none."""

    named: tuple[int, ...]
    points: tuple[int, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """code: the voter's secret, shown and not kept; again: the same ballot had come before; changed: it took the place
    of an earlier one."""

    code: str
    again: bool = False
    changed: bool = False


def code_from(sending: uuid.UUID) -> str:
    """The secret code of a ballot, from the id under which a browser sends it: sent twice it is the same. About 78 bits
    of chance."""
    number, signs = int.from_bytes(hashlib.sha256(f"ballot {sending}".encode()).digest()), []
    for _sign in range(CODE):
        number, place = divmod(number, len(SIGNS))
        signs.append(SIGNS[place])
    return "-".join("".join(signs[at : at + PART]) for at in range(0, CODE, PART))


def key_of(code: str) -> str:
    """What the published list says in place of a code: the SHA-256 of its signs without dashes, as 64 hex digits."""
    return hashlib.sha256(plain(code).encode()).hexdigest()


def plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())[:CODE]


def paper_key(choosing: Choosing, number: int) -> str:
    return hashlib.sha256(f"paper {choosing.pk} {number}".encode()).hexdigest()


def vote_by_link(voter: Voter, said: Said, *, sending: uuid.UUID, code: str = "") -> Receipt:
    """Of whoever holds the link. sending: the browser's id for this ballot; code: of the ballot that is changed. Raises
    Refusal; then nothing was taken."""
    with transaction.atomic():
        row = _open(voter.choosing)
        know(voter)
        return _cast(row, _lines(row, voter), said, sending, code)


def vote_as(
    person: Person, choosing: Choosing, said: Said, *, sending: uuid.UUID, code: str = "", declared: str = ""
) -> Receipt:
    """Of somebody signed in, who is entered on the roll with the first ballot. declared: the words by which they said
    where they live, where that is asked. Raises Refusal; then nothing was taken."""
    with transaction.atomic():
        row = _open(choosing)
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two windows of one person take turns
        if not access.may_vote(person, row):
            raise _not_asked()
        voter = access.stands_on_roll(person, row)
        if voter is None:
            if row.voters == Choosing.Voters.DECLARED and not declared:
                raise Refusal(
                    _("Say that you live there."),
                    _("The ballot was not taken."),
                    _("Only those who live in the place vote; tick the box if you do."),
                    status=422,
                    field="declared",
                )
            area = row.area if declared else None
            voter = Voter.objects.create(choosing=row, person=person, declared=declared[:500], area=area)
        else:
            access.lines_of(person, row).filter(person=None).update(person=person)
        return _cast(row, _lines(row, voter), said, sending, code)


def _open(choosing: Choosing) -> Choosing:
    """The choosing as it is, if ballots are taken at this moment, and no count begins before this one is in. The
    server's clock counts, and no other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [COUNTING, choosing.pk])
    row = Choosing.objects.select_related(*access.RELATED).get(pk=choosing.pk)
    phase = row.phase
    if phase == "open":
        return row
    if phase == "coming":
        raise Refusal(
            _("Voting has not begun yet."), _("Your ballot was not taken."), _("Come again on the first day.")
        )
    if phase == "off":
        raise Refusal(_("This vote was called off."), _("Your ballot was not taken."), row.called_off_why, status=410)
    raise Refusal(
        _("Voting is closed."),
        _("Your ballot came after the end by the clock of the server and was not taken; one sent before is counted."),
        _("The page of the vote says when it ended and what came of it."),
        status=410,
    )


def alone(row: Choosing) -> None:
    """Wait until every ballot that is under way is in; none comes in until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [COUNTING, row.pk])


def mix(row: Choosing) -> None:
    """Write all ballots anew in the order of their keys, in one transaction: where the database keeps a row, and by
    which transaction it was written, tells no longer when it came."""
    rows = list(Ballot.objects.filter(choosing=row).order_by("key"))
    Ballot.objects.filter(choosing=row).delete()
    Ballot.objects.bulk_create(rows, batch_size=2000)


def know(voter: Voter) -> None:
    """A line brought by its address alone is that of whoever signs in with this address, so that a link and an account
    are one voter. Inside a transaction; their deeds elsewhere wait."""
    now = Voter.objects.filter(pk=voter.pk).first()
    person = access.holder_of(now) if now is not None else None
    if person is not None:
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        Voter.objects.filter(pk=voter.pk, person=None).update(person=person)
        voter.person = person


def _lines(row: Choosing, voter: Voter) -> list[Voter]:
    """All lines of the roll that are this person, held, the one that votes first. Lines may be joined just now: then
    they are looked for again."""
    while True:
        same = access.same_person(voter)
        rows = Voter.objects.select_for_update(of=("self",), no_key=True).filter(choosing=row, pk__in=same)
        found = list(rows.order_by("pk"))
        if len(found) < 2 or access.same_person(voter) == same:
            return sorted(found, key=lambda one: (one.joined_id is not None, one.pk != voter.pk))


def _cast(row: Choosing, lines: Sequence[Voter], said: Said, sending: uuid.UUID, code: str) -> Receipt:
    before = next((one for one in lines if one.voted_on is not None), None)
    if before is not None and before.how == Voter.How.PAPER:
        raise Refusal(
            _("A paper ballot was given out in your name."),
            _("Each person has one ballot; this one was not taken."),
            _("If you have no paper ballot, write to those who run the vote."),
        )
    own = code_from(sending)
    came = Ballot.objects.select_for_update().filter(choosing=row, key=key_of(own)).first()
    if before is None and came is not None:
        raise _other_ballot()
    kept = in_plain_form(row, said)
    if before is not None and came is not None and not code:
        if (came.named, came.points) != (list(kept.named), list(kept.points)):
            raise _other_ballot()
        return Receipt(own, again=True)
    check(row, kept)
    if before is None:
        Ballot.objects.create(choosing=row, key=key_of(own), named=list(kept.named), points=list(kept.points))
        voter = lines[0]
        voter.voted_on, voter.how = timezone.localdate(timezone=row.zone), Voter.How.ONLINE
        voter.save(update_fields=["voted_on", "how"])
        return Receipt(own)
    return _change(row, kept, code, before)


def _change(row: Choosing, kept: Said, code: str, before: Voter) -> Receipt:
    if not code.strip():
        raise Refusal(
            _("You have voted already."),
            _("Each person has one ballot, also with two links; the one you gave stands as it was."),
            _("To change it, enter the code that you were shown then."),
            field="code",
        )
    ballot = Ballot.objects.select_for_update().filter(choosing=row, key=key_of(code), paper=None).first()
    if ballot is None:
        raise Refusal(
            _("No ballot has this code."),
            _("Your ballot stands as it was."),
            _("Look at the code again: 16 letters and digits. Without it nobody can find your ballot, not even we."),
            status=422,
            field="code",
        )
    ballot.named, ballot.points = list(kept.named), list(kept.points)
    ballot.save(update_fields=["named", "points"])
    return Receipt("-".join(plain(code)[at : at + PART] for at in range(0, CODE, PART)), changed=True)


def in_plain_form(row: Choosing, said: Said) -> Said:
    """The same ballot as it is kept: by number where order says nothing, and without options that get no points."""
    points = said.points or (1,) * len(said.named)
    pairs = list(zip(said.named, points, strict=True))
    if row.form == Choosing.Form.RANKING:
        return Said(said.named)
    pairs = sorted(pair for pair in pairs if pair[1])
    kept = tuple(points for _number, points in pairs) if row.form == Choosing.Form.POINTS else ()
    return Said(tuple(number for number, _points in pairs), kept)


def check(row: Choosing, said: Said, *, withdrawn_too: bool = False) -> None:
    """Whether a ballot in its plain form keeps the rules of this vote. withdrawn_too: of paper, printed before an
    option was withdrawn. Raises Refusal, which says what is wrong."""
    options = {one.number: one for one in ChoosingOption.objects.filter(choosing=row, number__isnull=False)}
    named = said.named
    if not named:
        raise _wrong(_("The ballot is empty."), _("Name at least one option."))
    if any(number not in options for number in named):
        raise _wrong(_("The ballot names an option that is not there."), _("Open the page again and choose."))
    if len(set(named)) != len(named):
        raise _wrong(_("The ballot names an option twice."), _("Name each once."))
    withdrawn = [options[number].title for number in named if options[number].withdrawn_at is not None]
    if withdrawn and not withdrawn_too:
        raise _wrong(
            _("This option was withdrawn meanwhile: %(options)s.") % {"options": ", ".join(withdrawn)},
            _("Leave it out; everything else stands as you filled it in."),
        )
    if row.most is not None and len(named) > row.most:
        raise _wrong(
            _("The ballot names %(named)s options; it may name at most %(most)s.")
            % {"named": len(named), "most": row.most},
            _("Leave some out."),
        )
    _check_sums(row, said, options)


def _check_sums(row: Choosing, said: Said, options: dict[int | None, ChoosingOption]) -> None:
    if any(points < 0 for points in said.points):
        raise _wrong(_("Points cannot be less than nothing."), _("Leave out what you give nothing."))
    given = sum(said.points)
    if row.points is not None and given > row.points:
        raise _wrong(
            _("The ballot gives out %(given)s points; there are %(points)s.") % {"given": given, "points": row.points},
            _("Give %(more)s fewer.") % {"more": given - row.points},
        )
    cost = sum(options[number].cost for number in said.named)
    if row.within_budget and cost > row.budget:
        raise _wrong(
            _("What the ballot names costs %(cost)s EUR; the budget is %(budget)s EUR.")
            % {"cost": cost, "budget": row.budget},
            _("Leave something out, so that all you name could be paid for together."),
        )


def _wrong(what: str, advice: str) -> Refusal:
    return Refusal(what, _("The ballot was not taken; what you filled in is still here."), advice, status=422)


def _other_ballot() -> Refusal:
    return Refusal(
        _("This form has been sent before, with another ballot."),
        _("This one was not taken; the one before stands."),
        _("Open the page of the vote again. To change a ballot, enter its code."),
    )


def _not_asked() -> Refusal:
    return Refusal(
        _("You are not on the roll of this vote."),
        _("Your ballot was not taken."),
        _("If you should be, write to those who run it: they can add you."),
        status=403,
    )
