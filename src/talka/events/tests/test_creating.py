"""From a ready agenda or another event to a draft: hours of the wall, no people."""

import datetime as dt

import pytest
from django.test import Client

from talka.events.actions import events as actions
from talka.events.clock import local, moment_at
from talka.events.factories import (
    CostFactory,
    InvitationFactory,
    PresentationFactory,
    SpeakerFactory,
    two,
)
from talka.events.models import AgendaItem, Event, Question
from talka.events.patterns import pattern, patterns
from talka.events.queries.clashes import clashes_in
from talka.events.queries.snapshot import frozen_items
from talka.programmes.factories import TeamMemberFactory
from talka.ui.refusals import Refusal

from .planning import Cast, cast, hours, item

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", [p.key for p in patterns()])
def test_a_ready_agenda_is_whole_in_both_languages_and_clashes_with_nothing(key: str) -> None:
    made = cast()
    ready = pattern(key)
    assert ready
    event = actions.create_from_pattern(
        made.event.project, ready, title=two("Jauns", "New"), first_day=dt.date(2030, 3, 4), by=made.organiser
    )
    items = frozen_items(event)
    assert len(items) == len(ready.items) > 6
    assert all(set(i["title"]) == {"lv", "en"} and i["starts_at"] and i["ends_at"] for i in items)
    assert clashes_in(items, local(event, event.starts_at).tzinfo, {}, lambda i: i["key"]) == []
    assert (event.last_day - event.first_day).days == ready.days - 1
    assert event.state == Event.State.DRAFT and len(event.room_code) == 6


def test_the_seminar_has_three_groups_of_ninety_minutes_side_by_side() -> None:
    made = cast()
    event = actions.create_from_pattern(
        made.event.project, pattern("seminar"), title=two("S", "S"), first_day=dt.date(2030, 2, 11), by=made.organiser
    )
    groups = event.items.filter(kind=AgendaItem.Kind.GROUP)
    assert {(g.block, g.ends_at - g.starts_at) for g in groups} == {("darba-grupas", dt.timedelta(minutes=90))}
    assert groups.count() == 3


def test_the_game_takes_two_days_and_ten_steps() -> None:
    made = cast()
    event = actions.create_from_pattern(
        made.event.project, pattern("game"), title=two("G", "G"), first_day=dt.date(2030, 3, 4), by=made.organiser
    )
    steps = event.items.filter(key__startswith="solis-")
    assert [local(event, s.starts_at).date().day for s in steps.order_by("starts_at")] == [4] * 6 + [5] * 4


def _new(client: Client, made: Cast, **data: object) -> Event:
    given = {
        "project": made.event.project.pk,
        "start": "pattern:seminar",
        "title_0": "Šķiņķa seminārs",
        "title_1": "",
        "first_day": "2030-06-03",
    } | data
    answer = client.post("/events/new/", given)
    assert answer.status_code == 302, answer.context["form"].errors
    return Event.objects.get(slug=answer.url.split("/")[2])


def test_the_wizard_makes_a_draft_on_one_screen_and_names_it_by_its_title() -> None:
    made = cast()
    first, second = _new(made.client(), made), _new(made.client(), made)
    assert (first.slug, second.slug) == ("skinka-seminars", "skinka-seminars-2")
    assert first.items.count() == 13


def test_a_wizard_without_title_or_with_days_turned_around_says_so_and_makes_nothing() -> None:
    made = cast()
    answer = made.client().post(
        "/events/new/",
        {"project": made.event.project.pk, "start": "empty", "first_day": "2030-06-03", "last_day": "2030-06-01"},
    )
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title", "last_day"}
    assert Event.objects.count() == 1


def test_the_wizard_offers_no_project_of_others_and_is_not_there_for_them() -> None:
    made = cast()
    assert made.client("viewer").get("/events/new/").status_code == 404
    answer = made.client("stranger").post(
        "/events/new/",
        {"project": made.event.project.pk, "start": "empty", "title_0": "Svešs", "first_day": "2030-06-03"},
    )
    assert answer.status_code == 422 and Event.objects.count() == 1


