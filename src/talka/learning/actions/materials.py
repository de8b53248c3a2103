"""Materials of modules and sessions: kept, changed, moved, taken away."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from talka.documents.kept_files import Sent, with_file
from talka.people.access import not_allowed
from talka.people.actions.versions import check_shown
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import between as access
from ..models import Cohort, Material, Module, Session
from .cohorts import Text, cohort_locked

MOST = 300
"""Materials of one training programme."""


@dataclass(frozen=True)
class MaterialData:
    """audience: "cohort", those who take part, or "public", everybody."""

    title: Text
    audience: str = Material.Audience.COHORT


def add_material(
    cohort: Cohort, of: Module | Session, data: MaterialData, *, by: Person | None, sent: Sent
) -> Material:
    """A file or an address, after the others of the module or session. by None: the house, loading files.
    Raises Refusal."""
    if by is not None and not access.may_change_materials(by, of, cohort):
        raise not_allowed()
    _check_of(cohort, of)
    _check(data, has_content=not sent.empty)
    row = Material(training=cohort.training, title=data.title, audience=data.audience, by=by)
    if isinstance(of, Session):
        row.session = of
    else:
        row.module = of

    def save() -> None:
        with deed(by):
            cohort_locked(cohort)
            rows = Material.objects.filter(training=cohort.training_id)
            if rows.filter(retired_at=None).count() >= MOST:
                raise Refusal(
                    _("A training programme keeps at most %(n)s materials.") % {"n": MOST},
                    _("Nothing was saved."),
                    _("Take away what is not needed any more."),
                )
            last = rows.filter(session=row.session, module=row.module).aggregate(last=Max("order"))["last"]
            row.order = (last or 0) + 1
            row.save()

    with_file(row, sent, save)
    return row


def change_material(
    material: Material, data: MaterialData, *, version: int, cohort: Cohort, by: Person | None, sent: Sent
) -> Material:
    """Without a new file or address the ones there stay. version: the one that was shown. Raises Refusal."""
    _check_may(material, cohort, by)
    row = Material.objects.get(pk=material.pk)
    _check(data, has_content=not sent.empty or row.is_kept or bool(row.link))

    def save() -> None:
        with deed(by):
            cohort_locked(cohort)
            now = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
            check_shown(now, version)
            row.title, row.audience = data.title, data.audience
            row.order, row.version, row.by = now.order, now.version + 1, by
            row.save()

    with_file(row, sent, save)
    return row


def retire_material(material: Material, *, cohort: Cohort, by: Person | None) -> None:
    """Nobody sees it; it can be brought back. Twice is once."""
    _set_retired(material, cohort, by, retired=True)


def restore_material(material: Material, *, cohort: Cohort, by: Person | None) -> None:
    _set_retired(material, cohort, by, retired=False)


def _set_retired(material: Material, cohort: Cohort, by: Person | None, *, retired: bool) -> None:
    _check_may(material, cohort, by)
    with deed(by):
        cohort_locked(cohort)
        row = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
        if retired != (row.retired_at is not None):
            row.retired_at = timezone.now() if retired else None
            row.version += 1
            row.save(update_fields=["retired_at", "version"])


def move_material(material: Material, up: bool, *, cohort: Cohort, by: Person | None) -> None:
    """One place up or down among those of its module or session; at the end it stays."""
    _check_may(material, cohort, by)
    with deed(by):
        cohort_locked(cohort)
        beside = Material.objects.filter(
            training=material.training_id, module=material.module_id, session=material.session_id, retired_at=None
        )
        rows = list(beside.select_for_update(of=("self",)))
        at = next((n for n, row in enumerate(rows) if row.pk == material.pk), None)
        to = None if at is None else at + (-1 if up else 1)
        if at is None or to is None or not 0 <= to < len(rows):
            return
        rows[at].order, rows[to].order = rows[to].order, rows[at].order
        for row in (rows[at], rows[to]):
            row.save(update_fields=["order"])


def _check_may(material: Material, cohort: Cohort, by: Person | None) -> None:
    of = material.session or material.module
    if of is None or not access.may_change_materials(by, of, cohort):
        raise not_allowed()


def _check_of(cohort: Cohort, of: Module | Session) -> None:
    fits = of.cohort_id == cohort.pk if isinstance(of, Session) else of.training_id == cohort.training_id
    if not fits:
        raise Refusal(
            _("This module or session belongs to another cohort or training programme."),
            _("Nothing was changed."),
            status=422,
        )


def _check(data: MaterialData, *, has_content: bool) -> None:
    if data.audience not in Material.Audience.values:
        raise Refusal(_("This choice is not known."), _("Nothing was saved."), status=422)
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), _("Nothing was saved."), status=422)
    if not has_content:
        raise Refusal(_("Choose a file, or give an address where it can be read."), _("Nothing was saved."), status=422)
