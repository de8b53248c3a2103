"""From what was said at an event to what is needed: its themes become needs and measures; what was found, in words."""

from collections.abc import Collection
from typing import TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from i18nfield.strings import LazyI18nString

from talka.events import access as events
from talka.events.models import Event
from talka.people.access import not_allowed
from talka.people.models import Person
from talka.ui.refusals import Refusal
from talka.workshops.models import Cluster

from ..models import Findings, Measure, Need
from ..queries import open_themes
from .wording import short

Thing = TypeVar("Thing", Need, Measure)


def _check_organiser(by: Person | None, event: Event | None) -> None:
    if event is None or not events.may_organise(by, event):
        raise not_allowed()


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
        words=short(words) or chosen[0].name,
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
