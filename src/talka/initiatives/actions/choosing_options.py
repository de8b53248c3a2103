"""What can be voted for: written anew or taken from initiatives while it is a draft, withdrawn while people vote."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import amend, fill
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .. import jobs
from .. import letters_of_choosing as letters
from ..access import choosings as access
from ..models import Choosing, ChoosingOption, Initiative, Voter
from .choosings import AT_ONCE, MOST_OPTIONS, check_reason, draft, held


@dataclass(frozen=True)
class OptionData:
    """cost in EUR, exact to the cent."""

    title: str
    what: str
    where: str
    cost: Decimal


def add(row: Choosing, data: OptionData, *, by: Person | None) -> ChoosingOption:
    """Written anew. Raises Refusal."""
    access.check_runs(by, row)
    _check(data)
    with deed(by):
        now = draft(row)
        _check_room(now, 1)
        option = ChoosingOption(choosing=now)
        fill(option, data)
        option.save()
    return option


def add_initiatives(row: Choosing, chosen: Collection[Initiative], *, by: Person | None) -> int:
    """With the words and the cost they have now, which stay as they were voted on. Those that stand there already are
    left as they are. How many came in. Raises Refusal where one says no cost."""
    access.check_runs(by, row)
    with deed(by):
        now = draft(row)
        there = set(now.options.exclude(initiative=None).values_list("initiative_id", flat=True))
        new = [one for one in chosen if one.pk not in there]
        without = [one.title for one in new if not one.cost]
        if without:
            raise Refusal(
                _("These initiatives do not say what they cost: %(titles)s.") % {"titles": ", ".join(without[:5])},
                _("Nothing was added."),
                _("Their authors enter the cost; or write the option anew with a cost."),
                status=422,
            )
        _check_room(now, len(new))
        for one in new:
            ChoosingOption.objects.create(
                choosing=now, initiative=one, title=one.title, what=one.what, where=one.where, cost=one.cost or 0
            )
    return len(new)


def change(option: ChoosingOption, data: OptionData, *, version: int, by: Person | None) -> None:
    """Of a draft. Raises Refusal."""
    access.check_runs(by, option.choosing)
    _check(data)
    with deed(by):
        draft(option.choosing)
        now = ChoosingOption.objects.select_for_update(of=("self",)).filter(pk=option.pk).first()
        if now is None:
            raise Refusal(_("Somebody has taken this option out."), _("Nothing was saved."), status=410)
        amend(now, data, version)


def remove(option: ChoosingOption, *, by: Person | None) -> None:
    """Out of a draft. Twice is once."""
    access.check_runs(by, option.choosing)
    with deed(by):
        draft(option.choosing)
        ChoosingOption.objects.filter(pk=option.pk).delete()


def withdraw(option: ChoosingOption, why: str, *, by: Person | None) -> None:
    """Once the vote is published. Ballots that name it stay as they are; it is left out of the count, and those on the
    roll are told that they may change their ballot. Twice is once. Raises Refusal."""
    access.check_runs(by, option.choosing)
    with deed(by):
        row = held(option.choosing)
        now = ChoosingOption.objects.select_for_update(of=("self",)).get(pk=option.pk)
        if now.withdrawn_at is not None:
            return
        if row.phase not in ("coming", "open"):
            raise Refusal(
                _("An option can be withdrawn from its publication until voting closes."), _("Nothing was changed.")
            )
        check_reason(why)
        now.withdrawn_at, now.withdrawn_why = timezone.now(), why.strip()
        now.version += 1
        now.save(update_fields=["withdrawn_at", "withdrawn_why", "version"])
        if Voter.objects.filter(choosing=row).count() <= AT_ONCE:
            letters.withdrawn(now)
        else:
            jobs.choosing.tell_withdrawn.defer(option=now.pk)


def _check(data: OptionData) -> None:
    for wrong, said, field in (
        (not data.title.strip(), _("The title is missing."), "title"),
        (data.cost <= 0, _("What costs nothing needs no vote."), "cost"),
    ):
        if wrong:
            raise Refusal(said, _("Nothing was saved."), status=422, field=field)


def _check_room(row: Choosing, more: int) -> None:
    if row.options.count() + more > MOST_OPTIONS:
        raise Refusal(
            _("There are at most %(number)s options in one vote.") % {"number": MOST_OPTIONS},
            _("Nothing was added."),
            status=422,
        )
