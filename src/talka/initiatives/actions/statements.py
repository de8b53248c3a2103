"""Statements: proposed, let in or not, and voted on; one person one vote, and none twice in other dress."""

import datetime as dt
import re

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.people.history import deed
from talka.people.models import Person
from talka.ui.folding import fold, visible
from talka.ui.refusals import Refusal

from .. import letters_of_deliberation as letters
from ..access import deliberations as access
from ..models import Deliberation, DeliberationMember, Statement, StatementVote
from ..models.statements import LONGEST_STATEMENT
from .deliberations import coming, open_one

State = Statement.State
HOUR = dt.timedelta(hours=1)
MOST = 500
"""Statements of one deliberation that wait or stand: nobody votes on more."""


def sameness(text: str) -> str:
    """What two statements have in common that say the same: letters and digits, without case and diacritics."""
    return " ".join(re.findall(r"\w+", fold(text)))[: 2 * LONGEST_STATEMENT]


def vote(statement: Statement, side: int, *, by: Person) -> StatementVote:
    """side: 1 agrees, 0 passes, -1 disagrees. One vote of each person on a statement; another one takes its place.
    Raises Refusal where it is closed, the statement takes no votes, or the person may not."""
    access.check(access.may_take_part(by, statement.deliberation))
    if side not in StatementVote.Side.values:
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    with deed(by):
        row = open_one(statement.deliberation)
        now = Statement.objects.get(pk=statement.pk)
        if not now.takes_votes:
            raise Refusal(
                _("This statement takes no votes any more."),
                _("Your vote was not saved."),
                _("Those who look after the page took it out; go on with the next one."),
            )
        member = coming(row, by)
        given, made = StatementVote.objects.get_or_create(
            statement=now, member=member, defaults={"side": side, "at": timezone.now()}
        )
        if made:
            # Counted here, because a card is chosen at each vote and thousands of votes take long to count.
            Statement.objects.filter(pk=now.pk).update(given=F("given") + 1)
        elif given.side != side:
            given.side, given.at = side, timezone.now()
            given.save(update_fields=["side", "at"])
    return given


def propose(row: Deliberation, text: str, *, by: Person) -> Statement:
    """A statement of somebody who takes part: it stands at once or waits, as was set. Raises Refusal where the words
    are there already, the person has written as much as one may, or it is closed."""
    access.check(access.may_take_part(by, row))
    words = _words(text)
    with deed(by):
        now = open_one(row)
        member = coming(now, by)
        _check_room(now, member)
        waits = now.checking == Deliberation.Checking.BEFORE
        return _add(now, words, member=member, state=State.WAITING if waits else State.STANDING)


def add_seed(row: Deliberation, text: str, *, by: Person | None) -> Statement:
    """Of those who run it, before or while it is open. by None: the house, loading files. Raises Refusal."""
    access.check(by is None or access.runs(by, row))
    words = _words(text)
    with deed(by):
        if access.is_over(row):
            raise Refusal(_("The deliberation is closed."), _("Nothing was saved."), status=410)
        return _add(row, words, seed=True)


def let_in(statement: Statement, *, by: Person | None) -> Statement:
    """It takes votes from now on. Twice is once. Raises Refusal."""
    access.check(access.runs(by, statement.deliberation))
    with deed(by):
        open_one(statement.deliberation)
        now = _locked(statement)
        if now.state != State.STANDING:
            now.state, now.reason, now.decided_by, now.decided_at = State.STANDING, "", by, timezone.now()
            now.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return now


def decline(statement: Statement, reason: str, *, by: Person | None) -> Statement:
    """It is not let in; whoever wrote it reads why. What stands already is hidden by way of a report instead. A seed of
    a draft goes. Raises Refusal."""
    access.check(access.runs(by, statement.deliberation))
    said = reason.strip()
    if not said:
        raise Refusal(_("Say why it is not let in."), _("Nothing was changed."), status=422, field="reason")
    with deed(by):
        now = _locked(statement)
        if now.state == State.DECLINED:
            return now
        if now.state == State.STANDING:
            raise Refusal(
                _("It stands already, and may have votes."),
                _("Nothing was changed."),
                _("Report it, and hide it with a reason; it then takes no votes and is not counted."),
            )
        now.state, now.reason, now.decided_by, now.decided_at = State.DECLINED, said[:500], by, timezone.now()
        now.save(update_fields=["state", "reason", "decided_by", "decided_at"])
        letters.declined(now)
    return now


