"""Publishing the agenda: a numbered version, frozen, and a letter to those who come about what has changed."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.events import jobs, letters_of_planning
from talka.events.models import AgendaRelease, Event, Registration
from talka.events.queries.changes import Change, changes_between, facts_between
from talka.events.queries.snapshot import Frozen, frozen_facts, frozen_items
from talka.people.models import Person
from talka.ui.refusals import Refusal

from .agenda import _locked
from .record import note_event

# Past so many letters the worker writes them.
AT_ONCE = 100


@dataclass(frozen=True)
class Draft:
    """What would be released now."""

    items: list[Frozen]
    facts: Frozen
    changes: list[Change]
    before: AgendaRelease | None

    @property
    def number(self) -> int:
        return self.before.number + 1 if self.before else 1

    @property
    def nothing_new(self) -> bool:
        return self.before is not None and self.before.items == self.items and self.before.facts == self.facts


def draft_release(event: Event) -> Draft:
    """The next version compared with the last one. Four queries."""
    before = event.releases.order_by("-number").first()
    items, facts = frozen_items(event), frozen_facts(event)
    if before is None:
        return Draft(items, facts, [], None)
    changes = facts_between(before.facts, facts) + changes_between(before.items, items)
    return Draft(items, facts, changes, before)


@transaction.atomic
def release_agenda(
    event: Event,
    *,
    by: Person | None,
    seen: int | None = None,
    note: LazyI18nString | str = "",
    tell: bool = False,
) -> AgendaRelease:
    """Publish the agenda as its next version. `seen`: the agenda's version that was looked at before saying yes.

    tell: write to everybody who is registered or waits; nobody else gets a letter. Refused where nothing is new.
    """
    row = _locked(event, by, seen)
    release = freeze(row, by=by, note=note)
    if tell and row.state == Event.State.PUBLISHED:
        release.told = told = people_to_tell(row).count()
        release.save(update_fields=["told"])
        if told > AT_ONCE:
            transaction.on_commit(lambda: jobs.tell_release.defer(release=release.pk))
        elif told:
            letters_of_planning.tell_release(release)
    note_event(row, "agenda.released", by, release=release.number)
    return release


def freeze(event: Event, *, by: Person | None = None, note: LazyI18nString | str = "") -> AgendaRelease:
    """The next version as a row, without asking who may and without letters: for what is loaded from files."""
    draft = draft_release(event)
    if not draft.items:
        raise Refusal(_("The agenda is empty."), advice=_("Add its first item."))
    if draft.nothing_new:
        raise Refusal(
            _("Nothing has changed since the last version."),
            _("The public page already shows this agenda."),
        )
    return AgendaRelease.objects.create(
        event=event,
        number=draft.number,
        released_by=by,
        items=draft.items,
        facts=draft.facts,
        changes=draft.changes,
        note=note,
    )


def people_to_tell(event: Event) -> QuerySet[Registration]:
    """Registrations whose holders must hear of a change: registered or waiting, with an address."""
    return event.registrations.exclude(state=Registration.State.CANCELLED).exclude(person__email="")


def forget_introductions(person: Person) -> None:
    """Empty how a person was introduced in every release; their name stands in none. Part of erasing them."""
    for release in AgendaRelease.objects.filter(items__contains=[{"speakers": [{"person": person.pk}]}]):
        for item in release.items:
            for speaker in item["speakers"]:
                if speaker["person"] == person.pk:
                    speaker["as"] = ""
        release.save(update_fields=["items"])
