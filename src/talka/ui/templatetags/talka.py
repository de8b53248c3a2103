"""Filters and tags of the design system; built in, so that no template has to load them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from talka.ui import charts, few, numbers, panels, request_number, way_drawing, ways
from talka.ui import qr as codes
from talka.ui import way_chart as way_charts

register = template.Library()

LANGUAGE_LABELS = {"lv": _("In Latvian"), "en": _("In English")}


@register.filter
def number(value: Any, digits: int | None = None) -> str:
    return "" if value in (None, "") else numbers.number(value, digits)


@register.filter
def euro(value: Any) -> str:
    return "" if value in (None, "") else numbers.euro(value)


@register.filter
def percent(value: Any, digits: int = 0) -> str:
    return "" if value in (None, "") else numbers.percent(value, digits)


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """2015. gada 11. februāris"""
    return numbers.date(value) if value else ""


@register.filter
def day_on(value: dt.date | dt.datetime | None) -> str:
    """2015. gada 11. februārī: the day on which something was"""
    return numbers.date(value, case="on") if value else ""


@register.filter
def day_until(value: dt.date | dt.datetime | None) -> str:
    """2015. gada 11. februārim: the day up to which something holds, after “līdz”"""
    return numbers.date(value, case="until") if value else ""


@register.filter
def weekday(value: dt.date | dt.datetime | None) -> str:
    """2015. gada 11. februāris, trešdiena"""
    return numbers.date(value, weekday=True) if value else ""


@register.filter
def short_day(value: dt.date | dt.datetime | None) -> str:
    """11.02.2015."""
    return numbers.short_date(value) if value else ""


@register.filter
def minutes_seconds(seconds: int) -> str:
    """4:05"""
    return f"{seconds // 60}:{seconds % 60:02}"


@register.filter
def clock(value: dt.datetime | dt.time | None) -> str:
    """10:30"""
    return numbers.time(value) if value else ""


@register.filter
def times(start: dt.datetime | None, end: dt.datetime | None = None) -> str:
    """{{ item.start|times:item.end }}: 10:00–11:30"""
    return numbers.times(start, end) if start else ""


@register.filter
def dates(start: dt.date | dt.datetime | None, end: dt.date | dt.datetime | None = None) -> str:
    """{{ event.start|dates:event.end }}: a span of days, with times when it is one day"""
    return numbers.dates(start, end) if start else ""


@register.filter
def size(octets: int | None) -> str:
    return numbers.size(octets) if octets is not None else ""


@register.filter
def shown(count: int, people: int) -> int | None:
    return few.shown(count, people)


@register.filter
def qr(text: str) -> SafeString:
    """{{ url|qr }}: a QR code as inline SVG"""
    return codes.qr_svg(text)


@register.filter
def without_scheme(url: str) -> str:
    """An address as a person types it."""
    return str(url).removeprefix("https://").removeprefix("http://").removesuffix("/")


@register.filter
def share_of(value: Any, maximum: Any) -> float:
    return charts.share_of(float(value or 0), float(maximum or 0))  # components hand on words: "0" is none too


@register.filter
def unlocalize_number(value: float) -> str:
    """A number for SVG: always with a point."""
    return f"{value:g}"


@register.simple_tag
def number_of_request() -> str:
    """What somebody names when they tell of a fault: the same number stands in the log."""
    return request_number.current()


@register.simple_tag
def sparkline(values: Sequence[float | None]) -> charts.Sparkline | None:
    return charts.sparkline(values or [])


@register.simple_tag
def small_bars(rows: Sequence[charts.SmallBar]) -> list[charts.DrawnBar]:
    return charts.small_bars(rows or [])


@register.simple_tag
def strip(dots: Sequence[charts.Dot]) -> charts.Strip | None:
    return charts.strip(dots or [])


@register.filter
def strip_dots(drawn: charts.Strip) -> SafeString:
    """The dots of a strip, without the blanks that a template would leave between hundreds of them."""
    marks = {True: format_html(' class="{}"', "strip-marked"), False: ""}
    rows = ((marks[marked], f"{x:g}", words) for x, words, marked in drawn.dots)
    return format_html_join("", '<circle{} cx="{}" r="5"><title>{}</title></circle>', rows)


@register.simple_tag
def tile_map(tiles: Iterable[Any]) -> charts.TileMap:
    return charts.tile_map(tiles or [])


@register.simple_tag
def way_chart(course: way_charts.Course | None) -> way_charts.WayChart | None:
    return way_charts.way_chart(course)


@register.simple_tag
def drawn_way(way: ways.Way | None) -> dict[str, way_drawing.Drawn]:
    """A way in both forms; nothing where there is none."""
    return {"wide": way_drawing.wide(way), "tall": way_drawing.tall(way)} if way else {}


@register.simple_tag(takes_context=True)
def panels_for(context: template.Context, kind: str, obj: Any) -> SafeString:
    """The panels that rooms above hang on this object's page."""
    request: HttpRequest = context["request"]
    return mark_safe("".join(panels.panels_for(kind, obj, request)))  # noqa: S308  rendered by templates


@register.simple_tag
def language_inputs(field: BoundField) -> list[dict[str, Any]]:
    """The inputs of a field in several languages, each with its own label: name, lang, id, html."""
    widget: Any = field.field.widget
    value = field.value()
    if not isinstance(value, list):
        value = widget.decompress(value)
    inputs = []
    for place, part in enumerate(widget.widgets):
        code = widget.locales[place]
        if code not in widget.enabled_locales:
            continue
        attrs = field.build_widget_attrs(dict(widget.attrs) | {"id": f"{field.auto_id}_{place}"}, part)
        if field.aria_describedby:
            attrs["aria-describedby"] = field.aria_describedby
        html = part.render(f"{field.html_name}_{place}", value[place] if place < len(value) else "", attrs)
        name = LANGUAGE_LABELS.get(code) or get_language_info(code)["name_translated"]
        inputs.append({"name": name, "lang": code, "id": attrs["id"], "html": html})
    return inputs


@register.filter
def has_languages(field: BoundField) -> bool:
    return hasattr(field.field.widget, "enabled_locales")


@register.simple_tag
def form_faults(form: Form) -> list[dict[str, str]]:
    """Every error of a form with the id of the input it belongs to ("" for the form as a whole)."""
    faults = [{"text": str(text), "id": ""} for text in form.non_field_errors()]
    for field in form:
        for text in field.errors:
            faults.append({"text": str(text), "label": str(field.label or ""), "id": first_input(field)})
    return faults


def first_input(field: BoundField) -> str:
    """The id that a link to a field leads to: a group of inputs has none of its own, so its first one."""
    if has_languages(field) or field.use_fieldset:
        return f"{field.auto_id}_0"
    return str(field.id_for_label or field.auto_id)
