"""Entering and changing projects, and the logos that their publicity asks for."""

import datetime as dt
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.documents.storage import delete_file, store_file
from talka.documents.uploads import check_upload
from talka.people.history import deed
from talka.people.models import Person
from talka.programmes.access import check_organise, check_organise_programme
from talka.programmes.models import Logo, Programme, Project
from talka.programmes.slugs import free_slug
from talka.ui.refusals import Refusal

from .programmes import Text
from .publicity import check_template, name_logo

MOST_LOGOS = 8
LARGEST_LOGO = 5 * 1024 * 1024


@dataclass(frozen=True)
class ProjectData:
    """Texts may be in several languages; budget in euros; retention_until: the last day evidence must be kept."""

    title: Text
    slug: str = ""
    number: str = ""
    other_number: str = ""
    objectives: Text = ""
    funder: Text = ""
    instrument: Text = ""
    funder_template: str = ""
    publicity: Text = ""
    website: str = ""
    starts: dt.date | None = None
    ends: dt.date | None = None
    budget_eur: Decimal | None = None
    public: bool = True
    controller: Text = ""
    retention_until: dt.date | None = None
    source: str = ""


def save_project(
    data: ProjectData, *, programme: Programme | None = None, project: Project | None = None, by: Person | None
) -> Project:
    """Enter a project into `programme` (its organisers) or change `project` (its organisers). Raises Refusal."""
    if project is None:
        if programme is None:
            raise ValueError("a new project needs its programme")
        check_organise_programme(by, programme)
    else:
        check_organise(by, project)
    if not str(data.title).strip():
        raise Refusal(_("The title is missing."), status=422)
    if data.starts and data.ends and data.ends < data.starts:
        raise Refusal(_("The project ends before it starts."), advice=_("Look at the two dates."), status=422)
    if data.retention_until and data.ends and data.retention_until < data.ends:
        raise Refusal(
            _("Evidence would be erased before the project ends."), advice=_("Look at the dates."), status=422
        )
    within = project.programme if project else programme
    check_template(
        data.funder_template,
        illustrative=within is not None and within.illustrative,
        before=project.funder_template if project else "",
    )
    with deed(by):
        if project is None:
            slug = free_slug(Project, data.slug or data.other_number or data.number or str(data.title))
            row = Project(programme=programme, slug=slug)
        else:
            row = Project.objects.select_for_update(of=("self",)).select_related("programme").get(pk=project.pk)
        for each in fields(ProjectData):
            if each.name != "slug":
                setattr(row, each.name, getattr(data, each.name))
        row.save()
    return row


def archive_project(project: Project, *, by: Person | None) -> Project:
    """Take it out of sight of all but its team and administrators; nothing is lost."""
    return _set_archived(project, by, archived=True)


def restore_project(project: Project, *, by: Person | None) -> Project:
    """Bring it back, not public until somebody says so."""
    return _set_archived(project, by, archived=False)


def _set_archived(project: Project, by: Person | None, *, archived: bool) -> Project:
    check_organise(by, project)
    with deed(by):
        row = Project.objects.select_for_update(of=("self",)).select_related("programme").get(pk=project.pk)
        if archived != bool(row.archived_at):
            row.archived_at = timezone.now() if archived else None
            row.public = False
            row.save(update_fields=["archived_at", "public"])
    return row


def add_logo(project: Project, file: BinaryIO, name: str, alt: Text, *, wanted: str = "", by: Person | None) -> Logo:
    """Keep a raster image that stands at the foot of every page and document. alt: what it shows, in words; wanted:
    which of the funder's logos it is, and then it takes that one's place."""
    check_organise(by, project)
    if not str(alt).strip():
        raise Refusal(
            _("The description of the logo is missing."),
            advice=_("Say in words whose logo it is, for those who cannot see it."),
            status=422,
        )
    upload = check_upload(file, name, kinds=("image",), most_bytes=LARGEST_LOGO)
    if upload.extension == "heic":
        raise Refusal(_("A HEIC image cannot stand in documents."), advice=_("Save it as PNG or JPEG."), status=400)
    with deed(by):
        Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        logos = Logo.objects.filter(project=project)
        if logos.count() >= MOST_LOGOS:
            raise Refusal(_("A project can have at most %(count)s logos.") % {"count": MOST_LOGOS})
        last = logos.aggregate(last=Max("order"))["last"]
        kept = store_file(file, upload)
        logo = Logo.objects.create(project=project, file=kept, alt=alt, order=0 if last is None else last + 1)
        return name_logo(logo, wanted, by=by) if wanted else logo


def drop_logo(logo: Logo, *, by: Person | None) -> None:
    """Take a logo away; papers that were made with it keep it."""
    check_organise(by, logo.project)
    name = logo.file.name or ""
    with deed(by):
        logo.delete()
        transaction.on_commit(lambda: delete_file(name), robust=True)
