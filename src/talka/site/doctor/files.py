"""Uploads: every row's file is there, and every file has a row."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db.models import FileField, Model

from talka.documents.storage import private_storage
from talka.site.doctor.finding import Finding, fault, ok, warning

MOST = 200_000
"""Files that are looked at; more would take minutes."""


def uploads() -> Iterator[Finding]:
    storage = private_storage()  # where every room keeps its files
    named, missing = set(), []
    for model, field in fields():
        rows = model._default_manager.exclude(**{field.name: ""}).exclude(**{f"{field.name}__isnull": True})
        for name in rows.values_list(field.name, flat=True)[:MOST]:
            named.add(name)
            if not storage.exists(name):
                missing.append(f"{model._meta.label} {name}")
    if missing:
        yield fault(
            "files",
            f"{len(missing)} rows whose file is gone, the first: {missing[0]}",
            "Bring the files back from a backup.",
        )
    else:
        yield ok("files", f"{len(named)} rows with a file, and it is there")
    if not isinstance(storage, FileSystemStorage):
        yield ok("files", "kept elsewhere than in a folder; what lies there is not gone through")
        return
    yield from _orphans(Path(settings.MEDIA_ROOT), named)


def _orphans(top: Path, named: set[str]) -> Iterator[Finding]:
    number, size, first = 0, 0, ""
    for count, path in enumerate(top.rglob("*")):
        if count > MOST:
            break
        name = path.relative_to(top).as_posix()
        if path.is_file() and name not in named:
            number, size, first = number + 1, size + path.stat().st_size, first or name
    if number:
        yield warning(
            "files",
            f"{number} files of {size // 1000} kB that no row names, the first: {first}",
            "They may be of deleted rows: keep a backup, then remove them by hand.",
        )
    else:
        yield ok("files", "none lies there without a row")


def fields() -> list[tuple[type[Model], FileField]]:
    """Every column that names a file, of every room; not those of kept versions."""
    return [
        (model, field)
        for model in apps.get_models()
        if model.__module__.startswith("talka.") and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.local_fields
        if isinstance(field, FileField)
    ]
