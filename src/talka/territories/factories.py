"""Made-up areas for tests."""

import factory
from factory.django import DjangoModelFactory

from talka.ui.folding import fold
from talka.ui.sorting import latvian_key

from .models import Area


class AreaFactory(DjangoModelFactory[Area]):
    class Meta:
        model = Area

    key = factory.Sequence(lambda n: f"abelu-novads-{n}")
    kind = Area.Kind.MUNICIPALITY
    name = factory.Sequence(lambda n: f"Ābeļu {n}. novads")
    genitive = factory.LazyAttribute(lambda o: o.name.replace("novads", "novada"))
    locative = factory.LazyAttribute(lambda o: o.name.replace("novads", "novadā"))
    sort_key = factory.LazyAttribute(lambda o: latvian_key(o.name))
    folded = factory.LazyAttribute(lambda o: fold(o.name))
