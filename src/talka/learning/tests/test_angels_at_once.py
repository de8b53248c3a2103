"""Two people act on one request for a knowledge angel at once: both hold it before what hangs on it, and none waits for
ever."""

import threading
import time

import pytest
from django.db import connection, transaction

from talka.learning.actions import angels, mentoring
from talka.learning.actions.angel_requests import locked
from talka.learning.factories.angels import AngelRequestFactory, MentorVisitFactory, ProposalFactory
from talka.learning.models import MentorVisit, Proposal
from talka.people.factories import OrganisationFactory, PersonFactory

A_WHILE = 1.0
"""Long enough for the other to come to where it waits."""


def _beside(deed):
    """What somebody else does meanwhile, and what came of it."""
    found = []

    def run():
        try:
            deed()
            found.append("done")
        except Exception as fault:
            found.append(repr(fault))
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(A_WHILE)
    return thread, found


@pytest.mark.django_db(transaction=True)
def test_an_angel_takes_the_consent_back_while_the_proposal_is_answered():
    row = ProposalFactory(state="accepted")
    person = row.angel.person
    with transaction.atomic():
        locked(row.request)
        thread, found = _beside(lambda: angels.withdraw(row.angel, by=person))
        Proposal.objects.select_for_update(of=("self",), nowait=True).get(pk=row.pk)
    thread.join(30)
    assert found == ["done"]
    row.refresh_from_db()
    assert (row.state, row.request.state) == ("ended", "open")


@pytest.mark.django_db(transaction=True)
def test_one_side_calls_a_visit_off_while_the_other_changes_it():
    asker = PersonFactory(with_account=True, organisation=OrganisationFactory())
    request = AngelRequestFactory(mentored=True, organisation=asker.organisation, asked_by=asker)
    visit = MentorVisitFactory(request=request, agreed=True)
    with transaction.atomic():
        locked(request)
        thread, found = _beside(lambda: mentoring.retire_visit(visit, by=asker))
        MentorVisit.objects.select_for_update(of=("self",), nowait=True).get(pk=visit.pk)
    thread.join(30)
    assert found == ["done"]
    visit.refresh_from_db()
    assert visit.retired_at is not None
