"""A project's own formats: copied from another, changed on screen or by file, taken away. Workshops keep their copy."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from talka.people.models import Person
from talka.programmes.access import may_organise
from talka.programmes.models import Project
from talka.ui.refusals import Refusal

from ..formats.reading import read_format
from ..formats.spec import FormatSpec
from ..formats.writing import format_table
from ..models import Format

MOST_FORMATS = 50


@transaction.atomic
def copy_format(project: Project, spec: FormatSpec, *, title: Mapping[str, str], by: Person | None) -> Format:
    """A format of the project's own that begins as a copy, under another title (words by language)."""
    table = format_table(spec) | {"title": dict(title)}
    return _add(project, table, spec.key, by)


@transaction.atomic
def take_format_in(project: Project, table: Mapping[str, Any], *, by: Person | None) -> Format:
    """A format from a file. Raises FormatFaults with everything that is wrong."""
    return _add(project, dict(table), "", by)


@transaction.atomic
def change_format(own: Format, table: Mapping[str, Any], version: int, *, by: Person | None) -> Format:
    """Put this table in place of the old one. `version`: of what the page showed. Raises FormatFaults."""
    locked = _locked(own, by)
    spec = read_format(locked.key, table)
    wanted = format_table(spec)
    wanted.pop("key", None)
    if wanted == locked.table:
        return locked
    if locked.version != version:
        raise Refusal(
            _("Somebody else has changed this format meanwhile."),
            _("Your change was not saved, so that theirs is not lost."),
            _("Open the page again and change what is still needed."),
        )
    locked.table, locked.version = wanted, locked.version + 1
    locked.save(update_fields=["table", "version", "changed_at"])
    return locked


@transaction.atomic
def remove_format(own: Format, *, by: Person | None) -> None:
    """No new group work is made with it. What was made with it keeps its steps."""
    locked = _locked(own, by)
    if locked.removed_at is None:
        locked.removed_at = timezone.now()
        locked.save(update_fields=["removed_at"])


def _add(project: Project, table: dict[str, Any], based_on: str, by: Person | None) -> Format:
    if not may_organise(by, project):
        raise _not_allowed()
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if Format.objects.filter(project=project, removed_at__isnull=True).count() >= MOST_FORMATS:
        raise Refusal(
            _("A project has at most %(n)s formats of its own.") % {"n": MOST_FORMATS},
            advice=_("Take away one that is not used."),
        )
    spec = read_format("own", table)
    table = format_table(spec)
    table.pop("key", None)
    words = next(iter(spec.title.values()))
    stem = slugify(words)[:32].strip("-") or "own"
    taken = set(Format.objects.filter(project=project).values_list("key", flat=True))
    key = next(name for name in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if name not in taken)
    try:
        with transaction.atomic():
            return Format.objects.create(project=project, key=key, table=table, based_on=based_on)
    except IntegrityError:
        raise Refusal(_("A format with this name already exists."), advice=_("Please try again.")) from None


def _locked(own: Format, by: Person | None) -> Format:
    locked = Format.objects.select_for_update(of=("self",), no_key=True).select_related("project").get(pk=own.pk)
    if not may_organise(by, locked.project):
        raise _not_allowed()
    if locked.removed_at is not None:
        raise Refusal(_("This format has been taken away."), status=410)
    return locked


def _not_allowed() -> Refusal:
    return Refusal(_("Formats are changed by the project's organisers."), _("Nothing was changed."), status=403)
