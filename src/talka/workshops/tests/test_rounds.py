"""Rounds that mix people anew, latecomers placed, groups formed anew after no-shows by one button."""

import re
from itertools import combinations, product

import pytest
from django.db import connection
from django.utils import timezone

from talka.decisions.models import DecisionRun
from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal
from talka.workshops.actions import forming, latecomers, rounds
from talka.workshops.factories import SeatFactory
from talka.workshops.models import Group, Seat, Sitting, Workshop
from talka.workshops.queries.forming import forming as forming_page
from talka.workshops.queries.latecomers import gathering
from talka.workshops.queries.people import present_ids


@pytest.fixture
def tables(day):
    """Four tables of four: at each three registered people and one without a name; one of each table hosts it."""
    for number in (3, 4):
        Group.objects.create(workshop=day.workshop, number=number, name=f"{number}. galds", capacity=8)
    day.groups = list(day.workshop.groups.all())
    for group in day.groups:
        for place in range(3):
            registration = day.register(day.organisations[place])
            SeatFactory(group=group, registration=registration, joined_at=timezone.now(), kept=place == 0)
        SeatFactory(group=group, joined_at=timezone.now())
    return day


def at_tables(day) -> dict[int, int]:
    return dict(Seat.objects.filter(workshop=day.workshop).values_list("pk", "group__number"))


def pairs(where: dict[int, int]) -> set[tuple[int, int]]:
    return {pair for pair in combinations(sorted(where), 2) if where[pair[0]] == where[pair[1]]}


def begin(day, **how) -> dict[int, int]:
    run = rounds.propose_round(day.workshop, by=day.organiser, time_limit=60.0, **how)  # proven, on a busy machine too
    forming.accept(day.workshop, run, by=day.organiser)
    day.workshop.refresh_from_db()
    return at_tables(day)


