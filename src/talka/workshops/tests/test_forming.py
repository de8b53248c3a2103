"""Groups formed from choices, changed by hand at a price, formed anew from those who came."""

import pytest

from talka.decisions.models import DecisionRun, HandChange
from talka.events.models import Registration
from talka.live.queries import moments_after
from talka.methods.grouping.evaluate import evaluate
from talka.people.factories import OrganisationFactory
from talka.ui.refusals import Refusal
from talka.workshops.actions import forming
from talka.workshops.factories import SeatFactory
from talka.workshops.models import Seat
from talka.workshops.queries.forming import forming as forming_page
from talka.workshops.queries.people import participants, reference_of
from talka.workshops.queries.problems import assignment_of, problem_from


@pytest.fixture
def full(day):
    """Eight people of four organisations, who all want the first group most."""
    for place in range(8):
        day.register(day.organisations[place % 4], day.groups[0], day.groups[1])
    return day


def where(day) -> dict[str, int]:
    return dict(Seat.objects.filter(workshop=day.workshop).values_list("registration__code", "group__number"))


def test_forms_groups_from_choices_balanced_and_few_per_organisation(full):
    run = forming.propose(full.workshop, by=full.organiser, at_most=1)
    assert run.state == "proposed"
    assert not Seat.objects.exists()
    assert forming.accept(full.workshop, run, by=full.organiser) == 8
    seated = where(full)
    assert sorted(seated.values()) == [1, 1, 1, 1, 2, 2, 2, 2]
    for place in range(4):
        assert {seated[f"N{place:03}"], seated[f"N{place + 4:03}"]} == {1, 2}
    run.refresh_from_db()
    assert (run.state, run.decided_by) == ("accepted", full.organiser)


def test_the_run_names_nobody(full):
    run = forming.propose(full.workshop, by=full.organiser)
    kept = str(run.input) + str(run.result)
    for registration in full.registrations:
        assert registration.person.family_name not in kept
        assert registration.organisation.name not in kept


def test_those_who_lead_waiting_and_cancelled_people_are_not_placed(full):
    full.register(full.organisations[0], full.groups[1], person=full.facilitator)
    full.register(full.organisations[0], full.groups[1], state="waiting")
    full.register(full.organisations[0], full.groups[1], state="cancelled")
    assert len(participants(full.workshop)) == 8


@pytest.mark.parametrize("number", [1, 2])
def test_a_hand_change_costs_what_evaluating_anew_says(full, number):
    run = forming.propose(full.workshop, by=full.organiser, at_most=2)
    problem, before = problem_from(run.input), assignment_of(run)
    for registration in full.registrations[:3]:
        group = full.groups[number - 1]
        worth = evaluate(problem, before).terms
        change = forming.change_proposal(full.workshop, run, registration.pk, group, by=full.organiser, reason="tā")
        after = assignment_of(DecisionRun.objects.get(pk=run.pk))
        assert change.delta == evaluate(problem, after).terms - worth
        before = after
    assert all(note.by == full.organiser and note.reason == "tā" for note in HandChange.objects.all())
    forming.accept(full.workshop, run, by=full.organiser)
    run.refresh_from_db()
    assert run.state == ("overridden" if HandChange.objects.exists() else "accepted")
    assert {code: seat for code, seat in where(full).items() if code in ("N000", "N001", "N002")} == {
        f"N00{place}": number for place in range(3)
    }


def test_two_people_are_exchanged_at_one_price(full):
    run = forming.propose(full.workshop, by=full.organiser)
    problem, before = problem_from(run.input), assignment_of(run)
    one = next(r for r in full.registrations if before[reference_of(r.pk)].endswith(str(full.groups[0].pk)))
    other = next(r for r in full.registrations if before[reference_of(r.pk)].endswith(str(full.groups[1].pk)))
    change = forming.change_proposal(
        full.workshop, run, one.pk, full.groups[1], by=full.organiser, exchange_with=other.pk
    )
    after = assignment_of(run)
    assert after[reference_of(one.pk)] == before[reference_of(other.pk)]
    assert after[reference_of(other.pk)] == before[reference_of(one.pk)]
    assert change.delta == evaluate(problem, after).terms - evaluate(problem, before).terms


def test_a_change_that_breaks_a_rule_is_done_and_says_so(full):
    run = forming.propose(full.workshop, by=full.organiser, at_most=1)
    before = assignment_of(run)
    here = before[reference_of(full.registrations[0].pk)]
    other = next(group for group in full.groups if not here.endswith(str(group.pk)))
    change = forming.change_proposal(full.workshop, run, full.registrations[0].pk, other, by=full.organiser)
    assert [rule.code for rule in change.breaks] == ["at_most"]
    assert HandChange.objects.get().breaks[0]["code"] == "at_most"


def test_too_few_places_names_the_rules(full):
    type(full.groups[0]).objects.update(capacity=3)
    run = forming.propose(full.workshop, by=full.organiser)
    assert run.state == "failed"
    page = forming_page(full.workshop)
    assert len(page.failed) >= 2
    assert not Seat.objects.exists()


