"""The follow-up programme: what is asked, what comes out, what a change by hand costs, and who decides."""

import datetime as dt
from decimal import Decimal

import pytest

from talka.decisions.models import DecisionRun
from talka.events.factories import AgendaItemFactory, EventFactory
from talka.events.models import Speaker
from talka.needs import actions, jobs
from talka.needs.actions import choosing as deeds
from talka.needs.actions.alternatives import FollowUpData
from talka.needs.factories import voiced_event
from talka.needs.models import FollowUp, Measure
from talka.needs.queries.brief import brief_of, problem_from, weights_of
from talka.needs.queries.followup import alternatives_of, asked_now, page_of
from talka.needs.queries.register import register_of
from talka.needs.signals import measure_accepted
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.ui.refusals import Refusal

from .alternatives import JUNE, MAY, a_measure, a_need, drawn, planned

pytestmark = pytest.mark.django_db


def _in_region(voiced, theme, area):
    for seat in voiced.group.seats.filter(ballots__cluster=theme).select_related("registration__organisation__area"):
        Belonging.objects.get_or_create(child=seat.registration.organisation.area, parent=area)


def test_the_most_that_the_money_answers_is_chosen_and_said_why(programme, organiser):
    one, two, three = (a_need(programme, f"V{n}") for n in range(3))
    a_measure(programme, organiser, "Divas", [one, two], eur=100)
    a_measure(programme, organiser, "Viena", [three], eur=100)
    row = drawn(programme, organiser, budget_eur=Decimal(150))
    run = actions.compute(row, by=organiser)
    row.refresh_from_db()
    assert (run.state, planned(row)) == ("proposed", {"Divas": MAY})
    page = page_of(row, organiser)
    assert round(alternatives_of(programme, organiser)[0].share, 3) == 0.667
    assert page.left_out[0].measure.words == "Viena" and "150" in page.left_out[0].why[0]
    assert {covered.need.words: covered.share for covered in page.needs} == {"V0": 1, "V1": 1, "V2": 0}
    assert any(step.given for step in page.steps) and len(page.steps) == 20
    assert page.would_change and not asked_now(row, organiser).stale
    assert run.result["proven_optimal"]


def test_what_has_changed_since_is_said(programme, organiser):
    measure = a_measure(programme, organiser, "Diena", [a_need(programme)])
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    Measure.objects.filter(pk=measure.pk).update(planned_eur=7)
    assert asked_now(FollowUp.objects.get(pk=row.pk), organiser).stale


def test_what_cannot_be_asked_is_named_and_nothing_is_lost(programme, organiser):
    need = a_need(programme)
    a_measure(programme, organiser, "Bez cenas", [need], eur=None)
    a_measure(programme, organiser, "Bez dienas", [need], dates=())
    a_measure(programme, organiser, "Labā", [need])
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    brief = asked_now(FollowUp.objects.get(pk=row.pk), organiser).brief
    assert [measure.words for measure in brief.unpriced] == ["Bez cenas"]
    assert [measure.words for measure in brief.undated] == ["Bez dienas"]
    assert planned(row) == {"Labā": MAY}


def test_without_voices_needs_weigh_nothing_and_the_answer_says_what_to_do(programme, organiser):
    a_measure(programme, organiser, "Diena", [a_need(programme)])
    row = drawn(programme, organiser, weighting="votes")
    with pytest.raises(Refusal) as refused:
        actions.compute(row, by=organiser)
    assert "vien" in str(refused.value.advice) or "same" in str(refused.value.advice)
    assert not DecisionRun.objects.exists()


def test_nothing_to_choose_among_is_said(programme, organiser):
    row = drawn(programme, organiser)
    with pytest.raises(Refusal):
        actions.compute(row, by=organiser)
    a_need(programme)
    with pytest.raises(Refusal):
        actions.compute(row, by=organiser)


def test_a_budget_of_nothing_chooses_what_costs_nothing(programme, organiser):
    one, two = a_need(programme, "V1"), a_need(programme, "V2")
    a_measure(programme, organiser, "Dārga", [one], eur=10)
    a_measure(programme, organiser, "Bez maksas", [two], eur=0)
    row = drawn(programme, organiser, budget_eur=Decimal(0))
    actions.compute(row, by=organiser)
    assert planned(row) == {"Bez maksas": MAY}


