"""`{{ line.latest.value|figure:indicator }}`: figures in the reader's language, and what is said of them."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from talka.indicators.comparing.table import Shown
from talka.indicators.models import Indicator, Observation
from talka.ui.numbers import number

register = template.Library()

NOTES = {
    "recalculated": _("recalculated to the new boundaries"),
    "renamed": _("published for the former area of the same extent"),
    "approximate": _("recalculated to the new boundaries; a divided municipality makes it approximate"),
    "part_missing": _("cannot be recalculated: a part has no figure"),
    "weight_missing": _("cannot be recalculated: the weight of a part is not known"),
    "weight_zero": _("cannot be recalculated: the weights of its parts are zero"),
    "split": _("cannot be recalculated: a former area was divided"),
    "no_part": _("cannot be recalculated: no part is known"),
    "kind_unknown": _("cannot be recalculated: it does not follow from its parts"),
    "computed": _("computed of other figures"),
}
SIGNS = {"P": "p", "E": "e", "I": "i", "F": "f", "U": "u", "B": "b"}


@register.filter
def figure(value: float | None, indicator: Indicator) -> str:
    """A value with the decimals of its indicator; a dash where there is none."""
    return "–" if value is None else number(value, indicator.decimals)


@register.filter
def signed(value: float | None, digits: int = 0) -> str:
    """A change with its sign, a true minus."""
    if value is None:
        return "–"
    text = number(abs(value), digits)
    return text if not float(f"{abs(value):.{digits}f}") else ("+" if value > 0 else "−") + text


@register.filter
def as_cells(cells: Iterable[Shown]) -> SafeString:
    """The cells of a row of a large table, without the blanks that a template would leave between them."""
    return format_html_join("", "<td>{}{}</td>", ((cell.text, _raised(cell.sign)) for cell in cells))


def _raised(sign: str) -> str:
    return format_html("<sup>{}</sup>", sign) if sign else ""


@register.filter
def said_of(status: str) -> str:
    """What the publisher says of a figure, in words; nothing of a final one."""
    return "" if status == Observation.Status.NORMAL else str(Observation.Status(status).label)


@register.filter
def note_words(note: str) -> str:
    return str(NOTES.get(note, ""))


@register.filter
def indicator_address(indicator: Indicator) -> str:
    return reverse("indicators:indicator", args=[indicator.key])


@register.filter
def lower_first(words: object) -> str:
    """For a title inside a sentence."""
    text = str(words)
    return text[:1].lower() + text[1:]
