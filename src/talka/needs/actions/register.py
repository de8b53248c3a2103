"""The register of a programme: needs and measures are said better, merged, split and decided; no card is lost."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from talka.people.access import not_allowed
from talka.people.models import Person
from talka.programmes.models import Programme
from talka.ui.refusals import Refusal

from ..access import may_keep_register, may_shape
from ..models import Competence, Measure, Need
from .wording import said, short

Thing = TypeVar("Thing", Need, Measure)
DECIDED = (Measure.State.ACCEPTED, Measure.State.DONE)


def _check(by: Person | None, *things: Need | Measure) -> None:
    if not all(may_shape(by, thing) for thing in things):
        raise not_allowed()


@transaction.atomic
def record_need(
    programme: Programme, words: str, *, theme: str = "", source: str = "", recorded: bool = True, by: Person | None
) -> Need:
    """A need that no group work of ours voiced. recorded: a published record states it; source: where it stands."""
    if not may_keep_register(by, programme):
        raise not_allowed()
    return Need.objects.create(
        programme=programme, words=said(words), theme=theme.strip()[:200], source=source.strip(), recorded=recorded
    )


@transaction.atomic
def reword(thing: Need | Measure, words: str, *, by: Person | None) -> None:
    """Say it better. The former wording stays in the versions."""
    _check(by, thing)
    _locked(Need, {thing.pk}) if isinstance(thing, Need) else _locked(Measure, {thing.pk})
    thing.words = said(words)
    thing.save(update_fields=["words"])
    _overtake(thing)


@transaction.atomic
def classify(need: Need, theme: str, competence: Competence | None, *, by: Person | None) -> None:
    """Say under which theme a need stands, and which competence it asks for; one the programme asks about."""
    _check(by, need)
    if competence is not None and competence.programme_id not in (None, need.programme_id):
        raise Refusal(_("There is no such competence."), _("Nothing was changed."), status=422)
    need.theme, need.competence = theme.strip()[:200], competence
    need.save(update_fields=["theme", "competence"])


@transaction.atomic
def decide(need: Need, state: str, *, reason: str = "", by: Person | None) -> None:
    """Say how far a need has come: heard, confirmed, answered, or declined, which wants a reason."""
    _check(by, need)
    if state not in Need.State.values:
        raise Refusal(_("A need has no such state."), _("Nothing was changed."), status=422)
    why = reason.strip()
    if state == Need.State.DECLINED and not why:
        raise Refusal(
            _("Say why the need is declined."),
            _("Nothing was changed."),
            _("Those who said it read the reason."),
            status=422,
        )
    (locked,) = _locked(Need, {need.pk})
    locked.state, locked.reason = state, why
    locked.save(update_fields=["state", "reason"])


@transaction.atomic
def merge(things: Sequence[Thing], into: Thing, *, words: str = "", by: Person | None) -> None:
    """Let one need, or one measure, stand for all: every theme of cards goes along, and what each answers or is
    answered by. They may come from several events of one programme. Without `words` it keeps its own."""
    wanted = {into.pk, *(thing.pk for thing in things)}
    if len(wanted) < 2:
        raise Refusal(_("Nothing was chosen to merge with."), _("Nothing was changed."), status=422)
    _check(by, into, *things)
    if any(thing.programme_id != into.programme_id for thing in things):
        raise Refusal(_("These two belong to different programmes."), _("Nothing was changed."))
    standing = _locked(type(into), wanted)
    for row in standing:
        if row.pk != into.pk and isinstance(row, Measure) and (row.state in DECIDED or row.held_as_id):
            raise Refusal(
                _("“%(measure)s” has been decided on or held: it cannot go into another.") % {"measure": row.words},
                _("Nothing was changed."),
                _("Let the other one go into this one."),
            )
    own, other = ("need", "measure_id") if isinstance(into, Need) else ("measure", "need_id")
    for thing in things:
        if thing.pk == into.pk:
            continue
        for rows, kept, joined in (
            (thing.evidence, into.evidence, "cluster_id"),
            (thing.answerings, into.answerings, other),
        ):
            there = set(kept.values_list(joined, flat=True))
            rows.exclude(**{f"{joined}__in": there}).update(**{own: into})
            rows.all().delete()
        thing.merged_into = into
        thing.save(update_fields=["merged_into"])
    _overtake(into)
    if words.strip():
        reword(into, words, by=by)


@transaction.atomic
def split(thing: Thing, clusters: Collection[int], *, words: str, by: Person | None) -> Thing:
    """Make some of its themes of cards a need, or a measure, of their own. What it answers, or is answered by, holds
    for both until somebody says otherwise. At least one theme stays."""
    _check(by, thing)
    _locked(type(thing), {thing.pk})
    rows = list(thing.evidence.select_related("cluster__group__workshop"))
    going = [row for row in rows if row.cluster_id in set(clusters)]
    if not going or len(going) != len(set(clusters)) or len(going) == len(rows):
        raise Refusal(
            _("Choose some of its themes, but not all of them."),
            _("Nothing was changed."),
            _("A theme that says two things is divided on the board of its group."),
            status=422,
        )
    first = going[0].cluster
    fresh = type(thing).objects.create(
        programme_id=thing.programme_id,
        event_id=first.group.workshop.event_id,
        words=short(words) or first.name,
        theme=str(first.group)[:200],
    )
    thing.evidence.filter(pk__in=[row.pk for row in going]).update(
        **{"need" if isinstance(thing, Need) else "measure": fresh}
    )
    for answering in thing.answerings.all():
        answering.pk = None
        setattr(answering, "need" if isinstance(thing, Need) else "measure", fresh)
        answering.save(force_insert=True)
    return fresh


def _overtake(thing: Need | Measure) -> None:
    """A measure's form that was opened before would put the former words and needs back: it is told so instead."""
    if isinstance(thing, Measure):
        Measure.objects.filter(pk=thing.pk).update(version=F("version") + 1)


def _locked(model: type[Thing], wanted: set[int]) -> list[Thing]:
    """Their rows, locked in one order, so that two organisers merging at once cannot tie a knot."""
    rows = list(model.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    if len(rows) < len(wanted) or any(row.merged_into_id for row in rows):
        raise Refusal(
            _("One of these has gone into another meanwhile."),
            _("Nothing was changed."),
            _("Reload the page and choose again."),
        )
    return rows
