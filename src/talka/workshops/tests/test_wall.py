"""The projector shows what may be told to a hall, as much as is read from the last row, and darkens on a word."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from talka.ui.refusals import Refusal
from talka.workshops.actions import clock, screen
from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, ReportFactory, SeatFactory
from talka.workshops.models import Workshop


@pytest.fixture
def wall(client, day):
    base = f"/w/{day.workshop.code}/projector/{day.workshop.projector_key}/"

    def look(rest=""):
        answer = client.get(base + rest)
        return answer.content.decode() if answer.status_code == 200 else answer.status_code

    return look


def change(day, key, **table):
    stage = day.workshop.stages.get(key=key)
    stage.table.update(table)
    stage.save()


def test_it_darkens_and_stands_still_on_a_word_and_shows_anew_what_is_put_there(day, wall):
    CardFactory(seat=day.seat(), text="Uz sienas")
    screen.put_on_screen(day.workshop, "board", day.groups[0], by=day.facilitator)
    screen.set_wall(day.workshop, "blank", by=day.organiser)
    dark = wall()
    assert "Uz sienas" not in dark
    assert 'data-wall="blank"' in dark
    screen.set_wall(day.workshop, "frozen", by=day.organiser)
    assert 'data-wall="frozen"' in wall()
    screen.put_on_screen(day.workshop, "board", day.groups[0], by=day.facilitator)
    shown = wall()
    assert 'data-wall=""' in shown
    assert "Uz sienas" in shown


def test_only_those_who_run_it_darken_it(day, wall):
    with pytest.raises(Refusal):
        screen.set_wall(day.workshop, "blank", by=day.facilitator)
    with pytest.raises(Refusal):
        screen.set_wall(day.workshop, "krāsains", by=day.organiser)


def test_the_clock_is_read_from_the_last_row(day, wall):
    day.go_to("lack")
    assert wall("clock/").count("data-left") == 0
    clock.set_clock(day.workshop, 245, by=day.organiser)
    assert "4:0" in wall("clock/")
    clock.stop_clock(day.workshop, by=day.organiser)
    assert "data-stands" in wall("clock/")
    past = timezone.now() - dt.timedelta(minutes=1)
    Workshop.objects.update(clock_left=None, clock_ends_at=past)
    assert "wall-clock-over" in wall("clock/")


def test_words_for_the_facilitator_alone_and_cards_that_wait_for_all_do_not_stand_there(day, wall):
    day.go_to("lack")
    CardFactory(seat=day.seat(), text="Tikai vadītājam")
    change(day, "lack", sees="lead")
    assert "Tikai vadītājam" not in wall("board/1/")
    change(day, "lack", sees="group", hidden=True)
    day.seat(0, "vēl viens")
    assert "Tikai vadītājam" not in wall("board/1/")
    change(day, "lack", hidden=False)
    assert "Tikai vadītājam" in wall("board/1/")


def test_words_for_one_s_own_group_do_not_stand_before_several(day, wall):
    CardFactory(seat=day.seat(), text="Mūsu starpā")
    Workshop.objects.update(audience="group")
    assert "Mūsu starpā" not in wall("board/1/")
    assert "Mūsu starpā" not in wall("board/2/")


@pytest.mark.parametrize("hidden", [False, True])
def test_results_wait_where_they_are_hidden_and_come_from_five(day, wall, hidden):
    day.go_to("vote")
    change(day, "vote", hidden=hidden)
    few, many = ClusterFactory(group=day.groups[0], name="Maz"), ClusterFactory(group=day.groups[0], name="Daudz")
    seats = [SeatFactory(group=day.groups[0], joined_at=timezone.now()) for _ in range(6)]
    for seat in seats[:5]:
        BallotFactory(seat=seat, cluster=many, value=2)
    BallotFactory(seat=seats[0], cluster=few, value=1)
    page = wall("votes/1/")
    assert ("bar-text" in page) is not hidden
    if hidden:
        assert page.index("Maz") < page.index("Daudz")
        BallotFactory(seat=seats[5], cluster=many, value=2)
        page = wall("votes/1/")
    assert page.index("Daudz") < page.index("Maz")
    assert '<span class="bar-text">10</span>' in page or '<span class="bar-text">12</span>' in page


def test_a_report_stands_there_with_what_listeners_said(day, wall):
    ReportFactory(group=day.groups[1], text="Otrās grupas ziņojums")
    stage = day.workshop.stages.get(key="report")
    CardFactory(seat=day.seat(), stage=stage, lane="question", kind="note", about=day.groups[1], text="Un nauda?")
    page = wall("report/2/")
    assert "Otrās grupas ziņojums" in page
    assert "Un nauda?" in page
    assert "Un nauda?" not in wall("report/1/")


@pytest.mark.parametrize("rest", ["join/1/", "board/", "clock/1/", "cits/", "ranking/1/", "board/77/", "winners/2/"])
def test_there_are_no_other_pages(wall, rest):
    assert wall(rest) == 404


@pytest.mark.parametrize("rest", ["ranking/", "winners/", "sheet/1/", "votes/1/", "report/1/", "board/1/", "clock/"])
def test_an_empty_page_says_something(day, wall, rest):
    assert "<h1" in wall(rest)
    assert day.workshop.code[:3] in wall(rest)


@pytest.mark.parametrize("rest", ["join/", "board/1/", "votes/1/", "report/1/", "ranking/", "sheet/1/"])
def test_a_page_asks_as_often_for_three_as_for_one(day, wall, rest):
    day.go_to("vote")
    counts = []
    for _more in range(2):
        theme = ClusterFactory(group=day.groups[0])
        for _place in range(3):
            CardFactory(seat=SeatFactory(group=day.groups[0]), cluster=theme)
            BallotFactory(seat=SeatFactory(group=day.groups[0]), cluster=theme)
        wall(rest)
        with CaptureQueriesContext(connection) as asked:
            wall(rest)
        counts.append(len(asked))
    assert counts[0] == counts[1] < 22


def test_the_wall_follows_hints_and_no_words(client, day):
    CardFactory(seat=day.seat(), text="Nav sienai")
    base = f"/w/{day.workshop.code}/projector/"
    assert client.get(f"{base}nav/live/").status_code == 404
    answer = client.get(f"{base}{day.workshop.projector_key}/live/?after=0")
    assert answer.status_code == 200
    assert "Nav sienai" not in answer.content.decode()


def test_the_console_offers_the_pages_that_make_sense_and_darkens_the_wall(client, sign_in, day):
    sign_in(day.organiser)
    page = client.get(day.url()).content.decode()
    for value in ("join", "clock", "board", "votes", "report"):
        assert f'<option value="{value}"' in page
    assert 'value="ranking"' not in page
    assert 'value="sheet"' not in page
    assert client.post(day.url("screen/"), {"show": "report", "group": "2"}).status_code == 302
    assert Workshop.objects.get().on_screen == "report-2"
    assert client.post(day.url("screen/"), {"show": "report", "group": "9"}).status_code == 404
    assert client.post(day.url("screen/"), {"show": "report"}).status_code == 400
    assert client.post(day.url("screen/"), {"show": "clock", "group": "2"}).status_code == 302
    assert Workshop.objects.get().on_screen == "clock"
    client.post(day.url("screen/"), {"wall": "blank"})
    assert Workshop.objects.get().wall == "blank"
    assert "wall" in client.get(day.url()).content.decode()
    client.post(day.url("screen/"), {"wall": ""})
    assert Workshop.objects.get().wall == ""
    sign_in(day.facilitator)
    page = client.get(day.url()).content.decode()
    assert 'value="join"' not in page
    assert 'value="blank"' not in page
    assert client.post(day.url("screen/"), {"wall": "blank"}).status_code == 403
