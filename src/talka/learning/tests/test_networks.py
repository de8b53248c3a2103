"""A learning network from its beginning on: who begins it, who knows of it, its members, people and meetings."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from talka.events.factories import AgendaReleaseFactory
from talka.indicators.comparing.choice import MOST_INDICATORS
from talka.indicators.factories import IndicatorFactory, ObservationFactory
from talka.learning.actions import network_course as course
from talka.learning.actions import network_members as members
from talka.learning.actions import networks
from talka.learning.actions.networks import NetworkData
from talka.learning.factories.networks import (
    NetworkFactory,
    NetworkMeetingFactory,
    NetworkMemberFactory,
    NetworkNoteFactory,
    NetworkPersonFactory,
    NetworkTargetFactory,
    NetworkTaskFactory,
    PracticeStoryFactory,
)
from talka.learning.models import Network, NetworkMember, NetworkPerson
from talka.learning.queries.networks import networks_in, page_of_network
from talka.learning.tests.reading_networks import page
from talka.links.models import Link
from talka.needs.factories import NeedFactory
from talka.people.actions.persons import PersonData
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.programmes.factories import ProgrammeFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def client(english):
    return english


def everything(client, network, person=None):
    """The page with each of its steps open, one after the other."""
    return "".join(page(client, network, person, f"?step={step}").content.decode() for step in Network.Step.values)


def test_an_organiser_begins_one_that_answers_a_need(client, network, runner):
    need = NeedFactory(words="Trūkst aprūpētāju", event=None, programme=network.programme)
    client.force_login(runner.account)
    address = f"{reverse('learning:new_network')}?need={need.pk}"
    sent = {"programme": network.programme.pk, "title_0": "Aprūpe kopā", "title_1": "", "theme": "social"}
    answer = client.post(address, sent)
    made = Network.objects.exclude(pk=network.pk).get()
    assert answer.url == reverse("learning:network", args=[made.slug])
    assert (made.published_at, made.state, made.step) == (None, "planned", "compare")
    assert Link.objects.filter(from_kind="need", from_id=str(need.pk), to_kind="network", to_id=str(made.pk)).exists()
    assert "Trūkst aprūpētāju" in client.get(answer.url).content.decode()
    assert "Aprūpe kopā" in client.get(f"/needs/{need.pk}/").content.decode()
    assert "Aprūpe kopā" in client.get(f"/trail/need/{need.pk}/").content.decode()


def test_nobody_begins_one_in_a_programme_of_others(client, runner, stranger):
    for person in (runner, stranger):
        with pytest.raises(Refusal) as refused:
            networks.begin_network(NetworkData("Tīkls", "social"), ProgrammeFactory(), by=person)
        assert refused.value.status == 403
    client.force_login(stranger.account)
    assert client.get(reverse("learning:new_network")).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        NetworkData(" ", "social"),
        NetworkData("Tīkls", "nothing"),
        NetworkData("Tīkls", "social", state="nowhere"),
        NetworkData("Tīkls", "social", starts=dt.date(2026, 2, 2), ends=dt.date(2026, 2, 1)),
    ],
)
def test_a_network_that_cannot_be_is_refused(network, runner, data):
    with pytest.raises(Refusal):
        networks.begin_network(data, network.programme, by=runner)
    assert Network.objects.count() == 1


def test_a_need_nobody_may_know_of_is_answered_by_none(network, runner):
    hidden = NeedFactory(programme__public=False, words="slepeni")
    with pytest.raises(Refusal, match="not known"):
        networks.begin_network(
            NetworkData("Tīkls", "social"), network.programme, by=runner, causes=(("need", hidden.pk),)
        )
    assert Network.objects.count() == 1


def test_a_draft_is_known_to_who_runs_it_or_takes_part(client, runner, stranger):
    draft = NetworkFactory(draft=True, title="SLEPENS", programme=ProgrammeFactory(public=True))
    inside = NetworkPersonFactory(member__network=draft).person
    coordinator = NetworkPersonFactory(member=None, network=draft).person
    left = NetworkPersonFactory(member__network=draft, left_on=dt.date(2026, 3, 3)).person
    for person, seen in (
        (None, False),
        (stranger, False),
        (runner, False),
        (left, False),
        (inside, True),
        (coordinator, True),
    ):
        assert page(client, draft, person).status_code == (200 if seen else 404)
        assert ("SLEPENS" in client.get(reverse("learning:networks")).content.decode()) is seen


def test_people_notes_and_homework_stay_inside(client, network, member, other, insider, runner, stranger):
    NetworkNoteFactory(member=member, text="Piezīme slepena")
    NetworkTaskFactory(member=member, title="Uzdevums slepens")
    NetworkTargetFactory(member=member, measured="Mērķis slepens")
    neighbour = NetworkPersonFactory(member=other).person
    secret = ("Iekšniece", "Piezīme slepena", "Uzdevums slepens", "Mērķis slepens")
    for person, seen in ((None, False), (stranger, False), (neighbour, True), (insider, True), (runner, True)):
        text = everything(client, network, person)
        assert str(member) in text
        for words in secret:
            assert (words in text) is seen, (person, words)
        address = reverse("learning:network_member", args=[network.slug, member.pk])
        assert client.get(address).status_code == (200 if seen else 404)
    Network.objects.update(targets_open=True)
    text = everything(client, network)
    assert "Mērķis slepens" in text
    assert not any(words in text for words in secret if words != "Mērķis slepens")


def test_only_those_who_run_it_change_it(client, network, member, insider, runner, stranger):
    meeting = NetworkMeetingFactory(network=network)
    place, task = member.people.get(), NetworkTaskFactory(member=member)
    slug = [network.slug]
    deeds = [
        reverse("learning:edit_network", args=slug),
        reverse("learning:publish_network", args=slug),
        reverse("learning:unpublish_network", args=slug),
        reverse("learning:retire_network", args=slug),
        reverse("learning:restore_network", args=slug),
        reverse("learning:network_step", args=slug),
        reverse("learning:network_indicators", args=slug),
        reverse("learning:network_evaluation", args=slug),
        reverse("learning:network_coordinators", args=slug),
        reverse("learning:new_network_member", args=slug),
        reverse("learning:network_meetings", args=slug),
        reverse("learning:new_network_task", args=slug),
        reverse("learning:edit_network_task", args=[*slug, task.pk]),
        reverse("learning:edit_network_member", args=[*slug, member.pk]),
        reverse("learning:leave_network", args=[*slug, member.pk]),
        reverse("learning:new_network_person", args=[*slug, member.pk]),
        reverse("learning:remove_network_person", args=[*slug, place.pk]),
        reverse("learning:remove_network_meeting", args=[*slug, meeting.pk]),
        reverse("learning:network_row", args=[*slug, "task", task.pk, "away"]),
    ]
    for person in (stranger, insider):
        client.force_login(person.account)
        assert [client.post(each).status_code for each in deeds] == [404] * len(deeds)
    with pytest.raises(Refusal):
        members.add_member(network, OrganisationFactory(), by=insider)
    coordinator = members.add_person(network, PersonFactory(with_account=True), by=runner).person
    assert members.add_member(network, OrganisationFactory(), by=coordinator).network == network
    with pytest.raises(Refusal):  # that is for organisers of the programme
        networks.retire(network, by=coordinator)
    networks.retire(network, by=runner)
    assert page(client, network).status_code == page(client, network, coordinator).status_code == 404
    assert "taken away" in page(client, network, runner).content.decode()
    with pytest.raises(Refusal, match="taken away"):
        members.add_member(network, OrganisationFactory(), by=runner)
    networks.restore(network, by=runner)
    network.refresh_from_db()
    assert (network.retired_at, network.published_at) == (None, None)


def test_a_stale_form_is_told_so(network, runner):
    networks.change_network(network, NetworkData("Jauns", "social"), version=1, by=runner)
    with pytest.raises(Refusal, match="Somebody else"):
        networks.change_network(network, NetworkData("Cits", "health"), version=1, by=runner)
    with pytest.raises(Refusal, match="Somebody else"):
        networks.write_evaluation(network, "Gads bija labs.", version=1, by=runner)
    network.refresh_from_db()
    assert (str(network), network.theme, str(network.evaluation)) == ("Jauns", "social", "")


def test_fewer_or_more_members_and_people_are_said_and_not_refused(client, network, runner, stranger):
    for number in range(13):
        member = members.add_member(network, OrganisationFactory(), by=runner)
        for each in range(4 if number else 1):
            who = PersonData("Anna", f"Ozola{'abcdefghijklm'[number]}{'abcd'[each]}")
            members.add_person(network, who, by=runner, member=member)
    first = network.members.first()
    text = page(client, network, runner).content.decode()
    assert "The network has 13 members. Most have 5 to 12" in text
    assert f"Otherwise: {first}." in text
    assert "Most have 5 to 12" not in page(client, network, stranger).content.decode()
    for row in list(network.members.all())[:3]:
        members.leave(row, "No time", by=runner)
    assert "Most have 5 to 12" not in page(client, network, runner).content.decode()


def test_a_member_leaves_with_a_reason_and_comes_back(network, member, insider, runner):
    with pytest.raises(Refusal, match="already"):
        members.add_member(network, member.organisation, by=runner)
    with pytest.raises(Refusal, match="say why"):
        members.leave(member, " ", by=runner)
    members.leave(member, "No time", by=runner)
    member.refresh_from_db()
    with pytest.raises(Refusal):
        course.write_note(member, "Mēs", by=insider)
    with pytest.raises(Refusal, match="has left"):
        members.add_person(network, PersonFactory(), by=runner, member=member)
    assert members.add_member(network, member.organisation, by=runner).pk == member.pk
    assert NetworkMember.objects.get().left_on is None


def test_made_up_and_true_ones_do_not_mix(network, runner):
    with pytest.raises(Refusal, match="made-up"):
        members.add_member(network, OrganisationFactory(illustrative=True), by=runner)
    assert not network.members.exists()


def test_a_person_is_entered_once_and_leaves(network, member, runner):
    who = PersonData("Anna", "Ozola", "anna@example.test")
    first = members.add_person(network, who, by=runner, member=member)
    assert members.add_person(network, who, by=runner, member=member).pk == first.pk
    assert first.person.organisation == member.organisation
    members.remove_person(first, by=runner)
    assert NetworkPerson.objects.get().left_on is not None
    with pytest.raises(Refusal, match="another network"):
        members.add_person(network, who, by=runner, member=NetworkMemberFactory())


def test_steps_stand_in_front_and_none_is_closed(client, network, member, runner, stranger):
    client.force_login(runner.account)
    address = reverse("learning:network_step", args=[network.slug])
    assert client.post(address, {"to": "nowhere"}).status_code == 422
    client.post(address, {"to": "targets"})
    network.refresh_from_db()
    assert network.step == "targets"
    text = page(client, network, stranger).content.decode()
    assert 'aria-current="step"' in text
    assert all(f"?step={step}" in text for step in Network.Step.values)
    assert _opened(text, "targets")
    assert not _opened(text, "compare")
    assert _opened(page(client, network, stranger, "?step=compare").content.decode(), "compare")
    assert _opened(page(client, network, stranger, "?step=nonsense").content.decode(), "targets")
    networks.go_to(network, "compare", by=runner)  # back again loses nothing
    network.refresh_from_db()
    assert network.step == "compare"


def _opened(text: str, step: str) -> bool:
    return f'<section id="{step}"' in text


def test_figures_stand_with_their_year_and_source_and_places_only_when_asked_for(client, network, runner):
    indicator = IndicatorFactory()
    for value, name in ((10.0, "Mazais"), (30.0, "Lielais")):
        area = ObservationFactory(indicator=indicator, area__name=f"{name} novads", value=value, year=2024).area
        NetworkMemberFactory(network=network, organisation__area=area)
    nowhere = NetworkMemberFactory(network=network, organisation__area=None)
    assert "No indicator is chosen yet" in page(client, network).content.decode()
    networks.choose_indicators(network, [indicator], by=runner)
    text = page(client, network).content.decode()
    for words in ("Mazais novads", "Lielais novads", "2024", "Izdomāts avots", f"{indicator.title}"):
        assert words in text
    assert "Places among the areas compared" not in text
    assert str(nowhere) in text.split("Not compared")[1][:300]
    assert "Places among the areas compared" in page(client, network, query="?step=compare&show=ranks").content.decode()


def test_no_more_indicators_than_somebody_reads(network, runner):
    rows = [IndicatorFactory() for _number in range(MOST_INDICATORS + 1)]
    with pytest.raises(Refusal, match="At most"):
        networks.choose_indicators(network, rows, by=runner)
    networks.choose_indicators(network, rows[1:], by=runner)
    assert network.indicators.count() == MOST_INDICATORS


def test_one_s_own_page_tells_of_networks_and_what_is_due(client, network, member, insider, stranger):
    NetworkTaskFactory(member=member, title="Aptaujāt visus")
    client.force_login(insider.account)
    text = client.get("/me/").content.decode()
    assert str(network) in text
    assert "Aptaujāt visus" in text
    client.force_login(stranger.account)
    assert str(network) not in client.get("/me/").content.decode()


def test_a_programme_shows_its_networks_as_far_as_one_may_know(network, stranger):
    NetworkFactory(draft=True, programme=network.programme)
    assert networks_in(network.programme, stranger) == [network]


def test_the_pages_ask_a_fixed_number_of_queries(client, network, member, other, insider, runner):
    networks.choose_indicators(network, [IndicatorFactory()], by=runner)
    addresses = [
        (reverse("learning:networks"), None),
        *(
            (reverse("learning:network", args=[network.slug]) + f"?step={step}", insider)
            for step in Network.Step.values
        ),
        (reverse("learning:network", args=[network.slug]), None),
        (reverse("learning:network_member", args=[network.slug, member.pk]), insider),
    ]
    counted = []
    for round_ in range(2):
        _grow(network, member, 1 if not round_ else 3)
        asked = []
        for address, person in addresses:
            client.logout()
            if person is not None:
                client.force_login(person.account)
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(address)
            assert answer.status_code == 200
            assert len(answer.content) < 60_000
            asked.append(len(queries))
        counted.append(asked)
    assert counted[0] == counted[1]
    assert max(counted[1]) <= 36


def _grow(network, member, number):
    """So many more of everything."""
    for _each in range(number):
        NetworkFactory()
        more = NetworkMemberFactory(network=network)
        for one in (member, more):
            NetworkPersonFactory(member=one)
            NetworkNoteFactory(member=one, indicator=network.indicators.first())
            NetworkTaskFactory(member=one)
            NetworkTargetFactory(member=one, measured="", indicator=network.indicators.first())
            PracticeStoryFactory(network=network, organisation=one.organisation)
        ObservationFactory(indicator=network.indicators.first(), area=more.area)
        AgendaReleaseFactory(event=NetworkMeetingFactory(network=network, host=more).event)


def test_a_full_network_stays_light(client, network, runner):
    """Twelve members that have done all there is to do."""
    indicators = [IndicatorFactory() for _number in range(8)]
    networks.choose_indicators(network, indicators, by=runner)
    for _number in range(12):
        member = NetworkMemberFactory(network=network)
        for each in indicators:
            ObservationFactory(indicator=each, area=member.area)
            NetworkNoteFactory(member=member, indicator=each, text="vārds " * 400)
            NetworkTargetFactory(member=member, measured="", indicator=each, reached_words="vārds " * 200)
        for _each in range(5):
            NetworkPersonFactory(member=member)
            NetworkTaskFactory(member=member, what="vārds " * 200)
            PracticeStoryFactory(network=network, organisation=member.organisation)
    for step in Network.Step.values:
        answer = page(client, network, runner, f"?step={step}")
        assert answer.status_code == 200
        assert len(answer.content) < 60_000, step
    shown = page_of_network(network, runner)
    assert shown.more_notes
    assert shown.more_tasks
    assert (len(shown.targets), shown.all_targets, shown.reached) == (24, 96, 0)