def test_contradicting_rules_are_named(programme, organiser):
    need = a_need(programme)
    one = a_measure(programme, organiser, "Pirmā diena", [need])
    two = a_measure(programme, organiser, "Otrā diena", [need])
    row = drawn(programme, organiser, must=(one.pk, two.pk), apart=((one.pk, two.pk),))
    run = actions.compute(row, by=organiser)
    page = page_of(FollowUp.objects.get(pk=row.pk), organiser)
    assert run.state == "failed" and not row.planned.exists()
    assert len(page.contradiction) == 3 and "Pirmā diena" in " ".join(page.contradiction)


def test_an_expert_serves_one_event_a_day(programme, organiser):
    expert = PersonFactory()
    one, two = a_need(programme, "V1"), a_need(programme, "V2")
    a = a_measure(programme, organiser, "A", [one], expert=expert)
    b = a_measure(programme, organiser, "B", [two], expert=expert)
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    assert len(planned(row)) == 1
    both = drawn(programme, organiser, "Abas", must=(a.pk, b.pk))
    run = actions.compute(both, by=organiser)
    told = " ".join(page_of(FollowUp.objects.get(pk=both.pk), organiser).contradiction)
    assert run.state == "failed" and expert.name in told


def test_an_expert_who_speaks_elsewhere_that_day_is_not_free(programme, organiser):
    expert = PersonFactory()
    event = EventFactory(first_day=MAY, last_day=MAY, title="Citur Rīgā")
    Speaker.objects.create(item=AgendaItemFactory(event=event), person=expert)
    a_measure(programme, organiser, "Diena", [a_need(programme)], dates=(MAY, JUNE), expert=expert)
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    lost = brief_of(row, organiser).lost
    assert planned(row) == {"Diena": JUNE}
    assert [(each.day, each.why, each.expert) for each in lost] == [(MAY, "Citur Rīgā", True)]


def test_days_of_other_events_and_entered_days_are_taken(programme, organiser):
    own = EventFactory(
        project=ProjectFactory(programme=programme), first_day=JUNE, last_day=JUNE, title="Pašu seminārs"
    )
    actions.block_day(programme, MAY, "LV07 starpposma novērtējums", by=organiser)
    free = dt.date(2027, 6, 10)
    a_measure(programme, organiser, "Diena", [a_need(programme)], dates=(MAY, JUNE, free))
    # Two days long: the second of them is taken.
    a_measure(programme, organiser, "Divas dienas", [a_need(programme)], dates=(MAY - dt.timedelta(days=1),), days=2)
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    assert planned(row) == {"Diena": free}
    why = {(lost.words, lost.why) for lost in brief_of(row, organiser).lost}
    assert why == {
        ("Diena", "LV07 starpposma novērtējums"),
        ("Diena", str(own.title)),
        ("Divas dienas", "LV07 starpposma novērtējums"),
    }


def test_a_change_by_hand_says_what_it_costs_and_what_it_breaks(programme, organiser):
    one, two = a_need(programme, "V1"), a_need(programme, "V2")
    first = a_measure(programme, organiser, "Pirmā", [one], dates=(MAY, JUNE))
    a_measure(programme, organiser, "Otrā", [two], eur=200)
    row = drawn(programme, organiser, budget_eur=Decimal(300))
    actions.compute(row, by=organiser)
    actions.change_choice(row, first, None, reason="Nav telpu", by=organiser)
    change = row.run.hand_changes.get() if row.run else FollowUp.objects.get(pk=row.pk).run.hand_changes.get()
    assert (change.cost, change.breaks, change.reason) == (1.0, [], "Nav telpu")
    row.refresh_from_db()
    assert "Pirmā" not in planned(row) and round(row.told["answered"], 3) == 1
    actions.change_choice(row, first, JUNE, by=organiser)
    assert planned(row)["Pirmā"] == JUNE
    with pytest.raises(Refusal):
        actions.change_choice(row, first, dt.date(2027, 1, 1), by=organiser)
    poor = drawn(programme, organiser, "Maz naudas", budget_eur=Decimal(100))
    actions.compute(poor, by=organiser)
    second = Measure.objects.get(words="Otrā")
    actions.change_choice(poor, second, MAY, by=organiser)
    poor.refresh_from_db()
    assert [rule["code"] for rule in poor.told["broken"]] == ["budget"]
    assert page_of(poor, organiser).run.changes[0].breaks