@pytest.fixture(params=[1, 95, 700])
def numbered(db, request):
    """Seats are numbered from here: their names sort otherwise then, and another of the best ways is found."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('workshops_seat_id_seq', %s)", [request.param])


def test_in_each_round_people_meet_others_at_other_tables(numbered, tables):
    first = at_tables(tables)
    hosts = set(Seat.objects.filter(kept=True).values_list("pk", flat=True))
    second = begin(tables)
    third = begin(tables)
    assert tables.workshop.round == 3
    for seat in first:
        been = [first[seat], second[seat], third[seat]]
        assert len(set(been)) == (1 if seat in hosts else 3), seat
    guests = set(first) - hosts
    met = [pairs({seat: where[seat] for seat in guests}) for where in (first, second, third)]
    assert not met[0] & met[1]
    assert len((met[0] | met[1]) & met[2]) == fewest_met_again(guests, [first, second], met[0] | met[1])
    assert Sitting.objects.filter(round=1).count() == Sitting.objects.filter(round=2).count() == 16
    assert {row.seat_id: row.group.number for row in Sitting.objects.filter(round=1)} == first


def fewest_met_again(guests: set[int], been: list[dict[int, int]], met: set[tuple[int, int]]) -> int:
    """By trying all ways in which each of the four tables has a guest of each organisation and a nameless one, who have
    not been there: balance weighs more than meeting others."""
    order = sorted(guests)
    whence = dict(Seat.objects.filter(pk__in=guests).values_list("pk", "registration__person__organisation"))
    open_to = [[table for table in (1, 2, 3, 4) if table not in {where[seat] for where in been}] for seat in order]
    ways = (dict(zip(order, tables, strict=True)) for tables in product(*open_to))
    even = (way for way in ways if len({(table, whence[seat]) for seat, table in way.items()}) == len(order))
    return min(len(pairs(way) & met) for way in even)


def test_nobody_stays_where_none_is_to(tables):
    first = at_tables(tables)
    second = begin(tables, keep="none")
    assert not [seat for seat in first if first[seat] == second[seat]]


def test_a_round_set_aside_leaves_everything_as_it_was(tables):
    first = at_tables(tables)
    run = rounds.propose_round(tables.workshop, by=tables.organiser)
    forming.reject(tables.workshop, run, by=tables.organiser)
    assert at_tables(tables) == first
    assert not Sitting.objects.exists()
    assert Workshop.objects.get().round == 1


def test_a_round_is_begun_once(tables):
    one = rounds.propose_round(tables.workshop, by=tables.organiser)
    other = rounds.propose_round(tables.workshop, by=tables.organiser)
    forming.accept(tables.workshop, one, by=tables.organiser)
    with pytest.raises(Refusal):
        forming.accept(tables.workshop, other, by=tables.organiser)
    assert Workshop.objects.get().round == 2


def test_a_table_s_device_stays_and_keeps_its_places(tables):
    Group.objects.update(capacity=8)
    device = SeatFactory(group=tables.groups[0], people=6, joined_at=timezone.now())
    second = begin(tables)
    assert second[device.pk] == 1
    assert sum(number == 1 for seat, number in second.items() if seat != device.pk) <= 2


def test_who_is_not_here_is_not_mixed(tables):
    absent = Seat.objects.filter(group=tables.groups[0], registration__isnull=False, kept=False).first()
    Seat.objects.filter(pk=absent.pk).update(joined_at=None)
    first = at_tables(tables)
    second = begin(tables)
    assert second[absent.pk] == first[absent.pk]


def test_a_change_by_hand_after_a_round_counts_who_meets_again(tables):
    begin(tables)
    seat = Seat.objects.filter(registration__isnull=False, kept=False).select_related("group").first()
    home = Sitting.objects.get(seat=seat, round=1).group
    _person, standing = forming.standing_with(tables.workshop, seat.registration_id)
    change = standing.cost_of_move(f"registration:{seat.registration_id}", f"group:{home.pk}")
    assert change.delta.again >= home.capacity


def test_rounds_need_people_and_groups(day):
    with pytest.raises(Refusal):
        rounds.propose_round(day.workshop, by=day.organiser)
    day.seat()
    with pytest.raises(Refusal) as refused:
        rounds.propose_round(day.workshop, by=day.facilitator)
    assert refused.value.status == 403
    Group.objects.filter(pk=day.groups[1].pk).delete()
    with pytest.raises(Refusal):
        rounds.propose_round(day.workshop, by=day.organiser)


def test_a_round_by_pages(client, sign_in, tables):
    sign_in(tables.organiser)
    answer = client.post(tables.url("forming/round/"), {"keep": "by_hand"})
    assert answer.url.endswith("/forming/#proposal")
    page = client.get(tables.url("forming/")).content.decode()
    for registration in tables.registrations:
        assert registration.person.name in page
    run = re.search(r'name="run" value="(\d+)"', page)[1]
    shown = forming_page(tables.workshop)
    assert (shown.round, len(shown.moves), shown.nameless, shown.stay) == (2, 8, 4, 4)
    assert [part.size for part in shown.groups] == [4, 4, 4, 4]
    assert client.post(tables.url("forming/decide/"), {"run": run, "deed": "accept"}).status_code == 302
    assert Workshop.objects.get().round == 2
    assert client.post(tables.url("forming/round/"), {"keep": "cits"}).status_code == 400
    assert client.get(tables.url("forming/")).status_code == 200


def test_erased_people_leave_no_trace_in_a_round(tables):
    from talka.decisions.actions import forget

    run = rounds.propose_round(tables.workshop, by=tables.organiser)
    gone = f"registration:{tables.registrations[1].pk}"
    forget(gone)
    run.refresh_from_db()
    assert gone not in f"{run.input} {run.result}"
    assert forming_page(tables.workshop).proposed


def gathered(day):
    return gathering(day.workshop, present_ids(day.event))


def test_latecomers_are_placed_where_they_fit_best_all_at_once(client, sign_in, day):
    for place in range(4):
        day.register(day.organisations[place], day.groups[place % 2])
    forming.accept(day.workshop, forming.propose(day.workshop, by=day.organiser), by=day.organiser)
    late = [day.register(day.organisations[0], day.groups[1]) for _number in range(3)]
    leads = day.register(day.organisations[0], day.groups[1], person=day.facilitator)
    cancelled = day.register(day.organisations[0], state="cancelled")
    day.check_in(*late[:2], leads, cancelled, day.registrations[0])
    SeatFactory(group=None, workshop=day.workshop, registration=late[2], joined_at=timezone.now())
    page = gathered(day)
    assert {row.code for row in page.waiting} == {row.code for row in late}
    assert page.missing == 3
    sign_in(day.organiser)
    shown = client.get(day.url()).content.decode()
    assert late[0].person.name in shown
    assert client.post(day.url("forming/waiting/")).status_code == 302
    seats = Seat.objects.filter(registration__in=late)
    assert all(seat.group_id and seat.kept for seat in seats)
    assert gathered(day).waiting == ()
    with pytest.raises(Refusal):
        latecomers.place_waiting(day.workshop, by=day.facilitator)


@pytest.mark.parametrize("people", [1, 3])
def test_who_waits_is_asked_in_two_queries(day, people, django_assert_num_queries):
    for place in range(people):
        day.check_in(day.register(day.organisations[place]))
    present = present_ids(day.event)
    with django_assert_num_queries(2):
        assert gathering(day.workshop, present).waiting_in_all == people


def test_after_no_shows_one_button_proposes_and_shows_what_changes(client, sign_in, day):
    for place in range(8):
        day.register(day.organisations[place % 4], day.groups[place % 2])
    forming.accept(day.workshop, forming.propose(day.workshop, by=day.organiser), by=day.organiser)
    walk_in = day.register(day.organisations[0], source="walk_in")
    day.check_in(*day.registrations[:6], walk_in)
    before = at_tables(day)
    sign_in(day.organiser)
    answer = client.post(day.url("forming/anew/"))
    assert answer.url.endswith("/forming/#proposal")
    page = forming_page(day.workshop)
    assert [(move.name, move.here) for move in page.moves] == [(walk_in.person.name, "")]
    assert {person.code for person in page.gone} == {row.code for row in day.registrations[6:8]}
    assert page.stay == 6
    assert at_tables(day) == before
    forming.accept(day.workshop, DecisionRun.objects.get(pk=page.run_id), by=day.organiser)
    assert Seat.objects.get(registration=walk_in).group is not None
    assert Seat.objects.filter(registration__in=day.registrations[6:8], group=None).count() == 2
    answer = client.post(day.url("forming/anew/"), follow=True)
    assert DecisionRun.objects.filter(state="proposed").count() == 0


def test_who_hosts_a_group_is_marked_by_its_facilitator(client, sign_in, day):
    own, other = day.seat(0, "a"), day.seat(1, "b")
    sign_in(day.facilitator)
    assert client.post(day.url("1/people/stay/"), {"stay": own.pk}).status_code == 302
    assert Seat.objects.get(pk=own.pk).kept
    assert client.post(day.url("1/people/stay/"), {"move": own.pk}).status_code == 302
    assert not Seat.objects.get(pk=own.pk).kept
    assert client.post(day.url("1/people/stay/"), {"stay": other.pk}).status_code == 404
    assert client.post(day.url("2/people/stay/"), {"stay": other.pk}).status_code == 404
    with pytest.raises(Refusal):
        latecomers.let_stay(day.workshop, other.pk, stays=True, by=PersonFactory(with_account=True))


@pytest.mark.parametrize("path", ["forming/anew/", "forming/round/", "forming/waiting/"])
def test_people_are_moved_by_those_who_run_it(client, sign_in, day, path):
    day.seat()
    sign_in(day.facilitator)
    assert client.post(day.url(path)).status_code == 404
    assert not DecisionRun.objects.exists()