def test_formed_anew_from_those_who_came_the_present_stay(full):
    forming.accept(full.workshop, forming.propose(full.workshop, by=full.organiser), by=full.organiser)
    before = where(full)
    came = full.registrations[:6]
    full.check_in(*came)
    gone = full.registrations[7]
    Registration.objects.filter(pk=gone.pk).update(state="cancelled")
    substitute = full.register(full.organisations[3], source="substitute", instead_of=gone)
    walk_in = full.register(full.organisations[0], source="walk_in")
    full.check_in(substitute, walk_in)

    page = forming_page(full.workshop)
    assert {person.code for person in page.waiting} == {substitute.code, walk_in.code}
    assert {person.code for person in page.missing} == {"N006"}

    run = forming.propose(full.workshop, by=full.organiser, source="present", keep="present")
    forming.accept(full.workshop, run, by=full.organiser)
    after = where(full)
    assert {code: after[code] for code in before if code in {r.code for r in came}} == {
        code: number for code, number in before.items() if code in {r.code for r in came}
    }
    assert after["N006"] is None
    assert after[substitute.code] in (1, 2)
    assert after[walk_in.code] in (1, 2)


def test_a_substitute_without_own_choices_has_those_of_the_one_replaced(full):
    gone = full.registrations[0]
    Registration.objects.filter(pk=gone.pk).update(state="cancelled")
    substitute = full.register(full.organisations[0], source="substitute", instead_of=gone)
    person = next(p for p in participants(full.workshop) if p.registration_id == substitute.pk)
    assert person.choices == (full.groups[0].pk, full.groups[1].pk)


def test_released_people_may_be_placed_anew_and_those_by_hand_stay(full):
    forming.accept(full.workshop, forming.propose(full.workshop, by=full.organiser), by=full.organiser)
    full.check_in(*full.registrations)
    moved = full.registrations[0]
    target = next(g for g in full.groups if g.number != where(full)[moved.code])
    forming.place(full.workshop, moved.pk, target, by=full.organiser)
    run = forming.propose(full.workshop, by=full.organiser, source="present", keep="by_hand")
    assert run.input["fixed"] == {reference_of(moved.pk): f"group:{target.pk}"}
    free = forming.propose(full.workshop, by=full.organiser, source="present", keep="none")
    assert free.input["fixed"] == {}


def test_a_proposal_made_before_people_were_moved_is_not_accepted(full):
    run = forming.propose(full.workshop, by=full.organiser)
    forming.place(full.workshop, full.registrations[0].pk, full.groups[1], by=full.organiser)
    with pytest.raises(Refusal):
        forming.accept(full.workshop, run, by=full.organiser)
    assert where(full) == {"N000": 2}


def test_a_latecomer_is_placed_where_they_fit_best(full):
    forming.accept(full.workshop, forming.propose(full.workshop, by=full.organiser, at_most=None), by=full.organiser)
    late = full.register(OrganisationFactory(area=None), full.groups[1], full.groups[0])
    person, standing = forming.standing_with(full.workshop, late.pk)
    costs = {g.number: standing.cost_of_move(person.reference, f"group:{g.pk}").delta.objective for g in full.groups}
    group, change = forming.place(full.workshop, late.pk, None, by=full.organiser)
    assert group.number == 2
    assert change.delta.objective == min(costs.values()) == costs[2]
    seat = Seat.objects.get(registration=late)
    assert seat.kept
    assert HandChange.objects.latest("pk").cost == costs[2]


def test_seats_without_a_name_fill_places(full):
    SeatFactory.create_batch(3, group=full.groups[0])
    run = forming.propose(full.workshop, by=full.organiser)
    assert [group["max"] for group in run.input["groups"]] == [5, 8]


def test_only_those_who_run_it_form_groups(full):
    for person in (full.facilitator, None, full.registrations[0].person):
        with pytest.raises(Refusal) as refused:
            forming.propose(full.workshop, by=person)
        assert refused.value.status == 403
    run = forming.propose(full.workshop, by=full.organiser)
    with pytest.raises(Refusal):
        forming.accept(full.workshop, run, by=full.facilitator)
    assert not Seat.objects.exists()


def test_a_group_s_own_facilitator_takes_people_in_but_not_from_others(full):
    walk_in, other = full.register(full.organisations[0]), full.registrations[1]
    forming.place(full.workshop, other.pk, full.groups[1], by=full.organiser)
    forming.place(full.workshop, walk_in.pk, full.groups[0], by=full.facilitator)
    with pytest.raises(Refusal):
        forming.place(full.workshop, other.pk, full.groups[0], by=full.facilitator)
    assert where(full) == {walk_in.code: 1, other.code: 2}


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_often_for_three_people_as_for_one(day, people, django_assert_num_queries):
    for place in range(people):
        day.register(day.organisations[place], day.groups[0])
    forming.propose(day.workshop, by=day.organiser)
    day.workshop.event  # noqa: B018  read before counting
    with django_assert_num_queries(15):
        assert forming_page(day.workshop).registered == people


def test_moments_tell_what_happened_without_names(full):
    run = forming.propose(full.workshop, by=full.organiser)
    forming.accept(full.workshop, run, by=full.organiser)
    kinds = [moment.kind for moment in moments_after(full.workshop.stream, 0)]
    assert kinds == ["workshop-made", "groups-proposed", "groups-formed"]
