"""Doubles become one: everything goes over, nothing is lost, and it can be taken back."""

import datetime as dt

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from talka.people.actions import change_organisation, merge_organisations, merge_persons, undo_merge
from talka.people.actions.organisations import OrganisationData
from talka.people.factories import ConsentFactory, OrganisationFactory, PersonFactory
from talka.people.models import Account, Merge, Organisation, Person
from talka.people.personal_data import models_of
from talka.programmes.factories import ProjectFactory, ProjectPartnerFactory, TeamMemberFactory
from talka.programmes.models import TeamMember
from talka.ui.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Person:
    return PersonFactory(administrator=True)


def event_of(title: str = "IMC-0"):
    return apps.get_model("events.Event").objects.create(
        project=ProjectFactory(),
        slug=title.lower(),
        title=title,
        first_day=dt.date(2015, 2, 11),
        last_day=dt.date(2015, 2, 11),
    )


def registration(person: Person, event, code: str, **said):
    return apps.get_model("events.Registration").objects.create(
        person=person, event=event, token=f"token-{code}", code=code, state="registered", **said
    )


def test_everything_goes_over(admin: Person) -> None:
    keep = PersonFactory(given_name="Ilze", family_name="Šķiņķe", phone="", position="plānotāja")
    gone = PersonFactory(given_name="Ilze", family_name="Skinke", phone="29000000", position="vadītāja")
    member, consent = TeamMemberFactory(person=gone), ConsentFactory(person=gone)
    taken = registration(gone, event_of(), "A1")
    item = apps.get_model("events.AgendaItem").objects.create(event=taken.event, key="a", title="A")
    item.facilitators.add(gone)
    merge_persons(keep, gone, by=admin)
    for row in (member, consent, taken, keep, gone):
        row.refresh_from_db()
    assert member.person == consent.person == taken.person == keep
    assert list(item.facilitators.all()) == [keep]
    assert (keep.phone, keep.position) == ("29000000", "plānotāja"), "filled, not overwritten"
    assert gone.merged_into == keep
    for model, column in models_of(Person):
        if model is not Merge:
            assert not model._base_manager.filter(**{column.name: gone}).exists(), (model, column)


def test_two_registrations_with_different_words_are_named(admin: Person) -> None:
    keep, gone, event = PersonFactory(), PersonFactory(), event_of("IMC-0")
    registration(keep, event, "A1", diet="veģetāri")
    other = registration(gone, event, "A2", diet="bez glutēna")
    with pytest.raises(Refusal, match="IMC-0"):
        merge_persons(keep, gone, by=admin)
    gone.refresh_from_db()
    other.refresh_from_db()
    assert gone.merged_into is None and other.person == gone, "nothing half-done"
    merge_persons(keep, gone, by=admin, kept_row_holds=True)
    assert [row.diet for row in event.registrations.all()] == ["veģetāri"]


def test_two_registrations_that_say_the_same_become_one_with_all_that_hangs_on_them(admin: Person) -> None:
    keep, gone, event = PersonFactory(), PersonFactory(), event_of()
    first = registration(keep, event, "A1", diet="veģetāri")
    second = registration(gone, event, "A2")
    attendance = apps.get_model("events.Attendance").objects.create(
        registration=second, day=event.first_day, at=timezone.now(), how="name"
    )
    merge = merge_persons(keep, gone, by=admin).merge
    attendance.refresh_from_db()
    assert attendance.registration == first
    assert event.registrations.count() == 1
    undo_merge(merge, by=admin)
    attendance.refresh_from_db()
    assert event.registrations.count() == 2
    assert attendance.registration.person == gone and attendance.registration.code == "A2"


def test_taking_it_back_leaves_everything_as_it_was(admin: Person) -> None:
    keep = PersonFactory(phone="", email="")
    gone = PersonFactory(with_account=True, phone="29000000")
    member, account = TeamMemberFactory(person=gone), gone.account
    twice = TeamMemberFactory(person=keep)
    TeamMember.objects.create(person=gone, programme=twice.programme, project=twice.project, role=twice.role)
    before = {row.pk: (row.phone, row.email, row.account_id, row.sort_key, row.folded) for row in (keep, gone)}
    merge = merge_persons(keep, gone, by=admin).merge
    keep.refresh_from_db()
    assert keep.account == account and keep.phone == "29000000"
    undo_merge(merge, by=admin)
    rows = Person.objects.filter(pk__in=before)
    assert {row.pk: (row.phone, row.email, row.account_id, row.sort_key, row.folded) for row in rows} == before
    member.refresh_from_db()
    assert member.person == gone and TeamMember.objects.filter(person=gone).count() == 2
    with pytest.raises(Refusal):
        undo_merge(merge, by=admin)


