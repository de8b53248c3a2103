"""What people have given in a stage, and which changes of its settings would break it."""

from collections.abc import Iterator

from django.db.models import F, Max, Q, Sum
from django.utils.translation import gettext as _

from ..formats.spec import On, Sees, StageSpec, Vote, Way
from ..models import Answer, Ballot, Card, Cluster, HandCount, Sheet, Stage, Workshop

Fault = tuple[str, str]
OWN = F("seat__group")
READERS = [Sees.LEAD, Sees.GROUP, Sees.ALL]


def is_used(stage: Stage) -> bool:
    """A group has been at it, or something was given in it."""
    given = (Card, Ballot, HandCount, Answer, Sheet)
    return stage.opened_at is not None or any(model._default_manager.filter(stage=stage).exists() for model in given)


def used_stages(workshop: Workshop) -> frozenset[int]:
    """The stages of the workshop that have been used, as `is_used` says of one. Six queries."""
    found = set(Stage.objects.filter(workshop=workshop, opened_at__isnull=False).values_list("pk", flat=True))
    for model in (Card, Ballot, HandCount, Answer, Sheet):
        rows = model._default_manager.filter(stage__workshop=workshop).order_by()
        found |= set(rows.values_list("stage", flat=True).distinct())
    return frozenset(found)


def broken_by(stage: Stage, before: StageSpec) -> Iterator[Fault]:
    """What the stage's new settings would break, as places within it ("vote.dots") and words. before: as it was."""
    after = stage.spec
    yield from _cards(stage, before, after)
    yield from _answers(stage, before, after)
    yield from _sheets(stage, after)
    if before.vote is not None and after.vote is not None:
        yield from _votes(stage, before, before.vote, after, after.vote)


def _cards(stage: Stage, before: StageSpec, after: StageSpec) -> Iterator[Fault]:
    cards = Card.objects.filter(stage=stage)
    used = set(cards.values_list("lane", flat=True))
    lanes = {lane.key for lane in before.lanes}
    used |= set(
        Cluster.objects.filter(group__workshop=stage.workshop_id, lane__in=lanes).values_list("lane", flat=True)
    )
    kinds = {lane.key: lane.kind for lane in after.lanes}
    places = {lane.key: place for place, lane in enumerate(after.lanes, start=1)}
    for lane in before.lanes:
        if lane.key not in used:
            continue
        if lane.key not in kinds:
            yield "lanes", _("Cards or themes stand in a column that would be taken away.")
        elif kinds[lane.key] != lane.kind:
            yield (
                f"lanes.{places[lane.key]}.kind",
                _("Cards or themes stand in this column: what becomes of them stays."),
            )
    if cards.exists():
        if after.named and not before.named:
            yield "named", _("Cards have been written without names; the names of their authors cannot be shown now.")
        if READERS.index(after.sees) > READERS.index(before.sees):
            yield "sees", _("Cards have been written for fewer readers; they cannot become more.")


def _answers(stage: Stage, before: StageSpec, after: StageSpec) -> Iterator[Fault]:
    rows = Answer.objects.filter(stage=stage).order_by().values("question").annotate(most=Max("number"))
    given = {row["question"]: row["most"] for row in rows}
    left = {question.key: (place, question) for place, question in enumerate(after.questions, start=1)}
    was = {question.key: question.asks for question in before.questions}
    for key, most in given.items():
        if key not in left:
            yield "questions", _("A question that would be taken away has been answered already.")
            continue
        place, question = left[key]
        if was.get(key, question.asks) != question.asks:
            yield f"questions.{place}.asks", _("This question has been answered already.")
        if question.asks == "rating" and most is not None and most > question.top:
            words = _("Somebody has already given the mark %(n)s.") % {"n": most}
            yield f"questions.{place}.top", words


def _sheets(stage: Stage, after: StageSpec) -> Iterator[Fault]:
    left = {field.key for field in after.fields}
    for words in Sheet.objects.filter(stage=stage).values_list("words", flat=True):
        if any(text and key not in left for key, text in words.items()):
            yield "fields", _("Something has been written under a heading that would be taken away.")
            return


def _votes(stage: Stage, before: StageSpec, was: Vote, after: StageSpec, vote: Vote) -> Iterator[Fault]:
    ballots = Ballot.objects.filter(stage=stage)
    counts = HandCount.objects.filter(stage=stage)
    if not ballots.exists() and not counts.exists():
        return
    if vote.way != was.way:
        yield "vote.way", _("People have voted already: how they vote stays.")
        return
    if vote.on != was.on:
        yield "vote.on", _("People have voted already: what they vote for stays.")
        return
    yield from _too_much(stage, vote)
    for name, now in (("criterion", vote.criteria), ("item", vote.items)):
        used = {key for rows in (ballots, counts) for key in rows.order_by().values_list(name, flat=True).distinct()}
        keys = {each.key for each in now} or {""}
        if (name == "criterion" or vote.on == On.ITEMS) and used - keys:
            where = "vote.criteria" if name == "criterion" else "vote.items"
            yield where, _("Votes have been given by what would be taken away or added.")
    own = Q(cluster__group=OWN) | Q(card__group=OWN) | Q(team=OWN)
    if was.across and not vote.across:
        foreign = (Q(cluster__isnull=False) & ~Q(cluster__group=OWN)) | (Q(card__isnull=False) & ~Q(card__group=OWN))
        if ballots.filter(foreign).exists():
            yield "vote.across", _("People have already voted for other groups' themes or cards.")
    if was.own_group and not vote.own_group and ballots.filter(own).exists():
        yield "vote.own_group", _("People have already voted for their own group.")
    others = {other.key: other for other in Stage.objects.filter(workshop=stage.workshop_id, order__lt=stage.order)}
    gone = set(before.of or others) - set(after.of or others)
    if gone:
        lanes = [lane.key for key in gone if key in others for lane in others[key].spec.lanes]
        on_gone = Q(card__stage__key__in=gone) | Q(cluster__lane__in=lanes)
        if ballots.filter(on_gone).exists() or counts.filter(on_gone).exists():
            yield "of", _("Votes have been given to cards or themes of a step that would be left out.")


def _too_much(stage: Stage, vote: Vote) -> Iterator[Fault]:
    """More than there would be to give has been given by somebody."""
    rows = Ballot.objects.filter(stage=stage).order_by().values("seat", "criterion", "seat__people")
    if vote.way == Way.SCORES:
        most = rows.aggregate(most=Max("value"))["most"] or 0
        if most > vote.top:
            yield "vote.top", _("Somebody has already given the score %(n)s.") % {"n": most}
        return
    sums = [(row["sum"], row["seat__people"]) for row in rows.annotate(sum=Sum("value"))]
    each = max((-(-given // people) for given, people in sums), default=0)
    if vote.way == Way.DOTS and each > vote.dots:
        yield "vote.dots", _("Somebody has already given %(n)s.") % {"n": each}
    if vote.way == Way.APPROVAL and vote.most and each > vote.most:
        yield "vote.most", _("Somebody has already approved %(n)s.") % {"n": each}
