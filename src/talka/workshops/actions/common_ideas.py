"""Ideas that several teams had: who runs the work puts cards of all teams together, as themes do within one group."""

import uuid
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.decisions import actions as decisions
from talka.decisions.models import DecisionRun
from talka.documents.printable import clean
from talka.live.actions import append
from talka.methods.contract import Result
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_run
from ..models import Card, CommonIdea, Workshop
from ..queries.common_ideas import COMMON, ideas_of_teams
from ..queries.suggestions import FEWEST, METHOD, THEME, Proposal, problem_data, problem_from
from .stages import locked_workshop

LONGEST = 300
TIME_LIMIT = 10.0

Seen = Mapping[uuid.UUID, int | None]
"""Where the page showed each chosen card: the id of its common idea, or None."""


@transaction.atomic
def make(workshop: Workshop, name: str, seen: Seen, *, by: Person | None) -> CommonIdea:
    """A new common idea from chosen cards of any teams, wherever they stood."""
    locked = _lock(workshop, by)
    words = _name(name)
    cards = _as_seen(locked, seen)
    last = locked.common_ideas.aggregate(last=Max("order"))["last"] or 0
    idea = CommonIdea.objects.create(workshop=locked, name=words, order=last + 1)
    _put(cards, idea)
    append(locked.stream, "common-idea-made", idea=idea.pk)
    return idea


@transaction.atomic
def move(workshop: Workshop, seen: Seen, into: int | None, *, by: Person | None) -> int:
    """Put chosen cards into a common idea by its row id, or out of all (None). How many moved."""
    locked = _lock(workshop, by)
    if not seen:
        raise Refusal(_("Choose at least one card."), status=422)
    idea = _standing(locked, into) if into is not None else None
    cards = [card for card in _as_seen(locked, seen) if card.common_id != (idea.pk if idea else None)]
    if cards:
        _put(cards, idea)
        append(locked.stream, "common-ideas-changed", workshop=locked.pk)
    return len(cards)


@transaction.atomic
def rename(workshop: Workshop, idea: int, name: str, version: int, *, by: Person | None) -> CommonIdea:
    """A better name. version: of the name that the page showed."""
    locked = _lock(workshop, by)
    words = _name(name)
    fresh = _standing(locked, idea)
    if fresh.name == words:
        return fresh
    if fresh.version != version:
        raise Refusal(
            _("Somebody else has renamed this idea meanwhile."),
            _("It is now called “%(name)s”. Your name for it was not saved: “%(yours)s”.")
            % {"name": fresh.name, "yours": words},
            _("Rename it again if yours is better."),
        )
    fresh.name, fresh.version = words, fresh.version + 1
    fresh.save(update_fields=["name", "version"])
    append(locked.stream, "common-ideas-changed", workshop=locked.pk)
    return fresh


@transaction.atomic
def remove(workshop: Workshop, idea: int, *, by: Person | None) -> None:
    """Its cards stand by themselves again."""
    locked = _lock(workshop, by)
    fresh = _standing(locked, idea)
    fresh.cards.update(common=None)
    fresh.removed_at = timezone.now()
    fresh.save(update_fields=["removed_at"])
    append(locked.stream, "common-ideas-changed", workshop=locked.pk)


def suggest(workshop: Workshop, *, by: Person | None, time_limit: float = TIME_LIMIT) -> DecisionRun:
    """Ask the method which ideas of different teams say the same, as a proposal; nothing is moved. Call it outside a
    transaction."""
    require_run(by, workshop)
    cards = list(ideas_of_teams(workshop))
    if sum(card.common_id is None for card in cards) < FEWEST:
        raise Refusal(
            _("There are too few ideas to suggest any that are common."),
            advice=_("A handful of ideas is compared faster by hand."),
        )
    data = problem_data(cards, workshop.event.language, lambda card: card.common_id)

    def solve() -> Result:
        from talka.methods.clustering.solve import solve as cluster  # the method takes a while to load

        return cluster(problem_from(data, {str(card.pk): card for card in cards}), time_limit=time_limit)

    return decisions.run(METHOD, (COMMON, workshop.pk), data, solve, parameters={"time_limit": time_limit}, by=by)


@transaction.atomic
def take_suggested(
    workshop: Workshop, run: DecisionRun, topic: str, name: str, cards: Collection[uuid.UUID], *, by: Person | None
) -> CommonIdea:
    """One suggested common idea, perhaps under another name or without some of its cards."""
    locked = _lock(workshop, by)
    proposal = Proposal(decisions.open_proposal(run, METHOD, (COMMON, locked.pk)))
    found = proposal.topics.get(topic)
    if found is None or topic in proposal.became:
        raise Refusal(_("This idea is no longer suggested."), advice=_("Look at the suggestion again."))
    seen = {card.pk: None for card in found if card.pk in cards and card.common_id is None}
    if not seen:
        raise Refusal(_("Choose at least one card."), status=422)
    if topic.startswith(THEME):
        idea = _standing(locked, int(topic.removeprefix(THEME)))
        move(locked, seen, idea.pk, by=by)
    else:
        idea = make(locked, name or proposal.label(topic), seen, by=by)
    left_out = [str(card.pk) for card in found if card.pk not in seen]
    if left_out or (name and idea.name != proposal.label(topic)):
        decisions.note_hand_change(proposal.run, {"topic": topic, "left_out": left_out}, cost=None, breaks=[], by=by)
    decisions.note_part(proposal.run, topic, {"common": idea.pk, "cards": len(seen)})
    return idea


@transaction.atomic
def end_suggestion(workshop: Workshop, run: DecisionRun, *, by: Person | None) -> None:
    """What has not been taken is left; a proposal of which nothing was taken is set aside."""
    proposal = Proposal(decisions.open_proposal(run, METHOD, (COMMON, _lock(workshop, by).pk)))
    if proposal.became:
        decisions.accept(proposal.run, by=by)
    else:
        decisions.reject(proposal.run, by=by)


def _lock(workshop: Workshop, by: Person | None) -> Workshop:
    """Also after closing: what the teams wrote is fixed then, and what they had in common may still be found."""
    require_run(by, workshop)
    return locked_workshop(workshop)


def _standing(workshop: Workshop, pk: int) -> CommonIdea:
    idea = CommonIdea.objects.filter(pk=pk, workshop=workshop, removed_at=None).first()
    if idea is None:
        raise Refusal(
            _("Somebody else has removed this idea meanwhile."), _("Nothing was changed."), _("Look at the page again.")
        )
    return idea


def _as_seen(workshop: Workshop, seen: Seen) -> list[Card]:
    cards = list(Card.objects.filter(pk__in=seen, workshop=workshop))
    if len(cards) != len(seen):
        raise Refusal(_("One of the cards belongs to other group work."), status=404)
    if any(card.common_id != seen[card.pk] or card.withdrawn_at is not None for card in cards):
        raise Refusal(
            _("Some of these cards have been moved or withdrawn meanwhile."),
            _("Nothing was changed, so that nobody's work is lost."),
            _("Look at the page again and choose anew."),
        )
    return cards


def _put(cards: list[Card], idea: CommonIdea | None) -> None:
    Card.objects.filter(pk__in=[card.pk for card in cards]).update(common=idea)


def _name(name: str) -> str:
    words = " ".join(clean(name).split())
    if not 0 < len(words) <= LONGEST:
        raise Refusal(_("The name of an idea has from 1 to %(n)s signs.") % {"n": LONGEST}, status=422)
    return words
