"""A rehearsal walks through every format with simulated phones, leaves real work alone and goes without a trace."""

import datetime as dt

import pytest
from django.utils import timezone

from talka.people.factories import PersonFactory
from talka.ui.refusals import Refusal
from talka.workshops import jobs
from talka.workshops.actions import rehearsing
from talka.workshops.factories import CardFactory
from talka.workshops.formats.reading import shipped
from talka.workshops.formats.writing import stage_table
from talka.workshops.models import Answer, Ballot, Card, Cluster, Group, Report, Seat, Stage, Workshop
from talka.workshops.rehearsal import play


class Hands:
    """A clock that pausing moves on: five minutes pass at once."""

    def __init__(self) -> None:
        self.now = 0.0

    def pause(self, seconds: float) -> None:
        self.now += seconds

    def clock(self) -> float:
        return self.now


def played(twin, by, minutes=5):
    hands = Hands()
    result = play(twin, minutes, by=by, clock=hands.clock, pause=hands.pause)
    return result, hands.now


def rehearsed_with(day, spec):
    day.workshop.stages.all().delete()
    for order, stage in enumerate(spec.stages, start=1):
        Stage.objects.create(
            workshop=day.workshop, key=stage.key, order=order, kind=stage.kind, table=stage_table(stage)
        )
    return rehearsing.begin_rehearsal(day.workshop, 6, by=day.organiser)


@pytest.mark.parametrize("spec", shipped(), ids=lambda spec: spec.key)
def test_it_walks_through_every_format_in_its_time(day, spec):
    twin = rehearsed_with(day, spec)
    result, seconds = played(twin, day.organiser)
    assert seconds == pytest.approx(300, abs=1)
    assert result.done["joined"] == 6
    assert result.done["moved on"] == len(spec.stages)
    twin.refresh_from_db()
    assert twin.closed
    assert twin.stage.key == spec.stages[-1].key
    for kind, rows in (("collect", Card.objects.filter(workshop=twin)), ("reflect", Answer.objects.all())):
        if any(stage.kind == kind for stage in spec.stages):
            assert rows.exists(), kind
    if any(stage.vote and stage.vote.on != "themes" for stage in spec.stages):
        assert Ballot.objects.filter(stage__workshop=twin).exists()


def test_what_it_says_is_marked_as_made_up_and_the_real_work_stays_as_it_was(day):
    CardFactory(seat=day.seat(), text="Īsta kartīte")
    twin = rehearsing.begin_rehearsal(day.workshop, 16, by=day.organiser)
    result, _seconds = played(twin, day.organiser)
    assert not result.refused
    assert result.done["vote"] and result.done["theme"] and result.done["report"]
    for rows in (Card.objects.filter(workshop=twin), Report.objects.filter(group__workshop=twin)):
        assert rows.exists()
        assert all(row.text.startswith(("Rehearsal", "Mēģinājums")) for row in rows)
    assert [card.text for card in day.workshop.cards.all()] == ["Īsta kartīte"]
    assert day.workshop.stage_id is None
    assert list(Workshop.objects.all()) == [day.workshop]


def test_it_goes_without_a_trace(day):
    CardFactory(seat=day.seat())
    tables = (Workshop.with_rehearsals, Stage.objects, Group.objects, Seat.objects, Card.objects, Cluster.objects)
    before = [table.count() for table in tables]
    twin = rehearsing.begin_rehearsal(day.workshop, 8, by=day.organiser)
    played(twin, day.organiser)
    rehearsing.end_rehearsal(twin, by=day.organiser)
    assert [table.count() for table in tables] == before


def test_a_day_later_it_is_forgotten_and_real_work_never(day):
    twin = rehearsing.begin_rehearsal(day.workshop, 3, by=day.organiser)
    Workshop.with_rehearsals.update(created_at=timezone.now() - dt.timedelta(days=30))
    jobs.forget()
    assert not Workshop.with_rehearsals.filter(pk=twin.pk).exists()
    assert Workshop.objects.filter(pk=day.workshop.pk).exists()
    with pytest.raises(Refusal):
        rehearsing.end_rehearsal(day.workshop, by=day.organiser)


def test_simulated_people_never_take_part_in_real_work(day):
    with pytest.raises(Refusal):
        play(day.workshop, 1, by=day.organiser)
    twin = rehearsing.begin_rehearsal(day.workshop, 3, by=day.organiser)
    with pytest.raises(Refusal):
        rehearsing.begin_rehearsal(twin, 3, by=day.organiser)


def test_taken_away_in_the_middle_it_ends_quietly(day):
    twin = rehearsing.begin_rehearsal(day.workshop, 5, by=day.organiser)
    hands = Hands()

    def pause(seconds):
        hands.pause(seconds)
        if hands.now > 60:
            Workshop.with_rehearsals.filter(pk=twin.pk).exists() and rehearsing.end_rehearsal(twin, by=day.organiser)

    play(twin, 5, by=day.organiser, clock=hands.clock, pause=pause)
    assert not Workshop.with_rehearsals.filter(pk=twin.pk).exists()


def test_also_in_a_draft_it_can_be_joined_by_a_phone(client, day):
    type(day.event).objects.update(state="draft")
    twin = rehearsing.begin_rehearsal(day.workshop, 3, by=day.organiser)
    assert client.get(f"/w/{twin.code}/").status_code == 200
    assert client.get(f"/w/{day.workshop.code}/").status_code == 404
    result, _seconds = played(twin, day.organiser)
    assert result.done["card"] and not result.refused


def test_only_those_who_run_the_work_rehearse_it_on_screen(client, sign_in, day):
    path = day.url("rehearsal/")
    form = {"seats": "9", "minutes": "2"}
    for person in (day.facilitator, PersonFactory(with_account=True)):
        sign_in(person)
        assert client.get(path).status_code == 404
        assert client.post(path, form).status_code == 404
    sign_in(day.organiser)
    assert client.post(path, {"seats": "0", "minutes": "999"}).status_code == 422
    answer = client.post(path, form)
    assert answer.status_code == 302
    twin = Workshop.with_rehearsals.get(rehearsal=True)
    assert twin.seats.count() == 9
    assert twin.slug in answer["Location"]
    assert client.get(answer["Location"]).status_code == 200
    jobs.rehearse(twin.pk, 0.001, day.organiser.pk)
    page = client.get(path).content.decode()
    assert twin.slug in page
    assert client.post(f"/e/{day.event.slug}/groups/{twin.slug}/rehearsal/end/").status_code == 302
    assert not Workshop.with_rehearsals.filter(rehearsal=True).exists()
