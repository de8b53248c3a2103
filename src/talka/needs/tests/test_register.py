"""The register of a programme: needs of several events, merged and split, compared, and who may know of them."""

import threading

import pytest
from django.db import connection

from talka.events.models import Registration
from talka.needs import actions
from talka.needs.factories import NeedFactory, voiced_event
from talka.needs.models import Need, NeedEvidence
from talka.needs.queries import finding_of
from talka.needs.queries.register import By, compared, not_heard, register_of, rows_of
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Organisation
from talka.programmes.factories import ProjectFactory, TeamMemberFactory
from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging
from talka.ui.refusals import Refusal
from talka.workshops.factories import BallotFactory, SeatFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(programme):
    """Two events of two projects of one programme."""
    return [voiced_event(project=ProjectFactory(programme=programme)) for _number in range(2)]


def _need(voiced, organiser, name, people=5, **more):
    return actions.raise_need(voiced.event, [voiced.theme(name, people, **more).pk], by=organiser)


def _rows(programme, person):
    register = register_of(programme, person)
    return rows_of(register, register.entries, person)


def _publish(events, organiser):
    for voiced in events:
        actions.publish_findings(voiced.event, public=True, by=organiser)


def _speaks_too(voiced, person, theme):
    """Somebody who is known from elsewhere gives a dot here."""
    registration = Registration.objects.create(
        event=voiced.event,
        person=person,
        organisation=person.organisation,
        state="registered",
        token=f"t{voiced.event.pk}-{person.pk}",
        code=f"c{voiced.event.pk}-{person.pk}",
    )
    BallotFactory(seat=SeatFactory(group=voiced.group, registration=registration), cluster=theme, value=1)


def test_needs_of_two_events_are_counted_together_and_nobody_twice(programme, events, organiser):
    first, second = (_need(voiced, organiser, "Dati", 5) for voiced in events)
    person = Registration.objects.filter(event=events[0].event).first().person
    _speaks_too(events[1], person, second.evidence.get().cluster)
    actions.merge([first], second, by=organiser)
    (row,) = _rows(programme, organiser)
    assert row.need == second
    assert (row.figures["cards"], row.figures["votes"], row.figures["people"]) == (10, 11, 10)
    assert set(row.events) == {voiced.event for voiced in events}
    assert finding_of(second, organiser).figures["people"] == 10
    assert len(finding_of(second, organiser).words) == 10


def test_what_is_merged_is_found_at_both_events_and_splits_again(programme, events, organiser, client):
    first, second = (_need(voiced, organiser, f"Vārdi {number}") for number, voiced in enumerate(events))
    themes = {need.pk: need.evidence.get().cluster_id for need in (first, second)}
    _publish(events, organiser)
    actions.merge([first], second, words="Vārdi kopā", by=organiser)
    for voiced in events:
        assert "Vārdi kopā" in client.get(f"/e/{voiced.event.slug}/findings/").content.decode()
    fresh = actions.split(second, [themes[first.pk]], words="", by=organiser)
    assert (fresh.words, fresh.event) == ("Vārdi 0", events[0].event)
    assert {row.need_id: row.cluster_id for row in NeedEvidence.objects.all()} == {
        fresh.pk: themes[first.pk],
        second.pk: themes[second.pk],
    }


def test_a_split_leaves_something_and_takes_only_its_own(events, organiser):
    need, other = (_need(voiced, organiser, "Dati") for voiced in events)
    own, foreign = (thing.evidence.get().cluster_id for thing in (need, other))
    for chosen in ([], [own], [own, foreign], [foreign], [0]):
        with pytest.raises(Refusal):
            actions.split(need, chosen, words="x", by=organiser)
    assert Need.objects.count() == 2


def test_what_an_unpublished_event_said_adds_nothing_for_others(programme, events, organiser):
    told, hidden = (_need(voiced, organiser, f"Vārdi {number}") for number, voiced in enumerate(events))
    actions.publish_findings(events[0].event, public=True, by=organiser)
    secret = _need(events[1], organiser, "Slepens")
    actions.merge([hidden], told, by=organiser)
    (row,) = _rows(programme, None)
    assert (row.need, row.figures["people"]) == (told, 5)
    assert (register_of(programme, None).people, register_of(programme, None).voiced_at) == (5, 1)
    assert finding_of(told, None).figures["people"] == 5
    assert {word.text.split(":")[0] for word in finding_of(told, None).words} == {"Vārdi 0"}
    assert {row.need for row in _rows(programme, organiser)} == {told, secret}