def test_a_share_for_every_region_makes_more_pieces_to_compute(programme, organiser, monkeypatch):
    """One need that two regions voiced is two pieces: past what comes at once, the worker computes."""
    voiced = voiced_event()
    regions = [AreaFactory(kind=Area.Kind.REGION) for _ in range(2)]
    theme = voiced.theme("Temats", 6, municipalities=2)
    towns = {registration.organisation.area for registration in voiced.event.registrations.all()}
    for town, region in zip(towns, regions, strict=True):
        Belonging.objects.create(child=town, parent=region)
    programme = voiced.event.project.programme
    organiser = TeamMemberFactory(programme=programme, project=None).person
    need = actions.raise_need(voiced.event, [theme.pk], by=organiser)
    a_measure(programme, organiser, "Diena", [need])
    monkeypatch.setattr(deeds, "AT_ONCE", 1)
    assert actions.compute(drawn(programme, organiser), by=organiser).state == DecisionRun.State.PROPOSED
    fair = drawn(programme, organiser, "Taisnīgi", least_share=Decimal("0.1"))
    assert actions.compute(fair, by=organiser).state == DecisionRun.State.WAITING


def test_a_decision_accepts_its_measures_and_sets_the_others_aside(
    programme, organiser, django_capture_on_commit_callbacks
):
    one, two = a_need(programme, "V1"), a_need(programme, "V2")
    first = a_measure(programme, organiser, "Pirmā", [one])
    second = a_measure(programme, organiser, "Otrā", [two], eur=300)
    cheap = drawn(programme, organiser, "Lēta", budget_eur=Decimal(150))
    dear = drawn(programme, organiser, "Dārga")
    with pytest.raises(Refusal):
        actions.decide_on(cheap, reason="", by=organiser)
    for row in (cheap, dear):
        actions.compute(row, by=organiser)
    woken = []
    measure_accepted.connect(receiver := lambda sender, measure, **more: woken.append(measure))
    with django_capture_on_commit_callbacks(execute=True):
        actions.decide_on(cheap, reason="", by=organiser)
    measure_accepted.disconnect(receiver)
    for thing in (first, second, cheap, dear):
        thing.refresh_from_db()
    assert woken == [first.pk]
    assert (first.state, first.decided_day, second.state) == ("accepted", MAY, "proposed")
    assert (cheap.state, dear.state, cheap.run.state, dear.run.state) == (
        "decided",
        "set_aside",
        "accepted",
        "rejected",
    )
    for deed in (
        lambda: actions.compute(cheap, by=organiser),
        lambda: actions.change_choice(cheap, first, None, by=organiser),
        lambda: actions.decide_on(dear, reason="", by=organiser),
        lambda: actions.publish_follow_up(dear, public=True, by=organiser),
    ):
        with pytest.raises(Refusal):
            deed()


def test_deciding_anew_gives_back_what_is_no_longer_chosen(programme, organiser):
    first = a_measure(programme, organiser, "Pirmā", [a_need(programme)])
    row = drawn(programme, organiser)
    actions.compute(row, by=organiser)
    actions.decide_on(row, reason="", by=organiser)
    second = a_measure(programme, organiser, "Otrā", [a_need(programme, "Cita")])
    other = actions.copy_alternative(row, "Citādi", by=organiser)
    actions.compute(other, by=organiser)
    actions.change_choice(other, first, None, by=organiser)
    with pytest.raises(Refusal) as refused:
        actions.decide_on(other, reason=" ", by=organiser)
    assert refused.value.status == 422
    actions.decide_on(other, reason="Telpu nav", by=organiser)
    first.refresh_from_db()
    second.refresh_from_db()
    row.refresh_from_db()
    assert (first.state, first.decided_day, second.state, row.state) == ("proposed", None, "accepted", "set_aside")


def test_rules_that_change_drop_what_was_computed_by_others(programme, organiser):
    a_measure(programme, organiser, "Diena", [a_need(programme)])
    row = drawn(programme, organiser)
    run = actions.compute(row, by=organiser)
    actions.change_rules(
        row, FollowUpData(title="Pirmā", weighting="equal", budget_eur=Decimal(1)), seen=1, by=organiser
    )
    row.refresh_from_db()
    run.refresh_from_db()
    assert (row.run, row.told, row.planned.count(), run.state) == (None, {}, 0, "rejected")
    with pytest.raises(Refusal):
        actions.change_rules(row, FollowUpData(title="Pirmā"), seen=1, by=organiser)
    with pytest.raises(Refusal):
        drawn(programme, organiser)


