"""What is told and erased of a person; what the trail shows to whom."""

import json

import pytest
from django.utils import timezone

from talka.people.personal_data import rooms
from talka.workshops.actions import forming
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, SeatFactory
from talka.workshops.models import Ballot, Card, Seat
from talka.workshops.personal import erase, export
from talka.workshops.queries import cluster_results
from talka.workshops.trail import show_cards, show_groups, show_themes, show_workshops


@pytest.fixture
def told(day):
    """A registered person who sat, wrote, withdrew and voted; and somebody else who did too."""
    mine, other = (day.register(day.organisations[place], day.groups[0]) for place in range(2))
    run = forming.propose(day.workshop, by=day.organiser)
    forming.accept(day.workshop, run, by=day.organiser)
    theme = ClusterFactory(group=day.groups[0])
    for registration, words in ((mine, "Manis teiktais"), (other, "Cita teiktais")):
        seat = Seat.objects.get(registration=registration)
        CardFactory(seat=seat, text=words, cluster=theme)
        BallotFactory(seat=seat, cluster=theme, value=2)
    CardFactory(seat=Seat.objects.get(registration=mine), text="Atsauktais", withdrawn_at=timezone.now())
    return mine, other, run, theme


def test_the_room_has_said_what_it_keeps():
    assert any(room.name == "workshops" and room.export and room.erase for room in rooms())


def test_a_person_is_told_everything_and_nothing_of_others(told):
    mine, _other, _run, _theme = told
    words = json.dumps(export(mine.person), ensure_ascii=False)
    assert "Manis teiktais" in words
    assert "Atsauktais" in words
    assert "Cita teiktais" not in words
    assert '"value": 2' in words


def test_erased_the_card_stays_and_the_author_goes(day, told):
    mine, other, run, _theme = told
    assert list(erase(mine.person, timezone.localdate())) == []
    assert not Seat.objects.filter(registration=mine).exists()
    assert dict(Card.objects.values_list("text", "seat__registration")) == {
        "Manis teiktais": None,
        "Cita teiktais": other.pk,
    }
    assert sum(Ballot.objects.values_list("value", flat=True)) == 4
    run.refresh_from_db()
    kept = json.dumps([run.input, run.result])
    assert f'"registration:{mine.pk}"' not in kept
    assert f'"registration:{other.pk}"' in kept
    (row,) = cluster_results(day.event)
    assert (row.cards, row.unsigned, row.votes) == (2, 1, 4)
    assert list(erase(mine.person, timezone.localdate())) == []


@pytest.mark.parametrize(
    ("step", "audience", "everybody"),
    [("closed", "public", True), ("report", "public", False), ("closed", "hall", False), ("closed", "ministry", False)],
)
def test_the_trail_tells_words_to_those_they_were_said_to(day, told, step, audience, everybody):
    day.go_to(step)
    type(day.workshop).objects.update(audience=audience)
    theme = told[3]
    ids = [str(pk) for pk in Card.objects.values_list("pk", flat=True)]
    told_to_all = {row.title for row in show_cards(ids, None).values()}
    assert told_to_all == ({"Manis teiktais", "Cita teiktais"} if everybody else set())
    assert bool(show_themes([str(theme.pk)], None)) is everybody
    assert {row.title for row in show_cards(ids, day.organiser).values()} == {"Manis teiktais", "Cita teiktais"}
    assert show_workshops([str(day.workshop.pk)], None)
    assert len(show_groups([str(group.pk) for group in day.groups], None)) == 2
    day.event.state = "draft"
    day.event.save()
    assert not show_groups([str(day.groups[0].pk)], None)
    assert not show_cards(ids, None)


def test_a_removed_seat_s_phone_opens_nothing_after_erasure(client, day, told):
    from talka.workshops.views.frame import cookie_name

    mine = told[0]
    client.post(day.room("join/"), {"name_card": mine.code})
    assert cookie_name(day.workshop) in client.cookies
    erase(mine.person, timezone.localdate())
    assert "name_card" in client.get(day.room()).content.decode()
    assert SeatFactory._meta.model.objects.filter(joined_at__isnull=False).count() == 0
