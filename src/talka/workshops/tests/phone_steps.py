"""Steps and cards that tests of the phone play with."""

from django.utils import timezone

from talka.workshops.factories import BallotFactory, CardFactory, ClusterFactory, SeatFactory
from talka.workshops.formats.spec import Kind, Lane, On, Sees, StageSpec, Vote, Way
from talka.workshops.models import Ballot, Seat

IDEAS = (Lane("ideas", "do", {"lv": "Ideja"}),)


def collect(**more):
    return StageSpec("ideas", Kind.COLLECT, {"lv": "Idejas"}, lanes=IDEAS, **more)


def vote(way=Way.DOTS, on=On.THEMES, key="vote", hidden=False, sees=Sees.GROUP, **more):
    of = ("ideas",) if on in (On.THEMES, On.CARDS) else ()
    return StageSpec(key, Kind.VOTE, {"lv": "Balsojam"}, of=of, hidden=hidden, sees=sees, vote=Vote(way, on, **more))


def seats(day, number, group=0, **more):
    return SeatFactory.create_batch(number, group=day.groups[group], joined_at=timezone.now(), **more)


def idea(day, text, seat=None, group=0):
    seat = seat or SeatFactory(group=day.groups[group])
    return CardFactory(seat=seat, stage=day.workshop.stages.get(key="ideas"), lane="ideas", kind="do", text=text)


def page_of(phone, day, rest=""):
    answer = phone.get(day.room(rest))
    assert answer.status_code == 200
    return answer.content.decode()


def play_vote(day, count=5, **more):
    """A voting on one theme of the first group, with `count` others who gave it two dots each."""
    day.play(collect(), vote(**more))
    day.go_to("vote")
    theme = ClusterFactory(group=day.groups[0], lane="ideas", kind="do", name="Kopīgs koordinators")
    stage = day.workshop.stages.get(key="vote")
    for seat in seats(day, count):
        BallotFactory(seat=seat, cluster=theme, stage=stage, value=2)
    return theme, stage


def own_vote(day, theme, stage, value):
    mine = Seat.objects.order_by("pk").first()
    Ballot.objects.create(seat=mine, cluster=theme, stage=stage, value=value)