def test_of_two_accounts_one_stays_open(admin: Person) -> None:
    keep, gone = PersonFactory(with_account=True), PersonFactory(with_account=True)
    merge = merge_persons(keep, gone, by=admin).merge
    assert Account.objects.get(pk=keep.account_id).is_active
    assert not Account.objects.get(pk=gone.account_id).is_active
    undo_merge(merge, by=admin)
    assert Account.objects.get(pk=gone.account_id).is_active


def test_no_merge_closes_the_account_of_the_last_administrator(admin: Person) -> None:
    with pytest.raises(Refusal):
        merge_persons(PersonFactory(with_account=True), admin, by=admin)
    assert Account.objects.get(pk=admin.account_id).is_active
    merge_persons(PersonFactory(), admin, by=admin)
    assert Account.objects.filter(is_staff=True, is_active=True).count() == 1


def test_nobody_is_led_to_a_merge_that_is_refused(client: Client) -> None:
    client.force_login(TeamMemberFactory().person.account)
    keep, gone = PersonFactory(), PersonFactory(with_account=True)
    url = f"{reverse('people:merge_people')}?keep={keep.key}&gone={gone.key}"
    assert client.get(url).status_code == client.post(url).status_code == 403
    ways = [client.get(reverse("people:person", args=[each.key])).content.decode() for each in (keep, gone)]
    assert [reverse("people:merge_people") in html for html in ways] == [True, False]


def test_what_was_merged_while_somebody_wrote_is_not_changed(admin: Person) -> None:
    keep, gone = OrganisationFactory(), OrganisationFactory()
    seen = Organisation.objects.get(pk=gone.pk)
    merge_organisations(keep, gone, by=admin)
    with pytest.raises(Refusal):
        change_organisation(seen, OrganisationData("Cits nosaukums"), by=admin)


def test_who_may_not_and_what_cannot(admin: Person) -> None:
    organiser = TeamMemberFactory().person
    with pytest.raises(Refusal):
        merge_persons(PersonFactory(), PersonFactory(), by=PersonFactory(with_account=True))
    with pytest.raises(Refusal):
        merge_persons(PersonFactory(), PersonFactory(with_account=True), by=organiser)
    assert merge_persons(PersonFactory(), PersonFactory(), by=organiser).merge
    same = PersonFactory()
    with pytest.raises(Refusal):
        merge_persons(same, same, by=admin)
    with pytest.raises(Refusal):
        merge_persons(PersonFactory(illustrative=True), PersonFactory(), by=admin)


def test_organisations(admin: Person) -> None:
    keep, gone = OrganisationFactory(name="Madonas novada pašvaldība"), OrganisationFactory(name="Madonas novada dome")
    person, partner = PersonFactory(organisation=gone), ProjectPartnerFactory(organisation=gone)
    both = ProjectPartnerFactory(organisation=keep)
    ProjectPartnerFactory(organisation=gone, project=both.project)
    merge = merge_organisations(keep, gone, by=admin).merge
    person.refresh_from_db()
    partner.refresh_from_db()
    assert person.organisation == partner.organisation == keep and both.project.partners.count() == 1
    undo_merge(merge, by=admin)
    person.refresh_from_db()
    assert person.organisation == gone and both.project.partners.count() == 2
    assert Organisation.objects.get(pk=gone.pk).merged_into is None


def test_the_pages_compare_and_merge(admin: Person, client: Client) -> None:
    client.force_login(admin.account)
    keep, gone = PersonFactory(family_name="Ozola", given_name="Zane", phone="1"), PersonFactory(phone="2")
    registration(gone, event_of(), "A1")
    url = reverse("people:merge_people")
    html = client.get(f"{url}?keep={keep.key}&q={gone.family_name.split()[0]}").content.decode()
    assert gone.key in html
    html = client.get(f"{url}?keep={keep.key}&gone={gone.key}").content.decode()
    assert keep.family_name in html and gone.family_name in html and gone.merged_into is None
    answer = client.post(f"{url}?keep={keep.key}&gone={gone.key}")
    assert answer.status_code == 302
    assert client.get(reverse("people:person", args=[gone.key])).status_code == 302, "an old address leads on"