def test_compared_by_region_without_figures_of_few(programme, events, organiser):
    regions = [AreaFactory(kind=Area.Kind.REGION, name=name) for name in ("Kurzeme", "Vidzeme")]
    voiced = events[0]
    theme = voiced.theme("Dati", 1, dots=0)
    for region, people in zip(regions, (6, 2), strict=True):
        town = AreaFactory()
        Belonging.objects.create(child=town, parent=region)
        home = OrganisationFactory(area=town)
        for number in range(people):
            person = PersonFactory(organisation=home)
            registration = Registration.objects.create(
                event=voiced.event, person=person, organisation=home, state="registered",
                token=f"{region.pk}-{number}", code=f"{region.pk}-{number}",
            )  # fmt: skip
            BallotFactory(seat=SeatFactory(group=voiced.group, registration=registration), cluster=theme, value=1)
    need = actions.raise_need(voiced.event, [theme.pk], by=organiser)
    register = register_of(programme, organiser)
    rows = rows_of(register, register.entries, organiser)
    found = compared(rows, register, By.REGION)
    assert found.labels == ("Kurzeme", "Vidzeme")
    (row,) = found.rows
    # Two of eight: the six would tell of them.
    assert (row.need, [cell.people for cell in row.cells]) == (need, [None, None])
    assert {cell.label for cell in compared(rows, register, By.ORGANISATION).rows[0].cells}


def test_compared_by_what_people_were_the_last_time_and_by_each_way(programme, events, organiser):
    """Six of a society in a parish of Kurzeme; one of them later speaks for a council of a town of no region."""
    region, parish = AreaFactory(kind=Area.Kind.REGION, name="Kurzeme"), AreaFactory(kind=Area.Kind.PARISH)
    novads, town = AreaFactory(kind=Area.Kind.MUNICIPALITY), AreaFactory(kind=Area.Kind.STATE_CITY)
    Belonging.objects.create(child=parish, parent=novads)
    Belonging.objects.create(child=novads, parent=region)
    society = OrganisationFactory(area=parish, kind=Organisation.Kind.NGO)
    council = OrganisationFactory(area=town, kind=Organisation.Kind.MUNICIPALITY)
    theme = events[0].theme("Dati", 0)
    people = [PersonFactory(organisation=society) for _number in range(6)]
    for person in people:
        _speaks_too(events[0], person, theme)
    need = actions.raise_need(events[0].event, [theme.pk], by=organiser)

    def told(by):
        register = register_of(programme, organiser)
        found = compared(rows_of(register, register.entries, organiser), register, by)
        (row,) = [row for row in found.rows if row.need == need]
        return {cell.label: cell.people for cell in row.cells}

    assert told(By.REGION) == {"Kurzeme": 6}
    assert list(told(By.ORGANISATION).values()) == [6]
    assert list(told(By.MUNICIPALITY).values()) == [6]
    people[0].organisation = council
    people[0].save(update_fields=["organisation"])
    _speaks_too(events[1], people[0], events[1].theme("Citi", 1))
    assert told(By.REGION) == {"Kurzeme": 5}
    assert list(told(By.ORGANISATION).values()) == [None, None], "five, and one who would tell of them"
    assert list(told(By.MUNICIPALITY).values()) == [None, None]


def test_who_has_not_been_heard(programme, events, organiser):
    silent = AreaFactory(name="Klusais novads", kind=Area.Kind.MUNICIPALITY)
    _need(events[0], organiser, "Dati", 5, municipalities=2)
    heard = not_heard(register_of(programme, organiser))
    assert silent in heard.silent
    assert heard.all - len(heard.silent) == 2


def test_a_need_is_decided_with_its_reason(events, organiser):
    need = _need(events[0], organiser, "Dati")
    with pytest.raises(Refusal):
        actions.decide(need, "declined", reason="  ", by=organiser)
    with pytest.raises(Refusal):
        actions.decide(need, "forgotten", by=organiser)
    actions.decide(need, "declined", reason="Pašvaldības to jau dara", by=organiser)
    need.refresh_from_db()
    assert (need.state, need.reason) == ("declined", "Pašvaldības to jau dara")


def test_only_who_organises_all_events_concerned_merges_and_decides(events, organiser):
    first, second = (_need(voiced, organiser, "Dati") for voiced in events)
    half = TeamMemberFactory(project=events[0].event.project).person
    for by in (half, PersonFactory(), None):
        with pytest.raises(Refusal):
            actions.merge([second], first, by=by)
        with pytest.raises(Refusal):
            actions.decide(second, "confirmed", by=by)
        with pytest.raises(Refusal):
            actions.reword(second, "Citādi", by=by)
    actions.decide(first, "confirmed", by=half)
    assert not Need.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize(("role", "status"), [("organiser", 302), ("facilitator", 403), ("viewer", 403), (None, 403)])
