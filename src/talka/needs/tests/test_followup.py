"""The follow-up programme: what is asked, what comes out, what a change by hand costs, and who decides."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from lxml import html

from talka.decisions.models import DecisionRun
from talka.events.factories import AgendaItemFactory, EventFactory
from talka.events.models import Speaker
from talka.needs import actions, jobs
from talka.needs.actions import followup as deeds
from talka.needs.actions.followup import FollowUpData
from talka.needs.actions.measures import MeasureData
from talka.needs.factories import NeedFactory, voiced_event
from talka.needs.models import FollowUp, Measure
from talka.needs.queries.brief import brief_of, problem_from, weights_of
from talka.needs.queries.followup import alternatives_of, beside, page_of
from talka.needs.queries.register import register_of
from talka.needs.signals import measure_accepted
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
MAY, JUNE = dt.date(2027, 5, 13), dt.date(2027, 6, 3)


@pytest.fixture
def programme(db):
    return ProjectFactory().programme


@pytest.fixture
def organiser(programme):
    return TeamMemberFactory(programme=programme, project=None).person


def _need(programme, words="Vajadzība"):
    return NeedFactory(event=None, programme=programme, recorded=True, words=words)


def _measure(programme, organiser, words, needs, eur=100, dates=(MAY,), **more):
    data = MeasureData(
        words=words,
        kind="training",
        planned_eur=None if eur is None else Decimal(eur),
        dates=tuple(dates),
        effects={need.pk: Decimal(1) for need in needs},
        **more,
    )
    return actions.record_measure(programme, data, by=organiser)


def _drawn(programme, organiser, title="Pirmā", **more):
    return actions.draw_up(programme, FollowUpData(**{"title": title, "weighting": "equal", **more}), by=organiser)


def _planned(row):
    return {planned.measure.words: planned.day for planned in row.planned.select_related("measure")}


def test_the_most_that_the_money_answers_is_chosen_and_said_why(programme, organiser):
    one, two, three = (_need(programme, f"V{n}") for n in range(3))
    _measure(programme, organiser, "Divas", [one, two], eur=100)
    _measure(programme, organiser, "Viena", [three], eur=100)
    row = _drawn(programme, organiser, budget_eur=Decimal(150))
    run = actions.compute(row, by=organiser)
    row.refresh_from_db()
    assert (run.state, _planned(row)) == ("proposed", {"Divas": MAY})
    page = page_of(row, organiser, works=True)
    assert round(alternatives_of(programme, organiser)[0].share, 3) == 0.667
    assert page.left_out[0].measure.words == "Viena" and "150" in page.left_out[0].why[0]
    assert {covered.need.words: covered.share for covered in page.needs} == {"V0": 1, "V1": 1, "V2": 0}
    assert any(step.given for step in page.steps) and len(page.steps) == 20
    assert page.would_change and not page.stale
    assert run.result["proven_optimal"]


def test_what_has_changed_since_is_said(programme, organiser):
    measure = _measure(programme, organiser, "Diena", [_need(programme)])
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    Measure.objects.filter(pk=measure.pk).update(planned_eur=7)
    assert page_of(FollowUp.objects.get(pk=row.pk), organiser, works=True).stale


def test_what_cannot_be_asked_is_named_and_nothing_is_lost(programme, organiser):
    need = _need(programme)
    _measure(programme, organiser, "Bez cenas", [need], eur=None)
    _measure(programme, organiser, "Bez dienas", [need], dates=())
    _measure(programme, organiser, "Labā", [need])
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    brief = page_of(FollowUp.objects.get(pk=row.pk), organiser, works=True).brief
    assert [measure.words for measure in brief.unpriced] == ["Bez cenas"]
    assert [measure.words for measure in brief.undated] == ["Bez dienas"]
    assert _planned(row) == {"Labā": MAY}


def test_without_voices_needs_weigh_nothing_and_the_answer_says_what_to_do(programme, organiser):
    _measure(programme, organiser, "Diena", [_need(programme)])
    row = _drawn(programme, organiser, weighting="votes")
    with pytest.raises(Refusal) as refused:
        actions.compute(row, by=organiser)
    assert "vien" in str(refused.value.advice) or "same" in str(refused.value.advice)
    assert not DecisionRun.objects.exists()


def test_nothing_to_choose_among_is_said(programme, organiser):
    row = _drawn(programme, organiser)
    with pytest.raises(Refusal):
        actions.compute(row, by=organiser)
    _need(programme)
    with pytest.raises(Refusal):
        actions.compute(row, by=organiser)


def test_a_budget_of_nothing_chooses_what_costs_nothing(programme, organiser):
    one, two = _need(programme, "V1"), _need(programme, "V2")
    _measure(programme, organiser, "Dārga", [one], eur=10)
    _measure(programme, organiser, "Bez maksas", [two], eur=0)
    row = _drawn(programme, organiser, budget_eur=Decimal(0))
    actions.compute(row, by=organiser)
    assert _planned(row) == {"Bez maksas": MAY}


def test_contradicting_rules_are_named(programme, organiser):
    need = _need(programme)
    one = _measure(programme, organiser, "Pirmā diena", [need])
    two = _measure(programme, organiser, "Otrā diena", [need])
    row = _drawn(programme, organiser, must=(one.pk, two.pk), apart=((one.pk, two.pk),))
    run = actions.compute(row, by=organiser)
    page = page_of(FollowUp.objects.get(pk=row.pk), organiser, works=True)
    assert run.state == "failed" and not row.planned.exists()
    assert len(page.contradiction) == 3 and "Pirmā diena" in " ".join(page.contradiction)


def test_an_expert_serves_one_event_a_day(programme, organiser):
    expert = PersonFactory()
    one, two = _need(programme, "V1"), _need(programme, "V2")
    a = _measure(programme, organiser, "A", [one], expert=expert)
    b = _measure(programme, organiser, "B", [two], expert=expert)
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    assert len(_planned(row)) == 1
    both = _drawn(programme, organiser, "Abas", must=(a.pk, b.pk))
    run = actions.compute(both, by=organiser)
    told = " ".join(page_of(FollowUp.objects.get(pk=both.pk), organiser, works=True).contradiction)
    assert run.state == "failed" and expert.name in told


def test_an_expert_who_speaks_elsewhere_that_day_is_not_free(programme, organiser):
    expert = PersonFactory()
    event = EventFactory(first_day=MAY, last_day=MAY, title="Citur Rīgā")
    Speaker.objects.create(item=AgendaItemFactory(event=event), person=expert)
    _measure(programme, organiser, "Diena", [_need(programme)], dates=(MAY, JUNE), expert=expert)
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    lost = brief_of(row, organiser).lost
    assert _planned(row) == {"Diena": JUNE}
    assert [(each.day, each.why, each.expert) for each in lost] == [(MAY, "Citur Rīgā", True)]


def test_days_of_other_events_and_entered_days_are_taken(programme, organiser):
    own = EventFactory(
        project=ProjectFactory(programme=programme), first_day=JUNE, last_day=JUNE, title="Pašu seminārs"
    )
    actions.block_day(programme, MAY, "LV07 starpposma novērtējums", by=organiser)
    free = dt.date(2027, 6, 10)
    _measure(programme, organiser, "Diena", [_need(programme)], dates=(MAY, JUNE, free))
    # Two days long: the second of them is taken.
    _measure(programme, organiser, "Divas dienas", [_need(programme)], dates=(MAY - dt.timedelta(days=1),), days=2)
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    assert _planned(row) == {"Diena": free}
    why = {(lost.words, lost.why) for lost in brief_of(row, organiser).lost}
    assert why == {
        ("Diena", "LV07 starpposma novērtējums"),
        ("Diena", str(own.title)),
        ("Divas dienas", "LV07 starpposma novērtējums"),
    }


def test_a_change_by_hand_says_what_it_costs_and_what_it_breaks(programme, organiser):
    one, two = _need(programme, "V1"), _need(programme, "V2")
    first = _measure(programme, organiser, "Pirmā", [one], dates=(MAY, JUNE))
    _measure(programme, organiser, "Otrā", [two], eur=200)
    row = _drawn(programme, organiser, budget_eur=Decimal(300))
    actions.compute(row, by=organiser)
    actions.change_choice(row, first, None, reason="Nav telpu", by=organiser)
    change = row.run.hand_changes.get() if row.run else FollowUp.objects.get(pk=row.pk).run.hand_changes.get()
    assert (change.cost, change.breaks, change.reason) == (1.0, [], "Nav telpu")
    row.refresh_from_db()
    assert "Pirmā" not in _planned(row) and round(row.told["answered"], 3) == 1
    actions.change_choice(row, first, JUNE, by=organiser)
    assert _planned(row)["Pirmā"] == JUNE
    with pytest.raises(Refusal):
        actions.change_choice(row, first, dt.date(2027, 1, 1), by=organiser)
    poor = _drawn(programme, organiser, "Maz naudas", budget_eur=Decimal(100))
    actions.compute(poor, by=organiser)
    second = Measure.objects.get(words="Otrā")
    actions.change_choice(poor, second, MAY, by=organiser)
    poor.refresh_from_db()
    assert [rule["code"] for rule in poor.told["broken"]] == ["budget"]
    assert page_of(poor, organiser, works=True).run.changes[0].breaks


def test_the_page_changes_the_one_measure_whose_button_was_pressed(programme, organiser, client):
    first = _measure(programme, organiser, "Pirmā", [_need(programme, "V1")], dates=(MAY, JUNE))
    second = _measure(programme, organiser, "Otrā", [_need(programme, "V2")], dates=(MAY, JUNE))
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    assert _planned(row) == {"Pirmā": MAY, "Otrā": MAY}
    client.force_login(organiser.account)
    page = html.document_fromstring(client.get(f"/followup/{row.pk}/").content.decode())
    days = {select.get("name") for select in page.xpath("//select[@form='change']")}
    buttons = {button.get("value") for button in page.xpath("//button[@form='change'][@name='measure']")}
    assert days == {f"day-{first.pk}", f"day-{second.pk}"} and buttons == {str(first.pk), str(second.pk)}
    address = page.get_element_by_id("change").get("action")
    sent = {f"day-{first.pk}": JUNE.isoformat(), f"day-{second.pk}": JUNE.isoformat()}
    client.post(address, {"measure": second.pk} | sent)
    assert _planned(row) == {"Pirmā": MAY, "Otrā": JUNE}
    client.post(address, {"measure": first.pk} | sent | {f"day-{first.pk}": ""})
    assert _planned(row) == {"Otrā": JUNE}


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
    _measure(programme, organiser, "Diena", [need])
    monkeypatch.setattr(deeds, "AT_ONCE", 1)
    assert actions.compute(_drawn(programme, organiser), by=organiser).state == DecisionRun.State.PROPOSED
    fair = _drawn(programme, organiser, "Taisnīgi", least_share=Decimal("0.1"))
    assert actions.compute(fair, by=organiser).state == DecisionRun.State.WAITING


def test_that_what_was_asked_has_changed_is_told(programme, organiser):
    need = _need(programme)
    measure = _measure(programme, organiser, "Diena", [need], dates=(MAY, JUNE))
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    row.refresh_from_db()
    assert not page_of(row, organiser, works=True).stale
    actions.block_day(programme, JUNE, "Svētki", by=organiser)
    assert page_of(row, organiser, works=True).stale
    actions.compute(row, by=organiser)
    row.refresh_from_db()
    assert not page_of(row, organiser, works=True).stale
    Measure.objects.filter(pk=measure.pk).update(planned_eur=Decimal(150))
    assert page_of(row, organiser, works=True).stale


def test_a_decision_accepts_its_measures_and_sets_the_others_aside(
    programme, organiser, django_capture_on_commit_callbacks
):
    one, two = _need(programme, "V1"), _need(programme, "V2")
    first = _measure(programme, organiser, "Pirmā", [one])
    second = _measure(programme, organiser, "Otrā", [two], eur=300)
    cheap = _drawn(programme, organiser, "Lēta", budget_eur=Decimal(150))
    dear = _drawn(programme, organiser, "Dārga")
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
    first = _measure(programme, organiser, "Pirmā", [_need(programme)])
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    actions.decide_on(row, reason="", by=organiser)
    second = _measure(programme, organiser, "Otrā", [_need(programme, "Cita")])
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
    _measure(programme, organiser, "Diena", [_need(programme)])
    row = _drawn(programme, organiser)
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
        _drawn(programme, organiser)


def _in_region(voiced, theme, area):
    for seat in voiced.group.seats.filter(ballots__cluster=theme).select_related("registration__organisation__area"):
        Belonging.objects.get_or_create(child=seat.registration.organisation.area, parent=area)


def test_many_regions_a_need_comes_from_leave_its_weight_whole_and_each_gets_its_share(programme, organiser):
    voiced = voiced_event(project=ProjectFactory(programme=programme))
    big, small = voiced.theme("Rietumi", 8, dots=3), voiced.theme("Austrumi", 6, dots=1)
    west, east = AreaFactory(kind=Area.Kind.REGION), AreaFactory(kind=Area.Kind.REGION)
    _in_region(voiced, big, west)
    _in_region(voiced, small, east)
    needs = [actions.raise_need(voiced.event, [theme.pk], by=organiser) for theme in (big, small)]
    _measure(programme, organiser, "Rietumiem", [needs[0]])
    _measure(programme, organiser, "Austrumiem", [needs[1]])
    unfair = _drawn(programme, organiser, weighting="votes", budget_eur=Decimal(100))
    actions.compute(unfair, by=organiser)
    assert set(_planned(unfair)) == {"Rietumiem"}
    unfair.refresh_from_db()
    assert sorted(unfair.told["regions"].values()) == [0, 1]
    fair = _drawn(
        programme, organiser, "Taisnīga", weighting="votes", budget_eur=Decimal(200), least_share=Decimal("0.5")
    )
    run = actions.compute(fair, by=organiser)
    assert set(_planned(fair)) == {"Rietumiem", "Austrumiem"}
    assert sum(need.weight for need in problem_from(run.input).needs) == pytest.approx(30)
    none = _drawn(
        programme, organiser, "Neiespējama", weighting="votes", budget_eur=Decimal(100), least_share=Decimal("0.5")
    )
    assert actions.compute(none, by=organiser).state == "failed"


def test_a_need_of_few_people_weighs_half_of_the_smallest_that_is_told(programme, organiser):
    voiced = voiced_event(project=ProjectFactory(programme=programme))
    for name, people in (("Daudzi", 9), ("Pieci", 5), ("Divi", 2)):
        actions.raise_need(voiced.event, [voiced.theme(name, people).pk], by=organiser)
    _need(programme, "No ieraksta")
    row = _drawn(programme, organiser, weighting="people")
    entries = register_of(programme, organiser).entries
    words = {entry.need: entry.words for entry in entries}
    weights = {words[pk]: weight for pk, weight in weights_of(row, entries).items()}
    assert weights == {"Daudzi": 9, "Pieci": 5, "Divi": 2.5, "No ieraksta": 0}


def test_weights_by_hand_decide(programme, organiser):
    one, two = _need(programme, "V1"), _need(programme, "V2")
    _measure(programme, organiser, "Viena", [one])
    _measure(programme, organiser, "Otra", [two])
    row = _drawn(programme, organiser, weighting="hand", weights={two.pk: 5, one.pk: 1}, budget_eur=Decimal(100))
    actions.compute(row, by=organiser)
    assert set(_planned(row)) == {"Otra"}


def test_long_questions_are_computed_by_the_worker_once(programme, organiser, monkeypatch):
    monkeypatch.setattr(deeds, "AT_ONCE", 0)
    asked = []
    monkeypatch.setattr(jobs.compute_follow_up, "defer", lambda run: asked.append(run))
    _measure(programme, organiser, "Diena", [_need(programme)])
    row = _drawn(programme, organiser)
    run = actions.compute(row, by=organiser)
    assert run.state == "waiting" and asked == [run.pk]
    assert actions.compute(row, by=organiser) == run and asked == [run.pk]
    jobs.compute_follow_up(run.pk)
    jobs.compute_follow_up(run.pk)
    run.refresh_from_db()
    assert run.state == "proposed" and _planned(row) == {"Diena": MAY}


def test_files_of_the_question_hold_what_the_command_reads_and_tell_of_nobody(programme, organiser, client):
    voiced = voiced_event(project=ProjectFactory(programme=programme))
    theme = voiced.theme("Divi", 2)
    need = actions.raise_need(voiced.event, [theme.pk], by=organiser)
    other = actions.raise_need(voiced.event, [voiced.theme("Daudzi", 9, dots=2).pk], by=organiser)
    _measure(programme, organiser, "Diena", [need, other])
    row = _drawn(programme, organiser, weighting="votes", budget_eur=Decimal(500))
    actions.compute(row, by=organiser)
    client.force_login(organiser.account)
    content = client.get(f"/followup/{row.pk}/files/").content
    archive = zipfile.ZipFile(io.BytesIO(content))
    needs = list(csv.DictReader(io.StringIO(archive.read("needs.csv").decode())))
    assert {row["id"]: float(row["weight"]) for row in needs} == {f"need:{need.pk}": 9.0, f"need:{other.pk}": 18.0}
    assert set(archive.namelist()) == {"needs.csv", "options.csv", "covers.csv", "rules.toml", "names.csv"}


@pytest.mark.parametrize("role", [None, "outsider", TeamMember.Role.FACILITATOR, TeamMember.Role.AUDITOR])
def test_alternatives_are_the_teams_and_only_the_published_one_is_everybodys(client, programme, organiser, role):
    measure = _measure(programme, organiser, "Diena", [_need(programme)])
    row = _drawn(programme, organiser, "Slepenā")
    actions.compute(row, by=organiser)
    if role == "outsider":
        client.force_login(PersonFactory(with_account=True).account)
    elif role:
        client.force_login(TeamMemberFactory(programme=programme, project=None, role=role).person.account)
    inside = role in (TeamMember.Role.FACILITATOR, TeamMember.Role.AUDITOR)
    assert client.get(f"/followup/{row.pk}/").status_code == (200 if inside else 404)
    listed = client.get(f"/programmes/{programme.slug}/followup/").content.decode()
    assert ("Slepenā" in listed) == inside
    for deed in ("compute", "copy", "remove", "change", "decide", "publish"):
        assert client.post(f"/followup/{row.pk}/{deed}/", {"measure": measure.pk}).status_code == 404, deed
    for page in ("edit", "files"):
        assert client.get(f"/followup/{row.pk}/{page}/").status_code == 404, page
    assert client.post(f"/programmes/{programme.slug}/followup/taken/", {}).status_code == 404
    actions.decide_on(row, reason="Tā vajag", by=organiser)
    actions.publish_follow_up(row, public=True, by=organiser)
    page = client.get(f"/followup/{row.pk}/").content.decode()
    assert "Tā vajag" in page and "13.05.2027" in page


def test_the_published_page_names_nothing_that_is_not_public(client, programme, organiser):
    hidden = voiced_event(project=ProjectFactory(programme=programme))
    need = actions.raise_need(hidden.event, [hidden.theme("Slepena vajadzība", 6).pk], by=organiser)
    expert = PersonFactory(given_name="Slepenais", family_name="Eksperts")
    proposed = actions.propose_measure(hidden.event, [hidden.theme("Slepena rīcība", 6, kind="do").pk], by=organiser)
    data = MeasureData(words="Slepena rīcība", planned_eur=Decimal(5), dates=(JUNE,), effects={need.pk: Decimal(1)})
    actions.change_measure(proposed, data, seen=1, by=organiser)
    _measure(programme, organiser, "Atklāta", [_need(programme), need], expert=expert)
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    actions.decide_on(row, reason="", by=organiser)
    actions.publish_follow_up(row, public=True, by=organiser)
    page = client.get(f"/followup/{row.pk}/").content.decode()
    assert "Atklāta" in page and "Slepen" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_pages_take_as_many_queries_for_one_as_for_three(
    client, programme, organiser, number, django_assert_max_num_queries
):
    for place in range(number):
        _measure(programme, organiser, f"Diena {place}", [_need(programme, f"V{place}")])
        row = _drawn(programme, organiser, f"Alternatīva {place}")
        actions.compute(row, by=organiser)
    client.force_login(organiser.account)
    with django_assert_max_num_queries(60) as one:
        client.get(f"/followup/{row.pk}/")
    with django_assert_max_num_queries(60) as all_of_them:
        client.get(f"/programmes/{programme.slug}/followup/")
    assert (len(one), len(all_of_them)) == QUERIES


QUERIES = (26, 11)  # one alternative, all of them


def test_the_form_of_an_alternative_gives_back_what_it_shows(client, programme, organiser):
    one = _measure(programme, organiser, "Viena", [_need(programme)])
    two = _measure(programme, organiser, "Otra", [_need(programme, "V2")])
    row = _drawn(
        programme, organiser, budget_eur=Decimal("1500.50"), least_share=Decimal("0.30"), must=(one.pk,),
        apart=((one.pk, two.pk),), first_day=MAY, last_day=JUNE, max_per_month=2,
    )  # fmt: skip
    client.force_login(organiser.account)
    shown = client.get(f"/followup/{row.pk}/edit/").context["form"]
    given = {name: field.value() for name, field in ((each.name, each) for each in shown) if field.value() is not None}
    assert client.post(f"/followup/{row.pk}/edit/", given).status_code == 302
    row.refresh_from_db()
    assert (row.budget_eur, row.least_share, row.first_day, row.last_day, row.max_per_month) == (
        Decimal("1500.50"),
        Decimal("0.30"),
        MAY,
        JUNE,
        2,
    )
    assert list(row.must.all()) == [one] and [(pair.one, pair.other) for pair in row.apart.all()] == [(one, two)]
    given |= {"apart_kept": [], "apart_one": one.pk, "apart_other": one.pk, "version": row.version}
    assert client.post(f"/followup/{row.pk}/edit/", given).status_code == 422


def test_alternatives_say_beside_each_other_which_measure_stands_in_which(client, programme, organiser):
    first = _measure(programme, organiser, "Abās", [_need(programme, "V1")], dates=(MAY,))
    second = _measure(programme, organiser, "Vienā", [_need(programme, "V2")], eur=300)
    rich, poor = (
        _drawn(programme, organiser, "Bagātā"),
        _drawn(programme, organiser, "Trūcīgā", budget_eur=Decimal(150)),
    )
    for row in (rich, poor):
        actions.compute(row, by=organiser)
    told = {
        row.measure: (dict(row.days), row.differs) for row in beside(alternatives_of(programme, organiser), organiser)
    }
    assert told == {
        first: ({"Bagātā": MAY, "Trūcīgā": MAY}, False),
        second: ({"Bagātā": MAY, "Trūcīgā": None}, True),
    }
    client.force_login(organiser.account)
    assert "Vienā" in client.get(f"/programmes/{programme.slug}/followup/").content.decode()


def test_an_expert_wanted_on_days_that_meet_is_pointed_out(client, programme, organiser):
    expert = PersonFactory(family_name="Divvietis")
    one, two = _need(programme, "V1"), _need(programme, "V2")
    next_day = MAY + dt.timedelta(days=1)
    _measure(programme, organiser, "Divas dienas", [one], dates=(MAY,), days=2, expert=expert)
    other = _measure(programme, organiser, "Viena diena", [two], dates=(next_day, JUNE), expert=expert)
    row = _drawn(programme, organiser)
    actions.compute(row, by=organiser)
    client.force_login(organiser.account)
    [pair] = page_of(FollowUp.objects.get(pk=row.pk), organiser, works=True).overlaps
    assert {each.measure.words for each in pair} == {"Divas dienas", "Viena diena"}
    assert "Divvietis" in client.get(f"/followup/{row.pk}/").content.decode()
    actions.change_choice(row, other, JUNE, by=organiser)
    assert not page_of(FollowUp.objects.get(pk=row.pk), organiser, works=True).overlaps
