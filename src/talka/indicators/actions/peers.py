"""Who is like whom among the municipalities is computed anew when figures change."""

from django.db import transaction
from django.utils import timezone

from talka.decisions.actions import digest_of, run
from talka.decisions.models import DecisionRun
from talka.indicators.comparing.likeness import Question
from talka.indicators.models import Peer
from talka.indicators.peer_words import reasons_of
from talka.indicators.queries.likeness import peer_question
from talka.methods.peers.problem import Problem
from talka.methods.peers.solve import VERSION, Peers, solve
from talka.territories.queries import municipalities

METHOD, SUBJECT = "peers", ("areas", "municipalities")
SECONDS = 60.0


@transaction.atomic
def compute_peers() -> int:
    """The peers of every municipality that stands today; how many pairs there are.

    By the indicators of `comparing.likeness.ALIKE_BY` of which enough areas have a figure. Where nothing of what goes
    in has changed, everything stays as it is; where too little is known, there are no peers. What goes in is kept with
    the run, so that it can be computed again.
    """
    areas = {area.key: area for area in municipalities(timezone.localdate())}
    asked = peer_question(list(areas.values()))
    problem = asked.problem
    if problem is None:
        Peer.objects.all().delete()
        return 0
    given = _plain(problem)
    parameters = _parameters(problem, asked)
    last = DecisionRun.objects.filter(method=METHOD, subject_kind=SUBJECT[0], subject_id=SUBJECT[1]).first()
    if last and last.input_digest == digest_of(given, parameters) and last.version == VERSION and Peer.objects.exists():
        return Peer.objects.count()
    kept = run(
        METHOD,
        SUBJECT,
        given,
        lambda: solve(problem, time_limit=SECONDS),
        by=None,
        version=VERSION,
        parameters=parameters,
    )
    if kept.state == DecisionRun.State.FAILED:
        return Peer.objects.count()
    found = Peers.from_json(kept.result or {})
    Peer.objects.all().delete()
    rows = [
        Peer(
            area=areas[each.area],
            peer=areas[each.peer],
            rank=each.rank,
            distance=each.distance,
            reasons=reasons_of(each),
            run=kept,
        )
        for each in found.peers
    ]
    return len(Peer.objects.bulk_create(rows))


def _plain(problem: Problem) -> dict[str, object]:
    values = problem.values
    return {"values": [list(row) for row in zip(values.area, values.indicator, values.value, strict=True)]}


def _parameters(problem: Problem, asked: Question) -> dict[str, object]:
    """years: of the figures by which the areas were compared."""
    return {
        "indicators": {key: {"weight": one.weight, "log": one.log} for key, one in problem.indicators.items()},
        "years": {column.measure.key: column.year for column in asked.by},
        "peers": problem.peers,
        "least_shared": problem.least_shared,
    }
