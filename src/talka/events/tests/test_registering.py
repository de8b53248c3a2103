"""Registering: seats, waiting list, quotas, doubles, colleagues, links."""

import dataclasses
import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from talka.events.actions import registration as actions
from talka.events.factories import AttendanceFactory, InvitationFactory, QuestionFactory, RegistrationFactory
from talka.events.models import Event, Registration
from talka.events.views import registering
from talka.letters.models import Letter
from talka.people import failed_codes
from talka.people.factories import OrganisationFactory, PersonFactory
from talka.people.models import Consent, Organisation

from .day import applicant, event_today, form, letters_to, open_event, register_url, signed_in, two_groups

pytestmark = pytest.mark.django_db
State = Registration.State


def test_a_person_registers_without_account(client):
    event = open_event()
    groups = two_groups(event)
    QuestionFactory(event=event, key="diet", kind="diet", label="")
    own = QuestionFactory(event=event, key="boots", kind="one", options=[{"lv": "36"}, {"lv": "45"}])
    place = OrganisationFactory(name="Šķēdes novada pašvaldība")
    page = client.get(register_url(event)).content.decode()
    assert "Šķēdes novada pašvaldība" in page
    answer = client.post(
        register_url(event),
        form(
            organisation="skedes novada pasvaldiba",
            group_0_1=str(groups[1].pk),
            group_0_2=str(groups[0].pk),
            q_diet="bez glutēna",
            q_boots="1",
            consent_photos="on",
        ),
    )
    assert answer.status_code == 302
    row = Registration.objects.get(event=event)
    assert (row.state, row.organisation, row.diet, row.person.name) == (
        State.REGISTERED,
        place,
        "bez glutēna",
        "Anna Bērziņa",
    )
    assert [c.item for c in row.choices.order_by("rank")] == [groups[1], groups[0]]
    assert row.answers.get(question=own).value == "1"
    assert len(row.notice_digest) == 64
    assert Consent.objects.get(person=row.person).kind == "photos"
    letter = Letter.objects.get(to_address="anna@example.test")
    assert row.token in letter.text
    assert letter.attachments.get().content.startswith(b"BEGIN:VCALENDAR")


def test_photos_are_never_required_and_kept_apart(client):
    event = open_event()
    assert client.post(register_url(event), form()).status_code == 302
    assert not Consent.objects.exists()


def test_a_group_is_not_chosen_twice(client):
    event = open_event()
    group = two_groups(event)[0]
    answer = client.post(register_url(event), form(group_0_1=str(group.pk), group_0_2=str(group.pk)))
    assert answer.status_code == 422
    assert not Registration.objects.exists()


def test_an_unknown_organisation_needs_its_kind(client):
    event = open_event()
    answer = client.post(register_url(event), form(organisation="Purva bridēju kopa"))
    assert answer.status_code == 422
    assert not Organisation.objects.filter(name="Purva bridēju kopa").exists()
    answer = client.post(register_url(event), form(organisation="Purva bridēju kopa", new_kind="community"))
    assert answer.status_code == 302
    assert Registration.objects.get().organisation.kind == "community"


def test_the_same_address_again_gets_a_letter_and_tells_a_stranger_nothing(client):
    event = open_event()
    known = RegistrationFactory(event=event, person__email="anna@example.test")
    stranger = signed_in(None)
    new = stranger.post(register_url(event), form(email="nova@example.test"), follow=True)
    again = stranger.post(register_url(event), form(email="ANNA@example.test"), follow=True)
    assert Registration.objects.filter(event=event).count() == 2
    assert letters_to("anna@example.test") == ["events.registered_already"]
    same = [page.content.decode().replace("ANNA@", "nova@") for page in (new, again)]
    for page in (new, again):
        assert page.status_code == 200
    # Only the tokens of the forms in the page differ.
    import re

    first, second = (re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page) for page in same)
    assert first == second
    assert known.token not in second
    assert known.code not in second


def test_nobody_floods_a_mailbox_through_the_form():
    event = open_event()
    RegistrationFactory(event=event, person__email="anna@example.test")
    client = signed_in(None)
    answers = [client.post(register_url(event), form()).status_code for _ in range(35)]
    assert answers[0] == 302
    assert answers[-1] == 422
    assert len(letters_to("anna@example.test")) == 30


