"""Places of joint projects, for tests."""

import datetime as dt

from talka.territories.factories import AreaFactory
from talka.territories.models import Area, Belonging


def region(*towns):
    area = AreaFactory(kind=Area.Kind.REGION)
    for town in towns:
        Belonging.objects.create(child=town, parent=area, valid_from=dt.date(2021, 7, 1))
    return area
