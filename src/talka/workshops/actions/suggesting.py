"""Themes suggested by the method. It proposes; whoever leads the group takes single ones, all, changes or ignores them.

What is taken is put into themes like by hand (`clustering`), the cards keep their words, and the run says what became
of each topic. Cards that somebody has sorted meanwhile are left where they are.
"""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.live.actions import append
from talka.methods.contract import Result
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead
from ..models import Card, Cluster, Group
from ..queries.stages import stages_of
from ..queries.suggestions import (
    FEWEST,
    METHOD,
    SUBJECT,
    THEME,
    Proposal,
    cards_to_sort,
    problem_data,
    problem_from,
)
from . import clustering

TIME_LIMIT = 10.0


def suggest(group: Group, lane: str, *, by: Person | None, time_limit: float = TIME_LIMIT) -> DecisionRun:
    """Ask the method which loose cards of a column say the same thing, as a proposal; nothing is moved.

    Cards in themes stay there, and others may join them. Call it outside a transaction.
    """
    require_lead(by, [group])
    cards = cards_to_sort(group, lane, stages_of(group.workshop))
    if sum(card.cluster_id is None for card in cards) < FEWEST:
        raise Refusal(
            _("There are too few cards outside themes to suggest any."),
            advice=_("A handful of cards is sorted faster by hand."),
        )
    data = problem_data(cards, group.workshop.event.language)

    def solve() -> Result:
        from talka.methods.clustering.solve import solve as cluster  # the method takes a while to load

        return cluster(problem_from(data, {str(card.pk): card for card in cards}), time_limit=time_limit)

    parameters = {"lane": lane, "time_limit": time_limit}
    run = decisions.run(METHOD, (SUBJECT, group.pk), data, solve, parameters=parameters, by=by)
    with transaction.atomic():
        append(group.workshop.stream, "themes-suggested", group=group.pk, run=run.pk)
    return run


@transaction.atomic
def take_topic(
    group: Group, run: DecisionRun, topic: str, name: str, cards: Collection[uuid.UUID], *, by: Person | None
) -> Cluster:
    """One suggested theme, perhaps under another name or without some of its cards. Deciding the last one ends the
    proposal."""
    locked = _open(group, run, by)
    proposal = Proposal(locked)
    found = proposal.topics.get(topic)
    if found is None or topic in proposal.became:
        raise Refusal(_("This theme is no longer suggested."), advice=_("Look at the suggestion again."))
    left_out = [card for card in found if card.pk not in cards]
    wanted = [card for card in found if card.pk in cards]
    if not wanted:
        raise Refusal(_("Choose at least one card."), status=422)
    theme = _put(group, proposal, topic, name, wanted, by)
    changed_name = not topic.startswith(THEME) and theme.name != proposal.label(topic)
    if left_out or changed_name:
        decisions.note_hand_change(
            locked,
            {"topic": topic, "left_out": [str(card.pk) for card in left_out], "renamed": changed_name},
            cost=sum(proposal.standing.cost_of_move(str(card.pk), f"alone:{card.pk}") for card in left_out),
            breaks=[],
            by=by,
        )
    decisions.note_part(locked, topic, {"theme": theme.pk, "cards": len(wanted)})
    _end_when_decided(group, locked, by)
    return theme


@transaction.atomic
def take_all(group: Group, run: DecisionRun, *, by: Person | None) -> int:
    """Every theme that is still suggested, as it is; how many."""
    locked = _open(group, run, by)
    proposal = Proposal(locked)
    taken = 0
    for topic, cards in proposal.topics.items():
        loose = [card for card in cards if card.cluster_id is None]
        if topic in proposal.became or not loose or _gone(group, topic):
            continue
        theme = _put(group, proposal, topic, proposal.label(topic), loose, by)
        decisions.note_part(locked, topic, {"theme": theme.pk, "cards": len(loose)})
        taken += 1
    _end(group, locked, by)
    return taken


@transaction.atomic
def ignore_rest(group: Group, run: DecisionRun, *, by: Person | None) -> None:
    """Leave what has not been taken. Where nothing was, the whole proposal is set aside."""
    locked = _open(group, run, by)
    proposal = Proposal(locked)
    ignored = [topic for topic in proposal.topics if topic not in proposal.became]
    if not proposal.became:
        decisions.reject(locked, by=by)
    else:
        if ignored:
            decisions.note_hand_change(locked, {"ignored": ignored}, cost=None, breaks=[], by=by)
        decisions.accept(locked, by=by)
    append(group.workshop.stream, "suggestion-decided", group=group.pk, run=locked.pk)


def _put(
    group: Group, proposal: Proposal, topic: str, name: str, cards: Collection[Card], by: Person | None
) -> Cluster:
    seen = {card.pk: None for card in cards if card.cluster_id is None}
    if not seen:
        raise Refusal(
            _("Somebody has sorted these cards meanwhile."),
            _("Nothing was changed, so that nobody's work is lost."),
            _("Look at the board again."),
        )
    if topic.startswith(THEME):
        theme = Cluster.objects.get(pk=int(topic.removeprefix(THEME)), group=group)
        clustering.move(group, seen, theme, by=by)
        return theme
    return clustering.make(group, name or proposal.label(topic), proposal.run.parameters["lane"], seen, by=by)


def _gone(group: Group, topic: str) -> bool:
    """The theme that cards would join has been removed."""
    if not topic.startswith(THEME):
        return False
    return not Cluster.objects.filter(pk=int(topic.removeprefix(THEME)), group=group, removed_at=None).exists()


def _end_when_decided(group: Group, run: DecisionRun, by: Person | None) -> None:
    run.refresh_from_db()
    proposal = Proposal(run)
    if all(topic in proposal.became for topic in proposal.topics):
        _end(group, run, by)


def _end(group: Group, run: DecisionRun, by: Person | None) -> None:
    decisions.accept(run, by=by)
    append(group.workshop.stream, "suggestion-decided", group=group.pk, run=run.pk)


def _open(group: Group, run: DecisionRun, by: Person | None) -> DecisionRun:
    require_lead(by, [group])
    return decisions.open_proposal(run, METHOD, (SUBJECT, group.pk))
