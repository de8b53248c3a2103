"""Who may see and do what, per role and address. Each page holds something that could leak."""

import datetime as dt
from decimal import Decimal

import pytest

from talka.events.actions.release import freeze
from talka.events.factories import (
    CostFactory,
    InvitationFactory,
    PhotoFactory,
    PresentationFactory,
    SpeakerFactory,
    two,
)
from talka.events.models import Event, Invitation

from .planning import ROLES, Cast, cast, item, pdf

pytestmark = pytest.mark.django_db
ALL, TEAM = set(ROLES), {"viewer", "facilitator", "auditor", "organiser", "administrator"}
ORGANISERS, MONEY = {"organiser", "administrator"}, {"auditor", "organiser", "administrator"}


@pytest.fixture
def full() -> Cast:
    """An event whose draft, costs, invitations and unpublished files hold words that stand nowhere else."""
    made = cast()
    talk = item(made.event, "lekcija", 10, 11)
    freeze(made.event)
    item(made.event, "slepens", 11, 12)
    SpeakerFactory(item=talk)
    PresentationFactory(
        item=talk, title=two("Nepublicētais melnraksts", "Unpublished draft"), url="https://example.org/x"
    )
    CostFactory(event=made.event, what="Slepenās izmaksas", planned_eur=Decimal(777))
    InvitationFactory(event=made.event, person__family_name="Aicinātā", person__email="aicinata@example.test")
    return made


READ = [
    ("", ALL),
    ("versions/", ALL),
    ("event.ics", ALL),
    ("manage/", TEAM),
    ("manage/agenda/", TEAM),
    ("manage/presentations/", TEAM),
    ("manage/edit/", ORGANISERS),
    ("manage/agenda/new/", ORGANISERS),
    ("manage/agenda/release/", ORGANISERS),
    ("manage/agenda/item/lekcija/", ORGANISERS),
    ("manage/photos/", ORGANISERS),
    ("manage/invitations/", ORGANISERS),
    ("manage/invitations/xlsx/export/", ORGANISERS),
    ("manage/invitations/csv/export/", ORGANISERS),
    ("manage/costs/", MONEY),
]


@pytest.mark.parametrize(("rest", "allowed"), READ, ids=[rest or "page" for rest, _ in READ])
def test_who_may_open(full: Cast, rest: str, allowed: set[str]) -> None:
    opened = {role for role in ROLES if full.client(role).get(full.url(rest)).status_code == 200}
    assert opened == allowed


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("Slepens", "manage/agenda/"),
        ("Nepublicētais melnraksts", "manage/presentations/"),
        ("Slepenās izmaksas", "manage/costs/"),
        ("aicinata@example.test", "manage/invitations/"),
    ],
)
def test_what_is_inside_stands_on_its_page_and_not_on_the_public_one(full: Cast, words: str, where: str) -> None:
    assert words in full.client().get(full.url(where)).content.decode()
    for role in ROLES:
        assert words not in full.client(role).get(full.url()).content.decode()
        assert words not in full.client(role).get(full.url("versions/")).content.decode()


def test_money_stays_with_organisers_and_auditors_on_the_dashboard_too(full: Cast) -> None:
    CostFactory(event=full.event, spent_eur=Decimal("4321.00"))
    shown = {role for role in TEAM if "4\xa0321" in full.client(role).get(full.url("manage/")).content.decode()}
    assert shown == MONEY


POSTS = [
    ("manage/deed/", {"deed": "close"}),
    ("manage/edit/", {"version": "1"}),
    ("manage/agenda/move/", {"step": "down:lekcija", "seen": "1"}),
    ("manage/agenda/new/", {"title_0": "Jauns", "kind": "talk"}),
    ("manage/agenda/release/", {"seen": "1"}),
    ("manage/agenda/item/lekcija/", {"title_0": "Cits", "kind": "talk", "version": "1"}),
    ("manage/agenda/item/lekcija/remove/", {"seen": "1"}),
    ("manage/agenda/item/lekcija/speaker/", {"given_name": "A", "family_name": "B"}),
    ("manage/presentations/", {}),
    ("manage/presentations/link/", {}),
    ("manage/photos/", {}),
    ("manage/costs/", {"what": "Viss"}),
    ("manage/invitations/", {}),
    ("manage/invitations/deed/", {"deed": "send"}),
]


@pytest.mark.parametrize(("rest", "data"), POSTS, ids=[rest for rest, _ in POSTS])
def test_only_organisers_change_anything(full: Cast, rest: str, data: dict[str, str]) -> None:
    before = _everything(full.event)
    for role in set(ROLES) - ORGANISERS:
        assert full.client(role).post(full.url(rest), data).status_code == 404, role
    assert _everything(full.event) == before


def _everything(event: Event) -> tuple[object, ...]:
    row = Event.objects.get(pk=event.pk)
    return (
        row.version,
        row.agenda_version,
        row.registration_open,
        list(row.items.values_list("key", "version")),
        row.releases.count(),
        row.costs.count(),
        list(Invitation.objects.values_list("sent_at", flat=True)),
    )


def test_a_draft_is_not_there_for_others() -> None:
    made = cast(state="draft")
    assert {role for role in ROLES if made.client(role).get(made.url()).status_code == 200} == TEAM
    assert {role for role in ROLES if made.client(role).get(made.url("event.ics")).status_code == 200} == TEAM
    listed = {r for r in ROLES if "Plānotāju" in made.client(r).get("/events/?when=upcoming").content.decode()}
    assert listed == TEAM


def test_an_unpublished_file_is_for_the_team_and_its_own_address_does_not_help_others(full: Cast) -> None:
    client = full.client()
    client.post(
        full.url("manage/presentations/"),
        {"item": full.event.items.get(key="lekcija").pk, "title_0": "Slaidi", "file": pdf()},
    )
    row = full.event.items.get(key="lekcija").presentations.exclude(file="").get()
    address = full.url(f"presentations/{row.token}/")
    assert {role for role in ROLES if full.client(role).get(address).status_code == 200} == TEAM
    client.post(full.url(f"manage/presentations/{row.token}/deed/"), {"deed": "publish"})
    assert {role for role in ROLES if full.client(role).get(address).status_code == 200} == ALL
    other = cast()
    assert other.client().get(other.url(f"presentations/{row.token}/")).status_code == 404


def test_an_unpublished_photograph_is_not_there_for_others(full: Cast) -> None:
    photo = PhotoFactory(event=full.event)
    page = full.client("visitor").get(full.url()).content.decode()
    assert photo.token not in page
    assert full.client("visitor").get(full.url(f"photos/{photo.token}/")).status_code == 404


def test_costs_and_lists_of_another_event_are_not_reached_through_this_one(full: Cast) -> None:
    other = cast()
    cost = CostFactory(event=other.event)
    assert full.client().get(full.url(f"manage/costs/{cost.pk}/")).status_code == 404
    invitation = InvitationFactory(event=other.event)
    full.client().post(full.url("manage/invitations/deed/"), {"deed": f"withdraw:{invitation.pk}"})
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None


def test_a_private_project_keeps_its_published_events() -> None:
    made = cast(first_day=dt.date(2030, 5, 5))
    made.event.project.public = False
    made.event.project.save()
    assert {role for role in ROLES if made.client(role).get(made.url()).status_code == 200} == TEAM
