"""What places have: resources.toml, with pictures and documents beside it. They hang on areas and not on a programme,
so each programme of true places tells all true ones, and a made-up programme those of its made-up country."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from talka.documents.storage import open_file
from talka.programmes.models import Programme
from talka.resources.models import Paper, Photo, Resource

from ..record_files import plain_words, write_toml
from .dump_lists import KeysOf
from .load_resources import CONTACT, FOLDER, PLAIN


def resources_of(programme: Programme) -> list[Resource]:
    rows = Resource.objects.filter(illustrative=programme.illustrative).select_related(
        "area", "owner", "contact_organisation", "contact_person", "entered_for"
    )
    return list(
        rows.defer("area__boundary", "area__outline").prefetch_related("photos", "papers").order_by("sort_key", "pk")
    )


def contacts(resources: Sequence[Resource]) -> set[int]:
    return {row.contact_person_id for row in resources if row.contact_person_id}


def organisations_named(resources: Sequence[Resource]) -> set[int]:
    named = [(row.owner_id, row.contact_organisation_id, row.entered_for_id) for row in resources]
    return {pk for three in named for pk in three if pk}


def write_resources(resources: Sequence[Resource], folder: Path, keys: KeysOf) -> None:
    rows = [_resource(row, folder, keys) for row in resources]
    if rows:
        write_toml(folder / "resources.toml", {"resource": rows})


def _resource(row: Resource, folder: Path, keys: KeysOf) -> dict[str, Any]:
    return {
        "key": row.key,
        "area": row.area.key,
        "title": plain_words(row.title),
        "description": plain_words(row.description),
        **{name: getattr(row, name) for name in (*PLAIN, *CONTACT)},
        "owner": keys.organisation(row.owner),
        "contact_organisation": keys.organisation(row.contact_organisation),
        "contact_person": keys.person(row.contact_person),
        "contact_office": row.contact_office or None,
        "entered_for": keys.organisation(row.entered_for),
        "confirmed_on": row.confirmed_on,
        "withdrawn_on": timezone.localdate(row.withdrawn_at) if row.withdrawn_at else None,
        "withdrawn_why": row.withdrawn_why,
        "photo": [_photo(row, number, photo, folder) for number, photo in enumerate(row.photos.all(), start=1)],
        "paper": [_paper(row, number, paper, folder) for number, paper in enumerate(row.papers.all(), start=1)],
    }


def _photo(row: Resource, number: int, photo: Photo, folder: Path) -> dict[str, Any]:
    name = photo.file.name or ""
    kept = f"{row.key}-photo-{number}.{name.rpartition('.')[2]}"
    _copy(name, folder / FOLDER / kept)
    return {"file": kept, "alt": plain_words(photo.alt), "people": photo.people, "credit": photo.credit}


def _paper(row: Resource, number: int, paper: Paper, folder: Path) -> dict[str, Any]:
    if paper.link:
        return {"title": plain_words(paper.title), "link": paper.link}
    name = paper.file.name or ""
    kept = f"{row.key}-paper-{number}.{name.rpartition('.')[2]}"
    _copy(name, folder / FOLDER / kept)
    return {"title": plain_words(paper.title), "file": kept, "name": paper.file_name}


def _copy(name: str, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with open_file(name) as file:
        to.write_bytes(file.read())
