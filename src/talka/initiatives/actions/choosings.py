"""A choosing is drafted, published with its options numbered, taken back before it opens, called off."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.actions.versions import amend, fill
from talka.people.history import deed
from talka.people.models import Organisation, Person
from talka.programmes.models import Programme
from talka.territories.models import Area
from talka.ui.refusals import Refusal

from .. import jobs
from .. import letters_of_choosing as letters
from ..access import choosings as access
from ..models import Choosing, ChoosingOption, Voter, VoterLink
from .made_up import check_alike
from .voting import alone, mix

LEAST = 2
"""So many options make a choice."""
MOST_OPTIONS = 300
AT_ONCE = 200
"""So many letters are written within a breath; with more the worker writes them."""


@dataclass(frozen=True)
class Purse:
    """Whose money it is: one of both."""

    organisation: Organisation | None = None
    programme: Programme | None = None


@dataclass(frozen=True)
class ChoosingData:
    """budget in EUR; opens_at, closes_at: aware; most: options on a ballot, None: any number; points: to give out, on
    a ballot of points."""

    title: str
    about: str
    area: Area
    budget: Decimal
    time_zone: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    form: str = Choosing.Form.APPROVAL
    most: int | None = None
    points: int | None = None
    within_budget: bool = False
    rule: str = Choosing.Rule.SHARES
    completion: str = Choosing.Completion.ADD1
    voters: str = Choosing.Voters.INVITED
    paper: bool = False


def begin(purse: Purse, data: ChoosingData, *, by: Person | None) -> Choosing:
    """A draft. by None: the house, loading files. Raises Refusal."""
    access.check_purse(by, purse.organisation, purse.programme)
    _check(data)
    check_alike(purse.organisation, purse.programme, data.area)
    row = Choosing(organisation=purse.organisation, programme=purse.programme, by=by)
    row.illustrative = bool(purse.programme.illustrative if purse.programme else purse.organisation.illustrative)  # type: ignore[union-attr]
    with deed(by):
        fill(row, data)
        row.save()
    return row


def change(row: Choosing, data: ChoosingData, *, version: int, by: Person | None) -> Choosing:
    """Of a draft. version: the one that was shown. Raises Refusal."""
    access.check_runs(by, row)
    _check(data)
    with deed(by):
        now = draft(row)
        check_alike(now, data.area)
        amend(now, data, version)
    return now


def publish(row: Choosing, *, by: Person | None) -> Choosing:
    """Everybody reads it; the options get their numbers by cost, among those of one cost by a lot whose seed is drawn
    now and shown. Twice is once. Raises Refusal where it is not complete."""
    access.check_runs(by, row)
    with deed(by):
        now = held(row)
        if now.published_at is not None:
            return now
        options = list(now.options.select_for_update())
        _check_complete(now, [one for one in options if one.withdrawn_at is None])
        now.seed, now.published_at = secrets.token_hex(8), timezone.now()
        now.version += 1
        now.save(update_fields=["seed", "published_at", "version"])
        for number, option in enumerate(in_order(options, now.seed), start=1):
            option.number = number
            option.save(update_fields=["number"])
    return now


def in_order(options: list[ChoosingOption], seed: str) -> list[ChoosingOption]:
    """The cheaper first, so that among equals more is paid for; those of one cost by the SHA-256 of the seed, a blank
    and the title, so that anybody who reads the page can draw the same order."""
    return sorted(options, key=lambda one: (one.cost, lot(seed, one.title), one.pk))


def lot(seed: str, title: str) -> str:
    return hashlib.sha256(f"{seed} {title}".encode()).hexdigest()


def take_back(row: Choosing, *, by: Person | None) -> None:
    """A draft again, as long as nobody could vote. Twice is once. Raises Refusal."""
    access.check_runs(by, row)
    with deed(by):
        now = held(row)
        if now.published_at is None:
            return
        if now.phase != "coming":
            raise Refusal(
                _("Voting has begun."),
                _("What is asked cannot change any more: people have voted on it."),
                _("An option can be withdrawn with a reason; the whole vote can be called off."),
            )
        now.options.update(number=None)
        now.published_at, now.seed = None, ""
        now.version += 1
        now.save(update_fields=["published_at", "seed", "version"])


def call_off(row: Choosing, why: str, *, by: Person | None) -> None:
    """No more votes are taken and none is counted; everybody reads why, those on the roll are written to, and then
    their addresses are forgotten. Twice is once. Raises Refusal."""
    access.check_runs(by, row)
    with deed(by):
        alone(row)
        now = held(row)
        if now.called_off_at is not None:
            return
        check_reason(why)
        if now.published_at is None or now.announced_at is not None:
            raise Refusal(_("Only a vote whose result is not announced can be called off."), _("Nothing was changed."))
        now.called_off_at, now.called_off_why = timezone.now(), why.strip()
        now.version += 1
        now.save(update_fields=["called_off_at", "called_off_why", "version"])
        mix(now)
        if Voter.objects.filter(choosing=now).count() <= AT_ONCE:
            tell_and_forget(now)
        else:
            jobs.choosing.tell_end.defer(choosing=now.pk)


def remove(row: Choosing, *, by: Person | None) -> None:
    """A draft that is not wanted goes, and its roll with it. Twice is once. Raises Refusal."""
    access.check_runs(by, row)
    with deed(by):
        now = held(row)
        if now.retired_at is None:
            draft(now)
            now.retired_at = timezone.now()
            now.save(update_fields=["retired_at"])
            Voter.objects.filter(choosing=now).delete()


def tell_and_forget(row: Choosing) -> None:
    """Letters to the roll about how it ended, then its names, addresses and links go: that somebody voted is all that
    stays."""
    with transaction.atomic():
        letters.ended(row)
        VoterLink.objects.filter(voter__choosing=row).delete()
        Voter.objects.filter(choosing=row).update(name="", email="", folded="")


def held(row: Choosing) -> Choosing:
    """The row until the transaction ends. Ballots and lines of the roll that point at it do not wait."""
    return Choosing.objects.select_for_update(of=("self",), no_key=True).select_related(*access.RELATED).get(pk=row.pk)


def draft(row: Choosing) -> Choosing:
    """The row, held, if it may still be changed. Raises Refusal."""
    now = held(row)
    if now.published_at is not None or now.retired_at is not None:
        raise Refusal(
            _("This vote is published: the question and the rule stand."),
            _("Nothing was changed."),
            _("Before it opens, take it back, change it and publish it again."),
        )
    return now


def check_reason(why: str) -> None:
    said = why.strip()
    if not said or len(said) > 1000:
        raise Refusal(_("Say why, in at most 1,000 characters."), _("Nothing was changed."), status=422, field="why")


def _check(data: ChoosingData) -> None:
    pointed = data.form == Choosing.Form.POINTS
    for wrong, said, field in (
        (not data.title.strip(), _("The title is missing."), "title"),
        (data.budget <= 0, _("Without money there is nothing to share."), "budget"),
        (data.closes_at <= data.opens_at, _("It closes before it opens."), "last_day"),
        (pointed and not data.points, _("Say how many points each voter gives out."), "points"),
        (not pointed and data.points is not None, _("Points belong to a ballot of points."), "points"),
        (
            data.within_budget and data.form != Choosing.Form.APPROVAL,
            _("A ballot within the budget is one on which options are named, without points or order."),
            "within_budget",
        ),
    ):
        if wrong:
            raise Refusal(said, _("Nothing was saved."), status=422, field=field)


def _check_complete(row: Choosing, options: list[ChoosingOption]) -> None:
    dear = [one.title for one in options if one.cost > row.budget]
    for wrong, said, advice in (
        (len(options) < LEAST, _("There is nothing to choose from yet."), _("Add at least two options.")),
        (
            bool(dear),
            _("These options cost more than the whole budget: %(options)s.") % {"options": ", ".join(dear[:5])},
            _("Lower their cost, raise the budget or take them out."),
        ),
        (row.closes_at <= timezone.now(), _("The vote would be over already."), _("Change its days.")),
    ):
        if wrong:
            raise Refusal(said, _("It was not published."), advice, status=422)
