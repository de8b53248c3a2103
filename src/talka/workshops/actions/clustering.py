"""Cards that say the same thing are put into themes. Moving back is the undo; two facilitators lose nothing.

Every deed names what its page showed (`seen`: where each card stood; `version`: of a theme's name). Where somebody else
was quicker, nothing is changed and the page says so. Deeds in one group wait for each other on the group's row.

While their group is at a stage that sorts, people of the group make themes, move cards and merge too (`by` is then a
seat); names are changed and themes removed by who leads the group.
"""

import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.printable import clean
from talka.live.actions import append
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import require_lead
from ..formats.spec import Kind, Way
from ..models import Ballot, Card, Cluster, Group, HandCount, Seat
from .joining import require_open

Seen = Mapping[uuid.UUID, int | None]
"""Where the page showed each chosen card: the id of its theme, or None."""
By = Person | Seat | None
"""Who does it: who leads the group, or somebody of it."""


@transaction.atomic
def make(group: Group, name: str, lane: str, seen: Seen, *, by: By) -> Cluster:
    """A new theme from chosen cards, wherever they stood; also a part split off another theme. May be empty.

    lane: key of the column it stands in.
    """
    locked = _lock(group, by)
    words = _name(name)
    kinds = {each.key: each.kind for stage in locked.workshop.stages.all() for each in stage.spec.lanes}
    if lane not in kinds:
        raise Refusal(_("Say what the theme is about."), status=422)
    cards = _as_seen(locked, seen)
    last = locked.clusters.filter(lane=lane).aggregate(last=Max("order"))["last"] or 0
    cluster = Cluster.objects.create(group=locked, lane=lane, kind=kinds[lane], name=words, order=last + 1)
    _put(cards, cluster)
    append(locked.workshop.stream, "theme-made", cluster=cluster.pk, group=locked.pk)
    return cluster


@transaction.atomic
def move(group: Group, seen: Seen, into: Cluster | None, *, by: By) -> int:
    """Put chosen cards into a theme, or out of all themes (None). How many moved."""
    locked = _lock(group, by)
    if not seen:
        raise Refusal(_("Choose at least one card."), status=422)
    cluster = _standing(locked, into.pk) if into is not None else None
    cards = [card for card in _as_seen(locked, seen) if card.cluster_id != (cluster.pk if cluster else None)]
    if cards:
        _put(cards, cluster)
        where = {"cluster": cluster.pk} if cluster else {}
        append(locked.workshop.stream, "cards-moved", group=locked.pk, **where)
    return len(cards)


@transaction.atomic
def put_named(group: Group, name: str, lane: str, seen: Seen, *, by: By) -> tuple[Cluster, bool]:
    """Put chosen cards into the theme of this name in the column, or into a new one; with whether it is new.

    lane: key of the column; "" is that of the first chosen card. Capitals and spaces make no other name.
    """
    locked = _lock(group, by)
    words = _name(name)
    if not lane:
        first = Card.objects.filter(pk__in=seen, group=locked).order_by("written_at", "id").first()
        lane = first.lane if first is not None else ""
    standing = Cluster.objects.filter(group=locked, lane=lane, removed_at__isnull=True).order_by("order", "id")
    found = next((each for each in standing if each.name.casefold() == words.casefold()), None)
    if found is None:
        return make(locked, words, lane, seen, by=by), True
    move(locked, seen, found, by=by)
    return found, False


@transaction.atomic
def rename(cluster: Cluster, name: str, version: int, *, by: Person | None) -> Cluster:
    """A better name. `version`: of the name that the page showed."""
    locked = _lock(cluster.group, by)
    words = _name(name)
    fresh = _standing(locked, cluster.pk)
    if fresh.name == words:
        return fresh
    if fresh.version != version:
        raise Refusal(
            _("Somebody else has renamed this theme meanwhile."),
            _("It is now called “%(name)s”. Your name for it was not saved: “%(yours)s”.")
            % {"name": fresh.name, "yours": words},
            _("Rename it again if yours is better."),
        )
    fresh.name, fresh.version = words, fresh.version + 1
    fresh.save(update_fields=["name", "version"])
    append(locked.workshop.stream, "theme-renamed", cluster=fresh.pk, group=locked.pk)
    return fresh


@transaction.atomic
def merge(cluster: Cluster, into: Cluster, *, by: By) -> Cluster:
    """All cards and dots of one theme go to another, which keeps its name. The first is removed, not deleted."""
    locked = _lock(cluster.group, by)
    if cluster.pk == into.pk:
        raise Refusal(_("Choose another theme to merge with."), status=422)
    source, target = _standing(locked, cluster.pk), _standing(locked, into.pk)
    # Voting holds its seat's row: with all of them held here no dot lands on a theme that is going away.
    list(
        Seat.objects.select_for_update(no_key=True).filter(workshop=locked.workshop_id).order_by("pk").values_list("pk")
    )
    _put(source.cards.all(), target)
    _join_ballots(source, target)
    _join_hand_counts(source, target)
    source.removed_at, source.merged_into = timezone.now(), target
    source.save(update_fields=["removed_at", "merged_into"])
    append(locked.workshop.stream, "themes-merged", cluster=target.pk, group=locked.pk)
    return target


