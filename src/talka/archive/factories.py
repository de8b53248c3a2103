"""Made-up archives for tests."""

import datetime as dt
import io
import zipfile

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from talka.documents.storage import new_name, private_storage
from talka.programmes.factories import ProjectFactory

from .models import Archive


def zip_of(**pages: str) -> str:
    """A kept ZIP with these pages (name without its ending: words); under what name it is kept."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, words in pages.items():
            packed.writestr(f"x-archive/lv/{name}.html", f"<!doctype html><p>{words}</p>")
    return private_storage().save(new_name("zip"), ContentFile(file.getvalue()))


class ArchiveFactory(DjangoModelFactory[Archive]):
    """One that is ready."""

    class Meta:
        model = Archive

    project = factory.SubFactory(ProjectFactory)
    state = Archive.State.READY
    made_at = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
    ready_at = dt.datetime(2026, 11, 30, 12, 1, tzinfo=dt.UTC)
    talka_version = "0.1.0"
    file = factory.LazyFunction(lambda: zip_of(index="Arhīvs"))
    size = 1000
    sha256 = "0" * 64
