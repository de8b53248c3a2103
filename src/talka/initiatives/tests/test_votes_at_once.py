"""Votes and words that come at the same moment: none lost, none double."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from talka.initiatives.actions import statements as actions
from talka.initiatives.factories.deliberation import DeliberationFactory, StatementFactory
from talka.initiatives.models import DeliberationMember, Statement, StatementVote
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """Each in a thread with a connection of its own: what came of it, or the refusal."""

    def done(deed: Callable[[], object]) -> object:
        try:
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(done, deeds))


def test_one_person_in_many_tabs_has_one_vote():
    row = DeliberationFactory()
    statement, person = StatementFactory(deliberation=row), PersonFactory(with_account=True)
    came = at_once(*[lambda side=side: actions.vote(statement, side, by=person) for side in (1, 0, -1) * 2])
    assert not [each for each in came if isinstance(each, Refusal)]
    assert StatementVote.objects.count() == DeliberationMember.objects.count() == 1
    statement.refresh_from_db()
    assert statement.given == 1


def test_of_many_people_no_vote_is_lost():
    row = DeliberationFactory()
    rows = [StatementFactory(deliberation=row, number=n) for n in (1, 2)]
    people = [PersonFactory(with_account=True) for _n in range(8)]
    at_once(*[lambda who=who: [actions.vote(one, 1, by=who) for one in rows] for who in people])
    assert StatementVote.objects.count() == 16
    assert set(Statement.objects.values_list("given", flat=True)) == {8}


def test_the_same_words_at_once_stand_once():
    row = DeliberationFactory()
    people = [PersonFactory(with_account=True) for _n in range(4)]
    came = at_once(*[lambda who=who: actions.propose(row, "Vajag parku", by=who) for who in people])
    assert Statement.objects.count() == 1
    assert len([each for each in came if isinstance(each, Refusal)]) == 3


def test_one_person_at_once_writes_no_more_than_one_may():
    row = DeliberationFactory(most_per_hour=2)
    person = PersonFactory(with_account=True)
    came = at_once(*[lambda n=n: actions.propose(row, f"Vajag {n}", by=person) for n in range(5)])
    assert sorted(Statement.objects.values_list("number", flat=True)) == [1, 2]
    assert len([each for each in came if isinstance(each, Refusal)]) == 3
