"""What the method says of an area's industries, in the reader's language. Codes without words are passed over."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from talka.ui.numbers import number

WORDS = {
    "good_at": _(
        "%(industry)s: %(percent)s %% of all employed, %(lq)s times the share in the country, and it grew by "
        "%(growth)s %% from %(first)s to %(last)s."
    ),
    "strong": _("%(industry)s: %(percent)s %% of all employed, %(lq)s times the share in the country."),
    "strong_but_shrinking": _(
        "%(industry)s: %(percent)s %% of all employed, %(lq)s times the share in the country, but it shrank by "
        "%(growth)s %% from %(first)s to %(last)s."
    ),
    "nothing_strong": _("No industry has a greater share than in the whole country."),
    "own_strength": _(
        "%(industry)s grew by %(added)s employed; %(gain)s of it came of the region's own strength, beyond the growth "
        "of the industry in the whole country."
    ),
    "kept_by_strength": _(
        "%(industry)s changed by %(total)s employed; without the region's own strength it would have %(gain)s fewer."
    ),
    "own_weakness": _("%(industry)s did worse than in the whole country: %(loss)s employed fewer."),
    "nearly": _("%(industry)s is nearly a strength: %(more)s more employed would make it one."),
}
MOST = 6
WHOLE = {"first", "last"}


def sentences(reasons: Iterable[Mapping[str, Any]], titles: Mapping[str, str]) -> list[str]:
    """A sentence for each of the first reasons that have words. titles: of the industries by their codes."""
    told: list[str] = []
    for reason in reasons:
        words = WORDS.get(reason["code"])
        if words is not None:
            told.append(
                str(words) % {name: _shown(name, value, titles) for name, value in reason["parameters"].items()}
            )
    return told[:MOST]


def _shown(name: str, value: Any, titles: Mapping[str, str]) -> str:
    if name == "industry":
        return titles.get(str(value), str(value))
    if isinstance(value, int | float) and name not in WHOLE:
        return number(value, 0 if abs(value) >= 10 or float(value).is_integer() else 1)
    return str(value)
