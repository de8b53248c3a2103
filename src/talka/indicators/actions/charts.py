"""The charts of profiles are drawn by the worker when what they show has changed, and kept by the digest of it."""

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from talka.indicators import analysis_set
from talka.indicators.charts import industries, look, place, way
from talka.indicators.models import Chart
from talka.indicators.queries.chart_data import Picture, pictures_of
from talka.indicators.queries.charts import name_of_chart
from talka.indicators.queries.profile_page import profile_page
from talka.territories.models import Area
from talka.territories.queries import HEAVY, MUNICIPAL, standing

if TYPE_CHECKING:
    import altair as alt

KINDS = (*MUNICIPAL, Area.Kind.REGION)
logger = logging.getLogger(__name__)


def draw_charts() -> int:
    """Draw what has changed, area by area, each area in a transaction of its own; how many were drawn.

    What is no longer to be drawn, because its figures were taken back, goes. Without the set for charts nothing is
    drawn: pages show their tables, and the doctor says what is missing. An area that fails stops no other; the job then
    ends with what it failed of, so that administrators see it.
    """
    if not analysis_set.is_installed():
        logger.warning("Charts are not drawn: the set for heavy tables and charts is not installed.")
        return 0
    today = timezone.localdate()
    areas = Area.objects.filter(standing(today), kind__in=KINDS).defer(*HEAVY).order_by("pk")
    drawn = 0
    failed: list[Exception] = []
    for area in list(areas):
        try:
            with transaction.atomic():
                drawn += sum(_of_area(area))
        except Exception as fault:
            logger.exception("charts of %s could not be drawn", area.key)
            failed.append(fault)
    if failed:
        raise ExceptionGroup("some charts could not be drawn", failed)
    return drawn


def _of_area(area: Area) -> Iterator[int]:
    """1 for each chart that was drawn."""
    kept = list(Chart.objects.filter(name__startswith=f"{area.key}/").order_by("drawn_at", "pk").defer("svg"))
    newest = {row.name: row.digest for row in kept}
    wanted: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pictures = pictures_of(profile_page(area, timezone.localdate()))
        for picture in pictures:
            name = name_of_chart(area, picture.kind, language)
            digest = _digest(name, picture)
            wanted.add(name)
            if newest.get(name) == digest:
                continue
            # Figures that were taken back are what they were: the older drawing is the newest again.
            if not Chart.objects.filter(digest=digest).update(drawn_at=timezone.now()):
                _draw(name, digest, picture, language)
                yield 1
    # An older drawing of what is still drawn stays until the night, for pages that somebody has open.
    Chart.objects.filter(name__in=newest.keys() - wanted).delete()


def _digest(name: str, picture: Picture) -> str:
    told = json.dumps([name, asdict(picture)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(look.of_sources() + told.encode()).hexdigest()


def _draw(name: str, digest: str, picture: Picture, language: str) -> None:
    """Whoever draws the same at the same time keeps it once."""
    svg = look.drawn(_chart(picture), language)
    row = Chart(
        digest=digest,
        name=name,
        svg=svg.text,
        width=svg.width,
        height=svg.height,
        alt=picture.alt,
        table=[list(row) for row in picture.table],
    )
    Chart.objects.bulk_create([row], ignore_conflicts=True)


def _chart(picture: Picture) -> "alt.VConcatChart":
    match picture.shows:
        case way.Way():
            return way.chart(picture.shows)
        case place.Places():
            return place.chart(picture.shows)
        case industries.Industries():
            return industries.chart(picture.shows)
