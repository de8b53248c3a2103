"""What tests of votes share: a vote of a local government, those who run it, and ballots."""

import uuid

from talka.initiatives.actions import counting, rolls, voting
from talka.initiatives.actions.voting import Said
from talka.initiatives.factories.choosing import ChoosingFactory, VoterFactory
from talka.initiatives.models import Choosing
from talka.people.factories import PersonFactory


def runner_of(row):
    """Works for the local government whose money it is."""
    return PersonFactory(with_account=True, organisation=row.organisation)


def opened(**given):
    """People vote, on options of 300, 400 and 500 EUR out of 1,000."""
    return ChoosingFactory(**{"open": True, "options": 3} | given)


def cast(row, *named, points=(), voter=None):
    """A ballot of a new voter by a link; the code."""
    voter = voter or VoterFactory(choosing=row)
    return voting.vote_by_link(voter, Said(tuple(named), tuple(points)), sending=uuid.uuid4()).code


def close(row):
    """The end has come, as if a day had passed."""
    import datetime as dt

    from django.utils import timezone

    now = timezone.now()
    Choosing.objects.filter(pk=row.pk).update(
        opens_at=now - dt.timedelta(days=3), closes_at=now - dt.timedelta(minutes=1)
    )
    row.refresh_from_db()
    return row


def announced(row, by=None):
    """Counted and announced."""
    close(row)
    run = counting.count(row, by=by)
    counting.announce(row, run, by=by)
    row.refresh_from_db()
    return run


def link_of(voter):
    return f"/initiatives/vote/{rolls.make_link(voter)}/"
