"""Claim: among 5,000 resources of places no search takes 100 ms or 60 kB, nor does a resource's or an area's page.

As in `pages`, whose programme it is; the resources are spread over municipalities and parishes. See
docs/developers/speed.md.
"""

import os
import random
import sys
from decimal import Decimal
from typing import Any

from bench._browser import Browser
from bench.pages import run

RESOURCES = int(os.environ.get("TALKA_BENCH_RESOURCES", "5000"))
WHAT = ("Bijusī skola", "Šķūnis pie ezera", "Zeme pie stacijas", "Ūdensdzirnavas", "Ķieģeļu ceplis", "Meža taka")


def fill(filled: Any) -> None:
    from django.utils import timezone
    from i18nfield.strings import LazyI18nString

    from talka.resources.kinds import STATES, USES, Kind, smallest
    from talka.resources.models import Photo, Resource
    from talka.territories.models import Area
    from talka.ui.folding import fold
    from talka.ui.sorting import latvian_key

    chance = random.Random(6)
    areas = list(Area.objects.filter(kind__in=("municipality", "parish", "town"), illustrative=False, valid_to=None))
    now, rows = timezone.now(), []
    for number in range(RESOURCES):
        kind = chance.choice(Kind.values)
        title = f"{chance.choice(WHAT)} {number}"
        words = f"{title}: " + "ko tajā var darīt, kas vajadzīgs un kas to lieto. " * chance.randint(1, 12)
        size = Decimal(chance.randint(1, 900)) / 10
        rows.append(
            Resource(
                area=chance.choice(areas), kind=kind, title=LazyI18nString({"lv": title, "en": title}),
                description=LazyI18nString({"lv": words}), size=size, unit="ha", smallest_size=smallest(size, "ha")[0],
                smallest_unit="m2", state=chance.choice(STATES[kind]), use=chance.choice(USES[kind]),
                owner_words="Pašvaldība", confirmed_on=now.date(), entered_at=now, changed_at=now,
                sort_key=latvian_key(title), folded=fold(f"{title} {words}"),
            )
        )  # fmt: skip
    Resource.objects.bulk_create(rows, batch_size=1000)
    Photo.objects.bulk_create(
        [
            Photo(resource=row, file="none.jpg", alt=LazyI18nString({"lv": "Ēka no ceļa puses"}), people="nobody")
            for row in rows[::2]
        ],
        batch_size=1000,
    )


def resources(filled: Any) -> dict[str, tuple[Browser, str]]:
    from bench.pages import analyze
    from talka.resources.models import Resource
    from talka.territories.models import Area

    fill(filled)
    analyze()
    visitor = Browser()
    region = Area.objects.filter(kind="region", illustrative=False, valid_to=None).first()
    key = Resource.objects.order_by("pk").values_list("key", flat=True)[0]
    assert region is not None
    return {
        "all resources": (visitor, "/resources/"),
        "by words": (visitor, "/resources/?q=skunis+ezera"),
        "of a region, by use and size": (
            visitor,
            f"/resources/?area={region.key}&use=unused&least=5&most=50&unit=ha&order=size",
        ),
        "as a table": (visitor, "/resources/?view=table&page=20"),
        "a resource": (visitor, f"/resources/r/{key}/"),
        "an area": (visitor, f"/areas/{region.key}/"),
    }


def main() -> int:
    return run("resources", resources)


if __name__ == "__main__":
    sys.exit(main())
