"""Who gets a seat: the last one, the waiting list, quotas, substitutes, by hand."""

import threading

import pytest
from django.db import connection

from talka.events.actions import registration as actions
from talka.events.actions import waiting_list
from talka.events.actions.questions import remove_quota, set_quota
from talka.events.factories import QuotaFactory, RegistrationFactory
from talka.events.models import Event, Registration
from talka.letters.models import Letter
from talka.people.actions.merging import merge_organisations
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Person
from talka.territories.factories import AreaFactory
from talka.territories.models import Belonging
from talka.ui.refusals import Refusal

from .day import applicant, form, letters_to, open_event, organiser, register_url

pytestmark = pytest.mark.django_db
State = Registration.State


def test_the_last_seat_taken_then_the_waiting_list_which_is_told(client):
    event = open_event(capacity=1)
    client.post(register_url(event), form())
    page = client.post(register_url(event), form(email="otra@example.test", given_name="Otra"), follow=True)
    assert "rezerves sarakstā" in page.content.decode()
    assert [r.state for r in Registration.objects.order_by("pk")] == [State.REGISTERED, State.WAITING]
    assert letters_to("otra@example.test") == ["events.waiting"]


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_for_the_last_seat():
    event = open_event(capacity=3)
    RegistrationFactory.create_batch(2, event=event)
    start, outcomes = threading.Barrier(4), []

    def run(number: int) -> None:
        try:
            start.wait(10)
            outcomes.append(actions.register(event, applicant(number), by=None).registration.state)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == [State.REGISTERED, State.WAITING, State.WAITING, State.WAITING]
    assert event.registrations.filter(state=State.REGISTERED).count() == 3
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["events.registered"] + ["events.waiting"] * 3


@pytest.mark.django_db(transaction=True)
def test_one_person_sending_twice_at_once_registers_once():
    event = open_event()
    start, faults = threading.Barrier(3), []

    def run() -> None:
        try:
            start.wait(10)
            actions.register(event, applicant(7), by=None)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not faults
    assert event.registrations.count() == 1
    assert Person.objects.filter(email="janis7@example.test").count() == 1


def test_a_cancelled_seat_goes_to_the_first_who_waits():
    event = open_event(capacity=1)
    first = actions.register(event, applicant(1), by=None).registration
    second = actions.register(event, applicant(2), by=None).registration
    third = actions.register(event, applicant(3), by=None).registration
    actions.cancel(first, by=None)
    states = [Registration.objects.get(pk=r.pk).state for r in (first, second, third)]
    assert states == [State.CANCELLED, State.REGISTERED, State.WAITING]
    assert letters_to("janis2@example.test") == ["events.waiting", "events.moved_up"]
    assert letters_to("janis3@example.test") == ["events.waiting"]
    actions.cancel(first, by=None)
    assert letters_to("janis1@example.test") == ["events.registered", "events.cancelled"]


def test_quotas_per_organisation_and_who_waits_is_stepped_over():
    event = open_event(capacity=3)
    one, other = OrganisationFactory.create_batch(2)
    QuotaFactory(event=event, each_organisation=True, seats=1)
    rows = [
        actions.register(event, applicant(n, organisation=place), by=None).registration
        for n, place in enumerate([one, one, other, None])
    ]
    assert [r.state for r in rows] == [State.REGISTERED, State.WAITING, State.REGISTERED, State.REGISTERED]
    late = actions.register(event, applicant(9), by=None).registration
    assert late.state == State.WAITING
    # The one who comes for themselves goes: the first in the queue is of a full organisation and is stepped over.
    actions.cancel(rows[3], by=None)
    rows[1].refresh_from_db()
    late.refresh_from_db()
    assert (rows[1].state, late.state) == (State.WAITING, State.REGISTERED)
    # When the quota grows and a seat is there, the one who was stepped over gets it.
    actions.cancel(late, by=None)
    set_quota(event, by=organiser(event), seats=2, each_organisation=True)
    rows[1].refresh_from_db()
    assert rows[1].state == State.REGISTERED


def test_quota_of_a_region_counts_all_that_lies_in_it_on_the_day():
    event = open_event()
    region, elsewhere = AreaFactory(kind="region"), AreaFactory(kind="region")
    town, moved = AreaFactory(kind="municipality"), AreaFactory(kind="municipality")
    parish = AreaFactory(kind="parish")
    Belonging.objects.create(child=town, parent=region)
    Belonging.objects.create(child=parish, parent=town)
    Belonging.objects.create(child=moved, parent=region, valid_to=event.first_day)
    Belonging.objects.create(child=moved, parent=elsewhere, valid_from=event.first_day)
    quota = QuotaFactory(event=event, area=region, seats=1)
    states = [
        actions.register(event, applicant(n, organisation=OrganisationFactory(area=area)), by=None).registration.state
        for n, area in enumerate([parish, town, moved])
    ]
    assert states == [State.REGISTERED, State.WAITING, State.REGISTERED]
    remove_quota(event, quota.pk, by=organiser(event))
    assert not event.registrations.filter(state=State.WAITING).exists()


