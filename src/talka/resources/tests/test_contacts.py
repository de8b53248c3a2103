"""Whom to ask: a person is shown to everybody only while they agree, else to teams and to those who enter resources."""

import datetime as dt

import pytest
from django.urls import reverse

from talka.letters.models import Letter
from talka.people.actions import erase_person
from talka.people.factories import PersonFactory
from talka.people.models import Consent
from talka.people.personal_data import export
from talka.resources import actions
from talka.resources.actions.reminders import remind_all
from talka.resources.factories import ResourceFactory
from talka.resources.forms import ResourceForm
from talka.resources.models import Resource

from . import world
from .world import data, signed_in

pytestmark = pytest.mark.django_db
TEAMS = ("viewer", "organiser", "administrator", "municipality", "community", "foreigner")


@pytest.fixture
def w() -> world.World:
    found = world.build()
    found.community.family_name, found.community.phone = "Rasmane", "+371 26 111 222"
    found.community.save()
    return found


def shown(row: Resource, who) -> str:
    """The page and every list and file that might tell of it."""
    client = signed_in(who)
    ways = [reverse("resources:resource", args=[row.key]), "/resources/", "/resources/?view=table", "/resources/print/"]
    texts = [client.get(each).content.decode() for each in [*ways, "/resources/export/csv/", f"/areas/{row.area.key}/"]]
    return "\n".join(texts)


def test_a_person_of_the_register_is_for_teams_until_they_agree(w):
    row = actions.enter(data(w.parish, contact_person=w.community), by=w.community)
    for who in (None, w.nobody):
        page = shown(row, who)
        assert "Rasmane" not in page and w.community.email not in page and "26 111" not in page
    for name in TEAMS:
        assert "Rasmane" in shown(row, getattr(w, name)), name
    where = reverse("resources:consent", args=[row.key])
    for who in (None, w.viewer, w.foreigner):
        assert signed_in(who).post(where, {"agree": "yes"}).status_code == 403
    assert not Consent.objects.exists()
    assert signed_in(w.community).post(where, {"agree": "yes"}).status_code == 302
    assert "Rasmane" in shown(row, None) and w.community.email in shown(row, None)
    consent = Consent.objects.get()
    assert consent.person == w.community and str(row.title) in consent.wording
    signed_in(w.community).post(where, {"agree": "no"})
    assert "Rasmane" not in shown(row, None)


def test_who_is_asked_stays_where_others_share_the_mailbox(w):
    PersonFactory(email="pagasts@example.test")
    second = PersonFactory(email="pagasts@example.test")
    row = actions.enter(data(w.parish, contact_person=second), by=w.organiser)
    form = ResourceForm(None, kind=row.kind, by=w.organiser, resource=row)
    sent = {"title_0": "Pienotava", "area": form.fields["area"].initial, "contact_person": second.email}
    form = ResourceForm(sent, kind=row.kind, by=w.organiser, resource=row)
    assert form.is_valid(), form.errors
    assert form.data_of().contact_person == second


def test_an_office_is_still_asked_when_one_of_those_who_share_its_mailbox_is_erased(w):
    person = PersonFactory(email="pagasts@example.test", phone="64 800 000")
    PersonFactory(email="pagasts@example.test", phone="64 800 000")
    office = {"contact_email": person.email, "contact_phone": person.phone, "contact_office": True}
    row = actions.enter(data(w.parish, contact_name="Pagasta pārvalde", **office), by=w.community)
    erase_person(person, by=w.administrator)
    row.refresh_from_db()
    assert (row.contact_name, row.contact_email) == ("Pagasta pārvalde", "pagasts@example.test")


def test_a_consent_is_for_one_resource_and_one_person(w):
    first = actions.enter(data(w.parish, contact_person=w.community), by=w.community)
    second = actions.enter(data(w.parish, "Klēts", contact_person=w.community), by=w.community)
    actions.agree_to_be_shown(first, wording="Jā", by=w.community)
    assert "Rasmane" not in signed_in(None).get(reverse("resources:resource", args=[second.key])).content.decode()
    Resource.objects.filter(pk=first.pk).update(contact_person=w.neighbour)
    assert (
        w.neighbour.email not in signed_in(None).get(reverse("resources:resource", args=[first.key])).content.decode()
    )


def test_words_are_for_everybody_only_where_they_are_of_an_office(w):
    told = {"contact_name": "Līga Kalniņa", "contact_email": "liga@example.test", "contact_phone": "26 333 444"}
    private = ResourceFactory(area=w.parish, **told)
    assert "Kalniņa" not in shown(private, None) and "liga@" not in shown(private, None)
    assert "Kalniņa" in shown(private, w.viewer)
    Resource.objects.update(contact_office=True)
    assert "liga@example.test" in shown(private, None)


def test_the_organisation_to_ask_is_for_everybody(w):
    row = ResourceFactory(area=w.parish, contact_organisation=w.municipality.organisation, contact_person=w.community)
    page = shown(row, None)
    assert w.municipality.organisation.name in page and "Rasmane" not in page


def test_who_entered_it_is_an_organisation_and_not_a_person(w):
    row = actions.enter(data(w.parish), by=w.community)
    page = shown(row, None)
    assert w.community.organisation.name in page and "Rasmane" not in page and w.community.email not in page


def test_people_get_what_is_kept_of_them(w):
    actions.enter(data(w.parish, contact_person=w.community), by=w.community)
    told = str(export(w.community)["resources"])
    assert "Bijusī pienotava" in told and w.community.email in told
    assert "resources" not in export(w.neighbour)


def test_after_a_year_whoever_entered_it_is_asked_once_whether_it_is_still_so(w):
    today = dt.date(2027, 3, 1)
    old = ResourceFactory(area=w.parish, entered_by=w.community, confirmed_on=today - dt.timedelta(days=365))
    other = ResourceFactory(area=w.place, entered_by=w.community, confirmed_on=today - dt.timedelta(days=400))
    young = ResourceFactory(area=w.parish, entered_by=w.municipality, confirmed_on=today - dt.timedelta(days=364))
    ResourceFactory(area=w.parish, entered_by=w.nobody, confirmed_on=today - dt.timedelta(days=900))
    Resource.objects.filter(pk__in=[old.pk, other.pk]).update(entered_for=w.community.organisation)
    assert remind_all(today) == 1
    letter = Letter.objects.get()
    assert letter.to_address == w.community.email
    assert all(row.key in letter.text for row in (old, other))
    young.delete()
    assert remind_all(today + dt.timedelta(days=7)) == 0
    Resource.objects.filter(pk=old.pk).update(confirmed_on=today + dt.timedelta(days=8))
    assert remind_all(today + dt.timedelta(days=380)) == 1
    assert Letter.objects.count() == 2


def test_a_person_of_the_register_and_words_beside_them_are_not_taken_together(w):
    sent = {"title_0": "Klēts", "area": "Kalnu pagasts", "contact_me": "on", "contact_phone": "26 111 222"}
    assert signed_in(w.community).post("/resources/new/?kind=building", sent).status_code == 422
    assert not Resource.objects.exists()


def test_a_contact_without_an_address_stays_when_an_organiser_corrects(w):
    w.community.email = ""
    w.community.save()
    row = ResourceFactory(area=w.parish, contact_person=w.community)
    sent = {"title_0": "Pienotava", "area": "Kalnu pagasts", "seen": row.changed_at.isoformat()}
    where = reverse("resources:edit", args=[row.key])
    assert signed_in(w.organiser).post(where, sent).status_code == 302
    row.refresh_from_db()
    assert row.contact_person == w.community and str(row.title) == "Pienotava"
