"""Measures with cost, days, expert and effect, and the catalogue with what came of each."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone
from lxml import html

from talka.events.factories import EventFactory, RegistrationFactory
from talka.events.models import Attendance, Cost
from talka.needs import actions
from talka.needs.actions.measures import MeasureData
from talka.needs.factories import MeasureFactory, NeedFactory
from talka.needs.models import Measure, Need, NeedResponse
from talka.needs.queries.measures import catalogue, measures_of
from talka.people import personal_data
from talka.people.factories import PersonFactory
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 3, 4)


def _need(programme, **more):
    return NeedFactory(event=None, programme=programme, recorded=True, **more)


def _data(**more):
    return MeasureData(**{"words": "Mācību diena", "kind": "training", "planned_eur": Decimal("900.50"), **more})


def test_a_measure_keeps_what_it_takes_and_how_far_it_answers(programme, organiser):
    need = _need(programme)
    expert = PersonFactory()
    measure = actions.record_measure(
        programme,
        _data(expert=expert, dates=(DAY, DAY), days=2, capacity=30, effects={need.pk: Decimal("0.4")}),
        by=organiser,
    )
    kept = Measure.objects.get(pk=measure.pk)
    assert (kept.expert, kept.days, kept.capacity, kept.planned_eur) == (expert, 2, 30, Decimal("900.50"))
    assert [date.day for date in kept.dates.all()] == [DAY]
    assert kept.answerings.get().effect == Decimal("0.400")


def test_a_stale_form_changes_nothing(programme, organiser):
    measure = actions.record_measure(programme, _data(dates=(DAY,)), by=organiser)
    actions.change_measure(measure, _data(words="Otrādi"), seen=1, by=organiser)
    with pytest.raises(Refusal):
        actions.change_measure(measure, _data(words="Par vēlu"), seen=1, by=organiser)
    kept = Measure.objects.get(pk=measure.pk)
    assert (kept.words, kept.dates.count()) == ("Otrādi", 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": "  "},
        {"kind": "party"},
        {"planned_eur": Decimal(-1)},
        {"days": 0},
        {"effects": {0: Decimal(1)}},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(programme, organiser, wrong):
    with pytest.raises(Refusal):
        actions.record_measure(programme, replace(_data(), **wrong), by=organiser)
    assert not Measure.objects.exists()


@pytest.mark.parametrize("effect", [Decimal(0), Decimal("1.1"), Decimal(-1)])
def test_a_measure_answers_more_than_nothing_and_at_most_all(programme, organiser, effect):
    need = _need(programme)
    with pytest.raises(Refusal):
        actions.record_measure(programme, _data(effects={need.pk: effect}), by=organiser)


def test_needs_of_another_programme_are_not_answered(programme, organiser):
    foreign = _need(ProjectFactory().programme)
    with pytest.raises(Refusal):
        actions.record_measure(programme, _data(effects={foreign.pk: Decimal(1)}), by=organiser)


def test_declining_wants_a_reason_and_accepting_a_follow_up_programme(programme, organiser):
    measure = actions.record_measure(programme, _data(), by=organiser)
    with pytest.raises(Refusal):
        actions.decide_measure(measure, "declined", by=organiser)
    with pytest.raises(Refusal):
        actions.decide_measure(measure, "accepted", by=organiser)
    actions.decide_measure(measure, "declined", reason="Jau notika citur", by=organiser)
    assert (measure.state, measure.reason) == ("declined", "Jau notika citur")


@pytest.mark.parametrize("role", [None, "outsider", TeamMember.Role.FACILITATOR, TeamMember.Role.AUDITOR])
def test_only_organisers_keep_measures_and_the_catalogue(client, programme, organiser, role):
    measure = actions.record_measure(programme, _data(words="Slepena rīcība"), by=organiser)
    entry = actions.keep_measure(measure, by=organiser)
    if role == "outsider":
        client.force_login(PersonFactory(with_account=True).account)
    elif role:
        client.force_login(TeamMemberFactory(programme=programme, project=None, role=role).person.account)
    for address in (
        f"/programmes/{programme.slug}/measures/new/",
        f"/measures/{measure.pk}/edit/",
        "/catalogue/",
        f"/catalogue/{entry.pk}/",
    ):
        assert client.get(address).status_code == 404, address
    for address in (
        f"/measures/{measure.pk}/edit/",
        f"/measures/{measure.pk}/catalogue/",
        f"/catalogue/{entry.pk}/retire/",
        f"/programmes/{programme.slug}/measures/take/",
    ):
        assert client.post(address, {"entry": entry.pk}).status_code == 404, address
    entry.refresh_from_db()
    assert entry.retired_at is None


def test_money_days_and_expert_are_the_teams(client, programme, organiser):
    expert = PersonFactory(given_name="Slepenais", family_name="Eksperts")
    measure = actions.record_measure(programme, _data(expert=expert, dates=(DAY,)), by=organiser)
    for address in (f"/measures/{measure.pk}/", f"/programmes/{programme.slug}/measures/"):
        public = client.get(address).content.decode()
        assert measure.words in public
        assert "Slepenais" not in public and "900,50" not in public and "04.03.2027" not in public
    client.force_login(organiser.account)
    inside = client.get(f"/measures/{measure.pk}/").content.decode()
    assert "Slepenais" in inside and "900,50" in inside and "04.03.2027" in inside


def test_the_form_reads_days_and_percent_as_people_write_them(client, programme, organiser):
    need = _need(programme)
    client.force_login(organiser.account)
    given = {
        "words": "Seminārs",
        "kind": "seminar",
        "planned_eur": "1 200,50",
        "dates": "04.03.2027\n2027-03-11; 18/03/2027",
        "days": 1,
        f"need-{need.pk}": "62,5",
    }
    answer = client.post(f"/programmes/{programme.slug}/measures/new/", given)
    measure = Measure.objects.get()
    assert answer.headers["Location"] == f"/measures/{measure.pk}/"
    assert [date.day.day for date in measure.dates.all()] == [4, 11, 18]
    assert (measure.planned_eur, measure.answerings.get().effect) == (Decimal("1200.50"), Decimal("0.625"))
    wrong = client.post(f"/programmes/{programme.slug}/measures/new/", given | {"dates": "31.02.2027"})
    assert wrong.status_code == 422 and "31.02.2027" in wrong.content.decode()
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(programme, organiser, number, django_assert_num_queries):
    need = _need(programme)
    for place in range(number):
        event = EventFactory(project=ProjectFactory(programme=programme))
        Cost.objects.create(event=event, what="Telpa", planned_eur=5, spent_eur=3)
        measure = actions.record_measure(
            programme, _data(words=f"Diena {place}", dates=(DAY,), effects={need.pk: Decimal(1)}), by=organiser
        )
        measure.held_as = event
        measure.save()
        actions.keep_measure(measure, by=organiser)
    with django_assert_num_queries(7):
        found = measures_of(programme, organiser)
        rows = found.shown(found.rows)
        assert len(rows) == number and not rows[0].lacks
    with django_assert_num_queries(1):
        assert found.incomplete() == 0
    with django_assert_num_queries(5):
        assert len(catalogue()) == number


def test_what_cannot_be_chosen_yet_is_counted_on_all_pages_of_the_list(programme, organiser, client):
    """As the rows say it: no cost, no day or no need; of proposed ones only."""
    need = _need(programme)
    whole = {"dates": (DAY,), "effects": {need.pk: Decimal(1)}}
    for lacking in ({}, {"planned_eur": None}, {"dates": ()}, {"effects": {}}):
        actions.record_measure(programme, _data(words=f"Diena {lacking}", **whole | lacking), by=organiser)
    done = actions.record_measure(programme, _data(words="Bija", **whole | {"planned_eur": None}), by=organiser)
    Measure.objects.filter(pk=done.pk).update(state=Measure.State.DONE)
    found = measures_of(programme, organiser)
    lacks = [row for row in found.shown(found.rows) if row.lacks and row.measure.state == "proposed"]
    assert found.incomplete() == len(lacks) == 3
    for number in range(25):
        actions.record_measure(programme, _data(words=f"Vēl {number:02}", **whole), by=organiser)
    client.force_login(organiser.account)
    pages = [client.get(f"/programmes/{programme.slug}/measures/?page={n}").content.decode() for n in (1, 2)]
    assert [page.count("register-more") for page in pages] == [25, 5]
    assert "Vēl 24" in pages[1] and "Vēl 24" not in pages[0]
    for page in pages:
        notices = html.document_fromstring(page).xpath("//main//*[contains(@class, 'notice')]")
        assert any("3 " in notice.text_content() for notice in notices)


def test_the_catalogue_says_what_came_of_a_measure(programme, organiser):
    need = _need(programme, state=Need.State.ANSWERED)
    measure = actions.record_measure(programme, _data(effects={need.pk: Decimal(1)}), by=organiser)
    entry = actions.keep_measure(measure, by=organiser)
    assert actions.keep_measure(measure, by=organiser) == entry
    event = EventFactory(project=ProjectFactory(programme=programme))
    measure.held_as, measure.catalogue = event, entry
    measure.save()
    Cost.objects.create(event=event, what="Telpa", spent_eur=Decimal("250.00"))
    for _number in range(4):
        Attendance.objects.create(registration=RegistrationFactory(event=event), day=event.first_day, at=timezone.now())
    few = catalogue()[0].achieved
    assert (few.made, few.held, few.people, few.needs, few.eur) == (1, 1, None, 1, Decimal("250.00"))
    Attendance.objects.create(registration=RegistrationFactory(event=event), day=event.first_day, at=timezone.now())
    assert catalogue()[0].achieved.people == 5
    elsewhere = ProjectFactory().programme
    there = TeamMemberFactory(programme=elsewhere, project=None).person
    again = actions.take_from_catalogue(entry, elsewhere, language="lv", by=there)
    assert (again.words, again.planned_eur, again.catalogue) == (measure.words, measure.planned_eur, entry)
    assert not again.answerings.exists()


def test_a_person_takes_along_what_they_said_and_leaves_nothing(programme, organiser):
    expert = PersonFactory()
    measure = actions.record_measure(programme, _data(expert=expert), by=organiser)
    need = _need(programme)
    NeedResponse.objects.create(need=need, person=expert, confirms=False, wording=need.words, words="Citādi teikts")
    told = str(personal_data.export(expert)["needs"])
    assert "Citādi teikts" in told and measure.words in told
    for room in personal_data.rooms():
        if room.name == "needs" and room.erase:
            room.erase(expert, dt.date.today())  # noqa: DTZ011  the day does not matter here
    measure.refresh_from_db()
    assert measure.expert is None and not NeedResponse.objects.exists()


def test_a_measure_of_an_unpublished_event_is_not_listed(programme, organiser, client):
    MeasureFactory(event__project=ProjectFactory(programme=programme), words="Slepena rīcība")
    assert "Slepena" not in client.get(f"/programmes/{programme.slug}/measures/").content.decode()
    client.force_login(organiser.account)
    assert "Slepena" in client.get(f"/programmes/{programme.slug}/measures/").content.decode()


def test_made_up_measures_stay_with_made_up_programmes(programme, organiser, client):
    played = ProjectFactory(programme__illustrative=True).programme
    TeamMemberFactory(programme=played, project=None, person=organiser)
    measure = actions.record_measure(played, _data(), by=organiser)
    entry = actions.keep_measure(measure, by=organiser)
    assert entry.illustrative
    with pytest.raises(Refusal):
        actions.take_from_catalogue(entry, programme, language="lv", by=organiser)
    assert actions.take_from_catalogue(entry, played, language="lv", by=organiser).catalogue == entry
    client.force_login(organiser.account)
    page = client.get("/catalogue/").content.decode()
    assert f"/programmes/{played.slug}/measures/take/" in page
    assert f"/programmes/{programme.slug}/measures/take/" not in page


def test_who_took_a_measure_into_the_catalogue_changes_it_and_others_use_it(programme, organiser, client):
    entry = actions.keep_measure(actions.record_measure(programme, _data(), by=organiser), by=organiser)
    other = TeamMemberFactory().person
    given = {"version": 1, "title_0": "Cits nosaukums", "kind": "seminar", "days": 1}
    client.force_login(other.account)
    assert client.get(f"/catalogue/{entry.pk}/").status_code == 200
    for address in (f"/catalogue/{entry.pk}/", f"/catalogue/{entry.pk}/retire/"):
        assert client.post(address, given).status_code == 403, address
    client.force_login(organiser.account)
    assert client.post(f"/catalogue/{entry.pk}/", given).status_code == 302
    assert client.post(f"/catalogue/{entry.pk}/retire/").status_code == 302
    entry.refresh_from_db()
    assert (str(entry), entry.version, entry.retired_at is not None) == ("Cits nosaukums", 2, True)
    stale = client.post(f"/catalogue/{entry.pk}/", given)
    assert stale.status_code == 409
