"""Made-up evidence for tests."""

import datetime as dt
import hashlib
import io

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from talka.documents.media_types import PDF
from talka.documents.storage import private_storage
from talka.programmes.factories import ProgrammeFactory, both

from .models import EvidenceFile, OwnItem, Package, Publication, Statement
from .zipping import packing

MOMENT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


class EvidenceFileFactory(DjangoModelFactory[EvidenceFile]):
    """A stored file of a few bytes (`content`)."""

    class Meta:
        model = EvidenceFile
        exclude = ("content",)

    content = b"%PDF-1.4 made up"
    event = factory.SubFactory("talka.events.factories.EventFactory")
    item = "signed_list"
    file_name = "saraksts.pdf"
    media_type = PDF
    kind = "pdf"
    size = factory.LazyAttribute(lambda o: len(o.content))
    uploaded_at = MOMENT
    file = factory.LazyAttribute(lambda o: private_storage().save("zq/evidence.pdf", ContentFile(o.content)))

    @factory.lazy_attribute
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


class PublicationFactory(DjangoModelFactory[Publication]):
    class Meta:
        model = Publication

    event = factory.SubFactory("talka.events.factories.EventFactory")
    title = factory.Sequence(lambda n: f"Raksts {n}")
    url = factory.Sequence(lambda n: f"https://example.org/raksts-{n}")
    entered_at = MOMENT


class StatementFactory(DjangoModelFactory[Statement]):
    class Meta:
        model = Statement

    event = factory.SubFactory("talka.events.factories.EventFactory")
    item = "certificates"
    reason = "Apliecinājumus izsniedz projekta beigās."
    said_at = MOMENT


class OwnItemFactory(DjangoModelFactory[OwnItem]):
    class Meta:
        model = OwnItem

    programme = factory.SubFactory(ProgrammeFactory)
    key = factory.Sequence(lambda n: f"protokols-{n}")
    title = factory.LazyAttribute(lambda o: both(f"Protokols {o.key}", f"Minutes {o.key}"))
    order = factory.Sequence(lambda n: n % 1000 + 1)


class PackageFactory(DjangoModelFactory[Package]):
    """One that was made: a small ZIP with a text of your choice (`content`)."""

    class Meta:
        model = Package
        exclude = ("content",)

    content = "zq"
    event = factory.SubFactory("talka.events.factories.EventFactory")
    project = factory.SelfAttribute("event.project")
    state = Package.State.READY
    asked_at = MOMENT
    made_at = MOMENT
    file_name = "lieta.zip"
    sha256 = "0" * 64

    @factory.lazy_attribute
    def file(self) -> str:
        out = io.BytesIO()
        with packing(out, "lieta") as pack:
            pack.add("index.html", self.content.encode())
        return private_storage().save("zq/package.zip", ContentFile(out.getvalue()))