def test_capacity_that_grows_moves_the_list_in_the_order_of_waiting():
    event = open_event(capacity=0)
    rows = [actions.register(event, applicant(n), by=None).registration for n in range(3)]
    Event.objects.filter(pk=event.pk).update(capacity=2)
    moved = waiting_list.move_up(event)
    assert [r.pk for r in moved] == [rows[0].pk, rows[1].pk]
    assert waiting_list.move_up(event) == []


def test_an_organiser_seats_somebody_by_hand_and_nobody_else_does():
    event = open_event(capacity=0)
    row = actions.register(event, applicant(), by=None).registration
    with pytest.raises(Refusal) as refused:
        waiting_list.seat_by_hand(row, by=PersonFactory())
    assert refused.value.status == 403
    assert waiting_list.seat_by_hand(row, by=organiser(event)).state == State.REGISTERED


def test_a_substitute_who_waits_gets_the_seat_and_keeps_their_own_link():
    event = open_event(capacity=1)
    row = actions.register(event, applicant(1), by=None).registration
    waits = actions.register(event, applicant(2), by=None).registration
    new = actions.substitute(row, applicant(2), by=None)
    assert (new.pk, new.token, new.state) == (waits.pk, waits.token, State.REGISTERED)
    assert event.registrations.count() == 2


@pytest.mark.parametrize("waits", [False, True])
def test_a_substitute_of_a_full_organisation_is_refused_and_nothing_changes(waits):
    """Also one who waits already, whatever organisation the form says."""
    event = open_event()
    full, other = OrganisationFactory.create_batch(2)
    QuotaFactory(event=event, organisation=full, seats=1)
    actions.register(event, applicant(1, organisation=full), by=None)
    if waits:
        actions.register(event, applicant(3, organisation=full), by=None)
    row = actions.register(event, applicant(2, organisation=other), by=None).registration
    before = set(event.registrations.values_list("pk", "state"))
    with pytest.raises(Refusal):
        actions.substitute(row, applicant(3, organisation=other if waits else full), by=None)
    assert set(event.registrations.values_list("pk", "state")) == before


def test_a_substitute_who_waits_longer_keeps_their_place_in_the_queue():
    event = open_event(capacity=0)
    longest = actions.register(event, applicant(1), by=None).registration
    between = actions.register(event, applicant(2), by=None).registration
    last = actions.register(event, applicant(3), by=None).registration
    actions.substitute(last, applicant(1), by=None)
    Event.objects.filter(pk=event.pk).update(capacity=1)
    assert [r.pk for r in waiting_list.move_up(event)] == [longest.pk]
    between.refresh_from_db()
    assert between.state == State.WAITING


def test_who_handed_a_seat_over_may_hand_over_the_next_one_too():
    event = open_event()
    first = actions.register(event, applicant(1), by=None).registration
    second = actions.substitute(first, applicant(2), by=None)
    again = actions.register(event, applicant(1), by=None).registration
    assert again.pk == first.pk
    third = actions.substitute(again, applicant(3), by=None)
    second.refresh_from_db()
    assert (third.state, second.state) == (State.REGISTERED, State.REGISTERED)
    assert (second.instead_of, third.instead_of) == (None, first)


def test_who_came_instead_once_comes_for_themselves_when_they_register_anew():
    event = open_event()
    first = actions.register(event, applicant(1), by=None).registration
    second = actions.substitute(first, applicant(2), by=None)
    actions.cancel(second, by=None)
    assert actions.register(event, applicant(2), by=None).registration.instead_of is None
    third = actions.register(event, applicant(3), by=None).registration
    actions.cancel(actions.register(event, applicant(2), by=None).registration, by=None)
    assert actions.substitute(third, applicant(2), by=None).instead_of == third


def test_limits_of_organisations_that_became_one_are_set_as_one():
    event = open_event()
    keep, gone = OrganisationFactory.create_batch(2)
    for place, seats in ((keep, 2), (gone, 3)):
        set_quota(event, by=organiser(event), seats=seats, organisation=place)
    merge_organisations(keep, gone, by=PersonFactory(administrator=True))
    set_quota(event, by=organiser(event), seats=5, organisation=keep)
    assert [(quota.organisation, quota.seats) for quota in event.quotas.all()] == [(keep, 5)]
