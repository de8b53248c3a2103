"""Voting on the phone: what may be given, to what, and what is told of it."""

import re

from django.utils import timezone

from talka.workshops.factories import BallotFactory, ClusterFactory, SeatFactory
from talka.workshops.formats.spec import Criterion, Item, On, Sees, Way
from talka.workshops.models import Ballot, Card, Seat, Stage
from talka.workshops.views.frame import cookie_name

from .phone_steps import collect, idea, own_vote, page_of, play_vote, seats, vote


def told(page):
    return re.findall(r'class="badge badge-neutral"[^>]*>([^<]*)<', page)


def test_hidden_results_wait_for_the_last_voter(phone, day):
    theme, stage = play_vote(day, hidden=True)
    page = page_of(phone, day)
    assert "5 no 6" in page
    assert told(page) == []
    own_vote(day, theme, stage, 1)
    assert told(page_of(phone, day)) == ["punkti: 11"]


def test_the_facilitator_may_show_hidden_results_before(phone, day):
    _theme, stage = play_vote(day, hidden=True)
    Stage.objects.filter(pk=stage.pk).update(shown_at=timezone.now())
    assert told(page_of(phone, day)) == ["punkti: 10"]


def test_figures_of_fewer_than_five_are_told_to_nobody(phone, day):
    theme, stage = play_vote(day, count=3)
    own_vote(day, theme, stage, 1)
    page = page_of(phone, day)
    assert told(page) == []
    assert "4 no 4" in page
    BallotFactory(seat=seats(day, 1)[0], cluster=theme, stage=stage, value=1)
    assert told(page_of(phone, day)) == ["punkti: 8"]


def test_what_is_for_the_facilitator_only_shows_no_results_either(phone, day):
    play_vote(day, count=6, sees=Sees.LEAD)
    assert told(page_of(phone, day)) == []
    day.go_to("closed")
    assert told(page_of(phone, day)) == []


def test_late_votes_that_are_kept_apart_are_in_no_figure(phone, day):
    play_vote(day)
    Ballot.objects.filter(seat=Ballot.objects.first().seat).update(late=True, counted=False)
    assert told(page_of(phone, day)) == []
    Ballot.objects.update(counted=True)
    assert told(page_of(phone, day)) == ["punkti: 10"]


def test_after_the_voting_its_result_stands_there(phone, day):
    play_vote(day)
    day.go_to("closed")
    page = page_of(phone, day)
    assert 'id="last-vote"' in page
    assert "Kopīgs koordinators" in page


def test_dots_of_a_table_are_as_many_as_its_people(phone, day):
    day.play(collect(), vote(dots=2))
    day.go_to("vote")
    theme = ClusterFactory(group=day.groups[0], lane="ideas", kind="do")
    Seat.objects.update(people=3)
    give = {"stage": "vote", "give": f"theme:{theme.pk}:6"}
    assert phone.post(day.room("vote/"), give).status_code == 302
    assert phone.post(day.room("vote/"), give | {"give": f"theme:{theme.pk}:7"}).status_code == 409
    assert Ballot.objects.get().value == 6


def test_cards_are_approved_and_no_more_than_there_may_be(phone, day):
    day.play(collect(), vote(way=Way.APPROVAL, on=On.CARDS, most=1))
    day.go_to("vote")
    one, other = (idea(day, text) for text in ("Viena", "Otra"))
    foreign = idea(day, "Svešas grupas", group=1)
    page = page_of(phone, day)
    assert f"card:{one.pk}:1" in page
    assert "Svešas grupas" not in page
    assert phone.post(day.room("vote/"), {"stage": "vote", "give": f"card:{one.pk}:1"}).status_code == 302
    assert phone.post(day.room("vote/"), {"stage": "vote", "give": f"card:{other.pk}:1"}).status_code == 409
    assert phone.post(day.room("vote/"), {"stage": "vote", "give": f"card:{foreign.pk}:1"}).status_code == 404
    assert Ballot.objects.get().card == one
    assert re.search(rf'value="card:{other.pk}:0"[^>]*data-give="\+1"[^>]*disabled', page_of(phone, day))