def take_seed_back(statement: Statement, *, by: Person | None) -> None:
    """A statement of those who run it, as long as nobody could vote on it. Twice is once. Raises Refusal."""
    access.check(access.runs(by, statement.deliberation))
    with deed(by):
        row = Deliberation.objects.select_for_update(no_key=True, of=("self",)).get(pk=statement.deliberation_id)
        if row.state != Deliberation.State.DRAFT:
            raise Refusal(_("People vote on it already."), _("Nothing was changed."))
        Statement.objects.filter(pk=statement.pk, seed=True).delete()


def _words(text: str) -> str:
    words = " ".join(visible(text).split())
    if not sameness(words):
        raise Refusal(_("There are no words yet."), _("Nothing was saved."), status=422, field="text")
    if len(words) > LONGEST_STATEMENT:
        raise Refusal(
            _("The text is longer than %(number)s characters.") % {"number": LONGEST_STATEMENT},
            _("Nothing was saved."),
            _("Say one thing in one sentence; write a second statement for the second thing."),
            status=422,
            field="text",
        )
    return words


def _check_room(row: Deliberation, member: DeliberationMember) -> None:
    """Whether the person may write another one. The member is held, so two at once are counted one after the other."""
    own = Statement.objects.filter(deliberation=row, member=member)
    if own.count() >= row.most_per_person:
        raise Refusal(
            _("You have written as many statements as one person may here: %(n)s.") % {"n": row.most_per_person},
            _("It was not saved, so that no single voice fills the page."),
            _("Vote on the statements of others."),
            status=429,
        )
    if own.filter(created_at__gt=timezone.now() - HOUR).count() >= row.most_per_hour:
        raise Refusal(
            _("You have written %(n)s statements within the hour.") % {"n": row.most_per_hour},
            _("It was not saved, so that no single voice fills the page."),
            _("Vote on the statements of others, and come back in an hour."),
            status=429,
        )


def _add(
    row: Deliberation,
    words: str,
    *,
    seed: bool = False,
    member: DeliberationMember | None = None,
    state: str = State.STANDING,
) -> Statement:
    """Numbers are given under the lock of the deliberation, so that none is given twice."""
    Deliberation.objects.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
    rows = Statement.objects.filter(deliberation=row)
    same = sameness(words)
    twin = rows.filter(same=same).first()
    if twin is not None:
        raise _said_already(twin)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    if rows.exclude(state=State.DECLINED).filter(hidden_at=None).count() >= MOST:
        raise Refusal(
            _("There are %(n)s statements already.") % {"n": MOST}, _("Nobody votes on more."), _("Vote on those.")
        )
    try:
        with transaction.atomic():
            return Statement.objects.create(
                deliberation=row, number=last + 1, text=words, same=same, seed=seed, member=member, state=state
            )
    except IntegrityError:
        raise _said_already(rows.get(same=same)) from None


def _said_already(twin: Statement) -> Refusal:
    if twin.state == State.STANDING and twin.hidden_at is None:
        return Refusal(
            _("This has been said already: statement %(number)s, “%(text)s”")
            % {"number": twin.number, "text": twin.text},
            _("It was not saved a second time, so that votes on it are not split."),
            _("Vote on that one."),
            field="text",
        )
    if twin.state == State.WAITING:
        return Refusal(
            _("The same words wait already to be let in."), _("They were not saved a second time."), field="text"
        )
    return Refusal(
        _("The same words were taken out or not let in by those who look after the page."),
        _("They were not saved again."),
        _("Say it otherwise, so that it keeps to the rules."),
        field="text",
    )


def _locked(statement: Statement) -> Statement:
    return (
        Statement.objects.select_for_update(no_key=True, of=("self",))
        .select_related("deliberation", "member")
        .get(pk=statement.pk)
    )
