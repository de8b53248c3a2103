"""Comparisons are kept under a name by people signed in: shared, refreshed, deleted; others copy what is shared."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.indicators.access import not_allowed
from talka.indicators.comparing.choice import Choice
from talka.indicators.comparing.compared import Compared
from talka.indicators.comparing.kept import Since, as_kept
from talka.indicators.models import Comparison
from talka.indicators.queries.comparison import comparison
from talka.indicators.queries.kept import kept_figures
from talka.people.models import Person
from talka.ui.refusals import Refusal

MOST_KEPT = 200
LONGEST_TITLE = 200
MOST_TOLD = 200
"""As many figures that changed at a refresh are kept with their values before and after."""


@transaction.atomic
def keep(choice: Choice, title: str, *, by: Person | None) -> Comparison:
    """Keep a comparison with its figures as they stand now."""
    person = _signed_in(by)
    shown = comparison(choice, timezone.localdate())
    if not shown.areas or not shown.columns:
        raise Refusal(
            _("There is nothing to keep yet."), advice=_("Choose at least one area and one indicator."), status=422
        )
    _room_for_one_more(person)
    choice = choice.but(
        areas=tuple(area.key for area in shown.areas), measures=tuple(each.measure.key for each in shown.columns)
    )
    row = Comparison.objects.create(
        title=_titled(title), options=choice.kept(), kept=as_kept(shown), refreshed_at=timezone.now(), by=person
    )
    _name_parts(row, shown)
    return row


@transaction.atomic
def copy(row: Comparison, *, by: Person | None) -> Comparison:
    """Somebody's shared comparison as one's own, not shared, with the figures as that one keeps them."""
    person = _signed_in(by)
    if row.by_id != person.pk and not row.shared:
        raise not_allowed()
    _room_for_one_more(person)
    made = Comparison.objects.create(
        title=row.title, options=_options(row), kept=row.kept, refreshed_at=row.refreshed_at, by=person
    )
    made.areas.set(row.areas.all())
    made.indicators.set(row.indicators.all())
    return made


@transaction.atomic
def rename(row: Comparison, title: str, *, by: Person | None) -> None:
    locked = _own(row, by)
    locked.title = _titled(title)
    locked.save(update_fields=["title"])


@transaction.atomic
def share(row: Comparison, shared: bool, *, by: Person | None) -> None:
    """Whether whoever has the address may read it. Taken back, the address shows nothing to others any more."""
    locked = _own(row, by)
    locked.shared = shared
    locked.save(update_fields=["shared"])


@transaction.atomic
def delete(row: Comparison, *, by: Person | None) -> None:
    """It goes from the list, and with its last day of thirty from the database."""
    locked = _own(row, by)
    locked.deleted_at = locked.deleted_at or timezone.now()
    locked.save(update_fields=["deleted_at"])


@transaction.atomic
def restore(row: Comparison, *, by: Person | None) -> None:
    locked = _own(row, by)
    locked.deleted_at = None
    locked.save(update_fields=["deleted_at"])


@transaction.atomic
def refresh(row: Comparison, *, by: Person | None) -> int:
    """Take over the figures as they stand now; how many are not as they were. What changed is kept with it."""
    locked = _own(row, by)
    choice = Choice.from_kept(locked.options)
    found = kept_figures(locked, choice)
    now = comparison(found.choice, timezone.localdate())
    changed = [_told(each) for each in found.since[:MOST_TOLD]]
    locked.options = {**_options(locked), "last_changes": changed}
    locked.kept, locked.refreshed_at = as_kept(now), timezone.now()
    locked.save(update_fields=["options", "kept", "refreshed_at"])
    return len(found.since)


def _told(each: Since) -> list[Any]:
    before, now = each.before and list(each.before[:2]), each.now and list(each.now[:2])
    return [each.column.measure.key, each.area.key, each.year, before, now]


def _options(row: Comparison) -> dict[str, Any]:
    return {name: value for name, value in row.options.items() if name != "last_changes"}


def _name_parts(row: Comparison, shown: Compared) -> None:
    row.areas.set(shown.areas)
    row.indicators.set({column.indicator for column in shown.columns})


def _signed_in(person: Person | None) -> Person:
    if person is None:
        raise Refusal(
            _("Only people who are signed in keep comparisons."),
            advice=_("Sign in, or keep the address of the page: it shows the same."),
            status=403,
        )
    return person


def _own(row: Comparison, by: Person | None) -> Comparison:
    person = _signed_in(by)
    locked = Comparison.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.by_id != person.pk:
        raise not_allowed()
    return locked


def _room_for_one_more(person: Person) -> None:
    if Comparison.objects.filter(by=person, deleted_at=None).count() >= MOST_KEPT:
        raise Refusal(
            _("You keep %(most)s comparisons already.") % {"most": MOST_KEPT},
            advice=_("Delete some that are not needed any more."),
        )


def _titled(title: str) -> str:
    found = " ".join(title.split())[:LONGEST_TITLE]
    if not found:
        raise Refusal(_("A comparison needs a name."), advice=_("Write what it compares."), status=422)
    return found