def test_a_copy_has_the_agenda_and_none_of_the_people() -> None:
    made = cast(room_code="ABCDEF", registration_open=True)
    talk = item(made.event, "lekcija", 10, 11, room="Zāle")
    talk.facilitators.add(made.organiser)
    SpeakerFactory(item=talk)
    PresentationFactory(item=talk)
    CostFactory(event=made.event)
    InvitationFactory(event=made.event)
    item(made.event, "atcelts", 11, 12, cancelled=True)
    Question.objects.create(event=made.event, key="diet", kind="diet", label=two("Uzturs", "Diet"))
    copy = _new(made.client(), made, copied=made.event.pk, first_day="2030-09-02", title_0="Kopija")
    assert hours(copy) == ["lekcija 10:00-11:00"]
    only = copy.items.get()
    assert (only.room, only.facilitators.count(), only.speakers.count(), only.presentations.count()) == (
        "Zāle",
        0,
        0,
        0,
    )
    assert (copy.costs.count(), copy.invitations.count(), copy.releases.count()) == (0, 0, 0)
    assert (copy.registration_open, copy.room_code == "ABCDEF") == (False, False)
    assert [q.key for q in copy.questions.all()] == ["diet"] and made.event.questions.count() == 1


@pytest.mark.parametrize(("start", "to"), [("2030-03-28", "2030-04-04"), ("2030-10-24", "2030-10-31")])
def test_a_copy_over_the_change_of_clocks_keeps_the_hours_of_the_wall(start: str, to: str) -> None:
    made = cast(first_day=dt.date.fromisoformat(start))
    item(made.event, "lekcija", 10, 11)
    before = made.event.items.get().starts_at
    copy = actions.copy_event(
        made.event, made.event.project, title=two("K", "K"), first_day=dt.date.fromisoformat(to), by=made.organiser
    )
    assert hours(copy) == ["lekcija 10:00-11:00"]
    assert (copy.items.get().starts_at - before) % dt.timedelta(days=1) != dt.timedelta()


def test_the_hour_that_the_clocks_skip_is_refused_and_the_one_that_comes_twice_is_its_first() -> None:
    event = cast(first_day=dt.date(2030, 3, 31)).event
    with pytest.raises(Refusal):
        moment_at(event, dt.date(2030, 3, 31), dt.time(3, 30))
    assert moment_at(event, dt.date(2030, 10, 27), dt.time(3, 30)).hour == 0


def test_nobody_copies_what_they_may_not_see_inside() -> None:
    made = cast()
    other = cast()
    with pytest.raises(Refusal) as refusal:
        actions.copy_event(
            made.event, other.event.project, title=two("K", "K"), first_day=dt.date(2030, 1, 1), by=other.organiser
        )
    assert refusal.value.status == 403


def test_publishing_opening_closing_withdrawing_and_cancelling() -> None:
    made = cast(state="draft")
    client, url = made.client(), made.url("manage/deed/")

    def deed(name: str, **more: str) -> Event:
        client.post(url, {"deed": name} | more)
        return Event.objects.get(pk=made.event.pk)

    assert client.post(url, {"deed": "open"}).status_code == 409
    assert deed("publish").state == "published"
    assert deed("open").registration_open is True
    assert deed("close").registration_open is False
    assert deed("withdraw").state == "draft"
    deed("publish")
    assert deed("cancel").state == "cancelled"
    assert client.post(url, {"deed": "delete"}).status_code == 409
    assert Event.objects.filter(pk=made.event.pk).exists()


def test_an_event_with_registrations_does_not_become_a_draft_again() -> None:
    made = cast()
    from talka.events.factories import RegistrationFactory

    RegistrationFactory(event=made.event, state="registered")
    assert made.client().post(made.url("manage/deed/"), {"deed": "withdraw"}).status_code == 409
    assert Event.objects.get(pk=made.event.pk).state == "published"


def test_the_organiser_of_a_whole_programme_organises_its_projects() -> None:
    made = cast()
    member = TeamMemberFactory(project=None, programme=made.event.project.programme, role="organiser")
    client = Client()
    client.force_login(member.person.account)
    assert client.get(made.url("manage/edit/")).status_code == 200
