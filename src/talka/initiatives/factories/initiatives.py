"""Made-up initiatives."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from talka.territories.factories import AreaFactory

from ..models import Initiative


class InitiativeFactory(DjangoModelFactory[Initiative]):
    """Everybody reads it; `draft=True` its authors alone."""

    class Meta:
        model = Initiative

    class Params:
        draft = factory.Trait(published_at=None, state=Initiative.State.DRAFT)

    title = factory.Sequence(lambda n: f"Taka gar ezeru {n}")
    what = "Iztīrīt krastu un ieklāt laipu."
    area = factory.SubFactory(AreaFactory)
    state = Initiative.State.OPEN
    published_at = factory.LazyFunction(timezone.now)
