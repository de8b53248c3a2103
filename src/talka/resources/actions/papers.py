"""Documents of a resource, and addresses where something about it can be read."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from talka.documents.addresses import checked_website
from talka.documents.storage import delete_file, store_file
from talka.documents.uploads import check_upload
from talka.people.history import deed
from talka.people.models import Person
from talka.ui.refusals import Refusal

from ..access import check_correct
from ..languages import many, plain
from ..models import Paper, Resource

MOST_BYTES = 50 * 1024 * 1024
MOST_PAPERS = 20


def add_paper(
    resource: Resource,
    *,
    title: LazyI18nString | str,
    by: Person | None,
    link: str = "",
    file: BinaryIO | None = None,
    name: str = "",
) -> Paper:
    """A document (told by its content, at most 50 MB) or a link, one of both. by None: the house, loading files."""
    if by is not None:
        check_correct(by, resource)
    if not plain(title):
        raise Refusal(_("The document has no title."), _("Nothing was changed."), _("Say what it is."), status=422)
    if bool(link) == (file is not None):
        raise Refusal(
            _("Choose a file, or give an address where it can be read; not both."),
            _("Nothing was changed."),
            status=422,
        )
    paper = Paper(resource=resource, title=many(title))
    stored = ""
    if file is not None:
        upload = check_upload(file, name, most_bytes=MOST_BYTES)
        stored = store_file(file, upload)
        paper.file.name, paper.file_name = stored, upload.name
        paper.media_type, paper.size = upload.media_type, upload.size
    else:
        paper.link = checked_website(link)
    try:
        with deed(by):
            Resource.objects.select_for_update(of=("self",)).get(pk=resource.pk)
            paper.order = resource.papers.count()
            if paper.order >= MOST_PAPERS:
                raise Refusal(_("A resource holds at most %(number)s documents.") % {"number": MOST_PAPERS})
            paper.save()
    except Exception:
        delete_file(stored)
        raise
    return paper


def remove_paper(paper: Paper, *, by: Person | None) -> None:
    check_correct(by, paper.resource)
    name = paper.file.name or ""
    with deed(by):
        paper.delete()
        transaction.on_commit(lambda: delete_file(name))