def test_many_regions_a_need_comes_from_leave_its_weight_whole_and_each_gets_its_share(programme, organiser):
    voiced = voiced_event(project=ProjectFactory(programme=programme))
    big, small = voiced.theme("Rietumi", 8, dots=3), voiced.theme("Austrumi", 6, dots=1)
    west, east = AreaFactory(kind=Area.Kind.REGION), AreaFactory(kind=Area.Kind.REGION)
    _in_region(voiced, big, west)
    _in_region(voiced, small, east)
    needs = [actions.raise_need(voiced.event, [theme.pk], by=organiser) for theme in (big, small)]
    a_measure(programme, organiser, "Rietumiem", [needs[0]])
    a_measure(programme, organiser, "Austrumiem", [needs[1]])
    unfair = drawn(programme, organiser, weighting="votes", budget_eur=Decimal(100))
    actions.compute(unfair, by=organiser)
    assert set(planned(unfair)) == {"Rietumiem"}
    unfair.refresh_from_db()
    assert sorted(unfair.told["regions"].values()) == [0, 1]
    fair = drawn(
        programme, organiser, "Taisnīga", weighting="votes", budget_eur=Decimal(200), least_share=Decimal("0.5")
    )
    run = actions.compute(fair, by=organiser)
    assert set(planned(fair)) == {"Rietumiem", "Austrumiem"}
    assert sum(need.weight for need in problem_from(run.input).needs) == pytest.approx(30)
    none = drawn(
        programme, organiser, "Neiespējama", weighting="votes", budget_eur=Decimal(100), least_share=Decimal("0.5")
    )
    assert actions.compute(none, by=organiser).state == "failed"


def test_a_need_of_few_people_weighs_half_of_the_smallest_that_is_told(programme, organiser):
    voiced = voiced_event(project=ProjectFactory(programme=programme))
    for name, people in (("Daudzi", 9), ("Pieci", 5), ("Divi", 2)):
        actions.raise_need(voiced.event, [voiced.theme(name, people).pk], by=organiser)
    a_need(programme, "No ieraksta")
    row = drawn(programme, organiser, weighting="people")
    entries = register_of(programme, organiser).entries
    words = {entry.need: entry.words for entry in entries}
    weights = {words[pk]: weight for pk, weight in weights_of(row, entries).items()}
    assert weights == {"Daudzi": 9, "Pieci": 5, "Divi": 2.5, "No ieraksta": 0}


def test_weights_by_hand_decide(programme, organiser):
    one, two = a_need(programme, "V1"), a_need(programme, "V2")
    a_measure(programme, organiser, "Viena", [one])
    a_measure(programme, organiser, "Otra", [two])
    row = drawn(programme, organiser, weighting="hand", weights={two.pk: 5, one.pk: 1}, budget_eur=Decimal(100))
    actions.compute(row, by=organiser)
    assert set(planned(row)) == {"Otra"}


def test_long_questions_are_computed_by_the_worker_once(programme, organiser, monkeypatch):
    monkeypatch.setattr(deeds, "AT_ONCE", 0)
    asked = []
    monkeypatch.setattr(jobs.compute_follow_up, "defer", lambda run: asked.append(run))
    a_measure(programme, organiser, "Diena", [a_need(programme)])
    row = drawn(programme, organiser)
    run = actions.compute(row, by=organiser)
    assert run.state == "waiting" and asked == [run.pk]
    assert actions.compute(row, by=organiser) == run and asked == [run.pk]
    jobs.compute_follow_up(run.pk)
    jobs.compute_follow_up(run.pk)
    run.refresh_from_db()
    assert run.state == "proposed" and planned(row) == {"Diena": MAY}


def test_what_is_left_out_stands_in_the_order_of_what_it_would_answer(programme, organiser):
    needs = [a_need(programme, f"V{number}") for number in range(6)]
    a_measure(programme, organiser, "Lētā", needs[:1], eur=1)
    a_measure(programme, organiser, "Viena", needs[1:2], eur=900)
    a_measure(programme, organiser, "Trīs", needs[2:5], eur=900)
    a_measure(programme, organiser, "Divas", needs[4:6], eur=900)
    row = drawn(programme, organiser, budget_eur=Decimal(1))
    actions.compute(row, by=organiser)
    page = page_of(FollowUp.objects.get(pk=row.pk), organiser)
    assert [each.measure.words for each in page.left_out] == ["Trīs", "Divas", "Viena"]
    assert [each.measure.words for each in page.chosen] == ["Lētā"] and page.summary.measures == 1