def test_over_all_groups_what_others_wrote_stands_to_the_vote_but_not_what_was_for_the_facilitator(phone, day):
    day.play(collect(), vote(way=Way.APPROVAL, on=On.CARDS, across=True))
    day.go_to("vote")
    idea(day, "Citas grupas doma", group=1)
    assert "Citas grupas doma" in page_of(phone, day)
    stage = day.workshop.stages.get(key="ideas")
    stage.table["sees"] = "lead"
    stage.save()
    assert "Citas grupas doma" not in page_of(phone, day)


SCORES = {
    "way": Way.SCORES,
    "on": On.GROUPS,
    "own_group": False,
    "criteria": (Criterion("fun", {"lv": "Aizraujoša"}), Criterion("real", {"lv": "Paveicama"}, 2.0)),
    "weights": {"participant": 1, "public": 1},
}


def test_teams_are_scored_by_criteria_and_never_one_s_own(phone, day):
    day.play(vote(**SCORES))
    page = page_of(phone, day)
    assert 'name="score:group:2:fun"' in page
    assert 'name="score:group:1:fun"' not in page
    scores = {"stage": "vote", "save": "group:2", "score:group:2:fun": "4", "score:group:2:real": "5"}
    assert phone.post(day.room("vote/"), scores).status_code == 302
    given = {(ballot.team.number, ballot.criterion): ballot.value for ballot in Ballot.objects.all()}
    assert given == {(2, "fun"): 4, (2, "real"): 5}
    assert re.search(r'name="score:group:2:fun" value="4"[^>]*checked', page_of(phone, day))
    own = {"stage": "vote", "score:group:1:fun": "5", "score:group:2:fun": "1"}
    assert phone.post(day.room("vote/"), own).status_code == 422
    assert Ballot.objects.get(criterion="fun").value == 4
    for wrong in ({"score:group:2:fun": "6"}, {"score:group:2:cits": "1"}, {"score:group:2": "1"}, {"score:x": "²"}):
        assert phone.post(day.room("vote/"), {"stage": "vote"} | wrong).status_code in (409, 422)


def test_items_of_the_format_are_scored(phone, day):
    day.play(vote(way=Way.SCORES, on=On.ITEMS, items=(Item("data", {"lv": "Datu analīze"}),)))
    assert "Datu analīze" in page_of(phone, day)
    assert phone.post(day.room("vote/"), {"stage": "vote", "score:item:data:": "3"}).status_code == 302
    assert (Ballot.objects.get().item, Ballot.objects.get().value) == ("data", 3)


def test_the_public_votes_where_it_may_and_writes_nothing(client, day):
    day.play(vote(**SCORES), collect())
    Seat.objects.create(
        workshop=day.workshop, digest=SeatFactory.build(credential="p").digest, role="public", joined_at=timezone.now()
    )
    client.cookies[cookie_name(day.workshop)] = "p"
    page = page_of(client, day)
    assert 'name="score:group:1:fun"' in page
    scores = {"stage": "vote", "score:group:1:fun": "4"}
    assert client.post(day.room("vote/"), scores).status_code == 302
    day.go_to("ideas")
    page = page_of(client, day)
    assert "<textarea" not in page
    assert 'name="group"' not in page
    card = {"card": "0198c0de-0000-7000-8000-000000000001", "stage": "ideas", "lane": "ideas", "text": "Doma"}
    assert client.post(day.room("card/"), card).status_code == 403
    assert not Card.objects.exists()


def test_who_has_no_vote_is_told(client, day):
    day.play(vote(**SCORES | {"weights": {"participant": 1}}))
    Seat.objects.create(
        workshop=day.workshop, digest=SeatFactory.build(credential="p").digest, role="public", joined_at=timezone.now()
    )
    client.cookies[cookie_name(day.workshop)] = "p"
    page = page_of(client, day)
    assert "nav balss" in page
    assert client.post(day.room("vote/"), {"stage": "vote", "score:group:1:fun": "4"}).status_code == 422


def test_after_going_back_a_vote_is_kept_apart_and_the_person_told(phone, day):
    theme, _stage = play_vote(day, count=0)
    Stage.objects.filter(key="vote").update(opened_at=timezone.now())
    day.go_to("ideas")
    answer = phone.post(day.room("vote/"), {"stage": "vote", "give": f"theme:{theme.pk}:2"}, follow=True)
    assert "atsevišķi" in answer.content.decode()
    ballot = Ballot.objects.get()
    assert (ballot.value, ballot.late, ballot.counted) == (2, True, False)
