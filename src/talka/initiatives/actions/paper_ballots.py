"""Paper ballots: each is read by two people who do not see each other's reading; where they differ a third looks."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import choosings as access
from ..models import Ballot, Choosing, PaperEntry
from .choosings import held
from .voting import Said, check, in_plain_form, paper_key

MOST_NUMBER = 1_000_000
FIRST, AGREED, DIFFERS, DECIDED = "first", "agreed", "differs", "decided"


@dataclass(frozen=True)
class Reading:
    """What somebody read; said is None of a spoilt one, where no ballot can be read."""

    said: Said | None


def read(row: Choosing, number: int, reading: Reading, *, by: Person | None) -> str:
    """One reading of the ballot with this number. What it came to: "first" (another person reads it next), "agreed",
    "differs" (a third looks), "decided". Raises Refusal."""
    access.check_runs(by, row)
    with deed(by):
        now = held(row)  # two who read the same ballot take turns
        _check_time(now)
        if not 0 < number <= MOST_NUMBER:
            raise Refusal(
                _("A ballot has a number above nothing."), _("Nothing was saved."), status=422, field="number"
            )
        said = Said(()) if reading.said is None else in_plain_form(now, reading.said)
        if reading.said is not None:
            _check_readable(now, said)
        before = list(PaperEntry.objects.filter(choosing=now, number=number).order_by("look"))
        _check_reader(before, by)
        # Where two readers turned out to be one person, one of their readings is gone: the next takes its place.
        free = next(look for look in PaperEntry.Look if look not in {one.look for one in before})
        entry = PaperEntry.objects.create(
            choosing=now,
            number=number,
            look=free,
            named=list(said.named),
            points=list(said.points),
            spoilt=reading.said is None,
            by=by,
            on=timezone.localdate(),
        )
        if not before:
            return FIRST
        second = len(before) == 1
        if second and not same(entry, before[0]):
            return DIFFERS
        Ballot.objects.filter(choosing=now, paper=number).delete()
        if not entry.spoilt:
            Ballot.objects.create(
                choosing=now, key=paper_key(now, number), named=entry.named, points=entry.points, paper=number
            )
        return AGREED if second else DECIDED


def same(one: PaperEntry, other: PaperEntry) -> bool:
    return (one.named, one.points, one.spoilt) == (other.named, other.points, other.spoilt)


def _check_time(row: Choosing) -> None:
    if not row.paper or row.phase not in ("open", "closed"):
        raise Refusal(
            _("Paper ballots are read from the opening of the vote until its result is announced."),
            _("Nothing was saved."),
        )


def _check_readable(row: Choosing, said: Said) -> None:
    try:
        check(row, said, withdrawn_too=True)
    except Refusal as refusal:
        raise Refusal(
            refusal.what,
            _("Nothing was saved."),
            _("If the paper says just that, mark it as spoilt; else correct what you typed."),
            status=422,
        ) from refusal


def _check_reader(before: list[PaperEntry], by: Person | None) -> None:
    if len(before) == 3 or (len(before) == 2 and same(before[0], before[1])):
        raise Refusal(_("This ballot has been read already."), _("It is counted once."), _("Look at the number again."))
    if by is not None and any(one.by_id == by.pk for one in before):
        raise Refusal(
            _("You have read this ballot already."),
            _("Nothing was saved."),
            _("Another person reads it next, so that two pairs of eyes have seen it."),
        )
