"""Things change while somebody works with them: two decide at once, a measure is declined or merged after it was
computed, a correction is read twice."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import connection

from talka.events.models import Event
from talka.needs import actions
from talka.needs.actions.alternatives import FollowUpData
from talka.needs.actions.measures import MeasureData
from talka.needs.factories import NeedFactory
from talka.needs.models import FollowUp, Measure, NeedResponse
from talka.needs.queries.followup import page_of
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.ui.refusals import Refusal

MAY = dt.date(2027, 5, 13)


def _cast():
    project = ProjectFactory()
    return project, TeamMemberFactory(programme=project.programme, project=None).person


def _measure(project, organiser, words="Diena", **more):
    need = NeedFactory(event=None, programme=project.programme)
    data = MeasureData(
        **{
            "words": words,
            "kind": "training",
            "planned_eur": Decimal(100),
            "dates": (MAY,),
            "effects": {need.pk: Decimal(1)},
            **more,
        }
    )
    return actions.record_measure(project.programme, data, by=organiser)


def _computed(project, organiser, title="Plāns", **more):
    rules = FollowUpData(**{"title": title, "weighting": "equal", **more})
    row = actions.draw_up(project.programme, rules, by=organiser)
    actions.compute(row, by=organiser)
    return FollowUp.objects.get(pk=row.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_on_two_alternatives_at_once_one_decides_and_one_is_told():
    project, organiser = _cast()
    _measure(project, organiser)
    rows = [_computed(project, organiser, title) for title in ("Viens", "Otrs")]
    start, outcomes = threading.Barrier(2), []

    def decide(row):
        try:
            start.wait(10)
            actions.decide_on(row, reason="", by=organiser)
            outcomes.append("decided")
        except Refusal:
            outcomes.append("told")
        except Exception as fault:
            outcomes.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["decided", "told"]
    assert sorted(FollowUp.objects.values_list("state", flat=True)) == ["decided", "set_aside"]


@pytest.mark.django_db(transaction=True)
def test_two_copies_at_once_get_two_names():
    project, organiser = _cast()
    row = actions.draw_up(project.programme, FollowUpData(title="Plāns"), by=organiser)
    start, faults = threading.Barrier(2), []

    def copy():
        try:
            start.wait(10)
            actions.copy_alternative(row, "Plāns, citādi", by=organiser)
        except Exception as fault:
            faults.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=copy) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not faults
    titles = sorted(FollowUp.objects.values_list("title", flat=True))
    assert titles == ["Plāns", "Plāns, citādi", "Plāns, citādi (2)"]


@pytest.mark.django_db
def test_a_name_of_full_length_can_be_copied_again_and_again():
    project, organiser = _cast()
    row = actions.draw_up(project.programme, FollowUpData(title="Ā" * 200), by=organiser)
    for _ in range(3):
        row = actions.copy_alternative(row, f"{row.title}, citādi", by=organiser)
    assert FollowUp.objects.count() == 4 and max(map(len, FollowUp.objects.values_list("title", flat=True))) <= 200


@pytest.mark.django_db
@pytest.mark.parametrize("deed", ["decline", "merge"])
def test_what_fell_away_after_computing_is_not_accepted(deed):
    project, organiser = _cast()
    measure, other = _measure(project, organiser), _measure(project, organiser, "Cita", dates=())
    row = _computed(project, organiser)
    if deed == "decline":
        actions.decide_measure(measure, "declined", reason="Nav vietas", by=organiser)
    else:
        actions.merge([measure], other, by=organiser)
    with pytest.raises(Refusal) as refused:
        actions.decide_on(row, reason="", by=organiser)
    assert "Diena" in str(refused.value.what)
    measure.refresh_from_db()
    assert measure.state == ("declined" if deed == "decline" else "proposed") and measure.decided_day is None
    assert FollowUp.objects.get(pk=row.pk).state == "draft"


@pytest.mark.django_db
def test_what_is_decided_on_is_not_lost_in_another_measure():
    project, organiser = _cast()
    measure, other = _measure(project, organiser), _measure(project, organiser, "Cita", dates=())
    actions.decide_on(_computed(project, organiser), reason="", by=organiser)
    with pytest.raises(Refusal):
        actions.merge([measure], other, by=organiser)
    actions.merge([other], measure, by=organiser)
    measure.refresh_from_db()
    assert (measure.state, measure.decided_day, measure.merged_into) == ("accepted", MAY, None)
    assert measure.answerings.count() == 2


@pytest.mark.django_db
def test_a_measure_declined_after_the_decision_says_so_on_the_published_page(client):
    project, organiser = _cast()
    measure = _measure(project, organiser)
    row = _computed(project, organiser)
    actions.decide_on(row, reason="", by=organiser)
    actions.publish_follow_up(row, public=True, by=organiser)
    declined = "badge-warning"
    assert declined not in client.get(f"/followup/{row.pk}/").content.decode()
    measure.refresh_from_db()
    actions.decide_measure(measure, "declined", reason="Nav vietas", by=organiser)
    assert declined in client.get(f"/followup/{row.pk}/").content.decode()


@pytest.mark.django_db
def test_a_measure_whose_event_is_gone_can_be_held_again():
    project, organiser = _cast()
    measure = _measure(project, organiser)
    actions.decide_on(_computed(project, organiser), reason="", by=organiser)
    measure.refresh_from_db()
    event = actions.hold_as_event(measure, project, by=organiser)
    Event.objects.filter(pk=event.pk).delete()
    measure.refresh_from_db()
    assert measure.held_as is None and actions.hold_as_event(measure, project, by=organiser).pk != event.pk


@pytest.mark.django_db
def test_rules_that_change_while_the_worker_computes_get_nothing_of_the_former(monkeypatch):
    project, organiser = _cast()
    _measure(project, organiser)
    monkeypatch.setattr(actions.choosing, "AT_ONCE", 0)
    monkeypatch.setattr(actions.choosing.jobs.compute_follow_up, "defer", lambda run: None)
    row = actions.draw_up(project.programme, FollowUpData(title="Plāns", weighting="equal"), by=organiser)
    run = actions.compute(row, by=organiser)
    actions.change_rules(row, FollowUpData(title="Plāns", budget_eur=Decimal(1)), seen=1, by=organiser)
    actions.choosing.jobs.compute_follow_up(run.pk)
    row.refresh_from_db()
    assert row.run is None and row.told == {} and not row.planned.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["confirms", "settled", "reworded"])
def test_only_an_open_correction_of_the_wording_as_it_stands_is_taken_over(fault):
    project, organiser = _cast()
    need = NeedFactory(event=None, programme=project.programme, words="Kā tagad")
    row = NeedResponse.objects.create(
        need=need,
        person=PersonFactory(),
        confirms=fault == "confirms",
        words="" if fault == "confirms" else "Citādi",
        wording="Kā bija" if fault == "reworded" else "Kā tagad",
    )
    if fault == "settled":
        actions.settle(row, take=False, by=organiser)
    with pytest.raises(Refusal):
        actions.settle(row, take=True, by=organiser)
    need.refresh_from_db()
    assert need.words == "Kā tagad"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rules",
    [
        {"budget_eur": Decimal(0)},
        {"max_per_month": 0},
        {"least_share": Decimal(1)},
        {"first_day": dt.date(1, 1, 1)},
        {"last_day": dt.date.max},
        {"budget_eur": Decimal("9999999999.99")},
        {"weighting": "hand", "weights": "tiny"},
        {"weighting": "hand", "weights": "vast"},
    ],
)
def test_rules_at_their_ends_are_answered(client, rules):
    project, organiser = _cast()
    measure = _measure(project, organiser, days=365)
    _measure(project, organiser, "Otra")
    need = measure.answerings.get().need_id
    if "weights" in rules:
        rules = rules | {"weights": {need: 1e-9 if rules["weights"] == "tiny" else 1_000_000.0}}
    row = _computed(project, organiser, **rules)
    client.force_login(organiser.account)
    assert client.get(f"/followup/{row.pk}/").status_code == 200
    assert client.get(f"/followup/{row.pk}/files/").status_code == 200
    assert page_of(row, organiser).run.state in ("proposed", "failed")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        {"budget_eur": "1e400"},
        {"budget_eur": "NaN"},
        {"budget_eur": "-1"},
        {"max_per_month": "99999"},
        {"max_per_month": "-1"},
        {"least_share": "101"},
        {"first_day": "10000-01-01"},
        {"first_day": "2027-02-02", "last_day": "2027-01-01"},
        {"must": "0"},
        {"apart_one": "same", "apart_other": "same"},
        {"weighting": "taste"},
        {"weight": "nan"},
        {"weight": "1e400"},
        {"weight": "-1"},
    ],
)
def test_what_cannot_be_typed_is_told_and_not_kept(client, given):
    project, organiser = _cast()
    measure = _measure(project, organiser)
    client.force_login(organiser.account)
    fields = {"title": "Plāns", "weighting": "hand"} | {
        name: str(measure.pk) if text == "same" else text for name, text in given.items() if name != "weight"
    }
    if "weight" in given:
        fields[f"weight-{measure.answerings.get().need_id}"] = given["weight"]
    answer = client.post(f"/programmes/{project.programme.slug}/followup/new/", fields)
    assert answer.status_code == 422 and not FollowUp.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("dates", ["31.12.9999", "01.01.0001", "2027-13-01", "rīt"])
def test_days_that_no_calendar_here_holds_are_told(client, dates):
    project, organiser = _cast()
    client.force_login(organiser.account)
    answer = client.post(
        f"/programmes/{project.programme.slug}/measures/new/",
        {"words": "Diena", "kind": "training", "days": "365", "dates": dates},
    )
    assert answer.status_code == 422 and not Measure.objects.exists()


@pytest.mark.django_db
def test_a_long_follow_up_programme_stands_in_pages_and_nothing_is_left_off(client):
    project, organiser = _cast()
    for number in range(40):
        _measure(project, organiser, f"Mācību diena numur {number} beidzas")
    row = _computed(project, organiser, budget_eur=Decimal(2000))
    client.force_login(organiser.account)
    found = ""
    for number in (1, 2, 3):
        page = client.get(f"/followup/{row.pk}/?held={number}&out={number}&answered={number}")
        assert page.status_code == 200 and len(page.content) < 60_000
        found += page.content.decode()
    assert all(f"numur {number} beidzas" in found for number in range(40))
    waiting = client.get(f"/followup/{row.pk}/", headers={"HX-Request": "true"})
    assert waiting.status_code == 200 and len(waiting.content) < 1000


@pytest.mark.django_db
def test_what_was_broken_off_while_computing_can_be_computed_anew(monkeypatch, client):
    project, organiser = _cast()
    _measure(project, organiser)
    row = actions.draw_up(project.programme, FollowUpData(title="Plāns", weighting="equal"), by=organiser)
    with monkeypatch.context() as lost:
        lost.setattr(actions.choosing, "finish_computing", lambda run: run)
        run = actions.compute(row, by=organiser)
        assert actions.compute(row, by=organiser) == run
    client.force_login(organiser.account)
    address = f"/followup/{row.pk}/"
    assert " disabled" in client.get(address).content.decode()
    type(run).objects.filter(pk=run.pk).update(created_at=run.created_at - dt.timedelta(hours=1))
    assert " disabled" not in client.get(address).content.decode()
    fresh = actions.compute(FollowUp.objects.get(pk=row.pk), by=organiser)
    assert fresh.pk != run.pk and fresh.state == "proposed"


@pytest.mark.django_db
def test_a_form_opened_before_a_measure_was_reworded_does_not_undo_that():
    project, organiser = _cast()
    row = _measure(project, organiser)
    seen = row.version
    actions.reword(Measure.objects.get(pk=row.pk), "Diena mežā", by=organiser)
    with pytest.raises(Refusal):
        actions.change_measure(row, MeasureData(words="Diena"), seen=seen, by=organiser)
    assert Measure.objects.get(pk=row.pk).words == "Diena mežā"


@pytest.mark.django_db
def test_a_form_opened_before_a_merge_does_not_unlink_the_needs_that_came_along():
    project, organiser = _cast()
    gone, kept = _measure(project, organiser), _measure(project, organiser, words="Cita diena")
    effects = {row.need_id: row.effect for row in kept.answerings.all()}
    actions.merge([gone], Measure.objects.get(pk=kept.pk), by=organiser)
    with pytest.raises(Refusal):
        actions.change_measure(kept, MeasureData(words="Cita", effects=effects), seen=kept.version, by=organiser)
    assert kept.answerings.count() == 2


@pytest.mark.django_db
def test_what_went_into_another_is_neither_reworded_nor_declined():
    project, organiser = _cast()
    gone, kept = _measure(project, organiser), _measure(project, organiser, words="Cita diena")
    stale = Measure.objects.get(pk=gone.pk)
    actions.merge([gone], kept, by=organiser)
    with pytest.raises(Refusal):
        actions.decide_measure(stale, "done", by=organiser)
    with pytest.raises(Refusal):
        actions.reword(stale, "Citādi", by=organiser)
    gone.refresh_from_db()
    assert (gone.state, gone.words) == ("proposed", "Diena")