def test_nobody_writes_to_hundreds_of_strangers_through_the_form(monkeypatch):
    """Each new registration sends a letter to whatever address was typed; a hall on one address stays below."""
    a_few = tuple(dataclasses.replace(limit, per_address=5) for limit in failed_codes.REGISTERING)
    assert min(limit.per_address for limit in failed_codes.REGISTERING) >= 100
    monkeypatch.setattr(registering, "REGISTERING", a_few)
    event = open_event()
    client = signed_in(None)
    sent = [form(email=f"svesais{n}@example.test", family_name=f"Svešais{n}") for n in range(7)]
    statuses = [client.post(register_url(event), each).status_code for each in sent]
    assert statuses == [302] * 5 + [422] * 2
    assert Letter.objects.filter(to_address__startswith="svesais").count() == 5
    elsewhere = client.post(register_url(event), sent[5], REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302, "another address is not to blame"


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"registration_open": False}, 409),
        ({"state": Event.State.CANCELLED}, 410),
        ({"registration_closes_at": timezone.now() - dt.timedelta(hours=1)}, 410),
        ({"first_day": dt.date(2015, 2, 11)}, 410),
    ],
)
def test_a_closed_event_says_so_and_keeps_its_door_shut(client, fields, status):
    event = open_event(**fields)
    assert client.get(register_url(event)).status_code == status
    answer = client.post(register_url(event), form())
    assert answer.status_code == status
    assert b"<h1>" in answer.content
    assert not Registration.objects.exists()


def test_an_invitation_fills_the_form_and_a_foreign_one_does_not(client):
    event = open_event()
    invitation = InvitationFactory(event=event, person__given_name="Velta")
    foreign = InvitationFactory(person__given_name="Noslēpumaina")
    withdrawn = InvitationFactory(event=event, person__given_name="Atsauktā", withdrawn_at=timezone.now())
    assert "Velta" in client.get(register_url(event), {"i": invitation.token}).content.decode()
    assert "Noslēpumaina" not in client.get(register_url(event), {"i": foreign.token}).content.decode()
    assert "Atsauktā" not in client.get(register_url(event), {"i": withdrawn.token}).content.decode()
    person = invitation.person
    answer = client.post(register_url(event), form(email=person.email, i=invitation.token))
    row = Registration.objects.get(event=event)
    assert row.person == person
    assert answer.url == reverse("events:own", args=[row.token])


def test_a_stranger_changes_nothing_of_a_known_person(client):
    event = open_event()
    known = PersonFactory(given_name="Anna", family_name="Bērziņa", email="anna@example.test", position="mēre")
    client.post(register_url(event), form(position="cita"))
    known.refresh_from_db()
    assert known.position == "mēre"
    assert Registration.objects.get().person == known
    assert Registration.objects.get().position == "cita"


def test_a_stranger_cannot_put_their_address_to_a_known_name(client):
    event = open_event()
    place = OrganisationFactory()
    known = PersonFactory(given_name="Anna", family_name="Bērziņa", email="", organisation=place)
    client.post(register_url(event), form(organisation=place.name, email="zaglis@example.test"))
    known.refresh_from_db()
    assert known.email == ""
    assert Registration.objects.get().person != known


def test_a_colleague_gets_a_letter_that_names_the_registrar(client):
    event = open_event()
    holder = RegistrationFactory(event=event, person__given_name="Rasma", person__family_name="Zole")
    url = reverse("events:register_colleague", args=[event.slug])
    for name in ("Pirmais", "Otrais"):
        # Two colleagues and the registrar share one mailbox.
        answer = client.post(url, form(given_name=name, email=holder.person.email, r=holder.token))
        assert answer.status_code == 302
    rows = event.registrations.exclude(pk=holder.pk)
    assert [r.source for r in rows] == ["colleague", "colleague"]
    assert {r.registered_by for r in rows} == {holder.person}
    letters = Letter.objects.filter(to_address=holder.person.email)
    assert letters.count() == 2
    assert all("Rasma Zole" in letter.text and holder.token not in letter.text for letter in letters)
    assert not Consent.objects.exists()


def test_a_stranger_registers_a_colleague_with_their_own_name(client):
    event = open_event()
    url = reverse("events:register_colleague", args=[event.slug])
    fields = form(registrar_given_name="Rasma", registrar_family_name="Zole", registrar_email="rasma@example.test")
    assert client.post(url, form()).status_code == 422
    assert client.post(url, fields).status_code == 302
    assert Registration.objects.get().registered_by.name == "Rasma Zole"


def test_own_link_shows_changes_and_cancels(client):
    event = open_event()
    groups = two_groups(event)
    row = RegistrationFactory(event=event)
    own = reverse("events:own", args=[row.token])
    assert row.person.name in client.get(own).content.decode()
    client.post(
        reverse("events:own_change", args=[row.token]),
        {"organisation": row.organisation.name, "position": "mērs", "group_0_1": groups[2].pk},
    )
    row.refresh_from_db()
    assert row.position == "mērs"
    assert row.choices.get().item == groups[2]
    assert client.get(reverse("events:own_cancel", args=[row.token])).status_code == 405
    client.post(reverse("events:own_cancel", args=[row.token]))
    row.refresh_from_db()
    assert row.state == State.CANCELLED
    assert row.versions.filter(state=State.REGISTERED).exists()


