"""Made-up resources for tests."""

import io

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString
from PIL import Image

from talka.documents.storage import private_storage
from talka.territories.factories import AreaFactory
from talka.ui.folding import fold
from talka.ui.sorting import latvian_key

from .kinds import Kind, smallest
from .languages import every, first
from .models import Paper, Photo, Resource


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return out.getvalue()


class ResourceFactory(DjangoModelFactory[Resource]):
    class Meta:
        model = Resource

    area = factory.SubFactory(AreaFactory)
    kind = Kind.BUILDING
    title = factory.Sequence(lambda n: LazyI18nString({"lv": f"Bijusī pienotava {n}", "en": f"Former dairy {n}"}))
    description = LazyI18nString({"lv": "Mūra ēka ar jumtu.", "en": "A brick building with a roof."})
    illustrative = factory.SelfAttribute("area.illustrative")
    confirmed_on = factory.LazyFunction(timezone.localdate)
    entered_at = factory.LazyFunction(timezone.now)
    changed_at = factory.LazyFunction(timezone.now)
    sort_key = factory.LazyAttribute(lambda o: latvian_key(first(o.title)))
    folded = factory.LazyAttribute(lambda o: fold(f"{every(o.title)} {every(o.description)}"))
    size = None
    smallest_size = factory.LazyAttribute(lambda o: smallest(o.size, o.unit)[0] if o.size else None)
    smallest_unit = factory.LazyAttribute(lambda o: smallest(o.size, o.unit)[1] if o.size else "")


class PhotoFactory(DjangoModelFactory[Photo]):
    class Meta:
        model = Photo

    resource = factory.SubFactory(ResourceFactory)
    file = factory.LazyFunction(lambda: private_storage().save("zq/resource.jpg", ContentFile(picture())))
    alt = LazyI18nString({"lv": "Ēka no ceļa puses", "en": "The building seen from the road"})
    people = Photo.People.NOBODY
    width = 40
    height = 30


class PaperFactory(DjangoModelFactory[Paper]):
    class Meta:
        model = Paper

    resource = factory.SubFactory(ResourceFactory)
    title = LazyI18nString({"lv": "Ēkas plāns", "en": "Plan of the building"})
    link = factory.Sequence(lambda n: f"https://example.org/plans-{n}")
