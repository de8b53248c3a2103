"""Meetings of a learning network, hosted in turn, and the homework between them."""

import pytest
from django.urls import reverse

from talka.events.factories import AgendaItemFactory, AgendaReleaseFactory, EventFactory
from talka.events.queries.snapshot import frozen_items
from talka.learning.actions import network_course as course
from talka.learning.actions.network_course import TaskData
from talka.learning.factories.networks import (
    NetworkMeetingFactory,
    NetworkMemberFactory,
)
from talka.learning.models import NetworkMeeting, NetworkTask
from talka.learning.tests.reading_networks import page
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def client(english):
    return english


def test_meetings_are_events_of_the_programme_hosted_in_turn(client, network, member, other, runner):
    event = EventFactory(project__programme=network.programme, title="Tikšanās pie saimnieka")
    row = course.add_meeting(network, event, by=runner, host=member)
    assert course.add_meeting(network, event, by=runner, host=other).pk == row.pk
    assert NetworkMeeting.objects.get().host == other
    with pytest.raises(Refusal, match="another programme"):
        course.add_meeting(network, EventFactory(), by=runner)
    with pytest.raises(Refusal, match="another network"):
        course.add_meeting(network, event, by=runner, host=NetworkMemberFactory())
    AgendaItemFactory(event=event, kind="visit", title="Ciemos dienas centrā")
    text = page(client, network, runner).content.decode()
    assert "Ciemos dienas centrā" not in text, "what is not released yet"
    assert f"Hosted by {other}" in text
    assert str(member) in text.split("Have not hosted yet:")[1][:200]
    AgendaReleaseFactory(event=event, items=frozen_items(event))
    assert "Ciemos dienas centrā" in page(client, network).content.decode()
    course.remove_meeting(row, by=runner)
    assert not NetworkMeeting.objects.exists()


def test_a_draft_event_is_not_told_to_strangers(client, network):
    NetworkMeetingFactory(network=network, event__title="Atklātais")
    NetworkMeetingFactory(network=network, event__title="Noslēpums", event__state="draft")
    text = page(client, network).content.decode()
    assert "Atklātais" in text
    assert "Noslēpums" not in text


def test_homework_stands_once_for_each_member_and_is_done_by_its_own(client, network, member, other, insider, runner):
    client.force_login(runner.account)
    address = reverse("learning:new_network_task", args=[network.slug])
    sent = {"member": "", "title": "Aptaujāt", "what": "Desmit cilvēkus", "due_on": "2026-05-01"}
    assert client.post(address, sent).status_code == 302
    assert {row.member_id for row in NetworkTask.objects.all()} == {member.pk, other.pk}
    own, theirs = NetworkTask.objects.get(member=member), NetworkTask.objects.get(member=other)
    client.force_login(insider.account)
    assert client.post(reverse("learning:network_task", args=[network.slug, theirs.pk])).status_code == 404
    sent = {"done": "on", "outcome": "Visi grib zvanu.", "version": own.version}
    answer = client.post(reverse("learning:network_task", args=[network.slug, own.pk]), sent)
    assert "Visi grib zvanu." in client.get(answer.url).content.decode()
    own.refresh_from_db()
    assert own.done_on is not None
    assert "Aptaujāt" in page(client, network, insider).content.decode()  # the other's
    with pytest.raises(Refusal):
        course.change_task(own, TaskData("Cits"), version=own.version, by=insider)
    course.take_away(theirs, away=True, by=runner)
    assert "Aptaujāt" not in page(client, network, insider).content.decode()
    own.refresh_from_db()
    course.do_task(own, "", done=False, version=own.version, by=insider)
    assert NetworkTask.objects.get(pk=own.pk).done_on is None


def test_homework_of_nobody_is_refused(network, runner):
    with pytest.raises(Refusal, match="who is to do it"):
        course.set_task(network, TaskData("Aptaujāt"), [], by=runner)
    with pytest.raises(Refusal, match="another network"):
        course.set_task(network, TaskData("Aptaujāt"), [NetworkMemberFactory()], by=runner)
    assert not NetworkTask.objects.exists()