def test_a_wrong_link_gets_an_answer_one_can_act_on(client):
    row = RegistrationFactory(event=open_event())
    for name in ("own", "own_change", "feedback"):
        answer = client.get(reverse(f"events:{name}", args=["nav-tads"]))
        assert answer.status_code == 404
        assert "Šī saite neatver nevienu pieteikumu" in answer.content.decode()
        assert row.person.name not in answer.content.decode()


def test_after_the_event_a_link_shows_but_changes_nothing(client):
    row = RegistrationFactory(event=open_event(first_day=dt.date(2015, 2, 11)))
    assert client.get(reverse("events:own", args=[row.token])).status_code == 200
    assert client.post(reverse("events:own_cancel", args=[row.token])).status_code == 410
    assert client.get(reverse("events:own_substitute", args=[row.token])).status_code == 410
    row.refresh_from_db()
    assert row.state == State.REGISTERED


def test_instead_of_me_comes(client):
    event = open_event(capacity=1)
    groups = two_groups(event)
    row = RegistrationFactory(event=event)
    row.choices.create(item=groups[1], block="groups", rank=1)
    InvitationFactory(event=event, person=row.person)
    waiting = actions.register(event, applicant(5), by=None).registration
    answer = client.post(reverse("events:own_substitute", args=[row.token]), form(organisation=row.organisation.name))
    assert answer.status_code == 302
    row.refresh_from_db()
    waiting.refresh_from_db()
    new = event.registrations.get(person__email="anna@example.test")
    assert (row.state, new.state, waiting.state) == (State.CANCELLED, State.REGISTERED, State.WAITING)
    assert (new.instead_of, new.source, new.organisation) == (row, "substitute", row.organisation)
    assert new.choices.get().item == groups[1]
    assert event.invitations.filter(person=new.person).exists()
    assert letters_to("anna@example.test") == ["events.registered"]
    assert new.token != row.token


def test_resending_the_link_tells_nothing(client):
    event = open_event()
    row = RegistrationFactory(event=event)
    url = reverse("events:resend_link", args=[event.slug])
    known = client.post(url, {"email": row.person.email.upper()}, follow=True)
    unknown = client.post(url, {"email": "nav@example.test"}, follow=True)
    assert known.status_code == unknown.status_code == 200
    assert letters_to(row.person.email) == ["events.own_link"]
    assert row.token in Letter.objects.get().text
    assert row.token not in known.content.decode()


def test_somebody_cancelled_registers_again_with_the_same_row(client):
    event = open_event()
    client.post(register_url(event), form())
    row = Registration.objects.get()
    actions.cancel(row, by=None)
    client.post(register_url(event), form(position="atkal"))
    row.refresh_from_db()
    assert (row.state, row.position) == (State.REGISTERED, "atkal")
    assert Registration.objects.count() == 1


def test_on_the_day_registering_still_works_until_the_event_is_over(client):
    event = event_today()
    assert client.post(register_url(event), form()).status_code == 302


def test_whoever_shares_an_address_does_not_become_the_one_who_cancelled():
    event = open_event()
    first = actions.register(event, applicant(1, email="dome@example.test"), by=None).registration
    actions.cancel(first, by=None)
    second = actions.register(event, applicant(2, email="dome@example.test"), by=None).registration
    first.refresh_from_db()
    assert (second.person.name, second.state) == ("Jānis Ozols 2", State.REGISTERED)
    assert (first.person.name, first.state) == ("Jānis Ozols 1", State.CANCELLED)


def test_who_came_on_an_earlier_day_is_not_offered_what_is_refused(client):
    event = event_today(
        first_day=timezone.localdate() - dt.timedelta(days=1), last_day=timezone.localdate() + dt.timedelta(days=1)
    )
    row = RegistrationFactory(event=event)
    own = client.get(reverse("events:own", args=[row.token])).content.decode()
    offered = [reverse(f"events:{name}", args=[row.token]) for name in ("own_cancel", "own_substitute")]
    assert all(url in own for url in offered)
    AttendanceFactory(registration=row, day=event.first_day)
    own = client.get(reverse("events:own", args=[row.token])).content.decode()
    assert not any(url in own for url in offered)


def test_after_the_event_nobody_is_promised_a_seat(client):
    event = open_event(first_day=dt.date(2015, 2, 11))
    for state in (State.WAITING, State.REGISTERED):
        row = RegistrationFactory(event=event, state=state)
        page = client.get(reverse("events:own", args=[row.token])).content.decode()
        assert "Šis pasākums ir beidzies." in page
        assert "rezerves sarakstā" not in page
        assert "Jums ir vieta" not in page
