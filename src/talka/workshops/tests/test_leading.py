"""The console: what it shows of each group, and every deed of those who lead, with and without the right to it."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from talka.live.queries import moments_after
from talka.people.factories import PersonFactory
from talka.programmes.factories import TeamMemberFactory
from talka.ui.refusals import Refusal
from talka.workshops.actions import clock, messaging, stages, word
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, ReportFactory, SeatFactory
from talka.workshops.models import Ballot, Call, Card, Group, HandCount, Message, Stage, Workshop
from talka.workshops.queries.glance import glance


def ago(**much: float) -> dt.datetime:
    return timezone.now() - dt.timedelta(**much)


def seen_by_organiser(day):
    day.workshop.refresh_from_db()
    groups = list(day.workshop.groups.select_related("item", "stage").order_by("number"))
    for group in groups:
        group.workshop = day.workshop
    return glance(day.workshop, groups, runs_all=True)


def written(card: Card, **much: float) -> None:
    Card.objects.filter(pk=card.pk).update(written_at=ago(**much))


def test_figures_of_a_group(day):
    day.go_to("vote")
    first, table = day.seat(0, "a"), SeatFactory(group=day.groups[0], people=6, joined_at=timezone.now())
    SeatFactory(group=day.groups[0], registration=day.register(day.organisations[0]))
    theme = ClusterFactory(group=day.groups[0])
    for number in range(10):
        CardFactory(seat=first, cluster=theme if number < 7 else None)
    CardFactory(group=day.groups[0], from_paper=True)
    written(CardFactory(seat=first), minutes=9)
    CardFactory(seat=first, withdrawn_at=timezone.now())
    BallotFactory(seat=table, cluster=theme, value=3)
    vote = day.workshop.stages.get(key="vote")
    HandCount.objects.create(group=day.groups[0], stage=vote, cluster=theme, value=9, voters=4)
    row = seen_by_organiser(day).rows[0]
    assert (row.seated, row.here, row.phones) == (8, 7, 2)
    assert (row.cards, row.from_paper, row.per_minute) == (12, 1, 2.0)
    assert (row.themes, row.loose) == (1, 5)
    assert (row.voted, row.of, row.by_hand) == (10, 11, 4)
    assert seen_by_organiser(day).rows[1].cards == 0


def test_votes_are_those_of_the_voting_that_goes_on(day):
    seat = day.seat()
    BallotFactory(seat=seat)
    day.go_to("lack")
    assert not seen_by_organiser(day).rows[0].votes
    for step in ("vote", "who"):
        day.go_to(step)
        assert seen_by_organiser(day).rows[0].voted == 1
    Group.objects.filter(pk=day.groups[0].pk).update(stage=day.workshop.stages.get(key="lack"))
    assert not seen_by_organiser(day).rows[0].votes


@pytest.mark.parametrize(
    ("own", "other", "since", "here", "step", "quiet"),
    [
        (4, 1, 10, True, "lack", 4),
        (None, 1, 10, True, "lack", 10),
        (2, 1, 10, True, "lack", 0),
        (4, 4, 10, True, "lack", 0),
        (4, None, 10, True, "lack", 0),
        (4, 1, 2, True, "lack", 0),
        (4, 1, 10, False, "lack", 0),
        (4, 1, 10, True, "vote", 0),
        (4, 1, 10, True, "report", 0),
    ],
)
def test_a_group_is_quiet_when_it_writes_nothing_while_others_do(day, own, other, since, here, step, quiet):
    day.go_to(step)
    Workshop.objects.update(stage_since=ago(minutes=since, seconds=1))
    SeatFactory(group=day.groups[0], joined_at=timezone.now() if here else None)
    for group, minutes in zip(day.groups, (own, other), strict=True):
        if minutes is not None:
            written(CardFactory(group=group), minutes=minutes, seconds=1)
    assert seen_by_organiser(day).rows[0].quiet == quiet


@pytest.mark.parametrize("groups", [1, 3])
def test_the_glance_asks_as_often_for_three_groups_as_for_one(day, groups, django_assert_num_queries):
    Group.objects.exclude(pk=day.groups[0].pk).delete()
    for number in range(2, groups + 1):
        group = Group.objects.create(workshop=day.workshop, number=number, name=f"{number}.", capacity=5)
        seat = SeatFactory(group=group)
        BallotFactory(seat=seat, late=True)
        CardFactory(seat=seat, cluster=ClusterFactory(group=group))
        Call.objects.create(group=group, to="help")
        Message.objects.create(workshop=day.workshop, group=group, text="Sveiki")
    day.go_to("vote")
    day.workshop.refresh_from_db()
    rows = list(day.workshop.groups.select_related("item", "stage"))
    for row in rows:
        row.workshop = day.workshop
    day.workshop.event, day.workshop.stage  # noqa: B018  read before counting
    with django_assert_num_queries(15):
        assert len(glance(day.workshop, rows, runs_all=True).rows) == groups


def test_the_part_that_changes_stands_on_the_page_and_by_itself(client, sign_in, day):
    sign_in(day.organiser)
    Call.objects.create(group=day.groups[1], to="help")
    for path in ("", "glance/"):
        html = client.get(day.url(path)).content.decode()
        assert 'id="glance" data-calls="1"' in html
        assert 'id="steps"' in html
        assert 'id="told"' in html
        assert len(re.findall('id="group-\\d"', html)) == 2
    assert "<main" not in client.get(day.url("glance/")).content.decode()


def test_one_group_goes_its_own_way_and_comes_back(client, sign_in, day):
    day.go_to("lack")
    sign_in(day.facilitator)
    answer = client.post(day.url("1/step/?seen=lack"), {"step": "themes"})
    assert answer.url == f"{day.url()}#group-1"
    one, other = Group.objects.order_by("number")
    assert (str(one.now.key), str(other.now.key)) == ("themes", "lack")
    assert client.post(day.url("1/step/?seen=lack"), {"step": "do"}).status_code == 409
    assert client.post(day.url("2/step/?seen=lack"), {"step": "do"}).status_code == 404
    row = seen_by_organiser(day).rows[0]
    assert (row.apart, row.seen, row.following.step, row.former.step) == (True, "themes", "do", "lack")
    assert row.clock.seconds > 0
    client.post(day.url("1/step/"), {"step": "together", "back": "board"})
    one.refresh_from_db()
    assert (one.stage, one.clock_ends_at) == (None, None)
    kinds = [(moment.kind, moment.ids.get("group")) for moment in moments_after(day.workshop.stream, 1)]
    assert kinds == [("stage-changed", one.pk), ("stage-changed", one.pk)]


def test_moving_all_brings_along_who_went_their_own_way_and_takes_the_word(client, sign_in, day):
    day.go_to("lack")
    sign_in(day.organiser)
    client.post(day.url("2/step/"), {"step": "vote"})
    client.post(day.url("word/"), {"group": "1"})
    assert client.post(day.url("step/"), {"step": "themes", "seen": "lack"}).status_code == 302
    assert [group.now.key for group in Group.objects.all()] == ["themes", "themes"]
    assert Workshop.objects.get().speaking is None


def test_going_back_destroys_nothing(client, sign_in, day):
    seat = day.seat()
    theme = ClusterFactory(group=day.groups[0])
    CardFactory(seat=seat, cluster=theme)
    BallotFactory(seat=seat, cluster=theme)
    ReportFactory(group=day.groups[0])
    sign_in(day.organiser)
    for step in ("report", "closed", "vote", "lack", "", "report"):
        assert client.post(day.url("step/"), {"step": step}).status_code == 302
    figures = seen_by_organiser(day).rows[0]
    assert (figures.cards, figures.themes, figures.voted, figures.reported) == (1, 1, 1, True)


def test_the_clock_of_all(client, sign_in, day):
    sign_in(day.organiser)
    day.go_to("lack")

    def left() -> int | None:
        row = seen_by_organiser(day).clock
        return None if row is None else round(row.seconds / 60)

    def turn(do: str, **more: str) -> int:
        return client.post(day.url("clock/"), {"do": do, **more}).status_code

    assert left() is None
    assert turn("more-5") == 302
    assert left() == 5
    assert turn("more-1") == 302
    assert left() == 6
    assert turn("stop") == 302
    Workshop.objects.update(clock_ends_at=ago(minutes=50))
    assert (left(), seen_by_organiser(day).clock.state) == (6, "stands")
    assert turn("more-1") == 302
    assert turn("run") == 302
    assert (left(), seen_by_organiser(day).clock.state) == (7, "runs")
    Workshop.objects.update(clock_ends_at=ago(minutes=2))
    assert (left(), seen_by_organiser(day).clock.state) == (-2, "over")
    assert turn("more-5") == 302
    assert left() == 5
    assert turn("start", minutes="20") == 302
    assert left() == 20
    assert turn("start", minutes="0") == 302
    assert left() is None
    for wrong in ({"minutes": "601"}, {"minutes": ""}, {"minutes": "-1"}, {"minutes": "²"}):
        assert turn("start", **wrong) == 422
    assert turn("cits") == 422


def test_a_soft_end_ends_nothing(day):
    day.go_to("lack")
    Workshop.objects.update(clock_ends_at=ago(minutes=30))
    page = seen_by_organiser(day)
    assert (page.seen, page.clock.digits) == ("lack", "−30:00")
    seat = day.seat()
    assert not CardFactory(seat=seat).late


def test_a_clock_of_one_group(client, sign_in, day):
    day.go_to("lack")
    clock.set_clock(day.workshop, 600, by=day.organiser)
    sign_in(day.facilitator)
    assert client.post(day.url("1/clock/"), {"do": "more-5"}).status_code == 302
    assert client.post(day.url("2/clock/"), {"do": "more-5"}).status_code == 404
    assert client.post(day.url("clock/"), {"do": "more-5"}).status_code == 404
    one, other = seen_by_organiser(day).rows
    assert (round(one.clock.seconds / 60), round(other.clock.seconds / 60)) == (15, 10)
    with pytest.raises(Refusal):
        clock.add_time(day.workshop, 60, by=day.facilitator, group=day.groups[1])
    day.go_to("")
    Group.objects.update(stage=None)
    assert client.post(day.url("1/clock/"), {"do": "more-5"}).status_code == 409


def test_the_word_goes_from_group_to_group_with_a_clock_of_its_own(client, sign_in, day):
    sign_in(day.organiser)
    stages.go_to(day.workshop, "report", by=day.organiser)
    assert seen_by_organiser(day).next_word == 1
    assert client.post(day.url("word/"), {"group": "1"}).status_code == 302
    page = seen_by_organiser(day)
    assert (page.speaking.number, page.next_word, round(page.word_clock.seconds / 60)) == (1, 2, 5)
    assert round(page.clock.seconds / 60) == 20
    assert client.post(day.url("word/clock/"), {"do": "more-1"}).status_code == 302
    assert client.post(day.url("word/"), {"group": "1"}).status_code == 302
    page = seen_by_organiser(day)
    assert round(page.word_clock.seconds / 60) == 6
    assert client.post(day.url("word/clock/"), {"do": "stop"}).status_code == 302
    assert seen_by_organiser(day).word_clock.stands
    assert client.post(day.url("word/"), {"group": "2"}).status_code == 302
    page = seen_by_organiser(day)
    assert (page.speaking.number, page.next_word, page.word_clock.stands) == (2, 0, False)
    assert client.post(day.url("word/"), {"group": "0"}).status_code == 302
    page = seen_by_organiser(day)
    assert (page.speaking, page.word_clock) == (None, None)
    assert client.post(day.url("word/clock/"), {"do": "stop"}).status_code == 409
    assert client.post(day.url("word/"), {"group": "9"}).status_code == 404
    with pytest.raises(Refusal) as refused:
        word.give_word(day.workshop, day.groups[0], by=day.facilitator)
    assert refused.value.status == 403


def test_a_message_to_one_group_or_all_is_told_once(client, sign_in, day):
    sign_in(day.organiser)
    name = str(uuid.uuid4())
    for _time in range(2):
        assert client.post(day.url("messages/"), {"to": "all", "text": " Vēl  piecas minūtes ", "name": name}).url
    assert client.post(day.url("messages/"), {"to": "2", "text": "Nāku", "name": str(uuid.uuid4())}).status_code == 302
    told = [(message.group_id, message.text) for message in Message.objects.order_by("pk")]
    assert told == [(None, "Vēl piecas minūtes"), (day.groups[1].pk, "Nāku")]
    assert [row.text for row in seen_by_organiser(day).messages] == ["Nāku", "Vēl piecas minūtes"]
    kinds = [(moment.kind, moment.ids.get("group")) for moment in moments_after(day.workshop.stream, 1)]
    assert kinds == [("message-sent", None), ("message-sent", day.groups[1].pk)]
    assert client.post(day.url("messages/"), {"to": "all", "text": "Cits", "name": name}).status_code == 409
    for wrong in (
        {"text": " "},
        {"text": "a" * 501},
        {"to": "9"},
        {"to": ""},
        {"name": "x"},
    ):
        data = {"to": "all", "text": "Sveiki", "name": str(uuid.uuid4())} | wrong
        assert client.post(day.url("messages/"), data).status_code == 422
    assert Message.objects.count() == 2


def test_a_group_s_facilitator_tells_only_the_own_group_and_reads_only_what_it_was_told(client, sign_in, day):
    messaging.tell(day.workshop, uuid.uuid4(), "Tikai otrajai", by=day.organiser, group=day.groups[1])
    messaging.tell(day.workshop, uuid.uuid4(), "Visiem kopā", by=day.organiser)
    sign_in(day.facilitator)
    for to, status in (("1", 302), ("2", 403), ("all", 403)):
        data = {"to": to, "text": "Sveiki", "name": str(uuid.uuid4())}
        assert client.post(day.url("messages/"), data).status_code == status
    page = client.get(day.url()).content.decode()
    assert "Visiem kopā" in page
    assert "Tikai otrajai" not in page


def test_calls_stand_with_since_when_until_they_are_answered(client, sign_in, day):
    first = Call.objects.create(group=day.groups[1], to="help")
    Call.objects.filter(pk=first.pk).update(at=ago(minutes=4, seconds=5))
    second = Call.objects.create(group=day.groups[0], to="help")
    page = seen_by_organiser(day)
    assert [(call.number, call.minutes) for call in page.calls] == [(2, 4), (1, 0)]
    sign_in(day.facilitator)
    assert client.post(day.url("calls/"), {"call": first.pk}).status_code == 403
    assert client.post(day.url("calls/"), {"call": second.pk}).status_code == 302
    assert client.post(day.url("calls/"), {"call": "9999"}).status_code == 404
    assert [call.number for call in seen_by_organiser(day).calls] == [2]
    answered = Call.objects.get(pk=second.pk).answered_at
    messaging.answer(second, by=day.organiser)
    assert Call.objects.get(pk=second.pk).answered_at == answered


def test_hidden_results_are_shown_and_hidden_again(client, sign_in, day):
    stage = day.workshop.stages.get(key="vote")
    stage.table["hidden"] = True
    stage.save()
    sign_in(day.organiser)
    day.go_to("lack")
    assert seen_by_organiser(day).hidden == ()
    day.go_to("vote")
    assert [(row.step, row.shown) for row in seen_by_organiser(day).hidden] == [("vote", False)]
    for name, shown in (("show", True), ("show", True), ("hide", False)):
        assert client.post(day.url("results/"), {name: "vote"}).status_code == 302
        assert [row.shown for row in seen_by_organiser(day).hidden] == [shown]
        assert (Stage.objects.get(pk=stage.pk).shown_at is not None) is shown
    assert client.post(day.url("results/"), {"show": "cits"}).status_code == 404


def test_late_votes_count_when_the_facilitator_says_so(client, sign_in, day):
    seat = day.seat()
    BallotFactory(seat=seat, late=True, counted=False, cluster=ClusterFactory(group=day.groups[0]))
    BallotFactory(seat=seat, late=True, counted=False, cluster=ClusterFactory(group=day.groups[0]))
    BallotFactory(seat=day.seat(0, "cits"), cluster=ClusterFactory(group=day.groups[0]))
    sign_in(day.organiser)
    day.go_to("who")
    assert [(row.apart, row.count) for row in seen_by_organiser(day).late] == [(1, 0)]
    assert client.post(day.url("late/"), {"count": "vote"}).status_code == 302
    assert [(row.apart, row.count) for row in seen_by_organiser(day).late] == [(0, 1)]
    assert Ballot.objects.filter(counted=True).count() == 3
    assert client.post(day.url("late/"), {"apart": "vote"}).status_code == 302
    assert Ballot.objects.filter(counted=True).count() == 1
    assert client.post(day.url("late/"), {"count": "cits"}).status_code == 404


@pytest.mark.parametrize("role", ["facilitator of one group", "viewer", "auditor", "stranger", "nobody"])
def test_deeds_for_the_whole_are_for_those_who_run_it(client, sign_in, day, role):
    day.go_to("report")
    people = {
        "facilitator of one group": day.facilitator,
        "viewer": TeamMemberFactory(project=day.event.project, role="viewer").person,
        "auditor": TeamMemberFactory(project=day.event.project, role="auditor").person,
        "stranger": PersonFactory(with_account=True),
    }
    if role in people:
        sign_in(people[role])
    before = Workshop.objects.values().get()
    for path, data in {
        "step/": {"step": "lack"},
        "clock/": {"do": "more-5"},
        "word/": {"group": "1"},
        "word/clock/": {"do": "more-5"},
        "results/": {"show": "vote"},
        "late/": {"count": "vote"},
    }.items():
        assert client.post(day.url(path), data).status_code == 404, path
    if role != "facilitator of one group":
        for path in ("", "glance/"):
            assert client.get(day.url(path)).status_code == 404
        for path in ("calls/", "messages/", "1/step/", "1/clock/"):
            assert client.post(day.url(path), {}).status_code == 404
    assert Workshop.objects.values().get() == before


def test_the_page_of_one_group_s_facilitator_offers_no_deed_for_all(client, sign_in, day):
    day.go_to("report")
    sign_in(day.facilitator)
    page = client.get(day.url()).content.decode()
    for path in ("step/", "clock/", "word/", "results/", "late/"):
        assert f'action="{day.url(path)}"' not in page
    assert 'formaction="1/step/' in page
    assert 'formaction="2/' not in page
    assert 'formaction="word/' not in page
