"""Entering and changing programmes. Deleting is a state: what was public is so no more, and nothing is lost."""

from dataclasses import dataclass, field, fields

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.people.access import is_administrator, not_allowed
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise_programme
from talka.programmes.models import Programme
from talka.programmes.slugs import free_slug
from talka.ui.refusals import Refusal

from .publicity import check_template

Text = LazyI18nString | str


@dataclass(frozen=True)
class ProgrammeData:
    """Texts may be in several languages. labels: own words for roles, {role: {language: label}}."""

    title: Text
    code: str = ""
    slug: str = ""
    description: Text = ""
    funder: Text = ""
    funder_template: str = ""
    public: bool = True
    illustrative: bool = False
    source: str = ""
    labels: dict[str, dict[str, str]] = field(default_factory=dict)


def save_programme(data: ProgrammeData, programme: Programme | None = None, *, by: Person | None) -> Programme:
    """Enter a programme (administrators) or change one (its organisers). An address once given stays.

    Made-up or real is decided when it is entered, and never changed. Raises Refusal.
    """
    if programme is None:
        if not is_administrator(by):
            raise not_allowed()
    else:
        check_organise_programme(by, programme)
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), status=422)
    made_up = programme.illustrative if programme else data.illustrative
    check_template(data.funder_template, illustrative=made_up, before=programme.funder_template if programme else "")
    with deed(by):
        if programme is None:
            row = Programme(
                slug=free_slug(Programme, data.slug or data.code or str(data.title)), illustrative=data.illustrative
            )
        else:
            row = Programme.objects.select_for_update().get(pk=programme.pk)
        for each in fields(ProgrammeData):
            if each.name not in {"slug", "illustrative"}:
                setattr(row, each.name, getattr(data, each.name))
        row.save()
    return row


def archive_programme(programme: Programme, *, by: Person | None) -> Programme:
    """Take it, and with it its projects, out of sight of all but its team and administrators."""
    return _set_archived(programme, by, archived=True)


def restore_programme(programme: Programme, *, by: Person | None) -> Programme:
    """Bring it back, not public until somebody says so."""
    return _set_archived(programme, by, archived=False)


def _set_archived(programme: Programme, by: Person | None, *, archived: bool) -> Programme:
    check_organise_programme(by, programme)
    with deed(by):
        row = Programme.objects.select_for_update().get(pk=programme.pk)
        if archived != bool(row.archived_at):
            row.archived_at = timezone.now() if archived else None
            row.public = False
            row.save(update_fields=["archived_at", "public"])
    return row