@transaction.atomic
def remove(cluster: Cluster, *, by: Person | None) -> None:
    """Take a theme away; its cards stand loose again. One that has dots is merged instead, so that no vote is lost."""
    locked = _lock(cluster.group, by)
    fresh = _standing(locked, cluster.pk)
    list(
        Seat.objects.select_for_update(no_key=True).filter(workshop=locked.workshop_id).order_by("pk").values_list("pk")
    )
    if fresh.ballots.exists() or fresh.handcounts.exists():
        raise Refusal(
            _("People have given dots to this theme."),
            _("Removing it would lose their votes."),
            _("Merge it with another theme: cards and dots go along."),
        )
    _put(fresh.cards.all(), None)
    fresh.removed_at = timezone.now()
    fresh.save(update_fields=["removed_at"])
    append(locked.workshop.stream, "theme-removed", cluster=fresh.pk, group=locked.pk)


def _join_ballots(source: Cluster, target: Cluster) -> None:
    """Dots of one seat for both themes are added up; an approval or a score for both stays as it is for the target."""
    ways = {stage.pk: stage.spec.vote.way for stage in source.group.workshop.stages.all() if stage.spec.vote}
    doubled = {
        (ballot.seat_id, ballot.stage_id, ballot.criterion): ballot for ballot in Ballot.objects.filter(cluster=target)
    }
    for ballot in Ballot.objects.filter(cluster=source):
        standing = doubled.get((ballot.seat_id, ballot.stage_id, ballot.criterion))
        if standing is None:
            Ballot.objects.filter(pk=ballot.pk).update(cluster=target)
            continue
        if ways.get(ballot.stage_id) == Way.DOTS:
            Ballot.objects.filter(pk=standing.pk).update(value=F("value") + ballot.value)
        ballot.delete()


def _join_hand_counts(source: Cluster, target: Cluster) -> None:
    doubled = {
        (count.group_id, count.stage_id, count.criterion): count for count in HandCount.objects.filter(cluster=target)
    }
    for count in HandCount.objects.filter(cluster=source):
        standing = doubled.get((count.group_id, count.stage_id, count.criterion))
        if standing is None:
            HandCount.objects.filter(pk=count.pk).update(cluster=target)
        else:
            HandCount.objects.filter(pk=standing.pk).update(value=F("value") + count.value)
            count.delete()


def _lock(group: Group, by: By) -> Group:
    locked = (
        Group.objects.select_for_update(of=("self",), no_key=True)
        .select_related("workshop__event__project", "workshop__stage", "stage")
        .get(pk=group.pk)
    )
    if isinstance(by, Seat):
        _require_sorting(locked, by)
    else:
        require_lead(by, [locked])
    if locked.workshop.closed:
        raise Refusal(
            _("The group work is closed and its themes are published."),
            _("Nothing was changed."),
            _("To change themes, the facilitator goes back to an earlier step."),
        )
    return locked


def _require_sorting(group: Group, seat: Seat) -> None:
    """Raise Refusal unless the seat is of the group, and the group is at a stage that sorts cards."""
    require_open(group.workshop)
    if not Seat.objects.filter(pk=seat.pk, group=group).exists():
        raise Refusal(_("You sort the cards of your own group."), _("Nothing was changed."), status=403)
    if not group.workshop.closed and (group.now is None or group.now.kind != Kind.CLUSTER):
        raise Refusal(
            _("Cards are not sorted in this step."),
            _("Nothing was changed."),
            _("The facilitator opens the step for it, and may move cards at any time."),
        )


def _standing(group: Group, pk: int) -> Cluster:
    cluster = Cluster.objects.filter(pk=pk, group=group).select_related("merged_into").first()
    if cluster is None:
        raise Refusal(_("This theme belongs to another group."), status=404)
    if cluster.removed_at is not None:
        raise Refusal(
            _("Somebody else has removed or merged this theme meanwhile."),
            _("Nothing was changed."),
            _("Look at the board again."),
        )
    return cluster


def _as_seen(group: Group, seen: Seen) -> list[Card]:
    """The chosen cards, if each still stands where the page showed it."""
    cards = list(Card.objects.filter(pk__in=seen, group=group))
    if len(cards) != len(seen):
        raise Refusal(_("One of the cards belongs to another group."), status=404)
    moved = [card for card in cards if card.cluster_id != seen[card.pk] or card.withdrawn_at is not None]
    if moved:
        raise Refusal(
            _("Some of these cards have been moved or withdrawn meanwhile."),
            _("Nothing was changed, so that nobody's work is lost: “%(text)s”.") % {"text": moved[0].text[:80]},
            _("Look at the board again and choose anew."),
        )
    return cards


def _put(cards: Iterable[Card], cluster: Cluster | None) -> None:
    Card.objects.filter(pk__in=[card.pk for card in cards]).update(cluster=cluster)


def _name(name: str) -> str:
    words = " ".join(clean(name).split())
    if not words:
        raise Refusal(_("Give the theme a name."), status=422)
    if len(words) > 300:
        raise Refusal(_("A theme's name has at most %(n)s signs.") % {"n": 300}, status=422)
    return words
