"""From what was said to what is needed: themes of cards become needs and measures, and no card is lost on the way."""

from collections.abc import Collection
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.events import access as events
from talka.events.models import Event
from talka.people.models import Person
from talka.ui.refusals import Refusal
from talka.workshops.models import Cluster

from ..access import known_to
from ..models import Answering, Findings, Measure, Need
from ..queries import open_themes

MOST_WORDS = 300
Thing = TypeVar("Thing", Need, Measure)


def _check_organiser(by: Person | None, event: Event | None) -> None:
    if event is None or not events.may_organise(by, event):
        raise Refusal(
            _("Only an organiser of the project may do this."),
            _("Nothing was changed."),
            _("Ask an organiser, or sign in as one."),
            status=403,
        )


def _clusters(event: Event, ids: Collection[int], kind: str) -> list[Cluster]:
    found = list(
        Cluster.objects.filter(
            pk__in=ids, group__workshop__event=event, group__workshop__rehearsal=False, kind=kind, removed_at=None
        ).select_related("group__item")
    )
    if not found or len(found) != len(set(ids)):
        raise Refusal(
            _("One of the chosen themes is not there any more."),
            _("Somebody may have merged or removed it meanwhile. Nothing was changed."),
            _("Reload the page and choose again."),
        )
    return found


def _short(words: str) -> str:
    said = " ".join(words.split())
    if len(said) > MOST_WORDS:
        raise Refusal(
            _("The wording is longer than %(most)s characters.") % {"most": MOST_WORDS},
            _("Nothing was changed."),
            _("Say it shorter; the cards below keep every word."),
            status=422,
        )
    return said


def raise_need(event: Event, clusters: Collection[int], *, words: str = "", by: Person | None) -> Need:
    """Make a need of themes in which people said what they lack. Without `words` it is called as the first theme."""
    return _from_themes(Need, "lack", event, clusters, words, by)


def propose_measure(event: Event, clusters: Collection[int], *, words: str = "", by: Person | None) -> Measure:
    """Make a proposed measure of themes in which people said what should be done."""
    return _from_themes(Measure, "do", event, clusters, words, by)


@transaction.atomic
def _from_themes(
    model: type[Thing], kind: str, event: Event, clusters: Collection[int], words: str, by: Person | None
) -> Thing:
    _check_organiser(by, event)
    chosen = _clusters(event, clusters, kind)
    thing = model.objects.create(
        programme_id=event.project.programme_id,
        event=event,
        words=_short(words) or chosen[0].name,
        theme=str(chosen[0].group)[:200],
    )
    for cluster in chosen:
        thing.evidence.create(cluster=cluster)
    return thing


@transaction.atomic
def take_over_themes(event: Event, *, by: Person | None) -> tuple[int, int]:
    """Make a need or a measure of every theme that has cards and leads nowhere yet, called as the theme is.

    Returns how many needs and how many measures were made; doing it twice makes nothing twice.
    """
    _check_organiser(by, event)
    Event.objects.select_for_update().get(pk=event.pk)
    needs = measures = 0
    for theme in open_themes(event):
        if theme.kind == "lack":
            raise_need(event, [theme.id], by=by)
            needs += 1
        else:
            propose_measure(event, [theme.id], by=by)
            measures += 1
    return needs, measures


@transaction.atomic
def reword(thing: Need | Measure, words: str, *, by: Person | None) -> None:
    """Say it better. The former wording stays in the versions."""
    _check_organiser(by, thing.event)
    said = _short(words)
    if not said:
        raise Refusal(_("The wording is empty."), _("The former one stays."), status=422)
    thing.words = said
    thing.save(update_fields=["words"])


def merge_needs(need: Need, into: Need, *, by: Person | None) -> None:
    """Let one need stand for both: every theme of cards and every answering measure goes along."""
    _merge(need, into, "need", "measure_id", by)


def merge_measures(measure: Measure, into: Measure, *, by: Person | None) -> None:
    """Let one measure stand for both: every theme of cards and every need it answers goes along."""
    _merge(measure, into, "measure", "need_id", by)


@transaction.atomic
def _merge(thing: Thing, into: Thing, own: str, other: str, by: Person | None) -> None:
    """`own`: the column that names the thing in rows that hang on it; `other`: what an answering joins it with."""
    _check_organiser(by, thing.event)
    _check_pair(thing, into)
    for rows, kept, joined in (
        (thing.evidence, into.evidence, "cluster_id"),
        (thing.answerings, into.answerings, other),
    ):
        there = set(kept.values_list(joined, flat=True))
        rows.exclude(**{f"{joined}__in": there}).update(**{own: into})
        rows.all().delete()
    thing.merged_into = into
    thing.save(update_fields=["merged_into"])


def _check_pair(thing: Need | Measure, into: Need | Measure) -> None:
    """Both rows are locked in one order, so that two organisers merging at once cannot tie a knot."""
    model = type(thing)
    rows = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[thing.pk, into.pk]).order_by("pk")}
    if thing.pk == into.pk or len(rows) < 2 or any(row.merged_into_id for row in rows.values()):
        raise Refusal(
            _("These two cannot be merged."),
            _("One of them has been merged meanwhile, or both are the same. Nothing was changed."),
            _("Reload the page and choose again."),
        )
    if rows[thing.pk].programme_id != rows[into.pk].programme_id:
        raise Refusal(_("These two belong to different programmes."), _("Nothing was changed."))


@transaction.atomic
def answer(measure: Measure, needs: Collection[int], *, by: Person | None) -> None:
    """Say which needs of the same programme a measure answers; those left out are no longer answered by it.

    Needs that the person may not know of are neither linked nor unlinked.
    """
    _check_organiser(by, measure.event)
    choice = known_to(by, Need.objects.filter(programme=measure.programme))
    known = set(choice.filter(pk__in=needs).values_list("pk", flat=True))
    if known != set(needs):
        raise Refusal(_("One of the needs is not there any more."), _("Nothing was changed."), _("Reload the page."))
    measure.answerings.filter(need__in=choice).exclude(need_id__in=known).delete()
    Answering.objects.bulk_create(
        [Answering(measure=measure, need_id=pk) for pk in sorted(known)], ignore_conflicts=True
    )


@transaction.atomic
def write_findings(
    event: Event, *, lead: LazyI18nString, follows: LazyI18nString, version: int, by: Person | None
) -> Findings:
    """Keep what the organisers say before and after the figures. `version` is the one they began to edit."""
    _check_organiser(by, event)
    findings, _made = Findings.objects.select_for_update().get_or_create(event=event)
    if findings.version != version:
        raise Refusal(
            _("Somebody else has changed this text since you opened it."),
            _("Your words were not saved; theirs stand."),
            _("Go back to keep your words, open the page anew beside it, and bring both together."),
        )
    findings.lead, findings.follows, findings.version = lead, follows, findings.version + 1
    findings.save()
    return findings


@transaction.atomic
def publish_findings(event: Event, *, public: bool, by: Person | None) -> Findings:
    """Show the findings to everybody, or to the team only again."""
    _check_organiser(by, event)
    findings, _made = Findings.objects.select_for_update().get_or_create(event=event)
    findings.published_at = (findings.published_at or timezone.now()) if public else None
    findings.save(update_fields=["published_at"])
    return findings
