"""The team of a peer review: asked by letter, willing or not, never of the reviewed municipality."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from talka.learning.actions import review_team as team_actions
from talka.learning.factories.reviews import PeerFactory, TeamNoteFactory
from talka.learning.models import Peer
from talka.letters.models import Letter
from talka.people.actions.persons import PersonData
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.ui.refusals import Refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def page_of(client, review, person):
    client.logout()
    if person is not None:
        client.force_login(person.account)
    return client.get(reverse("learning:peer_review", args=[review.pk]))


def test_somebody_of_elsewhere_is_asked_by_letter_and_comes_by_its_link(client, review, organiser):
    client.force_login(organiser.account)
    address = reverse("learning:invite_peer", args=[review.pk])
    who = {"given_name": "Anna", "family_name": "Kalna", "email": "anna@kalni.test", "role": "lead"}
    refused = client.post(address, who)
    assert refused.status_code == 422
    assert "not known for whom" in refused.content.decode()
    assert not Peer.objects.exists()
    home = OrganisationFactory()
    assert client.post(address, who | {"organisation": home.pk}).status_code == 302
    row = Peer.objects.get()
    assert (row.state, row.role, row.person.organisation, row.person.account) == ("invited", "lead", home, None)
    letter = Letter.objects.get(person_ref=f"person:{row.person.key}")
    link = re.search(r"/learning/reviews/peers/\S+/", letter.text).group()
    client.logout()
    shown = client.get(link)
    assert shown.status_code == 200
    # The address is told to no other place; with "no-referrer" browsers would send the answer with an origin of "null".
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert "Anna Kalna" in shown.content.decode()
    assert client.post(link, {"comes": "no"}).status_code == 422, "a reason is missing"
    assert client.post(link, {"comes": "yes"}).status_code == 200
    row = Peer.objects.select_related("person__account").get()
    assert row.state == "joined"
    assert row.person.account is not None
    assert client.get(link).status_code == 404, "the link is worth nothing any more"
    told = Letter.objects.filter(person_ref=f"person:{organiser.key}").get()
    assert "Anna" not in told.text, "who it is stands on the page alone"
    assert "Anna Kalna" in page_of(client, review, row.person).content.decode()


def test_nobody_reviews_their_own(review, organiser, reviewed):
    colleague = PersonFactory(organisation=reviewed.organisation, email="kolege@abeles.test")
    who = PersonData(colleague.given_name, colleague.family_name, colleague.email)
    with pytest.raises(Refusal, match="works for the reviewed"):
        team_actions.invite(review, who, "officer", by=organiser)
    row = PeerFactory(review=review, state="invited")
    row.person.organisation = reviewed.organisation
    row.person.save()
    with pytest.raises(Refusal, match="works for the reviewed"):
        team_actions.say_yes(row, by=row.person)
    row.refresh_from_db()
    assert row.state == "invited"


def test_whoever_moves_to_the_reviewed_municipality_is_on_its_side(client, review, reviewed, organiser):
    row = PeerFactory(review=review)
    TeamNoteFactory(peer=row, text="TIKAI KOMANDAI")
    assert "TIKAI KOMANDAI" in page_of(client, review, row.person).content.decode()
    row.person.organisation = reviewed.organisation
    row.person.save()
    assert "TIKAI KOMANDAI" not in page_of(client, review, row.person).content.decode()


def test_a_team_has_one_lead_and_nobody_twice(review, organiser, lead):
    home = OrganisationFactory()
    second = PersonData("Jānis", "Bērzs", "janis@berzi.test", organisation=home)
    with pytest.raises(Refusal, match="has a lead already"):
        team_actions.invite(review, second, "lead", by=organiser)
    with pytest.raises(Refusal, match="on the team already"):
        team_actions.invite(review, PersonData(lead.given_name, lead.family_name, lead.email), "officer", by=organiser)
    with pytest.raises(Refusal, match="e-mail is missing"):
        team_actions.invite(review, PersonData("Jānis", "Bērzs", organisation=home), "officer", by=organiser)
    row = team_actions.invite(review, second, "officer", by=organiser)
    again = team_actions.invite(review, second, "expert", by=organiser)
    assert (again.pk, again.role) == (row.pk, "expert")
    assert Letter.objects.filter(person_ref=f"person:{row.person.key}").count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerFactory(review=review, role="lead")


def test_an_invitation_is_declined_with_a_reason_that_organisers_alone_read(
    client, review, asked, organiser, reviewed, peer
):
    client.force_login(asked.account)
    place = Peer.objects.get(person=asked)
    deed = reverse("learning:answer_peer_invitation", args=[place.pk])
    assert client.post(deed, {"comes": "no", "reason": ""}).status_code == 422
    assert client.post(deed, {"comes": "no", "reason": "NAV LAIKA"}).status_code == 302
    assert client.post(deed, {"comes": "no", "reason": "Vēlreiz"}).status_code == 302
    place.refresh_from_db()
    assert (place.state, place.reason) == ("declined", "NAV LAIKA")
    assert page_of(client, review, asked).status_code == 404
    assert "NAV LAIKA" in page_of(client, review, organiser).content.decode()
    for person in (reviewed, peer):
        page = page_of(client, review, person).content.decode()
        assert "NAV LAIKA" not in page
        assert asked.name not in page


def test_who_is_asked_is_not_told_to_the_municipality_before_they_come(
    client, review, asked, reviewed, peer, organiser
):
    assert asked.name not in page_of(client, review, reviewed).content.decode()
    for person in (peer, organiser):
        assert asked.name in page_of(client, review, person).content.decode()


def test_one_answers_for_oneself_only(client, review, asked, peer, reviewed, stranger, organiser):
    place = Peer.objects.get(person=asked)
    deed = reverse("learning:answer_peer_invitation", args=[place.pk])
    for person in (peer, reviewed, stranger, organiser):
        client.force_login(person.account)
        assert client.post(deed, {"comes": "yes"}).status_code == 404
    with pytest.raises(Refusal) as refused:
        team_actions.say_yes(place, by=organiser)
    assert refused.value.status == 403
    client.force_login(organiser.account)
    off = reverse("learning:take_peer_off", args=[place.pk])
    assert client.post(off, {"reason": "Sajaucām"}).status_code == 302
    client.force_login(asked.account)
    assert client.post(deed, {"comes": "yes"}).status_code == 404
    assert "Sajaucām" in Letter.objects.get(person_ref=f"person:{asked.key}").text