def test_who_keeps_the_register(client, programme, events, role, status):
    person = (
        TeamMemberFactory(project=events[0].event.project, role=role).person
        if role
        else PersonFactory(with_account=True)
    )
    client.force_login(person.account)
    address = f"/programmes/{programme.slug}/needs/"
    assert client.get(address).status_code == 200
    assert ("Klusais" in client.get(address).content.decode()) is False
    answer = client.post(f"{address}record/", {"words": "No protokola", "source": "https://example.org/p"})
    assert answer.status_code == status
    assert Need.objects.filter(words="No protokola", recorded=True).exists() == (status == 302)


def test_the_page_filters_compares_and_merges(client, programme, events, organiser):
    needs = [_need(voiced, organiser, f"Vajag {number}") for number, voiced in enumerate(events)]
    _publish(events, organiser)
    address = f"/programmes/{programme.slug}/needs/"
    assert "Vajag 0" in client.get(address).content.decode()
    assert "Vajag 0" not in client.get(f"{address}?state=declined").content.decode()
    assert client.get(f"{address}?state=x&theme=y&by=z&page=9").status_code == 200
    for by in By:
        assert client.get(f"{address}?by={by}").status_code == 200
    client.force_login(organiser.account)
    page = client.get(address).content.decode()
    assert 'name="need"' in page
    assert client.post(f"{address}merge/", {"need": [needs[0].pk]}).status_code == 422
    answer = client.post(f"{address}merge/", {"need": [need.pk for need in needs], "words": "Vajag abus"})
    assert answer.status_code == 302
    needs[0].refresh_from_db()
    assert needs[0].words == "Vajag abus"
    assert client.get(f"/needs/{needs[1].pk}/").status_code == 302
    page = client.get(f"/needs/{needs[0].pk}/").content.decode()
    assert events[0].event.title.localize("en") in page or str(events[0].event.title) in page
    cluster = needs[0].evidence.first().cluster_id
    assert client.post(f"/needs/needs/{needs[0].pk}/split/", {"cluster": cluster}).status_code == 404
    assert client.post(f"/needs/{needs[0].pk}/split/", {"cluster": cluster}).status_code == 302
    assert client.post(f"/needs/{needs[0].pk}/state/", {"state": "declined", "reason": ""}).status_code == 422
    assert client.post(f"/needs/{needs[0].pk}/state/", {"state": "confirmed", "reason": ""}).status_code == 302


def test_as_many_queries_for_thirty_needs_of_six_events_as_for_one(
    client, programme, organiser, django_assert_max_num_queries
):
    first = voiced_event(project=ProjectFactory(programme=programme))
    _need(first, organiser, "Viena")
    _publish([first], organiser)
    address = f"/programmes/{programme.slug}/needs/?by=region"
    client.force_login(organiser.account)
    client.get(address)
    with django_assert_max_num_queries(28) as one:
        client.get(address)
    for number in range(5):
        voiced = voiced_event(project=ProjectFactory(programme=programme))
        for each in range(6):
            NeedFactory(event=voiced.event)
            if not each:
                _need(voiced, organiser, f"Vēl {number}", 2)
        _publish([voiced], organiser)
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(address)


def test_a_need_of_four_events_asks_as_little_as_of_one(
    client, programme, organiser, django_assert_max_num_queries, django_assert_num_queries
):
    voiced = [voiced_event(project=ProjectFactory(programme=programme)) for _number in range(4)]
    needs = [_need(each, organiser, "Dati") for each in voiced]
    _publish(voiced, organiser)
    address = f"/needs/{needs[0].pk}/"
    client.get(address)
    with django_assert_max_num_queries(31) as one:
        client.get(address)
    actions.merge(needs[1:], needs[0], by=organiser)
    with django_assert_num_queries(len(one.captured_queries)):
        page = client.get(address).content.decode()
    assert all(str(each.event.title) in page for each in voiced)


@pytest.mark.django_db(transaction=True)
def test_two_organisers_merge_the_same_need_at_once():
    programme = ProjectFactory().programme
    organiser = TeamMemberFactory(programme=programme, project=None).person
    voiced = voiced_event(project=ProjectFactory(programme=programme))
    a, b, c = (_need(voiced, organiser, name) for name in ("A", "B", "C"))
    pairs, refused = [(a, b), (a, c)], []
    begin = threading.Barrier(2)

    def merges(thing, into):
        begin.wait(10)
        try:
            actions.merge([thing], into, by=organiser)
        except Refusal as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=merges, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(refused) == 1
    a.refresh_from_db()
    assert a.merged_into in (b, c)
    assert NeedEvidence.objects.filter(need=a.merged_into).count() == 2
    assert NeedEvidence.objects.count() == 3
