"""Dots: so many and no more, also at once; changed until closed; themes of one's own group."""

import threading

import pytest
from django.db import connection

from talka.ui.refusals import Refusal
from talka.workshops.actions import clustering, voting
from talka.workshops.factories import BallotFactory, ClusterFactory, SeatFactory
from talka.workshops.models import Ballot
from talka.workshops.queries.board import board


def dots(theme, value):
    return {"stage": "vote", "give": f"theme:{theme.pk}:{value}"}


def vote_across(day):
    stage = day.workshop.stages.get(key="vote")
    stage.table["vote"]["across"] = True
    stage.save()


@pytest.fixture
def themes(day):
    day.go_to("vote")
    return ClusterFactory.create_batch(3, group=day.groups[0])


def test_a_phone_gives_dots_and_takes_them_back(phone, day, themes):
    for give, given in ((dots(themes[0], 1), 1), (dots(themes[0], 2), 2), (dots(themes[0], 1), 1)):
        assert phone.post(day.room("vote/"), give).status_code == 302
        assert Ballot.objects.get().value == given
    phone.post(day.room("vote/"), dots(themes[0], 0))
    assert not Ballot.objects.exists()


def test_a_tap_sent_twice_counts_once(phone, day, themes):
    for _time in range(2):
        phone.post(day.room("vote/"), dots(themes[0], 1))
    assert Ballot.objects.get().value == 1


def test_more_dots_than_there_are_is_refused(phone, day, themes):
    phone.post(day.room("vote/"), dots(themes[0], 3))
    assert phone.post(day.room("vote/"), dots(themes[1], 3)).status_code == 409
    assert phone.post(day.room("vote/"), dots(themes[0], 6)).status_code == 409
    assert phone.post(day.room("vote/"), dots(themes[1], 2)).status_code == 302
    assert dict(Ballot.objects.values_list("cluster_id", "value")) == {themes[0].pk: 3, themes[1].pk: 2}


@pytest.mark.parametrize("step", ["", "lack", "themes"])
def test_outside_the_voting_dots_stand(phone, day, themes, step):
    phone.post(day.room("vote/"), dots(themes[0], 1))
    day.go_to(step)
    assert phone.post(day.room("vote/"), dots(themes[0], 2)).status_code == 409
    assert Ballot.objects.get().value == 1


def test_themes_of_other_groups_only_where_allowed(phone, day, themes):
    foreign = ClusterFactory(group=day.groups[1], name="Citas grupas temats")
    assert "Citas grupas temats" not in phone.get(day.room()).content.decode()
    assert phone.post(day.room("vote/"), dots(foreign, 1)).status_code == 404
    vote_across(day)
    assert "Citas grupas temats" in phone.get(day.room()).content.decode()
    assert phone.post(day.room("vote/"), dots(foreign, 1)).status_code == 302


def test_themes_of_other_workshops_never(phone, day, themes):
    vote_across(day)
    foreign = ClusterFactory()
    assert phone.post(day.room("vote/"), dots(foreign, 1)).status_code == 404
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    "give", ["", "x", "1", "1:", ":1", "theme:1:-1", "theme:99999999999999999999:1", "theme:1:99999", "item:cits:1"]
)
def test_what_is_no_vote_is_told(phone, day, themes, give):
    assert phone.post(day.room("vote/"), {"stage": "vote", "give": give}).status_code == 422


@pytest.mark.parametrize("step", ["report", "closed"])
def test_late_votes_are_kept_apart_until_the_facilitator_decides(phone, day, themes, step):
    phone.post(day.room("vote/"), dots(themes[0], 1))
    day.go_to(step)
    assert phone.post(day.room("vote/"), dots(themes[1], 2)).status_code == 302
    assert phone.post(day.room("vote/"), dots(themes[0], 2)).status_code == 409
    late = Ballot.objects.get(cluster=themes[1])
    assert (late.value, late.late, late.counted) == (2, True, False)
    assert board(day.groups[0]).votes == 1
    voting.decide_late(day.workshop.stages.get(key="vote"), count=True, by=day.organiser)
    assert board(day.groups[0]).votes == 3


def test_a_removed_theme_takes_no_dots(day, themes):
    seat = day.seat()
    clustering.remove(themes[0], by=day.organiser)
    with pytest.raises(Refusal) as refused:
        voting.give(seat, "vote", voting.Thing("theme", str(themes[0].pk)), 1)
    assert refused.value.status == 409


def test_figures_of_few_voters_do_not_stand_on_the_wall(client, day, themes):
    url = f"/w/{day.workshop.code}/projector/{day.workshop.projector_key}/votes/1/"
    for number in range(4):
        BallotFactory(seat=SeatFactory(group=day.groups[0]), cluster=themes[0], value=3 + (number == 0))
    page = client.get(url).content.decode()
    assert "bar-text" not in page
    BallotFactory(seat=SeatFactory(group=day.groups[0]), cluster=themes[0], value=3)
    page = client.get(url).content.decode()
    assert '<span class="bar-text">16</span>' in page


@pytest.mark.django_db(transaction=True)
def test_taps_at_the_same_moment_give_no_more_than_there_are(day, themes):
    seat = day.seat()
    answers = []
    start = threading.Barrier(3)

    def tap(theme):
        start.wait()
        try:
            voting.give(seat, "vote", voting.Thing("theme", str(theme.pk)), 3)
            answers.append("given")
        except Refusal:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=[theme]) for theme in themes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["given", "refused", "refused"]
    assert sum(Ballot.objects.values_list("value", flat=True)) == 3
